"""The aggregate: a rulebook says what a text means, for any cast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from guiju.model.authority import (
    Authority,
    Incompatibility,
    Mandate,
    Prerequisite,
    Recusal,
    Rule,
    Silence,
    Substitution,
)
from guiju.model.citation import Span
from guiju.model.claim import Claim, KnownGap
from guiju.model.document import (
    Act,
    Attribute,
    CaseSpace,
    DocumentType,
    Expression,
    MeasureAttribute,
    names_in,
)
from guiju.model.guards import Placed, bounds_by_document, placed
from guiju.model.measure import Interval, classes
from guiju.model.office import AbsenceKind, Body, Post, Qualification, Unit
from guiju.model.procedure import Fact, Norm
from guiju.model.reading import Switch
from guiju.model.regulation import Regulation
from guiju.model.text import Text


@dataclass(frozen=True, slots=True)
class Recorded:
    """An ambiguity that is no switch, with the reason why it changes nothing here."""

    id: str
    articles: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change that a drafter proposes to the text, and what of it is in this rulebook.

    ``answers``: the findings that it answers, as words. ``settles``: readings that the text before had
    and this rulebook no longer needs. ``rules``: those it adds or changes. ``changes``: what it adds or
    changes besides, as ``section/id`` or ``section``. ``repeals``: rules of the text before that fell away.
    """

    id: str
    article: str
    answers: tuple[str, ...]
    settles: tuple[str, ...]
    rules: tuple[str, ...]
    changes: tuple[str, ...]
    repeals: tuple[str, ...]
    text: Text
    span: Span


@dataclass(frozen=True)
class Rulebook:
    id: str
    title: Text
    source: Text
    kinds: Mapping[str, AbsenceKind]
    acts: Mapping[str, Act]
    posts: Mapping[str, Post]
    units: Mapping[str, Unit]
    bodies: Mapping[str, Body]
    attributes: Mapping[str, Attribute]
    switches: Mapping[str, Switch]
    documents: Mapping[str, DocumentType]
    signers: Mapping[str, Expression]
    rules: Mapping[str, Rule]
    claims: Mapping[str, Claim]
    known_gaps: Mapping[str, KnownGap]
    recorded: Mapping[str, Recorded]
    qualifications: Mapping[str, Qualification]
    facts: Mapping[str, Fact]
    procedure: Mapping[str, Norm]
    regulation: Regulation
    case_space: CaseSpace | None
    amendments: Mapping[str, Amendment]

    def procedure_of(self, document: str) -> tuple[Norm, ...]:
        """The rules of procedure that name a document, by id."""
        return self._procedure_of.get(document, ())

    @cached_property
    def _procedure_of(self) -> Mapping[str, tuple[Norm, ...]]:
        found: dict[str, list[Norm]] = {}
        for _, norm in sorted(self.procedure.items()):
            for document in getattr(norm, "documents", ()):
                found.setdefault(document, []).append(norm)
        return {document: tuple(norms) for document, norms in found.items()}

    @cached_property
    def authorities(self) -> tuple[Authority, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Authority))

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Silence))

    @cached_property
    def substitutions(self) -> tuple[Substitution, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Substitution))

    @cached_property
    def mandates(self) -> tuple[Mandate, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Mandate))

    def naming(self, document: str) -> tuple[Rule, ...]:
        """The rules that name a document, by id."""
        return self._naming.get(document, ())

    @cached_property
    def _naming(self) -> Mapping[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {}
        for _, rule in sorted(self.rules.items()):
            for document in getattr(rule, "documents", ()):
                found.setdefault(document, []).append(rule)
        return {document: tuple(rules) for document, rules in found.items()}

    def at_body(self, body: str) -> tuple[Authority, ...]:
        """The rules that say who acts at a body."""
        return self._at_body.get(body, ())

    @cached_property
    def _at_body(self) -> Mapping[str, tuple[Authority, ...]]:
        found: dict[str, list[Authority]] = {}
        for rule in self.authorities:
            for body in rule.bodies:
                found.setdefault(body, []).append(rule)
        return {body: tuple(rules) for body, rules in found.items()}

    @cached_property
    def paired_post(self) -> str | None:
        """The post whose number of holders and pairing the text leaves open, if there is one."""
        return next((id for id, post in sorted(self.posts.items()) if post.paired), None)

    @cached_property
    def recusals(self) -> tuple[Recusal, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Recusal))

    @cached_property
    def prerequisites(self) -> tuple[Prerequisite, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Prerequisite))

    @cached_property
    def incompatibilities(self) -> tuple[Incompatibility, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Incompatibility))

    @cached_property
    def guards(self) -> tuple[Placed, ...]:
        """Every guard that asks for something."""
        return tuple(placed(self.rules.values(), self.signers))

    def classes(self, document: str, attribute: MeasureAttribute) -> tuple[Interval, ...]:
        """The classes of a measure that no rule on the document tells apart inside."""
        return classes(attribute.units, self.bounds(document, attribute.id))

    def bounds(self, document: str, attribute: str) -> frozenset[Interval]:
        """The intervals of a measure that rules on the document name."""
        general = self._bounds.get("", {}).get(attribute, frozenset())
        return general | self._bounds.get(document, {}).get(attribute, frozenset())

    @cached_property
    def _bounds(self) -> Mapping[str, Mapping[str, frozenset[Interval]]]:
        return bounds_by_document(self.guards)

    def signers_inside(self, name: str) -> tuple[str, ...]:
        """A named expression and all that it is made of, parts before wholes."""
        if name not in self._inside:
            done: dict[str, None] = {}
            stack = [(name, False)]
            while stack:
                item, ready = stack.pop()
                if item in done:
                    continue
                if ready:
                    done[item] = None
                else:
                    stack.append((item, True))
                    stack += [(other, False) for other in self._names_in[item] if other not in done]
            self._inside[name] = tuple(done)
        return self._inside[name]

    @cached_property
    def _inside(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _names_in(self) -> Mapping[str, tuple[str, ...]]:
        return {name: names_in(expression) for name, expression in self.signers.items()}

    def between(self, start: str | None, act: str) -> frozenset[str]:
        """The acts that must come after ``start`` (None: anything) and before ``act``, by ``after`` alone."""
        before = self.earlier(act)
        if start is None:
            return before
        return frozenset(other for other in before if start in self.earlier(other))

    def earlier(self, act: str) -> frozenset[str]:
        """Every act that comes before an act, directly or through others."""
        found: set[str] = set()
        stack = list(self.acts[act].after)
        while stack:
            other = stack.pop()
            if other not in found:
                found.add(other)
                stack.extend(self.acts[other].after)
        return frozenset(found)

    @cached_property
    def chain_order(self) -> Mapping[str, int]:
        """Act -> its place in a chain: a topological order of ``after``, ties by id."""
        order: dict[str, int] = {}
        waiting = dict(sorted(self.acts.items()))
        while waiting:
            ready = [id for id, act in waiting.items() if not any(a in waiting for a in act.after)]
            for id in ready:
                order[id] = len(order)
                del waiting[id]
        return order
