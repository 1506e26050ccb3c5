"""The office: who takes what when people come and go, sign together, and sit in meetings. Answers by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from guiju.model.procedure import Period
from guiju.scenarios.scenario import Given, Policy, Scenario
from guiju.simulate.record import ActDone, Run
from made_scenario import (
    CITE,
    NAME,
    ROUND_THE_CLOCK,
    apart,
    at_body,
    away,
    by,
    cover,
    fixed,
    made,
    mandate,
    meeting,
    on,
    scenario,
    workload,
)
from sim_invariants import check, watched
from sim_proof import Proof, check_against_proof

MON, TUE, WED, THU, FRI = (date(2022, 3, day) for day in (7, 8, 9, 10, 11))
DAY, HOUR = 86_400, 3_600
OPEN = 8 * HOUR


def ran(made_of: Scenario, granted: bool | None = False) -> Run:
    found = watched(made_of)
    check(found)
    check_against_proof(Proof(found, granted))
    return found.run


def acts(run: Run) -> dict[tuple[str, str], ActDone]:
    return {(run.documents[act.document].name, act.act): act for act in run.acts}


def test_an_act_passes_to_a_substitute_and_what_is_done_of_it_stays_done() -> None:
    """Ann works seven of ten hours on Monday; Bob stands in on Tuesday and needs three."""
    source = made({"r": by("p1"), "s": cover("p1", "p2")}, {"ann": ["p1"], "bob": ["p2"]})
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), any_act=fixed(10, "hours"),
                       absences=[away("ann", TUE, FRI)]))  # fmt: skip
    (act,) = run.acts
    assert (act.people, act.by_rules, act.began) == (("bob",), (("s",),), OPEN)
    assert act.ended == DAY + OPEN + 3 * HOUR
    assert (run.loads["ann"].desk, run.loads["bob"].desk) == (7 * HOUR, 3 * HOUR)


def test_without_a_substitute_the_act_waits_and_goes_on() -> None:
    source = made({"r": by("p1")}, {"ann": ["p1"]})
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), any_act=fixed(10, "hours"),
                       absences=[away("ann", TUE, WED)]))  # fmt: skip
    (act,) = run.acts
    assert act.ended == 3 * DAY + OPEN + 3 * HOUR
    assert run.documents[0].spent.nobody == 2 * 7 * HOUR
    assert list(run.stuck.values()) == [14 * HOUR]


def test_a_team_goes_on_when_all_of_it_are_back() -> None:
    """Both must sign; one is away on Tuesday, so nobody can complete it then; on Wednesday both go on."""
    source = made({"r": by({"all": ["p1", "p2"]})}, {"ann": ["p1"], "bob": ["p2"]})
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), any_act=fixed(10, "hours"),
                       absences=[away("ann", TUE)]))  # fmt: skip
    (act,) = run.acts
    assert act.people == ("ann", "bob")
    assert act.ended == 2 * DAY + OPEN + 3 * HOUR


def test_who_has_signed_has_signed() -> None:
    """Ann needs an hour and is done before Bob falls ill; when he is back she need not sign again."""
    busy = {"x": by("p3", "hold", ["a"])}
    source = made({"r": by({"all": ["p1", "p2"]}), **busy}, {"ann": ["p1"], "bob": ["p2", "p3"]},
                  documents={"d": {}, "a": {}}, acts={"sign": (), "hold": ()})  # fmt: skip
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), workload("a", backlog=1),
                       acts={"hold": fixed(8, "hours")}, any_act=fixed(60), absences=[away("bob", TUE)]))  # fmt: skip
    signed = acts(run)["d/listed/0", "sign"]
    assert (signed.people, signed.ended) == (("ann", "bob"), 2 * DAY + OPEN + 2 * HOUR)
    assert run.loads["ann"].acts == 1


def test_the_urgent_comes_first_when_somebody_comes_back() -> None:
    """All waited for Ann; she takes the urgent one first, though it is the youngest."""
    urgency = {"speed": {"name": NAME, "kind": "choice", "urgency": "true", "default": "slow",
                         "options": {"slow": NAME, "fast": NAME}}}  # fmt: skip
    source = made({"r": by("p1", documents=["d", "e"])}, {"ann": ["p1"]},
                  documents={"d": {}, "e": {"attributes": ["speed"]}}, attributes=urgency)  # fmt: skip
    run = ran(scenario(source, MON, FRI, workload("d", on(MON, MON)),
                       workload("e", on(TUE), case={"speed": "fast"}), absences=[away("ann", MON, TUE)]))  # fmt: skip
    assert [run.documents[act.document].type for act in run.acts] == ["e", "d", "d"]


def test_a_queue_is_kept_when_what_was_on_the_desk_is_taken_away() -> None:
    """Bob signs d for Ann until Monday, and f from Tuesday on: before f comes e, which has waited longer."""
    rules = {
        "r": by("p1", documents=["d", "f"]), "md": mandate("p1", "p2", documents=["d"]),
        "mf": mandate("p1", "p2", documents=["f"]), "own": by("p2", "hold", ["e"]),
    }  # fmt: skip
    source = made(rules, {"ann": ["p1"], "bob": ["p2"]}, documents={"d": {}, "e": {}, "f": {}},
                  acts={"sign": (), "hold": ()})  # fmt: skip
    base = scenario(source, MON, FRI, workload("d", on(MON)), workload("e", on(MON)), workload("f", on(MON)),
                    any_act=fixed(10, "hours"), absences=[away("ann", MON, FRI)])  # fmt: skip
    run = ran(replace(base, mandates=(Given("md", MON, MON), Given("mf", TUE, FRI))), None)
    assert acts(run)["e/listed/0", "hold"].ended == 2 * DAY + OPEN + 3 * HOUR
    assert acts(run)["f/listed/0", "sign"].began == 2 * DAY + OPEN + 3 * HOUR


def test_nobody_takes_over_an_act_that_he_may_no_longer_do() -> None:
    """Two may sign until Bob's mandate ends on Monday; Ann goes on, and when she sits in a meeting it waits."""
    rules = {"r": by("p1"), "m": mandate("p1", "p2"), "chair": at_body("p1", "meet", "board")}
    source = made(rules, {"ann": ["p1"], "bob": ["p2"]}, acts={"sign": (), "meet": ()},
                  bodies={"board": {"name": NAME, "members": ["p1"], "cite": CITE}})  # fmt: skip
    base = scenario(source, MON, FRI, workload("d", on(MON)), any_act=fixed(10, "hours"),
                    meetings=[meeting("board", TUE)], policy=Policy("when-busy"))  # fmt: skip
    run = ran(replace(base, mandates=(Given("m", MON, MON),)), None)
    (act,) = run.acts
    assert (act.people, act.ended) == (("ann",), DAY + OPEN + 5 * HOUR + 3 * HOUR)


