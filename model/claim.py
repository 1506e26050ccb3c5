"""Claims that a rulebook must hold, the absences they admit, and gaps that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guiju.model.citation import Basis, Span
from guiju.model.text import Text

ClaimKind = Literal[
    "signable", "sole-authority", "separation", "reserved", "convenable", "covered-posts", "timely", "live"
]


@dataclass(frozen=True, slots=True)
class Stay:
    """At least ``count`` holders of the listed posts are present; None: all of them."""

    count: int | None
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Admission:
    """The absences that a claim admits. Every field narrows; the empty one admits all.

    ``within_pair``: everybody away belongs to one and the same pair.
    ``never_both``: no pair is away as a whole. ``vacant``: posts that may fall vacant.
    """

    at_most: int | None = None
    kinds: tuple[str, ...] | None = None
    never_both: bool = False
    within_pair: bool = False
    stay: tuple[Stay, ...] = ()
    vacant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A closed kind of claim over all worlds that ``admits`` lets in.

    ``case``: the values of attributes that it speaks of; all others range over everything.
    ``to``: posts whose holders may do what is reserved; empty: the holder himself only.
    ``bodies``: those that must be convenable.
    """

    id: str
    kind: ClaimKind
    statement: Text
    documents: tuple[str, ...]
    case: Mapping[str, tuple[str, ...]]
    post: str | None
    act: str | None
    to: tuple[str, ...]
    mandates: str
    admits: Admission
    basis: Basis
    span: Span
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownGap:
    """A gap that is known and tolerated until a day; expired or unused, it is a finding."""

    id: str
    document: str
    case: Mapping[str, str]
    absent: frozenset[str]
    reason: Text
    until: date
    span: Span
