"""Every bundled scenario does what it says that it is expected to do, on common random numbers.

As few replications as suffice at the scenarios' own seed: 4, and 8 where the effect is small beside what varies.
With another seed these may leave an expectation undecided; more replications then decide it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import cast

import pytest
from guiju.scenario_source import bundled_scenarios, load_scenario
from guiju.scenarios.scenario import Expectation, Scenario
from guiju.study import Comparison, Study, simulate
from guiju.study.expected import outcome

SEED, FEW, MORE = 1, 4, 8
NEED_MORE = ("head-and-executive-away", "holiday-window", "year-end-rush")
BASELINES = ("normal-year", "head-abroad")


@cache
def scenario(id: str) -> Scenario:
    return load_scenario(id)


@cache
def ran(id: str) -> Study:
    return simulate(id, replications=MORE if id in (*NEED_MORE, *BASELINES) else FEW, seed=SEED)


def against(base: str, other: str) -> Comparison:
    """Both with as many replications as the shorter: the first ones are the same however many follow."""
    before, after = ran(base), ran(other)
    count = min(before.replications, after.replications)
    return Comparison(*(replace(one, observations=one.observations[:count]) for one in (before, after)))


def value(study: Study, measure: str, of: str = "") -> float:
    found = study.estimate(measure, of)
    assert found is not None
    return cast(float, found.value)


EXPECTED = [(id, item) for id in bundled_scenarios() for item in scenario(id).expects]


@pytest.mark.parametrize(
    ("id", "item"), EXPECTED, ids=[f"{id}:{item.measure}:{item.of}" for id, item in EXPECTED]
)
def test_a_scenario_does_what_it_is_expected_to_do(id: str, item: Expectation) -> None:
    found = against(item.against, id)
    assert outcome(found, item) == "met", found.difference(item.measure, item.of or "")


def test_each_but_the_baseline_expects_something() -> None:
    assert {id for id in bundled_scenarios() if not scenario(id).expects} == {"normal-year"}


@pytest.mark.parametrize("id", ["head-abroad", "head-ill", "head-and-executive-away"])
def test_the_executive_meeting_is_not_held_while_the_head_is_away(id: str) -> None:
    body = "executive-meeting"
    assert value(ran("normal-year"), "meetings-not-held", body) == 0
    assert value(ran(id), "meetings-not-held", body) >= 1
    planned = {s: value(ran(s), "meetings-held", body) + value(ran(s), "meetings-not-held", body)
               for s in ("normal-year", id)}  # fmt: skip
    assert planned[id] == planned["normal-year"]


def test_slow_departments_are_silent_everywhere() -> None:
    study = ran("slow-departments")
    norms = [key.of for key in study.estimates if key.measure == "silence-used" and "no-objection" in key.of]
    assert len(norms) == 2
    for norm in norms:
        assert value(study, "silence-used", norm) == 1
        assert value(study, "on-time", norm) == 0
        assert value(ran("normal-year"), "silence-used", norm) < 0.2


def test_mandates_are_all_that_tells_these_two_apart() -> None:
    every, none = ran("all-mandates"), ran("no-mandates")
    assert value(none, "arrived") == value(every, "arrived")
    assert scenario("all-mandates").absences == scenario("no-mandates").absences
    assert scenario("no-mandates").mandates == ()


def test_a_departure_touches_no_random_number_of_what_it_does_not_touch() -> None:
    """What came in is the same in every scenario about the same workload, replication by replication."""
    same = [id for id in bundled_scenarios() if id not in ("holiday-window", "year-end-rush")]
    for id in same:
        for mine, normal in zip(ran(id).observations, ran("normal-year").observations, strict=False):
            letters = ("arrived", "letter")
            assert mine[letters] == normal[letters]  # type: ignore[index]


def test_more_comes_in_at_the_end_of_the_year_and_all_else_stays() -> None:
    rush, normal = ran("year-end-rush").sample(), ran("normal-year").sample()
    usual = {(d.name, d.arrived) for d in normal.documents if "/" in d.name and d.parent is None}
    usual = {item for item in usual if "/usual/" in item[0] or "/backlog/" in item[0]}
    rushed = {(d.name, d.arrived) for d in rush.documents}
    assert usual < rushed
    extra = {name for name, _ in rushed - usual if "/peak-" in name}
    assert len(extra) > 100
