"""How long the numbered legs of a procedure can take, over every start date of a calendar.

A leg is a limit in numbers (consultation, issuance) or a wait for the next meeting of a body. Steps
to which the text sets no number are listed beside the bound; where there are any, the text gives no
total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from guiju.model.authority import Authority, Silence
from guiju.model.calendar import Calendar, OutsideCalendar
from guiju.model.condition import FALSE
from guiju.model.document import ByBody, ChoiceAttribute, atoms
from guiju.model.due import last_day
from guiju.model.procedure import Cadence, Deadline, Period
from guiju.model.reading import Guard
from guiju.verify.lint.ground import Ground


@dataclass(frozen=True, slots=True)
class Leg:
    """One act with its longest time: a deadline's period, or the cadence of the body that must decide."""

    act: str
    norm: str
    period: Period
    meeting: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """The longest time of all legs in working days, and the start dates that take it; ``shortest``: the
    same over all start dates, for a file that loses no time but must wait as long as it may.
    """

    longest: int
    shortest: int
    since: date
    until: date
    starts: int


@dataclass(frozen=True, slots=True)
class Timing:
    """A document in one combination of its choices: its legs, and what has no number.

    ``caught``: it reaches the next meeting; ``missed``: it misses the cut-off and waits for the one after.
    Without a meeting both are the same. None where there is no leg, or no start date fits the calendar.
    """

    document: str
    choices: tuple[tuple[str, str], ...]
    legs: tuple[Leg, ...]
    unnumbered: tuple[str, ...]
    caught: Bound | None
    missed: Bound | None


def timings(
    ground: Ground, documents: tuple[str, ...], calendar: Calendar, *, every: bool = False
) -> tuple[Timing, ...]:
    """The timing of every document with a numbered leg, in each combination of choices that differs.

    ``every``: in those too that do not differ from an earlier one.
    """
    found: list[Timing] = []
    bounds: dict[tuple[Leg, ...], tuple[Bound | None, Bound | None]] = {}
    for document in documents:
        seen: set[tuple[tuple[Leg, ...], tuple[str, ...]]] = set()
        for choices in _choices(ground, document):
            legs = tuple(_legs(ground, document, choices))
            unnumbered = tuple(_unnumbered(ground, document, choices, legs))
            if not legs or (not every and (legs, unnumbered) in seen):
                continue
            seen.add((legs, unnumbered))
            if legs not in bounds:
                bounds[legs] = (bound(calendar, legs, 1), bound(calendar, legs, 2))
            found.append(Timing(document, tuple(choices.items()), legs, unnumbered, *bounds[legs]))
    return tuple(found)


def _choices(ground: Ground, document: str) -> Iterator[Mapping[str, str]]:
    """Every combination of the choice attributes of a document."""
    combinations: list[dict[str, str]] = [{}]
    for id in ground.book.documents[document].attributes:
        attribute = ground.book.attributes[id]
        if isinstance(attribute, ChoiceAttribute):
            combinations = [{**one, id: option} for one in combinations for option in attribute.options]
    yield from combinations


def _holds(ground: Ground, guard: Guard, choices: Mapping[str, str]) -> bool:
    met = all(choices[term] in allowed for term, allowed in guard.terms if term in choices)
    return met and ground.guard(guard) is not FALSE


def _legs(ground: Ground, document: str, choices: Mapping[str, str]) -> Iterator[Leg]:
    """The longest numbered limit of each act, and the wait for a body that decides, in chain order."""
    book, found = ground.book, dict[str, list[Leg]]()
    for norm in book.procedure_of(document):
        if isinstance(norm, Deadline) and norm.within is not None and _holds(ground, norm.when, choices):
            found.setdefault(norm.act, []).append(Leg(norm.act, norm.id, norm.within, False))
    for rule in book.naming(document):
        if isinstance(rule, Authority) and _holds(ground, rule.when, choices):
            for body in (part.body for part in atoms(rule.by, book.signers) if isinstance(part, ByBody)):
                for norm in book.procedure.values():
                    if isinstance(norm, Cadence) and body in norm.bodies:
                        found.setdefault(rule.act, []).append(Leg(rule.act, norm.id, norm.every, True))
    for act in sorted(found, key=book.chain_order.__getitem__):
        yield max(found[act], key=lambda leg: (_days(leg.period), leg.norm))


def _unnumbered(
    ground: Ground, document: str, choices: Mapping[str, str], legs: tuple[Leg, ...]
) -> Iterator[str]:
    """The acts that the document asks for and to which no number is set, in chain order."""
    book, bounded = ground.book, {leg.act for leg in legs}
    for leg in legs:
        norm = book.procedure[leg.norm]
        if isinstance(norm, Deadline) and norm.start is not None and not norm.before:
            bounded |= book.between(norm.start, norm.act)
    asked = {
        rule.act
        for rule in book.naming(document)
        if isinstance(rule, Authority | Silence) and _holds(ground, rule.when, choices)
    }
    asked |= {
        norm.act
        for norm in book.procedure_of(document)
        if isinstance(norm, Deadline) and norm.word is not None and _holds(ground, norm.when, choices)
    }
    yield from sorted(asked - bounded, key=book.chain_order.__getitem__)


def _days(period: Period) -> int:
    return period.count * {"working-days": 1, "days": 1, "weeks": 7, "months": 31}[period.unit]


def bound(calendar: Calendar, legs: tuple[Leg, ...], turns: int) -> Bound | None:
    """The bound of legs over every working day of the calendar from which they fit into it.

    ``turns``: how many cadences a file waits for a meeting. A meeting that falls on a day off is held
    on the next working day.
    """
    found: dict[date, int] = {}
    day = calendar.first
    while day <= calendar.last:
        if calendar.is_working(day):
            try:
                found[day] = calendar.between(day, _end(calendar, day, legs, turns))
            except OutsideCalendar:
                break
        day += timedelta(1)
    if not found:
        return None
    longest = max(found.values())
    return Bound(longest, min(found.values()), min(found), max(found), len(found))


def _end(calendar: Calendar, day: date, legs: tuple[Leg, ...], turns: int) -> date:
    for leg in legs:
        for _ in range(turns if leg.meeting else 1):
            day = last_day(day, leg.period, calendar)
        if leg.meeting and not calendar.is_working(day):
            day = calendar.add(day, 1)
    return day
