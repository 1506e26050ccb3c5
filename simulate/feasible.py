"""Workloads that can never be served, found before anything runs.

An act that nobody may do though everybody is there, or with any one person away; a meeting that never comes;
more work for some people than they have hours, even if nobody is ever away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod
from typing import Literal, NamedTuple

from guiju.model.cases import default, values
from guiju.scenarios.scenario import EVEN, Listed, Workload
from guiju.simulate.agenda import planned_meetings
from guiju.simulate.arrivals import NoCase, expected
from guiju.simulate.plan import ActPlan, NoTime, Plan
from guiju.simulate.record import Situation
from guiju.simulate.run import Prepared

MOST_CASES = 200
"""Of the cases of one workload, so many are looked at; a run finds the others."""
MOST_FACTS = 6
"""Of the facts of one workload that some files show, so many are looked at: the most frequent."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """``share``: of the hours of ``people``, or of the room on the agendas, that the work takes.

    ``workload``: the document whose workload meets it, of an overload the one that takes most of the hours.
    """

    code: Literal[
        "no-time", "no-case", "nobody-ever", "no-meetings", "never-meets", "overload", "full-agenda"
    ]
    document: str
    act: str
    people: tuple[str, ...] = ()
    body: str = ""
    share: float = 0.0
    workload: str = ""


Loads = dict[tuple[str, ...], dict[str, float]]
"""People who alone can do some work -> the document whose workload asks for it -> seconds."""


def obstacles(prepared: Prepared) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of a scenario. Raises ExpansionTooLarge."""
    found: dict[tuple[str, str, str], Obstacle] = {}
    loads: Loads = {}
    items: dict[str, float] = {}
    for _, load in sorted(prepared.scenario.workload.items()):
        try:
            plans = list(expected_plans(prepared, load))
        except (NoTime, NoCase) as error:
            obstacle = replace(_unplanned(error), workload=load.document)
            found[obstacle.code, obstacle.document, obstacle.act] = obstacle
            continue
        for plan, count in plans:
            for item in _never(prepared, plan):
                obstacle = replace(item, workload=load.document)
                found.setdefault((obstacle.code, obstacle.document, obstacle.act), obstacle)
            _add(prepared, load.document, plan, count, loads, items)
    for obstacle in _minutes(prepared):
        found.setdefault((obstacle.code, obstacle.document, obstacle.act), obstacle)
    if not prepared.scenario.policy.overload:
        for obstacle in (*_overload(prepared, loads), *_full(prepared, items)):
            found.setdefault((obstacle.code, "", "+".join(obstacle.people) + obstacle.body), obstacle)
    return tuple(found.values())


def _unplanned(error: NoTime | NoCase) -> Obstacle:
    if isinstance(error, NoTime):
        return Obstacle("no-time", error.document, error.act)
    return Obstacle("no-case", error.document, "")


def _minutes(prepared: Prepared) -> Iterator[Obstacle]:
    """What stands in the way of the minutes of the meetings."""
    for body in sorted(prepared.scenario.meetings):
        for type in prepared.scenario.rulebook.bodies[body].minutes[:1]:
            try:
                plan = prepared.plan(type, prepared.cases.of(type, {}), frozenset())
            except (NoTime, NoCase) as error:
                yield replace(_unplanned(error), body=body)
            else:
                yield from (replace(item, body=body) for item in _never(prepared, plan))


def expected_plans(prepared: Prepared, load: Workload) -> Iterator[tuple[Plan, float]]:
    """The plans of a workload and of the topics of its meetings, and how many documents of each to expect.

    Raises NoTime, NoCase and ExpansionTooLarge.
    """
    for known, count in _known(prepared, load).items():
        combinations = list(islice(_combinations(prepared, load, dict(known.case)), MOST_CASES))
        if not combinations:
            raise NoCase(load.document)
        total = sum(weight for _, weight in combinations)
        for named, weight in combinations:
            case = prepared.cases.of(load.document, named)
            for facts, share in _facts({**load.facts, **dict(known.facts)}):
                plan = prepared.plan(load.document, case, facts)
                yield plan, count * weight * share / total
                for topic in _topics(prepared, plan):
                    yield topic, count * weight * share / total


class _Known(NamedTuple):
    """What a list says of a document; nothing, where it comes by rate."""

    case: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, bool], ...] = ()


def _known(prepared: Prepared, load: Workload) -> dict[_Known, float]:
    """How many documents to expect of which so much is known."""
    if not isinstance(load.arrivals, Listed):
        return {_Known(): expected(prepared.scenario, load, prepared.time)}
    found = {_Known(): float(load.backlog)} if load.backlog else {}
    for arrival in load.arrivals.arrivals:
        known = _Known(tuple(sorted(arrival.case.items())), tuple(sorted(arrival.facts.items())))
        found[known] = found.get(known, 0.0) + 1
    return found


def _facts(shares: Mapping[str, float]) -> Iterator[tuple[frozenset[str], float]]:
    """Every set of facts that a file may show, and how often: each is drawn by itself."""
    certain = frozenset(fact for fact, share in shares.items() if share >= 1)
    chance = {fact: share for fact, share in shares.items() if 0 < share < 1}
    drawn = sorted(chance, key=lambda fact: (-chance[fact], fact))[:MOST_FACTS]
    for shown in product((False, True), repeat=len(drawn)):
        found = list(zip(drawn, shown, strict=True))
        share = prod(chance[fact] if yes else 1 - chance[fact] for fact, yes in found)
        yield certain.union(fact for fact, yes in found if yes), share


