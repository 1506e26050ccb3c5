"""Rules. One rule has one effect and one basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guiju.model.citation import Basis, Span
from guiju.model.document import Expression
from guiju.model.reading import Guard, Guarded
from guiju.model.text import Text

ANY_KIND = "any"
ALWAYS = "always"
VACANT = "vacant"
"""The trigger of cover for a post that has no holder."""
PARTNER = "partner"

Timing = Literal["prior-act", "standing", "automatic"]
Activation = Literal["automatic", "on-notice", "by-mandate"]


@dataclass(frozen=True, slots=True)
class OfPost:
    """Authority held by virtue of a post."""

    post: str


@dataclass(frozen=True, slots=True)
class OfRole:
    """Authority held by virtue of a case attribute, such as being in charge."""

    attribute: str


@dataclass(frozen=True, slots=True)
class OfActing:
    """Authority held by virtue of acting: as presider, or under a mandate."""

    relation: str


Capacity = OfPost | OfRole | OfActing


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """How a mandate is given and how it ends, as far as the text says (委托的形式与终止)."""

    form: Text | None = None
    ends: Text | None = None
    register: Text | None = None


UNREGULATED = GrantTerms()


@dataclass(frozen=True, slots=True)
class Authority:
    """The holder of ``by`` may do ``act`` on the documents (or at the bodies)."""

    id: str
    act: str
    documents: tuple[str, ...]
    bodies: tuple[str, ...]
    by: Expression
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Silence:
    """The text requires ``act`` and names nobody."""

    id: str
    act: str
    documents: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Substitution:
    """Cover conferred by the rulebook itself (代行).

    ``tiers`` lists posts, or is empty when the partner in the roster's pair substitutes.
    ``ordered``: where it holds, a later tier counts only when every earlier candidate is
    away or the post vacant. ``chained``: where it holds, cover passes on from a substitute
    who is away himself; elsewhere it is one hop. ``giver``: who mandates the substitute, where
    that is not the covered holder. ``documents``: only these; empty: all. ``eligible``: the
    qualifications that a substitute needs. ``defers``: where it holds, the substitute
    does not do what the text lets the covered post mandate to a named post, unless he
    holds that post.
    """

    id: str
    relation: str
    name: Text | None
    covers: tuple[Capacity, ...]
    tiers: tuple[tuple[str, ...], ...]
    trigger: tuple[Guarded[str], ...]
    acts: tuple[Guarded[str], ...]
    activation: tuple[Guarded[Activation], ...]
    timing: tuple[Guarded[Timing], ...]
    ordered: Guard | None
    chained: Guard | None
    giver: Capacity | None
    defers: Guard | None
    documents: tuple[str, ...]
    eligible: tuple[Guarded[str], ...]
    when: Guard
    basis: Basis
    span: Span
    terms: GrantTerms = UNREGULATED


@dataclass(frozen=True, slots=True)
class Mandate:
    """The holder of ``giver`` may let a holder of ``to`` do ``acts`` (委托).

    It ends with its giver's tenure. ``onward``: those to whom the mandatee may pass it on (转委托),
    ``levels`` times in a row; empty: it is not passed on. ``personal``: the text says so itself.
    """

    id: str
    giver: Capacity
    to: tuple[Guarded[Capacity], ...]
    acts: tuple[str, ...]
    documents: tuple[str, ...]
    timing: tuple[Guarded[Timing], ...]
    onward: tuple[Guarded[str], ...]
    levels: int
    eligible: tuple[Guarded[str], ...]
    when: Guard
    basis: Basis
    span: Span
    terms: GrantTerms = UNREGULATED
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Incompatibility:
    """The two acts on one document need two different people."""

    id: str
    acts: tuple[str, str]
    documents: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Recusal:
    """The people whom the case attributes ``people`` name may not do ``acts`` themselves (回避)."""

    id: str
    acts: tuple[str, ...]
    documents: tuple[str, ...]
    people: tuple[str, ...]
    when: Guard
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """Without what ``needs`` asks of the case, ``act`` is void (前置条件)."""

    id: str
    act: str
    documents: tuple[str, ...]
    needs: Guard
    when: Guard
    basis: Basis
    span: Span


Rule = Authority | Silence | Substitution | Mandate | Incompatibility | Recusal | Prerequisite
Bar = Incompatibility | Recusal | Prerequisite
BARS = (Incompatibility, Recusal, Prerequisite)
"""Rules that only ever take a power away."""
