"""What a published simulation study must report, filled in from the run.

The items are those of STRESS-DES (Monks et al., "Strengthening the reporting of empirical simulation
studies", Journal of Simulation, 2019): objectives, logic, data, experimentation, implementation, code access.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from guiju.page import page
from guiju.scenarios.law import Empirical, Exponential, Fixed, Length, Lognormal, Triangular, Uniform
from guiju.scenarios.scenario import (
    EVEN,
    Absence,
    ByRate,
    DailyAbsence,
    DatedAbsence,
    Listed,
    RandomAbsence,
    Regular,
    Scenario,
    Work,
)
from guiju.simulate.observation import SCALES
from guiju.study.described import ITEMS
from guiju.study.study import HEADLINE, MOST, Study
from guiju.wording import Wording


def as_text(study: Study, say: Wording) -> str:
    """The STRESS-DES items in order, each with what this run says to it."""
    lines: list[str] = []
    for item in described(study, say):
        lines += ["", f"{item.code} {item.title}"]
        lines += [item.text] if item.text else []
        lines += [f"· {line}" for line in item.filled]
    return page(lines[1:])


def as_json(study: Study, say: Wording) -> dict[str, Any]:
    items = [
        {"code": item.code, "title": item.title, "text": item.text, "filled": list(item.filled)}
        for item in described(study, say)
    ]
    return {"format": "guiju.stress-des/1", "items": items}


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what holds of every study (``text``), and what was filled in from this one."""

    code: str
    title: str
    text: str
    filled: tuple[str, ...]


def described(study: Study, say: Wording) -> tuple[Item, ...]:
    """Every item of STRESS-DES in order."""
    return tuple(
        Item(
            code, title.say(say.language), "" if text is None else text.say(say.language),
            tuple(_filled(code, study, say)),
        )
        for code, title, text in ITEMS
    )  # fmt: skip


def _filled(code: str, study: Study, say: Wording) -> Iterator[str]:
    scenario = study.scenario
    match code:
        case "1.1":
            yield scenario.title.say(say.language)
            if scenario.note is not None:
                yield scenario.note.say(say.language)
        case "1.2":
            yield say.join(sorted(SCALES))
        case "2.3":
            policy = scenario.policy
            overload = "allowed" if policy.overload else "refused"
            yield f"policy: substitutes {policy.substitutes}, silence {policy.silence}, overload {overload}"
        case "3.1":
            yield from _sources(scenario, say)
        case "3.3":
            yield from _inputs(scenario)
        case "3.4":
            yield say.join(scenario.assumed) or "—"
        case "4.1":
            yield f"{scenario.first} … {scenario.last}"
        case "4.2":
            yield _replications(study)
        case "5.1":
            yield f"guiju {version('guiju')}; simpy {version('simpy')}; Python {platform.python_version()}"
        case "5.2":
            yield f"seed {study.seed}"
        case "5.4":
            yield f"{platform.system()}, {platform.machine()}, {platform.python_implementation()}"


def _replications(study: Study) -> str:
    text = f"n = {study.replications}"
    if study.precision is not None:
        reached = "reached" if study.reached else "NOT reached"
        text += f"; precision {study.precision:g} of {HEADLINE.measure} (at most {MOST}): {reached}"
    return text


def _sources(scenario: Scenario, say: Wording) -> Iterator[str]:
    book, calendar = scenario.rulebook, scenario.calendar
    yield f"rulebook {book.id}: {book.title.say(say.language)}, {book.source.say(say.language)}"
    yield f"roster {scenario.roster.id}: {scenario.roster.title.say(say.language)}"
    yield f"calendar {calendar.id}: {calendar.title.say(say.language)}, {calendar.first} … {calendar.last}"
    yield f"reading {scenario.reading_name}: " + ", ".join(f"{k}={v}" for k, v in scenario.reading.items())
    given = sorted({item.rule for item in scenario.mandates})
    yield "mandates given: " + (", ".join(given) or "none")


def _inputs(scenario: Scenario) -> Iterator[str]:
    spans = ", ".join(
        f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in scenario.hours.spans
    )
    yield f"hours: {spans}" + (", every day" if scenario.hours.every_day else "")
    for id, load in sorted(scenario.workload.items()):
        case = "; ".join(
            f"{k}: " + ", ".join("each value alike" if v == EVEN else f"{v} {w:.0%}" for v, w in weights)
            for k, weights in load.case.items()
        )
        facts = ", ".join(f"{fact} {share:.0%}" for fact, share in load.facts.items())
        also = f"also {', '.join(load.also)}" if load.also else ""
        parts = [
            _arrivals(load.arrivals),
            case,
            facts,
            also,
            f"backlog {load.backlog}" if load.backlog else "",
        ]
        yield f"workload/{id}: " + "; ".join(part for part in parts if part)
        yield from (f"workload/{id}/{act}: {_work(work)}" for act, work in sorted(load.acts.items()))
    yield from (f"acts/{act}: {_work(work)}" for act, work in sorted(scenario.acts.items()))
    if scenario.any_act is not None:
        yield f"acts/any: {_work(scenario.any_act)}"
    for body, meetings in sorted(scenario.meetings.items()):
        room = meetings.capacity if meetings.capacity is not None else "any number of"
        yield (
            f"meetings/{body}: from {meetings.first}, {_length(meetings.lasts)}, {room} items, "
            f"cut-off {meetings.cut_off} working days, postponed: {meetings.postponed}"
        )
    yield from map(_absence, scenario.absences)
    yield from (f"vacancy: {v.post}, {v.first} … {v.last}" for v in scenario.vacancies)
    for peak in scenario.peaks:
        documents = ", ".join(peak.documents) or "all documents"
        yield f"peak: {peak.times:g} times the arrivals of {documents}, {peak.first} … {peak.last}"


def _arrivals(arrivals: ByRate | Regular | Listed) -> str:
    match arrivals:
        case ByRate(per_year):
            return f"Poisson, {per_year:g} a year"
        case Regular(first, every):
            return f"every {every.count} {every.unit} from {first}"
        case Listed(listed):
            return f"{len(listed)} on given days"


def _absence(absence: Absence) -> str:
    match absence:
        case DatedAbsence(person, kind, first, last):
            return f"absence: {person}, {kind}, {first} … {last}"
        case RandomAbsence(people, kind, per_year, lasts):
            return f"absence: {', '.join(people)}, {kind}, {per_year:g} a year each, {_length(lasts)}"
        case DailyAbsence(people, kind, share):
            return f"absence: {', '.join(people)}, {kind}, {share:.2%} of days each"


def _work(work: Work) -> str:
    if work.minutes:
        return "with the minutes of the meeting"
    text = _length(work.takes)
    if work.replies:
        text += f", {work.replies} replies at once"
    return text + (f", by {work.by}" if work.by else "") + (f" ({work.source.en})" if work.source else "")


def _length(length: Length) -> str:
    law, unit = length.law, length.unit
    match law:
        case Fixed(value):
            return f"{value:g} {unit}"
        case Uniform(least, most):
            return f"uniform {least:g} to {most:g} {unit}"
        case Triangular(least, likely, most):
            return f"triangular {least:g}, {likely:g}, {most:g} {unit}"
        case Exponential(mean):
            return f"exponential, mean {mean:g} {unit}"
        case Lognormal(median, spread):
            return f"lognormal, median {median:g} {unit}, spread {spread:g}"
        case Empirical(values):
            return f"{len(values)} observed values, mean {law.mean:.3g} {unit}"
