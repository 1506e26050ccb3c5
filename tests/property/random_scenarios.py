"""Random scenarios of a week or two over random rulebooks: who is away, what comes in, who meets when."""

from __future__ import annotations

import copy
import random
from datetime import date, timedelta
from typing import Any

from guiju.model.authority import Mandate, Substitution
from guiju.model.citation import NOWHERE
from guiju.model.procedure import Period
from guiju.scenarios.law import Exponential, Fixed, Length, Uniform
from guiju.scenarios.scenario import (
    DailyAbsence,
    Hours,
    Peak,
    Policy,
    RandomAbsence,
    Scenario,
    Vacancy,
)
from guiju.source import Source
from guiju.verify.question import Cast
from made_scenario import OFFICE_HOURS, ROUND_THE_CLOCK, away, meeting, scenario, taking, workload
from wide_books import loaded

HOURS = (OFFICE_HOURS, OFFICE_HOURS, ROUND_THE_CLOCK, Hours(((480, 720),)), Hours(((0, 720), (720, 1440))))
FIRST = date(2021, 9, 1)
"""Random first days lie in the months after this: with make-up days and the longest holiday of the year."""


def without_order(book: dict[str, Any], roster: dict[str, Any]) -> Cast:
    """The rulebook with no act waiting for another: all are open at once."""
    book = copy.deepcopy(book)
    for act in book["acts"].values():
        act.pop("after", None)
    return loaded(book, roster)


def random_scenario(cast: Cast, rng: random.Random, granted: bool | None = None) -> Scenario:
    """``granted``: whether all mandates are given all the time, or none; None: some of them."""
    book, people = cast.rulebook, sorted(cast.roster.people)
    first = FIRST + timedelta(days=rng.randrange(150))
    days = rng.randrange(3, 15)
    last = first + timedelta(days=days - 1)
    kinds = sorted(book.kinds)
    absences: list[Any] = []
    for _ in range(rng.randrange(3)):
        start = first + timedelta(days=rng.randrange(days))
        until = start + timedelta(days=rng.randrange(4))
        absences.append(away(rng.choice(people), start, until, rng.choice(kinds)))
    if rng.random() < 0.6:
        absences.append(DailyAbsence(tuple(people), rng.choice(kinds), rng.choice((0.1, 0.4)), NOWHERE))
    if rng.random() < 0.4:
        length = Length(Uniform(0.5, 4), rng.choice(("days", "working-days")))
        absences.append(RandomAbsence(tuple(people), rng.choice(kinds), 30, length, NOWHERE))
    vacancies = [Vacancy(rng.choice(sorted(book.posts)), first, last)] if rng.random() < 0.2 else []
    giving = sorted(r.id for r in book.rules.values() if isinstance(r, Mandate | Substitution))
    given = giving if granted else [] if granted is False else [r for r in giving if rng.random() < 0.5]
    meetings = [
        meeting(
            body, first - timedelta(days=rng.randrange(3)), every=Period(rng.choice((1, 2, 7)), "days"),
            at=rng.choice((0, 480, 540, 1000)), hours=rng.choice((0.5, 2, 5)),
            capacity=rng.choice((None, 1, 3)), cut_off=rng.choice((0, 0, 1)), postponed=rng.random() < 0.5,
        )
        for body in sorted(book.bodies)
    ]  # fmt: skip
    works = (
        taking(Fixed(rng.choice((0, 7, 60, 420)))),
        taking(Exponential(90)),
        taking(Uniform(0.1, 1.5), "working-days"),
    )
    acts = {act: rng.choice(works) for act in book.acts}
    loads = [
        workload(d, rng.choice((300.0, 1500.0)), backlog=rng.randrange(4)) for d in sorted(book.documents)
    ]
    peaks = [Peak(first, first + timedelta(days=2), rng.choice((0.5, 3.0)), ())] if rng.random() < 0.3 else []
    policy = Policy(rng.choice(("when-away", "when-busy")), rng.choice(("somebody", "nobody")))
    reading = {id: rng.choice(sorted(switch.options)) for id, switch in sorted(book.switches.items())}
    return scenario(
        Source(book, cast.roster, ("", "")), first, last, *loads, hours=rng.choice(HOURS), reading=reading,
        acts=acts, meetings=meetings, absences=absences, vacancies=vacancies, mandates=given, peaks=peaks,
        policy=policy,
    )  # fmt: skip
