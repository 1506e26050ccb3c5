"""YAML to Calendar (format ``guiju.calendar/1``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from guiju.model.calendar import Calendar, CalendarYear, Holiday, Notice, is_weekend
from guiju.model.citation import Assumption, Span
from guiju.model.load.fields import (
    Collector,
    Fields,
    bilingual,
    date_of,
    fail,
    id_of,
    items_of,
    mapping_of,
    section,
    text_of,
)
from guiju.model.load.nodes import Node, read_nodes
from guiju.model.load.problem import nearest
from guiju.model.load.rulebook import check_format
from guiju.model.text import Text

FORMAT = "guiju.calendar/1"
TOP_LEVEL = ("format", "id", "title", "festivals", "years")
MOST_BYTES = 2**20
_YEAR = re.compile(r"(19|20|21)[0-9]{2}\Z")


def load_calendar(path: Path, name: str | None = None) -> Calendar:
    """A calendar that the user supplies, hence assumed. Raises InputError with every defect found."""
    return parse_calendar(read_nodes(path, name, MOST_BYTES), assumed=True)


@cache
def bundled_calendar() -> Calendar:
    """The calendar that comes with guiju: mainland China, each year by its notice."""
    path = Path(str(files("guiju.model"))) / "calendars" / "china.yaml"
    return parse_calendar(read_nodes(path, "calendars/china.yaml"), assumed=False)


def parse_calendar(node: Node, *, assumed: bool) -> Calendar:
    """Raises InputError: first for words, then for each year, then for what years say together."""
    fields = Fields(node)
    check_format(fields, FORMAT)
    collector = Collector()
    collector.only(fields, TOP_LEVEL)
    id, title, year_node = (fields.need(key) for key in ("id", "title", "years"))
    with collector.trying():
        id_of(text_of(id), id.span)
    with collector.trying():
        bilingual(title)
    festivals = section(fields.need("festivals"), collector, lambda _, n, __: bilingual(n))
    collector.raise_any()
    parser = _Years(festivals, collector)
    years = section(year_node, collector, parser.year, ids=False)
    if not mapping_of(year_node).entries:
        raise fail(year_node.span, "empty-list", what="year")
    collector.raise_any()
    parser.check_together(mapping_of(year_node).keys)
    collector.raise_any(last=True)
    return Calendar(text_of(id), bilingual(title), assumed, tuple(years.values()))


class _Years:
    """Parses years, and remembers where each day was listed: no day may be listed twice."""

    def __init__(self, festivals: Mapping[str, Text], collector: Collector) -> None:
        self.festivals, self.collector = festivals, collector
        self.off: dict[date, Span] = {}
        self.on: dict[date, Span] = {}

    def year(self, key: str, node: Node, span: Span) -> CalendarYear:
        if not _YEAR.match(key):
            raise fail(span, "bad-year", found=key)
        fields = Fields(node, span)
        basis = _basis(fields)
        holiday_node, working_node = fields.need("holidays"), fields.get("working")
        fields.close()
        return CalendarYear(
            int(key),
            basis,
            self._holidays(holiday_node, int(key)),
            self._working(working_node, int(key)) if working_node is not None else (),
        )

    def _holidays(self, node: Node, year: int) -> tuple[Holiday, ...]:
        mapping, found = mapping_of(node), []
        for key, value in mapping.entries.items():
            with self.collector.trying():
                found.append(self._holiday(key, value, mapping.keys[key], year))
        return tuple(sorted(found, key=lambda holiday: holiday.first))

    def _working(self, node: Node, year: int) -> tuple[date, ...]:
        found = []
        for item in items_of(node):
            with self.collector.trying():
                found.append(self._working_day(item, year))
        return tuple(sorted(found))

    def _holiday(self, id: str, node: Node, span: Span, year: int) -> Holiday:
        if id not in self.festivals:
            near, known = nearest(id, self.festivals), sorted(self.festivals)
            raise fail(span, "unknown-word", found=id, what="festival", near=near, known=known)
        ends = items_of(node)
        if len(ends) != 2:
            raise fail(node.span, "two-ends", found=len(ends))
        first, last = (_day_of(end, year) for end in ends)
        if last < first:
            raise fail(ends[1].span, "ends-before", found=last, first=first)
        if last.year != year:
            raise fail(ends[1].span, "other-year", found=last, year=year)
        holiday = Holiday(id, self.festivals[id], first, last)
        for day in holiday.days():
            _list_once(self.off, day, ends[0].span)
        return holiday

    def _working_day(self, node: Node, year: int) -> date:
        day = _day_of(node, year)
        if not is_weekend(day):
            raise fail(node.span, "no-weekend", found=day)
        _list_once(self.on, day, node.span)
        return day

    def check_together(self, keys: Mapping[str, Span]) -> None:
        """Years follow one another; nobody works on a holiday of this year or the next."""
        for before, after in pairwise(sorted(keys)):
            if int(after) != int(before) + 1:
                with self.collector.trying():
                    raise fail(keys[after], "year-gap", found=after, missing=int(before) + 1)
        for day in sorted(self.off.keys() & self.on.keys()):
            with self.collector.trying():
                raise fail(self.on[day], "working-holiday", found=day, line=self.off[day].line)


def _basis(fields: Fields) -> Notice | Assumption:
    notice, assumed = fields.get("notice"), fields.get("assumed")
    if notice is not None and assumed is None:
        return Notice(text_of(notice))
    if assumed is not None and notice is None:
        return Assumption(bilingual(assumed))
    fields.only(("holidays", "working"))
    raise fail(fields.span, "one-key", known=["notice", "assumed"])


def _day_of(node: Node, year: int) -> date:
    """A day of the year or of the December before it: New Year's notice may reach that far back."""
    day = date_of(node)
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise fail(node.span, "other-year", found=day, year=year)
    return day


def _list_once(listed: dict[date, Span], day: date, span: Span) -> None:
    if day in listed:
        raise fail(span, "day-twice", found=day, line=listed[day].line)
    listed[day] = span
