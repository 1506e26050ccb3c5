"""``guiju verify`` on generated organisations, beside a plain Z3 loop over their documents.

Run: ``python3 task.py bench verification``. Loading is part of both. Aim: at most half of the
loop's CPU seconds; 1,000 people and 10,000 documents within 20 s and 1 GiB.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measure import Run, measured, versions

SIZES = ((10, 10), (30, 100), (100, 1_000), (300, 3_000), (1_000, 10_000), (3_000, 30_000))
PATIENCE = 5
"""How many times the limit of the loop the other processes have."""
HERE = Path(__file__).parent
UNLIMITED = """
from guiju.cli import main
from guiju.model.load import nodes
nodes.MOST_BYTES = 1 << 30
main()
"""
"""``guiju`` without its limit on the size of a file."""


def make(people: int, documents: int, folder: Path) -> None:
    from organisation import organisation

    book, roster = organisation(people, documents)
    (folder / "rulebook.yaml").write_text(book, "utf-8")
    (folder / "roster.yaml").write_text(roster, "utf-8")


def count(rulebook: str) -> None:
    """Print the numbers of documents in their cases, of patterns, of gaps, and of what has gaps."""
    from guiju.verify.coverage import Coverage
    from guiju.verify.likeness import likeness
    from plain_loop import request

    asked = request(rulebook)
    results = Coverage(asked.question).documents(asked.documents, {}, explain=False)
    patterns = likeness(asked.question, [(r.document, r.case) for r in results]).firsts
    refuted = sum(result.verdict == "refuted" for result in results)
    print(len(results), len(patterns), sum(len(result.gaps) for result in results), refuted)


def line(what: str, run: Run, done: str) -> None:
    ended = "" if run.ended == "ok" else f"; {run.ended.split('rulebook.yaml:')[-1]}"
    print(f"  {what:24} {run.wall:8.2f} {run.cpu:8.2f} {run.peak:7.0f}  {done}{ended}", flush=True)


def compare(people: int, documents: int, limit: float, folder: Path) -> None:
    patient = PATIENCE * limit
    measured([sys.executable, __file__, "--make", str(people), str(documents), str(folder)], patient)
    file = str(folder / "rulebook.yaml")
    mebibytes = Path(file).stat().st_size / 2**20
    verify = ["verify", file, "--lang", "en"]
    run = measured([sys.executable, "-m", "guiju", *verify], patient, accept=(0, 1))
    counted = measured([sys.executable, __file__, "--count", file], patient).out.split() or ["?"] * 4
    cases, patterns, gaps, refuted = counted
    print(f"{people:,} people, {documents:,} documents, {cases} with their cases, {mebibytes:.2f} MiB:")
    last = run.out.strip().splitlines()[-1] if run.ended == "ok" else "nothing"
    line("guiju verify", run, last)
    if run.ended != "ok":
        run = measured([sys.executable, "-c", UNLIMITED, *verify], patient, accept=(0, 1))
        last = run.out.strip().splitlines()[-1] if run.ended == "ok" else "nothing"
        line("without limit on size", run, last)
    print(f"  {'':24} {patterns} patterns, {gaps} gaps as boxes, {refuted} cases with gaps")
    loop = measured([sys.executable, str(HERE / "plain_loop.py"), file], limit)
    done, found, blocked, loaded = (loop.out.splitlines() or ["0 0 0 0"])[-1].split()
    line("plain Z3 loop", loop, f"{done} cases, {found} gaps in {blocked} of them")
    if run.ended == loop.ended == "ok":
        assert (done, found, blocked) == (cases, gaps, refuted), "the loop and guiju disagree"
        print(f"  {'guiju / loop':24} {run.wall / loop.wall:8.2f} {run.cpu / loop.cpu:8.2f}")
    elif run.ended == "ok":
        pace = (loop.cpu - float(loaded)) / max(1, int(done))
        share = run.cpu / (float(loaded) + pace * int(cases))
        print(f"  {'guiju / loop':24} {'':8} {share:8.2f}  if the loop went on at its pace")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    words.add_argument("--most", type=int, default=max(d for _, d in SIZES), help="most documents")
    words.add_argument("--limit", type=float, default=60, help="CPU seconds for the loop")
    words.add_argument("--make", nargs=3, help=argparse.SUPPRESS)
    words.add_argument("--count", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.make:
        make(int(given.make[0]), int(given.make[1]), Path(given.make[2]))
        return
    if given.count:
        count(given.count)
        return
    print(versions(["guiju", "z3-solver", "pyyaml", "networkx"]))
    print(f"one run each, at most {given.limit:g} CPU seconds for the loop")
    print(f"  {'process':24} {'wall s':>8} {'CPU s':>8} {'MiB':>7}")
    for people, documents in SIZES:
        if documents <= given.most:
            with tempfile.TemporaryDirectory() as folder:
                compare(people, documents, given.limit, Path(folder))


if __name__ == "__main__":
    main()
