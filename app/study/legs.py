"""Numbered legs: the longest that each took in a study, against what the text and ``timely`` allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guiju.model.due import last_day
from guiju.model.procedure import Cadence, Deadline, Period
from guiju.simulate.observation import Key
from guiju.study.study import Study
from guiju.verify.timing import Leg as Bounded
from guiju.verify.timing import bound


@dataclass(frozen=True, slots=True)
class Leg:
    """``longest``: working days in the worst document of all replications; ``limit``: the bound of this leg.

    ``why``: the premises of the bound that the scenario leaves, as codes; empty where it is kept.
    """

    norm: str
    meeting: bool
    period: Period
    longest: int
    limit: int
    why: tuple[str, ...]

    @property
    def kept(self) -> bool:
        return self.longest <= self.limit


def legs(study: Study) -> tuple[Leg, ...]:
    """Every numbered leg that some document went through, and that has a bound within the calendar."""
    return tuple(_legs(study))


def _legs(study: Study) -> Iterator[Leg]:
    norms = study.scenario.rulebook.procedure
    for key in study.estimates:
        if key.measure == "leg-longest":
            seen = [found[key].top for found in study.observations if key in found]
            norm, longest = norms[key.of], int(max(seen))
            if isinstance(norm, Cadence):
                limit = _limit(study, norm.id, norm.every, True)
                if limit is not None:
                    why = tuple(_meeting_reasons(study, norm)) if longest > limit else ()
                    yield Leg(norm.id, True, norm.every, longest, limit, why)
            elif isinstance(norm, Deadline) and norm.within is not None:
                limit = _limit(study, norm.id, norm.within, False)
                if limit is not None:
                    why = ("why-late",) if longest > limit else ()
                    yield Leg(norm.id, False, norm.within, longest, limit, why)


def _limit(study: Study, norm: str, period: Period, meeting: bool) -> int | None:
    """The bound that ``timely`` gives this leg alone: of a meeting, with one missed. None: no day fits."""
    leg = (Bounded("", norm, period, meeting),)
    found = bound(study.scenario.calendar, leg, 2 if meeting else 1)
    return None if found is None else found.longest


def _meeting_reasons(study: Study, norm: Cadence) -> Iterator[str]:
    """Why documents waited longer for a meeting than two cadences."""

    def some(measure: str, body: str) -> bool:
        return any(found.get(Key(measure, body), (0.0, 1.0))[0] > 0 for found in study.observations)

    for body in norm.bodies:
        if some("meetings-not-held", body) or some("meetings-moved", body):
            yield "why-not-held"
        if some("agenda-left", body):
            yield "why-full"
        meetings = study.scenario.meetings.get(body)
        if meetings is not None and meetings.cut_off:
            yield "why-postponed"
        if meetings is not None and (meetings.every is not None or meetings.first > _second(study, norm)):
            yield "why-schedule"


def _second(study: Study, norm: Cadence) -> date:
    """The last day on which the first meeting keeps the cadence from the first day of the scenario on."""
    scenario = study.scenario
    return last_day(scenario.first, norm.every, scenario.calendar)
