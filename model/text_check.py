"""A rulebook held against a copy of its text: do its citations hold, and is it the text that was encoded?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from guiju.model.articles import ArticleRow, Cited, citations
from guiju.model.rulebook import Rulebook
from guiju.model.text_copy import CopiedArticle, TextCopy

Fault = Literal["no-article", "no-paragraph", "no-term", "other-paragraph"]
Sameness = Literal["same", "differs", "unrecorded", "absent"]


@dataclass(frozen=True, slots=True)
class FailedCitation:
    """A citation that the copy does not bear out.

    ``found``: the paragraphs in which the term does occur; ``paragraphs``: how many the article has.
    """

    sort: str
    id: str
    article: str
    paragraph: int | None
    term: str | None
    fault: Fault
    found: tuple[int, ...] = ()
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """One article of the rulebook or the copy: is its text the one that was encoded?"""

    id: str
    sameness: Sameness
    digest: str | None
    recorded: str | None
    paragraphs: int


@dataclass(frozen=True, slots=True)
class TextCheck:
    """``unlisted``: articles of the copy that the rulebook does not list, or, without a list, name."""

    citations: int
    failed: tuple[FailedCitation, ...]
    articles: tuple[ArticleCheck, ...]
    unlisted: tuple[str, ...]
    duplicates: tuple[tuple[str, int], ...]
    gaps: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Every citation holds, every recorded digest agrees, and no number heads two articles."""
        changed = any(item.sameness in ("differs", "absent") for item in self.articles)
        return not (self.failed or changed or self.duplicates)


def check_text(book: Rulebook, rows: tuple[ArticleRow, ...], copy: TextCopy) -> TextCheck:
    """Hold every citation and every digest of a rulebook against a copy."""
    named = book.regulation.articles or {row.id for row in rows if row.parts}
    cited = tuple(citations(book))
    failed = dict.fromkeys((*_failed(cited, copy), *_unplaced(rows, copy)))
    return TextCheck(
        len(cited),
        tuple(failed),
        tuple(_article(row, copy.articles.get(row.id)) for row in rows),
        tuple(id for id in copy.substance if id not in named),
        copy.duplicates,
        copy.gaps,
    )


def _article(row: ArticleRow, copied: CopiedArticle | None) -> ArticleCheck:
    recorded = row.listed.digest if row.listed else None
    if copied is None:
        return ArticleCheck(row.id, "absent", None, recorded, 0)
    same: Sameness = "same" if copied.digest == recorded else "differs"
    sameness = same if recorded else "unrecorded"
    return ArticleCheck(row.id, sameness, copied.digest, recorded, len(copied.paragraphs))


def _failed(cited: Iterable[Cited], copy: TextCopy) -> Iterator[FailedCitation]:
    for item in cited:
        article, paragraph = item.citation.article, item.citation.paragraph
        place = (item.sort, item.id, article, paragraph)
        copied = copy.articles.get(article)
        if copied is None:
            yield FailedCitation(*place, None, "no-article")
        elif paragraph and paragraph > len(copied.paragraphs):
            yield FailedCitation(*place, None, "no-paragraph", (), len(copied.paragraphs))
        else:
            yield from _missing_terms(item, copied)


def _missing_terms(item: Cited, copied: CopiedArticle) -> Iterator[FailedCitation]:
    citation = item.citation
    for term in citation.terms:
        found = copied.where(term)
        fault: Fault = "other-paragraph" if found else "no-term"
        if not found or (citation.paragraph and citation.paragraph not in found):
            yield FailedCitation(
                item.sort, item.id, citation.article, citation.paragraph, term, fault, found,
                len(copied.paragraphs),
            )  # fmt: skip


def _unplaced(rows: tuple[ArticleRow, ...], copy: TextCopy) -> Iterator[FailedCitation]:
    """Ambiguities and notes recorded for an article that the copy does not have."""
    for row in rows:
        if row.id not in copy.articles:
            for sort, ids in (("recorded", row.recorded), ("note", row.notes)):
                yield from (FailedCitation(sort, id, row.id, None, None, "no-article") for id in ids)
