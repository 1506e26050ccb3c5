"""A copy of the regulation's text, cut into articles and paragraphs.

Headings stand at the beginning of a line. A copy uses one kind of them: the first of ``STYLES`` that
heads at least two lines, or else one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from guiju.model.citation import article_order
from guiju.model.numerals import NUMERAL, number_in

_LEVELS = r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}"
STYLES = (
    re.compile(rf"第\s*({NUMERAL})\s*条(?:之({NUMERAL}))?(?![第、和至或的所]|规定)[\s：:]*"),
    re.compile(rf"(?:Article|ARTICLE|Art\.|Section|SECTION|§)\s*({_LEVELS})(?:[.:]|$|(?=\s+[A-Z(\[“\"–—-]))\s*"),
    re.compile(r"([零〇一二三四五六七八九十百]{1,7})、\s*"),
    re.compile(rf"({_LEVELS})(?:[.．、](?![0-9])|(?<=\.[0-9])\s+|(?<=\.[0-9][0-9])\s+)\s*"),
)  # fmt: skip
_CHAPTER = re.compile(rf"第\s*{NUMERAL}\s*[编章节]|(?:Chapter|CHAPTER|Part|PART)\s+[0-9IVXLC]+\b")
_IMPRINT = re.compile(
    r"[（(]?此件|抄送|附件|[^。]*[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日(?:印发)?\Z|(?:Annex|Appendix|Schedule)\b"
)
_ITEM = re.compile(
    rf"[（(](?:{NUMERAL}|[a-zA-Z]{{1,4}})[）)]|[0-9]{{1,3}}[.．、)](?![0-9])|[a-z][.)]\s|[-•·]\s"
)
_UNSEEN = re.compile("[\\s\u200b-\u200d\u2060\ufeff\u00ad]+")
_MARKDOWN = re.compile(r"^\s*(?:#+|>)\s*|[*`]|__|\\(?=[.*_#()\[\]-])")
_STOPS = tuple("。；：！？.;:!?”」）)")


@dataclass(frozen=True, slots=True)
class CopiedArticle:
    """One article of a copy, without its number. ``title`` stands on the line of the number."""

    id: str
    line: int
    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.title, *self.paragraphs)).strip()

    @property
    def digest(self) -> str:
        """SHA-256 of the title and all paragraphs in UTF-8, without white space."""
        return hashlib.sha256(bare(self.text).encode()).hexdigest()

    def where(self, term: str) -> tuple[int, ...]:
        """The paragraphs in which a key term occurs, 0 for the title; white space does not matter."""
        sought = bare(term).casefold()
        return tuple(
            number
            for number, text in enumerate((self.title, *self.paragraphs))
            if sought in bare(text).casefold()
        )


@dataclass(frozen=True, slots=True)
class TextCopy:
    """A copy of a text. Where a number heads several articles, the first one stands for it."""

    articles: dict[str, CopiedArticle]
    duplicates: tuple[tuple[str, int], ...]

    @property
    def substance(self) -> tuple[str, ...]:
        """The articles, without those that only head others: 4 (purchases) over 4.1 and 4.2."""
        over = {id.rpartition(".")[0] for id in self.articles}
        return tuple(id for id, item in self.articles.items() if id not in over or item.text.endswith(_STOPS))

    @property
    def gaps(self) -> tuple[str, ...]:
        """The whole numbers from 1 to the last article that head none."""
        heads = {int(id.partition(".")[0]) for id in self.articles}
        return tuple(str(n) for n in range(1, max(heads, default=0)) if n not in heads)


def bare(text: str) -> str:
    """The text without white space of any width, and without characters of no width."""
    return _UNSEEN.sub("", text)


class _Line(NamedTuple):
    text: str
    heading: bool
    """A heading of Markdown: where it opens no article, it ends one."""


def cut(text: str, markdown: bool = False) -> TextCopy:
    """Cut a text into articles; none where no line is a heading."""
    lines = [_line(line, markdown) for line in text.splitlines()]
    found: dict[str, CopiedArticle] = {}
    twice = []
    for id, number, content in _pieces(lines, _style(lines)):
        if id in found:
            twice.append((id, number))
        else:
            found[id] = CopiedArticle(id, number, *_paragraphs(content))
    ordered = {id: found[id] for id in sorted(found, key=article_order)}
    return TextCopy(ordered, tuple(twice))


def _line(line: str, markdown: bool) -> _Line:
    if not markdown:
        return _Line(line.strip(), False)
    return _Line(_MARKDOWN.sub("", line).strip(), line.lstrip().startswith("#"))


Head = Callable[[str], tuple[str, str] | None]
"""A line -> the number of the article that it opens, and the rest of the line."""


def _style(lines: list[_Line]) -> Head:
    heads = [_head(style) for style in STYLES]
    counted = [(sum(1 for line in lines if head(line.text)), head) for head in heads]
    often = [head for count, head in counted if count > 1]
    return (often or [head for count, head in counted if count] or heads)[0]


def _head(style: re.Pattern[str]) -> Head:
    def head(line: str) -> tuple[str, str] | None:
        found = style.match(line)
        id = _number(found.groups()) if found else None
        return (id, line[found.end() :]) if found and id else None

    return head


def _number(groups: tuple[str | None, ...]) -> str | None:
    """49; 49.1 for 第四十九条之一."""
    numbers = [number_in(part) for group in groups if group for part in group.split(".")]
    return ".".join(map(str, numbers)) if all(numbers) else None


def _pieces(lines: list[_Line], head: Head) -> Iterator[tuple[str, int, list[str]]]:
    """Every article: its number, the line of its heading, its lines."""
    open_: tuple[str, int, list[str]] | None = None
    for number, line in enumerate(lines, 1):
        opened = head(line.text)
        if opened or line.heading or _ends(line.text):
            if open_:
                yield open_
            open_ = (opened[0], number, [opened[1]]) if opened else None
        elif open_ and bare(line.text):
            open_[2].append(line.text)
    if open_:
        yield open_


def _ends(line: str) -> bool:
    """Chapter headings, annexes and the imprint belong to no article; they are lines without a full stop."""
    return not line.endswith(_STOPS[:7]) and bool(_CHAPTER.match(line) or _IMPRINT.match(line))


def _paragraphs(lines: list[str]) -> tuple[str, tuple[str, ...]]:
    """The title and the paragraphs; numbered items belong to the paragraph before them."""
    first, rest = lines[0], lines[1:]
    titled = rest and not first.endswith(_STOPS) and not _ITEM.match(rest[0])
    title = first if titled else ""
    paragraphs: list[list[str]] = []
    for line in rest if title else lines:
        if paragraphs and _ITEM.match(line):
            paragraphs[-1].append(line)
        elif bare(line):
            paragraphs.append([line])
    return title, tuple("\n".join(paragraph) for paragraph in paragraphs)
