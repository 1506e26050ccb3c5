"""The way in: ``guiju`` and ``python -m guiju``."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

INTERRUPTED, BAD_OUTPUT = 130, 2


def run() -> None:
    """Run the command line; an interruption at any moment ends it without a word."""
    signal.signal(signal.SIGINT, _interrupt)
    if sys.stdout is None:
        os.write(2, "标准输出已关闭，结果无处可写 · standard output is closed\n".encode())
        os._exit(BAD_OUTPUT)
    try:
        from guiju.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _interrupt(number: int, frame: Any) -> None:
    """Leave at once: an exception raised inside Z3's bindings would be swallowed or changed.

    While files are being written it is raised all the same, so that temporary files are removed.
    """
    output = sys.modules.get("guiju.output")
    if output is not None and output.writing:
        raise KeyboardInterrupt
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    run()
