"""A pool of processes that leaves no orphans and can be ended at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from guiju.simulate.worker import Chunk, begin, work


class Pool:
    """An executor and the lifeline of its workers: when that is closed, or this process dies, they end."""

    def __init__(self, task: bytes, jobs: int) -> None:
        context = get_context("spawn")
        self._theirs, self._lifeline = context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(jobs, context, begin, (task, self._theirs))

    def submit(self, numbers: Sequence[int]) -> Future[Chunk]:
        with _deaf_to_interrupts():
            return self._executor.submit(work, numbers)

    def end(self, at_once: bool) -> None:
        """Let the workers finish what they have begun, or not."""
        try:
            if at_once:
                self._lifeline.close()
            self._executor.shutdown(cancel_futures=True)
        finally:
            self._lifeline.close()
            self._theirs.close()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process that is started here never hears Ctrl-C, not even before it can say so itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
