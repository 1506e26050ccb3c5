"""Random numbers by name: the same seed gives the same run, and scenarios share what they have in common."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from guiju.model.citation import NOWHERE
from guiju.model.procedure import Period
from guiju.scenarios.law import Exponential, Fixed, Length, Uniform
from guiju.scenarios.scenario import EVEN, DailyAbsence, Peak, RandomAbsence, Scenario
from guiju.simulate.record import Run
from guiju.simulate.run import prepare, run
from guiju.source import load
from made_scenario import away, meeting, scenario, taking, workload
from sim_invariants import Watched, check, watched

FIRST, LAST = date(2022, 3, 1), date(2022, 5, 31)


def a_quarter(**changed: Any) -> Scenario:
    source = load("xiangshan-2021", None)
    people = tuple(sorted(source.roster.people))
    acts = {
        "draft": taking(Exponential(2), "working-days"),
        "consult": taking(Fixed(5)),
        "reply": taking(Uniform(1, 50), "hours", replies=3),
        "review": taking(Uniform(20, 300)),
        "issue": taking(Uniform(0.5, 3), "working-days"),
    }
    work = [
        workload("request-to-city", 200, case={"in-charge": EVEN, "decided-by": "none"}),
        workload("normative-document", 60, case={"in-charge": EVEN, "decided-by": "executive-meeting"},
                 facts={"seven-day-class": 0.5}, also=("draft", "consult", "reply", "issue"), backlog=2),
    ]  # fmt: skip
    made_of = scenario(
        source, FIRST, LAST, *work, acts=acts, any_act=taking(Uniform(10, 90)),
        meetings=[meeting("executive-meeting", date(2022, 3, 7), every=Period(1, "weeks"))],
        absences=[
            DailyAbsence(people, "leave", 0.05, NOWHERE),
            RandomAbsence(people, "ill", 6, Length(Fixed(2), "days"), NOWHERE),
        ],
    )  # fmt: skip
    return replace(made_of, **changed)


def drawn(found: Run) -> dict[str, tuple[Any, ...]]:
    """What chance decided of each document that came in from outside."""
    return {d.name: (d.arrived, d.type, dict(d.case), d.facts) for d in found.documents if d.parent is None}


def services(found: Watched) -> dict[tuple[str, str], int]:
    """How long each act takes in all that was done by one person, however often it was interrupted."""
    return {
        (part.task.life.name, part.task.plan.act): sum(found.worked(*s) for s in stretches)
        for part, stretches in found.shares.items()
        if not part.left and len(part.task.signed) == 1
    }


def text(found: Run) -> str:
    """A run as text; sets in the order of the alphabet."""

    def plain(item: Any) -> Any:
        if isinstance(item, frozenset):
            return sorted(item)
        if isinstance(item, dict):
            return {str(key): plain(value) for key, value in item.items()}
        if hasattr(item, "__dataclass_fields__"):
            return {name: plain(getattr(item, name)) for name in item.__dataclass_fields__}
        return [plain(part) for part in item] if isinstance(item, tuple | list) else item

    return repr(plain(found))


def test_the_same_seed_gives_the_same_bytes_in_every_process() -> None:
    here = Path(__file__).parent
    code = (
        "import sys, test_sim_numbers as t; sys.stdout.write(t.text(t.run(t.prepare(t.a_quarter()), 1, 0)))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(here)},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert len(found[0]) > 50_000
    assert found[0] == found[1]
    assert found[0] == text(run(prepare(a_quarter()), 1, 0))


def test_a_prepared_scenario_carries_nothing_from_one_replication_to_the_next() -> None:
    prepared = prepare(a_quarter())
    first = text(run(prepared, 1, 0))
    other = text(run(prepared, 1, 1))
    assert first != other
    assert text(run(prepared, 1, 0)) == first
    assert text(run(prepared, 2, 0)) != first


def test_an_absence_changes_nothing_that_chance_decides() -> None:
    """Arrivals, cases, facts, the times of acts, and everybody else's absences stay as they are."""
    base = a_quarter()
    more = replace(base, absences=(*base.absences, away("mayor", date(2022, 3, 7), date(2022, 4, 15), "ill")))
    one, two = watched(base), watched(more)
    check(one)
    check(two)
    usual = {name: item for name, item in drawn(one.run).items() if "/usual/" in name or "/backlog/" in name}
    assert usual == {n: item for n, item in drawn(two.run).items() if "/usual/" in n or "/backlog/" in n}
    before, after = services(one), services(two)
    both = before.keys() & after.keys()
    assert len(both) > 30
    assert {key: before[key] for key in both} == {key: after[key] for key in both}
    assert [act.ended for act in one.run.acts] != [act.ended for act in two.run.acts]
    for situation in two.run.situations:
        now = next(s for s in reversed(one.run.situations) if s.since <= situation.since)
        others = {p: kind for p, kind in situation.absent.items() if p != "mayor"}
        assert others == {p: kind for p, kind in now.absent.items() if p != "mayor"}


def test_a_peak_adds_documents_and_leaves_the_usual_ones_as_they_are() -> None:
    base = a_quarter()
    peak = Peak(date(2022, 4, 1), date(2022, 4, 30), 3.0, ("request-to-city",))
    usual, more = drawn(run(prepare(base), 1, 0)), drawn(run(prepare(replace(base, peaks=(peak,))), 1, 0))
    assert {n: d for n, d in usual.items() if "minutes" not in n}.items() <= more.items()
    extra = [item for name, item in more.items() if name not in usual and "minutes" not in name]
    assert len(extra) > 15
    days = [date.fromordinal(FIRST.toordinal() + arrived // 86_400) for arrived, *_ in extra]
    assert all(peak.first <= day <= peak.last for day in days)


def test_a_lull_takes_documents_away_and_changes_no_other() -> None:
    base = a_quarter()
    lull = Peak(date(2022, 4, 1), date(2022, 4, 30), 0.25, ())
    usual, less = drawn(run(prepare(base), 1, 0)), drawn(run(prepare(replace(base, peaks=(lull,))), 1, 0))
    kept = {name: item for name, item in less.items() if "minutes" not in name}
    assert kept.items() < usual.items()
    gone = [usual[name] for name in usual.keys() - less.keys() if "minutes" not in name]
    assert all(31 * 86_400 <= arrived < 61 * 86_400 for arrived, *_ in gone)


def test_no_document_of_a_quarter_is_lost() -> None:
    for replication in range(3):
        check(watched(a_quarter(), 9, replication))
