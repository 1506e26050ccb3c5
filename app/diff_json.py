"""What differs, as JSON: everything, the worlds that the text leaves out too."""

from __future__ import annotations

from typing import Any

from guiju.as_json import box, dumps
from guiju.diffing import Diff
from guiju.request import Request
from guiju.verify.change.definitions import Change
from guiju.verify.change.norms import NormChange, TimingChange
from guiju.verify.change.result import CaseChange, DocumentChange, End, Power, Turn, Turns
from guiju.verify.timing import Bound, Timing

FORMAT = "guiju.diff/1"


def render(diff: Diff) -> str:
    found = diff.found
    return dumps({
        "format": FORMAT,
        "old": _side(diff.old), "new": _side(diff.new), "mandates": list(diff.mandates),
        "gap-opens": found.gap_opens, "differs": found.any, "complete": found.complete,
        "renamed": [{"kind": r.space, "old": r.before, "new": r.after} for r in found.renamed],
        "documents-added": list(found.documents_added), "documents-removed": list(found.documents_removed),
        "documents": [_document(item) for item in found.documents],
        "changes": [_change(item) for item in found.changes],
        "procedure": [_norm(item) for item in found.norms],
        "timing": [_timing(item) for item in found.timings],
        "claims": [{"claim": c.claim, "old": c.before, "new": c.after} for c in found.claims],
    })  # fmt: skip


def _side(request: Request) -> dict[str, Any]:
    source = request.source
    return {
        "rulebook": source.rulebook.id, "roster": source.roster.id, "reading": request.reading_name,
        "readings": dict(request.question.reading),
    }  # fmt: skip


def _document(item: DocumentChange) -> dict[str, Any]:
    return {
        "document": item.document, "signing": item.signing, "powers": item.powers, "cases": item.compared,
        "differing": [_case(case) for case in item.cases],
    }  # fmt: skip


def _case(case: CaseChange) -> dict[str, Any]:
    return {
        "case": dict(case.case), "ends": [_end(end) for end in case.ends],
        "powers": [_power(power) for power in case.powers],
        "steps-added": list(case.steps_added), "steps-removed": list(case.steps_removed),
        "silences-added": list(case.silences_added), "silences-removed": list(case.silences_removed),
    }  # fmt: skip


def _end(end: End) -> dict[str, Any]:
    return {
        "mandates": end.mandates, "signing": end.direction,
        "opened": _turns(end.opened), "closed": _turns(end.closed),
        "gaps-opened": [box(item) for item in end.gaps_opened],
        "gaps-closed": [box(item) for item in end.gaps_closed],
    }  # fmt: skip


def _power(power: Power) -> dict[str, Any]:
    return {
        "mandates": power.mandates, "act": power.act, "person": power.person,
        "gained": _turns(power.gained), "lost": _turns(power.lost),
    }  # fmt: skip


def _turns(turns: Turns) -> dict[str, Any]:
    return {"complete": turns.complete, "worlds": [_turn(turn) for turn in turns.worlds]}


def _turn(turn: Turn) -> dict[str, Any]:
    """The changes behind are left out where they were not looked for."""
    data = box(turn.box)
    if turn.enough:
        data["brought-about-by"] = [_key(change) for change in turn.enough]
        data["undone-by"] = [_key(change) for change in turn.undo]
    return data


def _key(change: Change) -> dict[str, str]:
    return {"kind": change.key[0], "id": change.key[1]}


def _change(change: Change) -> dict[str, Any]:
    articles = {"old-articles": list(change.before), "new-articles": list(change.after)}
    return {**_key(change), "how": change.how, **articles}


def _norm(item: NormChange) -> dict[str, Any]:
    return {
        "id": item.norm, "how": item.how, "documents": list(item.documents), "fields": list(item.fields),
        "old-articles": list(item.before), "new-articles": list(item.after),
    }  # fmt: skip


def _timing(item: TimingChange) -> dict[str, Any]:
    sides = {"old": _bounds(item.before), "new": _bounds(item.after)}
    return {"document": item.document, "choices": dict(item.choices), **sides}


def _bounds(timing: Timing | None) -> dict[str, Any] | None:
    if timing is None:
        return None
    return {
        "legs": [{"act": leg.act, "count": leg.period.count, "unit": leg.period.unit} for leg in timing.legs],
        "unnumbered": list(timing.unnumbered),
        "caught": _longest(timing.caught), "missed": _longest(timing.missed),
    }  # fmt: skip


def _longest(bound: Bound | None) -> int | None:
    return None if bound is None else bound.longest
