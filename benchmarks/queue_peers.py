"""One M/M/3 queue in several simulators, each as its own users would write it.

Each function prepares a queue for so many customers and gives what runs it: the waits in seconds, in the
order of arrival. All have the arrivals and services that ``guiju`` draws, but Prosimos draws its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean

SERVERS, LOAD, SEED = 3, 0.85, 11
FIRST = date(2022, 1, 1)
Waits = Sequence[float]


def streams(customers: int) -> tuple[list[int], list[int]]:
    """The arrivals and services that ``guiju`` draws for its replication 0."""
    from guiju.scenarios.law import Exponential
    from guiju.simulate.arrivals import arrivals
    from guiju.simulate.draws import Draws

    ready, draws = _prepared(customers), Draws(SEED, 0)
    coming = arrivals(ready.cases, ready.time, draws)
    law = Exponential(minutes(customers))
    services = [round(law.quantile(draws.uniform(one.name, "sign")) * 60) for one in coming]
    return [one.moment for one in coming], services


def minutes(customers: int) -> float:
    """Mean service: so many customers in a year are the wanted load of all servers."""
    return LOAD * SERVERS * 365 * 1440 / customers


def _prepared(customers: int):  # type: ignore[no-untyped-def]
    from guiju.scenario_source import load_scenario
    from guiju.simulate.run import prepare
    from queue_scenario import written

    return prepare(load_scenario(written(SERVERS, customers, minutes(customers), FIRST)))


def guiju(customers: int) -> Callable[[], Waits]:
    from guiju.simulate.run import run

    ready = _prepared(customers)

    def go() -> Waits:
        acts = run(ready, SEED, 0).acts
        return [act.began - act.asked for act in sorted(acts, key=lambda act: act.document)]

    return go


def bare_simpy(customers: int) -> Callable[[], Waits]:
    import simpy

    coming, services = streams(customers)

    def go() -> Waits:
        env, waits = simpy.Environment(), [0] * len(coming)
        desk = simpy.Resource(env, SERVERS)

        def customer(number: int, service: int):  # type: ignore[no-untyped-def]
            arrived = env.now
            with desk.request() as turn:
                yield turn
                began = env.now
                yield env.timeout(service)
            waits[number] = began - arrived

        def source():  # type: ignore[no-untyped-def]
            for number, (moment, service) in enumerate(zip(coming, services, strict=True)):
                yield env.timeout(moment - env.now)
                env.process(customer(number, service))

        env.process(source())
        env.run()
        return waits

    return go


def ciw(customers: int) -> Callable[[], Waits]:
    import ciw

    coming, services = streams(customers)
    gaps = [b - a for a, b in pairwise([0, *coming])]

    def go() -> Waits:
        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Sequential([*gaps, 10**9])],
            service_distributions=[ciw.dists.Sequential(services)],
            number_of_servers=[SERVERS],
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_customers(len(coming), method="Finish")
        records = simulation.get_all_records()
        return [record.waiting_time for record in sorted(records, key=lambda record: record.arrival_date)]

    return go


def salabim(customers: int) -> Callable[[], Waits]:
    import salabim as sim

    coming, services = streams(customers)
    sim.yieldless(False)

    class Customer(sim.Component):  # type: ignore[misc]
        def setup(self, service: int) -> None:
            self.service = service

        def process(self):  # type: ignore[no-untyped-def]
            yield self.request(self.env.clerks)
            yield self.hold(self.service)
            self.release()

    class Source(sim.Component):  # type: ignore[misc]
        def process(self):  # type: ignore[no-untyped-def]
            for moment, service in zip(coming, services, strict=True):
                yield self.hold(till=moment)
                Customer(service=service)

    def go() -> Waits:
        env = sim.Environment(trace=False)
        env.clerks = sim.Resource("clerks", capacity=SERVERS)
        Source()
        env.run()
        return list(env.clerks.requesters().length_of_stay.x(force_numeric=True))

    return go


def prosimos(customers: int) -> Callable[[], Waits]:
    import csv
    import tempfile
    from datetime import datetime
    from pathlib import Path

    from prosimos.simulation_engine import run_simulation
    from queue_scenario import bpmn_and_parameters

    folder = Path(tempfile.mkdtemp())
    model, parameters = bpmn_and_parameters(SERVERS, customers, minutes(customers), folder)
    log = folder / "log.csv"

    def go() -> Waits:
        run_simulation(
            str(model),
            str(parameters),
            customers,
            log_out_path=str(log),
            starting_at=f"{FIRST}T00:00:00+00:00",
        )
        with log.open() as file:
            rows = [row for row in csv.DictReader(file) if row["activity"] == "sign"]
        return [
            (
                datetime.fromisoformat(r["start_time"]) - datetime.fromisoformat(r["enable_time"])
            ).total_seconds()
            for r in sorted(rows, key=lambda row: int(row["case_id"]))
        ]

    return go


PEERS: dict[str, Callable[[int], Callable[[], Waits]]] = {
    "guiju": guiju,
    "bare SimPy": bare_simpy,
    "Ciw": ciw,
    "salabim": salabim,
    "Prosimos": prosimos,
}
SAME_STREAMS: Sequence[str] = ("guiju", "bare SimPy", "Ciw", "salabim")


def main() -> None:
    """``queue_peers.py PEER CUSTOMERS``: prints customers served, the mean wait of the first 95% of those who
    were to come, all of whom are served, and CPU seconds of the run.
    """
    go = PEERS[sys.argv[1]](int(sys.argv[2]))
    start = time.process_time()
    waits = go()
    seconds = time.process_time() - start
    print(len(waits), fmean(waits[: int(sys.argv[2]) * 95 // 100]), seconds)


if __name__ == "__main__":
    main()
