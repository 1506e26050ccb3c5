"""Replications in processes: same results for any number of jobs, and what happens when somebody dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from guiju.simulate.replications import RETRIES, WorkerLost, Workers, replicate
from replication_tasks import DiesAlways, DiesOnce, Fails, Sleeps, Square

HERE = Path(__file__).parent
SLEEPER = f"""
import os, sys, time
sys.path.insert(0, {str(HERE)!r})
from pathlib import Path
from guiju.simulate.replications import replicate
from replication_tasks import Sleeps
folder = Path(sys.argv[1])
if __name__ != "__main__" and sys.argv[2] == "starting":
    (folder / str(os.getpid())).touch()
    time.sleep(1)
if __name__ == "__main__":
    replicate(Sleeps(folder, 60.0), range(4), 2)
"""


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_for_any_number_of_jobs(jobs: int, tmp_path: Path) -> None:
    asked = [*range(40, 200), *range(40)]
    heard: list[int] = []
    assert replicate(Square(tmp_path / "readings"), asked, jobs, heard.append) == [(n, n**2) for n in asked]
    assert heard == list(range(1, 201))


def test_the_task_is_read_once_in_each_worker(tmp_path: Path) -> None:
    with Workers(Square(tmp_path / "readings"), 2) as workers:
        assert workers.run(range(100)) == [(n, n**2) for n in range(100)]
        assert workers.run(range(100, 110)) == [(n, n**2) for n in range(100, 110)]
    readers = (tmp_path / "readings").read_text().split()
    assert 1 <= len(readers) <= 2
    assert len(set(readers)) == len(readers) and str(os.getpid()) not in readers


def test_one_job_stays_in_this_process(tmp_path: Path) -> None:
    assert replicate(Sleeps(tmp_path, 0.0), range(3), 1) == [0, 1, 2]
    assert [path.name for path in tmp_path.iterdir()] == [str(os.getpid())]


def test_several_jobs_are_several_processes(tmp_path: Path) -> None:
    assert replicate(Sleeps(tmp_path, 0.3), range(8), 2) == list(range(8))
    names = {path.name for path in tmp_path.iterdir()}
    assert len(names) == 2 and str(os.getpid()) not in names


def test_nothing_to_do() -> None:
    assert replicate(Fails(0), [], 2) == []


def test_a_killed_worker_loses_no_result(tmp_path: Path) -> None:
    marker = tmp_path / "died"
    assert replicate(DiesOnce(17, marker), range(60), 2) == [-n for n in range(60)]
    assert marker.exists()


def test_workers_that_died_are_replaced_for_the_next_run(tmp_path: Path) -> None:
    with Workers(DiesOnce(3, tmp_path / "died"), 2) as workers:
        assert workers.run(range(5)) == [0, -1, -2, -3, -4]
        assert workers.run(range(5, 8)) == [-5, -6, -7]


def test_a_replication_that_always_kills_is_named(tmp_path: Path) -> None:
    deaths = tmp_path / "deaths"
    with pytest.raises(WorkerLost) as lost:
        replicate(DiesAlways(5, deaths), range(1000), 2)
    assert 5 in lost.value.replications
    assert len(lost.value.replications) <= 4, "at most those that were on the way with it"
    assert deaths.read_text() == "x" * (RETRIES + 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_task_comes_through(jobs: int) -> None:
    with pytest.raises(LookupError, match="no plan for 7"):
        replicate(Fails(7), range(20), jobs)


def test_results_arrive_before_all_are_there(tmp_path: Path) -> None:
    """A journal needs each as soon as it exists."""
    arrived: list[int] = []
    with Workers(DiesAlways(30, tmp_path / "deaths"), 2) as workers, suppress(WorkerLost):
        for number, result in workers.as_done(range(31)):
            assert result == number
            arrived.append(number)
    assert {0, 1} <= set(arrived) and len(set(arrived)) == len(arrived) and 30 not in arrived


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("moment", ["starting", "working"])
def test_no_worker_outlives_its_parent(moment: str, ending: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C reaches the whole group, kill -9 the parent alone; the tasks would sleep for a minute."""
    script = tmp_path / "sleeper.py"
    script.write_text(SLEEPER)
    command = [sys.executable, script, tmp_path, moment]
    parent = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: len(pids(tmp_path)) == 2)
        workers = pids(tmp_path)
        (os.killpg if ending == signal.SIGINT else os.kill)(parent.pid, ending)
        _, said = parent.communicate(timeout=10)
        wait_for(lambda: not any(alive(pid) for pid in workers))
    finally:
        if parent.poll() is None:
            os.killpg(parent.pid, signal.SIGKILL)
    assert parent.returncode == -ending
    assert said.count("Traceback") == (ending == signal.SIGINT), "the parent's own, and none of a worker"


def pids(folder: Path) -> list[int]:
    return [int(path.name) for path in folder.iterdir() if path.name.isdigit()]


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie, whom nobody has waited for yet, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
