"""Sweeps that are really killed: nothing is lost, little is done twice, and the table is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stand_in
from guiju.simulate.journal import opened

JOBS = 2
PLAN = """\
format: guiju.sweep/1
id: killed
title: {zh: 中断, en: killed}
scenarios: [normal-year, ./mine.yaml]
vary: {meeting-without-head: [head-only, presider], mandate-timing: "*"}
replications: 8
"""
RUNS = 2 * 6 * 8


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text("mine")
    (tmp_path / "plan.yaml").write_text(PLAN)
    return tmp_path / "plan.yaml"


STARTED: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def _end_what_a_failed_test_left() -> Iterator[None]:
    yield
    for sweep in STARTED:
        if sweep.poll() is None:
            kill(sweep)
    STARTED.clear()


def start(plan: Path, *words: str, seconds: float = 0.0) -> subprocess.Popen[bytes]:
    """In a process group of its own, as on a terminal."""
    environment = {**os.environ, "STAND_IN_LOG": str(plan.parent / "log"), "STAND_IN_SECONDS": str(seconds)}
    command = [sys.executable, stand_in.__file__, str(plan), "--lang", "en", "--jobs", str(JOBS), *words]
    sweep = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    STARTED.append(sweep)
    return sweep


def lines(plan: Path) -> list[str]:
    log = plan.parent / "log"
    return log.read_text().splitlines() if log.exists() else []


def until(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.002)
    return found


def kill(sweep: subprocess.Popen[bytes]) -> None:
    """Only the process itself: what it leaves behind must end by itself."""
    sweep.kill()
    sweep.communicate()


def test_the_table_after_many_kills_is_that_of_an_uninterrupted_sweep(plan: Path) -> None:
    calm = start(plan, "--format", "json", "--journal", str(plan.parent / "calm.sqlite"), "--jobs", "1")
    expected, _ = calm.communicate()
    assert calm.returncode == 0
    (plan.parent / "log").unlink()
    moments, kills = random.Random(5), 0
    while True:
        sweep = start(plan, "--format", "json", seconds=0.01)
        if kills < 3:  # while it starts and makes the journal
            time.sleep(moments.uniform(0.1, 0.5))
        else:
            assert goes_on(plan, sweep, moments.choice([1, 1, 2, 3, 6, 10]))
        time.sleep(moments.uniform(0, 0.01))
        if kills == 11 or sweep.poll() is not None:
            break
        kill(sweep)
        kills += 1
        assert len(finished(plan)) - kept(plan) <= JOBS
    found, told = sweep.communicate()
    assert sweep.returncode == 0, told
    assert found == expected
    assert kills >= 10
    assert len(finished(plan)) == RUNS
    assert len(lines(plan)) <= RUNS + kills * JOBS


def finished(plan: Path) -> set[str]:
    """The replications that were computed."""
    return {line.partition(" by ")[0] for line in lines(plan)}


def kept(plan: Path) -> int:
    """How many of them the journal has."""
    with opened(plan.parent / "plan.journal.sqlite", "killed") as journal:
        return len(journal.keys)


def goes_on(plan: Path, sweep: subprocess.Popen[bytes], runs: int) -> bool:
    """Wait until it computed so many more, or ended."""
    goal = len(lines(plan)) + runs
    return until(lambda: len(lines(plan)) >= goal or sweep.poll() is not None)


def alive(pid: int) -> bool:
    """A process that ended and that nobody asked about is not."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(shown.stdout.strip()) and not shown.stdout.startswith("Z")


def children(pid: int) -> list[int]:
    shown = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in shown.stdout.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def test_workers_do_not_outlive_a_killed_sweep(plan: Path) -> None:
    sweep = start(plan, seconds=60)
    assert until(lambda: len(children(sweep.pid)) >= JOBS or sweep.poll() is not None)
    time.sleep(0.3)
    left = children(sweep.pid)
    kill(sweep)
    assert until(lambda: not any(map(alive, left)), 10)


def test_a_killed_worker_is_replaced(plan: Path) -> None:
    sweep = start(plan, seconds=0.02)
    assert goes_on(plan, sweep, 5)
    os.kill(int(lines(plan)[0].rpartition(" ")[2]), signal.SIGKILL)
    _, told = sweep.communicate()
    assert (sweep.returncode, told) == (
        0,
        f"results found in the journal: 0; computed now: {RUNS}\n".encode(),
    )
    assert len({line.rpartition(" ")[2] for line in lines(plan)}) > JOBS


def test_interrupted_it_says_nothing_and_goes_on_where_it_was(plan: Path) -> None:
    sweep = start(plan, seconds=0.02)
    assert goes_on(plan, sweep, 11)
    os.killpg(sweep.pid, signal.SIGINT)
    assert sweep.communicate() == (b"", b"")
    assert sweep.returncode == 130
    before = len(lines(plan))
    assert 10 < before < RUNS
    again = start(plan)
    _, told = again.communicate()
    counts = [int(word.rstrip(";")) for word in told.decode().split() if word.rstrip(";").isdigit()]
    assert sum(counts) == RUNS
    assert before - JOBS <= counts[0] <= before


def test_a_second_sweep_of_the_same_journal_is_refused(plan: Path) -> None:
    sweep = start(plan, seconds=0.1)
    assert goes_on(plan, sweep, 2)
    second = start(plan)
    _, told = second.communicate()
    assert second.returncode == 2
    assert b"another program is using the journal" in told
    assert sweep.poll() is None
    kill(sweep)
