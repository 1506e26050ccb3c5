"""What a word on the command line means in a rulebook: an article, a document, a finding, a code, a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from guiju.messages import FINDING_TITLES
from guiju.model.articles import article_rows
from guiju.model.citation import Span, article_order
from guiju.model.load.problem import InputError, Problem, nearest
from guiju.model.numerals import NUMERAL, number_in
from guiju.model.rulebook import Rulebook

Sort = Literal["article", "document", "finding", "code", "rule"]
_ARTICLE = re.compile(
    rf"(?:art(?:icle)?\.?\s*)?第?\s*(?P<article>[0-9]+(?:\.[0-9]+)*|{NUMERAL})\s*条?"
    rf"(?:第?(?P<zh>{NUMERAL})款|\((?P<en>[0-9]{{1,3}})\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """``paragraph``: of an article, where one is named. ``others``: what else has the same id."""

    sort: Sort
    id: str
    paragraph: int | None = None
    others: tuple[str, ...] = ()


def subject_of(word: str, book: Rulebook, findings: Iterable[str]) -> Subject:
    """Raises InputError with the nearest word."""
    word, known = word.strip(), _known(book, findings)
    named = known.get(word) or _document_named(word, book)
    if named:
        return Subject(named[0], named[1], None, tuple(_others(named, book)))
    article = _article(word)
    if article is not None and article[0] in known:
        return Subject("article", *article)
    listed = [*known, *(name for d in book.documents.values() for name in (d.name.zh, d.name.en))]
    near = _next_to(article[0], known) if article else nearest(word, listed)
    words = {"found": word, "what": "subject", "near": near, "known": list(known)}
    raise InputError([Problem(Span("SUBJECT", 0, 0), "unknown-word", words)])


def _known(book: Rulebook, findings: Iterable[str]) -> dict[str, tuple[Sort, str]]:
    """Every word with a meaning. Where one has several, documents come first, then findings."""
    known: dict[str, tuple[Sort, str]] = {}
    listed: tuple[tuple[Sort, Iterable[str]], ...] = (
        ("document", book.documents), ("finding", findings), ("code", FINDING_TITLES),
        ("rule", (*book.rules, *book.procedure)), ("article", (row.id for row in article_rows(book))),
    )  # fmt: skip
    for sort, ids in listed:
        for id in ids:
            known.setdefault(id, (sort, id))
    return known


def _document_named(word: str, book: Rulebook) -> tuple[Sort, str] | None:
    named = [d.id for d in book.documents.values() if word in (d.name.zh, d.name.en)]
    return ("document", named[0]) if len(named) == 1 else None


def _next_to(article: str, known: dict[str, tuple[Sort, str]]) -> str | None:
    """The article that is there and whose number comes nearest."""
    number = article_order(article)[0][0]
    listed = sorted((id for sort, id in known.values() if sort == "article"), key=article_order)
    return min(listed, key=lambda id: abs(article_order(id)[0][0] - number), default=None)


def _article(word: str) -> tuple[str, int | None] | None:
    """49, 4.2, 四十九, 第四十九条, 第四十九条第二款, art. 49(2)."""
    found = _ARTICLE.fullmatch(word)
    if not found:
        return None
    number = number_in(found["article"])
    paragraph = found["zh"] or found["en"]
    id = found["article"] if "." in found["article"] else str(number) if number else None
    return (id, number_in(paragraph) if paragraph else None) if id else None


def _others(named: tuple[Sort, str], book: Rulebook) -> Iterator[str]:
    """The parts of a rulebook, as words of the catalogue, in which the id has another meaning."""
    parts = {
        "document": book.documents, "rule": {**book.rules, **book.procedure}, "post": book.posts,
        "act": book.acts, "unit": book.units, "body": book.bodies, "attribute": book.attributes,
        "reading": book.switches, "claim": book.claims, "fact": book.facts, "absence kind": book.kinds,
    }  # fmt: skip
    sort, id = named
    yield from (part for part, ids in parts.items() if id in ids and part != sort)
