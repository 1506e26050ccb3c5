"""A rule or norm in one sentence: who may, must or must not do which act, on what, and when.

What officials say about a rule; its article, force and key terms are ``basis``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from guiju.explain.actor_words import actors, capacity_words, guard_words, tiers_in_order
from guiju.explain.phrases import RULES
from guiju.finding_words import MOST_LISTED
from guiju.messages import say as lookup
from guiju.model.authority import (
    ALWAYS,
    ANY_KIND,
    VACANT,
    Authority,
    Incompatibility,
    Mandate,
    Prerequisite,
    Recusal,
    Rule,
    Silence,
    Substitution,
)
from guiju.model.citation import Assumption, Basis
from guiju.model.procedure import Cadence, Deadline, Duty, Norm, Period, Prohibition, Report, Requirement
from guiju.model.reading import Guard, Guarded
from guiju.wording import Wording


def rule_sentence(rule: Rule | Norm, say: Wording) -> str:
    """The rule as one sentence, without its article."""
    text = _SENTENCES[type(rule)](rule, say)
    return text[:1].upper() + text[1:] + say("stop").strip()


def basis_words(basis: Basis, say: Wording) -> str:
    """第四十九条第一款（须），关键词：由区长签发."""
    if isinstance(basis, Assumption):
        return say.basis(basis)
    force = _(say, f"force-{basis.force}")
    if basis.against:
        force = _(say, "against", force=force, other=_(say, f"force-{basis.against}"))
    text = _(say, "basis", article=say.basis(basis), force=force)
    return text + (_(say, "terms", terms=say.join(basis.terms)) if basis.terms else "")


def _(say: Wording, code: str, **words: object) -> str:
    return lookup(RULES, code, say.language, **words)


def _where(say: Wording, when: Guard, facts: Iterable[str] = ()) -> str:
    """In which cases a rule applies; empty: always."""
    parts = [guard_words(when, say)] if when.asked else []
    listed = [say.rulebook.facts[id].name.say(say.language) for id in facts]
    parts += [_(say, "shows", facts=say.alternatives(listed))] if listed else []
    return _(say, "where", guard=say.join(parts, "semicolon")) if parts else ""


def _unless(say: Wording, facts: Iterable[str]) -> str:
    listed = [say.rulebook.facts[id].name.say(say.language) for id in facts]
    return _(say, "unless", facts=say.alternatives(listed)) if listed else ""


def listed(names: list[str], say: Wording) -> str:
    """A few names; of many, the first ones and how many more there are."""
    names = list(dict.fromkeys(names))
    if len(names) > MOST_LISTED + 1:
        return say("and-more", listed=say.join(names[:MOST_LISTED]), n=len(names) - MOST_LISTED)
    return say.join(names)


def _what(rule: object, say: Wording) -> str:
    """The documents and bodies that a rule names."""
    documents: tuple[str, ...] = getattr(rule, "documents", ())
    bodies = [say.rulebook.bodies[id].name.say(say.language) for id in getattr(rule, "bodies", ())]
    if len(documents) > 1 and set(documents) == set(say.rulebook.documents):
        return say.join([_(say, "all-documents"), *bodies])
    return listed([*map(say.document, documents), *bodies], say)


def _guarded(items: Iterable[Guarded[Any]], say: Wording, name: Callable[[Any], str]) -> list[str]:
    """Names, and once for all that share it, the guard under which they apply."""
    by_guard: dict[Guard, list[str]] = {}
    for item in items:
        by_guard.setdefault(item.when, []).append(name(item.value))
    return [
        _(say, "guarded", value=say.join(names), guard=guard_words(guard, say)) if guard.asked else one
        for guard, names in by_guard.items()
        for one in (names if not guard.asked else names[:1])
    ]


def _authority(rule: Authority, say: Wording) -> str:
    code = "authority-body" if rule.bodies else "authority"
    words = {"where": _where(say, rule.when), "what": _what(rule, say), "act": say.act(rule.act)}
    return _(say, code, by=actors(rule.by, say), **words)


def _silence(rule: Silence, say: Wording) -> str:
    return _(say, "silence", where=_where(say, rule.when), what=_what(rule, say), act=say.act(rule.act))


def _substitution(rule: Substitution, say: Wording) -> str:
    by = _(say, "partner") if not rule.tiers else _tiers(rule, say)
    acts = say.alternatives(_guarded(rule.acts, say, say.act)) or _(say, "any-act")
    where = _where(say, rule.when)
    text = _(say, "substitution", where=where, away=_away(rule, say), by=by, acts=acts)
    return text + say("bracket", text=say.relation_name(rule.relation)) + _conditions(rule, say)


def _tiers(rule: Substitution, say: Wording) -> str:
    if rule.ordered is not None:
        return tiers_in_order(rule.tiers, say)
    return say.alternatives(_(say, "the", name=say.post(post)) for tier in rule.tiers for post in tier)


def _away(rule: Substitution, say: Wording) -> str:
    """Whose absence, of which kind, starts the cover."""
    covered = say.alternatives(capacity_words(item, say) for item in rule.covers)
    values = {item.value for item in rule.trigger}
    if ALWAYS in values:
        return _(say, "whether-away", covered=covered)
    kinds = [item for item in rule.trigger if item.value not in (ANY_KIND, VACANT)]
    names = say.alternatives(_guarded(kinds, say, lambda id: say.kinds([id])))
    away = _(say, "away") if ANY_KIND in values else _(say, "away-kinds", kinds=names) if kinds else ""
    if VACANT in values:
        away = _(say, "or-vacated", kinds=away) if away else _(say, "vacated")
    return _(say, "when-away", covered=covered, away=away)


def _conditions(rule: Substitution, say: Wording) -> str:
    """Order, documents, start, timing, eligibility, and how far cover goes."""
    text = ""
    if rule.ordered is not None and len(rule.tiers) > 1:
        text += _optional("in-order", rule.ordered, say)
    if rule.documents:
        text += _(say, "only-documents", what=_what(rule, say))
    giver = capacity_words(rule.giver, say) if rule.giver else _(say, "covered-holder")
    ways = _guarded(rule.activation, say, lambda way: _(say, f"start-{way}", giver=giver))
    text += _(say, "starts", ways=say.alternatives(ways)) if ways else ""
    text += _timing(rule, say) if any(item.value == "by-mandate" for item in rule.activation) else ""
    text += _optional("chained", rule.chained, say) + _optional("defers", rule.defers, say)
    return text + _eligible(rule, say)


def _optional(code: str, guard: Guard | None, say: Wording) -> str:
    if guard is None:
        return ""
    return _(say, f"{code}-where", guard=guard_words(guard, say)) if guard.asked else _(say, code)


def _timing(rule: Substitution | Mandate, say: Wording) -> str:
    ways = _guarded(rule.timing, say, lambda way: _(say, f"time-{way}"))
    return _(say, "timing", ways=say.alternatives(ways)) if ways else ""


def _eligible(rule: Substitution | Mandate, say: Wording) -> str:
    names = _guarded(rule.eligible, say, lambda id: say.rulebook.qualifications[id].name.say(say.language))
    return _(say, "eligible", needs=say.join(names)) if names else ""


def _mandate(rule: Mandate, say: Wording) -> str:
    to = _guarded(rule.to, say, lambda item: capacity_words(item, say))
    text = _(
        say, "mandate", where=_where(say, rule.when), giver=capacity_words(rule.giver, say),
        to=say.alternatives(to), acts=say.acts(rule.acts), what=_what(rule, say),
    )  # fmt: skip
    text += _timing(rule, say) + _eligible(rule, say)
    if rule.onward:
        text += _(say, "onward", to=say.alternatives(_guarded(rule.onward, say, say.post)), n=rule.levels)
    return text + (_(say, "personal") if rule.personal else "")


def _incompatibility(rule: Incompatibility, say: Wording) -> str:
    acts = _(say, "all-and").join(map(say.act, rule.acts))
    return _(say, "incompatibility", where=_where(say, rule.when), acts=acts, what=_what(rule, say))


def _recusal(rule: Recusal, say: Wording) -> str:
    people = say.alternatives(
        _(say, "the", name=say.rulebook.attributes[id].name.say(say.language)) for id in rule.people
    )
    acts = say.acts(rule.acts)
    return _(say, "recusal", where=_where(say, rule.when), people=people, acts=acts, what=_what(rule, say))


def _prerequisite(rule: Prerequisite, say: Wording) -> str:
    needs = guard_words(rule.needs, say)
    return _(
        say, "prerequisite", where=_where(say, rule.when), needs=needs, act=say.act(rule.act),
        what=_what(rule, say),
    )  # fmt: skip


def _requirement(norm: Requirement, say: Wording) -> str:
    needs = say.join(say.rulebook.facts[id].name.say(say.language) for id in norm.needs)
    where = _where(say, norm.when, norm.facts)
    return _(say, "requirement", where=where, act=say.act(norm.act), needs=needs, what=_what(norm, say))


def _prohibition(norm: Prohibition, say: Wording) -> str:
    where = _where(say, norm.when, norm.facts)
    text = _(say, "prohibition", where=where, act=say.act(norm.act), what=_what(norm, say))
    return text + _unless(say, norm.unless)


def _duty(norm: Duty, say: Wording) -> str:
    words = {"act": say.act(norm.act), "what": _what(norm, say), "where": _where(say, norm.when, norm.facts)}
    by = {} if norm.by is None else {"by": actors(norm.by, say)}
    return _(say, "duty" if by else "duty-nobody", **by, **words) + _unless(say, norm.unless)


def period_words(period: Period, say: Wording) -> str:
    return _(say, period.unit, n=period.count)


def _deadline(norm: Deadline, say: Wording) -> str:
    if norm.start is None:
        start = _(say, "after-receipt")
    else:
        start = _(say, "before-act" if norm.before else "after-act", act=say.act(norm.start))
    if norm.within is not None:
        code = "within-before" if norm.before else "within"
        limit = _(say, code, start=start, period=period_words(norm.within, say))
    else:
        assert norm.word is not None
        limit = _(say, "word", start=start, word=norm.word.say(say.language))
    text = _(
        say, "deadline", where=_where(say, norm.when, norm.facts), act=say.act(norm.act), limit=limit,
        what=_what(norm, say),
    )  # fmt: skip
    text += _(say, "silent-consent") if norm.silence == "no-objection" else ""
    return text + _unless(say, norm.unless)


def _cadence(norm: Cadence, say: Wording) -> str:
    what = _what(norm, say)
    return _(say, "cadence", where=_where(say, norm.when), what=what, period=period_words(norm.every, say))


def _report(norm: Report, say: Wording) -> str:
    posts = say.alternatives(_(say, "the", name=say.post(post)) for post in norm.posts)
    to = _(say, "the", name=say.post(norm.to))
    return _(say, "report", where=_where(say, norm.when), posts=posts, kinds=say.kinds(norm.kinds), to=to)


_SENTENCES: dict[type, Callable[..., str]] = {
    Authority: _authority, Silence: _silence, Substitution: _substitution, Mandate: _mandate,
    Incompatibility: _incompatibility, Recusal: _recusal, Prerequisite: _prerequisite,
    Requirement: _requirement, Prohibition: _prohibition, Duty: _duty, Deadline: _deadline,
    Cadence: _cadence, Report: _report,
}  # fmt: skip