def test_acts_open_at_once_are_kept_apart() -> None:
    """One person may not do both; when Ann has done the one, the other goes to Bob at once."""
    rules = {"r": by("p1", "review"), "s": by("p1"), "apart": apart("review", "sign")}
    source = made(rules, {"ann": ["p1"], "bob": ["p1"]}, acts={"review": (), "sign": ()})
    base = scenario(source, MON, FRI, workload("d", on(MON, MON, TUE)), any_act=fixed(60))
    run = ran(replace(base, absences=(away("bob", MON),)))
    done = acts(run)
    assert done["d/listed/0", "review"].people == ("ann",)
    assert done["d/listed/0", "sign"].people == ("bob",)
    assert all(document.finished is not None for document in run.documents)


def test_somebody_who_signed_in_a_team_may_not_do_the_other_act() -> None:
    """Ann has signed the review, which waits for Bob; the act kept apart from it waits for Cyd."""
    rules = {
        "r": by({"all": ["p1", "p2"]}, "review"),
        "s": by({"any": ["p1", "p3"]}),
        "x": by("p2", "hold", ["a"]),
        "apart": apart("review", "sign"),
    }
    people = {"ann": ["p1"], "bob": ["p2"], "cyd": ["p3"]}
    source = made(rules, people, acts={"review": (), "sign": (), "hold": ()}, documents={"d": {}, "a": {}})
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), workload("a", backlog=1), any_act=fixed(60),
                       acts={"hold": fixed(10, "hours")}, absences=[away("cyd", MON, TUE)]))  # fmt: skip
    done = acts(run)
    assert (done["d/listed/0", "review"].people, done["d/listed/0", "review"].ended) == (
        ("ann", "bob"), DAY + 12 * HOUR
    )  # fmt: skip
    assert (done["d/listed/0", "sign"].people, done["d/listed/0", "sign"].ended) == (
        ("cyd",),
        2 * DAY + 9 * HOUR,
    )


