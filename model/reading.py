"""Readings: the ambiguities of a text as named switches, and guards that depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from guiju.model.citation import Basis, Span
from guiju.model.measure import Interval
from guiju.model.text import Text

T = TypeVar("T")

PROFILES = ("strict", "liberal", "default")


@dataclass(frozen=True, slots=True)
class Switch:
    """One question that the text leaves open, with its options.

    ``strict`` is the narrowest reading of the words, not the one with the most gaps.
    """

    id: str
    question: Text
    options: Mapping[str, Text]
    profile: Mapping[str, str]
    bases: tuple[Basis, ...]
    span: Span


Reading = Mapping[str, str]
"""Switch id -> option id. A switch that is missing is left open (every option)."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Holds when every named switch or case attribute has one of the listed values.

    ``bounds``: measures of the case that must lie in one of the listed intervals.
    """

    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bounds: tuple[tuple[str, tuple[Interval, ...]], ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The switches and case attributes that the guard asks for."""
        return tuple(term for term, _ in (*self.terms, *self.bounds))


@dataclass(frozen=True, slots=True)
class Guarded(Generic[T]):
    """A value that applies where its guard holds."""

    value: T
    when: Guard = Guard()


def profile(switches: Mapping[str, Switch], name: str) -> Reading:
    """The options of a profile; ``every`` leaves all switches open."""
    if name == "every":
        return MappingProxyType({})
    return MappingProxyType({id: switches[id].profile[name] for id in sorted(switches)})
