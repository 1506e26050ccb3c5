"""``resolve``: what it takes to complete a document's chain, as one Condition.

Actors are chosen here, by finite expansion, and never by a solver variable: "blocked" would
otherwise need a quantifier alternation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations

from guiju.model.actors import MOST_TEAMS, Actors, ExpansionTooLarge, Team
from guiju.model.authority import (
    Authority,
    Incompatibility,
    Prerequisite,
    Recusal,
    Rule,
    Silence,
)
from guiju.model.circumstance import Case, named_people
from guiju.model.condition import (
    FALSE,
    TRUE,
    Condition,
    InForce,
    Somebody,
    all_of,
    any_of,
    leaf,
    negate,
)
from guiju.model.walk import Walk

Recused = tuple[Recusal, frozenset[str], Condition]
Way = tuple[Authority | Silence, frozenset[str], Condition]


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a chain. ``required`` is a condition over readings."""

    act: str
    required: Condition
    condition: Condition
    rules: tuple[Authority | Silence, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A document's steps, and the condition under which actors exist for all of them.

    ``signature``: the rules that name the document. Documents with the same signature mean
    the same in the same case, and are resolved once.

    ``waived`` is the same without the incompatibilities, ``separated`` with all of them,
    whatever the reading.
    """

    document: str
    signature: tuple[str, ...]
    case: Case
    steps: tuple[Step, ...]
    condition: Condition
    waived: Condition
    separated: Condition


@dataclass(frozen=True)
class Resolver:
    """The one place that turns rules into Conditions."""

    walk: Walk
    _chains: dict[tuple[object, ...], Chain] = field(default_factory=dict, repr=False)
    _signatures: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def actors(self) -> Actors:
        return Actors(self.walk)

    def chain(self, document: str, case: Case) -> Chain:
        """Resolve a document's whole chain for one case."""
        key = (self.signature(document), *sorted(case.items()))
        if key not in self._chains:
            self._chains[key] = self._chain(document, case)
        found = self._chains[key]
        return found if found.document == document else replace(found, document=document, case=case)

    def rest(self, chain: Chain, done: Collection[str]) -> Chain:
        """What is left of a chain once some of its acts are done. Who did them is not asked."""
        steps = tuple(step for step in chain.steps if step.act not in done)
        waived = all_of(step.condition for step in steps) if chain.steps else FALSE
        condition, separated = self._compatible(steps, waived, chain.document, chain.case)
        return replace(chain, steps=steps, condition=condition, waived=waived, separated=separated)

    def signature(self, document: str) -> tuple[str, ...]:
        """The ids of the rules that name a document."""
        if document not in self._signatures:
            self._signatures[document] = tuple(rule.id for rule in self.walk.rulebook.naming(document))
        return self._signatures[document]

    def _chain(self, document: str, case: Case) -> Chain:
        steps = tuple(
            self._step(act, rules, document, case) for act, rules in self._step_rules(document).items()
        )
        steps = tuple(step for step in steps if step.required is not FALSE)
        waived = all_of(step.condition for step in steps) if steps else FALSE
        condition, separated = self._compatible(steps, waived, document, case)
        return Chain(document, self.signature(document), case, steps, condition, waived, separated)

    def _step_rules(self, document: str) -> dict[str, list[Authority | Silence]]:
        order = self.walk.rulebook.chain_order
        found: dict[str, list[Authority | Silence]] = {}
        for rule in self.walk.rulebook.naming(document):
            if isinstance(rule, Authority | Silence):
                found.setdefault(rule.act, []).append(rule)
        return {act: found[act] for act in sorted(found, key=lambda act: order[act])}

    def _step(self, act: str, rules: list[Authority | Silence], document: str, case: Case) -> Step:
        guards = {rule.id: self.walk.guard(rule.when, case) for rule in rules}
        live = tuple(rule for rule in rules if guards[rule.id] is not FALSE)
        required = any_of(guards[rule.id] for rule in live)
        done = self._done(live, document, case, frozenset())
        valid = self._valid(act, document, case)
        return Step(act, required, any_of([negate(required), all_of([done, valid])]), live)

    def _valid(self, act: str, document: str, case: Case) -> Condition:
        """Every prerequisite in force is met: without it the act is void."""
        return all_of(
            any_of([negate(self._active(rule, case)), self.walk.guard(rule.needs, case)])
            for rule in self.walk.rulebook.naming(document)
            if isinstance(rule, Prerequisite) and rule.act == act
        )

    def _active(self, rule: Rule, case: Case) -> Condition:
        return all_of([self.walk.guard(rule.when, case), leaf(InForce(rule.id))])

    def recusals(self, act: str, document: str, case: Case) -> tuple[Recused, ...]:
        """The rules that keep people from an act, whom, and when they are in force."""
        return tuple(
            (rule, frozenset(p for id in rule.people for p in named_people(case.get(id, "none"))), active)
            for rule in self.walk.rulebook.naming(document)
            if isinstance(rule, Recusal) and act in rule.acts
            for active in [self._active(rule, case)]
            if active is not FALSE
        )

    def _done(
        self, rules: tuple[Authority | Silence, ...], document: str, case: Case, barred: frozenset[str]
    ) -> Condition:
        """Somebody outside ``barred`` who need not recuse himself can do the act under a rule."""
        if not rules:
            return FALSE
        done = self._under(rules, document, case, barred)
        for kept in self._recusing(rules[0].act, document, case):
            active = all_of(active for _, _, active in kept)
            people = frozenset(p for _, recused, _ in kept for p in recused)
            without = self._under(rules, document, case, barred | people)
            done = all_of([done, any_of([negate(active), without])])
        return done

    def without(self, step: Step, chain: Chain, people: frozenset[str]) -> Condition:
        """Somebody other than these people can do a step of a chain."""
        return self._done(step.rules, chain.document, chain.case, people)

    def _recusing(self, act: str, document: str, case: Case) -> Iterator[tuple[Recused, ...]]:
        """The sets of recusals that may be in force together; the most of them bar the most."""
        found = [r for r in self.recusals(act, document, case) if r[1]]
        for count in range(1, len(found) + 1):
            yield from combinations(found, count)

    def doers(self, act: str, document: str, case: Case) -> Iterator[tuple[str, Condition, tuple[str, ...]]]:
        """Everybody who can do an act on a document or take part in it, when, and by which rules.

        Acts at bodies are not looked into.
        """
        for rule in self._step_rules(document).get(act, []):
            if isinstance(rule, Authority):
                held = all_of([self.walk.guard(rule.when, case), leaf(InForce(rule.id))])
                for person, condition, rules in self.actors.taking_part(rule.by, act, document, case):
                    yield person, all_of([held, condition]), (rule.id, *rules)

    def _under(
        self, rules: tuple[Authority | Silence, ...], document: str, case: Case, barred: frozenset[str]
    ) -> Condition:
        """Somebody outside ``barred`` can do the act under one of the rules."""
        return any_of(
            all_of(
                [
                    self.walk.guard(rule.when, case),
                    leaf(InForce(rule.id)),
                    leaf(Somebody(rule.id))
                    if isinstance(rule, Silence)
                    else self.actors.can(rule.by, rule.act, document, case, barred),
                ]
            )
            for rule in rules
        )

    def _compatible(
        self, steps: tuple[Step, ...], waived: Condition, document: str, case: Case
    ) -> tuple[Condition, Condition]:
        """The chain with the incompatibilities in force kept, and with all of them kept."""
        acts = {step.act for step in steps}
        rules = [
            rule
            for rule in self.walk.rulebook.naming(document)
            if isinstance(rule, Incompatibility) and acts.issuperset(rule.acts)
        ]
        condition = separated = waived
        for group in _connected(rules):
            for count in range(1, len(group) + 1):
                for chosen in combinations(group, count):
                    active = all_of(self._active(rule, case) for rule in chosen)
                    if active is not FALSE:
                        apart = self.apart(steps, chosen, document, case)
                        condition = all_of([condition, any_of([negate(active), apart])])
            separated = all_of([separated, self.apart(steps, tuple(group), document, case)])
        return condition, separated

    def apart(
        self, steps: tuple[Step, ...], rules: tuple[Incompatibility, ...], document: str, case: Case
    ) -> Condition:
        """Actors for all the steps that some incompatibilities name, with none of them broken.

        Every step but the last is expanded by team; each team is barred from what it may not do.
        """
        named = {act for rule in rules for act in rule.acts}
        todo = tuple(step for step in steps if step.act in named)
        apart = {act: {a for rule in rules if act in rule.acts for a in rule.acts} - {act} for act in named}
        known: dict[tuple[object, ...], Condition] = {}

        def chosen(number: int, barred: dict[str, frozenset[str]]) -> Condition:
            step = todo[number]
            here = barred.get(step.act, frozenset())
            if number == len(todo) - 1:
                done = self._done(step.rules, document, case, here)
                return any_of([negate(step.required), done])
            key = (number, *sorted((act, tuple(sorted(people))) for act, people in barred.items()))
            if key not in known:
                ways = [all_of([negate(step.required), chosen(number + 1, barred)])]
                for members, able in self._doers(step, here, document, case):
                    further = {act: barred.get(act, frozenset()) | members for act in apart[step.act]}
                    ways.append(all_of([able, chosen(number + 1, {**barred, **further})]))
                if len(known) > MOST_TEAMS:
                    raise ExpansionTooLarge(f"{document}: more than {MOST_TEAMS} ways to keep steps apart")
                known[key] = any_of(ways)
            return known[key]

        return chosen(0, {})

    def _doers(self, step: Step, barred: frozenset[str], document: str, case: Case) -> Iterator[Team]:
        """The teams outside ``barred`` that can do a step, under one of its rules, unrecused."""
        for _, members, able in self._teams_by_rule(step, document, case):
            if not members & barred:
                yield members, able

    def _teams_by_rule(self, step: Step, document: str, case: Case) -> Iterator[Way]:
        recusals = self.recusals(step.act, document, case)
        for rule in step.rules:
            guard = all_of([self.walk.guard(rule.when, case), leaf(InForce(rule.id))])
            if isinstance(rule, Silence):
                yield rule, frozenset(), all_of([guard, leaf(Somebody(rule.id))])
                continue
            for members, able in self.actors.teams(rule.by, rule.act, document, case):
                free = [negate(active) for _, people, active in recusals if people & members]
                yield rule, members, all_of([guard, able, *free])

    def ways(self, step: Step, chain: Chain) -> Iterator[Way]:
        """Every rule and team by which a step of a chain can be done, and when the act is valid so.

        Nobody is in the team of a meeting, nor of a step for which the text names nobody. Raises
        ExpansionTooLarge.
        """
        valid = self._valid(step.act, chain.document, chain.case)
        for rule, members, able in self._teams_by_rule(step, chain.document, chain.case):
            yield rule, members, all_of([able, valid])

    def apart_from(self, act: str, chain: Chain) -> frozenset[str]:
        """The acts that whoever does this one may not do on the same document."""
        case = chain.case
        return frozenset(
            other
            for rule in self.walk.rulebook.naming(chain.document)
            if isinstance(rule, Incompatibility) and act in rule.acts
            for other in rule.acts
            if other != act and self.walk.guard(rule.when, case) is TRUE
        )


def _connected(rules: list[Incompatibility]) -> list[list[Incompatibility]]:
    """Groups of incompatibilities that share acts, directly or through others."""
    groups: list[list[Incompatibility]] = []
    for rule in rules:
        touching = [g for g in groups if any(set(rule.acts) & set(other.acts) for other in g)]
        joined = [other for g in touching for other in g]
        groups = [g for g in groups if g not in touching] + [[*joined, rule]]
    return groups
