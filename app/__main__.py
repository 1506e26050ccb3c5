"""The way in: ``guiju`` and ``python -m guiju``."""

from __future__ import annotations

import signal
import sys
from typing import Any

INTERRUPTED = 130


def run() -> None:
    """Run the command line; an interruption at any moment ends it without a word."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        from guiju.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _interrupt(number: int, frame: Any) -> None:
    """Solver objects that were half made complain when they are dropped: of no use to anybody now."""
    sys.unraisablehook = lambda unraisable: None
    raise KeyboardInterrupt


if __name__ == "__main__":
    run()
