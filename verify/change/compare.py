"""``compare``: two sides, document by document and case by case, settled over one space of worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from guiju.model.condition import Condition, any_of, negate
from guiju.verify.change.answers import Asked, asked_acts, powers, settled, silent_acts
from guiju.verify.change.behind import Behind
from guiju.verify.change.boxes import beyond
from guiju.verify.change.definitions import changes, definitions
from guiju.verify.change.hybrids import Hybrids
from guiju.verify.change.result import CaseChange, DocumentChange, End, Power, Turns
from guiju.verify.change.sides import Chosen, Side, joint_cases, joint_question
from guiju.verify.change.worlds import Least, least_worlds
from guiju.verify.gaps import shapes_of
from guiju.verify.question import Mandates, Question

Progress = Callable[[int, int], None]
Pair = tuple[Condition, Condition]


@dataclass(frozen=True)
class Comparison:
    """Two sides with the same kinds of absence (see ``sides_of``)."""

    old: Side
    new: Side
    mandates: tuple[Mandates, ...]
    effort: int
    _least: dict[Condition, Least] = field(default_factory=dict, repr=False)

    @cached_property
    def question(self) -> Question:
        return joint_question(self.old, self.new, self.effort)

    @cached_property
    def behind(self) -> Behind:
        sides = (definitions(side.book, side.roster, side.reading) for side in (self.old, self.new))
        return Behind(Hybrids(self.old, self.new, changes(*sides)))

    def documents(self, ids: tuple[str, ...], progress: Progress) -> tuple[DocumentChange, ...]:
        """Those that both sides have, by id."""
        todo = [(id, tuple(joint_cases(self.old, self.new, id))) for id in sorted(ids)]
        self._solve(pair for id, cases in todo for case in cases for pair in self._pairs(id, case))
        found = []
        for done, (id, cases) in enumerate(todo):
            differing = tuple(item for case in cases if not (item := self.case(id, case)).empty)
            found.append(DocumentChange(id, len(cases), differing))
            progress(done + 1, len(todo))
        return tuple(found)

    def _pairs(self, document: str, case: Chosen) -> Iterator[Pair]:
        for asked in self._asked(document, case):
            yield settled(self.old, asked), settled(self.new, asked)

    def _asked(self, document: str, case: Chosen) -> Iterator[Asked]:
        """All that is asked of both sides about a document: the chain, then each person and act."""
        one, other = self.old.chain(document, case), self.new.chain(document, case)
        somebody = silent_acts(one) & silent_acts(other)
        for mandates in self.mandates:
            whole = Asked(document, tuple(case.items()), mandates, somebody)
            yield whole
            for act in (act for act in asked_acts(one) if act in asked_acts(other)):
                people = {**powers(self.old, one, act), **powers(self.new, other, act)}
                for person in sorted(people):
                    yield replace(whole, act=act, person=person)

    def _solve(self, pairs: Iterator[Pair]) -> None:
        """Solve all that differs at once: equal conditions share their answers."""
        differing = dict.fromkeys((one, other) for one, other in pairs if one is not other)
        asked = [condition for pair in differing for condition in (_only(*pair), _only(*reversed(pair)))]
        self._least.update(least_worlds(self.question, asked))

    def case(self, document: str, case: Chosen) -> CaseChange:
        one, other = self.old.chain(document, case), self.new.chain(document, case)
        ends, found = [], []
        for asked in self._asked(document, case):
            pair = settled(self.old, asked), settled(self.new, asked)
            if asked.act is None:
                ends.append(self._end(asked, pair))
            elif pair[0] is not pair[1]:
                power = self._power(asked, pair)
                found += [power] if power.gained.worlds or power.lost.worlds else []
        steps, silences = (asked_acts(one), asked_acts(other)), (silent_acts(one), silent_acts(other))
        return CaseChange(
            document, case, tuple(ends), tuple(found),
            tuple(a for a in steps[1] if a not in steps[0]), tuple(a for a in steps[0] if a not in steps[1]),
            tuple(sorted(silences[1] - silences[0])), tuple(sorted(silences[0] - silences[1])),
        )  # fmt: skip

    def _end(self, asked: Asked, pair: Pair) -> End:
        if pair[0] is pair[1]:
            return End(asked.mandates, Turns((), True), Turns((), True), (), ())
        opened, closed = (
            self._turns(asked, pair[0], pair[1], True),
            self._turns(asked, pair[1], pair[0], False),
        )
        shapes = shapes_of(self.question, pair)
        before, after = (shapes[condition].boxes for condition in pair)
        return End(asked.mandates, opened, closed, beyond(after, before), beyond(before, after))

    def _power(self, asked: Asked, pair: Pair) -> Power:
        assert asked.act is not None and asked.person is not None
        gained, lost = self._turns(asked, pair[1], pair[0], False), self._turns(asked, pair[0], pair[1], True)
        return Power(asked.mandates, asked.act, asked.person, gained, lost)

    def _turns(self, asked: Asked, one: Condition, other: Condition, before: bool) -> Turns:
        """The minimal worlds in which one condition holds and the other does not."""
        least = self._least[_only(one, other)]
        return Turns(self.behind.turns(asked, least.boxes, before), least.complete)


def _only(one: Condition, other: Condition) -> Condition:
    """Fails exactly where one condition holds and the other does not."""
    return any_of([negate(one), other])
