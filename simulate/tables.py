"""A run as tables of texts: what there is to count, one row each, for spreadsheets and statistics programs.

Several things in one cell are separated by spaces (ids hold none) or by semicolons. Times are those of the
office, in ISO 8601 without an offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guiju.simulate.record import Run, Spent

Rows = tuple[tuple[str, ...], ...]
"""A header and what is under it."""

_SPENT = Spent._fields


def tables(run: Run) -> dict[str, Rows]:
    """Name of the table -> its rows."""
    return {
        "documents": _documents(run),
        "acts": _acts(run),
        "meetings": _meetings(run),
        "situations": _situations(run),
    }


def _documents(run: Run) -> Rows:
    attributes = sorted({name for record in run.documents for name in record.case})
    header = (
        *("number", "name", "type", *(f"case.{name}" for name in attributes), "facts", "parent"),
        *("arrived", "finished", *(f"seconds.{name}" for name in _SPENT), "waits-at"),
    )
    rows = (
        (
            *(str(record.number), record.name, record.type),
            *(record.case.get(name, "") for name in attributes),
            " ".join(sorted(record.facts)),
            "" if record.parent is None else str(record.parent),
            *(_time(run, record.arrived), _time(run, record.finished)),
            *(str(getattr(record.spent, name)) for name in _SPENT),
            " ".join(record.waits_at),
        )
        for record in run.documents
    )
    return (header, *rows)


def _acts(run: Run) -> Rows:
    header = (
        *("document", "act", "people", "by-rules", "asked-by", "asked", "began", "ended"),
        *("how", "situation"),
    )
    rows = (
        (
            *(str(act.document), act.act, " ".join(act.people)),
            "; ".join(" ".join(rules) for rules in act.by_rules) if any(act.by_rules) else "",
            act.rule or "",
            *(_time(run, moment) for moment in (act.asked, act.began, act.ended)),
            *(act.how, str(act.situation)),
        )
        for act in run.acts
    )
    return (header, *rows)


def _meetings(run: Run) -> Rows:
    header = ("body", "planned", "held", "ended", "moved", "missing", "decided", "left", "minutes")
    rows = (
        (
            *(meeting.body, *(_time(run, m) for m in (meeting.planned, meeting.held, meeting.ended))),
            *("yes" if meeting.moved else "no", " ".join(meeting.missing)),
            " ".join(map(str, meeting.decided)),
            *(str(meeting.left), "" if meeting.minutes is None else str(meeting.minutes)),
        )
        for meeting in run.meetings
    )
    return (header, *rows)


def _situations(run: Run) -> Rows:
    rows = (
        (
            *(str(number), _time(run, situation.since), _pairs(situation.absent)),
            *(_list(situation.vacant), _list(situation.given)),
        )
        for number, situation in enumerate(run.situations)
    )
    return (("number", "since", "absent", "vacant", "given"), *rows)


def _time(run: Run, moment: int | None) -> str:
    return "" if moment is None else run.clock(moment).isoformat()


def _list(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _pairs(words: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in sorted(words.items()))
