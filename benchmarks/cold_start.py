"""Cold ``guiju verify xiangshan-2021`` as a whole process, against importing z3 and networkx alone.

Run: ``python3 task.py bench cold-start``. Prints the median of interleaved runs and the ratio; aim:
at most 6.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

RUNS = 15
BASE = [sys.executable, "-c", "import z3, networkx"]
JOBS = {
    "import z3, networkx": BASE,
    "guiju verify": [sys.executable, "-m", "guiju", "verify", "xiangshan-2021"],
    "guiju gaps --document order": [
        sys.executable,
        "-m",
        "guiju",
        "gaps",
        "xiangshan-2021",
        "--document",
        "order",
    ],
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - start


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--runs", type=int, default=RUNS)
    runs = words.parse_args().runs
    times: dict[str, list[float]] = {name: [] for name in JOBS}
    for _ in range(runs):
        for name, command in JOBS.items():
            times[name].append(seconds(command))
    base = statistics.median(times["import z3, networkx"])
    libraries = ", ".join(f"{name} {version(name)}" for name in ("z3-solver", "networkx", "guiju"))
    print(f"Python {platform.python_version()}, {platform.machine()}, {libraries}; {runs} interleaved runs")
    print(f"{'whole process':30} {'median s':>9} {'least s':>9} {'ratio':>7}")
    for name, listed in times.items():
        median = statistics.median(listed)
        print(f"{name:30} {median:9.3f} {min(listed):9.3f} {median / base:7.1f}")


if __name__ == "__main__":
    main()