@pytest.mark.parametrize("posts", [["p1", "p2"], ["p2", "p1"]])
@pytest.mark.parametrize(("one", "other"), [("ann", "bob"), ("bob", "ann")])
def test_nobody_signs_what_would_leave_nobody_for_an_act_that_is_open_too(
    one: str, other: str, posts: list[str]
) -> None:
    """One alone may review; so the signature, open at the same time, is left to the other."""
    rules = {"r": by("p1", "verify"), "s": by({"any": posts}), "apart": apart("verify", "sign")}
    source = made(rules, {one: ["p1"], other: ["p2"]}, acts={"sign": (), "verify": ()})
    run = ran(scenario(source, MON, MON, workload("d", on(MON)), any_act=fixed(60)))
    assert acts(run)["d/listed/0", "sign"].people == (other,)
    assert run.documents[0].finished is not None


def test_acts_that_are_done_at_once_neither_end_a_document_nor_open_others_twice() -> None:
    """The link to minutes is done at once, no meeting having decided: filing follows once, and signing goes on."""
    source = made({"s": by("p1")}, {"ann": ["p1"]}, acts={"link": (), "file": ["link"], "sign": ()})
    run = ran(scenario(source, MON, MON, workload("d", on(MON), also=["link", "file"]), any_act=fixed(60),
                       acts={"link": fixed(0, minutes=True)}))  # fmt: skip
    assert [(act.act, act.ended) for act in run.acts] == [
        ("link", OPEN), ("file", OPEN + HOUR), ("sign", OPEN + HOUR)
    ]  # fmt: skip


def test_a_share_is_not_taken_for_the_whole_when_one_becomes_several() -> None:
    """Ann or Bob alone may sign while the chief is there; when he is away both must, with a third."""
    rules = {"r": by("p1"), "both": by({"all": ["p2", "p3"]})}
    source = made(
        {**rules, "s": cover("p1", "p3")}, {"ann": ["p1"], "eve": ["p1"], "bob": ["p2"], "cyd": ["p3"]}
    )
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), any_act=fixed(10, "hours"),
                       absences=[away("ann", TUE, FRI), away("eve", TUE, FRI)]))  # fmt: skip
    (act,) = run.acts
    assert act.people == ("bob", "cyd")
    assert act.rule == "both"


def test_two_acts_at_once_are_worked_on_when_one_of_them_is() -> None:
    """The review waits for Ann, the signature is being worked on by Bob: the document is worked on."""
    rules = {"r": by("p1", "review"), "s": by("p2", "sign"), "x": by("p1", "hold", ["a"])}
    source = made(rules, {"ann": ["p1"], "bob": ["p2"]}, acts={"review": (), "sign": (), "hold": ()},
                  documents={"d": {}, "a": {}})  # fmt: skip
    run = ran(scenario(source, MON, MON, workload("d", on(MON)), workload("a", backlog=1),
                       acts={"hold": fixed(3, "hours"), "review": fixed(1, "hours"), "sign": fixed(2, "hours")}))  # fmt: skip
    (document,) = (d for d in run.documents if d.type == "d")
    assert (document.spent.acting, document.spent.busy) == (3 * HOUR, HOUR)


