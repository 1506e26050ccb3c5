"""The runner: only what is missing is computed, and the table is made of the journal alone."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest
import stand_in
from click.testing import CliRunner, Result
from guiju import sweeping
from guiju.simulate.observation import Key
from guiju.study import load_scenario, simulate
from guiju.sweep_command import command
from guiju.sweep_engine import SIMULATION
from guiju.sweeping import Engine

PLAN = """\
format: guiju.sweep/1
id: readings
title: {zh: 各种解释, en: readings}
scenarios: [normal-year, ./mine.yaml]
vary: {meeting-without-head: [head-only, presider]}
replications: 3
seed: 7
"""


WEEK = """\
format: guiju.scenario/1
id: week
title: {zh: 一周, en: a week}
base: normal-year
until: 2022-02-28
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STAND_IN_LOG", str(tmp_path / "log"))
    (tmp_path / "mine.yaml").write_text("mine")
    (tmp_path / "plan.yaml").write_text(PLAN)
    return tmp_path / "plan.yaml"


def sweep(plan: Path, *words: str, engine: Engine | None = None, jobs: int = 1) -> Result:
    command_line = [str(plan), "--lang", "en", "--jobs", str(jobs), *words]
    return CliRunner().invoke(command(engine or stand_in.ENGINE), command_line)


def computed(plan: Path) -> Counter[str]:
    """How often each replication was computed; the note is taken away."""
    log = plan.parent / "log"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return Counter(line.partition(" by ")[0] for line in lines)


def changed(plan: Path, old: str, new: str) -> None:
    text = plan.read_text()
    assert text.count(old) == 1
    plan.write_text(text.replace(old, new))


