"""What every part of a scenario is checked against."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from guiju.model.calendar import Calendar
from guiju.model.citation import Span
from guiju.model.load.fields import Collector, Fields, bilingual, date_of, fail, items_of, mapping_of, word_of
from guiju.model.load.nodes import Node, Scalar
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.scenarios.load.table import scalar
from guiju.scenarios.load.tree import NONE, Places

YES_NO = ("yes", "no")


@dataclass(frozen=True)
class Ground:
    """``first`` to ``last``: the days of the scenario. ``assumed``: the parts found to have no source."""

    book: Rulebook
    roster: Roster
    calendar: Calendar
    places: Places
    first: date
    last: date
    collector: Collector
    assumed: dict[str, None] = field(default_factory=dict)

    def day(self, node: Node) -> date:
        """A day of the scenario. Raises InputError."""
        day = date_of(node)
        if not self.first <= day <= self.last:
            raise fail(node.span, "outside-horizon", found=day, first=self.first, last=self.last)
        return day

    def series(self, node: Node) -> date:
        """The first day of a series: it may lie before the scenario, in its calendar. Raises InputError."""
        day = date_of(node)
        if not self.calendar.first <= day <= self.last:
            raise fail(node.span, "outside-horizon", found=day, first=self.calendar.first, last=self.last)
        return day

    def days(self, fields: Fields, *, needed: bool = True) -> tuple[date, date]:
        """``from`` and ``until``, both included; where they are not needed, they are the whole scenario."""
        start, end = (fields.need(key) if needed else fields.get(key) for key in ("from", "until"))
        first = self.day(start) if start is not None else self.first
        last = self.day(end) if end is not None else self.last
        if last < first:
            span = (end or start or fields.node).span
            raise fail(span, "until-before-from", found=last, first=first)
        return first, last

    def source(self, fields: Fields, part: str) -> Text | None:
        """Where the figures of a part come from; a part without a source is noted as assumed."""
        node = fields.get("source")
        if node is None:
            self.assumed[part] = None
            return None
        return bilingual(node)

    def entries(self, node: Node | None) -> Iterator[tuple[str, Node, Span]]:
        """The entries of a mapping in the order of the file."""
        if node is not None:
            mapping = mapping_of(node)
            for key, value in mapping.entries.items():
                yield key, value, mapping.keys[key]

    @staticmethod
    def key(key: str, span: Span, words: Collection[str], what: str) -> str:
        """One of the known words as a key. Raises InputError."""
        return word_of(scalar(key, span), words, what)


def truth_of(node: Node) -> bool:
    return word_of(node, YES_NO, "value of a fact") == "yes"


def items_or_none(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; ``none`` is an empty one."""
    if node is None or (isinstance(node, Scalar) and node.text == NONE):
        return ()
    return items_of(node)
