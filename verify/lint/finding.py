"""A finding: one defect of a rulebook, with a stable code, what it is about, and its articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from guiju.model.citation import Basis, articles
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text


class Ref(NamedTuple):
    """A thing that a finding speaks of. ``sort``: post, unit, body, document, act, kind, reading, fact,
    term, party, attribute, relation, rule (by its article), id (a rule by its id),
    person, claim or number; ``id``: its id, or the number itself.
    """

    sort: str
    id: str


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the case space: every listed attribute has one of the listed options."""

    terms: tuple[tuple[str, tuple[str, ...]], ...]


Words = Ref | Text | Region


@dataclass(frozen=True, slots=True)
class Finding:
    """``id`` is the code and its subject (``no-quorum:plenary``), stable as long as ids are.

    ``about``: placeholder of the sentence -> what stands there, in order. ``rules``: the rules and
    norms behind it. ``articles``: those behind it, in the order of the text.
    """

    code: str
    subject: str
    about: tuple[tuple[str, tuple[Words, ...]], ...]
    rules: tuple[str, ...]
    articles: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.code}:{self.subject}" if self.subject else self.code


def finding(
    code: str,
    subject: str,
    about: Mapping[str, Any],
    bases: Iterable[Basis] = (),
    rules: Iterable[str] = (),
    book: Rulebook | None = None,
) -> Finding:
    """A finding; the bases of ``rules`` in ``book`` count among its articles.

    ``about``: placeholder -> one of ``Words``, or several.
    """
    listed = tuple(dict.fromkeys(rules))
    found = list(bases)
    if book is not None:
        found += [(book.rules.get(id) or book.procedure[id]).basis for id in listed]
    words = tuple((key, _several(value)) for key, value in about.items())
    return Finding(code, subject, words, listed, articles(tuple(found)))


def _several(value: Any) -> tuple[Words, ...]:
    return (value,) if isinstance(value, Ref | Text | Region) else tuple(value)
