"""Scenarios for tests, from keyword arguments: bundled or made rulebooks, a few days, a little work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from guiju.model.citation import NOWHERE
from guiju.model.load.calendar import bundled_calendar
from guiju.model.load.nodes import parse_nodes
from guiju.model.load.roster import parse_roster
from guiju.model.load.rulebook import parse_rulebook
from guiju.model.procedure import Period
from guiju.model.reading import Reading, profile
from guiju.model.text import Text
from guiju.scenarios.law import Exponential, Fixed, Law, Length, TimeUnit
from guiju.scenarios.scenario import (
    Absence,
    Arrival,
    Arrivals,
    ByRate,
    DatedAbsence,
    Given,
    Hours,
    Listed,
    Meetings,
    Peak,
    Policy,
    Scenario,
    Vacancy,
    Work,
    Workload,
)
from guiju.source import Source

NAME = {"zh": "甲", "en": "a"}
CITE = {"article": 1, "force": "hard"}
KINDS = ("away", "ill")
OFFICE_HOURS = Hours(((480, 720), (900, 1080)))
"""Eight to twelve and fifteen to eighteen: seven hours."""
ROUND_THE_CLOCK = Hours(((0, 1440),), True)
Rule = dict[str, Any]


def by(who: Any, act: str = "sign", documents: Iterable[str] = ("d",), **more: Any) -> Rule:
    return {"effect": "authority", "act": act, "documents": list(documents), "by": who, **more}


def at_body(who: Any, act: str, body: str) -> Rule:
    return {"effect": "authority", "act": act, "bodies": [body], "by": who}


def cover(post: str, by: str, *trigger: str, acts: Iterable[str] = ("sign",), **more: Any) -> Rule:
    """The holder of one post substitutes for that of another when he is away, whatever the kind."""
    return {
        "effect": "substitution", "relation": "x", "covers": [{"post": post}], "by": {"tiers": [[by]]},
        "trigger": list(trigger or ("any",)), "acts": list(acts), "activation": ["automatic"], **more,
    }  # fmt: skip


def mandate(giver: str, to: str, acts: Iterable[str] = ("sign",), documents: Iterable[str] = ("d",)) -> Rule:
    return {
        "effect": "mandate", "from": {"post": giver}, "to": [to], "acts": list(acts),
        "documents": list(documents), "timing": ["standing"],
    }  # fmt: skip


def apart(*acts: str) -> Rule:
    return {"effect": "incompatibility", "acts": list(acts), "documents": ["d"]}


def made(
    rules: Mapping[str, Rule], people: Mapping[str, list[str]], *,
    acts: Mapping[str, Iterable[str]] | None = None, documents: Mapping[str, Mapping[str, Any]] | None = None,
    **parts: Any,
) -> Source:  # fmt: skip
    """A rulebook and its roster. ``acts``: each with those before it; ``parts``: other sections, as in YAML."""
    posts = dict.fromkeys(post for held in people.values() for post in held)
    book = {
        "format": "guiju.rulebook/1", "id": "made", "title": NAME, "source": NAME,
        "absence-kinds": {
            "away": {"name": NAME, "onset": "planned", "cite": CITE},
            "ill": {"name": NAME, "onset": "sudden", "cite": CITE},
        },
        "acts": {
            act: {"name": NAME, **({"after": list(after)} if after else {})}
            for act, after in (acts or {"sign": ()}).items()
        },
        "posts": {
            post: {"name": NAME, "rank": rank, "seats": {"from": 1, "to": 9}, "cite": CITE}
            for rank, post in enumerate(posts, 1)
        },
        "documents": {id: {"name": NAME, "cite": CITE, **said} for id, said in (documents or {"d": {}}).items()},
        "rules": {id: {**rule, "cite": CITE} for id, rule in rules.items()},
        **parts,
    }  # fmt: skip
    roster = {
        "format": "guiju.roster/1", "id": "made", "title": NAME,
        "people": {person: {"name": NAME, "posts": held} for person, held in people.items()},
    }  # fmt: skip
    rulebook, _ = parse_rulebook(parse_nodes(json.dumps(book), "made.yaml"))
    return Source(rulebook, parse_roster(parse_nodes(json.dumps(roster), "roster.yaml"), rulebook), ("", ""))


def fixed(value: float, unit: TimeUnit = "minutes", **more: Any) -> Work:
    return Work(Length(Fixed(value), unit), **more)


def taking(law: Law, unit: TimeUnit = "minutes", **more: Any) -> Work:
    return Work(Length(law, unit), **more)


def on(*days: date) -> Listed:
    """One arrival at the opening of each day."""
    return Listed(tuple(Arrival(day, {}, {}) for day in days))


def workload(
    document: str = "d", arrivals: Arrivals | float = 0.0, *, case: Mapping[str, Any] | None = None,
    facts: Mapping[str, float] | None = None, also: Iterable[str] = (),
    acts: Mapping[str, Work] | None = None, backlog: int = 0,
) -> Workload:  # fmt: skip
    """``case``: attribute -> one value, or (value, weight) pairs."""
    coming = ByRate(arrivals) if isinstance(arrivals, float | int) else arrivals
    weights = {id: ((v, 1.0),) if isinstance(v, str) else tuple(v) for id, v in (case or {}).items()}
    return Workload(document, coming, weights, facts or {}, tuple(also), acts or {}, backlog, NOWHERE)


def meeting(
    body: str, first: date, *, every: Period | None = None, at: int = 540, hours: float = 2,
    capacity: int | None = None, cut_off: int = 0, postponed: bool = True,
) -> Meetings:  # fmt: skip
    length = Length(Fixed(hours), "hours")
    return Meetings(body, first, every, at, length, capacity, cut_off, postponed, NOWHERE)


def away(person: str, first: date, last: date | None = None, kind: str = "away") -> DatedAbsence:
    return DatedAbsence(person, kind, first, last or first, NOWHERE)


TEN_MINUTES = fixed(10)
PLAIN = Policy()


def scenario(
    source: Source, first: date, last: date, *work: Workload, hours: Hours = OFFICE_HOURS,
    reading: Reading | str = "default", acts: Mapping[str, Work] | None = None,
    any_act: Work | None = TEN_MINUTES, meetings: Iterable[Meetings] = (), absences: Iterable[Absence] = (),
    vacancies: Iterable[Vacancy] = (), mandates: Iterable[str] = (), peaks: Iterable[Peak] = (),
    policy: Policy = PLAIN,
) -> Scenario:  # fmt: skip
    """``mandates``: rules whose mandates are given all the time."""
    book = source.rulebook
    return Scenario(
        "made", Text("m", "m"), None, book, source.roster, bundled_calendar(), first, last, hours, "made",
        profile(book.switches, reading) if isinstance(reading, str) else reading,
        {load.document: load for load in work}, acts or {}, any_act, tuple(peaks),
        {plan.body: plan for plan in meetings}, tuple(absences), tuple(vacancies),
        tuple(Given(rule, first, last) for rule in mandates), None, policy, (), 1, (), (),
    )  # fmt: skip


def queue_of(servers: int, per_year: float, minutes: float, first: date, last: date) -> Scenario:
    """A post with so many holders, one document with one act, hours round the clock: M/M/c."""
    people = {f"clerk-{n}": ["clerk"] for n in range(servers)}
    work = workload("d", per_year)
    times = {"sign": taking(Exponential(minutes))}
    source = made({"signs": by("clerk")}, people)
    return scenario(source, first, last, work, hours=ROUND_THE_CLOCK, acts=times)
