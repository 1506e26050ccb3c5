"""What is asked, and how an open condition is settled for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from guiju.model.claim import Admission
from guiju.model.condition import (
    FALSE,
    TRUE,
    Away,
    Condition,
    Granted,
    InForce,
    Leaf,
    Somebody,
    Vacant,
    any_of,
    constant,
    grants_of,
    leaf,
    negate,
    rewrite,
)
from guiju.model.graph import Graph, authority_graph
from guiju.model.office import Roster
from guiju.model.pattern import Patterns
from guiju.model.reading import Reading
from guiju.model.resolve import Resolver
from guiju.model.rulebook import Rulebook
from guiju.model.walk import Walk
from guiju.model.world import World, evaluate
from guiju.scenarios.admission import premises_of
from guiju.verify.solver import DEFAULT_EFFORT
from guiju.verify.verdict import Shape

Mandates = Literal["none", "grantable", "given"]


@dataclass(frozen=True, eq=False)
class Cast:
    """A rulebook with a roster; resolves every chain once per reading."""

    rulebook: Rulebook
    roster: Roster
    _resolvers: dict[tuple[tuple[str, str], ...], Resolver] = field(default_factory=dict, repr=False)
    _premises: dict[Admission, Condition] = field(default_factory=dict, repr=False)
    _projected: dict[tuple[Admission, frozenset[str]], Condition] = field(default_factory=dict, repr=False)

    def resolver(self, reading: Reading) -> Resolver:
        key = tuple(sorted(reading.items()))
        if key not in self._resolvers:
            self._resolvers[key] = Resolver(Walk(self.graph, reading))
        return self._resolvers[key]

    def premises(self, admission: Admission) -> Condition:
        if admission not in self._premises:
            self._premises[admission] = premises_of(admission, self.rulebook, self.roster)
        return self._premises[admission]

    def premises_on(self, admission: Admission, people: frozenset[str]) -> Condition:
        key = (admission, people)
        if key not in self._projected:

            def value(item: Leaf) -> Condition | None:
                return FALSE if isinstance(item, Away) and item.person not in people else None

            self._projected[key] = rewrite(self.premises(admission), value)
        return self._projected[key]

    @cached_property
    def patterns(self) -> Patterns:
        return Patterns(self.rulebook, self.roster)

    @cached_property
    def graph(self) -> Graph:
        return authority_graph(self.rulebook, self.roster)


@dataclass(frozen=True)
class Question:
    """Rules, cast, reading, mandates and admitted absences; switches left out are open.

    ``none``: no discretionary mandate was granted (guaranteed). ``grantable``: every one that
    could have been (attainable). ``given``: every one that the rulebook allows.
    """

    cast: Cast
    reading: Reading
    mandates: Mandates = "none"
    kinds: tuple[str, ...] = ()
    admission: Admission = field(default_factory=Admission)
    effort: int = DEFAULT_EFFORT
    shapes: dict[tuple[object, ...], Shape] = field(default_factory=dict, repr=False, compare=False)

    @property
    def rulebook(self) -> Rulebook:
        return self.cast.rulebook

    @property
    def roster(self) -> Roster:
        return self.cast.roster

    @cached_property
    def resolver(self) -> Resolver:
        """Resolves under the reading in force."""
        return self.cast.resolver(self.reading)

    @cached_property
    def domain(self) -> tuple[str, ...]:
        """The kinds of absence that may occur, sorted."""
        allowed = set(self.kinds or self.rulebook.kinds)
        if self.admission.kinds is not None:
            allowed &= set(self.admission.kinds)
        return tuple(sorted(allowed))

    @cached_property
    def premises(self) -> Condition:
        return self.cast.premises(self.admission)

    def premises_on(self, people: frozenset[str]) -> Condition:
        """What the premises say of some people: everybody else may be there, which only helps."""
        return self.cast.premises_on(self.admission, people)

    @cached_property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        return {id: tuple(sorted(switch.options)) for id, switch in self.rulebook.switches.items()}

    def settle(self, condition: Condition, *, somebody: bool = True, rules: bool = False) -> Condition:
        """Decide all leaves but statuses, open switches and admitted vacancies.

        ``rules``: keep the leaves that say whether a rule is in force.
        """

        def value(item: Leaf) -> Condition | None:
            match item:
                case InForce():
                    return None if rules else TRUE
                case Somebody():
                    return constant(somebody)
                case Vacant(post):
                    return None if post in self.admission.vacant else FALSE
                case Granted():
                    return self.granted(item)
            return None

        return rewrite(condition, value)

    def granted(self, grant: Granted) -> Condition:
        """Whether a mandate is granted; whether it is in force, the rules themselves say."""
        if self.mandates == "none":
            return FALSE
        posts = self.roster.people[grant.giver].posts
        if self.mandates == "given" or not set(posts) & set(self.admission.vacant):
            return TRUE
        return any_of(negate(leaf(Vacant(post))) if post in self.admission.vacant else TRUE for post in posts)

    def grants(self, condition: Condition, vacant: frozenset[str]) -> frozenset[Granted]:
        """The mandates and notices that are granted in a world with these vacant posts."""
        empty = World(vacant=vacant)
        return frozenset(item for item in grants_of(condition) if evaluate(self.granted(item), empty))
