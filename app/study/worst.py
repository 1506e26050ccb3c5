"""The worst absences: of those that ``verify`` finds to block something, the ones that stop the most work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import combinations, product

from guiju.model.claim import Admission
from guiju.model.condition import Condition, Granted, Leaf, constant, rewrite
from guiju.scenarios.scenario import DatedAbsence, Scenario
from guiju.simulate.arrivals import NoCase
from guiju.simulate.feasible import expected_plans
from guiju.simulate.plan import NoTime
from guiju.simulate.record import Situation
from guiju.simulate.run import Prepared, prepare
from guiju.verify.gaps import shapes_of
from guiju.verify.question import Cast, Question
from guiju.verify.verdict import Box

Away = tuple[tuple[str, str], ...]
"""Who is away and how."""


def with_worst(scenario: Scenario) -> Scenario:
    """The scenario with the absences that it asks to be built; itself where it asks for none."""
    spec = scenario.worst
    if spec is None:
        return scenario
    built = tuple(
        DatedAbsence(person, kind, spec.first, spec.last, spec.span) for person, kind in worst(scenario)
    )
    kept = tuple(
        item for item in scenario.absences if not (isinstance(item, DatedAbsence) and _overlaps(item, built))
    )
    return replace(scenario, absences=(*kept, *built), worst=None)


def _overlaps(item: DatedAbsence, built: Iterable[DatedAbsence]) -> bool:
    return any(item.person == b.person and item.first <= b.last and b.first <= item.last for b in built)


def worst(scenario: Scenario) -> Away:
    """The absences of at most so many people by which the most documents find nobody; the least in order.

    A document is stopped where the people who are away lie in one of its gaps, and whoever is in no gap
    stops nothing: so only the people of gaps are tried, in every kind that a gap tells apart.
    """
    assert scenario.worst is not None
    prepared = prepare(scenario)
    work = _work(prepared)
    best: tuple[float, int, Away] = (0.0, 0, ())
    for away in _candidates(prepared, work, scenario.worst.at_most):
        now = moment(scenario, away)
        stopped = sum(count for condition, count in work.items() if not prepared.asking.holds(condition, now))
        best = min(best, (-stopped, len(away), away))
    return best[2]


def moment(scenario: Scenario, away: Away) -> Situation:
    """The moment that is judged: everybody else there, all mandates, and the vacancies of those days."""
    spec = scenario.worst
    assert spec is not None
    vacant = frozenset(v.post for v in scenario.vacancies if v.first <= spec.first and v.last >= spec.last)
    return Situation(0, dict(away), vacant, frozenset(item.rule for item in scenario.mandates))


def _work(prepared: Prepared) -> dict[Condition, float]:
    """How many documents to expect for each condition on which they depend.

    Those that have no plan are left out: they are refused before anything runs.
    """
    found: dict[Condition, float] = {}
    for _, load in sorted(prepared.scenario.workload.items()):
        with suppress(NoTime, NoCase):
            for plan, count in expected_plans(prepared, load):
                condition = prepared.chain(plan.document, plan.case).condition
                found[condition] = found.get(condition, 0.0) + count
    return found


def _candidates(prepared: Prepared, work: Iterable[Condition], at_most: int) -> Iterator[Away]:
    """Every choice of at most so many people of gaps, each in one of the kinds that gaps tell apart."""
    kinds = _kinds(_gaps(prepared, work))
    for size in range(1, at_most + 1):
        for people in combinations(sorted(kinds), size):
            for chosen in product(*(kinds[person] for person in people)):
                yield tuple(zip(people, chosen, strict=True))


def _gaps(prepared: Prepared, work: Iterable[Condition]) -> Iterator[Box]:
    """The gaps that ``verify`` finds with just the mandates that the scenario gives."""
    scenario, given = prepared.scenario, {item.rule for item in prepared.scenario.mandates}
    admission = Admission(vacant=tuple(sorted({v.post for v in scenario.vacancies})))
    cast = Cast(scenario.rulebook, scenario.roster)
    question = Question(cast, scenario.reading, admission=admission)

    def granted(leaf: Leaf) -> Condition | None:
        return constant(leaf.rule in given) if isinstance(leaf, Granted) else None

    somebody = prepared.asking.somebody
    conditions = [question.settle(rewrite(condition, granted), somebody=somebody) for condition in work]
    for shape in shapes_of(question, conditions).values():
        yield from shape.boxes


def _kinds(boxes: Iterable[Box]) -> dict[str, tuple[str, ...]]:
    """The people of gaps, and of the kinds that stand in the same gaps the first."""
    places: dict[str, dict[str, list[int]]] = {}
    for number, box in enumerate(boxes):
        for person, kinds in box.absent:
            for kind in kinds:
                places.setdefault(person, {}).setdefault(kind, []).append(number)
    found: dict[str, tuple[str, ...]] = {}
    for person, of in places.items():
        alike: dict[tuple[int, ...], str] = {}
        for kind in sorted(of):
            alike.setdefault(tuple(of[kind]), kind)
        found[person] = tuple(alike.values())
    return found
