"""Replications in processes: every result once, in order, whoever computed it and whatever died meanwhile."""

from __future__ import annotations

import pickle
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from math import ceil
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from guiju.simulate.pool import Pool
from guiju.simulate.worker import Chunk

CHUNK_SECONDS = 0.2
"""A chunk is at least so long, where there is enough to do: handing it over should cost little beside it."""

RETRIES = 3

T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)


class Task(Protocol[R_co]):
    """Runs one replication. It is pickled, and read once in every worker."""

    def __call__(self, replication: int, /) -> R_co: ...


class WorkerLost(Exception):
    """Workers died while they ran these replications, more often than chance explains."""

    def __init__(self, replications: Sequence[int]) -> None:
        self.replications = tuple(replications)
        super().__init__(f"worker processes died {RETRIES + 1} times at replications {self.replications}")


def replicate(
    task: Task[T], replications: Sequence[int], jobs: int, progress: Callable[[int], None] | None = None
) -> list[T]:
    """Run these replications; ``progress`` hears how many are done."""
    with Workers(task, min(jobs, len(replications))) as workers:
        return workers.run(replications, progress)


class Workers(Generic[T]):
    """Processes that know one task, kept for several runs: ``with Workers(task, jobs) as workers``.

    With one job everything happens in this process. They are spawned, because threads of a solver do not
    survive a fork: a script that asks for several needs ``if __name__ == "__main__":``.

    Without ``ahead`` each gets a single replication, and the next when the result was taken: no more results
    than workers are ever on the way.
    """

    def __init__(self, task: Task[T], jobs: int, ahead: bool = True) -> None:
        self._task = task
        self._ahead = ahead
        self._jobs = jobs
        self._pickled = pickle.dumps(task) if jobs > 1 else b""
        self._pool: Pool | None = None
        self._pace = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end(at_once=error is not None)

    def run(self, replications: Sequence[int], progress: Callable[[int], None] | None = None) -> list[T]:
        """The results in the order of ``replications``."""
        found: dict[int, T] = {}
        for number, result in self.as_done(replications):
            found[number] = result
            if progress:
                progress(len(found))
        return [found[number] for number in replications]

    def as_done(self, replications: Sequence[int]) -> Iterator[tuple[int, T]]:
        """Each number and its result as soon as it is there, in any order."""
        if self._jobs <= 1:
            return ((number, self._task(number)) for number in replications)
        return self._in_processes(_Left(replications))

    def _in_processes(self, left: _Left) -> Iterator[tuple[int, T]]:
        flying: dict[Future[Chunk], list[int]] = {}
        while left.numbers or flying:
            broken = self._submit(left, flying)
            for numbers, chunk in _land(flying, broken):
                if chunk is None:
                    broken = True
                    left.put_back(numbers)
                else:
                    self._pace = chunk.seconds / len(numbers)
                    yield from zip(numbers, chunk.results, strict=True)
            if broken:
                self._end(at_once=True)
                left.give_up_if_hopeless()

    def _submit(self, left: _Left, flying: dict[Future[Chunk], list[int]]) -> bool:
        """Keep two chunks for each worker on the way (or one); whether the pool turns out to be broken."""
        self._pool = self._pool or Pool(self._pickled, self._jobs)
        while left.numbers and len(flying) < self._jobs * (1 + self._ahead):
            numbers = left.first(self._size(len(left.numbers)))
            try:
                flying[self._pool.submit(numbers)] = numbers
            except BrokenProcessPool:
                return True
            left.take(numbers)
        return False

    def _size(self, left: int) -> int:
        """Long enough by the pace of the last chunk, with work left for others; at first one by one."""
        enough = ceil(CHUNK_SECONDS / self._pace) if self._pace and self._ahead else 1
        return min(enough, ceil(left / self._jobs))

    def _end(self, at_once: bool) -> None:
        pool, self._pool = self._pool, None
        if pool:
            pool.end(at_once)


class _Left:
    """Replications that nobody works on, and how often a worker died over each."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = deque(numbers)
        self._deaths: Counter[int] = Counter()

    def first(self, size: int) -> list[int]:
        """The next chunk; those that a worker died over come first and one by one, to tell which it was."""
        return list(islice(self.numbers, 1 if self._deaths[self.numbers[0]] else size))

    def take(self, numbers: Sequence[int]) -> None:
        for _ in numbers:
            self.numbers.popleft()

    def put_back(self, numbers: Sequence[int]) -> None:
        self._deaths.update(numbers)
        self.numbers.extendleft(reversed(numbers))

    def give_up_if_hopeless(self) -> None:
        if hopeless := sorted(number for number in self.numbers if self._deaths[number] > RETRIES):
            raise WorkerLost(hopeless)


def _land(flying: dict[Future[Chunk], list[int]], broken: bool) -> Iterator[tuple[list[int], Chunk | None]]:
    """Wait for the next chunks, or for all where the pool is broken: what was done before it broke counts."""
    landed, _ = wait(flying, return_when=FIRST_COMPLETED)
    if broken or any(map(_died, landed)):
        landed, _ = wait(flying)
    for one in landed:
        yield flying.pop(one), None if _died(one) else one.result()


def _died(chunk: Future[Chunk]) -> bool:
    return isinstance(chunk.exception(), BrokenProcessPool)
