"""Whether an act can still be done while the holder of one post is away and everybody else is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from guiju.model.authority import Authority, Capacity, OfRole
from guiju.model.condition import FALSE, TRUE, Condition, all_of, any_of, at_least, negate
from guiju.model.document import AtLeastOf, Expression, FirstOf, Holder, InRole, Named, PeopleOf, Where
from guiju.model.reading import Guard
from guiju.verify.lint.ground import Ground


@dataclass(frozen=True)
class Lasting:
    """The act of rules on one document (None: at a meeting) while the holder of ``post`` is away.

    A role names one person in the case of a document, so there nobody else has it; whoever convenes a
    meeting may be any of its holders.
    """

    ground: Ground
    post: str
    act: str
    place: str | None
    _named: dict[str, Condition] = field(default_factory=dict, repr=False)

    def stops(self, rule: Authority, others: Iterable[Authority]) -> Condition:
        """The readings under which a rule asks for the act, and no rule lets anybody do it."""
        ways = (
            all_of([self.ground.guard(other.when), self.follows(other.by)])
            for other in others
            if other.act == rule.act and reaches(self.ground, other.when, rule.when)
        )
        return all_of([self.ground.guard(rule.when), negate(any_of(ways))])

    def follows(self, expression: Expression) -> Condition:
        """The readings under which an expression can be followed without the holder of the post."""
        match expression:
            case AtLeastOf(count, parts):
                return at_least(count, map(self.follows, parts))
            case PeopleOf(_, one):
                return self.follows(one)
            case Where(guarded):
                return all_of([self.ground.guard(guarded.when), self.follows(guarded.value)])
            case Named(name):
                for part in self.ground.book.signers_inside(name):
                    if part not in self._named:
                        self._named[part] = self.follows(self.ground.book.signers[part])
                return self._named[name]
            case FirstOf(tiers) if any(other != self.post for tier in tiers for other in tier):
                return TRUE
            case Holder(post) if self.ground.book.posts[post].seats[0] > 1:
                return TRUE
            case _:
                any_holder = self.place is None and isinstance(expression, InRole)
                return all_of(self._without(c, any_holder) for c in self.ground.own(expression))

    def _without(self, capacity: Capacity, any_holder: bool) -> Condition:
        """Somebody has the capacity who is not away, or is covered."""
        holders = self.ground.holders_of(capacity)
        if self.post not in holders:
            return TRUE
        others = [held for post, held in holders.items() if post != self.post] if any_holder else []
        free = any_of([negate(holders[self.post]), *others]) if isinstance(capacity, OfRole) else FALSE
        return any_of([free, self.ground.covered(capacity, self.act, self.place)])


def reaches(ground: Ground, one: Guard, other: Guard) -> bool:
    """Wherever the case meets the other guard it meets this one."""
    theirs, limits = dict(other.terms), dict(other.bounds)
    cases = ((term, options) for term, options in one.terms if term not in ground.book.switches)
    return all(term in theirs and set(theirs[term]) <= set(options) for term, options in cases) and all(
        limits.get(term) == bounds for term, bounds in one.bounds
    )
