"""Defects that need no absence: conditions that never hold, holes between bands, tiers of nobody.

They are read off the guards and the roster alone, over every case and reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guiju.model.authority import Authority, Rule, Silence, Substitution
from guiju.model.document import Expression, FirstOf, MeasureAttribute, Named, Where, atoms, parts_of
from guiju.model.guards import guards_of
from guiju.model.measure import Interval, order, spelled
from guiju.model.office import Roster
from guiju.model.reading import Guard
from guiju.model.rulebook import Rulebook

Rules = list[Authority | Silence]
Place = tuple[str, str]
"""A rule, or a named expression, in which a guard stands."""


@dataclass(frozen=True, slots=True)
class NeverHolds:
    """A guard that no case and no reading can meet where it stands."""

    sort: str
    id: str
    guard: Guard


@dataclass(frozen=True, slots=True)
class Hole:
    """A class of a measure in which an act is not asked for, though it is below and above it.

    ``last``: it is the act that ends the chain, nothing stands in its place, and no larger value
    asks for it again. ``documents`` all have the hole.
    """

    act: str
    attribute: str
    interval: str
    last: bool
    documents: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmptyTier:
    """A tier, counted from 1, in whose posts the roster names nobody."""

    rule: str
    tier: int
    posts: tuple[str, ...]


Finding = NeverHolds | Hole | EmptyTier


def findings(book: Rulebook, roster: Roster) -> tuple[Finding, ...]:
    """All findings: guards by the place they stand in, holes by act and document, tiers by place."""
    return (*_never(book), *_holes(book), *_empty_tiers(book, roster))


def _empty_tiers(book: Rulebook, roster: Roster) -> Iterator[EmptyTier]:
    found: dict[EmptyTier, None] = {}
    for rule in book.rules.values():
        for tiers in _tiers(rule, book):
            for number, posts in enumerate(tiers, 1):
                if not any(post in roster.incumbents for post in posts):
                    found[EmptyTier(rule.id, number, posts)] = None
    yield from found


def _tiers(rule: Rule, book: Rulebook) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The tiers of a substitution, or of every ``first`` in the expression of an authority."""
    if isinstance(rule, Substitution):
        yield rule.tiers
    elif isinstance(rule, Authority):
        yield from (item.tiers for item in atoms(rule.by, book.signers) if isinstance(item, FirstOf))


def _never(book: Rulebook) -> Iterator[NeverHolds]:
    """A guard within another must agree with it; one in a named expression, in some use of it."""
    met: dict[tuple[Place, Guard], bool] = {}
    for rule in book.rules.values():
        for place, guard, around in _placed(rule, book):
            key = (place, guard)
            met[key] = met.get(key, False) or compatible((*around, guard))
    for ((sort, id), guard), holds in sorted(met.items(), key=lambda item: (item[0][0], str(item[0][1]))):
        if not holds:
            yield NeverHolds(sort, id, guard)


def _placed(rule: Rule, book: Rulebook) -> Iterator[tuple[Place, Guard, tuple[Guard, ...]]]:
    """Every guard of a rule, where it stands, and the guards around it."""
    here = ("rule", rule.id)
    if not isinstance(rule, Authority):
        for guard in guards_of(rule, book.signers):
            yield here, guard, () if guard is rule.when else (rule.when,)
        return
    yield here, rule.when, ()
    stack: list[tuple[Place, Expression, tuple[Guard, ...]]] = [(here, rule.by, (rule.when,))]
    seen: set[tuple[str, tuple[Guard, ...]]] = set()
    while stack:
        place, item, around = stack.pop()
        if isinstance(item, Where):
            yield place, item.guarded.when, around
            around = tuple(dict.fromkeys((*around, item.guarded.when)))
        if isinstance(item, Named) and (item.name, around) not in seen:
            seen.add((item.name, around))
            stack.append((("signers", item.name), book.signers[item.name], around))
        stack.extend((place, part, around) for part in parts_of(item))


def compatible(guards: Iterable[Guard]) -> bool:
    """Whether one case and one reading can meet all of the guards."""
    options: dict[str, set[str]] = {}
    intervals: dict[str, tuple[Interval, ...]] = {}
    for guard in guards:
        for term, allowed in guard.terms:
            options[term] = options[term] & set(allowed) if term in options else set(allowed)
        for term, bounds in guard.bounds:
            shared = intervals.get(term)
            intervals[term] = bounds if shared is None else tuple(_shared(shared, bounds))
    return all(options.values()) and all(intervals.values())


def _shared(some: Iterable[Interval], others: tuple[Interval, ...]) -> Iterator[Interval]:
    for one in some:
        for other in others:
            if one.meets(other):
                lows = [cut for cut in (one.low, other.low) if cut is not None]
                highs = [cut for cut in (one.high, other.high) if cut is not None]
                yield Interval(one.unit, max(lows, default=None), min(highs, default=None))


def _holes(book: Rulebook) -> Iterator[Hole]:
    """Documents of which the same rules leave the same hole are one finding."""
    found: dict[tuple[str, str, str, bool, tuple[str, ...]], list[str]] = {}
    for document, definition in book.documents.items():
        by_act: dict[str, Rules] = {}
        for rule in book.naming(document):
            if isinstance(rule, Authority | Silence):
                by_act.setdefault(rule.act, []).append(rule)
        for id in definition.attributes:
            attribute = book.attributes[id]
            if isinstance(attribute, MeasureAttribute):
                for act, interval, last in _uncovered(book, document, attribute, by_act):
                    ids = tuple(rule.id for rule in by_act[act])
                    found.setdefault((act, id, spelled(interval), last, ids), []).append(document)
    for (act, id, hole, last, ids), documents in sorted(found.items()):
        yield Hole(act, id, hole, last, tuple(documents), ids)


def _uncovered(
    book: Rulebook, document: str, attribute: MeasureAttribute, by_act: Mapping[str, Rules]
) -> Iterator[tuple[str, Interval, bool]]:
    """The classes in which an act is missing: between two that ask for it, or where it ends the chain."""
    classes = sorted(book.classes(document, attribute), key=order)
    asked = {act: [_asks(rules, attribute.id, item) for item in classes] for act, rules in by_act.items()}
    acts_in = [{act for act in asked if asked[act][index]} for index in range(len(classes))]
    for act, covered in asked.items():
        ending = [
            acts_in[index]
            for index, is_covered in enumerate(covered)
            if is_covered and act == max(acts_in[index], key=book.chain_order.__getitem__)
        ]
        for index, item in enumerate(classes):
            if covered[index]:
                continue
            below = any(covered[i] for i in range(index) if classes[i].unit == item.unit)
            above = any(covered[i] for i in range(index, len(classes)) if classes[i].unit == item.unit)
            ends = any(acts_in[index] < others for others in ending)
            if below and above:
                yield act, item, False
            elif ends and not above:
                yield act, item, True


def _asks(rules: Rules, attribute: str, item: Interval) -> bool:
    """Some rule for the act applies in a class, as far as this measure goes."""
    bounds = (dict(rule.when.bounds).get(attribute) for rule in rules)
    return any(own is None or any(interval.contains(item) for interval in own) for own in bounds)