def test_every_cell_is_replicated_and_summarised(plan: Path) -> None:
    result = sweep(plan, "--format", "json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == "results found in the journal: 0; computed now: 12\n"
    assert set(computed(plan).values()) == {1}
    data = json.loads(result.stdout)
    assert data["plan"] == {"id": "readings", "replications": 3, "sample": None, "seed": 7}
    assert [(cell["scenario"], cell["reading"]) for cell in data["cells"]] == [
        ("normal-year", "meeting-without-head=head-only"), ("normal-year", "meeting-without-head=presider"),
        ("./mine.yaml", "meeting-without-head=head-only"), ("./mine.yaml", "meeting-without-head=presider"),
    ]  # fmt: skip
    scenario = stand_in.scenario("./mine.yaml", plan.parent)
    reading = {**scenario.reading, "meeting-without-head": "presider"}
    seen = [stand_in.compute(replace(scenario, reading=reading), 7, n) for n in range(3)]
    assert data["cells"][3]["switches"] == reading
    values = [one[Key("lead-time-mean", "letter")].top for one in seen]
    (found,) = [
        m for m in data["cells"][3]["measures"] if (m["measure"], m["of"]) == ("lead-time-mean", "letter")
    ]
    assert found["estimate"] == pytest.approx(fmean(values))
    assert found["low"] < found["estimate"] < found["high"]
    assert found["n"] == 3
    nothing = {"measure": "lead-time-p90", "of": "", "estimate": None, "low": None, "high": None, "n": 0}
    assert nothing in data["cells"][3]["measures"]


def test_started_again_it_computes_nothing_and_says_the_same(plan: Path) -> None:
    first = sweep(plan, "--format", "json")
    computed(plan)
    again = sweep(plan, "--format", "json")
    assert again.stdout == first.stdout
    assert again.stderr == "results found in the journal: 12; computed now: 0\n"
    assert not computed(plan)


def test_only_what_a_change_concerns_is_computed_again(plan: Path) -> None:
    sweep(plan)
    computed(plan)
    changed(plan, "replications: 3", "replications: 4")
    assert "found in the journal: 12; computed now: 4\n" in sweep(plan).stderr
    assert {line.rpartition("/")[2] for line in computed(plan)} == {"3"}
    changed(plan, "[head-only, presider]", "[presider]")
    assert "found in the journal: 8; computed now: 0\n" in sweep(plan).stderr
    (plan.parent / "mine.yaml").write_text("other")
    computed(plan)
    sweep(plan)
    assert {line.split()[0] for line in computed(plan)} == {"other"}
    changed(plan, "seed: 7", "seed: 8")
    assert "computed now: 8\n" in sweep(plan).stderr
    assert {line.split("/")[-2] for line in computed(plan)} == {"8"}
    (plan.parent / "mine.yaml").write_text("mine")
    changed(plan, "seed: 8", "seed: 7")
    computed(plan)
    assert "computed now: 0\n" in sweep(plan).stderr


def test_scenarios_of_the_same_content_are_computed_once(plan: Path) -> None:
    (plan.parent / "copy.yaml").write_text("mine")
    changed(plan, "normal-year", "./copy.yaml")
    result = sweep(plan, "--format", "json")
    assert "computed now: 6\n" in result.stderr
    cells = json.loads(result.stdout)["cells"]
    assert cells[0]["measures"] == cells[2]["measures"]
    assert cells[0]["measures"] != cells[1]["measures"]


def test_any_number_of_processes_gives_the_same_bytes(plan: Path) -> None:
    outputs = {
        sweep(plan, "--format", "csv", "--journal", str(plan.parent / f"{jobs}.sqlite"), jobs=jobs).stdout
        for jobs in (1, 2, 3)
    }
    assert len(outputs) == 1
    assert set(computed(plan).values()) == {3}


def test_the_table_as_text_csv_and_files(plan: Path) -> None:
    text = sweep(plan).stdout
    assert text.startswith("readings: 4 combinations, 3 replications each, seed 7\n")
    assert "mean lead time" in text
    assert "—" in text
    rows = list(csv.DictReader(io.StringIO(sweep(plan, "--format", "csv").stdout)))
    assert len(rows) == 4 * 4
    assert list(rows[0]) == ["scenario", "reading", "measure", "of", "estimate", "low", "high", "n"]
    folder = plan.parent / "out"
    form = sweep(plan, "--format", "json", "--out", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["readings.csv", "readings.json"]
    assert (folder / "readings.json").read_text("utf-8") == form.stdout
    with (folder / "readings.csv").open(newline="") as file:
        assert list(csv.DictReader(file)) == rows


def told(result: Result) -> str:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def test_bad_plans_are_told_at_their_places(plan: Path) -> None:
    changed(plan, "normal-year", "normal-yaer")
    assert told(sweep(plan)).startswith(f"{plan}:4:13: 'normal-yaer' is not a known scenario")
    changed(plan, "normal-yaer", "club-year")
    assert told(sweep(plan)).startswith(f"{plan}:5:8: 'meeting-without-head' is not a known reading")
    changed(plan, "meeting-without-head", "scope")
    assert len(told(sweep(plan)).splitlines()) == 3, "one rulebook lacks the switch, the other the options"
    (plan.parent / "mine.yaml").unlink()
    assert not (plan.parent / "plan.journal.sqlite").exists()


def test_a_plan_is_no_journal(plan: Path) -> None:
    before = plan.read_bytes()
    assert "no journal of guiju" in told(sweep(plan, "--journal", str(plan)))
    assert plan.read_bytes() == before


def test_results_never_replace_what_was_read(plan: Path) -> None:
    changed(plan, "./mine.yaml", "./readings.csv.yaml")
    (plan.parent / "readings.csv.yaml").write_text("mine")
    (plan.parent / "readings.csv").symlink_to("readings.csv.yaml")
    assert "is an input file" in told(sweep(plan, "--out", str(plan.parent)))
    assert (plan.parent / "readings.csv.yaml").read_text() == "mine"


def test_work_that_can_never_be_served_is_told_before_anything_runs(plan: Path) -> None:
    (plan.parent / "mine.yaml").write_text("unservable")
    assert told(sweep(plan)).splitlines() == [
        f"{plan}:1:1: './mine.yaml' cannot be run under the reading 'meeting-without-head=head-only'; the other messages say why",
        "~mine.yaml:3:4: must not be negative",
    ]
    assert not computed(plan)


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_input_that_shows_only_in_a_run_is_told_as_such(plan: Path, jobs: int) -> None:
    engine = replace(stand_in.ENGINE, measuring=stand_in.far_ahead)
    assert "2099-01-01" in told(sweep(plan, engine=engine, jobs=jobs))


def test_a_run_that_kills_every_process_is_given_up(plan: Path) -> None:
    result = sweep(plan, engine=replace(stand_in.ENGINE, measuring=stand_in.dying), jobs=2)
    assert "the process died 4 times over one run" in told(result)


def test_a_sweep_of_the_simulation_itself(tmp_path: Path) -> None:
    """Two readings of the first weeks of the normal year: the cells are what ``simulate`` says."""
    (tmp_path / "week.yaml").write_text(WEEK)
    (tmp_path / "plan.yaml").write_text(PLAN.replace("[normal-year, ./mine.yaml]", "[week.yaml]"))
    swept = sweeping.sweep(str(tmp_path / "plan.yaml"), SIMULATION)
    assert swept.tally == (0, 6)
    for cell in swept.cells:
        scenario = replace(load_scenario(str(tmp_path / "week.yaml")), reading=cell.reading)
        alone = simulate(scenario, replications=3, seed=7).estimates
        rows = {Key(row.measure, row.of): row.estimate for row in swept.rows if row.reading == cell.name}
        assert rows == {key: found.value for key, found in alone.items()}