def test_an_act_began_when_work_on_it_began() -> None:
    """It came to Ann as work ended on Monday, but from Tuesday on she was away: Bob began it."""
    rules = {"r": by("p1", "review"), "s": by("p1"), "cover": cover("p1", "p2")}
    source = made(rules, {"ann": ["p1"], "bob": ["p2"]}, acts={"review": (), "sign": ["review"]})
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)),
                       acts={"review": fixed(7, "hours"), "sign": fixed(60)},
                       absences=[away("ann", TUE, FRI), away("bob", TUE)]))  # fmt: skip
    assert acts(run)["d/listed/0", "sign"].began == 2 * DAY + OPEN


def test_by_which_rules_somebody_signed_alone() -> None:
    """Bob signs alone as Ann's substitute, not as one of the two who could sign together."""
    rules = {"r": by("p1"), "two": by({"all": ["p2", "p3"]}), "s": cover("p1", "p2")}
    people = {"ann": ["p1"], "bob": ["p2"], "cyd": ["p3"]}
    busy = Policy("when-busy")
    source = made(rules, people)
    run = ran(
        scenario(source, MON, FRI, workload("d", on(MON)), absences=[away("ann", MON, FRI)], policy=busy)
    )
    (act,) = run.acts
    assert (act.people, act.rule) in ((("bob",), "r"), (("bob", "cyd"), "two"))


# meetings


def board(rules: dict[str, Any], people: dict[str, list[str]], **body: Any) -> Any:
    return made(
        {"decides": by({"body": "board"}, "decide"), "chair": at_body("p1", "meet", "board"), **rules}, people,
        acts={"meet": (), "prepare": (), "decide": ["prepare"]},
        documents={"d": {}, **{id: {} for id in body.get("topics", ())}},
        bodies={"board": {"name": NAME, "members": ["p1", "p2"], "cite": CITE, **body}},
    )  # fmt: skip


def test_two_meetings_of_one_body_do_not_fall_on_one_day() -> None:
    """Weekly on Fridays: that of 1 October falls on a holiday and would be held on the 8th, as the next is."""
    source = board({}, {"ann": ["p1"], "bob": ["p2"]})
    run = ran(scenario(source, date(2021, 9, 20), date(2021, 10, 17), workload("d", on(date(2021, 9, 27))),
                       meetings=[meeting("board", date(2021, 9, 24), every=Period(1, "weeks"))]))  # fmt: skip
    held = [(run.day(m.held), m.moved) for m in run.meetings if m.held is not None]
    assert held == [(date(2021, 9, 24), False), (date(2021, 10, 8), False), (date(2021, 10, 15), False)]


def test_a_meeting_on_a_day_off_is_held_on_the_next_working_day() -> None:
    source = board({}, {"ann": ["p1"], "bob": ["p2"]})
    run = ran(scenario(source, date(2021, 9, 27), date(2021, 10, 17), workload("d", on(date(2021, 9, 27))),
                       meetings=[meeting("board", date(2021, 10, 1))]))  # fmt: skip
    (held,) = run.meetings
    assert held.held is not None
    assert (run.clock(held.held).isoformat(), held.moved, held.decided) == ("2021-10-08T09:00:00", True, (0,))


def test_what_a_meeting_that_is_not_held_leaves() -> None:
    """Two items were ready; nobody may chair: they are left, and wait for nobody until somebody may."""
    source = board({}, {"ann": ["p1"], "bob": ["p2"]})
    plan = meeting("board", TUE, every=Period(3, "days"), postponed=False)
    run = ran(scenario(source, MON, date(2022, 3, 13), workload("d", on(MON, MON)), meetings=[plan],
                       absences=[away("ann", TUE, WED)]))  # fmt: skip
    missed, held = run.meetings
    assert (missed.held, missed.left, missed.missing) == (None, 2, ("meet",))
    assert held.held is not None
    assert (run.day(held.held), len(held.decided)) == (FRI, 2)
    for document in run.documents:
        assert document.spent.nobody == 6 * HOUR + 7 * HOUR, "Tuesday from nine, and Wednesday"
    assert sum(run.stuck.values()) == 2 * 13 * HOUR


