"""What the bare office has as tables: paths, hard-wired signers, arrivals, absences and meeting days.

They are read off a scenario before the clock starts, where somebody who writes one office by hand would
have typed them in. After that nothing asks a rule.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from guiju.model.cases import default, values
from guiju.scenarios.law import Length
from guiju.scenarios.scenario import EVEN, ByRate, Meetings, RandomAbsence, Scenario, Workload
from guiju.simulate.agenda import planned_meetings
from guiju.simulate.arrivals import _seconds_in_year
from guiju.simulate.authority import Choice, Question
from guiju.simulate.plan import ActPlan, Plan
from guiju.simulate.record import Situation
from guiju.simulate.run import Prepared
from guiju.simulate.situations import YEAR, _mean_days
from guiju.simulate.working_time import DAY

NOBODY: frozenset[str] = frozenset()
Seat = tuple[tuple[str, tuple[str, ...]], ...]
"""Who signs: the holder, then his substitute if there is one, each with the rules that let him."""


@dataclass(frozen=True)
class ActWiring:
    """``days``: working days after which silence is no objection; 0: never."""

    act: str
    doing: str
    takes: Length
    rule: str | None
    seats: tuple[Seat, ...] = ()
    replies: int = 0
    days: int = 0
    body: str = ""
    topic: Path | None = None


@dataclass(frozen=True, eq=False)
class Path:
    document: str
    case: dict[str, str]
    facts: frozenset[str]
    acts: tuple[ActWiring, ...]
    rank: int


@dataclass(frozen=True)
class Source:
    """Arrivals of one type. ``attributes``: purpose of the draw, values, and their chances added up."""

    document: str
    mean: float
    backlog: int
    attributes: tuple[tuple[str, tuple[str, ...], tuple[float, ...]], ...]
    facts: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class Absence:
    """``between``: days on average from the end of one to the start of the next."""

    person: str
    entity: str
    between: float
    lasts: Length
    working: bool


@dataclass(frozen=True)
class Body:
    """``series``: number, nominal day, day, day of the next; ``chairs``: of each, one must be there."""

    id: str
    series: tuple[tuple[int, int, int, int], ...]
    at: int
    lasts: Length
    capacity: int | None
    cut_off: int
    postponed: bool
    members: tuple[str, ...]
    chairs: tuple[tuple[str, ...], ...]
    minutes: Path | None


@dataclass(eq=False)
class Wiring:
    """The tables of one scenario. ``path`` makes each once."""

    prepared: Prepared
    sources: tuple[Source, ...] = ()
    absences: tuple[Absence, ...] = ()
    bodies: tuple[Body, ...] = ()
    paths: dict[tuple[str, tuple[str, ...], frozenset[str]], Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scenario = self.prepared.scenario
        self.time = self.prepared.time
        self.people = tuple(sorted(scenario.roster.people))
        first = scenario.first.toordinal()
        self.working_days = sorted(ordinal - first for ordinal in self.time.working)
        self.closings = [d * DAY + scenario.hours.spans[-1][1] * 60 for d in self.working_days]
        self.given = frozenset(item.rule for item in scenario.mandates)
        loads = sorted(scenario.workload.items())
        self.sources = tuple(_source(scenario, load) for _, load in loads)
        self.absences = tuple(_absences(scenario))
        self.bodies = tuple(self._body(plan) for _, plan in sorted(scenario.meetings.items()))

    def next_working(self, day: int) -> int:
        place = bisect_right(self.working_days, day)
        return self.working_days[place] if place < len(self.working_days) else 10**9

    def day_after(self, start: int, length: int, working: bool) -> int:
        """The day after an absence of so many days, or working days."""
        if not working:
            return start + length
        place = bisect_left(self.working_days, start) + length - 1
        return self.working_days[place] + 1 if place < len(self.working_days) else 10**6

    def path(self, document: str, chosen: tuple[str, ...], facts: frozenset[str]) -> Path:
        key = (document, chosen, facts)
        found = self.paths.get(key)
        if found is None:
            scenario = self.prepared.scenario
            ids = [
                id
                for id in scenario.rulebook.documents[document].attributes
                if _drawn(scenario, document, id)
            ]
            case = self.prepared.cases.of(document, dict(zip(ids, chosen, strict=True)))
            found = self.paths[key] = self._path(self.prepared.plan(document, case, facts))
        return found

    def _path(self, plan: Plan) -> Path:
        for place, act in enumerate(plan.acts):
            assert act.after == tuple(range(place)), (
                f"{plan.document}: the bare office knows straight paths only"
            )
        acts = tuple(self._act(plan, place) for place in range(len(plan.acts)))
        return Path(plan.document, dict(plan.case), plan.facts, acts, not plan.urgent)

    def _act(self, plan: Plan, place: int) -> ActWiring:
        act = plan.acts[place]
        match act.doing:
            case "desk":
                return self._desk(act)
            case "meeting":
                return self._meeting(plan, act)
            case "replies":
                limits = [n for n in act.limits if n.silence == "no-objection" and n.within is not None]
                assert all(
                    n.start == plan.acts[place - 1].act and n.within.unit == "working-days" for n in limits
                )
                days = min((n.within.count for n in limits), default=0)
                return ActWiring(
                    act.act, "replies", act.work.takes, None, replies=act.work.replies, days=days
                )
        assert act.doing == "unnamed", f"the bare office does not know {act.doing}"
        return ActWiring(act.act, "unnamed", act.work.takes, None)

    def _desk(self, act: ActPlan) -> ActWiring:
        assert act.question is not None
        first = self._first(act.question)
        assert first is not None, f"nobody ever does {act.act}"
        if not first.people:
            return ActWiring(act.act, "unnamed", act.work.takes, first.rule)
        seats = tuple(
            ((person, rules), *self._substitute(act.question, first, person))
            for person, rules in zip(first.people, first.by_rules, strict=True)
        )
        return ActWiring(act.act, "desk", act.work.takes, first.rule, seats)

    def _first(self, question: Question, away: str | None = None) -> Choice | None:
        for kind in sorted(self.prepared.scenario.rulebook.kinds):
            absent = {away: kind} if away else {}
            found = self.prepared.asking.choices(question, Situation(0, absent, NOBODY, self.given), NOBODY)
            if found:
                return found[0]
        return None

    def _substitute(self, question: Question, first: Choice, person: str) -> Seat:
        other = self._first(question, person)
        pairs = zip(other.people, other.by_rules, strict=True) if other else ()
        new = tuple((who, rules) for who, rules in pairs if who not in first.people)
        return new if len(new) == 1 else ()

    def _meeting(self, plan: Plan, act: ActPlan) -> ActWiring:
        body = self.prepared.scenario.rulebook.bodies[act.body or ""]
        topic = None
        if body.topics:
            used = self.prepared.scenario.rulebook.documents[body.topics[0]].attributes
            named = {id: value for id, value in plan.case.items() if id in used}
            case = self.prepared.cases.of(body.topics[0], named)
            topic = self._path(self.prepared.plan(body.topics[0], case, NOBODY))
        return ActWiring(act.act, "meeting", act.work.takes, None, body=body.id, topic=topic)

    def _body(self, plan: Meetings) -> Body:
        scenario, first = self.prepared.scenario, self.prepared.scenario.first
        body = scenario.rulebook.bodies[plan.body]
        planned = tuple({item.day: item for item in planned_meetings(scenario, plan)}.values())
        days = [(item.day - first).days for item in planned]
        nominal = [(item.nominal - first).days for item in planned]
        numbers = [item.number for item in planned]
        series = tuple(zip(numbers, nominal, days, [*days[1:], 10**6], strict=True))
        chairs = self._chairs(plan.body)
        incumbents = scenario.roster.incumbents
        members = {p for post in body.members for p in incumbents.get(post, ())} | {c[0] for c in chairs}
        minutes = None
        if body.minutes:
            case = self.prepared.cases.of(body.minutes[0], {})
            minutes = self._path(self.prepared.plan(body.minutes[0], case, NOBODY))
        return Body(
            body.id, series, plan.at * 60, plan.lasts, plan.capacity, plan.cut_off, plan.postponed,
            tuple(sorted(members)), chairs, minutes,
        )  # fmt: skip

    def _chairs(self, body: str) -> tuple[tuple[str, ...], ...]:
        acting = self._at_meeting(body, {})
        found = {}
        for person in {person for team in acting.values() for person in team}:
            other = self._at_meeting(body, {person: min(self.prepared.scenario.rulebook.kinds)})
            found[person] = sorted({p for team in other.values() for p in team} - {person})[:1]
        return tuple((person, *others) for person, others in sorted(found.items()))

    def _at_meeting(self, body: str, absent: dict[str, str]) -> dict[str, tuple[str, ...]]:
        return self.prepared.asking.at_meeting(body, Situation(0, absent, NOBODY, self.given))[0]


def _source(scenario: Scenario, load: Workload) -> Source:
    assert isinstance(load.arrivals, ByRate) and not scenario.peaks, "the bare office knows rates only"
    ids = scenario.rulebook.documents[load.document].attributes
    attributes = tuple(_attribute(scenario, load, id) for id in ids if _drawn(scenario, load.document, id))
    facts = tuple((fact, f"fact/{fact}", share) for fact, share in load.facts.items())
    mean = _seconds_in_year(scenario) / load.arrivals.per_year
    return Source(load.document, mean, load.backlog, attributes, facts)


def _drawn(scenario: Scenario, document: str, id: str) -> bool:
    named = id in scenario.workload[document].case
    return named or default(scenario.rulebook.attributes[id], scenario.roster) is None


def _attribute(scenario: Scenario, load: Workload, id: str) -> tuple[str, tuple[str, ...], tuple[float, ...]]:
    listed: list[str] = []
    chances: list[float] = []
    for value, weight in load.case.get(id, ((EVEN, 1.0),)):
        every = values(scenario.rulebook, scenario.roster, load.document, id) if value == EVEN else (value,)
        listed += every
        chances += [weight / len(every)] * len(every)
    return f"case/{id}", tuple(listed), tuple(accumulate(chances))


def _absences(scenario: Scenario) -> list[Absence]:
    times: dict[tuple[str, str], int] = {}
    found = []
    for absence in scenario.absences:
        assert isinstance(absence, RandomAbsence), "the bare office knows absences by rate only"
        for person in absence.people:
            number = times[person, absence.kind] = times.get((person, absence.kind), -1) + 1
            entity = f"RandomAbsence/{person}/{absence.kind}/{number}"
            between = max(YEAR / absence.per_year - _mean_days(absence, scenario), 0.0)
            working = absence.lasts.unit != "days"
            found.append(Absence(person, entity, between, absence.lasts, working))
    return found
