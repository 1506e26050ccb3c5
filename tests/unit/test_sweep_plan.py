"""Plans of sweeps: what they may say, and the cells that they come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from math import prod
from pathlib import Path

import pytest
from guiju.model.load.nodes import parse_nodes
from guiju.model.load.problem import InputError
from guiju.model.reading import profile
from guiju.model.rulebook import Rulebook
from guiju.scenarios.cells import MOST_RUNS, cells, drawn
from guiju.scenarios.load_sweep import check_sweep, load_sweep, parse_sweep
from guiju.scenarios.sweep import Cell, Sweep
from guiju.wording import problem_text
from stand_in import scenario

GOOD = """\
format: guiju.sweep/1
id: readings
title: {zh: 各种解释, en: readings}
scenarios: [normal-year, ./mine.yaml]
vary: {meeting-without-head: [head-only, presider], mandate-timing: "*"}
sample: 4
replications: 20
seed: 7
"""
LISTED = """\
format: guiju.sweep/1
id: named
title: {zh: 两种, en: two}
scenarios: [normal-year]
readings:
  - {name: strict, reading: strict}
  - {name: presider, readings: {meeting-without-head: presider}}
  - {name: both, reading: liberal, readings: {meeting-without-head: head-only}}
replications: 2
"""
POINT = "▸"


def plan_of(text: str) -> Sweep:
    return parse_sweep(parse_nodes(text, "plan.yaml"))


def cells_of(text: str, tmp_path: Path) -> tuple[Cell, ...]:
    (tmp_path / "mine.yaml").write_text("mine")
    plan = plan_of(text)
    return cells(plan, {named.name: scenario(named.name, tmp_path) for named in plan.scenarios})


def test_a_plan_says_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(GOOD)
    plan = load_sweep(tmp_path / "plan.yaml")
    assert (plan.id, plan.title.en, plan.replications, plan.seed, plan.sample) == (
        "readings",
        "readings",
        20,
        7,
        4,
    )
    assert [named.name for named in plan.scenarios] == ["normal-year", "./mine.yaml"]
    varied = {choice.switch: choice.options and tuple(choice.options) for choice in plan.vary}
    assert varied == {"mandate-timing": None, "meeting-without-head": ("head-only", "presider")}
    assert plan_of(LISTED).seed == 1


BAD = [
    ("format: guiju.sweep/1", "format: ▸guiju.sweep/2", "unknown format 'guiju.sweep/2'"),
    ("id: readings", "▸idd: readings", "unknown key 'idd'; did you mean 'id'?"),
    ("id: readings", "id: ▸Read Me", "the id 'Read Me'"),
    ("replications: 20\n", "", "'replications' is missing"),
    ("replications: 20", "replications: ▸0", "0 is too small; at least 1"),
    ("replications: 20", "replications: ▸many", "a whole number"),
    ("sample: 4", "sample: ▸0", "0 is too small"),
    ("seed: 7", "seed: ▸-1", "-1 is too small; at least 0"),
    ("[normal-year, ./mine.yaml]", "▸[]", "at least one scenario"),
    ("[normal-year, ./mine.yaml]", "▸normal-year", "a list [ … ] was expected"),
    ("[normal-year, ./mine.yaml]", "[a, ▸a]", "'a' is there twice"),
    ("[head-only, presider]", "[head-only, ▸head-only]", "'head-only' is there twice"),
    ("[head-only, presider]", "▸[]", "at least one option"),
    ("[head-only, presider]", "▸presider", "a list [ … ] was expected"),
    ('{meeting-without-head: [head-only, presider], mandate-timing: "*"}', "▸{}", "at least one reading"),
]  # fmt: skip
BAD_LISTED = [
    ("name: strict, reading", "▸nam: strict, reading", "unknown key 'nam'; did you mean 'name'?"),
    ("reading: strict", "reading: ▸every", "'every' is not a known reading"),
    ("{name: presider, ", "{name: ▸strict, ", "'strict' is there twice"),
    ("{name: strict, reading: strict}", "▸{name: strict}", "'reading' is missing"),
    ("replications: 2", "▸sample: 3\nreplications: 2", "only the grid of 'vary' can be sampled"),
    ("replications: 2", "▸vary: {a: [b]}\nreplications: 2", "listed one by one on line 5"),
]


@pytest.mark.parametrize(
    ("good", "old", "new", "words"),
    [(GOOD, *item) for item in BAD] + [(LISTED, *item) for item in BAD_LISTED],
)
def test_a_defect_is_told_at_its_place(good: str, old: str, new: str, words: str) -> None:
    assert good.count(old) == 1
    text = good.replace(old, new)
    before = text.partition(POINT)[0] if POINT in text else ""
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    with pytest.raises(InputError) as caught:
        plan_of(text.replace(POINT, ""))
    (problem,) = caught.value.problems
    assert problem_text(problem, "en").startswith(f"plan.yaml:{line}:{column}: ")
    assert words in problem_text(problem, "en")


def test_all_defects_are_told_at_once() -> None:
    text = GOOD.replace("20", "0").replace("sample: 4", "sample: x").replace("[normal-year,", "[a, a,")
    with pytest.raises(InputError) as caught:
        plan_of(text.replace("readings\ntitle", "Rea\ntitle"))
    assert [problem.span.line for problem in caught.value.problems] == [2, 4, 6, 7]


def test_unknown_switches_and_options_are_told_with_the_nearest(book: Rulebook) -> None:
    text = GOOD.replace("meeting-without-head", "meeting-without-hat").replace('"*"', "[prior-act, prior]")
    with pytest.raises(InputError) as caught:
        check_sweep(plan_of(text), book)
    told = [problem_text(problem, "en") for problem in caught.value.problems]
    assert (
        "plan.yaml:5:8: 'meeting-without-hat' is not a known reading; did you mean 'meeting-without-head'?"
        in told
    )
    assert any("'prior' is not a known option; did you mean 'prior-act'?" in one for one in told)
    assert len(told) == 2
    check_sweep(plan_of(GOOD), book)
    with pytest.raises(InputError):
        check_sweep(
            plan_of(LISTED.replace("meeting-without-head: presider", "meeting-without-head: all")), book
        )


def test_a_grid_is_the_product_for_each_scenario(tmp_path: Path, book: Rulebook) -> None:
    found = cells_of(GOOD.replace("sample: 4\n", ""), tmp_path)
    timing = tuple(book.switches["mandate-timing"].options)
    assert len(found) == 2 * 2 * len(timing)
    assert len({(cell.scenario, cell.name) for cell in found}) == len(found)
    assert [cell.scenario for cell in found] == ["normal-year"] * 6 + ["./mine.yaml"] * 6
    own = profile(book.switches, "default")
    for cell in found:
        chosen = dict(pair.split("=") for pair in cell.name.split())
        assert set(chosen) == {"mandate-timing", "meeting-without-head"}
        assert cell.reading == {**own, **chosen}


def test_every_scenario_has_the_options_of_its_own_rulebook(tmp_path: Path, book: Rulebook) -> None:
    timing = book.switches["mandate-timing"]
    options = dict(list(timing.options.items())[:2])
    fewer = replace(book, switches={**book.switches, "mandate-timing": replace(timing, options=options)})
    wide = scenario("normal-year", tmp_path)
    narrow = replace(wide, rulebook=fewer)
    plan = plan_of(GOOD.replace("sample: 4\n", ""))
    found = cells(plan, {"normal-year": narrow, "./mine.yaml": wide})
    chosen = [(c.scenario, c.reading["mandate-timing"], c.reading["meeting-without-head"]) for c in found]
    heads = ("head-only", "presider")
    assert chosen == [("normal-year", *pair) for pair in product(options, heads)] + [
        ("./mine.yaml", *pair) for pair in product(timing.options, heads)
    ]


def test_named_readings_start_from_a_profile_or_from_the_scenario(tmp_path: Path, book: Rulebook) -> None:
    strict, presider, both = cells_of(LISTED, tmp_path)
    assert strict.reading == profile(book.switches, "strict")
    assert presider.reading == {**profile(book.switches, "default"), "meeting-without-head": "presider"}
    assert both.reading == {**profile(book.switches, "liberal"), "meeting-without-head": "head-only"}
    assert [cell.name for cell in (strict, presider, both)] == ["strict", "presider", "both"]


def test_without_readings_each_scenario_has_its_own(tmp_path: Path, book: Rulebook) -> None:
    head, _, rest = LISTED.partition("readings:\n")
    (cell,) = cells_of(head + rest[rest.index("replications") :], tmp_path)
    assert (cell.name, cell.reading) == ("default", profile(book.switches, "default"))


def test_a_sample_is_a_part_of_the_grid_and_depends_on_the_seed(tmp_path: Path) -> None:
    whole = [(c.scenario, c.name) for c in cells_of(GOOD.replace("sample: 4\n", ""), tmp_path)]
    samples = []
    for seed in (7, 7, 8):
        found = [(c.scenario, c.name) for c in cells_of(GOOD.replace("seed: 7", f"seed: {seed}"), tmp_path)]
        assert len(set(found)) == 4
        assert found == [cell for cell in whole if cell in found]
        samples.append(found)
    assert samples[0] == samples[1] != samples[2]
    everything = [(c.scenario, c.name) for c in cells_of(GOOD.replace("sample: 4", "sample: 12"), tmp_path)]
    assert everything == whole


def test_every_set_is_drawn_alike() -> None:
    """Chi-square over the 10 pairs of 5 numbers: 21.67 is its 99th percentile with 9 degrees of freedom."""
    counts = Counter(tuple(drawn(seed, 2, 5)) for seed in range(2000))
    assert len(counts) == 10
    assert sum((count - 200) ** 2 / 200 for count in counts.values()) < 21.67


def test_a_sample_of_a_huge_grid_is_drawn_at_once(tmp_path: Path, book: Rulebook) -> None:
    every = ", ".join(f'{id}: "*"' for id in book.switches)
    text = GOOD.replace('meeting-without-head: [head-only, presider], mandate-timing: "*"', every)
    assert len(cells_of(text, tmp_path)) == 4
    with pytest.raises(InputError) as caught:
        cells_of(text.replace("sample: 4\n", ""), tmp_path)
    total = 2 * prod(len(switch.options) for switch in book.switches.values())
    assert caught.value.problems[0].words == {"found": 20 * total, "cells": total, "most": MOST_RUNS}


def test_more_cells_than_there_are_cannot_be_drawn(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        cells_of(GOOD.replace("sample: 4", "sample: 13"), tmp_path)
    told = problem_text(caught.value.problems[0], "en")
    assert told == "plan.yaml:6:1: 13 are asked for, but only 12 are listed"
