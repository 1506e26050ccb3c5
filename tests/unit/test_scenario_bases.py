"""A scenario that builds on another: what it takes over, what it replaces, and where its defects are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from guiju.model.load.problem import InputError
from guiju.scenario_source import load_scenario
from guiju.scenarios.law import Fixed, Length
from guiju.scenarios.scenario import ByRate, DatedAbsence, Scenario
from guiju.simulate.agenda import planned_meetings

BASE = """format: guiju.scenario/1
id: base
title: {zh: 基础, en: base}
note: {zh: 注, en: note}
rulebook: xiangshan-2021
from: 2022-01-01
until: 2022-12-31
hours: ["08:00-12:00"]
readings: {ab-scope: routine, mandatee: presider}
mandates: [presiding]
policy: {silence: nobody, overload: allowed}
seed: 5
acts: {any: 1 hour, sign: 2 hours}
workload:
  letter: {arrive: 10 per year, backlog: 3}
  order: {arrive: 2 per year}
absences:
  - {person: mayor, kind: ill, from: 2022-03-01, until: 2022-03-02}
worst: {at-most: 1}
expects: [{measure: finished, change: same, against: normal-year}]
"""
OWN = """format: guiju.scenario/1
id: own
title: {zh: 自己, en: own}
base: base.yaml
"""


def load(folder: Path, own: str, **files: str) -> Scenario:
    for name, text in {"base": BASE, "own": own, **files}.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return load_scenario(str(folder / "own.yaml"))


def problem(folder: Path, own: str, **files: str) -> tuple[str, str]:
    with pytest.raises(InputError) as error:
        load(folder, own, **files)
    (found,) = error.value.problems
    return found.code, str(found.span).removeprefix(f"{folder}/")


def test_four_lines_say_a_whole_scenario(tmp_path: Path) -> None:
    found = load(tmp_path, OWN)
    assert (found.id, found.note, found.worst, found.expects) == ("own", None, None, ())
    assert (found.first, found.seed, found.policy.overload) == (date(2022, 1, 1), 5, True)
    assert sorted(found.workload) == ["letter", "order"]
    assert [given.rule for given in found.mandates] == ["presiding"]
    assert [Path(file).name for file in found.files][:2] == ["own.yaml", "base.yaml"]


def test_entries_replace_entries_whole_and_lists_are_added(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        OWN
        + """until: 2022-06-30
hours: ["09:00-10:00"]
readings: {ab-scope: portfolio-powers}
mandates: [mandate-to-office-head]
policy: {silence: somebody}
acts: {sign: 3 hours, review: 1 hour}
workload:
  letter: {arrive: 20 per year}
absences:
  - {person: mayor, kind: ill, from: 2022-03-03, until: 2022-03-04}