def test_a_meeting_that_is_put_off_is_held_on_the_first_day_on_which_it_can_be() -> None:
    source = board({}, {"ann": ["p1"], "bob": ["p2"]})
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), meetings=[meeting("board", TUE)],
                       absences=[away("ann", TUE, WED)]))  # fmt: skip
    (held,) = run.meetings
    assert held.held is not None
    assert (run.day(held.held), held.moved, held.decided) == (THU, True, (0,))


def test_nobody_sits_in_two_meetings_at_once() -> None:
    """Ann chairs both boards, both at nine on Tuesday: the second begins when the first is over."""
    rules = {
        "one": by({"body": "board"}, "decide"), "two": by({"body": "council"}, "decide", ["e"]),
        "chair": at_body("p1", "meet", "board"), "chair-too": at_body("p1", "meet", "council"),
    }  # fmt: skip
    body = {"name": NAME, "members": ["p1"], "cite": CITE}
    source = made(rules, {"ann": ["p1"]}, acts={"meet": (), "decide": ()}, documents={"d": {}, "e": {}},
                  bodies={"board": body, "council": body})  # fmt: skip
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), workload("e", on(MON)),
                       meetings=[meeting("board", TUE), meeting("council", TUE)]))  # fmt: skip
    assert [(m.held, m.ended) for m in run.meetings] == [
        (DAY + 9 * HOUR, DAY + 11 * HOUR), (DAY + 11 * HOUR, DAY + 15 * HOUR + HOUR)
    ]  # fmt: skip
    assert all(document.finished is not None for document in run.documents)


def test_nothing_is_ready_before_a_cut_off_that_lies_before_the_first_day() -> None:
    source = board({}, {"ann": ["p1"], "bob": ["p2"]})
    plan = meeting("board", TUE, every=Period(7, "days"), cut_off=3)
    run = ran(scenario(source, MON, date(2022, 3, 18), workload("d", on(MON)), meetings=[plan]))
    assert [len(m.decided) for m in run.meetings] == [0, 1]


def test_the_cut_off_is_the_close_of_a_working_day_before() -> None:
    """For Thursday's meeting with a cut-off of two working days, what is ready by Tuesday's close is in time."""
    source = board({"p": by("p2", "prepare")}, {"ann": ["p1"], "bob": ["p2"]})
    plan = meeting("board", THU, every=Period(1, "days"), cut_off=2)
    for minutes, first in ((14 * 60, 0), (14 * 60 + 1, 1)):
        run = ran(scenario(source, MON, FRI, workload("d", on(MON)), meetings=[plan],
                           acts={"prepare": fixed(minutes), "decide": fixed(1)}))  # fmt: skip
        assert [len(m.decided) for m in run.meetings] == [1 - first, first], minutes


def test_the_agenda_takes_the_oldest_up_to_its_room() -> None:
    source = board({}, {"ann": ["p1"], "bob": ["p2"]})
    plan = meeting("board", WED, every=Period(1, "days"), capacity=2)
    run = ran(scenario(source, MON, FRI, workload("d", on(MON, TUE, TUE, WED)), meetings=[plan]))
    assert [(m.decided, m.left) for m in run.meetings] == [((0, 1), 2), ((2, 3), 0), ((), 0)]


def test_a_meeting_interrupts_an_act() -> None:
    """Ann works from eight to nine, sits until eleven, and goes on for an hour more and one after the break."""
    source = board({"r": by("p1", "prepare")}, {"ann": ["p1"], "bob": ["p2"]})
    run = ran(scenario(source, MON, FRI, workload("d", on(TUE)), any_act=fixed(3, "hours"),
                       meetings=[meeting("board", TUE)]))  # fmt: skip
    done = acts(run)["d/listed/0", "prepare"]
    assert (done.people, done.began, done.ended) == (("ann",), DAY + OPEN, DAY + 16 * HOUR)
    assert run.loads["ann"].meetings == run.loads["bob"].meetings == 2 * HOUR
    assert run.loads["ann"].desk == 3 * HOUR


