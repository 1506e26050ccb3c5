"""Where a rule stands: in the regulation (article) and in the file (span)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from guiju.model.text import Text


class Force(StrEnum):
    """How binding the words are: 须/应当, 原则上/一般, 可/可以."""

    HARD = "hard"
    IN_PRINCIPLE = "in-principle"
    PERMISSIVE = "permissive"


class Span(NamedTuple):
    """A place in an input file; line and column count from 1, columns in code points."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Span("<none>", 1, 1)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of the regulation, with at most 12 characters of each key term."""

    article: str
    paragraph: int | None
    terms: tuple[str, ...]
    force: Force
    against: Force | None = None
    """A second force that the same words claim (原则上须)."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A basis that no article supplies; always printed as assumed."""

    reason: Text


Basis = Citation | Assumption


def articles(bases: tuple[Basis, ...]) -> tuple[str, ...]:
    """The distinct articles cited, in the order of the regulation."""
    found = {basis.article for basis in bases if isinstance(basis, Citation)}
    return tuple(sorted(found, key=article_order))


def article_order(article: str) -> tuple[tuple[int, str], ...]:
    """A sort key that puts 9 before 10 and 4.2 before 4.10."""
    return tuple((int(part), "") if part.isdigit() else (10**9, part) for part in article.split("."))
