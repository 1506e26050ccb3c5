"""``run``: one replication of a scenario, from its first day to its horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from guiju.model.graph import authority_graph
from guiju.model.resolve import Chain, Resolver
from guiju.model.walk import Walk
from guiju.scenarios.scenario import Scenario
from guiju.simulate.agenda import Agenda
from guiju.simulate.arrivals import Cases, arrivals
from guiju.simulate.authority import Asking
from guiju.simulate.clock import Order
from guiju.simulate.draws import Draws
from guiju.simulate.office import Office
from guiju.simulate.plan import Plan, Planner
from guiju.simulate.record import Run, Situation
from guiju.simulate.situations import situations
from guiju.simulate.working_time import WorkingTime, working_time


@dataclass(frozen=True, eq=False)
class Prepared:
    """A scenario with what all its replications share: the resolver, working time, plans and cases.

    Raises OutsideCalendar, NoTime and ExpansionTooLarge, sooner or later.
    """

    scenario: Scenario
    time: WorkingTime
    asking: Asking
    planner: Planner
    cases: Cases
    _plans: dict[tuple[object, ...], Plan] = field(default_factory=dict, repr=False)

    def plan(self, document: str, case: Mapping[str, str], facts: frozenset[str]) -> Plan:
        key = (document, facts, *case.items())
        if key not in self._plans:
            self._plans[key] = self.planner.plan(document, case, facts)
        return self._plans[key]

    def chain(self, document: str, case: Mapping[str, str]) -> Chain:
        return self.planner.resolver.chain(document, case)


def prepare(scenario: Scenario) -> Prepared:
    resolver = Resolver(Walk(authority_graph(scenario.rulebook, scenario.roster), scenario.reading))
    asking = Asking(resolver, scenario.reading, scenario.policy.silence == "somebody")
    planner = Planner(scenario, resolver, asking)
    return Prepared(scenario, working_time(scenario), asking, planner, Cases(scenario))


def run(prepared: Prepared, seed: int, replication: int) -> Run:
    """The same seed and replication give the same run."""
    scenario, time = prepared.scenario, prepared.time
    draws = Draws(seed, replication)
    timeline = situations(scenario, time, draws)
    office = Office(scenario, prepared.asking, time, draws, timeline[0], prepared.plan, prepared.cases)
    office.agendas = {body: Agenda(office, plan) for body, plan in sorted(scenario.meetings.items())}
    for number, situation in enumerate(timeline[1:], 1):
        office.clock.at(situation.since, Order.SITUATION, partial(office.change, number, situation))
    office.expect(iter(arrivals(prepared.cases, time, draws)))
    office.clock.run()
    office.close()
    return Run(
        scenario.id, seed, replication, scenario.first, time.horizon, timeline, office.documents(),
        tuple(office.acts), tuple(office.meetings), office.desks.loads(_present(scenario, time, timeline)),
        dict(sorted(office.ledger.stuck.items())), tuple(office.ledger.stays),
    )  # fmt: skip


def _present(scenario: Scenario, time: WorkingTime, timeline: tuple[Situation, ...]) -> dict[str, int]:
    """Working seconds that each person was there."""
    found = dict.fromkeys(sorted(scenario.roster.people), 0)
    ends = (*(situation.since for situation in timeline[1:]), time.horizon)
    for situation, end in zip(timeline, ends, strict=True):
        seconds = time.worked(end) - time.worked(situation.since)
        for person in found:
            if person not in situation.absent:
                found[person] += seconds
    return found
