"""Document types, their case attributes, and expressions that say who acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guiju.model.citation import Basis, Span
from guiju.model.reading import Guarded
from guiju.model.text import Text


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a document or a meeting; ``after`` orders the chain."""

    id: str
    name: Text
    after: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PersonAttribute:
    """A case attribute whose value is one holder of the listed posts.

    Authority through it needs one of those posts. ``portfolio``: only people to whom the
    roster gives a portfolio are in its range. ``default`` is a post or None: it ranges.
    """

    id: str
    name: Text
    holders: tuple[Guarded[str], ...]
    portfolio: bool
    default: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class PeopleAttribute:
    """A case attribute whose value is a set of people: ``none``, ``all`` or ids joined by +."""

    id: str
    name: Text
    holders: tuple[Guarded[str], ...]
    portfolio: bool
    besides: str | None
    default: str
    span: Span


@dataclass(frozen=True, slots=True)
class ChoiceAttribute:
    """A case attribute with a closed list of values."""

    id: str
    name: Text
    options: Mapping[str, Text]
    default: str
    span: Span


Attribute = PersonAttribute | PeopleAttribute | ChoiceAttribute


@dataclass(frozen=True, slots=True)
class DocumentType:
    id: str
    name: Text
    attributes: tuple[str, ...]
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Holder:
    """Any one holder of a post."""

    post: str


@dataclass(frozen=True, slots=True)
class InRole:
    """The person whom a case attribute names (the leader in charge, the convener)."""

    attribute: str


@dataclass(frozen=True, slots=True)
class EachOf:
    """Every holder of a post, or every person whom a case attribute names."""

    target: str


@dataclass(frozen=True, slots=True)
class AtLeastOf:
    """At least ``count`` of the parts; ``any`` is 1 of n, ``all`` is n of n."""

    count: int
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class FirstOf:
    """Tiers: a later one counts only when everybody in the earlier ones is away."""

    tiers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ByUnit:
    """A unit, through the post that leads it."""

    unit: str


@dataclass(frozen=True, slots=True)
class ByBody:
    """A decision of a body: every act that its rules name for the body can be done."""

    body: str


@dataclass(frozen=True, slots=True)
class Named:
    """A reference to an expression under ``signers``."""

    name: str


@dataclass(frozen=True, slots=True)
class Where:
    """An expression that applies where its guard holds."""

    guarded: Guarded[Expression]


Expression = Holder | InRole | EachOf | AtLeastOf | FirstOf | ByUnit | ByBody | Named | Where
