"""What comes in, when, and what it is: drawn document by document, by name.

A document keeps its name, its case and its times in every scenario with the same workload, so that two
scenarios differ in nothing but what they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import log
from typing import NamedTuple

from guiju.model.calendar import OutsideCalendar
from guiju.model.cases import cases, default, values
from guiju.model.due import last_day
from guiju.model.procedure import Period
from guiju.scenarios.scenario import EVEN, ByRate, Listed, Peak, Regular, Scenario, Workload
from guiju.simulate.draws import Draws
from guiju.simulate.working_time import DAY, WorkingTime


class Arrived(NamedTuple):
    """One document: when it comes in, its name, type, case and the facts that its file shows."""

    moment: int
    name: str
    type: str
    case: Mapping[str, str]
    facts: frozenset[str]


Known = tuple[Mapping[str, str], Mapping[str, bool]]
"""Values and facts that are known of a document and need not be drawn."""


def arrivals(known_cases: Cases, time: WorkingTime, draws: Draws) -> tuple[Arrived, ...]:
    """Everything that comes in before the horizon, in order."""
    scenario = known_cases.scenario
    found = [
        arrived
        for _, load in sorted(scenario.workload.items())
        for moment, name, known in _moments(scenario, load, time, draws)
        if moment < time.horizon
        for arrived in [_arrived(known_cases, load, moment, name, known, draws)]
    ]
    return tuple(sorted(found, key=lambda arrived: (arrived.moment, arrived.name)))


def _moments(
    scenario: Scenario, load: Workload, time: WorkingTime, draws: Draws
) -> Iterator[tuple[int, str, Known]]:
    nothing: Known = ({}, {})
    for n in range(load.backlog):
        yield time.opening(0), f"{load.document}/backlog/{n}", nothing
    match load.arrivals:
        case ByRate(per_year):
            name = f"{load.document}/usual"
            peaks = [
                (i, p)
                for i, p in enumerate(scenario.peaks)
                if load.document in (p.documents or (load.document,))
            ]
            for n, moment in enumerate(_poisson(name, per_year, 0, time.total, scenario, time, draws)):
                if all(_kept(i, peak, f"{name}/{n}", time.day(moment), draws) for i, peak in peaks):
                    yield moment, f"{name}/{n}", nothing
            for i, peak in peaks:
                yield from _extra(i, peak, load.document, per_year, scenario, time, draws)
        case Regular(first, every):
            for n, day in enumerate(_regular(first, every, scenario)):
                yield time.opening(time.midnight(day)), f"{load.document}/regular/{n}", nothing
        case Listed(listed):
            for n, arrival in enumerate(listed):
                moment = time.opening(max(time.midnight(arrival.day), 0))
                yield moment, f"{load.document}/listed/{n}", (arrival.case, arrival.facts)


def _poisson(
    name: str, per_year: float, start: int, end: int, scenario: Scenario, time: WorkingTime, draws: Draws
) -> Iterator[int]:
    """Arrivals without memory in working time, from one count of working seconds to another."""
    if per_year <= 0:
        return
    mean, at, n = _seconds_in_year(scenario) / per_year, float(start), 0
    while True:
        at += -mean * log(1 - draws.uniform(name, "arrival", n))
        if at >= end:
            return
        yield time.moment(int(at) + 1)
        n += 1


def expected(scenario: Scenario, load: Workload, time: WorkingTime) -> float:
    """How many documents of a workload come in on average before the horizon."""
    match load.arrivals:
        case ByRate(per_year):
            year = _seconds_in_year(scenario)
            count = per_year * time.total / year
            for peak in scenario.peaks:
                if load.document in (peak.documents or (load.document,)):
                    start, end = _window(peak, time)
                    count += per_year * (peak.times - 1) * (end - start) / year
            return count + load.backlog
        case Regular(first, every):
            return float(sum(1 for _ in _regular(first, every, scenario))) + load.backlog
        case Listed(listed):
            return float(len(listed)) + load.backlog


def _window(peak: Peak, time: WorkingTime) -> tuple[int, int]:
    """The working seconds between which a peak lies."""
    start = time.worked(max(time.midnight(peak.first), 0))
    return start, time.worked(min(time.midnight(peak.last) + DAY, time.horizon))


def _seconds_in_year(scenario: Scenario) -> int:
    """Working seconds in the calendar year of the first day."""
    first, last = date(scenario.first.year, 1, 1), date(scenario.first.year, 12, 31)
    if scenario.hours.every_day:
        return ((last - first).days + 1) * scenario.hours.seconds
    days = scenario.calendar.between(first, last) + scenario.calendar.is_working(first)
    return days * scenario.hours.seconds


def _kept(number: int, peak: Peak, name: str, day: date, draws: Draws) -> bool:
    if peak.times >= 1 or not peak.first <= day <= peak.last:
        return True
    return draws.uniform(name, "kept", number) < peak.times


def _extra(
    number: int, peak: Peak, document: str, per_year: float, scenario: Scenario, time: WorkingTime,
    draws: Draws,
) -> Iterator[tuple[int, str, Known]]:  # fmt: skip
    """What a peak adds, beside the usual arrivals and without touching them."""
    name = f"{document}/peak-{number}"
    start, end = _window(peak, time)
    more = per_year * (peak.times - 1)
    for n, moment in enumerate(_poisson(name, more, start, end, scenario, time, draws)):
        yield moment, f"{name}/{n}", ({}, {})


def _regular(first: date, every: Period, scenario: Scenario) -> Iterator[date]:
    day, n = first, 0
    while day <= scenario.last:
        if day >= scenario.first:
            yield day
        n += 1
        try:
            day = last_day(first, Period(every.count * n, every.unit), scenario.calendar)
        except OutsideCalendar:
            return


def _arrived(
    known_cases: Cases, load: Workload, moment: int, name: str, known: Known, draws: Draws
) -> Arrived:
    scenario = known_cases.scenario
    values_known, facts_known = known
    named = {
        id: values_known.get(id) or _value(known_cases, load, id, name, draws)
        for id in scenario.rulebook.documents[load.document].attributes
    }
    facts = frozenset(
        fact
        for fact in {**load.facts, **facts_known}
        if facts_known.get(fact, draws.uniform(name, f"fact/{fact}") < load.facts.get(fact, 0.0))
    )
    case = known_cases.of(load.document, {id: value for id, value in named.items() if value is not None})
    return Arrived(moment, name, load.document, case, facts)


def _value(known_cases: Cases, load: Workload, id: str, name: str, draws: Draws) -> str | None:
    """The value of an attribute: drawn by weight; what ranges, evenly; None: its default."""
    weights = load.case.get(id)
    if weights is None:
        if known_cases.has_default(id):
            return None
        weights = ((EVEN, 1.0),)
    u = draws.uniform(name, f"case/{id}")
    for value, weight in weights:
        if u < weight or value == weights[-1][0]:
            if value != EVEN:
                return value
            listed = known_cases.values(load.document, id)
            return listed[min(int(u / weight * len(listed)), len(listed) - 1)] if listed else None
        u -= weight
    return None


class NoCase(ValueError):
    """A document names somebody whom nobody in the roster can be."""

    def __init__(self, document: str) -> None:
        self.document = document
        super().__init__(f"{document}: no case is possible with this roster")


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases with all their values spelled out, and what their attributes range over, each made once."""

    scenario: Scenario
    _known: dict[tuple[object, ...], Mapping[str, str]] = field(default_factory=dict, repr=False)
    _values: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)
    _defaults: dict[str, bool] = field(default_factory=dict, repr=False)

    def of(self, document: str, named: Mapping[str, str]) -> Mapping[str, str]:
        """The case of a document with these values; what else ranges takes its first value. Raises NoCase."""
        key = (document, *sorted(named.items()))
        if key not in self._known:
            found = cases(self.scenario.rulebook, self.scenario.roster, document, named)
            if not found:
                raise NoCase(document)
            self._known[key] = found[0].values
        return self._known[key]

    def values(self, document: str, id: str) -> tuple[str, ...]:
        """What an attribute of a document ranges over."""
        key = (document, id)
        if key not in self._values:
            self._values[key] = values(self.scenario.rulebook, self.scenario.roster, document, id)
        return self._values[key]

    def has_default(self, id: str) -> bool:
        if id not in self._defaults:
            attribute = self.scenario.rulebook.attributes[id]
            self._defaults[id] = default(attribute, self.scenario.roster) is not None
        return self._defaults[id]
