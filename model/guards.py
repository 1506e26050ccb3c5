"""Every guard of a rulebook, by what it bears on: the documents a rule names, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guiju.model.authority import Authority, Mandate, Prerequisite, Rule, Substitution
from guiju.model.document import Expression, Where, atoms
from guiju.model.measure import Interval
from guiju.model.reading import Guard

Signers = Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Placed:
    """A guard of a rule. ``documents`` is empty where it bears on every document."""

    rule: str
    guard: Guard
    documents: tuple[str, ...]


def guards_of(rule: Rule, signers: Signers) -> Iterator[Guard]:
    """All guards of a rule, those inside its expressions included."""
    yield rule.when
    match rule:
        case Authority():
            yield from (e.guarded.when for e in atoms(rule.by, signers) if isinstance(e, Where))
        case Substitution():
            yield from (g for g in (rule.ordered, rule.chained, rule.defers) if g is not None)
            for listed in (rule.acts, rule.trigger, rule.activation, rule.timing, rule.eligible):
                yield from (item.when for item in listed)
        case Mandate():
            for items in (rule.to, rule.timing, rule.onward, rule.eligible):
                yield from (item.when for item in items)
        case Prerequisite():
            yield rule.needs


def placed(rules: Iterable[Rule], signers: Signers) -> Iterator[Placed]:
    for rule in rules:
        documents = () if getattr(rule, "bodies", ()) else getattr(rule, "documents", ())
        for guard in guards_of(rule, signers):
            if guard.terms or guard.bounds:
                yield Placed(rule.id, guard, documents)


def bounds_by_document(guards: Iterable[Placed]) -> Mapping[str, Mapping[str, frozenset[Interval]]]:
    """Document -> attribute -> the intervals that its rules name; "" for all documents."""
    found: dict[str, dict[str, set[Interval]]] = {}
    everywhere: Iterable[str] = ("",)
    for item in guards:
        for attribute, intervals in item.guard.bounds:
            for document in item.documents or everywhere:
                found.setdefault(document, {}).setdefault(attribute, set()).update(intervals)
    return {d: {a: frozenset(i) for a, i in by.items()} for d, by in found.items()}
