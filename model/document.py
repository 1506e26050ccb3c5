"""Document types, their case attributes, and expressions that say who acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guiju.model.citation import Basis, Span
from guiju.model.measure import Interval, MeasureKind
from guiju.model.reading import Guard, Guarded
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
    urgency: bool = False
    """Its options other than the default are urgent cases (紧急)."""


@dataclass(frozen=True, slots=True)
class MeasureAttribute:
    """A case attribute that is an amount, a term, a date or a number.

    Its values part into the classes that the bounds of rules cut. ``units``: currencies, or the
    one unit. ``bands``: named intervals that part the whole range. ``default`` is a value or
    None: it ranges over all classes.
    """

    id: str
    name: Text
    kind: MeasureKind
    units: tuple[str, ...]
    bands: Mapping[str, Band]
    default: Interval | None
    span: Span


@dataclass(frozen=True, slots=True)
class Band:
    """A named part of a measure's range, with one interval for each unit."""

    id: str
    name: Text
    intervals: tuple[Interval, ...]
    span: Span


Attribute = PersonAttribute | PeopleAttribute | ChoiceAttribute | MeasureAttribute


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document. ``where``: the cases of the case space that it stands for (any of them).

    ``special_of``: the document types of which this is the harder form.
    """

    id: str
    name: Text
    attributes: tuple[str, ...]
    bases: tuple[Basis, ...]
    span: Span
    where: tuple[Guard, ...] = ()
    special_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSpace:
    """All cases that can come up, spanned by choice attributes; ``impossible`` ones cannot.

    Document types stand for parts of it: a case that is in none is a hole, one that is in several is
    governed by several rules.
    """

    attributes: tuple[str, ...]
    impossible: tuple[Guard, ...]
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
    """At least ``count`` of the parts; ``any`` is 1 of n, ``all`` is n of n.

    ``different``: no person counts for two parts (class A and class B signatures).
    """

    count: int
    parts: tuple[Expression, ...]
    different: bool = False


@dataclass(frozen=True, slots=True)
class PeopleOf:
    """At least ``count`` different people, each of whom alone could do the act under ``one``."""

    count: int
    one: Expression


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


Expression = Holder | InRole | EachOf | AtLeastOf | PeopleOf | FirstOf | ByUnit | ByBody | Named | Where


def parts_of(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one; a named expression has none of its own."""
    match expression:
        case AtLeastOf():
            return expression.parts
        case PeopleOf():
            return (expression.one,)
        case Where(guarded):
            return (guarded.value,)
        case _:
            return ()


def names_in(expression: Expression) -> tuple[str, ...]:
    """The named expressions that an expression refers to directly."""
    return tuple(item.name for item in atoms(expression, {}) if isinstance(item, Named))


def atoms(expression: Expression, signers: Mapping[str, Expression]) -> Iterator[Expression]:
    """Every expression inside one, through names, each name once; without recursion."""
    stack, seen = [expression], set()
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, Named) and item.name in signers and item.name not in seen:
            seen.add(item.name)
            stack.append(signers[item.name])
        stack.extend(reversed(parts_of(item)))
