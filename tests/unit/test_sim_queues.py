"""A post with c holders and one act is an M/M/c queue: path by path, and on average."""

from __future__ import annotations

from datetime import date
from heapq import heapify, heapreplace
from math import factorial
from statistics import fmean, stdev

import pytest
from guiju.scenarios.law import Exponential
from guiju.simulate.arrivals import arrivals
from guiju.simulate.draws import Draws
from guiju.simulate.run import prepare, run
from made_scenario import queue_of

FIRST = date(2022, 1, 1)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.7), (3, 0.85), (3, 0.4)])
def test_the_path_of_kiefer_and_wolfowitz(servers: int, load: float) -> None:
    """Each customer starts when the first of c servers is free, in whole seconds, to the second."""
    minutes, last = 30.0, date(2022, 3, 31)
    scenario = queue_of(servers, load * servers * 365 * 1440 / minutes, minutes, FIRST, last)
    prepared, draws = prepare(scenario), Draws(7, 2)
    found = run(prepared, 7, 2)
    free, expected = [0] * servers, []
    heapify(free)
    for arrived in arrivals(prepared.cases, prepared.time, draws):
        service = round(Exponential(minutes).quantile(draws.uniform(arrived.name, "sign")) * 60)
        start = max(arrived.moment, free[0])
        heapreplace(free, start + service)
        if start + service < prepared.time.horizon:
            expected.append((arrived.name, arrived.moment, start, start + service))
    names = {document.number: document.name for document in found.documents}
    acts = [(names[act.document], act.asked, act.began, act.ended) for act in found.acts]
    assert len(expected) > 1000
    assert sorted(acts) == sorted(expected)


def erlang_c(servers: int, offered: float) -> float:
    """The share of customers who wait (Erlang, 1917)."""
    top = offered**servers / factorial(servers) * servers / (servers - offered)
    return top / (sum(offered**k / factorial(k) for k in range(servers)) + top)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.6), (3, 0.65)])
def test_the_mean_wait_of_erlang(servers: int, load: float) -> None:
    """Twelve replications of two months; t at 99% for eleven degrees of freedom is 3.106.

    Starting empty and cutting off at the end bias a replication by less than a hundredth of its interval.
    """
    minutes = 30.0
    scenario = queue_of(servers, load * servers * 365 * 1440 / minutes, minutes, FIRST, date(2022, 2, 28))
    prepared = prepare(scenario)
    waits, waited = [], []
    for replication in range(12):
        acts = run(prepared, 11, replication).acts
        waits.append(fmean(act.began - act.asked for act in acts) / 60)
        waited.append(fmean(act.began > act.asked for act in acts))
    share = erlang_c(servers, servers * load)
    expected = share * minutes / (servers * (1 - load))
    for observed, exact in ((waits, expected), (waited, share)):
        half = 3.106 * stdev(observed) / len(observed) ** 0.5
        assert abs(fmean(observed) - exact) < half, (fmean(observed), exact, half)
        assert half < 0.1 * exact, "an interval so wide would hold anything"
