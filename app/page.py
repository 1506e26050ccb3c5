"""Parts that every page of text shares: tables, the heading, the label of a case."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable

from guiju.model.cases import CaseOf, in_range
from guiju.model.document import ChoiceAttribute, MeasureAttribute
from guiju.quantities import classes_words, value_words
from guiju.request import Request
from guiju.wording import Wording
from tabulate import tabulate
from wcwidth import wcswidth

OPENING = "（《“［("
CLOSING = "，。、；：）》”］,.;:)"


WIDEST = 130
"""Columns of a page that is not printed on a terminal."""


def columns() -> int:
    """The width to write for: the terminal's, if there is one."""
    return min(WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDEST


def page(lines: list[str]) -> str:
    """Lines as text; on a terminal, long ones are broken with a hanging indent."""
    if sys.stdout.isatty():
        width = columns()
        lines = [part for line in lines for part in _hanging(line, width)]
    return "\n".join(lines) + "\n"


def _hanging(line: str, width: int) -> list[str]:
    if wcswidth(line) <= width:
        return [line]
    body = line.lstrip(" ·■")
    lead = line[: len(line) - len(body)]
    indent = " " * max(wcswidth(lead), 0)
    parts = wrap(body, width - len(indent)).split("\n")
    return [lead + parts[0], *(indent + part for part in parts[1:])]


def table(rows: list[list[str]], headers: list[str], widths: list[int]) -> str:
    """A table no wider than the page: its columns shrink together."""
    room = columns() - 2 * len(widths)
    if sum(widths) > room:
        widths = [max(8, width * room // sum(widths)) for width in widths]
    headers = [wrap(text, width) for text, width in zip(headers, widths, strict=True)]
    cells = [[wrap(text, width) for text, width in zip(row, widths, strict=True)] for row in rows]
    return str(tabulate(cells, headers, tablefmt="simple", disable_numparse=True))


def wrap(text: str, width: float, measure: Callable[[str], float] = wcswidth) -> str:
    """Break a cell at its display width: between any two Chinese characters, between English
    words, never before closing or after opening punctuation, nor at a no-break space before a number.
    """
    lines = [""]
    for word in re.findall(r"[\x21-\x7e]+ ?|.(?:\xa0[0-9]+)?", text):
        fits = measure(lines[-1] + word.rstrip()) <= width
        if fits or not lines[-1] or word[0] in CLOSING:
            lines[-1] += word
        else:
            opening = lines[-1][-1] if lines[-1][-1] in OPENING else ""
            lines[-1] = lines[-1].removesuffix(opening) if opening else lines[-1]
            lines.append(opening + word)
    return "\n".join(line.rstrip() for line in lines).replace("\xa0", " ")


def heading(request: Request, say: Wording, mandates: bool = True) -> list[str]:
    """The lines that say what a result rests on."""
    book, roster, question = request.source.rulebook, request.source.roster, request.question
    language = say.language
    kinds = (
        say("kinds-all", n=len(question.domain))
        if set(question.domain) == set(book.kinds)
        else say.join(book.kinds[k].name.say(language) for k in question.domain)
    )
    limit = question.admission.at_most
    colon = "：" if language == "zh" else ": "
    note = roster.note.say(language) if roster.note else roster.title.say(language)
    base, _, changes = request.reading_name.partition(" ")
    name = say(f"profile-{base}") + (say("comma") + changes if changes else "")
    lines = [
        book.title.say(language) + say("bracket", text=book.source.say(language)),
        f"{say('roster')}{colon}{note}",
        f"{say('reading')}{colon}{name}",
        f"{say('kinds')}{colon}{kinds}{say('comma')}"
        + (say("no-limit") if limit is None else say("at-most", k=limit)),
    ]
    if roster.pairs:
        pairs = [f"{say.person(one)}—{say.person(other)}" for one, other in map(say.by_rank, roster.pairs)]
        lines.insert(2, f"{say('pairs')}{colon}{say.join(pairs, 'semicolon')}")
    if mandates:
        lines.append(f"{say('mandates')}{colon}{say('mandates-' + question.mandates)}")
    return lines


def case_label(cases: tuple[CaseOf, ...], say: Wording) -> str:
    """The cases of a group in one phrase: 分管领导：副区长（二）、副区长（三）."""
    values: dict[str, list[str]] = {}
    for case in cases:
        for id, value in case.chosen.items():
            values.setdefault(id, []).append(value)
    return say.join((values_label(id, listed, say) for id, listed in values.items()), "semicolon")


def default_label(id: str, value: str, say: Wording) -> str:
    """An attribute at its default: of a measure, the value itself rather than its class."""
    attribute = say.rulebook.attributes[id]
    if isinstance(attribute, MeasureAttribute) and attribute.default is not None:
        colon = "：" if say.language == "zh" else ": "
        return f"{attribute.name.say(say.language)}{colon}{value_words(attribute.default, say.language)}"
    return values_label(id, [value], say)


def values_label(id: str, listed: list[str], say: Wording) -> str:
    attribute = say.rulebook.attributes[id]
    colon = "：" if say.language == "zh" else ": "
    if isinstance(attribute, ChoiceAttribute):
        shown = say.join(attribute.options[v].say(say.language) for v in dict.fromkeys(listed))
    elif isinstance(attribute, MeasureAttribute):
        shown = classes_words(attribute, listed, say.language)
    elif len(set(listed)) > 1 and set(listed) >= set(in_range(attribute, say.roster)):
        shown = say("case-any")
    else:
        shown = say.join(say.people(v) for v in dict.fromkeys(listed))
    return f"{attribute.name.say(say.language)}{colon}{shown}"
