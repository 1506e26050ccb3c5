"""Two sides over one space: the same kinds of absence, documents matched by id, cases by their values."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from guiju.model.cases import cases, in_range
from guiju.model.condition import Condition
from guiju.model.document import Attribute, ChoiceAttribute, MeasureAttribute, PeopleAttribute
from guiju.model.measure import classes, spelled
from guiju.model.office import Roster
from guiju.model.reading import Reading
from guiju.model.resolve import Chain
from guiju.model.rulebook import Rulebook
from guiju.verify.change.names import SECTIONS
from guiju.verify.question import Cast, Mandates, Question

Chosen = Mapping[str, str]
"""A case by the values of its attributes, sets of people not yet written out."""


@dataclass(frozen=True)
class Side:
    """A rulebook, a roster and a reading; the kinds of absence are those of both sides."""

    book: Rulebook
    roster: Roster
    reading: Reading
    powers: dict[tuple[object, ...], Mapping[str, Condition]] = field(default_factory=dict, repr=False)
    """Known answers on who can do what; see ``answers``."""
    _cases: dict[tuple[object, ...], Mapping[str, str] | None] = field(default_factory=dict, repr=False)

    @cached_property
    def cast(self) -> Cast:
        return Cast(self.book, self.roster)

    def question(self, mandates: Mandates) -> Question:
        return Question(self.cast, self.reading, mandates)

    def case(self, document: str, chosen: Chosen) -> Mapping[str, str] | None:
        """The case as this side spells it; None where this side has no such case."""
        key = (document, *chosen.items())
        if key not in self._cases:
            self._cases[key] = self._case(document, chosen)
        return self._cases[key]

    def _case(self, document: str, chosen: Chosen) -> Mapping[str, str] | None:
        own = {id: chosen[id] for id in self.book.documents[document].attributes}
        if any(value not in self.values(document, id) for id, value in own.items() if not self._measured(id)):
            return None
        found = cases(self.book, self.roster, document, own)
        return found[0].values if len(found) == 1 else None

    def _measured(self, id: str) -> bool:
        return isinstance(self.book.attributes[id], MeasureAttribute)

    def values(self, document: str, id: str) -> tuple[str, ...]:
        """The values of an attribute that is no measure."""
        attribute = self.book.attributes[id]
        if isinstance(attribute, ChoiceAttribute):
            return tuple(attribute.options)
        assert not isinstance(attribute, MeasureAttribute)
        sets = ("all", "none") if isinstance(attribute, PeopleAttribute) else ()
        return (*in_range(attribute, self.roster), *sets)

    def chain(self, document: str, chosen: Chosen, reading: Reading | None = None) -> Chain:
        case = self.case(document, chosen)
        assert case is not None
        return self.cast.resolver(self.reading if reading is None else reading).chain(document, case)


def sides_of(old: Side, new: Side) -> tuple[Side, Side]:
    """Each side with the kinds of absence that only the other one knows: people are away all the same."""
    return (
        replace(
            old, book=replace(old.book, kinds={**new.book.kinds, **old.book.kinds}), powers={}, _cases={}
        ),
        replace(
            new, book=replace(new.book, kinds={**old.book.kinds, **new.book.kinds}), powers={}, _cases={}
        ),
    )


def joint_book(old: Side, new: Side) -> Rulebook:
    """The words of both sides, the new one's where both have them, with every option of their readings."""
    sections: dict[str, Any] = {
        f: {**getattr(old.book, f), **getattr(new.book, f)} for f in SECTIONS.values()
    }
    for id in old.book.switches.keys() & new.book.switches.keys():
        one, other = old.book.switches[id], new.book.switches[id]
        sections["switches"][id] = replace(other, options={**one.options, **other.options})
    return replace(new.book, **sections)


def joint_roster(old: Side, new: Side) -> Roster:
    return replace(new.roster, people={**old.roster.people, **new.roster.people})


def joint_question(old: Side, new: Side, effort: int) -> Question:
    """The worlds of both sides together: their people, their kinds of absence, their open readings."""
    return Question(Cast(joint_book(old, new), joint_roster(old, new)), {}, effort=effort)


def joint_cases(old: Side, new: Side, document: str) -> Iterator[Chosen]:
    """Every case that both sides have, each by the values of all its attributes."""
    ids = dict.fromkeys((*old.book.documents[document].attributes, *new.book.documents[document].attributes))
    ranges = [_values(old, new, document, id) for id in sorted(ids)]
    for chosen in itertools.product(*ranges):
        case = dict(zip(sorted(ids), chosen, strict=True))
        if old.case(document, case) is not None and new.case(document, case) is not None:
            yield case


def _values(old: Side, new: Side, document: str, id: str) -> tuple[str, ...]:
    """All values of an attribute on the sides that have it; the classes of a measure as both cut it.

    Of sets of people the least and the greatest: nobody and everybody.
    """
    having = [side for side in (old, new) if id in side.book.documents[document].attributes]
    measures = [side.book.attributes[id] for side in having]
    if all(isinstance(attribute, MeasureAttribute) for attribute in measures):
        return _classes(having, document, measures)
    return tuple(
        dict.fromkeys(
            value
            for side in having
            if not isinstance(side.book.attributes[id], MeasureAttribute)
            for value in sorted(_ranged(side.book.attributes[id], side.values(document, id)))
        )
    )


def _ranged(attribute: Attribute, values: tuple[str, ...]) -> tuple[str, ...]:
    return ("all", "none") if isinstance(attribute, PeopleAttribute) else values


def _classes(having: list[Side], document: str, measures: list[Attribute]) -> tuple[str, ...]:
    """The classes that the bounds of either side cut."""
    bounds = frozenset(b for side, m in zip(having, measures, strict=True)
                       for b in side.book.bounds(document, m.id))  # fmt: skip
    units = sorted({unit for m in measures if isinstance(m, MeasureAttribute) for unit in m.units})
    return tuple(map(spelled, classes(tuple(units), bounds)))
