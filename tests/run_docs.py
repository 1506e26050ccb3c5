"""Runs every command that the documentation shows, and fails on the first that does not work.

A fenced ``console`` block holds lines that start with ``$``. The expected exit code is 0, unless
the line ends in ``# exit N``. Blocks run in one scratch folder per page; ``python3 task.py`` lines
are left to CI itself, which calls them. The ``python`` blocks of a page run after its commands, together as one script.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILES = re.compile(r"^<!-- file: (\S+) -->\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[tuple[str, int]]:
    """The commands of a page, each with the exit code that it promises."""
    found = []
    for block in BLOCK.findall(page.read_text("utf-8")):
        for line in block.splitlines():
            if line.startswith("$ ") and "task.py" not in line:
                command, _, promise = line[2:].partition("  # exit ")
                found.append((command, int(promise or 0)))
    script = "\n".join(SCRIPT.findall(page.read_text("utf-8")))
    if script:
        found.append((shlex.join([sys.executable, "-W", "error", "-c", script]), 0))
    return found


def main() -> None:
    """Run all pages. The exit code is 1 when a command breaks its promise."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    count = 0
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in FILES.findall(page.read_text("utf-8")):
                (Path(folder) / name).write_text(text, "utf-8")
            for command, expected in commands(page):
                result = subprocess.run(
                    command,
                    shell=True,
                    cwd=folder,
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                if result.returncode != expected:
                    print(f"{page.name}: {command}\n  exit {result.returncode}, promised {expected}")
                    print(result.stdout[-2000:], result.stderr[-2000:], sep="\n")
                    sys.exit(1)
                count += 1
    if not count:
        sys.exit("no command was found in the documentation")
    print(f"{count} commands of the documentation do what it says")


if __name__ == "__main__":
    main()
