"""Runs one job as a process of its own: its wall and CPU seconds, peak memory, and what it printed."""

from __future__ import annotations

import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

PER_MIB = 2**20 if sys.platform == "darwin" else 2**10
"""How many units of ``ru_maxrss`` make a MiB."""


@dataclass(frozen=True)
class Run:
    """``ended``: ok, out of time, or how it failed. ``out`` holds what was printed by then."""

    wall: float
    cpu: float
    peak: float
    ended: str
    out: str


def measured(command: Sequence[str], limit: float, accept: Sequence[int] = (0,)) -> Run:
    """Run a command for at most ``limit`` CPU seconds, and three times as many on the clock.

    Call it from a small process: a child's peak memory starts from its parent's.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=errors, preexec_fn=lambda: _limit(limit))
        watch = threading.Timer(3 * limit, os.kill, (process.pid, signal.SIGKILL))
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        watch.cancel()
        wall = time.perf_counter() - start
        process.returncode = code = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip().splitlines()
        ended = "ok" if code in accept else said[-1] if said else f"exit {code}"
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            ended = "out of time"
        cpu = used.ru_utime + used.ru_stime
        return Run(wall, cpu, used.ru_maxrss / PER_MIB, ended, out.read().decode())


def _limit(seconds: float) -> None:
    whole = max(1, round(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 5))


def versions(names: Iterable[str]) -> str:
    """The machine in general words, and the versions of packages; "none" for one that is missing."""
    found = ", ".join(f"{name} {installed(name) or 'none'}" for name in names)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {system}; {found}"


def installed(name: str) -> str | None:
    """The version of a package, if it is installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
