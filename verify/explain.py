"""Why nobody can act in a world: the steps that fail and the rules that stop short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from guiju.model.authority import Authority, Incompatibility, OfPost, OfRole, Prerequisite, Rule, Silence
from guiju.model.circumstance import Case, named_people
from guiju.model.citation import Basis, articles
from guiju.model.condition import Condition, Reads, leaves
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
    parts_of,
)
from guiju.model.reading import Guard, Reading
from guiju.model.resolve import Chain, Resolver, Step
from guiju.model.route import Power, Route
from guiju.model.rulebook import Rulebook
from guiju.model.world import World, evaluate
from guiju.verify.question import Cast
from guiju.verify.verdict import FailedStep, Shortfall

Exercise = tuple[OfPost | OfRole, str, str, Case]
"""A power as a rule names it: by virtue of what, which act, on which document or body, in which case."""


@dataclass(frozen=True, slots=True)
class Needs:
    """``count`` of ``of`` must act together: of people, of posts, or of parts that several may fill."""

    count: int
    of: int
    what: Literal["people", "posts", "parts"] = "posts"


@dataclass(frozen=True)
class Explainer:
    """Explains worlds of one rulebook and cast, each under the reading of that world."""

    cast: Cast

    def chain(self, document: str, case: Case, reading: Reading) -> Chain:
        return self.cast.resolver(reading).chain(document, case)

    def _resolver(self, world: World) -> Resolver:
        return self.cast.resolver(world.reading)

    def failed_steps(self, chain: Chain, world: World) -> tuple[FailedStep, ...]:
        """The steps that nobody can do, each with the rules behind it."""
        return tuple(
            self._failed(step, chain, world) for step in chain.steps if not evaluate(step.condition, world)
        )

    def conflicts(self, chain: Chain, world: World) -> tuple[str, ...]:
        """A smallest set of incompatibilities that blocks although each step could be done."""
        if evaluate(chain.condition, world) or not evaluate(chain.waived, world):
            return ()
        acts = {step.act for step in chain.steps}
        active = [
            rule
            for rule in self.cast.rulebook.naming(chain.document)
            if isinstance(rule, Incompatibility)
            and set(rule.acts) <= acts
            and self._applies(rule.when, chain.case, world)
        ]
        resolver, document, case = self._resolver(world), chain.document, chain.case
        for count in range(1, len(active) + 1):
            for chosen in combinations(active, count):
                if not evaluate(resolver.apart(chain.steps, chosen, document, case), world):
                    return tuple(rule.id for rule in chosen)
        return ()

    def _failed(self, step: Step, chain: Chain, world: World) -> FailedStep:
        shortfalls: dict[tuple[str, str, str], Shortfall] = {}
        rules = self.rules_in(step, chain, world)
        recused = self.recused(step.act, chain, world)
        bodies: set[str] = set()
        for rule in rules:
            for named in self.capacities(rule, chain, world):
                bodies.add(named[2])
                if self._done_at_meeting(named, world):
                    continue
                for found in self._shortfalls(named, world, recused):
                    shortfalls.setdefault((found.rule, found.aspect, found.person), found)
        unmet = self.unmet(step.act, chain, world)
        behind = [*(rule.id for rule in rules), *unmet]
        behind += sorted({r.id for body in bodies for r in self.cast.rulebook.at_body(body)})
        inquorate = self.inquorate(step, chain, world)
        return FailedStep(step.act, tuple(behind), tuple(shortfalls.values()), unmet, inquorate)

    def _done_at_meeting(self, named: Exercise, world: World) -> bool:
        """Somebody can do the act at the body, whoever else cannot."""
        _, act, body, case = named
        at_meeting = self._resolver(world).actors.at_meeting(body, case)
        return act in at_meeting and evaluate(at_meeting[act], world)

    def inquorate(self, step: Step, chain: Chain, world: World) -> tuple[str, ...]:
        """The bodies on which a step turns, and on which others of them turn, that are not quorate."""
        actors, case = self._resolver(world).actors, chain.case
        waiting = [rule.by for rule in self.rules_in(step, chain, world) if isinstance(rule, Authority)]
        found: dict[str, bool] = {}
        while waiting:
            for body in self._bodies_in(waiting.pop(), case, world):
                if body not in found:
                    found[body] = evaluate(actors.quorate(body), world)
                    at_body = self.cast.rulebook.at_body(body)
                    waiting += [rule.by for rule in at_body if self._applies(rule.when, case, world)]
        return tuple(sorted(body for body, enough in found.items() if not enough))

    def _bodies_in(self, expression: Expression, case: Case, world: World) -> Iterator[str]:
        """The bodies that an expression names where its guards hold, through names."""
        stack, seen = [expression], set[str]()
        while stack:
            item = stack.pop()
            match item:
                case ByBody(body):
                    yield body
                case Named(name) if name not in seen:
                    seen.add(name)
                    stack.append(self.cast.rulebook.signers[name])
                case Where(guarded) if not self._applies(guarded.when, case, world):
                    continue
                case _:
                    stack.extend(parts_of(item))

    def recused(self, act: str, chain: Chain, world: World) -> dict[str, str]:
        """Person -> the rule that keeps him from the act."""
        recusals = self._resolver(world).recusals(act, chain.document, chain.case)
        return {p: r.id for r, people, active in recusals if evaluate(active, world) for p in people}

    def unmet(self, act: str, chain: Chain, world: World) -> tuple[str, ...]:
        """The prerequisites that are not met, without which the act is void."""
        return tuple(
            rule.id
            for rule in self.cast.rulebook.naming(chain.document)
            if isinstance(rule, Prerequisite) and rule.act == act
            if self._applies(rule.when, chain.case, world)
            and not self._applies(rule.needs, chain.case, world)
        )

    def rules_in(self, step: Step, chain: Chain, world: World) -> list[Authority | Silence]:
        """The rules of a step that apply in a world."""
        return [r for r in step.rules if self._applies(r.when, chain.case, world)]

    def _applies(self, when: Guard, case: Case, world: World) -> bool:
        return evaluate(self._resolver(world).walk.guard(when, case), world)

    def actors(self, step: Step, chain: Chain, world: World) -> tuple[tuple[Authority, Route], ...]:
        """Those who can act now: the rule, and the route by which its power comes to them."""
        recused = self.recused(step.act, chain, world)
        return tuple(
            (rule, route)
            for rule, route in self.routes(step, chain, world)
            if evaluate(route.condition, world) and route.person not in recused
        )

    def routes(self, step: Step, chain: Chain, world: World) -> tuple[tuple[Authority, Route], ...]:
        """Every way by which a step may come to somebody, whether or not it is open in the world."""
        return tuple(
            (rule, route)
            for rule in self.rules_in(step, chain, world)
            if isinstance(rule, Authority)
            for capacity, act, subject, case in self.capacities(rule, chain, world)
            for route in self._resolver(world).actors.routes(capacity, act, subject, case)
        )

    def owing(
        self, by: Expression, act: str, chain: Chain, world: World
    ) -> tuple[tuple[OfPost | OfRole, tuple[Route, ...]], ...]:
        """Whoever an expression names for an act that is owed, and the ways by which it comes to people."""
        routes = self._resolver(world).actors.routes
        return tuple(
            (capacity, routes(capacity, act, subject, case))
            for capacity, act, subject, case in self._exercises(by, act, chain.document, chain.case, world)
        )

    def bodies(self, chain: Chain, world: World) -> frozenset[str]:
        """The meetings that the chain goes through in a world."""
        return frozenset(
            item.body
            for step in chain.steps
            for rule in self.rules_in(step, chain, world)
            if isinstance(rule, Authority)
            for item in self._live(rule.by, chain.case, world)
            if isinstance(item, ByBody)
        )

    def capacities(self, rule: Rule, chain: Chain, world: World) -> Iterator[Exercise]:
        """Every post or role that a rule names in a world."""
        if isinstance(rule, Authority):
            yield from self._exercises(rule.by, rule.act, chain.document, chain.case, world)

    def _exercises(
        self, expression: Expression, act: str, subject: str, case: Case, world: World
    ) -> Iterator[Exercise]:
        """Every post or role in an expression, where guards hold."""
        for item in self._live(expression, case, world):
            yield from self._named(item, act, subject, case, world)

    def _live(self, expression: Expression, case: Case, world: World) -> Iterator[Expression]:
        """Through names, each once, and only where guards hold; without recursion."""
        stack, seen = [expression], set()
        while stack:
            item = stack.pop()
            match item:
                case Named(name) if name not in seen:
                    seen.add(name)
                    stack.append(self.cast.rulebook.signers[name])
                case Where(guarded) if not self._applies(guarded.when, case, world):
                    continue
                case _:
                    stack.extend(reversed(parts_of(item)))
                    yield item

    def _named(
        self, expression: Expression, act: str, subject: str, case: Case, world: World
    ) -> Iterator[Exercise]:
        book = self.cast.rulebook
        match expression:
            case Holder(post):
                yield OfPost(post), act, subject, case
            case InRole(attribute):
                yield OfRole(attribute), act, subject, case
            case EachOf(target) if target in book.attributes:
                for person in named_people(case.get(target, "none")):
                    yield OfRole(target), act, subject, {**case, target: person}
            case EachOf(target):
                yield OfPost(target), act, subject, case
            case ByUnit(unit):
                yield OfPost(book.units[unit].leader), act, subject, case
            case ByBody(body):
                for rule in book.at_body(body):
                    if self._applies(rule.when, case, world):
                        yield from self._exercises(rule.by, rule.act, body, case, world)
            case FirstOf(tiers):
                now = self._resolver(world).walk.circumstance
                for index, tier in enumerate(tiers):
                    if evaluate(now.nobody_in(tiers[:index]), world):
                        yield from ((OfPost(post), act, subject, case) for post in tier)

    def needs(self, rule: Authority, chain: Chain, world: World) -> Needs | None:
        """How many must act together under a rule; None where one is enough."""
        return self._needs(rule.by, rule, chain, world)

    def _needs(self, expression: Expression, rule: Authority, chain: Chain, world: World) -> Needs | None:
        book, case = self.cast.rulebook, chain.case
        while isinstance(expression, Named | Where):
            expression = (
                book.signers[expression.name] if isinstance(expression, Named) else expression.guarded.value
            )
        match expression:
            case PeopleOf(count, one):
                able = self._resolver(world).actors.candidates(one, rule.act, chain.document, case)
                return Needs(count, len(able), "people") if count > 1 else None
            case EachOf(target) if target in book.attributes:
                count = len(named_people(case.get(target, "none")))
                return Needs(count, count) if count > 1 else None
            case EachOf(target):
                count = len(self.cast.roster.incumbents.get(target, ()))
                return Needs(count, count) if count > 1 else None
            case AtLeastOf(count, parts):
                live = [
                    p for p in parts if not isinstance(p, Where) or self._applies(p.guarded.when, case, world)
                ]
                if count > 1:
                    single = all(self._one_person(part) for part in parts)
                    return Needs(count, len(parts), "posts" if single else "parts")
                return self._needs(live[0], rule, chain, world) if len(live) == 1 else None
            case _:
                return None

    def _one_person(self, part: Expression) -> bool:
        """Whether a part names one post with one holder, or one person of the case."""
        if isinstance(part, Holder):
            return len(self.cast.roster.incumbents.get(part.post, ())) == 1
        return isinstance(part, InRole | ByUnit)

    def _shortfalls(self, named: Exercise, world: World, recused: Mapping[str, str]) -> Iterator[Shortfall]:
        """Cover that did not come and people who recuse themselves, unless somebody can act after all.

        A rule that this reading switches off altogether has not stopped short: it is not there.
        """
        short = []
        for route in self.cast.resolver({}).walk.routes(Power(*named), barred=True):
            failing = [part for part in route.parts if not evaluate(part.condition, world)]
            if not failing and route.person in recused:
                short.append(Shortfall(recused[route.person], "recusal", route.person, ()))
                continue
            if not failing:
                return
            aspects = {part.aspect for part in failing}
            if not route.rules or aspects & {"reading", "vacated"} or aspects > {"presence"}:
                continue
            first = failing[0]
            rule = route.rules[-1] if first.rule is None else first.rule
            short.append(Shortfall(rule, first.aspect, route.person, self._decisive(first.condition, world)))
        yield from short

    def _decisive(self, condition: Condition, world: World) -> tuple[str, ...]:
        """The switches of which another option would make the condition true in this world."""
        switches = self.cast.rulebook.switches
        return tuple(
            id
            for id in sorted({item.switch for item in leaves(condition) if isinstance(item, Reads)})
            if any(
                evaluate(condition, replace(world, reading={**world.reading, id: option}))
                for option in switches[id].options
            )
        )


def cited(rules: Iterable[str], book: Mapping[str, Rule], others: Iterable[Basis] = ()) -> tuple[str, ...]:
    """The articles of rules, and of what else is behind them, in the regulation's order."""
    return articles((*(book[rule].basis for rule in rules), *others))


def quorums(failed: Iterable[FailedStep], book: Rulebook) -> Iterator[Basis]:
    """The bases of the quorums that were missed."""
    for body in (body for step in failed for body in step.inquorate):
        quorum = book.bodies[body].quorum
        assert quorum is not None
        yield quorum.basis
