"""What can never be served is refused before anything runs; what can be served is not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from guiju.model.load.case_file import needing_a_grant
from guiju.model.load.problem import InputError
from guiju.scenario_source import load_scenario
from guiju.scenarios.scenario import Arrival, ByRate, DailyAbsence, Listed, Policy, Scenario
from guiju.simulate.feasible import Obstacle, expected_plans, obstacles
from guiju.simulate.record import Run, Situation
from guiju.simulate.run import Prepared, prepare, run
from guiju.study import simulate
from guiju.study.refusals import refuse
from guiju.verify.question import Cast
from guiju.wording import problem_text
from hypothesis import given, settings
from hypothesis import strategies as st
from random_books import casts
from small_scenarios import FIRST, NOWHERE, small, workload

HEAD = """format: guiju.scenario/1
id: tiny
title: {zh: 小, en: tiny}
rulebook: xiangshan-2021
from: 2022-03-01
until: 2022-03-31
hours: ["08:00-12:00", "15:00-18:00"]
"""
EXECUTIVE = 'executive-meeting: {first: 2022-03-07, at: "09:00", lasts: 1 hour, capacity: 1}'


class Refused(NamedTuple):
    """``▸`` marks the character at which the message points."""

    code: str
    text: str
    zh: str
    en: str


REFUSED = [
    Refused("no-time", "acts: {sign: 1 hour}\nworkload: {▸letter: {arrive: 10 per year}}", "没有办理时间", "no time is given for review on letter"),
    Refused("nobody-ever", "acts: {any: 1 hour}\npolicy: {silence: nobody}\nworkload:\n  ▸ordinary-downward-document: {arrive: 5 per year, case: {decided-by: none}}", "任何时候都无人有权办理", "nobody may ever do sign on ordinary-downward-document"),
    Refused("no-meetings", "acts: {any: 1 hour}\nworkload: {▸letter: {arrive: 10 per year, case: {decided-by: plenary}}}", "没有安排该会议", "must be decided by plenary, which has no meeting"),
    Refused("never-meets", f"acts: {{any: 1 hour}}\nmeetings: {{{EXECUTIVE}}}\nvacancies: [{{post: head}}]\nworkload: {{▸order: {{arrive: 9 per year, case: {{decided-by: executive-meeting}}}}}}", "任何时候都开不成", "decided by executive-meeting, which can never be held"),
    Refused("overload", "acts: {any: 5 minutes, sign: 8 hours}\nworkload:\n  order: {arrive: 20 per year, case: {decided-by: none}}\n  office-document: {arrive: 9 per year}\n  ▸letter: {arrive: 2000 per year, case: {decided-by: none}}", "全部工时的", "of all hours of mayor and can never be served"),
    Refused("full-agenda", f"acts: {{any: 5 minutes}}\nmeetings: {{{'▸' + EXECUTIVE}}}\nworkload: {{order: {{arrive: 200 per year, case: {{decided-by: executive-meeting}}}}}}", "全部会议容量的", "of the room on all agendas of executive-meeting"),
]  # fmt: skip


def scenario_of(text: str, folder: Path) -> Scenario:
    path = folder / "tiny.yaml"
    path.write_text(HEAD + text.replace("▸", "") + "\n", "utf-8")
    return load_scenario(str(path))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.code)
def test_each_obstacle_is_refused_where_it_stands(case: Refused, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        simulate(scenario_of(case.text, tmp_path), replications=2)
    (problem,) = [p for p in error.value.problems if p.code == f"sim-{case.code}"]
    before = (HEAD + case.text).split("▸")[0]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    place = f"{tmp_path / 'tiny.yaml'}:{line}:{column}: "
    for language, words in (("zh", case.zh), ("en", case.en)):
        text = problem_text(problem, language)  # type: ignore[arg-type]
        assert text.startswith(place), text
        assert words in text, text


def test_every_problem_of_a_scenario_has_a_place(tmp_path: Path) -> None:
    """Also those of topics, which are nobody's workload."""
    case = next(case for case in REFUSED if case.code == "never-meets")
    with pytest.raises(InputError) as error:
        simulate(scenario_of(case.text, tmp_path), replications=2)
    assert len(error.value.problems) > 1
    assert all(problem.span.line for problem in error.value.problems)


@pytest.mark.parametrize("code", ["overload", "full-agenda"])
def test_what_is_only_too_much_may_be_let_in(code: str, tmp_path: Path) -> None:
    case = next(case for case in REFUSED if case.code == code)
    scenario = scenario_of(case.text + "\npolicy: {overload: allowed}", tmp_path)
    found = simulate(scenario, replications=2).estimate("unfinished")
    assert found is not None and found.value is not None and found.value > 5


def test_the_percentage_is_that_of_the_work(tmp_path: Path) -> None:
    case = next(case for case in REFUSED if case.code == "overload")
    prepared = prepare(scenario_of(case.text, tmp_path))
    (found,) = [o for o in obstacles(prepared) if o.people == ("mayor",)]
    days = prepared.time.total / prepared.scenario.hours.seconds
    year = prepared.scenario.calendar.between(prepared.scenario.first.replace(month=1, day=1),
                                              prepared.scenario.first.replace(month=12, day=31))  # fmt: skip
    letters, orders = 2000 * days / year, 20 * days / year
    least = (letters + orders) * 8 / (days * 7)
    assert least * 0.99 < found.share < least * 1.05
    assert found.workload == "letter"


