"""Conditions as alternatives of guards: how a guard outside and guards inside act together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from guiju.model.authority import Authority, Mandate, Rule, Substitution
from guiju.model.document import ByUnit, ChoiceAttribute, Expression, Named, Where, parts_of
from guiju.model.graph import Node, capacity_node, nodes_of
from guiju.model.measure import Interval, spelled
from guiju.model.reading import Guard, Guarded
from guiju.model.rulebook import Rulebook

Alternatives = tuple[Guard, ...]
"""Any of the guards; empty: never."""
ALWAYS: Alternatives = (Guard(),)
MOST = 100
"""Ways in which one named expression is reached that are told apart; beyond it, none is."""


def both(one: Guard, other: Guard) -> Guard | None:
    """The guard that holds where both do; None where that is nowhere."""
    terms = dict(one.terms)
    for term, options in other.terms:
        terms[term] = tuple(o for o in terms.get(term, options) if o in options)
    bounds = dict(one.bounds)
    for term, intervals in other.bounds:
        bounds[term] = _overlaps(bounds[term], intervals) if term in bounds else intervals
    if not all(terms.values()) or not all(bounds.values()):
        return None
    return Guard(tuple(sorted(terms.items())), tuple(sorted(bounds.items(), key=lambda item: item[0])))


def _overlaps(some: Iterable[Interval], others: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """What lies in one of each, in the order given."""
    found = (_overlap(one, other) for one in some for other in others if one.unit == other.unit)
    return tuple(dict.fromkeys(interval for interval in found if not interval.empty))


def _overlap(one: Interval, other: Interval) -> Interval:
    lows = [cut for cut in (one.low, other.low) if cut is not None]
    highs = [cut for cut in (one.high, other.high) if cut is not None]
    return Interval(one.unit, max(lows, default=None), min(highs, default=None))


def implies(one: Guard, other: Guard) -> bool:
    """Whatever meets ``one`` meets ``other``, as far as their terms show."""
    terms, bounds = dict(one.terms), dict(one.bounds)
    return all(term in terms and set(terms[term]) <= set(options) for term, options in other.terms) and all(
        term in bounds and all(any(wide.contains(i) for wide in intervals) for i in bounds[term])
        for term, intervals in other.bounds
    )


def shortest(guards: Iterable[Guard]) -> Alternatives:
    """The guards without those that a wider one makes needless."""
    kept: list[Guard] = []
    for guard in dict.fromkeys(guards):
        if not any(implies(guard, wider) for wider in kept):
            kept = [narrow for narrow in kept if not implies(narrow, guard)] + [guard]
    return tuple(sorted(kept, key=_spelled))


def _spelled(guard: Guard) -> tuple[object, ...]:
    """A sort key, so that the order of a file does not matter."""
    return guard.terms, [(term, list(map(spelled, intervals))) for term, intervals in guard.bounds]


def simplest(guards: Iterable[Guard], rulebook: Rulebook) -> Alternatives:
    """Alternatives that differ in one term are joined, and terms that ask for nothing left out."""
    found = shortest(guards)
    while True:
        before = found
        for term in sorted({term for guard in found for term, _ in guard.terms}):
            found = shortest(_asking(guard, rulebook) for guard in _joined(found, term))
        if found == before:
            return found


def _joined(guards: Alternatives, term: str) -> Iterator[Guard]:
    """One guard for all that ask for the same but for the options of one term."""
    options: dict[Guard, set[str]] = {}
    for guard in guards:
        mine = dict(guard.terms)
        if term in mine:
            rest = Guard(tuple(t for t in guard.terms if t[0] != term), guard.bounds)
            options.setdefault(rest, set()).update(mine[term])
        else:
            yield guard
    for rest, listed in options.items():
        yield Guard(tuple(sorted((*rest.terms, (term, tuple(sorted(listed)))))), rest.bounds)


def _asking(guard: Guard, rulebook: Rulebook) -> Guard:
    """The guard without terms that list every option there is."""
    terms = (term for term in guard.terms if set(term[1]) != _options(term[0], rulebook))
    return Guard(tuple(terms), guard.bounds)


def _options(term: str, rulebook: Rulebook) -> set[str]:
    attribute = rulebook.attributes.get(term)
    if attribute is None:
        return set(rulebook.switches[term].options)
    return set(attribute.options) if isinstance(attribute, ChoiceAttribute) else set()


def product(*factors: Iterable[Guard]) -> Alternatives:
    """Where one alternative of each factor holds."""
    return reduce(
        lambda some, others: shortest(g for a in some for b in others if (g := both(a, b)) is not None),
        map(tuple, factors),
        ALWAYS,
    )


def by_value(items: Iterable[Guarded[str]]) -> dict[str, Alternatives]:
    """Value -> where a list of guarded values names it; entries for one value add up."""
    found: dict[str, list[Guard]] = {}
    for item in items:
        found.setdefault(item.value, []).append(item.when)
    return {value: shortest(guards) for value, guards in found.items()}


def actors(rule: Authority, rulebook: Rulebook) -> dict[Node, Alternatives]:
    """Who acts under a rule, and where: posts, roles, bodies and units.

    A named expression that is reached in more ways than ``MOST`` counts as reached under the
    guard of the rule alone: that is where it can matter at most.
    """
    found: dict[Node, list[Guard]] = {}
    reached: dict[str, list[Guard]] = {}
    stack: list[tuple[Expression, Guard]] = [(rule.by, rule.when)]
    while stack:
        item, guard = stack.pop()
        for node in _named_by(item, rulebook):
            found.setdefault(node, []).append(guard)
        stack.extend(_inside(item, guard, rule.when, rulebook, reached))
    return {node: simplest(guards, rulebook) for node, guards in sorted(found.items())}


def _inside(
    item: Expression, guard: Guard, outer: Guard, rulebook: Rulebook, reached: dict[str, list[Guard]]
) -> Iterator[tuple[Expression, Guard]]:
    match item:
        case Where(guarded):
            inner = both(guard, guarded.when)
            if inner is not None:
                yield guarded.value, inner
        case Named(name):
            known = reached.setdefault(name, [])
            if not any(implies(guard, wider) for wider in known):
                known.append(guard if len(known) < MOST else outer)
                yield rulebook.signers[name], known[-1]
        case _:
            yield from ((part, guard) for part in parts_of(item))


def _named_by(item: Expression, rulebook: Rulebook) -> Iterator[Node]:
    if isinstance(item, ByUnit):
        yield ("unit", item.unit)
    else:
        yield from nodes_of(item, rulebook)


def where(rule: Rule, target: Node, rulebook: Rulebook) -> Alternatives:
    """Where the effect of a rule on a node is there; guards on single acts come on top."""
    own = (rule.when,)
    match rule:
        case Authority():
            reached = actors(rule, rulebook)
            led = [("unit", id) for id, unit in rulebook.units.items() if ("post", unit.leader) == target]
            guards = (guard for node in (target, *sorted(led)) for guard in reached.get(node, ()))
            return simplest(guards, rulebook)
        case Mandate():
            return product(own, (to.when for to in rule.to if capacity_node(to.value) == target))
        case _:
            return own


def act_guards(rule: Rule) -> dict[str, Alternatives]:
    """Act -> where a substitution covers it, for the acts that it does not always cover."""
    if not isinstance(rule, Substitution):
        return {}
    return {act: guards for act, guards in by_value(rule.acts).items() if guards != ALWAYS}
