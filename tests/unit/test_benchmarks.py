"""Every benchmark runs at its smallest size, so that none of them can rot."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("resource", reason="the benchmarks measure processes the way Unix does")
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PEERS = {"python-sat: LBX": "pysat", "clingo: domRec": "clingo", "guiju with CUDD": "dd"}


def _run(name: str, *words: str, folder: Path) -> str:
    command = [sys.executable, str(BENCHMARKS / f"{name}.py"), *words]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    assert "Error" not in result.stdout
    return result.stdout


def test_cold_start(tmp_path: Path) -> None:
    assert "guiju verify" in _run("cold_start", "--runs", "1", folder=tmp_path)


def test_enumeration_agrees_with_its_peers(tmp_path: Path) -> None:
    printed = _run("enumeration", "--most", "2", "--curve", "curve.svg", folder=tmp_path)
    for engine in ("guiju, Python only", "Z3: shrink and block", "brute force"):
        (line,) = (line for line in printed.splitlines() if f" {engine} " in line)
        assert line.split()[-1] == "ok" and " 116 " in line
    assert (tmp_path / "curve.svg").exists() == (find_spec("matplotlib") is not None)
    for engine, module in PEERS.items():
        if find_spec(module) is None:
            assert f"not installed: {engine}" in printed


@pytest.mark.parametrize(("engine", "module"), PEERS.items())
def test_a_peer_lists_the_same_gaps(engine: str, module: str, tmp_path: Path) -> None:
    pytest.importorskip(module)
    size = "4 5 20 1"
    listed = [
        _run("enumeration", "--job", name, "--size", size, folder=tmp_path).split()
        for name in (engine, "guiju, Python only")
    ]
    assert listed[0][-4] == listed[1][-4] == "116" and listed[0][-1] == listed[1][-1]


def test_verification_agrees_with_the_plain_loop(tmp_path: Path) -> None:
    printed = _run("verification", "--most", "10", folder=tmp_path)
    assert "12 patterns, 36 gaps" in printed and "12 cases, 36 gaps in 12" in printed


def test_loading(tmp_path: Path) -> None:
    printed = _run("loading", "--documents", "20", "--runs", "1", folder=tmp_path)
    assert "guiju load_rulebook" in printed and "PyYAML compose" in printed


def test_simulation_has_the_acts_of_the_bare_office(tmp_path: Path) -> None:
    printed = _run("simulation", "--part", "bare", "--years", "1", "--rounds", "1", folder=tmp_path)
    (counted,) = (line for line in printed.splitlines() if line.endswith("equal in every year"))
    assert int(counted.split()[0].replace(",", "")) > 2000
    assert "guiju / bare, causes" in printed


def test_simulation_waits_as_its_peers_do(tmp_path: Path) -> None:
    printed = _run("simulation", "--part", "queue", "--rounds", "1", "--customers", "900", folder=tmp_path)
    waits = {
        name: line.split("mean wait ")[1].split()[0]
        for line in printed.splitlines()
        for name in ("guiju", "bare SimPy", "Ciw", "salabim")
        if line.startswith(f"  {name} ") and "mean wait " in line
    }
    assert {"guiju", "bare SimPy"} <= waits.keys() and len(set(waits.values())) == 1
    for name, module in (("Ciw", "ciw"), ("salabim", "salabim"), ("Prosimos", "prosimos")):
        if find_spec(module) is None:
            assert f"{name} " in printed and f"{module} is not installed" in printed


def test_simulation_prints_the_same_for_any_jobs(tmp_path: Path) -> None:
    printed = _run("simulation", "--part", "years", "--rounds", "1", "--replications", "2", folder=tmp_path)
    assert "identical output" in printed


def test_intervals(tmp_path: Path) -> None:
    printed = _run("intervals", "--trials", "4", folder=tmp_path)
    for part in ("a share", "other measures", "paired differences", "stopped at a precision"):
        assert part in printed
