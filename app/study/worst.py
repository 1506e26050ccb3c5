"""The worst absences: of those that ``verify`` finds to block something, the ones that stop the most work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from guiju.model.condition import Condition
from guiju.scenarios.scenario import DatedAbsence, Scenario
from guiju.simulate.feasible import expected_plans
from guiju.simulate.record import Situation
from guiju.simulate.run import Prepared, prepare
from guiju.verify.gaps import shapes_of
from guiju.verify.question import Cast, Mandates, Question
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
    """The absences of at most so many people by which the most documents find nobody; the least in order."""
    assert scenario.worst is not None
    prepared = prepare(scenario)
    work = _work(prepared)
    given = frozenset(item.rule for item in scenario.mandates)
    best: tuple[float, int, Away] = (0.0, 0, ())
    for away in sorted(_candidates(prepared, work, scenario.worst.at_most)):
        now = Situation(0, dict(away), frozenset(), given)
        stopped = sum(count for condition, count in work.items() if not prepared.asking.holds(condition, now))
        if (-stopped, len(away), away) < (-best[0], best[1], best[2]):
            best = (stopped, len(away), away)
    return best[2]


def _work(prepared: Prepared) -> dict[Condition, float]:
    """How many documents to expect for each condition on which they depend."""
    found: dict[Condition, float] = {}
    for _, load in sorted(prepared.scenario.workload.items()):
        for plan, count in expected_plans(prepared, load):
            condition = prepared.chain(plan.document, plan.case).condition
            found[condition] = found.get(condition, 0.0) + count
    return found


def _candidates(prepared: Prepared, work: Iterable[Condition], at_most: int) -> set[Away]:
    """The gaps of the documents, and gaps of several documents together, of at most so many people."""
    scenario = prepared.scenario
    mandates: Mandates = "given" if scenario.mandates else "none"
    question = Question(Cast(scenario.rulebook, scenario.roster), scenario.reading, mandates)
    conditions = [question.settle(condition) for condition in work]
    boxes = [box for shape in shapes_of(question, conditions).values() for box in shape.boxes]
    small = {away for box in boxes for away in _points(box) if len(away) <= at_most}
    found = set(small)
    for size in range(2, at_most + 1):
        for parts in combinations(sorted(a for a in small if len(a) == 1), size):
            joined = {person: kind for away in parts for person, kind in away}
            if len(joined) == size:
                found.add(tuple(sorted(joined.items())))
    return found


def _points(box: Box) -> Iterator[Away]:
    """The point of a box with the last of its kinds for each person, and that with the first."""
    if box.absent and not box.vacant:
        yield tuple(sorted((person, kinds[0]) for person, kinds in box.absent))
        yield tuple(sorted((person, kinds[-1]) for person, kinds in box.absent))
