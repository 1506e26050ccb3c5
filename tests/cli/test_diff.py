"""``guiju diff`` as a user runs it: exit codes, pages, bad input."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from guiju.cli import main
from guiju.diff_words import DIFF
from guiju.source import load_trees


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["diff", *words])


def bundled(name: str) -> Path:
    return Path(load_trees(name, None).files[0])


def test_the_same_rulebook_twice_is_no_difference() -> None:
    for end in ("any", "opened", "never"):
        assert run("succession", "succession", "--fail-on", end).exit_code == 0
    data = json.loads(run("succession", "succession", "--format", "json").stdout)
    assert not data["differs"] and not data["changes"] and data["complete"]


def test_a_file_in_another_order_is_no_difference(tmp_path: Path) -> None:
    text = bundled("succession").read_text("utf-8")
    head, rules = text.split("\nrules:\n")
    body, rest = re.split(r"\n(?=[a-z])", rules, maxsplit=1)
    entries = re.split(r"\n(?=  [a-z][\w-]*:)", body)
    assert len(entries) > 5
    other = tmp_path / "other.yaml"
    other.write_text(head + "\nrules:\n" + "\n".join(reversed(entries)) + "\n" + rest, "utf-8")
    roster = str(bundled("succession").with_name("roster.yaml"))
    found = json.loads(
        run("succession", str(other), "--roster", roster, "--format", "json", "--fail-on", "any").stdout
    )
    assert not found["differs"] and not found["changes"] and not found["renamed"]


def test_a_gap_that_opens_is_told_with_its_article() -> None:
    found = run("xiangshan-2021", "xiangshan-2021-amended", "--document", "order", "--lang", "en")
    assert found.exit_code == 1
    assert "could be completed before, is blocked now" in found.stdout
    assert "brought about by: changed: body executive-meeting (art. 40 became arts. 40, 40.1)" in found.stdout
    assert "Every list of worlds is proved to be complete." in found.stdout
    assert (
        run("xiangshan-2021", "xiangshan-2021-amended", "--document", "order", "--fail-on", "never").exit_code
        == 0
    )


def test_readings_of_one_rulebook() -> None:
    words = ("xiangshan-2021", "xiangshan-2021", "--document", "order", "--format", "json")
    data = json.loads(run(*words, "--new-reading", "presiding-scope=signs").stdout)
    (item,) = data["documents"]
    assert item["signing"] == "more-permissive"
    behind = {c["id"] for case in item["differing"] for end in case["ends"] for w in end["closed"]["worlds"]
              for c in w["brought-about-by"]}  # fmt: skip
    assert behind == {"presiding-scope"}
    back = run(*words, "--reading", "presiding-scope=signs", "--new-reading", "default")
    assert back.exit_code == 1


def test_rosters_of_one_rulebook(tmp_path: Path) -> None:
    original = bundled("xiangshan-2021").with_name("roster.yaml")
    text = original.read_text("utf-8")
    other = tmp_path / "roster.yaml"
    other.write_text(re.sub(r"^pairs:.*(\n  .*)*", "pairs: []", text, flags=re.MULTILINE), "utf-8")
    found = run(
        "xiangshan-2021",
        "xiangshan-2021",
        "--new-roster",
        str(other),
        "--document",
        "letter",
        "--format",
        "json",
    )
    data = json.loads(found.stdout)
    assert found.exit_code == 1 and data["documents"][0]["signing"] == "less-permissive"
    assert {c["kind"] for c in data["changes"]} == {"pair"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("no-such-rulebook", "succession"), "OLD"),
        (("succession", "no-such-rulebook"), "NEW"),
        (("succession", "company-doa", "--roster", "missing.yaml"), "missing.yaml"),
        (("succession", "succession", "--new-reading", "odd"), "--new-reading"),
        (("succession", "succession", "--reading", "odd"), "--reading"),
        (("succession", "succession", "--document", "odd"), "--document"),
    ],
)
def test_bad_input_is_told_and_exits_with_2(words: tuple[str, ...], told: str) -> None:
    found = run(*words)
    assert found.exit_code == 2 and found.stderr.startswith(told) and not found.stdout


def test_a_roster_of_another_rulebook_does_not_fit() -> None:
    roster = str(bundled("company-doa").with_name("roster.yaml"))
    found = run("succession", "succession", "--new-roster", roster)
    assert found.exit_code == 2 and "roster.yaml:" in found.stderr


def test_no_file_is_half_written(tmp_path: Path) -> None:
    output = tmp_path / "page.txt"
    assert run("succession", "odd", "--output", str(output)).exit_code == 2
    assert not output.exists()


@pytest.mark.parametrize("code", sorted(DIFF))
def test_both_languages_hold_the_same_places(code: str) -> None:
    zh, en = (set(re.findall(r"{(\w+)}", text)) for text in DIFF[code])
    assert zh == en
