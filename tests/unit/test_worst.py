"""The worst absences against every choice of people and kinds, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, product

import pytest
from guiju.model.cases import values
from guiju.model.load.case_file import needing_a_grant
from guiju.scenario_source import load_scenario
from guiju.scenarios.scenario import DatedAbsence, Policy, Scenario, Vacancy, Worst
from guiju.simulate.feasible import expected_plans, obstacles
from guiju.simulate.record import Situation
from guiju.simulate.run import Prepared, prepare
from guiju.study import simulate
from guiju.study.worst import Away, with_worst, worst
from guiju.verify.question import Cast
from hypothesis import assume, given, settings
from random_books import casts
from small_scenarios import FIRST, LAST, NOWHERE, small, workload


def everything(scenario: Scenario, at_most: int) -> Iterator[Away]:
    """Every choice of at most so many of all people, each away in any kind."""
    people, kinds = sorted(scenario.roster.people), sorted(scenario.rulebook.kinds)
    for size in range(at_most + 1):
        for chosen in combinations(people, size):
            for ways in product(kinds, repeat=size):
                yield tuple(zip(chosen, ways, strict=True))


def stopped(prepared: Prepared, away: Away) -> float:
    """How many of the scenario's documents find nobody, counted document by document."""
    scenario = prepared.scenario
    assert scenario.worst is not None
    vacant = frozenset(v.post for v in scenario.vacancies)
    now = Situation(0, dict(away), vacant, frozenset(item.rule for item in scenario.mandates))
    total = 0.0
    for id, load in scenario.workload.items():
        lead = prepared.scenario.rulebook.documents[id].attributes
        cases = list(_cases(prepared, id)) if lead else [prepared.cases.of(id, {})]
        for case in cases:
            holds = prepared.asking.holds(prepared.chain(id, case).condition, now)
            total += 0.0 if holds else len(load.arrivals.arrivals) / len(cases)  # type: ignore[union-attr]
    return total


def _cases(prepared: Prepared, document: str) -> Iterator[dict[str, str]]:
    """Every leader in charge alike, as the random books have it."""

    book, roster = prepared.scenario.rulebook, prepared.scenario.roster
    for value in values(book, roster, document, "lead"):
        yield prepared.cases.of(document, {"lead": value})  # type: ignore[misc]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(cast=casts())
def test_no_other_absences_stop_more_documents(cast: Cast) -> None:
    mandates = needing_a_grant(cast.rulebook)
    for given_rules in {(), tuple(mandates[:1]), tuple(mandates)}:
        for changes in (
            {},
            {"policy": Policy(silence="nobody")},
            {"vacancies": (Vacancy("p2", FIRST, LAST),)},
        ):
            scenario = small(cast.rulebook, cast.roster, ["d"], given_rules,
                             worst=Worst(2, FIRST, LAST, NOWHERE), **changes)  # fmt: skip
            prepared = prepare(scenario)
            assume(not any(obstacle.code == "no-case" for obstacle in obstacles(prepared)))
            most = max(stopped(prepared, away) for away in everything(scenario, 2))
            assert stopped(prepared, worst(scenario)) == pytest.approx(most)


@cache
def bundled() -> Scenario:
    return load_scenario("worst")


def _loss(scenario: Scenario) -> dict[Away, float]:
    """What each choice stops in a bundled scenario, from the engine's own expected plans."""

    prepared, found = prepare(scenario), dict[Away, float]()
    plans = [pair for load in scenario.workload.values() for pair in expected_plans(prepared, load)]
    given_rules = frozenset(item.rule for item in scenario.mandates)
    for away in everything(scenario, 2):
        now = Situation(0, dict(away), frozenset(), given_rules)
        found[away] = sum(
            count for plan, count in plans
            if not prepared.asking.holds(prepared.chain(plan.document, plan.case).condition, now)
        )  # fmt: skip
    return found


def test_the_bundled_choice_is_as_bad_as_any_two_of_all_people() -> None:
    loss = _loss(bundled())
    assert len(loss) == 1 + 13 * 7 + 78 * 49
    chosen = worst(bundled())
    assert len(chosen) == 2
    assert loss[chosen] == pytest.approx(max(loss.values()))
    assert loss[chosen] > max(value for away, value in loss.items() if len(away) == 1)


def test_three_are_at_least_as_bad_as_two() -> None:
    spec = bundled().worst
    assert spec is not None
    three = worst(replace(bundled(), worst=replace(spec, at_most=3)))
    assert len(three) == 3
    assert worst(bundled()) == worst(bundled())


def test_the_built_absences_replace_what_the_same_people_do_then() -> None:
    spec = bundled().worst
    assert spec is not None
    people = dict(worst(bundled()))
    person = min(people)
    own = DatedAbsence(person, "leave", spec.first, spec.first, NOWHERE)
    other = DatedAbsence("counsellor", "leave", spec.first, spec.first, NOWHERE)
    built = with_worst(replace(bundled(), absences=(own, other)))
    assert own not in built.absences
    assert other in built.absences
    away = {a.person: a.kind for a in built.absences if isinstance(a, DatedAbsence) and a is not other}
    assert away == people
    assert {(a.first, a.last) for a in built.absences if a is not other} == {(spec.first, spec.last)}  # type: ignore[union-attr]
    assert with_worst(built) is built


def test_nobody_is_sent_away_where_that_stops_nothing() -> None:
    scenario = small(bundled().rulebook, bundled().roster, [], worst=Worst(2, FIRST, LAST, NOWHERE))
    assert worst(scenario) == ()
    busy = replace(scenario, workload={"order": workload("order")})
    assert worst(busy) != ()


def test_the_worst_stops_more_than_a_normal_year() -> None:
    before, after = (simulate(name, replications=2, seed=3) for name in ("normal-year", "worst"))
    one, two = (study.estimate("waiting-nobody") for study in (before, after))
    assert one is not None and two is not None and one.value is not None and two.value is not None
    assert two.value > 2 * one.value
