"""A second, literal interpreter of rulebooks, written from the documentation alone.

It shares no code with the resolver: people are tried one by one, actors are assigned to steps by brute force,
measures are compared as numbers. Slow on purpose; for casts of a handful of people.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from guiju.model.authority import (
    Authority,
    Capacity,
    Mandate,
    OfActing,
    OfPost,
    OfRole,
    Substitution,
    Timing,
)
from guiju.model.document import (
    AtLeastOf,
    ByBody,
    ByUnit,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    MeasureAttribute,
    Named,
    PeopleAttribute,
    PeopleOf,
    PersonAttribute,
    Where,
)
from guiju.model.measure import Interval
from guiju.model.office import Roster
from guiju.model.reading import Guard, Guarded
from guiju.model.rulebook import Rulebook

W = TypeVar("W", bound=str)
Team = frozenset[str]
"""The people who together do an act."""
NO_TEAM: frozenset[Team] = frozenset()
EMPTY: Team = frozenset()
SOMEBODY = "*"
"""Whoever does a step for which the text names nobody; no person of the roster."""
MANDATED = "mandate"

# ---------------------------------------------------------------- measures, as plain numbers

_UNITS = {"day": "days", "month": "months"}


def number_of(text: str) -> tuple[Fraction, str]:
    """The number and the unit that a quantity says: ``5万 CNY`` is 50000 of CNY, a date its day."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return Fraction(date.fromisoformat(text).toordinal()), "date"
    found = re.fullmatch(r"([0-9,]+(?:\.[0-9]+)?)(万|亿)?\s*([A-Za-z]*)", text)
    assert found is not None, text
    digits, group, unit = found.groups()
    value = Fraction(digits.replace(",", "")) * {None: 1, "万": 10_000, "亿": 100_000_000}[group]
    if unit in ("year", "years"):
        return value * 12, "months"
    return value, _UNITS.get(unit, unit)


