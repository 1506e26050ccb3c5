"""Shared fixtures, and a summary of how many worlds the comparisons covered."""

from __future__ import annotations

from pathlib import Path

import pytest
from guiju.model.rulebook import Rulebook
from guiju.source import Source, load
from guiju.verify.question import Cast
from hypothesis import HealthCheck, settings

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")

COVERED: list[str] = []


@pytest.fixture(scope="session")
def xiangshan() -> Source:
    return load("xiangshan-2021", None)


@pytest.fixture(scope="session")
def book(xiangshan: Source) -> Rulebook:
    return xiangshan.rulebook


@pytest.fixture(scope="session")
def cast(xiangshan: Source) -> Cast:
    return Cast(xiangshan.rulebook, xiangshan.roster)


@pytest.fixture
def covered() -> list[str]:
    """Lines to be printed at the end of the run."""
    return COVERED


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return tmp_path / "bad.yaml"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if COVERED:
        terminalreporter.section("worlds compared")
        for line in COVERED:
            terminalreporter.write_line(line)
