"""An engine of a few lines for tests of sweeps; as a script, ``guiju sweep`` with it.

What it computes depends on all that a result may depend on. It notes each finished replication in the file
that ``STAND_IN_LOG`` names, and takes ``STAND_IN_SECONDS`` over each.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from guiju.model.calendar import OutsideCalendar
from guiju.model.citation import Span
from guiju.model.load.calendar import bundled_calendar
from guiju.model.load.problem import InputError, Problem
from guiju.model.reading import profile
from guiju.model.text import Text
from guiju.scenarios.scenario import Hours, Policy, Scenario
from guiju.simulate.keys import canonical
from guiju.simulate.observation import Key, Observations, Observed
from guiju.simulate.statistics import estimates
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
        reading_name="default", reading=dict(profile(book.switches, "default")), workload={}, acts={}, any_act=None,
        peaks=(), meetings={}, absences=(), vacancies=(), mandates=(), worst=None, policy=Policy(), expects=(),
        seed=0, assumed=(), files=(*own, *found.files),
    )  # fmt: skip


def measuring(scenario: Scenario, seed: int) -> Callable[[int], Observations]:
    return partial(compute, scenario, seed)


def compute(scenario: Scenario, seed: int, replication: int) -> Observations:
    time.sleep(float(os.environ.get("STAND_IN_SECONDS", "0")))
    about = [scenario.title.en, scenario.rulebook.id, dict(scenario.reading), seed, replication]
    value = int.from_bytes(sha256(canonical(about).encode()).digest()[:6], "big") / 2**48
    found = {
        Key("lead-time-mean", "letter"): Observed(10 * value),
        Key("lead-time-mean", ""): Observed(20 * value),
        Key("on-time", "issue"): Observed(round(7 * value), 7),
        Key("lead-time-p90", ""): Observed(0, 0),
    }
    note(f"{scenario.title.en} {scenario.reading_name}/{seed}/{replication} by {os.getpid()}\n")
    return found


def note(line: str) -> None:
    if "STAND_IN_LOG" in os.environ:
        file = os.open(os.environ["STAND_IN_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line.encode())
        os.close(file)


def far_ahead(scenario: Scenario, seed: int) -> Callable[[int], Observations]:
    return partial(look_far_ahead, scenario)


def look_far_ahead(scenario: Scenario, replication: int) -> Observations:
    raise OutsideCalendar(date(2099, 1, 1), scenario.calendar)


def dying(scenario: Scenario, seed: int) -> Callable[[int], Observations]:
    return die


def die(replication: int) -> Observations:
    os._exit(1)


def check(scenario: Scenario) -> None:
    """Whatever is called so cannot be served."""
    if scenario.title.en == "unservable":
        raise InputError([Problem(Span("~mine.yaml", 3, 4), "negative")])


ENGINE = Engine(scenario, check, measuring, estimates)


if __name__ == "__main__":
    from guiju.sweep_command import command

    command(ENGINE)()