def _combinations(
    prepared: Prepared, load: Workload, known: Mapping[str, str]
) -> Iterator[tuple[Mapping[str, str], float]]:
    scenario = prepared.scenario
    options: list[list[tuple[str, str, float]]] = []
    for id in scenario.rulebook.documents[load.document].attributes:
        attribute = scenario.rulebook.attributes[id]
        weights = ((known[id], 1.0),) if id in known else load.case.get(id)
        if weights is None and default(attribute, scenario.roster) is not None:
            continue
        listed: list[tuple[str, float]] = []
        for value, weight in weights or ((EVEN, 1.0),):
            every = (
                values(scenario.rulebook, scenario.roster, load.document, id) if value == EVEN else (value,)
            )
            listed += [(one, weight / len(every)) for one in every]
        options.append([(id, value, weight) for value, weight in listed])
    for chosen in product(*options):
        yield {id: value for id, value, _ in chosen}, prod(weight for _, _, weight in chosen)


def _topics(prepared: Prepared, plan: Plan) -> Iterator[Plan]:
    book = prepared.scenario.rulebook
    for act in plan.acts:
        for topic in book.bodies[act.body].topics[:1] if act.body is not None else ():
            used = book.documents[topic].attributes
            case = prepared.cases.of(topic, {id: value for id, value in plan.case.items() if id in used})
            yield prepared.plan(topic, case, frozenset())


def _situations(prepared: Prepared) -> Iterator[Situation]:
    """Everybody there with all that is ever given, and any one person away in any one way."""
    scenario = prepared.scenario
    given = frozenset(item.rule for item in scenario.mandates)
    vacant = frozenset(
        v.post for v in scenario.vacancies if v.first <= scenario.first and v.last >= scenario.last
    )
    yield Situation(0, {}, vacant, given)
    for person in sorted(scenario.roster.people):
        for kind in sorted(scenario.rulebook.kinds):
            yield Situation(0, {person: kind}, vacant, given)


def _never(prepared: Prepared, plan: Plan) -> Iterator[Obstacle]:
    scenario, asking = prepared.scenario, prepared.asking
    for act in plan.acts:
        if act.body is not None:
            meetings = scenario.meetings.get(act.body)
            if meetings is None or not any(True for _ in planned_meetings(scenario, meetings)):
                yield Obstacle("no-meetings", plan.document, act.act, body=act.body)
                continue
        question = act.question
        if question is not None and not any(
            asking.choices(question, now, frozenset()) for now in _situations(prepared)
        ):
            code: Literal["never-meets", "nobody-ever"] = "never-meets" if act.body else "nobody-ever"
            yield Obstacle(code, plan.document, act.act, body=act.body or "")


def _add(
    prepared: Prepared, workload: str, plan: Plan, count: float, loads: Loads, items: dict[str, float]
) -> None:
    """Add the expected work of so many documents to those who alone could do it."""
    everybody = next(_situations(prepared))
    for act in plan.acts:
        if act.body is not None:
            items[act.body] = items.get(act.body, 0.0) + count
        elif act.question is not None:
            for people, seconds in _takers(prepared, act, everybody):
                of = loads.setdefault(people, {})
                of[workload] = of.get(workload, 0.0) + count * seconds


def _takers(prepared: Prepared, act: ActPlan, now: Situation) -> Iterator[tuple[tuple[str, ...], float]]:
    """Who could do an act with everybody there: any one of some, or each of a team."""
    assert act.question is not None
    choices = prepared.asking.choices(act.question, now, frozenset())
    seconds = act.work.takes.law.mean * prepared.time.unit(act.work.takes)
    if not choices or not choices[0].people:
        return
    single = {choice.people[0] for choice in choices if len(choice.people) == 1}
    if single:
        yield tuple(sorted(single)), seconds
    elif len(choices) == 1:
        yield from (((person,), seconds) for person in choices[0].people)


def _overload(prepared: Prepared, loads: Loads) -> Iterator[Obstacle]:
    """Groups of people who alone can do more work than they have hours (Hall's condition, on such groups)."""
    for group in sorted(loads):
        members = set(group)
        work: dict[str, float] = {}
        for people, of in loads.items():
            if members.issuperset(people):
                for document, seconds in of.items():
                    work[document] = work.get(document, 0.0) + seconds
        hours = len(members) * prepared.time.total
        share = sum(work.values()) / hours if hours else 0.0
        if share > 1:
            yield Obstacle("overload", "", "", group, share=share, workload=max(work, key=work.__getitem__))


def _full(prepared: Prepared, items: Mapping[str, float]) -> Iterator[Obstacle]:
    for body, count in sorted(items.items()):
        meetings = prepared.scenario.meetings.get(body)
        if meetings is not None and meetings.capacity is not None:
            room = meetings.capacity * sum(1 for _ in planned_meetings(prepared.scenario, meetings))
            if room and count > room:
                yield Obstacle("full-agenda", "", "", body=body, share=count / room)
