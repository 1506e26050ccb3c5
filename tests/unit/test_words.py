"""Messages, numerals and sentences in both languages."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from guiju import messages
from guiju.model.rulebook import Rulebook
from guiju.page import wrap
from guiju.simulate.feasible import Obstacle
from guiju.source import Source
from guiju.study import words as study_words
from guiju.wording import Wording, chinese_number

TABLES = {
    "PROBLEMS": messages.PROBLEMS,
    "HINTS": messages.HINTS,
    "WORDS": messages.WORDS,
    "TEXT": messages.TEXT,
    "FINDINGS": messages.FINDINGS,
    "ARTICLES": messages.ARTICLES,
    "PLOTS": messages.PLOTS,
    "STUDY": study_words.STUDY,
    "MEASURE_NAMES": study_words.MEASURE_NAMES,
}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_both_languages_have_the_same_blanks(name: str) -> None:
    for code, (zh, en) in TABLES[name].items():
        blanks = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (zh, en)]
        assert blanks[0] == blanks[1], code


def _codes(path: Path) -> set[str]:
    """The constant second argument of every Problem(…) and fail(…)."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {
        call.args[1].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in ("Problem", "_problem", "fail")
        and len(call.args) > 1
        if isinstance(call.args[1], ast.Constant) and isinstance(call.args[1].value, str)
    }


def test_every_code_that_the_program_uses_has_words_and_none_is_left_over() -> None:
    root = Path(__file__).parent.parent.parent
    folders = ("model/load", "scenarios", "simulate", "app")
    used = set().union(*(_codes(path) for folder in folders for path in root.glob(f"{folder}/**/*.py")))
    used |= {"bidi", "wide-space", "no-unit-amount", "no-unit-term"}  # chosen from a table
    used |= {"bad-quantity", "unknown-unit", "no-band"}  # raised by model/measure.py
    used |= {"outside-calendar"}  # raised by model/calendar.py
    used |= {f"sim-{code}" for code in get_args(get_type_hints(Obstacle)["code"])}  # by simulate/feasible.py
    assert used == set(messages.PROBLEMS)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (49, "四十九"), (65, "六十五"), (100, "一百"),
     (103, "一百零三"), (110, "一百一十"), (999, "九百九十九")],
)  # fmt: skip
def test_article_numerals(number: int, text: str) -> None:
    assert chinese_number(number) == text


def test_articles_are_written_as_officials_write_them(xiangshan: Source) -> None:
    zh, en = (Wording(xiangshan.rulebook, xiangshan.roster, lang) for lang in ("zh", "en"))  # type: ignore[arg-type]
    assert zh.article("49", 2) == "第四十九条第二款"
    assert zh.articles(["49", "9"]) == "第九条、第四十九条"
    assert en.articles(["49", "9"]) == "arts. 9, 49"
    assert zh.article("4.2") == "第4.2条"


def test_kinds_are_named_by_the_widest(xiangshan: Source) -> None:
    say = Wording(xiangshan.rulebook, xiangshan.roster, "zh")
    assert say.kinds(["abroad", "out-of-city", "out-of-district"]) == "离区"
    assert say.kinds(["abroad"]) == "因公出国（境）"
    assert say.kinds(["ill", "incapacitated"]) == "突发疾病或丧失履职能力"


def test_cells_wrap_at_display_width_and_mind_brackets() -> None:
    assert wrap("副区长（二）、副区长（三）", 10) == "副区长（二）、\n副区长（三）"
    assert wrap("deputy head 2, deputy head 3", 14) == "deputy head 2,\ndeputy head 3"


def test_every_name_is_bilingual(book: Rulebook) -> None:
    named = [*book.documents.values(), *book.posts.values(), *book.acts.values(), *book.kinds.values()]
    for item in named:
        assert re.search("[\u4e00-\u9fff]", item.name.zh), item.id
        assert not re.search("[\u4e00-\u9fff]", item.name.en), item.id
