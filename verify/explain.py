"""Why nobody can act in a world: the steps that fail and the rules that stop short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from guiju.model.authority import Authority, Capacity, Incompatibility, OfPost, OfRole, Rule
from guiju.model.citation import Basis, articles
from guiju.model.condition import Granted, Reads, leaves
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
    Where,
)
from guiju.model.resolve import Chain, Resolver, Step
from guiju.model.route import Case, Route, named_people
from guiju.model.world import World, evaluate
from guiju.verify.verdict import FailedStep, Shortfall


@dataclass(frozen=True)
class Explainer:
    """Explains worlds of one rulebook and cast. Its resolver leaves every switch open."""

    resolver: Resolver
    _barred: dict[tuple[object, ...], tuple[Route, ...]] = field(default_factory=dict, repr=False)

    @property
    def rules(self) -> dict[str, Rule]:
        return dict(self.resolver.walk.rulebook.rules)

    def chain(self, document: str, case: Case) -> Chain:
        return self.resolver.chain(document, case)

    def failed_steps(self, chain: Chain, world: World) -> tuple[FailedStep, ...]:
        """The steps that nobody can do, each with the rules behind it."""
        return tuple(
            self._failed(step, chain, world)
            for step in chain.steps
            if not evaluate(step.condition, world)
        )

    def conflicts(self, chain: Chain, world: World) -> tuple[str, ...]:
        """The incompatibilities that block although each step could be done."""
        if evaluate(chain.condition, world) or not evaluate(chain.waived, world):
            return ()
        acts = {step.act for step in chain.steps}
        return tuple(
            rule.id
            for rule in self.resolver.walk.rulebook.incompatibilities
            if chain.document in rule.documents and set(rule.acts) <= acts and self._active(rule, chain, world)
        )

    def _active(self, rule: Incompatibility, chain: Chain, world: World) -> bool:
        return evaluate(self.resolver.walk.guard(rule.when, chain.case), world)

    def _failed(self, step: Step, chain: Chain, world: World) -> FailedStep:
        rules = [r for r in step.rules if evaluate(self.resolver.walk.guard(r.when, chain.case), world)]
        shortfalls: dict[tuple[str, str, str], Shortfall] = {}
        for rule in rules:
            if isinstance(rule, Authority):
                for subject, act, capacity, case in self.capacities(rule, chain.document, chain.case):
                    for found in self._shortfalls(capacity, act, subject, case, world):
                        shortfalls.setdefault((found.rule, found.aspect, found.person), found)
        behind = [rule.id for rule in rules] + self._body_rules(rules)
        return FailedStep(step.act, tuple(behind), tuple(shortfalls.values()))

    def _body_rules(self, rules: Iterable[Rule]) -> list[str]:
        bodies = {rule.by.body for rule in rules if isinstance(rule, Authority) and isinstance(rule.by, ByBody)}
        return [r.id for r in self.resolver.walk.rulebook.authorities if bodies & set(r.bodies)]

    def capacities(
        self, rule: Authority, subject: str, case: Case
    ) -> Iterator[tuple[str, str, OfPost | OfRole, Case]]:
        """Every post or role that a rule names: (document or body, act, capacity, case)."""
        yield from self._named(rule.by, rule.act, subject, case)

    def _named(
        self, expression: Expression, act: str, subject: str, case: Case
    ) -> Iterator[tuple[str, str, OfPost | OfRole, Case]]:
        book = self.resolver.walk.rulebook
        match expression:
            case Holder(post):
                yield subject, act, OfPost(post), case
            case InRole(attribute):
                yield subject, act, OfRole(attribute), case
            case EachOf(target) if target in book.attributes:
                for person in named_people(case.get(target, "none")):
                    yield subject, act, OfRole(target), {**case, target: person}
            case EachOf(target):
                yield subject, act, OfPost(target), case
            case ByUnit(unit):
                yield subject, act, OfPost(book.units[unit].leader), case
            case ByBody(body):
                for rule in book.authorities:
                    if body in rule.bodies:
                        yield from self._named(rule.by, rule.act, body, case)
            case FirstOf(tiers):
                yield from ((subject, act, OfPost(post), case) for tier in tiers for post in tier)
            case AtLeastOf(_, parts):
                for part in parts:
                    yield from self._named(part, act, subject, case)
            case Named(name):
                yield from self._named(book.signers[name], act, subject, case)
            case Where(guarded):
                yield from self._named(guarded.value, act, subject, case)

    def _shortfalls(
        self, capacity: Capacity, act: str, subject: str, case: Case, world: World
    ) -> Iterator[Shortfall]:
        """Cover that did not come, unless the capacity is exercised by somebody after all.

        A rule that this reading switches off altogether has not stopped short: it is not there.
        """
        assert isinstance(capacity, (OfPost, OfRole))
        short = []
        for route in self._routes(capacity, act, subject, case):
            failing = [part for part in route.parts if not evaluate(part.condition, world)]
            if not failing:
                return
            aspects = {part.aspect for part in failing}
            if not route.rules or "reading" in aspects or aspects > {"presence"}:
                continue
            first = failing[0]
            rule = route.rules[-1] if first.rule is None else first.rule
            short.append(Shortfall(rule, first.aspect, route.person, _switches(first.condition)))
        yield from short

    def _routes(self, capacity: OfPost | OfRole, act: str, subject: str, case: Case) -> tuple[Route, ...]:
        key = (capacity, act, subject, *sorted(case.items()))
        if key not in self._barred:
            self._barred[key] = self.resolver.walk.routes(capacity, act, subject, case, barred=True)
        return self._barred[key]


def _switches(condition: object) -> tuple[str, ...]:
    found = {item.switch for item in leaves(condition) if isinstance(item, Reads)}  # type: ignore[arg-type]
    return tuple(sorted(found))


def cited(rules: Iterable[str], book: dict[str, Rule]) -> tuple[str, ...]:
    """The articles of rules, in the regulation's order."""
    bases: tuple[Basis, ...] = tuple(book[rule].basis for rule in rules)
    return articles(bases)


def held_routes(routes: Iterable[Route], world: World) -> tuple[Route, ...]:
    """The routes that hold in a world."""
    return tuple(route for route in routes if evaluate(route.condition, world))


def grants_in(chain: Chain) -> frozenset[Granted]:
    """Every mandate or notice that a chain could use."""
    return frozenset(item for item in leaves(chain.condition) if isinstance(item, Granted))
