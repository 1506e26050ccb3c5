"""Runs made by hand for tests: nothing here simulates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guiju.model.text import Text
from guiju.simulate.names import Names
from guiju.simulate.record import ActDone, DocumentRecord, Load, MeetingRecord, Run, Situation, Spent, Stay

HOUR, DAY = 3600, 86_400

NAMES = Names(
    documents={
        "letter": Text("函 <急>", 'letter "urgent" & more'),
        "topic": Text("议题", "topic"),
        "minutes": Text("纪要", "minutes"),
    },
    acts={"draft": Text("起草", "draft"), "sign": Text("签发", "sign"), "decide": Text("会议决定", "decide")},
    people={"lu": Text("卢某", "Lu"), "qi": Text("齐某", "Qi")},
    bodies={"board": Text("办公会", "board")},
    kinds={"leave": Text("休假", "leave"), "trip": Text("出差", "trip")},
)


def document(
    number: int, type: str, arrived: int, finished: int | None, parent: int | None = None
) -> DocumentRecord:
    waits = () if finished is not None else ("sign",)
    return DocumentRecord(
        number, f"{type}-{number}", type, {}, frozenset(), arrived, finished, parent, Spent(), waits
    )


def empty(horizon: int = 28 * DAY) -> Run:
    return Run("hand-made", 7, 0, date(2021, 9, 20), horizon, (), (), (), (), {}, {}, ())


def small() -> Run:
    """A letter signed by a substitute, a topic of it decided in a meeting, its minutes, an unfinished letter."""
    letter = replace(
        document(0, "letter", 9 * HOUR, 3 * DAY),
        case={"urgency": "high", "amount": "(5,20]"},
        facts=frozenset({"opinions-asked"}),
        spent=Spent(acting=HOUR, nobody=2 * HOUR, off=40 * HOUR),
    )
    documents = (
        letter,
        document(1, "topic", 10 * HOUR, 2 * DAY + HOUR, parent=0),
        document(2, "minutes", 2 * DAY + HOUR, 3 * DAY),
        document(3, "letter", 4 * DAY, None),
    )
    acts = (
        ActDone(0, "draft", (), (), None, 9 * HOUR, 9 * HOUR, 10 * HOUR, "unnamed", 0),
        ActDone(
            1,
            "decide",
            ("lu", "qi"),
            ((), ("stand-in",)),
            "items",
            10 * HOUR,
            2 * DAY,
            2 * DAY + HOUR,
            "meeting",
            1,
        ),
        ActDone(2, "sign", ("lu",), ((),), "minutes-signed", 2 * DAY + HOUR, 3 * DAY, 3 * DAY, "desk", 1),
        ActDone(
            0,
            "sign",
            ("qi",),
            (("stand-in", "mandate"),),
            "signs",
            10 * HOUR,
            3 * DAY - HOUR,
            3 * DAY,
            "desk",
            1,
        ),
    )
    meetings = (
        MeetingRecord("board", 2 * DAY, 2 * DAY, 2 * DAY + HOUR, False, (), (1,), 0, 2),
        MeetingRecord("board", 9 * DAY, None, None, False, ("chair",), (), 3, None),
    )
    situations = (
        Situation(0, {}, frozenset(), frozenset()),
        Situation(DAY, {"lu": "leave"}, frozenset(), frozenset({"stand-in"})),
        Situation(2 * DAY, {"lu": "trip", "qi": "leave"}, frozenset({"clerk"}), frozenset({"stand-in"})),
        Situation(3 * DAY, {"lu": "trip"}, frozenset(), frozenset()),
    )
    stays = (
        Stay(0, "acting", 9 * HOUR, 10 * HOUR),
        Stay(0, "nobody", 10 * HOUR, 2 * DAY),
        Stay(0, "busy", 2 * DAY, 3 * DAY),
        Stay(1, "meeting", 10 * HOUR, 2 * DAY + HOUR),
        Stay(3, "nobody", 4 * DAY, 10 * DAY),
    )
    loads = {"lu": Load(1, 0, HOUR, 20 * HOUR), "qi": Load(2, HOUR, HOUR, 30 * HOUR)}
    return Run(
        "hand-made",
        7,
        0,
        date(2021, 9, 20),
        10 * DAY,
        situations,
        documents,
        acts,
        meetings,
        loads,
        {},
        stays,
    )
