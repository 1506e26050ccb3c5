"""The order of steps: what is done, what comes next, and what waits for what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guiju.model.sequence import acts_of, awaited, bodies_of, out_of_order, sequence
from guiju.source import load

BOOK = load(str(Path(__file__).parent.parent / "cases" / "good" / "desk.yaml"), None).rulebook
DAY = date(2026, 11, 23)
CHAIN = ("check", "decide", "sign")


def test_acts_of_a_document_are_those_that_some_rule_names_for_it() -> None:
    assert bodies_of(BOOK, "circular") == {"council"}
    assert acts_of(BOOK, "circular") == {
        "consult", "reply", "check", "decide", "sign", "print", "file", "post", "send-papers",
    }  # fmt: skip
    assert acts_of(BOOK, "slip") == {"sign"}
    assert acts_of(BOOK, "memo") == {"sign", "post", "send-papers", "meet"}


def test_what_comes_before_reaches_through_acts_that_are_not_asked_for() -> None:
    assert BOOK.earlier("print") == {"sign", "decide", "send-papers", "check", "reply", "consult"}
    steps = {s.act: s for s in sequence(BOOK, {"consult", "sign"}, {"consult", "sign"}, {}, {})}
    assert steps["sign"].waits_for == ("consult",)


def test_the_next_step_and_those_that_wait() -> None:
    found = sequence(BOOK, CHAIN, CHAIN, {"check": DAY}, {})
    assert [(s.act, s.state, s.waits_for) for s in found] == [
        ("check", "done", ()), ("decide", "next", ()), ("sign", "waiting", ("decide",)),
    ]  # fmt: skip


def test_silence_opens_the_way() -> None:
    found = sequence(BOOK, ("reply", "check"), ("reply", "check"), {}, {"reply": DAY})
    assert [(s.act, s.state, s.day) for s in found] == [("reply", "silent", DAY), ("check", "next", None)]


def test_nothing_waits_for_a_duty() -> None:
    found = sequence(BOOK, ("send-papers", "sign"), ("sign",), {}, {})
    assert [(s.act, s.state) for s in found] == [("send-papers", "next"), ("sign", "next")]


def test_a_deadline_expects_its_act_only_once_its_start_is_certain() -> None:
    from guiju.model.due import Days, deadlines
    from guiju.model.load.calendar import bundled_calendar
    from guiju.model.procedure import Deadline

    norms = [n for n in BOOK.procedure.values() if isinstance(n, Deadline) and "circular" in n.documents]
    limits = deadlines(((n, (), ()) for n in norms), Days(None, {}, DAY), bundled_calendar())
    assert awaited(CHAIN, (), limits, {"file", "post"}, ()) == {*CHAIN, "print"}
    assert awaited(CHAIN, (), limits, {"file", "post"}, {"consult"}) == {*CHAIN, "print", "reply"}
    assert awaited(("sign",), (), limits, {"file", "post"}, ()) == {"sign", "check"}


def test_acts_out_of_order_are_told() -> None:
    early = date(2026, 11, 20)
    assert out_of_order(BOOK, CHAIN, {"sign": DAY, "check": early}) == (("sign", "decide"),)
    assert out_of_order(BOOK, CHAIN, {"decide": early, "check": DAY}) == (("decide", "check"),)
    assert out_of_order(BOOK, CHAIN, {"decide": DAY, "check": DAY}) == ()
