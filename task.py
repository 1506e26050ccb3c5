"""Project tasks: ``python3 task.py TASK``. Needs Python 3.11+ with pip; does its own set-up.

Tasks: verify (the main job), test, lint, format, types, layers, wheel, docs, check, bench, lock.
Set-up is a virtual environment in ``.venv`` from the pinned ``requirements.lock``.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "guiju-stamp"
LOCK = ROOT / "requirements.lock"
FOLDERS = ("model", "scenarios", "verify", "simulate", "app")
BENCHMARKS = {
    "cold-start": "benchmarks/cold_start.py",
    "enumeration": "benchmarks/enumeration.py",
    "verification": "benchmarks/verification.py",
    "loading": "benchmarks/loading.py",
    "intervals": "benchmarks/intervals.py",
    "simulation": "benchmarks/simulation.py",
}


def run(*command: str | Path, cwd: Path = ROOT, accept: tuple[int, ...] = (0,)) -> int:
    """Run a command; leave with its code unless the code is an accepted one."""
    code = subprocess.run([str(part) for part in command], cwd=cwd, check=False).returncode
    if code not in accept:
        sys.exit(code)
    return code


def fingerprint() -> str:
    """Changes when the lock, the packaging or the set of source files does."""
    names = sorted(
        str(p.relative_to(ROOT))
        for f in FOLDERS
        for p in (ROOT / f).rglob("*.*")
        if "__pycache__" not in p.parts
    )
    digest = hashlib.sha256("\n".join(names).encode())
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def setup() -> None:
    """Make or refresh the environment; does nothing when it is up to date."""
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever calls this may be older
        sys.exit("guiju needs Python 3.11 or later")
    print("setting up .venv …", file=sys.stderr, flush=True)
    if not (BIN / "python").exists():
        venv.create(VENV, with_pip=True)
    pip = (BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", LOCK)
    run(*pip, "--no-deps", "--no-build-isolation", "--config-settings", "editable_mode=strict", "-e", ROOT)
    STAMP.write_text(fingerprint())


def python(*arguments: str | Path, accept: tuple[int, ...] = (0,)) -> int:
    return run(BIN / "python", *arguments, accept=accept)


def verify() -> None:
    """The main job on the real rulebook; its findings (exit code 1) are what it is for."""
    python("-m", "guiju", "verify", "xiangshan-2021", *sys.argv[2:], accept=(0, 1))


def test() -> None:
    python("-m", "pytest", *sys.argv[2:])


def lint() -> None:
    python("-m", "ruff", "check", ".")
    python("-m", "ruff", "format", "--check", ".")


def reformat() -> None:
    python("-m", "ruff", "check", "--fix", ".")
    python("-m", "ruff", "format", ".")


def types() -> None:
    python("-m", "mypy", "-p", "guiju")
    python("-m", "mypy", "task.py", "tests/oracle.py", "tests/naive.py")


def layers() -> None:
    run(BIN / "lint-imports")


def wheel() -> None:
    """Build the wheel, install it in a clean environment and run it outside the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        python("-m", "build", "--wheel", "--no-isolation", "--outdir", place)
        venv.create(place / "venv", with_pip=True)
        binary = place / "venv" / BIN.name
        (built,) = place.glob("*.whl")
        pip = (binary / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, built, "--constraint", constraints(place))
        run(binary / "guiju", "--version", cwd=place)
        run(binary / "guiju", "gaps", "xiangshan-2021", "--document", "order", cwd=place, accept=(1,))
        run(binary / "guiju", "verify", "xiangshan-2021-amended", "--output", place / "page.txt", cwd=place)
        run(binary / "guiju", "explain", "no-quorum", "--output", place / "code.txt", cwd=place)
        run(binary / "guiju", "coverage", "xiangshan-2021", "--output", place / "articles.txt", cwd=place)
        run(binary / "guiju", "simulate", "worst", "--replications", "2", "--jobs", "2",
            "--output", place / "year.txt", cwd=place)  # fmt: skip
        run(binary / "guiju", "export", "xiangshan-2021", "--csv", place / "tables", cwd=place)
        run(binary / "guiju", "import", place / "tables", "--output", place / "rules", cwd=place)
        run(binary / "guiju", "graph", "xiangshan-2021", "--output", place / "graph.txt", cwd=place)


def constraints(place: Path) -> Path:
    """The pins of the lock file without its hashes, for an install from a wheel."""
    pins = [line.rstrip(" \\") for line in LOCK.read_text().splitlines() if line[:1].isalnum()]
    path = place / "constraints.txt"
    path.write_text("\n".join(pins))
    return path


def docs() -> None:
    """Run every command that README and docs show."""
    python("tests/run_docs.py")


def bench() -> None:
    """Run one benchmark by name, with its own options, or all of them."""
    named = sys.argv[2:3]
    if named and named[0] not in BENCHMARKS:
        sys.exit(f"usage: python3 task.py bench [{'|'.join(BENCHMARKS)} [OPTION…]]")
    for name in named or BENCHMARKS:
        print(f"== {name}", flush=True)
        python(BENCHMARKS[name], *sys.argv[3:])


def lock() -> None:
    """Pin all dependencies again (needs uv)."""
    run("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--extra", "dev", "--no-header", "pyproject.toml", "-o", LOCK)  # fmt: skip


def check() -> None:
    """All that continuous integration asks for."""
    for task in (lint, types, layers, test, docs, wheel):
        print(f"== {task.__name__}", flush=True)
        task()


TASKS: dict[str, Callable[[], None]] = {
    "verify": verify, "test": test, "lint": lint, "format": reformat, "types": types, "layers": layers,
    "wheel": wheel, "docs": docs, "bench": bench, "lock": lock, "check": check,
}  # fmt: skip


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in TASKS:
        sys.exit(f"usage: python3 task.py {{{','.join(TASKS)}}}")
    if name != "lock":
        setup()
    TASKS[name]()


if __name__ == "__main__":
    main()
