"""Procedure: what must be done, by when, and what must not be done (程序). It confers no authority.

``resolve`` never sees these rules. A file is *in order* when every requirement is met and no
prohibition is breached; proofs of authority take files that are in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guiju.model.citation import Basis, Span
from guiju.model.document import Expression
from guiju.model.reading import Guard
from guiju.model.text import Text

PeriodUnit = Literal["working-days", "days", "weeks", "months"]
Silence = Literal["nothing", "no-objection"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a file shows or fails to show: it was consulted on, it skips a level."""

    id: str
    name: Text
    in_order: bool
    """What a file in order says: consulted, yes; level skipped, no."""
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the text counts it."""

    count: int
    unit: PeriodUnit


@dataclass(frozen=True, slots=True)
class Requirement:
    """Before ``act`` on the documents the file must show every fact in ``needs`` (前置程序).

    ``facts``: asked for only where the file shows these (a stability risk is likely).
    """

    id: str
    act: str
    documents: tuple[str, ...]
    needs: tuple[str, ...]
    facts: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Prohibition:
    """``act`` is forbidden where the file shows one of ``facts`` and none of ``unless`` (不得).

    Without ``facts`` it is forbidden in every file to which ``when`` applies.
    """

    id: str
    act: str
    documents: tuple[str, ...]
    facts: tuple[str, ...]
    unless: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Duty:
    """``act`` is owed on the documents or at the bodies, and nothing waits for it (应当).

    ``by``: who owes it; None where the text names nobody. ``facts``: only where the file shows these.
    """

    id: str
    act: str
    documents: tuple[str, ...]
    bodies: tuple[str, ...]
    by: Expression | None
    facts: tuple[str, ...]
    unless: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """``act`` is done within a period after ``start``, or before it (期限).

    ``within`` is None where the text sets a limit without a number; ``word`` is what it says (及时).
    ``silence``: what not acting in time counts as. ``start`` is an act, None for receipt of the file.
    """

    id: str
    act: str
    documents: tuple[str, ...]
    bodies: tuple[str, ...]
    within: Period | None
    word: Text | None
    start: str | None
    before: bool
    silence: Silence
    facts: tuple[str, ...]
    unless: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Cadence:
    """The bodies meet about once in every period (会期)."""

    id: str
    bodies: tuple[str, ...]
    every: Period
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """The holders of ``posts`` tell ``to`` before they are away in one of ``kinds`` (离岗报告)."""

    id: str
    posts: tuple[str, ...]
    to: str
    kinds: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


Norm = Requirement | Prohibition | Duty | Deadline | Cadence | Report