""",
    )
    assert (found.last, found.hours.spans) == (date(2022, 6, 30), ((540, 600),))
    assert found.workload["letter"].arrivals == ByRate(20) and found.workload["letter"].backlog == 0
    assert found.workload["order"].arrivals == ByRate(2)
    assert found.any_act is not None and found.any_act.takes == Length(Fixed(1), "hours")
    assert {act: work.takes.law.mean for act, work in found.acts.items()} == {"review": 1, "sign": 3}
    assert (found.reading["ab-scope"], found.reading["mandatee"]) == ("portfolio-powers", "presider")
    assert (found.policy.silence, found.policy.overload) == ("somebody", True)
    assert [given.rule for given in found.mandates] == ["presiding", "mandate-to-office-head"]
    assert [a.first.day for a in found.absences if isinstance(a, DatedAbsence)] == [1, 3]
    names = [Path(a.span.file).name for a in found.absences]
    assert names == ["base.yaml", "own.yaml"]


def test_none_takes_away_what_the_base_has(tmp_path: Path) -> None:
    found = load(
        tmp_path, OWN + "workload: {order: none}\nacts: {sign: none}\nabsences: none\nmandates: none\n"
    )
    assert list(found.workload) == ["letter"]
    assert not (found.acts or found.absences or found.mandates)


def test_none_of_nothing_is_a_defect(tmp_path: Path) -> None:
    assert problem(tmp_path, OWN + "workload: {decision: none}\n") == ("expected-mapping", "own.yaml:5:22")


def test_all_work_taken_away_is_a_defect(tmp_path: Path) -> None:
    assert problem(tmp_path, OWN + "workload: {order: none, letter: none}\n") == (
        "empty-list",
        "own.yaml:5:11",
    )


def test_a_defect_is_in_the_file_in_which_it_stands(tmp_path: Path) -> None:
    assert problem(tmp_path, OWN, base=BASE.replace("2 per year", "2")) == ("bad-rate", "base.yaml:16:19")
    assert problem(tmp_path, OWN + "seed: x\n") == ("expected-number", "own.yaml:5:7")
    assert problem(tmp_path, OWN, base=BASE.replace("seed", "sead")) == ("unknown-key", "base.yaml:12:1")
    assert problem(tmp_path, OWN + "workload: [letter]\n") == ("expected-mapping", "own.yaml:5:11")
    assert problem(tmp_path, OWN + "until: 2022-02-28\n") == ("outside-horizon", "base.yaml:18:38")


def test_overlaps_across_files_name_both(tmp_path: Path) -> None:
    own = OWN + "absences: [{person: mayor, kind: ill, from: 2022-03-02, until: 2022-03-03}]\n"
    with pytest.raises(InputError) as error:
        load(tmp_path, own)
    (found,) = error.value.problems
    assert (found.code, str(found.span)) == ("spans-overlap", f"{tmp_path}/own.yaml:5:12")
    assert found.words["other"] == f"{tmp_path}/base.yaml:18:5"


def test_expectations_are_held_against_the_base_by_default(tmp_path: Path) -> None:
    expects = "expects: [{measure: finished, change: less}]\n"
    assert load(tmp_path, OWN + expects).expects[0].against == str(tmp_path / "base.yaml")
    bundled = OWN.replace("base.yaml", "normal-year")
    assert load(tmp_path, bundled + expects).expects[0].against == "normal-year"


def test_files_are_looked_for_beside_the_file_that_names_them(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "times.csv").write_text("t\n3\n", "utf-8")
    base = BASE.replace("sign: 2 hours", "sign: {csv: times.csv, column: t, unit: hours}")
    (inner / "base.yaml").write_text(base, "utf-8")
    found = load(tmp_path, OWN.replace("base.yaml", "inner/base.yaml"))
    assert found.acts["sign"].takes.law.mean == 3
    (inner / "times.csv").write_text("t\n-3\n", "utf-8")
    with pytest.raises(InputError) as error:
        load_scenario(str(tmp_path / "own.yaml"))
    assert str(error.value.problems[0].span) == f"{inner}/times.csv:2:1"


def test_a_rulebook_of_ones_own_does_without_the_roster_of_the_base(tmp_path: Path) -> None:
    base = BASE.replace("seed: 5", "seed: 5\nroster: nowhere.yaml")
    assert problem(tmp_path, OWN, base=base)[0] == "no-file"
    assert load(tmp_path, OWN + "rulebook: xiangshan-2021\n", base=base).roster.id == "illustrative"


def test_circles_are_refused(tmp_path: Path) -> None:
    for files in (
        {"base": OWN.replace("base.yaml", "own.yaml")},
        {"base": OWN.replace("base.yaml", "../" + tmp_path.name + "/base.yaml")},
        {"base": OWN.replace("base.yaml", "third.yaml"), "third": OWN},
    ):
        code, where = problem(tmp_path, OWN, **files)
        assert code == "loop" and where.endswith(".yaml:4:7")


def test_bases_that_are_not_there(tmp_path: Path) -> None:
    assert problem(tmp_path, OWN.replace("base.yaml", "nowhere.yaml")) == ("no-such-scenario", "own.yaml:4:7")
    assert problem(tmp_path, OWN.replace("base.yaml", "../up/down")) == ("no-such-scenario", "own.yaml:4:7")
    assert problem(tmp_path, OWN.replace("base.yaml", "[base.yaml]")) == ("expected-text", "own.yaml:4:7")
    assert problem(tmp_path, OWN.replace("base.yaml", "x" * 5000 + ".yaml"))[0] == "no-such-scenario"
    with pytest.raises(InputError) as error:
        load(tmp_path, OWN.replace("base.yaml", "normalyear"))
    (found,) = error.value.problems
    assert (found.code, found.words["near"]) == ("unknown-word", "normal-year")


def test_a_chain_of_bases_has_an_end(tmp_path: Path) -> None:
    files = {f"s{n}": OWN.replace("base.yaml", f"s{n + 1}.yaml") for n in range(40)}
    assert problem(tmp_path, OWN.replace("base.yaml", "s0.yaml"), **files)[0] == "chain-too-long"


def test_scenarios_that_are_not_there() -> None:
    for name, code in (("head-il", "unknown-word"), ("head-il.yaml", "no-file"), ("a\0b", "unknown-word"),
                       ("x" * 5000, "unknown-word"), ("tests", "unknown-word")):  # fmt: skip
        with pytest.raises(InputError) as error:
            load_scenario(name)
        (found,) = error.value.problems
        assert found.code == code
    with pytest.raises(InputError) as error:
        load_scenario("head-il")
    assert error.value.problems[0].words["near"] == "head-ill"


def test_a_series_of_meetings_may_have_begun_before_the_scenario(tmp_path: Path) -> None:
    """Whoever looks at a part of the year of a base keeps its fortnights."""
    path = tmp_path / "may.yaml"
    path.write_text(
        "format: guiju.scenario/1\nid: may\ntitle: {zh: 五月, en: May}\nbase: normal-year\n"
        "from: 2022-05-01\nuntil: 2022-05-31\n",
        "utf-8",
    )
    found = load_scenario(str(path))
    days = [
        meeting.nominal.isoformat()
        for meeting in planned_meetings(found, found.meetings["executive-meeting"])
    ]
    assert days == ["2022-05-02", "2022-05-16", "2022-05-30"]
