"""An engine of a few lines for tests of sweeps; as a script, ``guiju sweep`` with it.

What it computes depends on all that a result may depend on. It notes each finished replication in the file
that ``STAND_IN_LOG`` names, and takes ``STAND_IN_SECONDS`` over each.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from statistics import fmean

from guiju.model.citation import Span
from guiju.model.load.calendar import bundled_calendar
from guiju.model.load.problem import InputError, Problem
from guiju.model.reading import profile
from guiju.model.text import Text
from guiju.scenarios.scenario import Hours, Policy, Scenario
from guiju.simulate.keys import canonical
from guiju.simulate.observation import Key, Observations, Observed
from guiju.simulate.sweep import Interval
from guiju.source import Source, load
from guiju.sweeping import Engine

GOOD = Path(__file__).parent.parent / "cases" / "good"
BUNDLED = {"normal-year": "xiangshan-2021", "club-year": str(GOOD / "club.yaml")}


@cache
def source(rulebook: str) -> Source:
    return load(rulebook, None)


def scenario(name: str, folder: Path) -> Scenario:
    """One of BUNDLED, or a file: its text is the title, and it is about the work rules."""
    if name not in BUNDLED and not name.endswith(".yaml"):
        words = {"found": name, "what": "scenario", "near": None, "known": sorted(BUNDLED)}
        raise InputError([Problem(Span("SCENARIO", 0, 0), "unknown-word", words)])
    own = () if name in BUNDLED else (str(folder / name),)
    title = Path(own[0]).read_text("utf-8") if own else name
    found = source(BUNDLED.get(name, "xiangshan-2021"))
    book, roster = found.rulebook, found.roster
    return Scenario(
        id="stand-in", title=Text(title, title), note=None, rulebook=book, roster=roster,
        calendar=bundled_calendar(), first=date(2026, 1, 1), last=date(2026, 12, 31), hours=Hours(()),
        reading_name="default", reading=profile(book.switches, "default"), workload={}, acts={}, any_act=None,
        peaks=(), meetings={}, absences=(), vacancies=(), mandates=(), worst=None, policy=Policy(), expects=(),
        seed=0, assumed=(), files=(*own, *found.files),
    )  # fmt: skip


def compute(scenario: Scenario, seed: int, replication: int) -> Observations:
    time.sleep(float(os.environ.get("STAND_IN_SECONDS", "0")))
    about = [scenario.title.en, scenario.rulebook.id, dict(scenario.reading), seed, replication]
    value = int.from_bytes(sha256(canonical(about).encode()).digest()[:6], "big") / 2**48
    found = {
        Key("lead-time", "letter"): Observed(10 * value),
        Key("lead-time", ""): Observed(20 * value),
        Key("on-time", ""): Observed(round(7 * value), 7),
        Key("never", ""): Observed(0, 0),
    }
    note(f"{scenario.title.en} {scenario.reading_name}/{seed}/{replication} by {os.getpid()}\n")
    return found


def note(line: str) -> None:
    if "STAND_IN_LOG" in os.environ:
        file = os.open(os.environ["STAND_IN_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line.encode())
        os.close(file)


def summarise(seen: Sequence[Observations]) -> Mapping[Key, Interval]:
    """Means between the least and the most."""
    found = {}
    for key in set().union(*seen):
        values = [one[key].value for one in seen]
        known = [value for value in values if value is not None]
        bounds = (fmean(known), min(known), max(known)) if known else (None, None, None)
        found[key] = Interval(*bounds, len(known))
    return found


def engine() -> Engine:
    return Engine(scenario, compute, summarise)


if __name__ == "__main__":
    from guiju.sweep_command import command

    command(engine)()
