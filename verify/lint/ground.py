"""What detectors stand on: a rulebook with a roster under a reading, and what holds in it for certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from guiju.model.authority import (
    ALWAYS,
    ANY_KIND,
    VACANT,
    Authority,
    Capacity,
    OfPost,
    OfRole,
    Substitution,
)
from guiju.model.circumstance import NO_CASE, Circumstance
from guiju.model.condition import (
    FALSE,
    TRUE,
    Condition,
    Leaf,
    Reads,
    all_of,
    any_of,
    constant,
    leaves,
    rewrite,
)
from guiju.model.document import (
    AtLeastOf,
    ByUnit,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    Named,
    PeopleAttribute,
    PeopleOf,
    PersonAttribute,
    Where,
    atoms,
)
from guiju.model.office import Roster
from guiju.model.reading import Guard, Guarded, Reading
from guiju.model.rulebook import Rulebook

MOST_READINGS = 4096


@dataclass(frozen=True)
class Ground:
    """``reading`` may leave switches open: then a thing holds when it holds under every option.

    Guards on the case count as met: a detector asks what the text provides for at all.
    """

    book: Rulebook
    roster: Roster
    reading: Reading
    _covered: dict[tuple[Capacity, str], Condition] = field(default_factory=dict, repr=False)

    @cached_property
    def circumstance(self) -> Circumstance:
        return Circumstance(self.book, self.roster, self.reading)

    def guard(self, guard: Guard) -> Condition:
        """When a guard can hold: a condition over the switches that are open."""
        terms = tuple(term for term in guard.terms if term[0] in self.book.switches)
        return self.circumstance.guard(Guard(terms), NO_CASE)

    def always(self, condition: Condition) -> bool:
        """Holds under every option of the open switches. Beyond 4,096 combinations: no."""
        if condition is TRUE or condition is FALSE:
            return condition is TRUE
        asked = sorted({item.switch for item in leaves(condition) if isinstance(item, Reads)})
        options = [sorted(self.book.switches[id].options) for id in asked]
        ways = 1
        for listed in options:
            ways *= len(listed)
        if ways > MOST_READINGS:
            return False
        return all(_under(condition, dict(zip(asked, way, strict=True))) for way in product(*options))

    def possible(self, guard: Guard) -> bool:
        return self.guard(guard) is not FALSE

    # Who acts

    def capacities(self, expression: Expression) -> Iterator[OfPost | OfRole]:
        """The posts and roles that an expression names."""
        for item in atoms(expression, self.book.signers):
            match item:
                case Holder(post):
                    yield OfPost(post)
                case InRole(attribute):
                    yield OfRole(attribute)
                case EachOf(target):
                    yield OfRole(target) if target in self.book.attributes else OfPost(target)
                case ByUnit(unit):
                    yield OfPost(self.book.units[unit].leader)
                case FirstOf(tiers):
                    yield from (OfPost(post) for tier in tiers for post in tier)

    def posts_of(self, capacity: Capacity) -> tuple[str, ...]:
        """The posts whose holders can have a capacity under the reading."""
        if isinstance(capacity, OfPost):
            return (capacity.post,)
        if not isinstance(capacity, OfRole):
            return ()
        attribute = self.book.attributes[capacity.attribute]
        if not isinstance(attribute, PersonAttribute | PeopleAttribute):
            return ()
        return tuple(item.value for item in attribute.holders if self.possible(item.when))

    @cached_property
    def powers(self) -> tuple[tuple[Authority, OfPost | OfRole], ...]:
        """Every authority rule that can be in force, with each capacity without which its act stops."""
        return tuple(
            (rule, capacity)
            for rule in self.book.authorities
            if self.possible(rule.when)
            for capacity in sorted(self.needed(rule.by), key=str)
            if not self._replaced(rule, capacity)
        )

    def _replaced(self, rule: Authority, capacity: OfPost | OfRole) -> bool:
        """On every document and at every body of a rule, another rule lets somebody else do the act."""
        others = [
            other for other in self.book.authorities
            if other.act == rule.act and other.id != rule.id
            and wherever(rule.when, other.when) and capacity not in self.needed(other.by)
        ]  # fmt: skip
        documents = {document for other in others for document in other.documents}
        bodies = {body for other in others for body in other.bodies}
        return set(rule.documents) <= documents and set(rule.bodies) <= bodies

    def needed(self, expression: Expression) -> frozenset[OfPost | OfRole]:
        """The capacities without which nobody can act under an expression: of alternatives, none."""
        match expression:
            case AtLeastOf(count, parts):
                each = [self.needed(part) for part in parts]
                spare = len(parts) - count
                return frozenset(c for c in frozenset().union(*each) if sum(c in e for e in each) > spare)
            case FirstOf(tiers):
                posts = [post for tier in tiers for post in tier]
                return frozenset(map(OfPost, posts)) if len(posts) == 1 else frozenset()
            case PeopleOf(_, one):
                return self.needed(one)
            case Where(guarded):
                return self.needed(guarded.value) if self.possible(guarded.when) else frozenset()
            case Named(name):
                return self.needed(self.book.signers[name])
            case _:
                return frozenset(self.capacities(expression))

    # Who covers

    def covered(self, capacity: Capacity, act: str) -> Condition:
        """Some substitution stands in for an absent holder of the capacity, for the act."""
        key = (capacity, act)
        if key not in self._covered:
            self._covered[key] = any_of(
                all_of([self.guard(rule.when), self.acts(rule, act), self.absence(rule)])
                for rule in self.book.substitutions
                if capacity in rule.covers
            )
        return self._covered[key]

    def acts(self, rule: Substitution, act: str) -> Condition:
        return any_of(self.guard(item.when) for item in rule.acts if item.value == act)

    def absence(self, rule: Substitution) -> Condition:
        """The rule answers some absence, and not vacancy alone."""
        return any_of(self.guard(item.when) for item in rule.trigger if item.value != VACANT)

    def on_vacancy(self, rule: Substitution) -> Condition:
        named = [item for item in rule.trigger if item.value == VACANT]
        return all_of([self.guard(rule.when), any_of(self.guard(item.when) for item in named)])

    # Kinds of absence

    def kinds_meant(self, named: Iterable[Guarded[str]]) -> frozenset[str]:
        """The kinds of absence that a trigger knows for certain, those that entail them included."""
        found: set[str] = set()
        for item in named:
            if not self.always(self.guard(item.when)):
                continue
            if item.value in (ANY_KIND, ALWAYS):
                return frozenset(self.book.kinds)
            found |= {kind for kind in self.book.kinds if item.value in self.entailed(kind)}
        return frozenset(found)

    def entailed(self, kind: str) -> frozenset[str]:
        """A kind of absence, and all that it certainly is as well."""
        found, waiting = {kind}, [kind]
        while waiting:
            for item in self.book.kinds[waiting.pop()].entails:
                if item.value not in found and self.always(self.guard(item.when)):
                    found.add(item.value)
                    waiting.append(item.value)
        return frozenset(found)


def wherever(asked: Guard, other: Guard) -> bool:
    """The second guard holds in every case and reading in which the first does, read off their terms."""
    mine = dict(asked.terms)
    return not other.bounds and all(
        term in mine and set(mine[term]) <= set(options) for term, options in other.terms
    )


def _under(condition: Condition, reading: Reading) -> bool:
    def value(item: Leaf) -> Condition | None:
        return constant(reading[item.switch] == item.option) if isinstance(item, Reads) else None

    return rewrite(condition, value) is TRUE
