"""The bounds of procedures as a table: numbered legs, how long they can take, what has no number."""

from __future__ import annotations

from typing import Any

from guiju.model.calendar import Calendar
from guiju.model.cases import CaseOf
from guiju.page import case_label, table
from guiju.verify.timing import Bound, Leg, Timing
from guiju.wording import Wording


def as_json(item: Timing) -> dict[str, Any]:
    return {
        "document": item.document,
        "case": dict(item.choices),
        "legs": [
            {"act": leg.act, "rule": leg.norm, "meeting": leg.meeting,
             "within": f"{leg.period.count} {leg.period.unit}"}
            for leg in item.legs
        ],
        "without-number": list(item.unnumbered),
        "caught": _bound(item.caught),
        "missed": _bound(item.missed),
    }  # fmt: skip


def _bound(item: Bound | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "longest-working-days": item.longest, "shortest-working-days": item.shortest,
        "starts": item.starts, "since": item.since.isoformat(), "until": item.until.isoformat(),
    }  # fmt: skip


def as_text(found: tuple[Timing, ...], calendar: Calendar, say: Wording) -> list[str]:
    """One row for all documents with the same legs and the same steps without a number."""
    alike: dict[tuple[object, ...], list[Timing]] = {}
    for item in found:
        alike.setdefault((item.choices, item.legs, item.unnumbered), []).append(item)
    rows = []
    for items in alike.values():
        first = items[0]
        waits = any(leg.meeting for leg in first.legs)
        rows.append([
            say.join(say.document(item.document) for item in items),
            case_label((CaseOf(dict(first.choices), {}, {}),), say) if first.choices else "—",
            say.join((_leg(leg, say) for leg in first.legs), "plus"),
            _longest(first.caught, say), _longest(first.missed, say) if waits else "—",
            say.join(map(say.act, first.unnumbered)) or "—",
        ])  # fmt: skip
    headers = [say(c) for c in ("c-document", "c-case", "c-legs", "c-caught", "c-missed", "c-unnumbered")]
    name = calendar.title.say(say.language) + (say("calendar-assumed") if calendar.assumed else "")
    note = say("timing-note", calendar=name, first=calendar.first.year, last=calendar.last.year)
    return [*table(rows, headers, [30, 22, 24, 10, 10, 24]).split("\n"), "", note]


def _leg(leg: Leg, say: Wording) -> str:
    return (
        f"{say.act(leg.act)} {say.period(leg.period)}"
        if not leg.meeting
        else (say("wait-for-meeting", act=say.act(leg.act), period=say.period(leg.period)))
    )


def _longest(bound: Bound | None, say: Wording) -> str:
    return "—" if bound is None else str(bound.longest)
