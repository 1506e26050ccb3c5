"""``route``: what one concrete document still needs, who can do it now, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guiju.acting import ActNow, Actor, DocumentNow, Instant, document_now, one_reading, worlds_of
from guiju.model.authority import Capacity, Incompatibility
from guiju.model.calendar import Calendar, OutsideCalendar
from guiju.model.case_file import CaseFile, Dated, Standing
from guiju.model.citation import Span, articles
from guiju.model.condition import FALSE, TRUE
from guiju.model.due import Days, DeadlineNow, by_silence, deadlines
from guiju.model.file_in_hand import DutyNow, FileInHand, ProhibitionNow, RequirementNow, binding
from guiju.model.load.problem import InputError, Problem
from guiju.model.procedure import Cadence
from guiju.model.resolve import Chain
from guiju.model.sequence import StepNow, awaited, out_of_order, sequence
from guiju.model.world import evaluate
from guiju.request import Request
from guiju.verify.explain import Explainer
from guiju.verify.verdict import FailedStep

STOPPED, OPEN = 1, 3
UNSETTLED = frozenset({"open", "who-did"})
"""What the case file leaves to be said: facts, and who did an act that bars him from another."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty, whom the text names for it (nobody: empty), and who of them can do it now."""

    duty: DutyNow
    offices: tuple[Capacity, ...]
    actors: tuple[Actor, ...]


@dataclass(frozen=True)
class Routed:
    """The way of one document. ``now``: what its chain asks for; its other steps need no power.

    ``awaited``: the steps without which it does not arrive; the others are owed, and nothing waits for
    them. ``apart``: incompatibilities between an act that is done and one that is not. ``skipped``: acts
    that were done before what comes before them. ``because``: what holds it up, as codes: unruled, void,
    nobody, same-person, silent, missing, breached, overdue, and open for what is still to be shown.
    ``failed``: the steps that nobody can do, and why.
    """

    standing: Standing
    now: DocumentNow
    steps: tuple[StepNow, ...]
    awaited: frozenset[str]
    requirements: tuple[RequirementNow, ...]
    prohibitions: tuple[ProhibitionNow, ...]
    duties: tuple[Owed, ...]
    deadlines: tuple[DeadlineNow, ...]
    cadences: tuple[Cadence, ...]
    apart: tuple[Incompatibility, ...]
    skipped: tuple[tuple[str, str], ...]
    because: tuple[str, ...]
    failed: tuple[FailedStep, ...]

    @property
    def expected(self) -> tuple[DeadlineNow, ...]:
        """The deadlines of steps that come up, or that something that was done sets running."""
        acts = {step.act for step in self.steps}
        return tuple(d for d in self.deadlines if {d.norm.act, d.norm.start} & acts)

    def act(self, id: str) -> ActNow | None:
        return next((act for act in self.now.acts if act.act == id), None)


@dataclass(frozen=True)
class Itinerary:
    """The answer to a case file: one document's way, or none, or those of all that claim the case."""

    request: Request
    file: CaseFile
    day: date
    calendar: Calendar
    documents: tuple[Routed, ...]

    @property
    def code(self) -> int:
        """0: it can go its way today; 1: something is in the way; 3: something is still to be shown."""
        if len(self.documents) != 1:
            return STOPPED
        because = self.documents[0].because
        return STOPPED if set(because) - UNSETTLED else OPEN if because else 0


def itinerary(request: Request, file: CaseFile, day: date, calendar: Calendar) -> Itinerary:
    """Raises InputError: for an open reading, a day to come, or a day that the calendar lacks."""
    one_reading(request)
    _past(file, day)
    instant = Instant(request.question, file.absent, frozenset(file.vacant), file.mandates)
    explainer = Explainer(request.question.cast)
    try:
        found = tuple(
            _routed(explainer, standing, file, instant, day, calendar) for standing in file.governing
        )
    except OutsideCalendar as error:
        raise InputError([Problem(Span("--calendar", 0, 0), error.code, error.words)]) from error
    return Itinerary(request, file, day, calendar, found)


def _past(file: CaseFile, day: date) -> None:
    """What the file reports happened on or before the day on which it is looked at."""
    dated: Iterable[Dated] = (*file.done.values(), *([file.received] if file.received else []))
    late = [Problem(d.span, "after-today", {"found": d.day, "today": day}) for d in dated if d.day > day]
    if late:
        raise InputError(late)


