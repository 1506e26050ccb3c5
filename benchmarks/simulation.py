"""``guiju simulate`` beside the same office in bare SimPy, an M/M/3 queue beside its peers, and on two cores.

Run: ``python3 task.py bench simulation [--part bare|queue|years|costs]``. Aims: at least 0.8 of the bare
office's acts per second; 100 years of the normal scenario on two cores within 60 s.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from measure import PER_MIB, Run, measured, versions
from queue_peers import LOAD, PEERS, SAME_STREAMS, SERVERS, minutes

SEED = 1
SCENARIO = "normal-year"
PACKAGES = ("guiju", "simpy", "ciw", "salabim", "prosimos")
MODULES = {"Ciw": "ciw", "salabim": "salabim", "Prosimos": "prosimos"}


def timed(call: Callable[[], int]) -> float:
    """Acts per CPU second of this process."""
    gc.collect()
    start = time.process_time()
    acts = call()
    return acts / (time.process_time() - start)


def spread(values: list[float]) -> str:
    return f"{median(values):9,.2f} ({min(values):,.2f} to {max(values):,.2f})"


def bare(years: int, rounds: int) -> None:
    """The same years in turn by both; how many documents and acts each year has must be equal."""
    from bare_office import BareOffice
    from bare_wiring import Wiring
    from guiju.scenario_source import load_scenario
    from guiju.simulate.draws import Draws
    from guiju.simulate.run import prepare, run

    prepared = prepare(load_scenario(SCENARIO))
    wiring = Wiring(prepared)

    def own(year: int) -> tuple[int, int]:
        found = run(prepared, SEED, year)
        return len(found.documents), len(found.acts)

    def other(year: int, causes: bool) -> tuple[int, int]:
        office = BareOffice(wiring, Draws(SEED, year), causes)
        return len(office.run()), len(office.acts)

    print(f"\nbare SimPy: {SCENARIO}, seed {SEED}, {years} years, {rounds} rounds, one after another in turn")
    counts = [own(year) for year in range(years)]
    for year, count in enumerate(counts):
        assert other(year, True) == count, f"year {year}: {count} by guiju, {other(year, True)} in bare SimPy"
    documents, acts = (sum(column) for column in zip(*counts, strict=True))
    print(f"{documents:,} documents and {acts:,} acts, equal in every year")
    paces: dict[str, list[float]] = {"bare": [], "bare, causes": [], "guiju": []}
    for _ in range(rounds):
        for year in range(years):
            paces["bare"].append(timed(lambda: other(year, False)[1]))  # noqa: B023
            paces["guiju"].append(timed(lambda: own(year)[1]))  # noqa: B023
            paces["bare, causes"].append(timed(lambda: other(year, True)[1]))  # noqa: B023
    for name, listed in paces.items():
        print(f"  {name:14} acts per CPU second {spread(listed)}")
    for name in ("bare", "bare, causes"):
        ratios = [a / b for a, b in zip(paces["guiju"], paces[name], strict=True)]
        print(f"  guiju / {name:14}          {spread(ratios)}")


def queue(customers: int, runs: int, limit: float) -> None:
    """Each peer in a process of its own; the same streams must give the same mean wait."""
    print(f"\nM/M/{SERVERS}, load {LOAD}, about {customers:,} customers, {runs} runs each, in turn")
    print(f"expected mean wait (Erlang C) {erlang_c(customers):,.1f} s")
    found: dict[str, list[tuple[int, float, float]]] = {name: [] for name in PEERS}
    script = str(Path(__file__).parent / "queue_peers.py")
    for _ in range(runs):
        for name in PEERS:
            run = measured([sys.executable, script, name, str(customers)], limit)
            if run.ended == "ok":
                served, wait, cpu = run.out.splitlines()[-1].split()
                found[name].append((int(served), float(wait), float(cpu)))
            elif "No module named" not in run.ended:
                print(f"  {name:12} {run.ended}")
    for name, rows in found.items():
        if not rows:
            print(f"  {name:12} not measured: {MODULES.get(name, name)} is not installed")
            continue
        served, wait, _ = rows[0]
        paces = [served / cpu for served, _, cpu in rows]
        print(f"  {name:12} {served:8,} customers, mean wait {wait:9,.2f} s, per CPU second {spread(paces)}")
    base = found["guiju"][0]
    for name in SAME_STREAMS:
        for _, wait, _ in found[name]:
            assert abs(wait - base[1]) < 1e-6 * base[1], f"{name} and guiju disagree: {wait}, {base[1]}"


def erlang_c(customers: int) -> float:
    """The mean wait in seconds of M/M/c."""
    offered, service = SERVERS * LOAD, minutes(customers) * 60
    term = top = 1.0
    for k in range(1, SERVERS):
        term *= offered / k
        top += term
    busy = term * offered / SERVERS / (1 - LOAD)
    return busy / (top + busy) * service / (SERVERS * (1 - LOAD))


def years(replications: int, jobs: tuple[int, ...], rounds: int) -> None:
    """The whole command; what it prints must not depend on the jobs.

    CPU seconds are of all its processes. Two busy loops beside each other say what the second core is worth
    at the moment.
    """
    print(f"\n{replications} years of {SCENARIO}, seed {SEED}: the whole command")
    command = [sys.executable, "-m", "guiju", "simulate", SCENARIO, "--format", "json"]
    command += ["--replications", str(replications), "--seed", str(SEED), "--jobs"]
    runs: dict[int, list[Run]] = {job: [] for job in jobs}
    printed, free = set(), []
    for _ in range(rounds):
        free.append(2 * loops(1) / loops(2))
        for job in jobs:
            run = measured([*command, str(job)], 900)
            assert run.ended == "ok", run.ended
            runs[job].append(run)
            printed.add(run.out)
    assert len(printed) == 1, "the estimates depend on the number of jobs"
    for job, listed in runs.items():
        walls, cpus = [run.wall for run in listed], [run.cpu for run in listed]
        print(f"  {job} job(s): wall-clock s {spread(walls)}, CPU s {spread(cpus)}")
    ratios = [a.wall / b.wall for a, b in zip(runs[jobs[0]], runs[jobs[-1]], strict=True)]
    print(f"  {jobs[0]} / {jobs[-1]}: wall-clock {spread(ratios)}; identical output")
    print(f"  two busy loops, 1 / 2:    {spread(free)}")


def loops(count: int) -> float:
    """Wall-clock seconds of so many processes that each compute for a second."""
    words = [sys.executable, "-c", "import time\nwhile time.process_time() < 1: pass"]
    start = time.perf_counter()
    for process in [subprocess.Popen(words) for _ in range(count)]:
        process.wait()
    return time.perf_counter() - start


def costs(runs: int) -> None:
    """One replication: the first and the later ones, its measures, its memory and its files."""
    from guiju.scenario_source import load_scenario
    from guiju.simulate.measures import measures
    from guiju.simulate.run import prepare, run

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PER_MIB
    prepared = prepare(load_scenario(SCENARIO))
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PER_MIB
    simulating, measuring = [], []
    for number in range(runs + 1):
        start = time.process_time()
        found = run(prepared, SEED, number)
        middle = time.process_time()
        measures(prepared, found)
        simulating.append(middle - start)
        measuring.append(time.process_time() - middle)
        if number == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PER_MIB
    print(f"\none replication of {SCENARIO}, CPU seconds, {runs} after the first")
    print(f"  first {simulating[0]:.3f}, later {spread(simulating[1:])}, measures {spread(measuring[1:])}")
    print(f"  peak MiB: {before:.0f} at the start, {loaded:.0f} loaded, {peak:.0f} after one replication")
    files()


def files() -> None:
    """What ``--out`` costs: the command with and without it, and what it wrote."""
    command = [
        sys.executable,
        "-m",
        "guiju",
        "simulate",
        SCENARIO,
        "--replications",
        "2",
        "--seed",
        str(SEED),
    ]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        plain = measured(command, 300)
        full = measured([*command, "--out", str(out)], 300)
        assert plain.ended == full.ended == "ok", (plain.ended, full.ended)
        print(f"  --out: {full.cpu - plain.cpu:.2f} more CPU seconds, peak {full.peak:.0f} MiB")
        for file in sorted(path for path in out.rglob("*") if path.is_file()):
            print(f"    {file.relative_to(out)!s:28} {file.stat().st_size / 1024:9,.0f} KiB")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--part", choices=("bare", "queue", "years", "costs"), help="one part only")
    words.add_argument("--years", type=int, default=10, help="years for the bare office and for costs")
    words.add_argument("--rounds", type=int, default=3, help="how often each is repeated")
    words.add_argument("--customers", type=int, default=100_000)
    words.add_argument("--replications", type=int, default=100, help="years on one and on two cores")
    words.add_argument("--limit", type=float, default=300, help="CPU seconds for each simulator of a queue")
    given = words.parse_args()
    print(versions(PACKAGES), flush=True)
    parts: dict[str, Callable[[], None]] = {
        "costs": lambda: costs(given.years),
        "bare": lambda: bare(given.years, given.rounds),
        "queue": lambda: queue(given.customers, given.rounds, given.limit),
        "years": lambda: years(given.replications, (1, 2), given.rounds),
    }
    for name, part in parts.items():
        if given.part in (None, name):
            part()


if __name__ == "__main__":
    main()
