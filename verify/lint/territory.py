"""The space of cases as decision diagrams: what is possible, and where each document type stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from guiju.model.document import CaseSpace, ChoiceAttribute
from guiju.model.reading import Guard
from guiju.model.rulebook import Rulebook
from guiju.verify.diagram import FALSE, Diagrams
from guiju.verify.lint.boxes import Box, cover
from guiju.verify.lint.finding import Region


@dataclass(frozen=True)
class Territory:
    """A variable for each attribute of the case space, a value for each of its options."""

    book: Rulebook
    space: CaseSpace

    @cached_property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """Attribute -> its options, as declared."""
        found = {}
        for id in self.space.attributes:
            attribute = self.book.attributes[id]
            assert isinstance(attribute, ChoiceAttribute)
            found[id] = tuple(attribute.options)
        return found

    @cached_property
    def diagrams(self) -> Diagrams:
        return Diagrams([len(options) for options in self.options.values()])

    def variable(self, attribute: str) -> int:
        return self.space.attributes.index(attribute)

    def having(self, attribute: str, options: Iterable[str]) -> int:
        """The cases in which an attribute has one of the options."""
        values = map(self.options[attribute].index, options)
        return self.diagrams.literal(self.variable(attribute), values)

    def inside(self, guard: Guard) -> int:
        return self.diagrams.all(self.having(term, options) for term, options in guard.terms)

    @cached_property
    def impossible(self) -> int:
        return self.diagrams.any(map(self.inside, self.space.impossible))

    @cached_property
    def possible(self) -> int:
        return self.diagrams.negate(self.impossible)

    @cached_property
    def standing(self) -> Mapping[str, int]:
        """Document type -> the possible cases in which it stands; those that say so only."""
        return {
            id: self.diagrams.both(self.possible, self.diagrams.any(map(self.inside, document.where)))
            for id, document in sorted(self.book.documents.items())
            if document.where
        }

    @cached_property
    def governed(self) -> int:
        return self.diagrams.any(self.standing.values())

    def outside(self, node: int, other: int) -> int:
        return self.diagrams.both(node, self.diagrams.negate(other))

    def regions(self, node: int) -> tuple[Region, ...]:
        """Few regions that hold exactly these cases, among those that are possible."""
        return tuple(map(self._region, cover(self.diagrams, node, self.impossible)))

    def _region(self, box: Box) -> Region:
        listed = zip(self.options.items(), box, strict=True)
        return Region(
            tuple(
                (id, tuple(options[value] for value in sorted(values)))
                for (id, options), values in listed
                if len(values) < len(options)
            )
        )

    def parts(self, node: int, attributes: Iterable[str]) -> Iterator[tuple[Mapping[str, str], int]]:
        """A set of cases parted by the values of some attributes."""
        ids = [id for id in self.space.attributes if id in set(attributes)]
        for values in product(*(self.options[id] for id in ids)):
            chosen = dict(zip(ids, values, strict=True))
            part = self.diagrams.all([node, *(self.having(id, [value]) for id, value in chosen.items())])
            if part != FALSE:
                yield chosen, part


def territory_of(book: Rulebook) -> Territory | None:
    """None where the rulebook has no case space."""
    return Territory(book, book.case_space) if book.case_space is not None else None
