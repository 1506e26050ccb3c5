"""Reading a rulebook of 5 MB with the position of every word, against other readers of YAML.

Run: ``python3 task.py bench loading``. guiju reads with Python's collector of garbage off, as
``guiju`` always does; PyYAML is measured with and without it.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import installed, measured, versions

PEOPLE = 1_000
JOBS = {
    "read the text": "keeps nothing else",
    "guiju parse_nodes": "nodes and positions, checked for duplicates",
    "guiju load_rulebook": "and all rules checked",
    "guiju load": "and the roster",
    "PyYAML compose": "CSafeLoader: nodes and positions",
    "PyYAML compose, no gc": "",
    "PyYAML load": "CSafeLoader: plain values, no positions",
    "PyYAML load, no gc": "",
    "ruamel.yaml load": "round trip: values with positions, pure Python",
    "ruamel.yaml load, no gc": "",
}


def job(name: str, path: Path) -> None:
    """Print the CPU seconds that one reader takes."""
    read = _reader(name.removesuffix(", no gc"), path)
    if name.startswith("guiju") or name.endswith("no gc"):
        gc.disable()
    start = time.process_time()
    kept = read()
    print(time.process_time() - start, flush=True)
    assert kept
    sys.stdout.flush()


def _reader(name: str, path: Path) -> Callable[[], Any]:
    """Import what a reader needs, and return it ready to run."""
    if name == "read the text":
        return lambda: path.read_text("utf-8")
    if name.startswith("ruamel"):
        from ruamel.yaml import YAML

        return lambda: YAML(typ="rt").load(path.read_text("utf-8"))
    if name.startswith("PyYAML"):
        import yaml

        read = yaml.compose if name.endswith("compose") else yaml.load
        return lambda: read(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    from guiju.model.load.nodes import parse_nodes
    from guiju.model.load.rulebook import load_rulebook
    from guiju.source import load

    if name == "guiju parse_nodes":
        return lambda: parse_nodes(path.read_text("utf-8"), "rulebook.yaml")
    if name == "guiju load_rulebook":
        return lambda: load_rulebook(path)
    return lambda: load(str(path), None)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--documents", type=int, default=9_500)
    words.add_argument("--limit", type=float, default=180, help="CPU seconds for one process")
    words.add_argument("--runs", type=int, default=3, help="interleaved; the least is printed")
    words.add_argument("--job", nargs=2, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.job:
        job(given.job[0], Path(given.job[1]))
        return
    print(versions(["guiju", "pyyaml", "ruamel.yaml"]))
    with tempfile.TemporaryDirectory() as folder:
        size = [str(PEOPLE), str(given.documents), folder]
        measured(
            [sys.executable, str(Path(__file__).parent / "verification.py"), "--make", *size], given.limit
        )
        path = Path(folder) / "rulebook.yaml"
        print(
            f"{path.stat().st_size / 1e6:.2f} MB, {given.documents:,} documents; least of {given.runs} runs"
        )
        print(f"{'reader':24} {'CPU s':>8} {'MiB':>7}")
        found: dict[str, list[tuple[float, float, str]]] = {}
        for turn in range(given.runs):
            for name in JOBS:
                if name.startswith("ruamel") and (turn or not installed("ruamel.yaml")):
                    continue
                run = measured([sys.executable, __file__, "--job", name, str(path)], given.limit)
                seconds = float(run.out) if run.ended == "ok" else given.limit
                found.setdefault(name, []).append((seconds, run.peak, run.ended))
        for name, what in JOBS.items():
            if name in found:
                seconds, peak, ended = min(found[name])
                print(f"{name:24} {seconds:8.3f} {peak:7.0f}  {what if ended == 'ok' else ended}")
        if not installed("ruamel.yaml"):
            print("skipped, ruamel.yaml is not installed")


if __name__ == "__main__":
    main()
