"""Named expressions that share one another over hundreds of levels, against values counted bottom-up."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from guiju.cli import main

GOOD = Path(__file__).parent.parent / "cases" / "good"
FORMS = (
    "{any: [{use: NEXT}, {all: [{use: NEXT}, secretary]}]}",
    "{all: [{use: NEXT}, {any: [{use: NEXT}, chair]}]}",
    "{at-least: 2, of: [{use: NEXT}, {use: NEXT}, {use: OTHER}]}",
    "{any: [{all: [{use: NEXT}, {use: OTHER}]}, {all: [{use: OTHER}, chair, vice]}]}",
)
HOLDERS = {"chair": ("kim",), "secretary": ("sue",), "vice": ("lee", "max")}


def value(form: int, following: bool, other: bool, there: dict[str, bool]) -> bool:
    """What one level comes to, from the two below it."""
    chair, secretary, vice = (any(there[p] for p in HOLDERS[post]) for post in ("chair", "secretary", "vice"))
    match form:
        case 0:
            return following or (following and secretary)
        case 1:
            return following and (following or chair)
        case 2:
            return 2 * following + other >= 2
        case _:
            return (following and other) or (other and chair and vice)


@pytest.mark.parametrize("levels", [4, 401, 800])
def test_hundreds_of_shared_levels(tmp_path: Path, levels: int) -> None:
    def named(index: int) -> str:
        text = FORMS[index % 4].replace("NEXT", f"n{index + 1}").replace("OTHER", f"n{index + 2}")
        return f"  n{index}: {text}\n"

    ends = f"  n{levels}: {{people: 2, of: {{any: [chair, vice]}}}}\n  n{levels + 1}: {{any: [secretary, chair]}}\n"
    text = (GOOD / "club.yaml").read_text("utf-8")
    text = text.replace("signers:\n", "signers:\n" + "".join(map(named, range(levels))) + ends, 1)
    path = tmp_path / "club.yaml"
    path.write_text(text.replace("{use: top}", "{use: n0}"), "utf-8")
    (tmp_path / "club-roster.yaml").write_text((GOOD / "club-roster.yaml").read_text("utf-8"), "utf-8")
    command = ["gaps", str(path), "--document", "charter", "--kinds", "ill", "--format", "json"]
    result = CliRunner().invoke(main, command)
    (found,) = json.loads(result.stdout)["documents"]
    assert found["complete"]

    people = sorted(p for holders in HOLDERS.values() for p in holders)
    blocked = []
    for count in range(len(people) + 1):
        for absent in itertools.combinations(people, count):
            there = {p: p not in absent for p in people}
            low = [sum(there[p] for p in ("kim", "lee", "max")) >= 2, there["sue"] or there["kim"]]
            for index in range(levels - 1, -1, -1):
                low = [value(index % 4, low[0], low[1], there), low[0]]
            if not low[0] and not any(set(least) <= set(absent) for least in blocked):
                blocked.append(absent)
    assert sorted(tuple(sorted(gap["absent"])) for gap in found["gaps"]) == sorted(blocked)
