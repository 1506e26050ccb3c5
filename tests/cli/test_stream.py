"""``gaps --stream`` says the same as ``gaps``, one gap a line, and says when it is whole."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from guiju.cli import main
from guiju.model.cases import cases
from guiju.model.reading import profile
from guiju.source import load
from guiju.verify import gaps as listing
from guiju.verify import stream as streaming
from guiju.verify.gaps import EnginesDisagree
from guiju.verify.question import Cast, Question

GOOD = Path(__file__).parent.parent / "cases" / "good"
Point = frozenset[tuple[str, str]]


def streamed(*arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, ["gaps", *arguments, "--stream"])
    assert result.exit_code in (0, 1), result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def points(gap: dict[str, Any]) -> set[Point]:
    """Every choice of one kind each, with those who must be there."""
    there = [(person, "present") for person in gap.get("present", ())]
    kinds = [[(person, kind) for kind in listed] for person, listed in gap["absent"].items()]
    return {frozenset((*chosen, *there)) for chosen in itertools.product(*kinds)}


@pytest.mark.parametrize(
    "arguments",
    [
        (str(GOOD / "club.yaml"),),
        (str(GOOD / "orders.yaml"), "--mandates", "given"),
        ("succession",),
        ("xiangshan-2021", "--document", "letter", "--document", "special-minutes", "--reading", "strict"),
        ("company-doa", "--document", "supplier-payment", "--absent-at-most", "2"),
    ],
)
def test_a_stream_and_a_listing_have_the_same_gaps(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, ["gaps", *arguments, "--format", "json"])
    listed = json.loads(result.stdout)["documents"]
    wanted = [set().union(*(points(gap) for gap in item["gaps"]), set()) for item in listed]
    found: list[set[Point]] = []
    lines = streamed(*arguments)
    for line in lines[1:-1]:
        if "gaps" in line:
            assert line["complete"] is True
            found.append(set())
        else:
            assert not points(line) & found[-1]
            found[-1] |= points(line)
    assert found == wanted
    assert lines[-1]["gaps"] == sum("absent" in line for line in lines)
    assert lines[-1]["documents"] == len(listed)


def test_a_stream_needs_one_reading_and_no_output_file() -> None:
    for more in (["--reading", "every"], ["--output", "x.jsonl"]):
        command = ["gaps", "xiangshan-2021", "--stream", "--lang", "en", *more]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1


def test_without_effort_the_diagrams_check_the_stream() -> None:
    lines = streamed("company-doa", "--document", "executive-appointment", "--effort", "1")
    about = [line for line in lines if "gaps" in line and "checked-by" in line]
    assert [line["checked-by"] for line in about] == ["diagrams"]


def test_a_wrong_stream_is_an_error_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Z3 nor the diagrams let a list pass that leaves gaps out."""
    source = load("company-doa", None)
    found = streaming.blocked_family

    def only_some(space: Any, families: Any, condition: Any, admitted: int) -> int:
        return int(families.branches(found(space, families, condition, admitted))[0])

    monkeypatch.setattr(streaming, "blocked_family", only_some)
    reading = profile(source.rulebook.switches, "default")
    (case,) = cases(source.rulebook, source.roster, "executive-appointment", {})
    for effort in (1, 50_000_000):
        question = Question(Cast(source.rulebook, source.roster), reading, effort=effort)
        chain = question.resolver.chain("executive-appointment", case.values)
        with pytest.raises(EnginesDisagree):
            streaming.stream(question, question.settle(chain.condition))


def test_a_reader_who_stops_reading_stops_the_stream() -> None:
    command = f"{sys.executable} -m guiju gaps company-doa --stream | head -n 2"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert len(run.stdout.splitlines()) == 2
    assert "Traceback" not in run.stderr


def test_a_list_that_is_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_LISTED", 3)
    command = ["gaps", "company-doa", "--document", "executive-appointment"]
    result = CliRunner().invoke(main, [*command, "--format", "json"])
    (found,) = json.loads(result.stdout)["documents"]
    assert (found["verdict"], found["complete"]) == ("refuted", False)
    assert found["unlisted"] > 0
    text = CliRunner().invoke(main, [*command, "--lang", "en"]).stdout
    assert f"{found['unlisted']} more are left out (gaps --stream gives all of them)" in text
