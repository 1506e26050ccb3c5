"""Every gap of generated monotone structures, against other ways to list them.

Run: ``python3 task.py bench enumeration``. Each engine lists the same structure in a process of its
own, one at a time, within a limit of CPU seconds. Counts must agree, and so must the gaps themselves
up to ``MOST_COMPARED``. With matplotlib a curve is drawn as well.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from measure import Run, installed, measured, versions

SIZES = {2: (4, 5, 20, 1), 3: (4, 6, 25, 1), 4: (6, 6, 35, 1), 5: (7, 8, 40, 1), 6: (10, 9, 50, 1)}
"""Structures with about 10 to the power of the key many gaps."""
ENGINES = {
    "guiju, Python only": "guiju",
    "guiju with CUDD": "dd",
    "guiju, CUDD, Z3 proof": "dd",
    "python-sat: LBX": "python-sat",
    "python-sat: shrink": "python-sat",
    "clingo: domRec": "clingo",
    "Z3: shrink and block": "z3-solver",
    "brute force": "guiju",
}
"""Engines, and the package that each one needs."""
BRUTE = 3
"""The largest size, as a power of ten, for which subsets are tried one by one."""
MOST_COMPARED = 20_000
STEP = 0.5
"""Seconds between two notes of how many gaps were found."""


@dataclass(frozen=True)
class Row:
    """``first``: seconds until the first gap; ``found``: the number by the end or the limit."""

    power: int
    engine: str
    run: Run
    found: int
    first: float | None
    seconds: float
    digest: str


def job(engine: str, size: tuple[int, int, int, int]) -> None:
    """List one structure, and say how far it got as it goes."""
    from structures import structure

    condition = structure(*size)
    if engine == "guiju, Python only":
        sys.modules["dd.cudd"] = None  # type: ignore[assignment]
    listed = _listing(engine)
    start, kept, found, first, said = time.process_time(), [], 0, 0.0, 0.0
    for gap in listed(condition):
        found += 1
        if found <= MOST_COMPARED:
            kept.append(gap)
        now = time.process_time() - start
        first = first or now
        if now > said + STEP or found == 1:
            said = now
            print(found, first, now, "-", flush=True)
    seconds = time.process_time() - start
    text = "\n".join(sorted(" ".join(sorted(gap)) for gap in kept))
    digest = hashlib.sha256(text.encode()).hexdigest() if found <= MOST_COMPARED else "-"
    print(found, first, seconds, digest, flush=True)


def _listing(engine: str) -> Callable[..., Iterator[frozenset[str]]]:
    import peers

    if engine.startswith("guiju"):
        return lambda condition: peers.guiju(condition, engine)
    function = {
        "python-sat: LBX": peers.sat_lbx,
        "python-sat: shrink": peers.sat_shrink_and_block,
        "clingo: domRec": peers.clingo_domain,
        "Z3: shrink and block": peers.z3_shrink_and_block,
        "brute force": peers.brute_force,
    }[engine]

    def listed(condition: peers.Condition) -> Iterator[frozenset[str]]:
        circuit = peers.circuit_of(condition)
        for gap in function(circuit):
            yield frozenset(circuit.names[person] for person in gap)

    return listed


def row(power: int, engine: str, limit: float) -> Row:
    """Measure one engine on one structure."""
    size = " ".join(map(str, SIZES[power]))
    run = measured([sys.executable, __file__, "--job", engine, "--size", size], limit)
    words = (run.out.splitlines() or ["0 0 0 -"])[-1].split()
    found, first, seconds, digest = int(words[0]), float(words[1]), float(words[2]), words[3]
    done = run.ended == "ok"
    spent = seconds if done else run.cpu
    return Row(power, engine, run, found, first if found else None, spent, digest)


def agreed(rows: list[Row]) -> None:
    """All engines that finished a structure found the same gaps."""
    done = [row for row in rows if row.run.ended == "ok"]
    assert len({(row.found, row.digest) for row in done}) <= 1, [(r.engine, r.found, r.digest) for r in done]


def draw(rows: list[Row], path: Path) -> None:
    """Gaps against CPU seconds, one line for each engine; a cross where the limit cut it off."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5))
    for number, engine in enumerate(ENGINES):
        own = [row for row in rows if row.engine == engine and row.found]
        done = [row for row in own if row.run.ended == "ok"]
        cut = [row for row in own if row.run.ended != "ok"]
        colour = f"C{number}"
        axes.plot([r.found for r in done], [r.seconds for r in done], "o-", color=colour, label=engine)
        axes.plot([r.found for r in cut], [r.seconds for r in cut], "x", color=colour, markersize=9)
    axes.set(
        xscale="log", yscale="log", xlabel="gaps listed", ylabel="CPU seconds (× = stopped by the limit)"
    )
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    print(f"curve: {path}")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--most", type=int, default=max(SIZES), help="largest size, as a power of ten")
    words.add_argument("--limit", type=float, default=60, help="CPU seconds for one engine and structure")
    words.add_argument("--curve", type=Path, default=Path("build/enumeration.svg"))
    words.add_argument("--job", help=argparse.SUPPRESS)
    words.add_argument("--size", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.job:
        ways, steps, people, seed = map(int, given.size.split())
        job(given.job, (ways, steps, people, seed))
        return
    print(versions(["guiju", *dict.fromkeys(package for package in ENGINES.values() if package != "guiju")]))
    print(f"one run each, at most {given.limit:g} CPU seconds; 'first': CPU seconds to the first gap")
    missing = {engine: package for engine, package in ENGINES.items() if not installed(package)}
    for engine, package in missing.items():
        print(f"skipped, {package} is not installed: {engine}")
    print(f"{'structure':>14} {'engine':24} {'gaps':>9} {'first s':>8} {'CPU s':>8} {'MiB':>7}  ended")
    rows: list[Row] = []
    for power, size in islice(SIZES.items(), given.most - min(SIZES) + 1):
        for engine in ENGINES:
            if engine in missing or (engine == "brute force" and power > BRUTE):
                continue
            one = row(power, engine, given.limit)
            rows.append(one)
            first = "-" if one.first is None else f"{one.first:.3f}"
            print(
                f"{'-'.join(map(str, size)):>14} {engine:24} {one.found:9,} {first:>8} {one.seconds:8.3f}"
                f" {one.run.peak:7.0f}  {one.run.ended}",
                flush=True,
            )
        agreed([one for one in rows if one.power == power])
    if installed("matplotlib"):
        draw(rows, given.curve)
    else:
        print("no curve: matplotlib is not installed")


if __name__ == "__main__":
    main()
