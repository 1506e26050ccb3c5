"""What runs in a worker process: it holds the task, works on chunks, and ends when its parent lets go."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Sequence
from functools import cache
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

_given: list[bytes] = []


class Chunk(NamedTuple):
    """Results in the order of the numbers asked for, and the seconds they took."""

    results: list[Any]
    seconds: float


def begin(task: bytes, lifeline: Connection) -> None:
    """Keep the task for later: if it cannot be read, the first chunk says why."""
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given.append(task)


def work(numbers: Sequence[int]) -> Chunk:
    task = _task()
    start = time.perf_counter()
    results = [task(number) for number in numbers]
    return Chunk(results, time.perf_counter() - start)


@cache
def _task() -> Any:
    """Read once in the life of the process."""
    return pickle.loads(_given[0])


def _end_with(lifeline: Connection) -> None:
    """The other end is the parent's alone, who never writes: it is closed, or the parent is gone."""
    lifeline.poll(None)
    os._exit(1)
