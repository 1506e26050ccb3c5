"""What carries each article, and a rulebook held against a copy of its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from guiju.messages import ARTICLES
from guiju.model.articles import ArticleRow, Mention, article_rows, citations, missing_numbers, unaccounted
from guiju.model.citation import NOWHERE, Citation, Force
from guiju.model.office import Body, Quorum
from guiju.model.regulation import NORMS
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.model.text_check import TextCheck, check_text
from guiju.model.text_copy import cut
from guiju.source import load_book

GOOD = Path(__file__).parent.parent / "cases" / "good"
TEXT = (GOOD / "charter.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def charter() -> Rulebook:
    return load_book(str(GOOD / "charter.yaml"))[0]


def check(book: Rulebook, text: str) -> TextCheck:
    copy = cut(text)
    return check_text(book, article_rows(book, copy.substance), copy)


def changed(found: TextCheck) -> list[str]:
    return [item.id for item in found.articles if item.sameness == "differs"]


# --- The bundled rulebook ---------------------------------------------------------------------


def test_every_article_of_the_bundled_rulebook_is_accounted_for(book: Rulebook) -> None:
    rows = article_rows(book)
    assert [row.id for row in rows] == [str(number) for number in range(1, 66)]
    assert all(row.listed for row in rows)
    assert unaccounted(rows) == missing_numbers(rows) == ()


def test_digests_of_the_bundled_rulebook_are_all_there_and_differ(book: Rulebook) -> None:
    digests = {article.digest for article in book.regulation.articles.values()}
    assert None not in digests and len(digests) == 65


def test_only_articles_that_bind_nobody_are_declaratory_alone(book: Rulebook) -> None:
    for article in book.regulation.articles.values():
        assert (article.norms == ("declaratory",)) == (not article.force), article.id
        assert article.reason or article.norms != ("declaratory",)


def test_the_force_of_a_rule_is_listed_with_its_article(book: Rulebook) -> None:
    for row in article_rows(book):
        rules = [*map(book.rules.__getitem__, row.rules), *map(book.procedure.__getitem__, row.procedure)]
        cited = {rule.basis.force for rule in rules if isinstance(rule.basis, Citation)}
        assert row.listed is None or cited <= {*row.listed.force}, row.id


# --- The state of an article ------------------------------------------------------------------


def test_rows_of_the_charter(charter: Rulebook) -> None:
    rows = {row.id: row for row in article_rows(charter)}
    assert [row.state for row in rows.values()] == [
        "reason",
        "definition",
        "encoded",
        "encoded",
        "encoded",
        "reason",
    ]
    assert rows["2"].definitions == (Mention("post", "chair"), Mention("post", "secretary"))
    third = (rows["3"].rules, rows["3"].readings, rows["3"].definitions)
    assert third == (
        ("chair-signs", "secretary-stands-in"),
        ("stand-in",),
        (Mention("kind", "away"), Mention("document", "notice")),
    )
    assert (rows["4"].procedure, rows["4"].recorded, rows["5"].procedure) == (
        ("members-first",),
        ("dear-books",),
        ("reply-in-time",),
    )
    assert rows["6"].notes == ("poster-where",)


def test_every_citation_is_found_wherever_it_stands(book: Rulebook) -> None:
    """As many as the bundled file has lines of ``article:`` in flow mappings with a force."""
    import guiju.model

    file = Path(guiju.model.__file__ or "").parent / "rulebooks" / "xiangshan-2021" / "rulebook.yaml"
    written = sum(line.count("{article: ") for line in file.read_text("utf-8").splitlines())
    assert len(list(citations(book))) == written


def _row(**words: object) -> ArticleRow:
    empty = ArticleRow("1", None, (), (), (), (), (), ())
    return replace(empty, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (_row(), "neither"),
        (_row(recorded=("a",), notes=("b",)), "neither"),
        (_row(readings=("a",)), "definition"),
        (_row(definitions=(Mention("post", "a"),)), "definition"),
        (_row(procedure=("a",), definitions=(Mention("post", "a"),)), "encoded"),
    ],
)
def test_states(row: ArticleRow, state: str) -> None:
    assert row.state == state


def test_an_article_without_reason_is_unaccounted_for(charter: Rulebook) -> None:
    articles = charter.regulation.articles
    silent = {**articles, "6": replace(articles["6"], reason=None)}
    assert unaccounted(article_rows(_with(charter, silent))) == ("6",)


def test_numbers_that_the_list_leaves_out(charter: Rulebook) -> None:
    articles = dict(charter.regulation.articles)
    del articles["1"], articles["3"]
    assert missing_numbers(article_rows(_with(charter, articles))) == ("1",)  # 3 is still cited
    assert missing_numbers(article_rows(charter, ("4.2", "8.1"))) == ("7",)


def _with(book: Rulebook, articles: object) -> Rulebook:
    return replace(book, regulation=replace(book.regulation, articles=articles))  # type: ignore[arg-type]


# --- A copy of the text -----------------------------------------------------------------------


def test_the_copy_that_was_encoded(charter: Rulebook) -> None:
    found = check(charter, TEXT)
    assert found.holds and not found.failed and not found.unlisted
    assert {item.sameness for item in found.articles} == {"same"}
    assert found.citations == 13


def test_an_amended_sentence_names_exactly_what_rests_on_it(charter: Rulebook) -> None:
    found = check(charter, TEXT.replace("（二）会长批准。", "（二）会长和秘书批准。"))
    assert changed(found) == ["4"] and not found.holds
    row = next(row for row in article_rows(charter) if row.id == "4")
    assert [(part.sort, part.id) for part in row.parts] == [
        ("rule", "chair-approves"), ("rule", "secretary-reviews"), ("procedure", "members-first"),
        ("document", "purchase"), ("fact", "members-agree"), ("recorded", "dear-books"),
    ]  # fmt: skip
    assert [(f.fault, f.id, f.term) for f in found.failed] == [("no-term", "chair-approves", "会长批准")]


def test_a_term_that_moved_to_another_paragraph(charter: Rulebook) -> None:
    moved = TEXT.replace("通知由会长签发。", "通知应当签发。").replace(
        "秘 书代签通知。", "秘书代签通知，其余由会长签发。"
    )
    found = check(charter, moved)
    assert changed(found) == ["3"]
    assert [(f.fault, f.id, f.paragraph, f.found) for f in found.failed] == [
        ("other-paragraph", "chair-signs", 1, (2,))
    ]


def test_a_paragraph_that_is_gone(charter: Rulebook) -> None:
    found = check(charter, TEXT.replace("特别贵的书，须经会员同意。\n", ""))
    assert changed(found) == ["4"]
    assert {(f.fault, f.sort, f.id, f.paragraph, f.paragraphs) for f in found.failed} == {
        ("no-paragraph", "procedure", "members-first", 2, 1), ("no-paragraph", "fact", "members-agree", 2, 1),
    }  # fmt: skip


def test_an_article_that_is_gone(charter: Rulebook) -> None:
    found = check(charter, TEXT.replace("五、会长应当在三日内答复申请。\n", ""))
    assert [(f.fault, f.id) for f in found.failed] == [("no-article", "reply-in-time")]
    assert found.gaps == ("5",)
    assert [item.id for item in found.articles if item.sameness == "absent"] == ["5"]
    last = check(charter, TEXT.replace("六、海报随意张贴。\n", ""))
    assert [(f.fault, f.sort, f.id) for f in last.failed] == [("no-article", "note", "poster-where")]


def test_an_article_that_the_rulebook_does_not_list(charter: Rulebook) -> None:
    longer = TEXT.replace("此件公开发布", "七、本章程由会长解释。\n此件公开发布")
    found = check(charter, longer)
    assert found.unlisted == ("7",)
    assert unaccounted(article_rows(charter, cut(longer).substance)) == ("7",)


def test_a_number_that_is_there_twice(charter: Rulebook) -> None:
    found = check(charter, TEXT.replace("此件公开发布", "六、海报不得张贴。\n此件公开发布"))
    assert found.duplicates == (("6", 20),) and not found.holds and not changed(found)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("秘 书", "秘　书").replace("。\n", "。 \n\n"),
        lambda text: text.replace("（一）", "\t（一）"),
    ],
)
def test_white_space_changes_nothing(charter: Rulebook, change: Callable[[str], str]) -> None:
    assert check(charter, change(TEXT)).holds


def test_without_a_list_the_copy_completes_it(charter: Rulebook) -> None:
    found = check(_with(charter, {}), TEXT)
    assert found.unlisted == ("1",) and found.holds
    assert {item.sameness for item in found.articles} == {"unrecorded"}


# --- Words ------------------------------------------------------------------------------------


def test_every_norm_force_and_sort_has_a_word(charter: Rulebook, book: Rulebook) -> None:
    assert all(f"norm-{norm}" in ARTICLES for norm in NORMS)
    assert all(f"force-{force}" in ARTICLES for force in Force)
    sorts = {cited.sort for item in (charter, book) for cited in citations(item)}
    sorts |= {"qualification", "term", "party", "scope", "adopted", "recorded", "note"}
    assert all(f"sort-{sort}" in ARTICLES for sort in sorts)


def test_the_article_of_a_quorum_counts() -> None:
    book, _ = load_book("succession")
    basis = Citation("77", None, (), Force.HARD)
    body = Body("board", Text("会", "board"), (), (), NOWHERE, quorum=Quorum(3, None, False, basis))
    cited = list(citations(replace(book, bodies={"board": body})))
    assert [item.citation for item in cited if item.id == "board"] == [basis]