def _routed(
    explainer: Explainer, standing: Standing, file: CaseFile, instant: Instant, day: date, calendar: Calendar
) -> Routed:
    book, reading = explainer.cast.rulebook, instant.question.reading
    resolver = explainer.cast.resolver(reading)
    chain = explainer.chain(standing.document, standing.case.values, reading)
    whole = document_now(explainer, chain, standing.case, instant)
    bodies = explainer.bodies(chain, instant.worlds(())[0])
    hand = FileInHand(
        resolver.walk.circumstance,
        standing.document,
        standing.exact,
        bodies,
        file.facts,
    )
    done = {act: dated.day for act, dated in file.done.items()}
    dates = Days(file.received.day if file.received else None, done, day)
    requirements, prohibitions = hand.requirements(), hand.prohibitions()
    duties = tuple(_owed(explainer, duty, chain, instant) for duty in hand.duties())
    limits = deadlines(hand.deadlines(), dates, calendar)
    silent = {act: last for act, last in by_silence(limits).items() if act not in done}
    owed = {item.duty.norm.act for item in duties}
    needed = awaited((act.act for act in whole.acts), requirements, limits, owed, done)
    left = resolver.rest(chain, {*done, *silent})
    rest = document_now(explainer, left, standing.case, instant)
    apart = _apart(explainer, chain, {*done, *silent}, instant)
    acts = {*needed, *owed, *done}
    return Routed(
        standing,
        DocumentNow(whole.document, whole.case, rest.verdict, whole.acts, rest.conflict),
        sequence(book, acts, needed, done, silent),
        needed, requirements, prohibitions, duties, limits, hand.cadences(),
        apart,
        out_of_order(book, needed - silent.keys(), done),
        _because(
            whole, rest, requirements, prohibitions, limits, _who_did(explainer, left, apart, instant)
        ),
        explainer.failed_steps(left, worlds_of(explainer, left, instant)[0]),
    )  # fmt: skip


def _owed(explainer: Explainer, duty: DutyNow, chain: Chain, instant: Instant) -> Owed:
    norm = duty.norm
    if norm.by is None:
        return Owed(duty, (), ())
    named = explainer.owing(norm.by, norm.act, chain, instant.worlds(())[0])
    world = instant.worlds(route.condition for _, routes in named for route in routes)[0]
    recused, rules = explainer.recused(norm.act, chain, world), explainer.cast.rulebook.rules
    actors: dict[tuple[str, str], Actor] = {}
    for _, routes in named:
        for route in routes:
            if evaluate(route.condition, world) and route.person not in recused:
                bases = (norm.basis, *(rules[id].basis for id in route.rules))
                actor = Actor(route.person, route.relation, route.rules, articles(bases))
                actors.setdefault((route.person, route.relation), actor)
    offices = tuple(dict.fromkeys(capacity for capacity, _ in named))
    return Owed(duty, offices, tuple(actors.values()))


def _apart(
    explainer: Explainer, chain: Chain, done: set[str], instant: Instant
) -> tuple[Incompatibility, ...]:
    """Who did an act that is done is not known here: the person who may not do the other."""
    resolver = explainer.cast.resolver(instant.question.reading)
    left = {step.act for step in chain.steps} - done
    return tuple(
        rule
        for rule in explainer.cast.rulebook.naming(chain.document)
        if isinstance(rule, Incompatibility) and len(left & set(rule.acts)) == len(done & set(rule.acts)) == 1
        if resolver.walk.guard(rule.when, chain.case) is TRUE
    )


def _who_did(explainer: Explainer, left: Chain, apart: Iterable[Incompatibility], instant: Instant) -> bool:
    """What remains needs somebody who may have done what is done, and would then be barred."""
    resolver = explainer.cast.resolver(instant.question.reading)
    world = worlds_of(explainer, left, instant)[0]
    for rule in apart:
        for step in (step for step in left.steps if step.act in rule.acts):
            (done,) = (act for act in rule.acts if act != step.act)
            doers = resolver.doers(done, left.document, left.case)
            suspects = frozenset(person for person, able, _ in doers if able is not FALSE)
            if not evaluate(resolver.without(step, left, suspects), world):
                return True
    return False


def _because(
    whole: DocumentNow, rest: DocumentNow, requirements: Iterable[RequirementNow],
    prohibitions: Iterable[ProhibitionNow], limits: Iterable[DeadlineNow], who_did: bool,
) -> tuple[str, ...]:  # fmt: skip
    """What holds the document up, the most fundamental first. Permissive words hold nothing up."""
    asked = [item.state for item in requirements if binding(item.norm.basis)]
    reasons = {
        "unruled": not whole.acts,
        "void": any(act.unmet for act in rest.acts),
        "nobody": any(not act.possible and not act.unmet for act in rest.acts),
        "same-person": bool(rest.conflict),
        "silent": bool(whole.acts) and rest.verdict == "unspecified",
        "missing": "missing" in asked,
        "breached": any(item.breached and binding(item.norm.basis) for item in prohibitions),
        "overdue": any(d.state == "overdue" and d.firm and binding(d.norm.basis) for d in limits),
        "open": "open" in asked,
        "who-did": who_did,
    }
    return tuple(code for code, holds in reasons.items() if holds)
