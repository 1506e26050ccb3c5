"""Tasks for the tests of replications: importable, because workers are spawned."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Square:
    """Leaves the number of the process that read it, one line for each reading."""

    readings: Path

    def __setstate__(self, state: dict[str, Path]) -> None:
        self.__dict__.update(state)
        with self.readings.open("a") as file:
            file.write(f"{os.getpid()}\n")

    def __call__(self, replication: int) -> tuple[int, int]:
        return replication, replication**2


@dataclass(frozen=True)
class DiesOnce:
    """Kills its own process at one replication, unless the marker is there."""

    at: int
    marker: Path

    def __call__(self, replication: int) -> int:
        if replication == self.at and not self.marker.exists():
            self.marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return -replication


@dataclass(frozen=True)
class DiesAlways:
    """Kills its own process at one replication, and counts how often."""

    at: int
    deaths: Path

    def __call__(self, replication: int) -> int:
        if replication == self.at:
            with self.deaths.open("a") as file:
                file.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        return replication


@dataclass(frozen=True)
class Fails:
    at: int

    def __call__(self, replication: int) -> int:
        if replication == self.at:
            raise LookupError(f"no plan for {replication}")
        return replication


@dataclass(frozen=True)
class Sleeps:
    """Says which process it is in, and takes its time."""

    folder: Path
    seconds: float

    def __call__(self, replication: int) -> int:
        (self.folder / str(os.getpid())).touch()
        time.sleep(self.seconds)
        return replication
