"""A harder form of a document that is easier to complete than the simple one (``special-of``).

``inverted-authority``: under some reading a person can do an act on the harder form alone, in his own right
or by mandate, and can never do that act on the simple form, although nobody who can do it there in his own
right is of lower rank: what a deputy may sign in the harder case, only the head may sign in the simple one.
``inverted-outcome``: a world in which the harder form can be completed and the simple one cannot. Both are
looked at with the same values of the attributes that they share, under the same reading (any: the shortest
combinations of options that bring it about are named), all mandates given, and silence to the disadvantage of
the finding: nobody acts on the harder form, somebody on the simple one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from guiju.model.authority import Authority, Mandate
from guiju.model.cases import CaseOf, cases
from guiju.model.condition import TRUE as ALWAYS
from guiju.model.condition import Condition, all_of, any_of, negate
from guiju.model.world import World, evaluate
from guiju.verify.diagram import FALSE, TRUE
from guiju.verify.gaps import Combination, EnginesDisagree, absences, combinations, space_for
from guiju.verify.lint.cases import readings
from guiju.verify.lint.finding import Finding, Ref, Words, finding
from guiju.verify.question import Question
from guiju.verify.space import Space

LOWEST = 99


def inverted(question: Question) -> tuple[Finding, ...]:
    """All inversions under whatever reading, in the order of the document types."""
    asked = replace(question, mandates="given", reading={})
    found: list[Finding] = []
    for harder, document in sorted(question.rulebook.documents.items()):
        for simple in document.special_of:
            pair = _Pair(asked, harder, simple)
            found += (*pair.authorities(), *pair.outcomes())
    return tuple(found)


@dataclass(frozen=True)
class _Pair:
    question: Question
    harder: str
    simple: str

    def cases(self) -> Iterator[tuple[CaseOf, CaseOf]]:
        """What ranges by itself ranges, what has a default has it; shared attributes agree."""
        book, roster = self.question.rulebook, self.question.roster
        for hard in cases(book, roster, self.harder, {}):
            for plain in cases(book, roster, self.simple, hard.values):
                yield hard, plain

    def authorities(self) -> Iterator[Finding]:
        """One finding for each act, with everybody for whom it is inverted."""
        found: dict[str, dict[str, list[Combination]]] = {}
        for hard, plain in self.cases():
            for act, person, where in self._inverted_in(hard, plain):
                found.setdefault(act, {}).setdefault(person, []).extend(where)
        for act, people in sorted(found.items()):
            who = [Ref("person", person) for person in sorted(people)]
            yield self._finding("inverted-authority", f"/{act}", who, people, act)

    def _inverted_in(self, hard: CaseOf, plain: CaseOf) -> Iterator[tuple[str, str, tuple[Combination, ...]]]:
        acts = [step.act for step in self.question.resolver.chain(self.harder, hard.values).steps]
        for act in acts:
            simple = self._doers(act, self.simple, plain)
            right = self._doers(act, self.simple, plain, own=True)
            for person, able in self._doers(act, self.harder, hard, own=True, alone=True).items():
                if not right or any(self._rank(other) > self._rank(person) for other in right):
                    continue
                where = self._never(able, simple.get(person))
                if where:
                    yield act, person, where

    def _doers(
        self, act: str, document: str, case: CaseOf, *, own: bool = False, alone: bool = False
    ) -> dict[str, Condition]:
        """Person -> when he can do an act or take part in it.

        ``own``: by his post, his role or a mandate of the text; ``alone``: with nobody else.
        """
        found: dict[str, list[Condition]] = {}
        for person, condition, rules in self.question.resolver.doers(act, document, case.values):
            lent = [rule for rule in rules[1:] if not isinstance(self.question.rulebook.rules[rule], Mandate)]
            if own and lent:
                continue
            able = self._alone(person, rules[0], document, case) if alone else ALWAYS
            found.setdefault(person, []).append(self.question.settle(all_of([condition, able])))
        return {person: any_of(ways) for person, ways in sorted(found.items())}

    def _alone(self, person: str, id: str, document: str, case: CaseOf) -> Condition:
        """When a person satisfies a rule without anybody else."""
        rule = self.question.rulebook.rules[id]
        assert isinstance(rule, Authority)
        others = frozenset(self.question.roster.people) - {person}
        return self.question.resolver.actors.can(rule.by, rule.act, document, case.values, others)

    def _rank(self, person: str) -> int:
        posts = self.question.roster.people[person].posts
        return min((self.question.rulebook.posts[post].rank for post in posts), default=LOWEST)

    def _never(self, able: Condition, simple: Condition | None) -> tuple[Combination, ...]:
        """The readings under which the one holds in some world and the other in none."""
        others = [] if simple is None else [simple]
        space = space_for(self.question, [able, *others])
        never = [space.diagrams.negate(_somewhere(space, space.compile(other))) for other in others]
        return combinations(space, space.diagrams.all([_somewhere(space, space.compile(able)), *never]))

    def outcomes(self) -> Iterator[Finding]:
        """One finding with the smallest world, of the first case that has one."""
        best: tuple[int, Finding] | None = None
        for hard, plain in self.cases():
            done = self._completed(self.harder, hard, somebody=False)
            left = negate(self._completed(self.simple, plain, somebody=True))
            space = space_for(self.question, [done, left])
            node = space.diagrams.both(space.compile(done), space.compile(left))
            if node == FALSE:
                continue
            world = _smallest(space, node)
            for condition in (done, left):
                if not evaluate(condition, self._complete(world)):
                    raise EnginesDisagree(f"the inversion does not replay: {world!r}")
            where = combinations(space, _somewhere(space, space.diagrams.both(node, _statuses(space, world))))
            if best is None or len(world.absent) < best[0]:
                away = sorted(world.absent.items())
                who = [Ref("person", person) for person, _ in away]
                who += [Ref("kind", kind) for kind in dict.fromkeys(kind for _, kind in away)]
                code = "inverted-outcome" if who else "inverted-outcome-present"
                best = len(world.absent), self._finding(code, "", who, {"": list(where)})
        if best is not None:
            yield best[1]

    def _complete(self, world: World) -> World:
        """The world with the reading in force."""
        strict = {id: switch.profile["strict"] for id, switch in self.question.rulebook.switches.items()}
        return replace(world, reading={**strict, **self.question.reading, **world.reading})

    def _completed(self, document: str, case: CaseOf, *, somebody: bool) -> Condition:
        chain = self.question.resolver.chain(document, case.values)
        return all_of([self.question.settle(chain.condition, somebody=somebody)])

    def _finding(
        self, code: str, name: str, who: list[Ref], where: Mapping[str, list[Combination]], act: str = ""
    ) -> Finding:
        book = self.question.rulebook
        under = _shortest(combination for listed in where.values() for combination in listed)
        about: dict[str, Words | Iterable[Words]] = {
            "harder": Ref("document", self.harder),
            "simple": Ref("document", self.simple),
            **({"act": Ref("act", act)} if act else {}),
            **{key: found for key in ("person", "kind") if (found := [r for r in who if r.sort == key])},
            **({"readings": readings(under)} if any(under) else {}),
        }
        code += "-by-reading" if any(under) else ""
        rules = [
            rule.id
            for document in (self.harder, self.simple)
            for rule in book.naming(document)
            if not act or act in (getattr(rule, "act", ""), *getattr(rule, "acts", ()))
        ]
        subject = f"{self.harder}+{self.simple}{name}"
        return finding(code, subject, about, book.documents[self.harder].bases, rules, book)


def _shortest(combinations: Iterable[Combination]) -> tuple[Combination, ...]:
    """Those that fix the fewest switches, sorted."""
    listed = sorted(set(combinations), key=lambda combination: (len(combination), combination))
    return tuple(combination for combination in listed if len(combination) == len(listed[0]))


def _somewhere(space: Space, node: int) -> int:
    """The readings under which a node is true in some world."""
    return space.diagrams.map_from(node, space.border, lambda n: TRUE if n != FALSE else FALSE)


def _statuses(space: Space, world: World) -> int:
    """Whoever is away in the world as there, and everybody else present."""
    found = []
    for index, variable in enumerate(space.variables):
        if variable.sort == "status":
            kind = world.absent.get(variable.id)
            found.append(
                (index, [next(i for i, kinds in enumerate(variable.values) if kind in (kinds or (None,)))])
            )
    return space.diagrams.all(space.diagrams.literal(index, values) for index, values in found)


def _smallest(space: Space, node: int) -> World:
    """A world of a node with as few absences as can be."""
    cost, diagrams = absences(space), space.diagrams
    absent: dict[str, str] = {}
    vacant: set[str] = set()
    reading: dict[str, str] = {}
    while node != TRUE:
        index = diagrams.variable(node)
        variable, children = space.variables[index], diagrams.children(node)
        costs = [(diagrams.cheapest(child, cost), i) for i, child in enumerate(children)]
        value = min((least + cost(index, i), i) for least, i in costs if least is not None)[1]
        chosen, node = variable.values[value], children[value]
        if variable.sort == "reads":
            reading[variable.id] = chosen[0]
        elif chosen and variable.sort == "status":
            absent[variable.id] = chosen[0]
        elif chosen:
            vacant.add(variable.id)
    return World(absent, frozenset(vacant), frozenset(), reading)
