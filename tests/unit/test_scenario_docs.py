"""The example of the documentation is a scenario, and the page names every key, scenario and measure of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guiju.scenario_source import bundled_scenarios, load_scenario
from guiju.scenarios.load.tree import TOP_LEVEL
from guiju.scenarios.scenario import DatedAbsence

PAGE = (Path(__file__).parent.parent.parent / "docs" / "scenarios.md").read_text("utf-8")
HEAD = """format: guiju.scenario/1
id: part
title: {zh: 一段, en: a part}
base: normal-year
"""
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_ten_lines_are_a_scenario(tmp_path: Path) -> None:
    text = BLOCKS[0]
    assert len(text.splitlines()) <= 10
    (tmp_path / "ten.yaml").write_text(text, "utf-8")
    found = load_scenario(str(tmp_path / "ten.yaml"))
    assert isinstance(found.absences[-1], DatedAbsence)
    assert found.expects[0].against == "normal-year"


@pytest.mark.parametrize("block", BLOCKS[1:])
def test_every_part_is_accepted(tmp_path: Path, block: str) -> None:
    (tmp_path / "part.yaml").write_text(HEAD + block, "utf-8")
    assert load_scenario(str(tmp_path / "part.yaml")).id == "part"


def test_everything_is_named() -> None:
    for word in (*TOP_LEVEL, *bundled_scenarios()):
        assert f"`{word}`" in PAGE or f"`{word}:" in PAGE or f"\n{word}:" in PAGE, word
