"""Whether an act can still be done while the holder of one post is away and everybody else is there."""

from __future__ import annotations

from guiju.model.authority import Authority, Capacity, OfRole
from guiju.model.condition import FALSE, TRUE, Condition, all_of, any_of, at_least, negate
from guiju.model.document import AtLeastOf, Expression, FirstOf, InRole, Named, PeopleOf, Where
from guiju.verify.lint.ground import Ground


def lasts(ground: Ground, rule: Authority, post: str) -> Condition:
    """The readings under which the rule can be followed at its bodies without the holder of the post."""
    done: dict[str, Condition] = {}
    return _lasts(ground, rule.by, rule, post, done)


def _lasts(
    ground: Ground, expression: Expression, rule: Authority, post: str, done: dict[str, Condition]
) -> Condition:
    match expression:
        case AtLeastOf(count, parts):
            return at_least(count, (_lasts(ground, part, rule, post, done) for part in parts))
        case PeopleOf(_, one):
            return _lasts(ground, one, rule, post, done)
        case Where(guarded):
            inner = _lasts(ground, guarded.value, rule, post, done)
            return all_of([ground.guard(guarded.when), inner])
        case Named(name):
            for part in ground.book.signers_inside(name):
                if part not in done:
                    done[part] = _lasts(ground, ground.book.signers[part], rule, post, done)
            return done[name]
        case FirstOf(tiers) if any(other != post for tier in tiers for other in tier):
            return TRUE
        case _:
            return all_of(
                _without(ground, capacity, isinstance(expression, InRole), rule, post)
                for capacity in ground.own(expression)
            )


def _without(ground: Ground, capacity: Capacity, one: bool, rule: Authority, post: str) -> Condition:
    """Somebody has the capacity who is not away, or is covered. ``one``: any one holder will do."""
    holders = ground.holders_of(capacity)
    if post not in holders:
        return TRUE
    others = [held for other, held in holders.items() if other != post] if one else []
    free = any_of([negate(holders[post]), *others]) if isinstance(capacity, OfRole) else FALSE
    return any_of([free, ground.covered(capacity, rule.act, None)])