def inside(text: str) -> list[str]:
    """Some values of a class such as ``(50000, 200000] CNY``: at both ends and between them."""
    found = re.fullmatch(r"([\[(])(.+), (.+)([\])])\s*([A-Za-z]*)", text)
    if found is None:
        return [text]
    left, low, high, right, unit = found.groups()
    open_low, open_high = low == "-∞", high == "∞"
    assert left == "(" or not open_low
    assert right == ")" or not open_high
    if unit == "date":
        first = None if open_low else date.fromisoformat(low).toordinal()
        last = None if open_high else date.fromisoformat(high).toordinal()
        assert left == "[" or open_low
        assert right == "]" or open_high
        if first is None:
            first = 1 if last is None else last - 400
        if last is None:
            last = first + 400
        return [date.fromordinal(day).isoformat() for day in sorted({first, (first + last) // 2, last})]
    start = Fraction(low)
    end = start + 1_000_000 if open_high else Fraction(high)
    step = Fraction(1, 10_000)
    first_value = start if left == "[" else start + step
    last_value = end if right == "]" or open_high else end - step
    values = sorted({first_value, (start + end) / 2, last_value})
    return [f"{_decimal(value)} {unit}".strip() for value in values if first_value <= value <= last_value]


def _decimal(value: Fraction) -> str:
    shown = f"{float(value):.4f}"
    assert Fraction(shown) == value, value
    return shown


def within(value: tuple[Fraction, str], interval: Interval) -> bool:
    """Whether a number lies between two bounds of its own unit."""
    number, unit = value
    if unit != interval.unit:
        return False
    if interval.low is not None:
        least, beyond = interval.low
        if number < least or (number == least and beyond):
            return False
    if interval.high is not None:
        most, included = interval.high
        if number > most or (number == most and not included):
            return False
    return True


# ---------------------------------------------------------------- one moment


@dataclass(frozen=True)
class Stand:
    """Somebody in a line of authority, there or not. ``person`` None: the post has no holder.

    ``roles``: the relations in which he acts; empty: in his own right. ``asked``: the rules whose giver is being
    looked for, which cannot rest on themselves.
    """

    person: str | None
    roles: frozenset[str] = frozenset()
    last: str = ""
    rules: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Now:
    """A rulebook and a roster in one world, with one document of one case in hand."""

    book: Rulebook
    roster: Roster
    document: str
    case: Mapping[str, str]
    absent: Mapping[str, str]
    vacant: frozenset[str]
    granted: bool
    reading: Mapping[str, str]
    somebody: bool
    body: str | None = None

    # ------------------------------------------------------------ guards

    def holds(self, guard: Guard | None) -> bool:
        if guard is None:
            return False
        return all(self.term(name, wanted) for name, wanted in guard.terms) and all(
            self.bounded(name, intervals) for name, intervals in guard.bounds
        )

    def term(self, name: str, wanted: tuple[str, ...]) -> bool:
        if name in self.book.switches:
            return self.reading[name] in wanted
        value = self.case.get(name)
        if value is None:
            return False
        if isinstance(self.book.attributes[name], PersonAttribute):
            return bool(set(self.roster.people[value].posts) & set(wanted))
        return value in wanted

    def bounded(self, name: str, intervals: tuple[Interval, ...]) -> bool:
        if name not in self.case:
            return False
        value = number_of(inside(self.case[name])[0])
        return any(within(value, interval) for interval in intervals)

    def listed(self, items: Iterable[Guarded[W]]) -> set[W]:
        return {item.value for item in items if self.holds(item.when)}

    # ------------------------------------------------------------ people

    def present(self, person: str) -> bool:
        return person not in self.absent

    def in_post(self, person: str, post: str) -> bool:
        return post in self.roster.people[person].posts and post not in self.vacant

    def holders(self, post: str) -> list[str]:
        return [person for person in self.roster.people if self.in_post(person, post)]

    def kinds(self, person: str) -> set[str]:
        """The kinds in which a person is away: his own and what it entails."""
        found: set[str] = set()
        waiting = [self.absent[person]] if person in self.absent else []
        while waiting:
            kind = waiting.pop()
            if kind not in found:
                found.add(kind)
                waiting += self.listed(self.book.kinds[kind].entails)
        return found

    def had_time(self, person: str) -> bool:
        """Present, or away in a kind that leaves time to act before."""
        return self.present(person) or self.book.kinds[self.absent[person]].planned

    def called(self, attribute: str) -> list[str]:
        """The people whom the case names."""
        value = self.case.get(attribute, "none")
        return [] if value == "none" else value.split("+")

    def named(self, attribute: str) -> list[str]:
        """The people whom the case names, as long as they hold one of the posts that it asks for."""
        known = self.book.attributes[attribute]
        assert isinstance(known, (PersonAttribute, PeopleAttribute))
        posts = self.listed(known.holders)
        return [p for p in self.called(attribute) if any(self.in_post(p, post) for post in posts)]

    def qualified(self, person: str, eligible: Iterable[Guarded[str]]) -> bool:
        return self.listed(eligible) <= set(self.roster.people[person].qualifications)

    def partners(self, person: str) -> list[str]:
        found = [b if a == person else a for a, b in self.roster.pairs if person in (a, b)]
        return [p for p in found if any(self.in_post(p, post) for post in self.book.posts)]

    def recused(self, act: str) -> set[str]:
        """The people who may not do the act on the document, whom the case names."""
        found: set[str] = set()
        if self.body is not None:
            return found
        for rule in self.book.recusals:
            if act in rule.acts and self.document in rule.documents and self.holds(rule.when):
                for attribute in rule.people:
                    found |= set(self.called(attribute))
        return found

    # ------------------------------------------------------------ who may act

    def holders_in(self, capacity: Capacity) -> list[str]:
        match capacity:
            case OfPost(post):
                return self.holders(post)
            case OfRole(attribute):
                return self.named(attribute)
        raise AssertionError(capacity)

    def lines_of(self, capacity: Capacity) -> list[str | None]:
        """One line for every holder; without any, one for the post itself."""
        return [*self.holders_in(capacity)] or [None]

    def may(self, act: str, capacity: Capacity, holder: str | None) -> set[str]:
        """Who may do an act by virtue of a post or role, on the line of one holder of it (None: of none)."""
        people = {stand.person for stand in self.line(act, capacity, holder)}
        return {p for p in people if p is not None and self.present(p)} - self.recused(act)

    def line(self, act: str | None, capacity: Capacity, holder: str | None) -> Iterator[Stand]:
        """Everybody in the line of one holder, there or not; ``act`` None: any act."""
        own = Stand(holder, people=() if holder is None else (holder,))
        stands = list(self.covered(act, capacity, own))
        yield from stands
        if self.body is not None:
            return
        for stand in stands:
            if stand.person is None:
                continue
            if stand.rules and not self.there(stand):
                continue  # he could not do it himself
            for rule in self.book.mandates:
                if rule.giver == capacity and self.lets(rule, act):
                    for mandatee in self.mandatees(rule, stand):
                        yield from self.covered(act, capacity, mandatee)

    def lets(self, rule: Mandate, act: str | None) -> bool:
        return self.document in rule.documents and (act is None or act in rule.acts) and self.holds(rule.when)

    # substitution

    def covered(self, act: str | None, capacity: Capacity, stand: Stand) -> Iterator[Stand]:
        """A stand and all who substitute for him, and for them in turn."""
        yield stand
        for rule in self.book.substitutions:
            for substitute in self.substitutes(rule, act, capacity, stand):
                yield from self.covered(act, capacity, substitute)

    def substitutes(
        self, rule: Substitution, act: str | None, capacity: Capacity, stand: Stand
    ) -> Iterator[Stand]:
        if not self.holds(rule.when):
            return
        if rule.documents and (self.body is not None or self.document not in rule.documents):
            return
        acts = self.listed(rule.acts)
        if not acts or (act is not None and act not in acts):
            return
        acting = {cover.relation for cover in rule.covers if isinstance(cover, OfActing)}
        chained = self.holds(rule.chained)
        directly = capacity in rule.covers if not stand.roles else bool(acting & stand.roles)
        if not directly and not (chained and stand.last == rule.id):
            return
        if rule.id in stand.asked or (rule.id in stand.rules and not chained):
            return
        if stand.person is None and not isinstance(capacity, OfPost):
            return  # a role is no post; nobody is named
        if not self.fires(rule, stand.person):
            return
        kept = stand.roles & acting  # who stands in for a presider presides
        if stand.last == rule.id:
            kept = stand.roles
        for person in self.candidates(rule, stand.person):
            if (
                person not in stand.people
                and self.qualified(person, rule.eligible)
                and self.active(rule, act, capacity, stand, person)
                and not self.deferring(rule, act, capacity, person)
            ):
                yield Stand(
                    person,
                    kept | {rule.relation},
                    rule.id,
                    (*stand.rules, rule.id),
                    (*stand.people, person),
                    stand.asked,
                )

    def fires(self, rule: Substitution, covered: str | None) -> bool:
        triggers = self.listed(rule.trigger)
        if covered is None:
            return "vacant" in triggers
        if "always" in triggers:
            return True
        if self.present(covered):
            return False
        return "any" in triggers or bool(triggers & self.kinds(covered))

    def candidates(self, rule: Substitution, covered: str | None) -> Iterator[str]:
        if not rule.tiers:
            yield from self.partners(covered) if covered is not None else ()
            return
        earlier: list[str] = []
        for tier in rule.tiers:
            there = [p for p in earlier if self.present(p) and self.qualified(p, rule.eligible)]
            if self.holds(rule.ordered) and there:
                return
            people = sorted({p for post in tier for p in self.holders(post)})
            yield from people
            earlier += people

    def active(
        self, rule: Substitution, act: str | None, capacity: Capacity, stand: Stand, person: str
    ) -> bool:
        modes = self.listed(rule.activation)
        covered = stand.person
        if "automatic" in modes:
            return True
        if "on-notice" in modes and self.granted and covered is not None and self.had_time(covered):
            return True
        if "by-mandate" not in modes:
            return False
        asked = stand.asked | {rule.id}
        lines = [(capacity, replace(stand, asked=asked))]
        if rule.giver is not None:
            lines = [
                (rule.giver, Stand(holder, people=() if holder is None else (holder,), asked=asked))
                for holder in self.lines_of(rule.giver)
            ]
        givers = {
            giver.person
            for line, first in lines
            for giver in self.covered(act, line, first)
            if giver is not None and (giver.person == first.person or self.there(giver))
        }
        return any(g is not None and self.in_force(rule.timing, g, person) for g in givers)

    def there(self, stand: Stand) -> bool:
        return stand.person is not None and self.present(stand.person)

    def deferring(self, rule: Substitution, act: str | None, capacity: Capacity, person: str) -> bool:
        """He leaves to the named mandatees what the text lets the covered holder mandate to them."""
        if act is None or self.body is not None or not self.holds(rule.defers):
            return False
        for mandate in self.book.mandates:
            if mandate.giver == capacity and self.lets(mandate, act):
                named = [to.value for to in mandate.to if self.holds(to.when)]
                posts = [to.post for to in named if isinstance(to, OfPost)]
                if posts and not any(self.in_post(person, post) for post in posts):
                    return True
        return False

    # mandate

    def in_force(self, timing: Iterable[Guarded[Timing]], giver: str, to: str) -> bool:
        modes = self.listed(timing)
        if giver == to:
            return False
        if "automatic" in modes:
            return True
        return self.granted and ("standing" in modes or ("prior-act" in modes and self.had_time(giver)))

    def mandatees(self, rule: Mandate, giver: Stand) -> Iterator[Stand]:
        people: set[str] = set()
        for to in rule.to:
            if self.holds(to.when):
                match to.value:
                    case OfPost(post):
                        people |= set(self.holders(post))
                    case OfActing(relation):
                        people |= self.acting(relation, rule.giver)
                    case OfRole(attribute):
                        people |= set(self.named(attribute))
        assert giver.person is not None
        line = replace(giver, people=(giver.person,))  # it begins with whoever grants
        yield from self.passed_to(rule, line, people, rule.levels if rule.onward else 0)

    def passed_to(self, rule: Mandate, giver: Stand, people: set[str], levels: int) -> Iterator[Stand]:
        assert giver.person is not None
        for person in sorted(people):
            if (
                person not in giver.people
                and self.qualified(person, rule.eligible)
                and self.in_force(rule.timing, giver.person, person)
            ):
                stand = Stand(
                    person,
                    frozenset({MANDATED}),
                    rule.id,
                    (*giver.rules, rule.id),
                    (*giver.people, person),
                    giver.asked,
                )
                yield stand
                if levels:  # under the same timing
                    onward = {p for post in self.listed(rule.onward) for p in self.holders(post)}
                    yield from self.passed_to(rule, stand, onward, levels - 1)

    def acting(self, relation: str, capacity: Capacity) -> set[str]:
        """Who acts for a holder in a relation, there or not, whatever that includes."""
        lines = (
            self.covered(None, capacity, Stand(holder, people=() if holder is None else (holder,)))
            for holder in self.lines_of(capacity)
        )
        return {s.person for line in lines for s in line if relation in s.roles and s.person is not None}

    # ------------------------------------------------------------ expressions

    def in_capacity(self, act: str, capacity: Capacity) -> set[str]:
        """Who may do an act by virtue of a post or role, for whichever holder."""
        found: set[str] = set()
        for holder in self.lines_of(capacity):
            found |= self.may(act, capacity, holder)
        return found

    def teams(self, act: str, by: Expression) -> frozenset[Team]:
        """Every team that fills an expression exactly."""
        match by:
            case Holder(post):
                return _alone(self.in_capacity(act, OfPost(post)))
            case InRole(attribute):
                return _alone(self.in_capacity(act, OfRole(attribute)))
            case EachOf(target):
                capacity = OfRole(target) if target in self.book.attributes else OfPost(target)
                holders: list[str | None] = list(self.holders_in(capacity))
                if isinstance(capacity, OfPost) and not holders:
                    holders = [None]  # whoever covers the vacant post, or nobody
                if isinstance(capacity, OfRole) and len(holders) < len(self.called(target)):
                    return NO_TEAM  # the case names somebody who is not in post
                return _together([_alone(self.may(act, capacity, h)) for h in holders])
            case AtLeastOf(count, parts, different):
                filled = [self.teams(act, part) for part in parts]
                found: frozenset[Team] = NO_TEAM
                for chosen in itertools.combinations(filled, count):
                    found |= _together(chosen, different)
                return found
            case PeopleOf(count, one):
                alone = self.teams(act, one)
                able = [p for p in sorted(self.roster.people) if {p} in alone]
                return frozenset(frozenset(chosen) for chosen in itertools.combinations(able, count))
            case FirstOf(tiers):
                return self.first(act, tiers)
            case ByUnit(unit):
                return _alone(self.in_capacity(act, OfPost(self.book.units[unit].leader)))
            case ByBody(body):
                return self.meets(body)
            case Named(name):
                return self.teams(act, self.book.signers[name])
            case Where(guarded):
                return self.teams(act, guarded.value) if self.holds(guarded.when) else NO_TEAM

    def first(self, act: str, tiers: tuple[tuple[str, ...], ...]) -> frozenset[Team]:
        found: frozenset[Team] = NO_TEAM
        for tier in tiers:
            for post in tier:
                found |= _alone(self.in_capacity(act, OfPost(post)))
            if any(self.present(p) for post in tier for p in self.holders(post)):
                break
        return found

    def meets(self, body: str) -> frozenset[Team]:
        """A body meets when every act that rules name for it can be done; it acts as a body, not as people."""
        there = replace(self, body=body)
        rules = [r for r in self.book.authorities if body in r.bodies and there.holds(r.when)]
        for act in {rule.act for rule in rules}:
            if not any(there.teams(act, rule.by) for rule in rules if rule.act == act):
                return NO_TEAM
        return frozenset({EMPTY}) if self.quorate(body) else NO_TEAM

    def quorate(self, body: str) -> bool:
        """Enough of the people who sit in the body are present, each counted once."""
        definition = self.book.bodies[body]
        if definition.quorum is None:
            return True
        listed = [p for p, who in self.roster.people.items() if set(who.posts) & set(definition.members)]
        here = [p for p in listed if any(p in self.holders(post) for post in definition.members)]
        needed = Fraction(definition.quorum.count or 0)
        if definition.quorum.share is not None:
            needed = Fraction(*definition.quorum.share) * len(listed)
        count = sum(self.present(p) for p in here)
        return count > needed if definition.quorum.more else count >= needed

    # ------------------------------------------------------------ the document

    def steps(self) -> dict[str, frozenset[Team]]:
        """The acts that the document asks for, each with the teams that could do it."""
        found: dict[str, frozenset[Team]] = {}
        rules: list[Authority] = [r for r in self.book.authorities if self.document in r.documents]
        for rule in rules:
            if self.holds(rule.when):
                found[rule.act] = found.get(rule.act, NO_TEAM) | self.teams(rule.act, rule.by)
        for silence in self.book.silences:
            if self.document in silence.documents and self.holds(silence.when):
                some = _alone({SOMEBODY}) if self.somebody else NO_TEAM
                found[silence.act] = found.get(silence.act, NO_TEAM) | some
        for needed in self.book.prerequisites:
            if (
                self.document in needed.documents
                and needed.act in found
                and self.holds(needed.when)
                and not self.holds(needed.needs)
            ):
                found[needed.act] = NO_TEAM
        return found

    def complete(self) -> bool:
        """Whether teams can be chosen for all steps so that no incompatibility is broken."""
        steps = self.steps()
        apart = [
            rule.acts
            for rule in self.book.incompatibilities
            if self.document in rule.documents and self.holds(rule.when)
        ]
        return bool(steps) and self._assign(sorted(steps), steps, {}, apart)

    def _assign(
        self,
        left: list[str],
        steps: Mapping[str, frozenset[Team]],
        done: dict[str, Team],
        apart: list[tuple[str, str]],
    ) -> bool:
        if not left:
            return True
        act, rest = left[0], left[1:]
        for team in sorted(steps[act], key=sorted):
            chosen = {**done, act: team}
            broken = any(
                one in chosen and other in chosen and (chosen[one] & chosen[other]) - {SOMEBODY}
                for one, other in apart
            )
            if not broken and self._assign(rest, steps, chosen, apart):
                return True
        return False


def _alone(people: Iterable[str]) -> frozenset[Team]:
    return frozenset(frozenset({person}) for person in people)


def _together(parts: Iterable[frozenset[Team]], different: bool = False) -> frozenset[Team]:
    """One team from every part; ``different``: nobody fills two parts."""
    found: frozenset[Team] = frozenset({EMPTY})
    for part in parts:
        found = frozenset(a | b for a in found for b in part if not (different and a & b))
    return found


def completable(
    book: Rulebook,
    roster: Roster,
    document: str,
    case: Mapping[str, str],
    absent: Mapping[str, str],
    vacant: Iterable[str],
    granted: str,
    reading: Mapping[str, str],
    somebody: bool = False,
) -> bool:
    """Whether a document can be completed in one world; ``granted`` is ``none`` or ``all``."""
    assert granted in ("none", "all")
    assert set(case) >= set(book.documents[document].attributes)
    now = Now(
        book, roster, document, case, absent, frozenset(vacant), granted == "all", reading, somebody
    )  # fmt: skip
    return now.complete()


def measures(book: Rulebook, document: str) -> list[str]:
    """The measures that a document has."""
    used = book.documents[document].attributes
    return [id for id in used if isinstance(book.attributes[id], MeasureAttribute)]