def test_who_is_free_takes_over_what_a_meeting_interrupts() -> None:
    """Ann sits from nine to eleven; Bob, no member, comes free at half past nine and does the other two hours."""
    rules = {
        "r": by({"any": ["p1", "p3"]}),
        "x": by("p3", "hold", ["a"]),
        "chair": at_body("p1", "meet", "board"),
    }
    source = made(rules, {"ann": ["p1"], "bob": ["p3"]}, acts={"sign": (), "meet": (), "hold": ()},
                  documents={"a": {}, "d": {}}, bodies={"board": {"name": NAME, "members": ["p1"], "cite": CITE}})  # fmt: skip
    run = ran(scenario(source, MON, MON, workload("a", backlog=1), workload("d", on(MON)),
                       acts={"hold": fixed(90), "sign": fixed(3, "hours")}, meetings=[meeting("board", MON)]))  # fmt: skip
    done = acts(run)["d/listed/0", "sign"]
    assert (done.people, done.ended) == (("bob",), 11 * HOUR + HOUR // 2)
    assert (run.loads["ann"].desk, run.loads["bob"].desk) == (HOUR, 3 * HOUR + HOUR // 2)


def test_people_leave_before_acts_of_the_same_instant_end() -> None:
    """Ann's act would end at midnight, when she goes: it is not done until she is back."""
    source = made({"r": by("p1")}, {"ann": ["p1"]})
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), any_act=fixed(24, "hours"),
                       hours=ROUND_THE_CLOCK, absences=[away("ann", TUE)]))  # fmt: skip
    assert [act.ended for act in run.acts] == [2 * DAY]


def test_what_is_ready_as_a_meeting_begins_is_on_its_agenda_and_what_arrives_then_is_not() -> None:
    """Prepared at nine sharp it is in time; the act that ends comes before the meeting that begins."""
    source = board({"p": by("p2", "prepare")}, {"ann": ["p1"], "bob": ["p2"]})
    for minutes, decided in ((60, (0,)), (61, ())):
        run = ran(scenario(source, MON, MON, workload("d", on(MON)), meetings=[meeting("board", MON)],
                           acts={"prepare": fixed(minutes)}))  # fmt: skip
        assert run.meetings[0].decided == decided
    run = ran(scenario(board({}, {"ann": ["p1"], "bob": ["p2"]}), MON, MON, workload("d", on(MON)),
                       meetings=[meeting("board", MON, at=480)]))  # fmt: skip
    assert run.meetings[0].decided == ()


def test_who_has_been_free_longest_takes_the_next_act() -> None:
    source = made({"r": by("p1")}, {"ann": ["p1"], "bob": ["p1"]})
    work = workload("d", on(MON, TUE, WED, THU))
    run = ran(scenario(source, MON, FRI, work, any_act=fixed(60)))
    first, second, *rest = [act.people for act in run.acts]
    assert first != second
    assert rest == [first, second]


def test_of_several_only_those_who_act_in_their_own_right_are_asked_unless_busy_is_enough() -> None:
    """While Ann is busy Bob, her standing mandatee, signs only where the policy lets substitutes step in."""
    source = made({"r": by("p1"), "m": mandate("p1", "p2")}, {"ann": ["p1"], "bob": ["p2"]})
    for policy, people in (("when-away", ["ann", "ann"]), ("when-busy", ["ann", "bob"])):
        run = ran(scenario(source, MON, MON, workload("d", on(MON, MON)), any_act=fixed(60), mandates=["m"],
                           policy=Policy("when-away" if policy == "when-away" else "when-busy")), True)  # fmt: skip
        assert [act.people[0] for act in run.acts] == people


def test_a_meeting_is_not_put_off_to_the_day_of_the_next() -> None:
    """Ann is away from Tuesday to Thursday: Tuesday's meeting is not held, Friday's is, once."""
    source = board({}, {"ann": ["p1"], "bob": ["p2"]})
    plan = meeting("board", TUE, every=Period(3, "days"))
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), meetings=[plan],
                       absences=[away("ann", TUE, THU)]))  # fmt: skip
    assert [(m.held is not None, m.moved, m.decided) for m in run.meetings] == [
        (False, False, ()),
        (True, False, (0,)),
    ]


