"""Numbered sections of a page; what is empty is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from guiju.explain.phrases import PAGES
from guiju.messages import say as lookup
from guiju.wording import Wording, chinese_number


class Section(NamedTuple):
    """``title``: a code of the table of pages."""

    title: str
    lines: list[str]


def numbered(sections: Iterable[Section], say: Wording) -> list[str]:
    lines: list[str] = []
    for number, (title, content) in enumerate((s for s in sections if s.lines), 1):
        numeral = chinese_number(number) if say.language == "zh" else str(number)
        heading = say("section", number=numeral, title=lookup(PAGES, title, say.language))
        lines += ["", heading, "", *content]
    return lines
