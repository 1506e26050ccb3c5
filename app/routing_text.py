"""``route`` as a page: the heading, the table of steps, and what is missing, open, breached or owed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from guiju.acting import actor_words, away_lines, who_words
from guiju.model.citation import Citation, Force
from guiju.model.document import MeasureAttribute
from guiju.model.due import DeadlineNow
from guiju.model.file_in_hand import RequirementNow, binding
from guiju.model.measure import read, single
from guiju.model.procedure import Norm, Period
from guiju.model.sequence import StepNow
from guiju.page import default_label, heading, page, table, values_label
from guiju.quantities import bounds_words, value_words
from guiju.routing import Itinerary, Owed, Routed
from guiju.verify.explain import cited
from guiju.verify.verdict import FailedStep
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
    colon, file = _colon(say), found.file
    lines = heading(found.request, say, mandates=False)[:-1]
    mandates = say("mandates-" + found.request.question.mandates)
    if file.mandates is not None:
        rules = [say.rule(say.rulebook.rules[id]) for id in sorted(file.mandates)]
        mandates = say("mandates-listed", rules=say.join(dict.fromkeys(rules)) or say("none"))
    lines.append(f"{say('mandates')}{colon}{mandates}")
    lines += away_lines(file.absent, file.vacant, say)
    if file.space is not None:
        labels = (values_label(id, [value], say) for id, value in file.space.items())
        lines.append(f"{say('route-space')}{colon}{say.join(labels, 'semicolon')}")
    received = f"{say('comma')}{say('route-received')} {file.received.day}" if file.received else ""
    lines.append(f"{say('route-date')}{colon}{found.day}{received}")
    vouched = say("bracket", text=say("route-calendar-assumed")) if found.calendar.assumed else ""
    lines.append(f"{say('route-calendar')}{colon}{found.calendar.title.say(say.language)}{vouched}")
    return lines


def _colon(say: Wording) -> str:
    return "：" if say.language == "zh" else ": "


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
    for code, entries in _sections(item, say):
        if entries:
            lines += ["", say(code), *(f"  · {entry}" for entry in dict.fromkeys(entries))]
    return lines


def _label(id: str, item: Routed, say: Wording) -> str:
    """What the file says of an attribute: of a measure the value, not the class in which it falls."""
    attribute = say.rulebook.attributes[id]
    value = item.standing.exact[id]
    if isinstance(attribute, MeasureAttribute):
        words = value_words if single(read(value)) else bounds_words
        return f"{attribute.name.say(say.language)}{_colon(say)}{words(read(value), say.language)}"
    return values_label(id, [value], say)


def _verdict(item: Routed, say: Wording) -> str:
    if not item.because:
        over = all(step.finished for step in item.steps if step.act in item.awaited)
        return say("route-finished" if over else "route-clear")
    reasons = say.join((say(f"because-{code}") for code in item.because), "semicolon")
    stopped = set(item.because) - {"open"}
    return say("route-stopped" if stopped else "route-open", because=reasons)


def _row(number: int, step: StepNow, item: Routed, say: Wording) -> list[str]:
    act = item.act(step.act)
    who = "—" if step.finished or not act else who_words(act, say)
    return [str(number), say.act(step.act), who, _due(step, item, say), _state(step, item, say)]


def _due(step: StepNow, item: Routed, say: Wording) -> str:
    """The firm deadlines of a step, soonest first."""
    own = [d for d in item.deadlines if d.norm.act == step.act and d.firm]
    own.sort(key=lambda d: (d.due or date.max, d.norm.id))
    return say.join((_limit(d, say) + _because_of(d.norm, say) for d in own), "semicolon") or "—"


def _limit(item: DeadlineNow, say: Wording) -> str:
    norm = item.norm
    if item.due is not None:
        return say("due-on", day=item.due)
    start = say.act(norm.start) if norm.start is not None else say("receipt")
    if norm.before:
        if norm.within is None:
            return say("due-before", start=start)
        return say("due-before-period", start=start, period=period(norm.within, say))
    if norm.within is not None:
        return say("due-after", start=start, period=period(norm.within, say))
    return norm.word.say(say.language) if norm.word else ""


def period(item: Period, say: Wording) -> str:
    text = say(f"p-{item.unit}", n=item.count)
    return text.removesuffix("s") if say.language == "en" and item.count == 1 else text


def _state(step: StepNow, item: Routed, say: Wording) -> str:
    limits = [d for d in item.deadlines if d.norm.act == step.act and d.firm]
    if step.state == "done":
        late = any(d.state == "late" for d in limits)
        return say("step-done", day=step.day) + (say("step-late") if late else "")
    if step.state == "silent":
        readings = [_readings(d.norm, say) for d in limits if d.state == "silent"]
        return say("step-silent", day=step.day) + "".join(dict.fromkeys(readings))
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


def _because_of(norm: Norm, say: Wording) -> str:
    """The article and how binding its words are: （第四十四条第二款，原则上）."""
    force = norm.basis.force if isinstance(norm.basis, Citation) else Force.HARD
    weak = say(f"force-{force}") if force is not Force.HARD else ""
    return say("bracket", text=say.basis(norm.basis) + weak)


def _readings(norm: Norm, say: Wording) -> str:
    """The open questions on which a rule depends, with the options under which it holds."""
    switches = say.rulebook.switches
    asked = [f"{term}={'/'.join(options)}" for term, options in norm.when.terms if term in switches]
    return say("by-reading", readings=say.join(asked)) if asked else ""


def _facts(facts: Iterable[str], say: Wording, code: str = "semicolon") -> str:
    return say.join((say.rulebook.facts[fact].name.say(say.language) for fact in facts), code)


def _if(facts: tuple[str, ...], say: Wording) -> str:
    return say("if-facts", facts=_facts(facts, say)) if facts else ""


def _sections(item: Routed, say: Wording) -> list[tuple[str, list[str]]]:
    missing = [r for r in item.requirements if r.state == "missing"]
    still = [(r, r.unshown if r.state == "missing" else (*r.lacking, *r.unshown)) for r in item.requirements]
    conditional = [d for d in item.expected if not d.firm and d.state not in ("met", "late")]
    wordy = [d for d in item.expected if d.firm and d.state == "no-number"]
    return [
        ("h-nobody", [_nobody(step, say) for step in item.failed]),
        ("h-missing", [_requirement(r, r.lacking, say) for r in missing]),
        ("h-to-show", [_requirement(r, facts, say) for r, facts in still if facts]),
        ("h-breached", _breached(item, say)),
        ("h-conditional", [_if(d.provided, say) + _deadline(d, say) for d in conditional]),
        ("h-no-number", [_deadline(d, say) for d in wordy]),
        ("h-duties", _duties(item, say)),
        ("h-notes", _notes(item, say)),
        ("h-assumptions", _assumptions(item, say)),
    ]


def _nobody(step: FailedStep, say: Wording) -> str:
    """Why nobody can do a step: the articles behind it, and which cover did not come."""
    rules = say.rulebook.rules
    behind = say.articles(cited((id for id in step.rules if id in rules), rules))
    return say("nobody-for", act=say.act(step.act), articles=behind) + say.shortfalls((step,))


def _requirement(item: RequirementNow, facts: tuple[str, ...], say: Wording) -> str:
    asked = say("requirement", act=say.act(item.norm.act), facts=_facts(facts, say))
    return _if(item.provided, say) + asked + _because_of(item.norm, say)


def _breached(item: Routed, say: Wording) -> list[str]:
    found = []
    for prohibition in item.prohibitions:
        if prohibition.breached:
            act, facts = say.act(prohibition.norm.act), _facts(prohibition.shown, say)
            text = (
                say("forbidden-because", act=act, facts=facts) if facts else say("forbidden-always", act=act)
            )
            found.append(text + _because_of(prohibition.norm, say))
    return found


def _deadline(item: DeadlineNow, say: Wording) -> str:
    text = f"{say.act(item.norm.act)}{_colon(say)}{_limit(item, say)}{_because_of(item.norm, say)}"
    return text + (say("semicolon") + say("step-overdue") if item.state == "overdue" else "")


def _duties(item: Routed, say: Wording) -> list[str]:
    order = say.rulebook.chain_order
    done = {step.act for step in item.steps if step.state == "done"}
    owed = [o for o in item.duties if o.duty.norm.act not in done]
    return [_duty(o, say) for o in sorted(owed, key=lambda o: (order[o.duty.norm.act], o.duty.norm.id))]


def _duty(owed: Owed, say: Wording) -> str:
    norm = owed.duty.norm
    unless = say("unless-facts", facts=_facts(owed.duty.unless, say, "or")) if owed.duty.unless else ""
    if not owed.offices:
        text = say("duty-nobody", act=say.act(norm.act))
    else:
        who = say.join(_owing(owed, say), "semicolon")
        offices = say.join(map(say.capacity, owed.offices))
        text = say("duty-by", act=say.act(norm.act), who=who or say("office-away", offices=offices))
    return _if(owed.duty.provided, say) + text + _because_of(norm, say) + unless


def _owing(owed: Owed, say: Wording) -> list[str]:
    """Those who owe it by their own post, by name; those who stand in for others, with the article."""
    own = [actor.person for actor in owed.actors if actor.relation == "incumbent"]
    others = actor_words((actor for actor in owed.actors if actor.relation != "incumbent"), say)
    return [*([say.join(map(say.person, say.by_rank(dict.fromkeys(own))))] if own else []), *others]


def _notes(item: Routed, say: Wording) -> list[str]:
    done = {step.act for step in item.steps if step.finished}
    notes = [
        say("note-apart", one=say.act(rule.acts[0]), other=say.act(rule.acts[1]), basis=say.basis(rule.basis),
            done=say.acts(act for act in rule.acts if act in done))
        for rule in item.apart
    ]  # fmt: skip
    notes += [say("note-skipped", act=say.act(act), first=say.act(first)) for act, first in item.skipped]
    for limit in item.deadlines:
        if limit.firm and limit.state == "overdue" and limit.norm.silence == "no-objection" and limit.unless:
            words = {"act": say.act(limit.norm.act), "facts": _facts(limit.unless, say)}
            notes.append(say("note-silence", **words) + _because_of(limit.norm, say))
    for norm in item.cadences:
        names = say.join(say.rulebook.bodies[body].name.say(say.language) for body in norm.bodies)
        notes.append(
            say("note-cadence", bodies=names, period=period(norm.every, say), basis=_because_of(norm, say))
        )
    return notes


def _assumptions(item: Routed, say: Wording) -> list[str]:
    """What the file leaves out and the answer takes for granted."""
    facts = say.rulebook.facts
    taken = {fact for p in item.prohibitions for fact in p.assumed}
    taken |= {fact for d in item.expected for fact in d.unless}
    taken |= {fact for owed in item.duties for fact in owed.duty.unless}
    found = []
    if item.standing.case.assumed:
        labels = (default_label(id, value, say) for id, value in sorted(item.standing.case.assumed.items()))
        found.append(say("assumed-default", defaults=say.join(labels, "semicolon")))
    for code, value in (("assumed-no", False), ("assumed-yes", True)):
        listed = sorted(fact for fact in taken if facts[fact].in_order is value)
        found += [say(code, facts=_facts(listed, say))] if listed else []
    return found
