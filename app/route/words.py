"""How ``route`` puts limits, articles, facts and readings into words."""

from __future__ import annotations

from collections.abc import Iterable

from guiju.model.citation import Citation, Force
from guiju.model.due import DeadlineNow
from guiju.model.procedure import Norm, Period
from guiju.wording import Wording


def colon(say: Wording) -> str:
    return "：" if say.language == "zh" else ": "


def limit(item: DeadlineNow, say: Wording) -> str:
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


def because_of(norm: Norm, say: Wording) -> str:
    """The article and how binding its words are: （第四十四条第二款，原则上）."""
    force = norm.basis.force if isinstance(norm.basis, Citation) else Force.HARD
    weak = say(f"force-{force}") if force is not Force.HARD else ""
    return say("bracket", text=say.basis(norm.basis) + weak)


def readings(norm: Norm, say: Wording) -> str:
    """The open questions on which a rule depends, with the options under which it holds."""
    switches = say.rulebook.switches
    asked = [f"{term}={'/'.join(options)}" for term, options in norm.when.terms if term in switches]
    return say("by-reading", readings=say.join(asked)) if asked else ""


def facts_words(facts: Iterable[str], say: Wording, code: str = "semicolon") -> str:
    return say.join((say.rulebook.facts[fact].name.say(say.language) for fact in facts), code)


def if_words(facts: tuple[str, ...], say: Wording) -> str:
    return say("if-facts", facts=facts_words(facts, say)) if facts else ""
