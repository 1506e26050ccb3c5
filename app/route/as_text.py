"""``route`` as a page: the heading, the verdict and the table of steps."""

from __future__ import annotations

from datetime import date

from guiju.acting import away_lines, who_words
from guiju.model.document import MeasureAttribute
from guiju.model.file_in_hand import binding
from guiju.model.measure import read, single
from guiju.model.sequence import StepNow
from guiju.page import heading, page, table, values_label
from guiju.quantities import bounds_words, value_words
from guiju.route.itinerary import UNSETTLED, Itinerary, Routed
from guiju.route.sections import sections
from guiju.route.words import because_of, colon, limit, readings
from guiju.wording import Wording


def as_text(found: Itinerary, say: Wording) -> str:
    lines = _heading(found, say)
    if not found.documents:
        lines += ["", say("route-no-rule")]
    if len(found.documents) > 1:
        names = say.join(say.document(item.standing.document) for item in found.documents)
        lines += ["", say("route-conflict", n=len(found.documents), documents=names), *_special(found, say)]
    for item in found.documents:
        lines += ["", *_document(item, say)]
    return page(lines)


def _heading(found: Itinerary, say: Wording) -> list[str]:
    stop, file = colon(say), found.file
    lines = heading(found.request, say, mandates=False)[:-1]
    mandates = say("mandates-" + found.request.question.mandates)
    if file.mandates is not None:
        rules = [say.rule(say.rulebook.rules[id]) for id in sorted(file.mandates)]
        mandates = say("mandates-listed", rules=say.join(dict.fromkeys(rules)) or say("none"))
    lines.append(f"{say('mandates')}{stop}{mandates}")
    lines += away_lines(file.absent, file.vacant, say)
    if file.space is not None:
        labels = (values_label(id, [value], say) for id, value in file.space.items())
        lines.append(f"{say('route-space')}{stop}{say.join(labels, 'semicolon')}")
    received = f"{say('comma')}{say('route-received')} {file.received.day}" if file.received else ""
    lines.append(f"{say('route-date')}{stop}{found.day}{received}")
    vouched = say("bracket", text=say("route-calendar-assumed")) if found.calendar.assumed else ""
    lines.append(f"{say('route-calendar')}{stop}{found.calendar.title.say(say.language)}{vouched}")
    return lines


def _special(found: Itinerary, say: Wording) -> list[str]:
    """Which of several documents is the stricter form of another."""
    listed = [item.standing.document for item in found.documents]
    return [
        "  " + say("route-special", document=say.document(id), other=say.document(other))
        for id in listed
        for other in say.rulebook.documents[id].special_of
        if other in listed
    ]


def _document(item: Routed, say: Wording) -> list[str]:
    chosen = [_label(id, item, say) for id in sorted(item.standing.case.chosen)]
    case = say("bracket", text=say.join(chosen, "semicolon")) if chosen else ""
    lines = [f"■ {say.document(item.standing.document)}{case}", _verdict(item, say), ""]
    shown = [step for step in item.steps if step.act in item.awaited or step.finished]
    rows = [_row(n, step, item, say) for n, step in enumerate(shown, 1)]
    headers = [say(c) for c in ("c-number", "c-step", "c-who", "c-due", "c-state")]
    if rows:
        lines.append(table(rows, headers, [3, 16, 46, 30, 25]))
    for code, entries in sections(item, say):
        if entries:
            lines += ["", say(code), *(f"  · {entry}" for entry in dict.fromkeys(entries))]
    return lines


def _label(id: str, item: Routed, say: Wording) -> str:
    """What the file says of an attribute: of a measure the value, not the class in which it falls."""
    attribute = say.rulebook.attributes[id]
    value = item.standing.exact[id]
    if isinstance(attribute, MeasureAttribute):
        words = value_words if single(read(value)) else bounds_words
        return f"{attribute.name.say(say.language)}{colon(say)}{words(read(value), say.language)}"
    return values_label(id, [value], say)


def _verdict(item: Routed, say: Wording) -> str:
    if not item.because:
        over = all(step.finished for step in item.steps if step.act in item.awaited)
        return say("route-finished" if over else "route-clear")
    reasons = say.join((say(f"because-{code}") for code in item.because), "semicolon")
    stopped = set(item.because) - UNSETTLED
    return say("route-stopped" if stopped else "route-open", because=reasons)


def _row(number: int, step: StepNow, item: Routed, say: Wording) -> list[str]:
    act = item.act(step.act)
    who = "—" if step.finished or not act else who_words(act, say)
    return [str(number), say.act(step.act), who, _due(step, item, say), _state(step, item, say)]


def _due(step: StepNow, item: Routed, say: Wording) -> str:
    """The firm deadlines of a step, soonest first."""
    own = [d for d in item.deadlines if d.norm.act == step.act and d.firm]
    own.sort(key=lambda d: (d.due or date.max, d.norm.id))
    return say.join((limit(d, say) + because_of(d.norm, say) for d in own), "semicolon") or "—"


def _state(step: StepNow, item: Routed, say: Wording) -> str:
    limits = [d for d in item.deadlines if d.norm.act == step.act and d.firm]
    if step.state == "done":
        late = any(d.state == "late" for d in limits)
        return say("step-done", day=step.day) + (say("step-late") if late else "")
    if step.state == "silent":
        under = dict.fromkeys(readings(d.norm, say) for d in limits if d.state == "silent")
        return say("step-silent", day=step.day) + "".join(under)
    overdue = [say("step-overdue")] if any(d.state == "overdue" for d in limits) else []
    held = [say(code) for code in _held_up(step, item)]
    if step.state == "waiting":
        held.append(say("step-waiting", acts=say.join(map(say.act, step.waits_for))))
    return say.join([*overdue, *(held or [say("step-next")])], "semicolon")


def _held_up(step: StepNow, item: Routed) -> list[str]:
    """Codes of what stands in the way of a step besides the steps before it."""
    missing = [r.norm for r in item.requirements if r.state == "missing"]
    breached = [p.norm for p in item.prohibitions if p.breached]
    return [
        code
        for code, norms in (("step-blocked", missing), ("step-forbidden", breached))
        if any(norm.act == step.act and binding(norm.basis) for norm in norms)
    ]