def test_who_chairs_sits_in_the_meeting_though_he_is_no_member() -> None:
    source = board({}, {"ann": ["p1"], "bob": ["p2"], "cyd": ["p3"]}, members=["p2"])
    run = ran(scenario(source, MON, MON, meetings=[meeting("board", MON)]))
    assert {person: load.meetings // HOUR for person, load in run.loads.items()} == {
        "ann": 2,
        "bob": 2,
        "cyd": 0,
    }


def test_the_cut_off_counts_working_days() -> None:
    """For Monday's meeting a cut-off of one working day is Friday's close, not Sunday."""
    monday = date(2022, 3, 14)
    source = board({"p": by("p2", "prepare")}, {"ann": ["p1"], "bob": ["p2"]})
    for hours, decided in ((7, (0,)), (7.5, ())):
        run = ran(scenario(source, FRI, monday, workload("d", on(FRI)), any_act=fixed(hours, "hours"),
                           meetings=[meeting("board", monday, cut_off=1)]))  # fmt: skip
        assert run.meetings[0].decided == decided
    early = ran(scenario(source, THU, monday, workload("d", on(THU)), any_act=fixed(7.5, "hours"),
                         meetings=[meeting("board", monday, cut_off=2)]))  # fmt: skip
    assert early.meetings[0].decided == (), "ready on Friday; the second working day before is Thursday"


def test_a_meeting_takes_up_only_what_may_be_decided_now() -> None:
    """The board decides together with Bob: without him it meets, and leaves the document for the next time."""
    rules = {
        "with": by({"all": [{"body": "board"}, "p3"]}, "decide"),
        "chair": at_body("p1", "meet", "board"),
    }
    source = made(rules, {"ann": ["p1"], "bob": ["p3"]}, acts={"meet": (), "decide": ()},
                  bodies={"board": {"name": NAME, "members": ["p1"], "cite": CITE}})  # fmt: skip
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), absences=[away("bob", TUE)],
                       meetings=[meeting("board", TUE, every=Period(1, "days"))]))  # fmt: skip
    assert [m.decided for m in run.meetings] == [(), (0,), (), ()]


def test_a_topic_that_nobody_may_pass_is_the_topic_that_is_stuck() -> None:
    """The board could meet; its topic finds nobody: that is booked to the topic's act, not to the board's."""
    source = board({"t": by("p2", "prepare", ["topic"])}, {"ann": ["p1"], "bob": ["p2"]}, topics=["topic"])
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)), meetings=[meeting("board", FRI)],
                       absences=[away("bob", MON, TUE)]))  # fmt: skip
    assert {(stuck.type, stuck.act): seconds for stuck, seconds in run.stuck.items() if seconds} == {
        ("topic", "prepare"): 14 * HOUR
    }
    assert [len(m.decided) for m in run.meetings] == [1]
    assert run.documents[0].spent.nobody == 14 * HOUR, "the document waits for it all the same"


def test_minutes_of_two_bodies_have_names_of_their_own() -> None:
    rules = {
        "one": by({"body": "board"}, "decide"), "m": by("p1", "sign", ["minutes"]),
        "chair": at_body("p1", "meet", "board"), "chair-too": at_body("p2", "meet", "council"),
    }  # fmt: skip
    body = {"name": NAME, "minutes": ["minutes"], "cite": CITE}
    source = made(rules, {"ann": ["p1"], "bob": ["p2"]}, acts={"meet": (), "decide": (), "sign": ()},
                  documents={"d": {}, "minutes": {}},
                  bodies={"board": {**body, "members": ["p1"]}, "council": {**body, "members": ["p2"]}})  # fmt: skip
    run = ran(scenario(source, MON, FRI, workload("d", on(MON)),
                       meetings=[meeting("board", TUE), meeting("council", WED)]))  # fmt: skip
    assert sum(document.type == "minutes" for document in run.documents) == 2
