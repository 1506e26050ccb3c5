"""Who acts, and in which cases, in words: expressions and guards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from guiju.explain.phrases import RULES
from guiju.messages import say as lookup
from guiju.model.authority import Capacity, OfActing
from guiju.model.document import (
    AtLeastOf,
    ByBody,
    ByUnit,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    Named,
    PeopleOf,
    Where,
    atoms,
)
from guiju.model.reading import Guard
from guiju.wording import Wording

MOST_PARTS = 30
"""A named expression with more parts is called by its name."""


def _(say: Wording, code: str, **words: object) -> str:
    return lookup(RULES, code, say.language, **words)


def guard_words(guard: Guard, say: Wording) -> str:
    """A guard: the case in words, readings by their id and option."""
    switches = say.rulebook.switches
    case = Guard(tuple(term for term in guard.terms if term[0] not in switches), guard.bounds)
    parts = [say.guard(case)] if case.asked else []
    for id, options in guard.terms:
        if id in switches:
            names = say.alternatives(switches[id].options[option].say(say.language) for option in options)
            parts.append(_(say, "reading", id=id, options=names))
    return say.join(parts, "semicolon")


def actors(expression: Expression, say: Wording) -> str:
    """区长；区长和分管领导共同；…中至少两人."""
    match expression:
        case Holder(post):
            return _(say, "the", name=say.post(post))
        case InRole(attribute):
            return _(say, "the", name=say.rulebook.attributes[attribute].name.say(say.language))
        case EachOf(target):
            named = say.rulebook.posts.get(target) or say.rulebook.attributes[target]
            return _(say, "each", name=named.name.say(say.language))
        case ByUnit(unit):
            known = say.rulebook.units[unit]
            return _(say, "unit", unit=known.name.say(say.language), leader=say.post(known.leader))
        case ByBody(body):
            return _(say, "the", name=say.rulebook.bodies[body].name.say(say.language))
        case FirstOf(tiers):
            text = tiers_in_order(tiers, say)
            return _(say, "first-of", tiers=text) if len(tiers) > 1 else text
        case PeopleOf(count, one):
            return _(say, "people-of", one=_part(one, say), n=count)
        case AtLeastOf():
            return _several(expression, say)
        case Named(name):
            return _named(name, say)
        case Where(guarded):
            value = actors(guarded.value, say)
            return _(say, "guarded", value=value, guard=guard_words(guarded.when, say))


def tiers_in_order(tiers: tuple[tuple[str, ...], ...], say: Wording) -> str:
    """常务副区长，其次副区长."""
    names = (say.alternatives(_(say, "the", name=say.post(post)) for post in tier) for tier in tiers)
    return _(say, "then").join(names)


def capacity_words(capacity: Capacity, say: Wording) -> str:
    """A post, a role, or whoever acts in a relation."""
    name = say.capacity(capacity)
    return name if isinstance(capacity, OfActing) else _(say, "the", name=name)


def _named(name: str, say: Wording) -> str:
    return actors(say.rulebook.signers[name], say) if _small(name, say) else _(say, "named", id=name)


def _small(name: str, say: Wording) -> bool:
    parts = islice(atoms(Named(name), say.rulebook.signers), MOST_PARTS + 1)
    return sum(1 for part in parts) <= MOST_PARTS


def _several(item: AtLeastOf, say: Wording) -> str:
    parts = [_part(part, say) for part in _alternatives(item, say)]
    if item.count == len(parts) > 1:
        text = _(say, "all-of", parts=say.join(parts) if len(parts) > 2 else _(say, "all-and").join(parts))
    elif item.count == 1:
        text = say.alternatives(dict.fromkeys(parts))
    else:
        text = _(say, "some-of", parts=say.join(parts), n=item.count)
    return _(say, "different", parts=text) if item.different else text


def _alternatives(item: AtLeastOf, say: Wording) -> Iterator[Expression]:
    """The parts; of alternatives within alternatives, theirs."""
    for part in item.parts:
        small = isinstance(part, Named) and _small(part.name, say)
        inner = say.rulebook.signers[part.name] if isinstance(part, Named) and small else part
        if isinstance(inner, AtLeastOf) and inner.count == item.count == 1:
            yield from _alternatives(inner, say)
        else:
            yield part


def _part(item: Expression, say: Wording) -> str:
    """A part of a larger expression: in brackets where it has parts of its own."""
    text = actors(item, say)
    whole = say.rulebook.signers[item.name] if isinstance(item, Named) else item
    several = isinstance(whole, AtLeastOf | FirstOf | PeopleOf)
    return say("bracket", text=text).strip() if several else text
