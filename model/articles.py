"""What a rulebook says of each article of its text: which rules carry it, or why none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

from guiju.model.citation import Basis, Citation, article_order
from guiju.model.regulation import Article, EditorialNote
from guiju.model.rulebook import Recorded, Rulebook

State = Literal["encoded", "definition", "reason", "neither"]


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation, and the part of the rulebook that it stands in."""

    sort: str
    id: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of the rulebook that rests on an article: a post, a document, a claim."""

    sort: str
    id: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """All that a rulebook has on one article. ``listed`` is its entry under ``articles``, if any."""

    id: str
    listed: Article | None
    rules: tuple[str, ...]
    procedure: tuple[str, ...]
    definitions: tuple[Mention, ...]
    readings: tuple[str, ...]
    recorded: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def state(self) -> State:
        """Rules and procedure encode an article; all else that cites it defines something by it."""
        if self.rules or self.procedure:
            return "encoded"
        if self.definitions or self.readings:
            return "definition"
        return "reason" if self.listed and self.listed.reason else "neither"

    @property
    def parts(self) -> tuple[Mention, ...]:
        """All that rests on the article, and is to be looked at again when its text changes."""
        before = (("rule", self.rules), ("procedure", self.procedure))
        after = (("reading", self.readings), ("recorded", self.recorded), ("note", self.notes))
        return (*_mentions(before), *self.definitions, *_mentions(after))


def _mentions(named: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Mention]:
    return (Mention(sort, id) for sort, ids in named for id in ids)


def citations(book: Rulebook) -> Iterator[Cited]:
    """Every citation of an article anywhere in a rulebook; assumptions cite nothing."""
    for sort, id, bases in _bases(book):
        for basis in bases:
            if isinstance(basis, Citation):
                yield Cited(sort, id, basis)


def article_rows(book: Rulebook, others: Iterable[str] = ()) -> tuple[ArticleRow, ...]:
    """One row for every article that is listed, cited, recorded or among ``others``, in their order."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for cited in citations(book):
        found.setdefault(cited.citation.article, {}).setdefault(cited.sort, {})[cited.id] = None
    for sort, listing in _listings(book):
        for item in listing:
            for article in item.articles:
                found.setdefault(article, {}).setdefault(sort, {})[item.id] = None
    known = {*found, *book.regulation.articles, *others}
    return tuple(_row(id, found.get(id, {}), book) for id in sorted(known, key=article_order))


def unaccounted(rows: Iterable[ArticleRow]) -> tuple[str, ...]:
    """The articles of which a rulebook says neither what they mean for it nor why they mean nothing."""
    return tuple(row.id for row in rows if row.state == "neither")


def missing_numbers(rows: Iterable[ArticleRow]) -> tuple[str, ...]:
    """The numbers between the first article and the last one that have no row."""
    present = sorted({int(row.id.partition(".")[0]) for row in rows if row.id[:1].isdecimal()})
    holes = (range(one + 1, other) for one, other in pairwise([0, *present]))
    return tuple(str(number) for hole in holes for number in hole)


def _row(id: str, found: Mapping[str, Mapping[str, None]], book: Rulebook) -> ArticleRow:
    separate = ("rule", "procedure", "reading", "recorded", "note")
    ids = {sort: tuple(sorted(found.get(sort, ()))) for sort in separate}
    definitions = tuple(
        Mention(sort, part) for sort, parts in found.items() if sort not in separate for part in sorted(parts)
    )
    return ArticleRow(
        id, book.regulation.articles.get(id), ids["rule"], ids["procedure"], definitions,
        ids["reading"], ids["recorded"], ids["note"],
    )  # fmt: skip


def _listings(book: Rulebook) -> Iterator[tuple[str, Iterable[Recorded | EditorialNote]]]:
    yield "recorded", book.recorded.values()
    yield "note", book.regulation.notes.values()


class _OnOne(Protocol):
    @property
    def basis(self) -> Basis: ...


class _OnSeveral(Protocol):
    @property
    def bases(self) -> tuple[Basis, ...]: ...


def _bases(book: Rulebook) -> Iterator[tuple[str, str, tuple[Basis, ...]]]:
    on_one: dict[str, Mapping[str, _OnOne]] = {
        "rule": book.rules, "procedure": book.procedure,
    }  # fmt: skip
    on_several: dict[str, Mapping[str, _OnSeveral]] = {
        "post": book.posts, "unit": book.units, "body": book.bodies, "kind": book.kinds,
        "qualification": book.qualifications, "document": book.documents, "fact": book.facts,
        "reading": book.switches, "term": book.regulation.terms, "party": book.regulation.parties,
    }  # fmt: skip
    yield from ((sort, id, (item.basis,)) for sort, items in on_one.items() for id, item in items.items())
    yield from ((sort, id, item.bases) for sort, items in on_several.items() for id, item in items.items())
    yield from (("post", id, post.pair_list) for id, post in book.posts.items())
    yield from (("body", id, (body.quorum.basis,)) for id, body in book.bodies.items() if body.quorum)
    yield from (("term", id, term.defined) for id, term in book.regulation.terms.items())
    scope, adopted = book.regulation.scope, book.regulation.adopted
    yield from (("claim", id, (claim.basis,)) for id, claim in book.claims.items())
    yield from (("scope", "scope", (scope.basis,)),) if scope else ()
    yield from (("adopted", adopted.body, (adopted.basis,)),) if adopted else ()
