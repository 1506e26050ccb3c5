"""``route`` as plain JSON data (``guiju.route/1``): sorted, and no clock time but the day asked about."""

from __future__ import annotations

from typing import Any

from guiju.acting import act_as_json, actor_as_json
from guiju.as_json import basis, head
from guiju.model.authority import Capacity, OfPost, OfRole
from guiju.model.due import DeadlineNow
from guiju.model.file_in_hand import ProhibitionNow, RequirementNow, binding
from guiju.model.procedure import Norm
from guiju.model.sequence import StepNow
from guiju.route.itinerary import Itinerary, Owed, Routed


def as_json(found: Itinerary) -> dict[str, Any]:
    file, governing = found.file, len(found.documents)
    data = head(found.request, "guiju.route/1")
    del data["kinds"], data["absent-at-most"]
    if file.mandates is not None:
        data["mandates"] = sorted(file.mandates)
    return {
        **data,
        "date": found.day.isoformat(),
        "calendar": {"id": found.calendar.id, "assumed": found.calendar.assumed},
        "received": file.received.day.isoformat() if file.received else None,
        "absent": dict(file.absent),
        "vacant": list(file.vacant),
        "facts": {fact: "yes" if shown else "no" for fact, shown in sorted(file.facts.items())},
        "case-space": dict(sorted(file.space.items())) if file.space is not None else None,
        "governed-by": {0: "none", 1: "one"}.get(governing, "several"),
        "documents": [_document(item) for item in found.documents],
    }


def _document(item: Routed) -> dict[str, Any]:
    case = item.standing.case
    stopped = set(item.because) - {"open"}
    return {
        "id": item.standing.document,
        "case": {id: item.standing.exact[id] for id in sorted(case.chosen)},
        "case-defaults": dict(sorted(case.assumed.items())),
        "verdict": "stopped" if stopped else "open" if item.because else "clear",
        "because": list(item.because),
        "steps": [_step(step, item) for step in item.steps],
        "requirements": [_requirement(found) for found in item.requirements],
        "prohibitions": [_prohibition(found) for found in item.prohibitions],
        "duties": [_duty(owed) for owed in item.duties],
        "deadlines": [_deadline(found) for found in item.deadlines],
        "cadences": [
            {**_norm(norm), "bodies": list(norm.bodies), "every": f"{norm.every.count} {norm.every.unit}"}
            for norm in item.cadences
        ],
        "incompatible": list(item.now.conflict),
        "incompatible-with-done": [{"rule": r.id, "acts": list(r.acts)} for r in item.apart],
        "out-of-order": [{"act": act, "before": first} for act, first in item.skipped],
    }


def _step(step: StepNow, item: Routed) -> dict[str, Any]:
    act = item.act(step.act)
    return {
        "act": step.act,
        "state": step.state,
        "day": step.day.isoformat() if step.day else None,
        "waits-for": list(step.waits_for),
        "awaited": step.act in item.awaited,
        "authority": {k: v for k, v in act_as_json(act).items() if k != "act"} if act else None,
    }


def _norm(norm: Norm) -> dict[str, Any]:
    return {"rule": norm.id, "basis": basis(norm.basis), "binding": binding(norm.basis)}


def _requirement(item: RequirementNow) -> dict[str, Any]:
    return {
        **_norm(item.norm), "act": item.norm.act, "state": item.state, "if": list(item.provided),
        "needs": list(item.norm.needs), "missing": list(item.lacking), "to-be-shown": list(item.unshown),
    }  # fmt: skip


def _prohibition(item: ProhibitionNow) -> dict[str, Any]:
    return {
        **_norm(item.norm), "act": item.norm.act, "breached": item.breached, "shown": list(item.shown),
        "assumed-in-order": list(item.assumed),
    }  # fmt: skip


def _duty(owed: Owed) -> dict[str, Any]:
    return {
        **_norm(owed.duty.norm), "act": owed.duty.norm.act, "if": list(owed.duty.provided),
        "unless": list(owed.duty.unless), "by": [_capacity(office) for office in owed.offices],
        "who": [actor_as_json(actor) for actor in owed.actors],
    }  # fmt: skip


def _capacity(capacity: Capacity) -> dict[str, str]:
    match capacity:
        case OfPost(post):
            return {"post": post}
        case OfRole(attribute):
            return {"role": attribute}
        case _:
            return {"acting": capacity.relation}


def _deadline(item: DeadlineNow) -> dict[str, Any]:
    norm = item.norm
    return {
        **_norm(norm), "act": norm.act, "state": item.state, "if": list(item.provided),
        "unless": list(item.unless), "before" if norm.before else "after": norm.start,
        "within": f"{norm.within.count} {norm.within.unit}" if norm.within else None,
        "start": item.start.isoformat() if item.start else None,
        "due": item.due.isoformat() if item.due else None, "silence": norm.silence,
    }  # fmt: skip
