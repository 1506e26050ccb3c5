"""Whether the text alone causes a gap, or this roster does.

The text alone causes it when it is there for every number of holders, every pairing and every
portfolio that the rulebook leaves open, up to exchanging holders that no rule tells apart. The
numbers of the paired post are all tried; of every other post that may have more holders than the
roster gives it, one more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from guiju.model.cases import cases
from guiju.model.circumstance import named_people
from guiju.model.condition import Condition, people_of
from guiju.model.document import ChoiceAttribute, MeasureAttribute, PersonAttribute
from guiju.model.graph import capacity_node, reachable
from guiju.model.reading import Reading
from guiju.model.resolve import Chain
from guiju.scenarios.rosters import one_more_holder, open_seats, plain_holders, rosters, stand_in
from guiju.verify.gaps import boxes_of
from guiju.verify.question import Cast, Question
from guiju.verify.verdict import Box, Cause

Names = Mapping[str, str]
Kinds = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Causes:
    """Looks gaps up in all other rosters; equal conditions are enumerated once."""

    question: Question
    _families: dict[int, tuple[Cast, ...]] = field(default_factory=dict)
    _boxes: dict[tuple[Condition, Condition], tuple[Box, ...]] = field(default_factory=dict)
    _found: dict[tuple[object, ...], tuple[Box, ...]] = field(default_factory=dict)
    _reach: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return plain_holders(self.question.rulebook, self.question.roster)

    def of(self, chain: Chain, box: Box, reading: Reading) -> Cause:
        """The cause of a gap of a chain that was resolved under a complete reading."""
        if self._same_for_all(chain):
            return "text"
        names = self._names(chain, box)
        if names is None:
            return "roster"
        wanted = renamed(box, names)
        case = {id: self._renamed_value(id, value, names) for id, value in chain.case.items()}
        everywhere = all(
            covers(self._boxes_in(cast, chain, case, reading), wanted) for cast in self._family(len(names))
        ) and all(
            covers(self._boxes_in(self._larger[post], chain, chain.case, reading), box)
            for post in self._posts_that_matter(chain)
        )
        return "text" if everywhere else "roster"

    @cached_property
    def _larger(self) -> dict[str, Cast]:
        """Post -> the roster with one more holder of it."""
        book, roster = self.question.rulebook, self.question.roster
        return {post: Cast(book, other) for post, other in one_more_holder(book, roster)}

    def _posts_that_matter(self, chain: Chain) -> tuple[str, ...]:
        """The open posts that the document's authority can come to; the others change nothing."""
        if chain.signature not in self._reach:
            book = self.question.rulebook
            starts = {("document", chain.document)}
            starts |= {capacity_node(r.giver) for r in book.substitutions if r.giver is not None}
            starts |= {("body", id) for id in book.bodies}
            nodes = reachable(self.question.cast.graph, starts)
            roles = {id for sort, id in nodes if sort == "role"}
            posts = {id for sort, id in nodes if sort == "post"}
            posts |= {h.value for id in roles for h in getattr(book.attributes[id], "holders", ())}
            self._reach[chain.signature] = tuple(sorted(posts & set(self._larger)))
        return self._reach[chain.signature]

    def _same_for_all(self, chain: Chain) -> bool:
        """No rule in play reaches a holder whose number or pairing is open.

        Sound where the roster shows every relation: two plain holders and a pair at least.
        """
        rich = len(self._plain) >= 2 and bool(self.question.roster.pairs)
        if not rich:
            return False
        cone = people_of(self.question.settle(chain.condition))
        return bool(cone) and not cone & self._open_holders

    @cached_property
    def _open_holders(self) -> frozenset[str]:
        """Those whose post may have another number of holders, or who are paired."""
        roster = self.question.roster
        open_posts = open_seats(self.question.rulebook, roster)
        holders = {p for pair in roster.pairs for p in pair} | set(self._plain)
        return frozenset(holders | {p for p, who in roster.people.items() if open_posts & set(who.posts)})

    def _names(self, chain: Chain, box: Box) -> Names | None:
        """Stand-ins for the plain holders whom the case names; None if the box needs others."""
        book = self.question.rulebook
        named: list[str] = []
        touched: list[str] = []
        for id, value in sorted(chain.case.items()):
            attribute = book.attributes[id]
            if not isinstance(attribute, ChoiceAttribute | MeasureAttribute):
                people = [p for p in named_people(value) if p in self._plain]
                (named if isinstance(attribute, PersonAttribute) else touched).extend(people)
        wanted = [p for p in (*box.people, *box.present) if p in self._plain]
        if not set(wanted) <= {*named, *touched}:
            return None
        order = dict.fromkeys([*named, *(p for p in touched if p in wanted)])
        return {person: stand_in(i + 1) for i, person in enumerate(order)}

    def _renamed_value(self, id: str, value: str, names: Names) -> str:
        attribute = self.question.rulebook.attributes[id]
        if isinstance(attribute, ChoiceAttribute | MeasureAttribute):
            return value
        if isinstance(attribute, PersonAttribute):
            return names.get(value, value)
        people = [names.get(p, p) for p in named_people(value)]
        return "all" if any(p in self._plain for p in people) else "+".join(people) or "none"

    def _family(self, fixed: int) -> tuple[Cast, ...]:
        if fixed not in self._families:
            book, roster = self.question.rulebook, self.question.roster
            self._families[fixed] = tuple(Cast(book, other) for other in rosters(book, roster, fixed))
        return self._families[fixed]

    def _boxes_in(
        self, cast: Cast, chain: Chain, case: Mapping[str, str], reading: Reading
    ) -> tuple[Box, ...]:
        """The gaps of the same document in another roster."""
        key = (id(cast), id(cast.resolver(reading)), chain.signature, *sorted(case.items()))
        if key not in self._found:
            other = replace(self.question, cast=cast, reading=reading, shapes={})
            (found,) = cases(cast.rulebook, cast.roster, chain.document, case)
            condition = other.settle(other.resolver.chain(chain.document, found.values).condition)
            if (condition, other.premises) not in self._boxes:
                self._boxes[condition, other.premises] = boxes_of(other, condition)
            self._found[key] = self._boxes[condition, other.premises]
        return self._found[key]


def renamed(box: Box, names: Names) -> Box:
    """The box with people renamed."""
    absent = tuple(sorted((names.get(person, person), kinds) for person, kinds in box.absent))
    return replace(box, absent=absent, present=tuple(sorted(names.get(p, p) for p in box.present)))


def covers(boxes: tuple[Box, ...], wanted: Box) -> bool:
    """Every single choice of kinds in ``wanted`` is a gap among ``boxes``."""
    alike = [
        dict(box.absent)
        for box in boxes
        if (box.people, box.present, box.vacant) == (wanted.people, wanted.present, wanted.vacant)
    ]
    left = [dict(wanted.absent)]
    for other in alike:
        left = [piece for rest in left for piece in _minus(rest, other)]
    return not left


def _minus(one: dict[str, tuple[str, ...]], other: Kinds) -> Iterator[dict[str, tuple[str, ...]]]:
    """The disjoint boxes that are left of one box when another is taken out of it."""
    inside: dict[str, tuple[str, ...]] = {}
    for person, kinds in one.items():
        shared = tuple(k for k in kinds if k in other[person])
        rest = tuple(k for k in kinds if k not in other[person])
        if rest:
            yield {**one, **inside, person: rest}
        if not shared:
            return
        inside[person] = shared
