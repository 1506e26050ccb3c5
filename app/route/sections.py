"""What stands below the table of ``route``: missing, open, breached, owed, noted, assumed."""

from __future__ import annotations

from guiju.acting import actor_words
from guiju.model.due import DeadlineNow
from guiju.model.file_in_hand import RequirementNow
from guiju.page import default_label
from guiju.route.itinerary import Owed, Routed
from guiju.route.words import because_of, colon, facts_words, if_words, limit, period
from guiju.verify.explain import cited
from guiju.verify.verdict import FailedStep
from guiju.wording import Wording


def sections(item: Routed, say: Wording) -> list[tuple[str, list[str]]]:
    missing = [r for r in item.requirements if r.state == "missing"]
    still = [(r, r.unshown if r.state == "missing" else (*r.lacking, *r.unshown)) for r in item.requirements]
    conditional = [d for d in item.expected if not d.firm and d.state not in ("met", "late")]
    wordy = [d for d in item.expected if d.firm and d.state == "no-number"]
    return [
        ("h-nobody", [_nobody(step, say) for step in item.failed]),
        ("h-missing", [_requirement(r, r.lacking, say) for r in missing]),
        ("h-to-show", [_requirement(r, facts, say) for r, facts in still if facts]),
        ("h-breached", _breached(item, say)),
        ("h-conditional", [if_words(d.provided, say) + _deadline(d, say) for d in conditional]),
        ("h-no-number", [_deadline(d, say) for d in wordy]),
        ("h-duties", _duties(item, say)),
        ("h-notes", _notes(item, say)),
        ("h-assumptions", _assumptions(item, say)),
    ]


def _nobody(step: FailedStep, say: Wording) -> str:
    """Why nobody can do a step: the articles behind it, and which cover did not come."""
    rules, act = say.rulebook.rules, say.act(step.act)
    if step.unmet:
        return say("gap-void", acts=act, basis=say.join(say.basis(rules[id].basis) for id in step.unmet))
    return say("nobody-for", act=act, articles=say.articles(cited(step.rules, rules))) + say.shortfalls(
        (step,)
    )


def _requirement(item: RequirementNow, facts: tuple[str, ...], say: Wording) -> str:
    asked = say("requirement", act=say.act(item.norm.act), facts=facts_words(facts, say))
    return if_words(item.provided, say) + asked + because_of(item.norm, say)


def _breached(item: Routed, say: Wording) -> list[str]:
    found = []
    for prohibition in item.prohibitions:
        if prohibition.breached:
            code = "forbidden-because" if prohibition.shown else "forbidden-always"
            words = {"act": say.act(prohibition.norm.act), "facts": facts_words(prohibition.shown, say)}
            found.append(say(code, **words) + because_of(prohibition.norm, say))
    return found


def _deadline(item: DeadlineNow, say: Wording) -> str:
    text = f"{say.act(item.norm.act)}{colon(say)}{limit(item, say)}{because_of(item.norm, say)}"
    return text + _late(item, say)


def _duties(item: Routed, say: Wording) -> list[str]:
    order = say.rulebook.chain_order
    done = {step.act for step in item.steps if step.state == "done"}
    owed = [o for o in item.duties if o.duty.norm.act not in done]
    owed.sort(key=lambda o: (order[o.duty.norm.act], o.duty.norm.id))
    return [_duty(o, say) + _by_when(o, item, say) for o in owed]


def _by_when(owed: Owed, item: Routed, say: Wording) -> str:
    """The deadlines of a duty that have a number."""
    act = owed.duty.norm.act
    own = [d for d in item.deadlines if d.norm.act == act and d.firm and d.norm.within is not None]
    return "".join(say("semicolon") + limit(d, say) + because_of(d.norm, say) + _late(d, say) for d in own)


def _late(item: DeadlineNow, say: Wording) -> str:
    return say("semicolon") + say("step-overdue") if item.state == "overdue" else ""


def _duty(owed: Owed, say: Wording) -> str:
    norm = owed.duty.norm
    unless = say("unless-facts", facts=facts_words(owed.duty.unless, say, "or")) if owed.duty.unless else ""
    if not owed.offices:
        text = say("duty-nobody", act=say.act(norm.act))
    else:
        who = say.join(_owing(owed, say), "semicolon")
        offices = say.join(map(say.capacity, owed.offices))
        text = say("duty-by", act=say.act(norm.act), who=who or say("office-away", offices=offices))
    return if_words(owed.duty.provided, say) + text + because_of(norm, say) + unless


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
    for late in item.deadlines:
        if late.firm and late.state == "overdue" and late.norm.silence == "no-objection" and late.unless:
            words = {"act": say.act(late.norm.act), "facts": facts_words(late.unless, say)}
            notes.append(say("note-silence", **words) + because_of(late.norm, say))
    for norm in item.cadences:
        names = say.join(say.rulebook.bodies[body].name.say(say.language) for body in norm.bodies)
        notes.append(
            say("note-cadence", bodies=names, period=period(norm.every, say), basis=because_of(norm, say))
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
        found += [say(code, facts=facts_words(listed, say))] if listed else []
    return found
