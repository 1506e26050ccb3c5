"""Studies from Python: what ``simulate`` and ``compare`` give back, and how it is read."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import pytest
from guiju.model.load.problem import InputError
from guiju.model.procedure import Cadence
from guiju.scenario_source import load_scenario
from guiju.scenarios.scenario import Expectation, Scenario
from guiju.simulate.measures import measures
from guiju.simulate.observation import COUNTED, NOTHING, Key, Observed, filled
from guiju.study import Comparison, Study, compare, simulate
from guiju.study.as_text import as_text
from guiju.study.expected import outcome, stated
from guiju.study.legs import legs
from guiju.wording import Wording


@cache
def small() -> Scenario:
    """The normal year, up to the end of February."""
    normal = load_scenario("normal-year")
    return replace(normal, last=normal.first.replace(month=2, day=28))


@cache
def study() -> Study:
    return simulate(small(), replications=3, seed=4)


def test_a_study_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        study().seed = 5  # type: ignore[misc]
    estimate = study().estimate("lead-time-mean")
    assert estimate is not None
    with pytest.raises(FrozenInstanceError):
        estimate.value = 0.0  # type: ignore[misc]


def test_estimates_are_found_by_measure_and_what_they_are_of() -> None:
    found = study().estimate("arrived", "letter")
    each = [seen[Key("arrived", "letter")].top for seen in study().observations]
    assert found is not None and found.value == pytest.approx(sum(each) / 3)
    assert study().estimate("arrived", "no-such-document") is None
    assert study().estimate("no-such-measure") is None


def test_a_sample_is_the_run_that_was_measured() -> None:
    for replication, seen in enumerate(study().observations):
        run = study().sample(replication)
        assert (run.seed, run.replication) == (4, replication)
        assert measures(study().prepared, run) == seen
    assert study().sample() == study().sample(0)


def test_replications_come_one_by_one_whatever_the_number() -> None:
    assert simulate(small(), replications=2, seed=4).observations == study().observations[:2]
    assert simulate(small(), replications=3, seed=4, jobs=2) == study()


def test_a_comparison_runs_both_on_the_same_numbers() -> None:
    busier = replace(small(), id="busier", absences=(), seed=9)
    found = compare(small(), busier, replications=2)
    assert (found.base.seed, found.other.seed) == (9, 9)
    arrived = found.difference("arrived")
    assert arrived is not None and arrived.differing == 0
    assert found.difference("arrived", "no-such-document") is None


def test_progress_counts_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    simulate(small(), replications=2, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_what_counts_is_zero_where_it_is_left_out_and_nothing_else_is() -> None:
    here = {Key("stuck-post", "head"): Observed(4.0), Key("on-time", "n"): Observed(1.0, 2.0)}
    full = filled([here, {}], list(here))
    assert full[0] == here
    assert full[1] == {Key("stuck-post", "head"): Observed(0.0)}
    assert full[1].get(Key("on-time", "n"), NOTHING).value is None
    assert "on-time" not in COUNTED


def test_an_estimate_of_what_came_up_once_is_taken_over_all_replications() -> None:
    observations = ({Key("stuck-post", "head"): Observed(6.0)}, {}, {})
    found = replace(study(), observations=observations).estimate("stuck-post", "head")
    assert found is not None and found.value == 2.0 and found.observed == 3


# legs against their bounds


def test_legs_stay_within_their_bounds_where_nothing_goes_wrong() -> None:
    calm = replace(small(), absences=())
    found = legs(simulate(calm, replications=2))
    assert found and all(leg.kept for leg in found if not leg.meeting)
    for leg in found:
        norm = small().rulebook.procedure[leg.norm]
        assert leg.meeting == isinstance(norm, Cadence)
        assert leg.limit >= leg.period.count
        assert not leg.why or not leg.kept


def _with(changes: dict[tuple[str, str], float]) -> Study:
    more = {Key(*key): Observed(value) for key, value in changes.items()}
    return replace(study(), observations=tuple({**seen, **more} for seen in study().observations))


def test_a_leg_beyond_its_bound_says_which_premises_were_left() -> None:
    norm = next(n for n in small().rulebook.procedure.values() if isinstance(n, Cadence))
    body = next(body for body in norm.bodies if body in small().meetings)
    changes = {("leg-longest", norm.id): 999.0, ("meetings-not-held", body): 1.0}
    (leg,) = [leg for leg in legs(_with(changes)) if leg.norm == norm.id]
    assert not leg.kept and leg.longest == 999
    assert "why-not-held" in leg.why and "why-schedule" not in leg.why
    meetings = {id: replace(plan, every=norm.every) for id, plan in small().meetings.items()}
    own = replace(_with(changes), scenario=replace(small(), meetings=meetings))
    (leg,) = [leg for leg in legs(own) if leg.norm == norm.id]
    assert "why-schedule" in leg.why


# expectations


def _outcome(change: str, value: float | None, excludes: bool, differing: int) -> str:
    found = SimpleNamespace(value=value, excludes_zero=excludes, differing=differing)
    comparison = SimpleNamespace(difference=lambda measure, of: found)
    item = Expectation("late", None, cast(Any, change), "base")
    return outcome(cast(Comparison, comparison), item)


@pytest.mark.parametrize(
    ("change", "value", "excludes", "differing", "expected"),
    [
        ("more", 1.0, True, 4, "met"), ("more", -1.0, True, 4, "missed"), ("more", 1.0, False, 4, "undecided"),
        ("more", 0.0, False, 0, "missed"), ("less", -1.0, True, 4, "met"), ("less", 1.0, True, 4, "missed"),
        ("less", -1.0, False, 2, "undecided"), ("less", 0.0, False, 0, "missed"), ("more", None, False, 0, "undecided"),
        ("same", 0.0, False, 0, "met"), ("same", 1.0, True, 4, "missed"), ("same", 0.1, False, 1, "undecided"),
    ],
)  # fmt: skip
def test_an_expectation_is_met_missed_or_open(
    change: str, value: float | None, excludes: bool, differing: int, expected: str
) -> None:
    assert _outcome(change, value, excludes, differing) == expected


def test_of_a_measure_that_never_came_up_nothing_is_said() -> None:
    comparison = SimpleNamespace(difference=lambda measure, of: None)
    assert outcome(cast(Comparison, comparison), Expectation("late", "x", "same", "b")) == "undecided"


def test_only_what_is_expected_against_this_baseline_is_told() -> None:
    items = tuple(Expectation("late", None, "more", base) for base in ("normal-year", "head-ill"))
    other = replace(study(), scenario=replace(small(), expects=items))
    assert stated(Comparison(study(), other)) == items[:1]


def test_scenarios_of_different_days_are_not_compared() -> None:
    short = replace(load_scenario("normal-year"), last=date(2022, 3, 31))
    with pytest.raises(InputError) as error:
        compare("normal-year", short, replications=2)
    assert [problem.code for problem in error.value.problems] == ["compare-days"]


def test_a_page_tells_no_mandates_given_from_none_known() -> None:
    given = load_scenario("normal-year")
    book = replace(given.rulebook, rules={})
    pages = [
        as_text(Study(scenario, 1, ({}, {}), None, True), Wording(scenario.rulebook, scenario.roster, "en"))
        for scenario in (given, replace(given, mandates=()), replace(given, mandates=(), rulebook=book))
    ]
    for page, words in zip(
        pages, ("all 13 that can be given", "none given", "the rules know none"), strict=True
    ):
        assert f"mandates: {words}" in page
