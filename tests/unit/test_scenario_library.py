"""The bundled scenarios: complete, about one office, and with work that its people can do."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner
from guiju.cli import main
from guiju.model.document import ByUnit, Expression, Holder, InRole
from guiju.model.procedure import Cadence, Duty
from guiju.model.sequence import acts_of
from guiju.scenario_source import bundled_scenarios, load_scenario
from guiju.scenarios.law import Length
from guiju.scenarios.load.tree import library
from guiju.scenarios.scenario import ByRate, Scenario, Workload

NORMAL = "normal-year"
WANTED = {
    NORMAL, "head-abroad", "head-ill", "head-and-executive-away", "pair-away", "office-director-leave",
    "year-end-rush", "slow-departments", "holiday-window", "no-mandates", "all-mandates", "worst",
}  # fmt: skip
MINUTES = {"minutes": 1, "hours": 60, "working-days": 420, "days": 420}


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(name)


def test_all_are_there() -> None:
    assert set(bundled_scenarios()) == WANTED


@pytest.mark.parametrize("name", sorted(WANTED))
def test_each_says_that_it_is_invented_and_what_it_changes(name: str) -> None:
    found = scenario(name)
    assert found.id == name
    assert found.note is not None
    assert ("虚构" in found.note.zh) and ("invented" in found.note.en)
    assert {f"workload/{document}" for document in found.workload} <= set(found.assumed)
    assert (found.first.isoformat(), found.last.isoformat()) == ("2022-01-01", "2022-12-31")
    assert bool(found.expects) == (name != NORMAL)
    for expectation in found.expects:
        assert expectation.against in WANTED - {name}


@pytest.mark.parametrize("name", sorted(WANTED - {NORMAL}))
def test_each_differs_from_the_normal_year_in_what_it_is_about(name: str) -> None:
    """Ten lines suffice: those that are no text, with the lists of days and people in them."""
    lines = (library() / f"{name}.yaml").read_text("utf-8").splitlines()
    text = ("format:", "id:", "title:", "note:", "  zh:", "  en:", "expects:", "  - {measure:")
    assert len([line for line in lines if not line.startswith(text)]) <= 10
    assert scenario(name).rulebook.id == scenario(NORMAL).rulebook.id


def test_with_and_without_mandates_the_same_people_are_away() -> None:
    one, other = scenario("all-mandates"), scenario("no-mandates")
    assert one.absences == other.absences
    assert (bool(one.mandates), bool(other.mandates)) == (True, False)


def test_the_normal_year_is_about_two_thousand_documents() -> None:
    rates = [
        load.arrivals.per_year
        for load in scenario(NORMAL).workload.values()
        if isinstance(load.arrivals, ByRate)
    ]
    assert len(rates) == len(scenario(NORMAL).workload) == 15
    assert 1900 <= sum(rates) <= 2100


def test_bodies_meet_as_the_rules_have_it_and_decide_all_that_they_must() -> None:
    found = scenario(NORMAL)
    cadences = {
        body
        for norm in found.rulebook.procedure.values()
        if isinstance(norm, Cadence)
        for body in norm.bodies
    }
    assert set(found.meetings) == cadences
    assert all(meetings.every is None for meetings in found.meetings.values())
    deciding = {value for load in found.workload.values() for value, _ in load.case.get("decided-by", ())}
    assert deciding - {"none"} <= set(found.meetings)
    decided = sum(
        load.arrivals.per_year * share
        for load in found.workload.values() if isinstance(load.arrivals, ByRate)
        for value, share in load.case.get("decided-by", ()) if value == "executive-meeting"
    )  # fmt: skip
    capacity = found.meetings["executive-meeting"].capacity
    assert capacity is not None and decided < 0.75 * 20 * capacity


def test_every_act_of_every_document_has_a_time() -> None:
    found = scenario(NORMAL)
    assert found.any_act is not None
    for document, load in found.workload.items():
        assert set(load.also) <= set(found.rulebook.acts)
        assert acts_of(found.rulebook, document)


def minutes(length: Length) -> float:
    return length.law.mean * MINUTES[length.unit]


def weight(load: Workload, case: dict[str, str], counts: dict[str, int]) -> float:
    share = 1.0
    for attribute, chosen in load.case.items():
        weights = dict(chosen)
        share *= weights.get(case.get(attribute, ""), 0) if "*" not in weights else 1 / counts[attribute]
    return share


def holders(expression: Expression | None, found: Scenario, case: dict[str, str]) -> tuple[str, ...]:
    """The people of a simple expression."""
    match expression:
        case Holder(post):
            return found.roster.incumbents[post]
        case ByUnit(unit):
            return found.roster.incumbents[found.rulebook.units[unit].leader]
        case InRole(attribute):
            return (case[attribute],)
        case None:
            return ()
        case _:
            raise AssertionError(expression)


def test_nobody_has_more_than_three_quarters_of_his_hours_filled() -> None:
    """By the answers of ``who`` with everybody there; an act that several could do is counted for each."""
    found, load = scenario(NORMAL), dict.fromkeys(scenario(NORMAL).roster.people, 0.0)
    assert found.any_act is not None
    for document, work in found.workload.items():
        assert isinstance(work.arrivals, ByRate)
        answers = who(document, tuple(work.case))
        cases = [{**a["case"], **a["case-defaults"]} for a in answers]
        counts = {attribute: len({case[attribute] for case in cases}) for attribute in work.case}
        shares = [weight(work, case, counts) for case in cases]
        assert sum(shares) == pytest.approx(1)
        for answer, case, share in zip(answers, cases, shares, strict=True):
            acts = {act["act"]: {actor["person"] for actor in act["who"]} for act in answer["steps"]}
            acts.pop("decide", None)
            for norm in found.rulebook.procedure_of(document):
                if isinstance(norm, Duty) and not norm.facts:
                    acts.setdefault(norm.act, set()).update(holders(norm.by, found, case))
            for act, people in acts.items():
                time = minutes(found.acts.get(act, found.any_act).takes)
                for person in people:
                    load[person] += work.arrivals.per_year * share * time
    days = found.calendar.between(found.first, found.last)
    meetings = {"executive-meeting": 26 * 180, "plenary": 2 * 180}
    for person, record in found.roster.people.items():
        for body, spent in meetings.items():
            load[person] += spent if set(record.posts) & set(found.rulebook.bodies[body].members) else 0
    hours = days * found.hours.seconds / 60
    shares_of_hours = {person: spent / hours for person, spent in load.items()}
    assert max(shares_of_hours.values()) < 0.75, shares_of_hours
    assert max(shares_of_hours, key=shares_of_hours.__getitem__) == "office-director"
    assert 0.2 < shares_of_hours["mayor"] < 0.5


def who(document: str, attributes: tuple[str, ...]) -> list[Any]:
    ranged = [word for attribute in attributes for word in ("--case", f"{attribute}=*")]
    result = CliRunner().invoke(
        main, ["who", "xiangshan-2021", "--document", document, "--format", "json", *ranged]
    )
    assert result.exit_code in (0, 1), result.output
    found: list[Any] = json.loads(result.stdout)["documents"]
    return found
