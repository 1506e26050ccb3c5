"""Tasks in other processes, each handed out when the result of the one before it was taken.

So no more results than processes can be lost, whenever whichever process is killed. Processes are started
afresh (not forked): they share no file and no lock with this one, and end when it does.
"""

from __future__ import annotations

import copyreg
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import MappingProxyType
from typing import Any, TypeVar

from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem

T = TypeVar("T")
R = TypeVar("R")
MOST_DEATHS = 3
"""So many times a task is tried whose process dies over it."""


def _view(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))
"""Readings are such views, which Python alone does not send."""


class TaskFailed(Exception):
    """A defect of the program in another process, with its traceback."""


def outcomes(function: Callable[[T], R], tasks: Sequence[T], jobs: int) -> Iterator[tuple[T, R]]:
    """Each task with its result, as they come in; what is yielded was taken when the next is asked for.

    ``function`` is sent to each process once. Raises InputError and TaskFailed from there.
    """
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            yield task, function(task)
        return
    crew = _Crew(function)
    try:
        for _ in range(min(jobs, len(tasks))):
            crew.hire()
        yield from crew.work(tasks)
    finally:
        crew.dismiss()


class _Crew:
    """The processes, and what each has in hand. Tasks are known by their places."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function, self.context = function, get_context("spawn")
        self.people: dict[Connection, BaseProcess] = {}
        self.in_hand: dict[Connection, int] = {}
        self.deaths: dict[int, int] = {}

    def hire(self) -> Connection:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, self.function), daemon=True)
        process.start()
        theirs.close()
        self.people[ours] = process
        return ours

    def work(self, tasks: Sequence[T]) -> Iterator[tuple[T, Any]]:
        waiting = iter(range(len(tasks)))
        for line in list(self.people):
            self._next(line, waiting, tasks)
        while self.in_hand:
            for line in self._heard():
                place = self.in_hand.pop(line)
                try:
                    done, result = line.recv()
                except (EOFError, ConnectionError):
                    self._hand(self._replace(line, place), place, tasks)
                    continue
                if not done:
                    raise InputError(result) if isinstance(result, tuple) else TaskFailed(result)
                yield tasks[place], result
                self._next(line, waiting, tasks)

    def _heard(self) -> list[Connection]:
        """Those who have something to say, or died."""
        return [line for line in wait(list(self.in_hand)) if isinstance(line, Connection)]

    def _next(self, line: Connection, waiting: Iterator[int], tasks: Sequence[Any]) -> None:
        place = next(waiting, None)
        if place is not None:
            self._hand(line, place, tasks)

    def _hand(self, line: Connection, place: int, tasks: Sequence[Any]) -> None:
        self.in_hand[line] = place
        with suppress(ConnectionError):  # it died: ``wait`` will tell
            line.send(tasks[place])

    def _replace(self, line: Connection, place: int) -> Connection:
        """Somebody else for a process that died over a task."""
        self.people.pop(line).join()
        line.close()
        self.deaths[place] = self.deaths.get(place, 0) + 1
        if self.deaths[place] == MOST_DEATHS:
            raise InputError([Problem(Span("--jobs", 0, 0), "worker-died", {"times": MOST_DEATHS})])
        return self.hire()

    def dismiss(self) -> None:
        for line, process in self.people.items():
            process.terminate()
            process.join()
            line.close()


def _serve(line: Connection, function: Callable[[Any], Any]) -> None:
    """A worker's life: it ends when the line is cut."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, ConnectionError):
        while True:
            line.send(_result(function, line.recv()))


def _result(function: Callable[[Any], Any], task: Any) -> tuple[bool, Any]:
    try:
        return True, function(task)
    except InputError as error:
        return False, error.problems
    except Exception:
        return False, traceback.format_exc()


def _end_with_parent() -> None:
    """In the middle of a task, too: nobody would take its result."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)
