"""``guiju simulate`` as its users meet it: what it prints, writes and refuses, and how it stops."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from guiju import page as page_module
from guiju.cli import main
from guiju.scenario_source import bundled_scenarios
from guiju.study.described import ITEMS
from wcwidth import wcswidth

TEN_LINES = """\
format: guiju.scenario/1
id: head-ill-in-january
title: {zh: 区长一月生病, en: the head is ill in January}
base: normal-year
seed: 1
until: 2022-02-28
absences:
  - {person: mayor, kind: ill, from: 2022-01-10, until: 2022-02-06}
expects:
  - {measure: meetings-not-held, of: executive-meeting, change: more, against: calm.yaml}
"""
CALM = TEN_LINES.split("absences:")[0].replace("head-ill-in-january", "calm")
QUICK = ["--replications", "2", "--jobs", "1"]


@pytest.fixture(autouse=True)
def _in_a_folder_with_one_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ten.yaml").write_text(TEN_LINES, "utf-8")
    Path("calm.yaml").write_text(CALM, "utf-8")


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["simulate", *words])


def printed(*words: str) -> str:
    result = call(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def data_of(*words: str) -> Any:
    return json.loads(printed(*words, "--format", "json"))


# what it names


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_names_every_bundled_scenario(language: str) -> None:
    lines = printed("--list", "--lang", language).splitlines()[1:]
    assert [line.split()[0] for line in lines] == list(bundled_scenarios())
    assert all(len(line.split(maxsplit=1)) == 2 for line in lines)


def test_the_list_as_json() -> None:
    assert data_of("--list") == {"scenarios": [{"id": id} for id in bundled_scenarios()]}


# ten lines in an otherwise empty folder


def test_ten_lines_are_enough() -> None:
    assert TEN_LINES.count("\n") == 10
    text = printed("ten.yaml", *QUICK, "--lang", "en")
    assert "district head (suddenly ill, 2022-01-10 to 2022-02-06)" in text
    assert "2 replications, seed 1" in text


def test_a_comparison_says_whether_what_was_expected_came_about() -> None:
    words = ["ten.yaml", "--compare", "calm.yaml", "--replications", "4", "--jobs", "1"]
    assert "as expected: meetings not held: executive meeting: more" in printed(*words, "--lang", "en")
    data = data_of(*words)
    assert [item["outcome"] for item in data["expectations"]] == ["met"]
    assert data["baseline"]["scenario"] == "calm" and data["scenario"]["scenario"] == "head-ill-in-january"
    assert data["scenario"]["absences"] == [
        {"person": "mayor", "kind": "ill", "from": "2022-01-10", "until": "2022-02-06"}
    ]


def test_a_scenario_against_itself_differs_in_nothing() -> None:
    data = data_of("ten.yaml", "--compare", "ten.yaml", *QUICK)
    assert {item["differing-in"] for item in data["differences"]} == {0}
    assert "No measure has an interval" in printed(
        "ten.yaml", "--compare", "ten.yaml", *QUICK, "--lang", "en"
    )


# the same bytes


def test_json_is_the_same_for_any_jobs_and_in_every_process() -> None:
    runs = []
    for jobs, seed in (("1", "1"), ("2", "7"), ("3", "42")):
        command = [sys.executable, "-m", "guiju", "simulate", "ten.yaml", "--replications", "5",
                   "--jobs", jobs, "--format", "json"]  # fmt: skip
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        runs.append(subprocess.run(command, capture_output=True, env=environment, check=True).stdout)
    assert runs[0] == runs[1] == runs[2]
    assert not re.search(rb"[0-9]{2}:[0-9]{2}", runs[0]), "a time of day"
    data = json.loads(runs[0])
    assert not {"jobs", "elapsed", "seconds", "started"} & set(data)
    assert {"format", "scenario", "seed", "replications", "assumed", "measures", "legs"} <= set(data)


def test_the_seed_decides() -> None:
    one, again, other = (
        printed("ten.yaml", *QUICK, "--format", "json", "--seed", s) for s in ("5", "5", "6")
    )
    assert one == again
    assert json.loads(one)["measures"] != json.loads(other)["measures"]


def test_more_replications_do_not_change_the_first() -> None:
    """The seed and the number of a replication are all that its numbers depend on."""
    few, many = (data_of("ten.yaml", "--replications", n, "--jobs", "1") for n in ("2", "3"))
    assert few["measures"] != many["measures"]
    assert few["replications"] == 2 and many["replications"] == 3


# precision


def test_a_precision_that_is_reached_and_one_that_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["ten.yaml", "--jobs", "1", "--precision"]
    assert "the precision of 50% asked for was reached" in printed(*words, "50%", "--lang", "en")
    data = data_of(*words, "50%")
    assert data["precision"] == 0.5 and data["precision-reached"] is True
    monkeypatch.setattr("guiju.study.study.MOST", 10)
    data = data_of(*words, "0.01%")
    assert data["precision-reached"] is False and data["replications"] == 10
    assert "asked for was NOT reached" in printed(*words, "0.01%", "--lang", "en")
    assert "未达到要求的精度" in printed(*words, "0.01%", "--lang", "zh")
    assert data_of("ten.yaml", *QUICK)["precision-reached"] is None


# bad input


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ([], "缺少情景", "no scenario; give the name of a bundled one"),
        (["normal-yeer"], "“normal-year”", "did you mean 'normal-year'"),
        (["missing.yaml"], "missing.yaml", "missing.yaml"),
        (["ten.yaml", "--compare", "nope"], "--compare: “nope”", "--compare: 'nope'"),
        (["ten.yaml", "--precision", "much"], "不是精度", "is no precision; write it like 5%"),
        (["ten.yaml", "--precision", "0%"], "不是精度", "is no precision"),
        (["ten.yaml", "--precision", "5%", "--replications", "3"], "只能写一个", "--replications"),
        (["ten.yaml", "--compare", "ten.yaml", "--out", "o"], "--compare 不能与 --out", "cannot be combined with --out"),
        (["ten.yaml", "--output", "ten.yaml", *QUICK], "ten.yaml", "ten.yaml"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_both_languages(words: list[str], zh: str, en: str) -> None:
    for language, expected in (("zh", zh), ("en", en)):
        result = call(*words, "--lang", language)
        assert result.exit_code == 2
        assert expected in result.stderr
        assert result.stdout == ""
    assert Path("ten.yaml").read_text("utf-8") == TEN_LINES


@pytest.mark.parametrize("words", [["--jobs", "0"], ["--replications", "1"], ["--seed", "-1"], ["--bogus"]])
def test_options_out_of_range_are_refused(words: list[str]) -> None:
    result = call("ten.yaml", *words)
    assert result.exit_code == 2 and words[0] in result.stderr


# files


def test_a_result_folder_is_whole_and_replaced_only_when_told(tmp_path: Path) -> None:
    assert printed("ten.yaml", *QUICK, "--out", "o", "--lang", "en") == (tmp_path / "o/study.txt").read_text(
        "utf-8"
    )
    before = {path.name: path.read_bytes() for path in (tmp_path / "o").iterdir()}
    assert {"study.json", "study.txt", "estimates.csv", "documents.csv", "log.xes", "log.ocel.json"} <= set(
        before
    )
    assert before["study.json"].decode() == printed("ten.yaml", *QUICK, "--format", "json")
    refused = call("ten.yaml", *QUICK, "--out", "o", "--seed", "2", "--lang", "en")
    assert refused.exit_code == 2 and "study.json" in refused.stderr and "--overwrite" in refused.stderr
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "o").iterdir()}
    printed("ten.yaml", *QUICK, "--out", "o", "--seed", "2", "--overwrite")
    after = {path.name: path.read_bytes() for path in (tmp_path / "o").iterdir()}
    assert before.keys() == after.keys() and before["study.json"] != after["study.json"]


def test_any_file_in_the_way_stops_all(tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o/log.xes").write_text("mine")
    assert call("ten.yaml", *QUICK, "--out", "o").exit_code == 2
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["log.xes"]


def _never(*args: object, **words: object) -> None:
    raise AssertionError("it ran all the same")


@pytest.mark.parametrize("place", ["ten.yaml", "ten.yaml/o", "locked/o"])
def test_a_folder_that_cannot_be_written_is_refused_before_the_run(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guiju.study.study.simulate", _never)
    Path("locked").mkdir()
    allowed = os.access
    monkeypatch.setattr("os.access", lambda path, mode: str(path) != "locked" and allowed(path, mode))
    result = call("ten.yaml", *QUICK, "--out", place, "--lang", "en")
    assert result.exit_code == 2 and f"--out {place}: cannot be written" in result.stderr
    assert Path("ten.yaml").read_text("utf-8") == TEN_LINES


def test_a_result_never_replaces_what_the_scenario_was_read_from() -> None:
    Path("study.json").write_text(TEN_LINES, "utf-8")
    result = call("./study.json", *QUICK, "--out", ".", "--overwrite")
    assert result.exit_code == 2
    assert Path("study.json").read_text("utf-8") == TEN_LINES


# what a published study must report


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_description_has_every_item_and_what_the_run_says_to_it(language: str) -> None:
    text = printed("ten.yaml", *QUICK, "--describe", "--lang", language)
    codes = re.findall(r"^([1-6]\.[0-9](?:\.[0-9])?) ", text, re.MULTILINE)
    assert codes == [code for code, _, _ in ITEMS]
    assert codes == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5",
                     "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1"]  # fmt: skip
    sections = re.split(r"\n\n(?=[1-6]\.)", text)
    assert all(len(section.strip().splitlines()) > 1 for section in sections), "an empty item"
    for known in (
        f"guiju {version('guiju')}", f"simpy {version('simpy')}", "Python 3.", "seed 1", "calendar china",
        "xiangshan-2021", "roster illustrative", "meeting-without-head=head-only", "workload/letter",
        "n = 2", "2022-01-01 … 2022-02-28", "mayor, ill, 2022-01-10 … 2022-02-06", "acts/sign", "08:00-12:00",
    ):  # fmt: skip
        assert known in text, known
    for part in data_of("ten.yaml", *QUICK)["assumed"]:
        assert part in text


def test_the_description_as_json() -> None:
    data = data_of("ten.yaml", *QUICK, "--describe")
    assert data["format"] == "guiju.stress-des/1"
    assert len(data["items"]) == len(ITEMS)


# how it reads


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "more", [[], ["--compare", "calm.yaml"], ["--describe"]], ids=["study", "compare", "describe"]
)
def test_pages_fit_80_columns_and_no_table_is_broken(
    language: str, more: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "columns", lambda: 80)
    monkeypatch.setattr(page_module, "page", lambda lines: _wrapped(lines))
    for module in ("as_text", "compare_text", "describe"):
        monkeypatch.setattr(f"guiju.study.{module}.page", _wrapped)
    lines = printed("ten.yaml", *QUICK, *more, "--lang", language).splitlines()
    assert max(wcswidth(line.rstrip(page_module.CLOSING)) for line in lines) <= 80
    rules = [(before, line) for before, line in pairwise(lines) if line.startswith("---")]
    assert all(wcswidth(before) <= wcswidth(line) for before, line in rules), "a header was broken"


def _wrapped(lines: list[str]) -> str:
    """What ``page`` does on a terminal of 80 columns."""
    return "\n".join(part for line in lines for part in page_module._hanging(line, 80)) + "\n"


# how it stops


STARTED: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def _end_what_a_failed_test_left() -> Iterator[None]:
    yield
    for process in STARTED:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    STARTED.clear()


def started(*words: str) -> subprocess.Popen[bytes]:
    """In a process group of its own, as on a terminal."""
    command = [sys.executable, "-m", "guiju", "simulate", "normal-year", "--jobs", "2", *words]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, start_new_session=True)
    STARTED.append(process)
    return process


def until(condition: Callable[[], bool], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def alive(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


@linux
@pytest.mark.parametrize("everybody", [True, False], ids=["terminal", "parent-only"])
def test_interrupted_it_ends_with_130_and_leaves_no_process(everybody: bool) -> None:
    process = started("--replications", "5000")
    until(lambda: len(alive(process.pid)) >= 3, "no workers came up")
    (os.killpg if everybody else os.kill)(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == b"" and b"Traceback" not in err
    until(lambda: not alive(process.pid), "a worker outlived its parent", 10)


@linux
def test_killed_while_it_runs_it_leaves_no_file_and_no_process(tmp_path: Path) -> None:
    process = started("--replications", "5000", "--out", str(tmp_path / "o"))
    until(lambda: len(alive(process.pid)) >= 3, "no workers came up")
    process.kill()
    process.communicate()
    until(lambda: not alive(process.pid), "a worker outlived its parent", 10)
    assert not (tmp_path / "o").exists()


def test_cut_off_while_it_writes_no_file_is_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ninth file cannot be put beside its place: none of them is there."""
    import guiju.output as output

    real, count = os.fdopen, iter(range(100))

    def full(*args: Any) -> Any:
        if next(count) == 8:
            raise OSError(28, "No space left on device")
        return real(*args)

    monkeypatch.setattr(output.os, "fdopen", full)
    result = call("ten.yaml", *QUICK, "--out", "o", "--lang", "en")
    assert result.exit_code == 2 and "No space left on device" in result.stderr
    assert list((tmp_path / "o").iterdir()) == []


@pytest.mark.parametrize("words", [["--list"], ["ten.yaml", *QUICK]], ids=["list", "study"])
def test_a_reader_that_stops_early_sees_no_traceback(words: list[str]) -> None:
    command = [sys.executable, "-m", "guiju", "simulate", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    process.wait(30)
    assert b"Traceback" not in errors and b"Error" not in errors