@pytest.mark.parametrize("name", ["normal-year", "head-ill", "no-mandates", "year-end-rush", "worst"])
def test_bundled_scenarios_can_be_served(name: str) -> None:
    refuse(prepare(load_scenario(name)))


def test_expected_plans_weigh_each_set_of_facts_by_its_own_chance() -> None:
    """Facts are drawn each by itself, so that shares may add up to more than one."""
    normal = load_scenario("normal-year")
    load = replace(normal.workload["incoming-request"], arrivals=Listed(()), backlog=100,
                   facts={"touches-other-departments": 0.8, "still-disagree": 0.9})  # fmt: skip
    prepared = prepare(replace(normal, workload={"incoming-request": load}))
    found = [(plan.facts, count) for plan, count in expected_plans(prepared, load)]
    assert sum(count for _, count in found) == pytest.approx(100)
    both = sum(count for facts, count in found if len(facts) == 2)
    assert both == pytest.approx(72)


def test_what_a_list_says_of_its_documents_is_not_guessed() -> None:
    """Every document of the list is decided by nobody, so that no meeting is missing."""
    normal = load_scenario("normal-year")
    known = {"in-charge": "deputy-2", "decided-by": "none"}
    arrivals = Listed(tuple(Arrival(FIRST, known, {}) for _ in range(3)))
    load = replace(normal.workload["letter"], arrivals=arrivals, case={})
    scenario = replace(normal, workload={"letter": load}, meetings={}, absences=())
    assert obstacles(prepare(scenario)) == ()
    found = simulate(scenario, replications=2)
    assert [o[("finished", "letter")].top for o in found.observations] == [3, 3]  # type: ignore[index]


@settings(max_examples=120, deadline=None, derandomize=True)
@given(cast=casts(), data=st.data())
def test_whatever_is_refused_as_nobodys_is_never_finished(cast: Cast, data: st.DataObject) -> None:
    """A run that is made all the same finishes no document of such a kind, whoever is away."""
    mandates = data.draw(st.sampled_from([(), tuple(needing_a_grant(cast.rulebook))]))
    policy = Policy(silence=data.draw(st.sampled_from(["somebody", "nobody"])))
    lead = data.draw(st.sampled_from(sorted(cast.roster.people)))
    load = replace(
        workload("d"), arrivals=Listed(tuple(Arrival(FIRST, {"lead": lead}, {}) for _ in range(4)))
    )
    scenario = small(cast.rulebook, cast.roster, [], mandates, policy=policy, workload={"d": load})
    away = tuple(
        DailyAbsence(tuple(sorted(cast.roster.people)), k, 0.15, NOWHERE) for k in cast.rulebook.kinds
    )
    prepared, absent = prepare(scenario), prepare(replace(scenario, absences=away))
    found = obstacles(prepared)
    assert found == obstacles(absent)
    assert {obstacle.code for obstacle in found} <= {"nobody-ever"}
    there = run(prepared, 1, 0)
    if found:
        assert _finished(there) == 0
        assert _finished(run(absent, 1, 0)) == 0
    elif asked_of_everybody(prepared, lead):
        assert _finished(there) == 4


def _finished(found: Run) -> int:
    return sum(document.finished is not None for document in found.documents)


def asked_of_everybody(prepared: Prepared, lead: str) -> bool:
    """Whether a document can be completed with everybody there, by the condition of its whole chain."""
    condition = prepared.chain("d", prepared.cases.of("d", {"lead": lead})).condition
    given_rules = frozenset(item.rule for item in prepared.scenario.mandates)
    return prepared.asking.holds(condition, Situation(0, {}, frozenset(), given_rules))


def test_a_rate_of_zero_is_no_obstacle() -> None:
    normal = load_scenario("normal-year")
    nothing = replace(workload("order"), arrivals=ByRate(0.0), span=NOWHERE)
    assert obstacles(prepare(replace(normal, workload={"order": nothing}))) == ()


def test_codes_are_all_provoked() -> None:
    codes = re.findall(r'"([a-z-]+)"', str(Obstacle.__annotations__["code"]).replace("'", '"'))
    assert {*(case.code for case in REFUSED), "no-case"} == set(codes)


def test_a_role_that_nobody_can_have_is_told() -> None:
    """Without portfolios nobody is the leader in charge; a roster is replaced here, as files always fit theirs."""
    normal = load_scenario("normal-year")
    people = {id: replace(person, portfolio=None) for id, person in normal.roster.people.items()}
    roster = replace(normal.roster, people=people)
    scenario = replace(normal, roster=roster, workload={"letter": normal.workload["letter"]})
    assert [(o.code, o.document) for o in obstacles(prepare(scenario))] == [("no-case", "letter")]
