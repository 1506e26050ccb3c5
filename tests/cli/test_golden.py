"""What people see, pinned: run with GUIJU_UPDATE_GOLDEN=1 to accept a change after reading it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from guiju.cli import main

CASES = Path(__file__).parent.parent / "cases"
CLUB = str(CASES / "good" / "club.yaml")
COMMANDS = {
    "verify-zh.txt": ["verify", "xiangshan-2021", "--lang", "zh"],
    "verify-en.txt": ["verify", "xiangshan-2021", "--lang", "en"],
    "club-zh.txt": ["verify", CLUB, "--lang", "zh"],
    "club-limited-en.txt": ["verify", CLUB, "--lang", "en", "--absent-at-most", "1"],
    "gaps-letter-zh.txt": [
        "gaps", "xiangshan-2021", "--lang", "zh", "--document", "letter", "--case", "in-charge=executive-deputy",
        "--reading", "strict", "--reading", "presiding-scope=signs", "--reading", "ab-scope=portfolio-powers",
        "--mandates", "given", "--kinds", "out-of-district",
    ],
    "gaps-every-en.txt": ["gaps", "xiangshan-2021", "--lang", "en", "--document", "order", "--reading", "every"],
    "gaps-request.json": [
        "gaps", "xiangshan-2021", "--format", "json", "--document", "request-to-city", "--case", "in-charge=deputy-3",
    ],
    "who-zh.txt": [
        "who", "xiangshan-2021", "--lang", "zh", "--absent", "mayor=abroad", "--absent", "deputy-3=ill",
        "--mandates", "grantable",
    ],
    "who-en.txt": ["who", "xiangshan-2021", "--lang", "en", "--vacant", "head", "--document", "request-to-city"],
    "explain-article-zh.txt": ["explain", "xiangshan-2021", "第四十九条第二款", "--lang", "zh"],
    "explain-letter-zh.txt": ["explain", "xiangshan-2021", "letter", "--lang", "zh"],
    "explain-order-en.txt": ["explain", "xiangshan-2021", "order", "--lang", "en", "--reading", "liberal"],
    "explain-finding-en.txt": ["explain", "xiangshan-2021", "both-away:pair", "--lang", "en"],
    "explain-code-zh.txt": ["explain", "no-quorum", "--lang", "zh"],
    "graph-zh.txt": ["graph", "xiangshan-2021", "--lang", "zh"],
    "simulate-zh.txt": ["simulate", "normal-year", "--replications", "4", "--jobs", "1", "--lang", "zh"],
    "simulate-compare-en.txt": [
        "simulate", "head-ill", "--compare", "normal-year", "--replications", "4", "--jobs", "1", "--lang", "en",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_output_is_as_it_was_read_and_approved(name: str) -> None:
    result = CliRunner().invoke(main, COMMANDS[name])
    assert result.exit_code in (0, 1), result.output
    path = CASES / "golden" / name
    if os.environ.get("GUIJU_UPDATE_GOLDEN"):
        path.write_text(result.stdout, "utf-8")
    assert result.stdout == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["verify", "xiangshan-2021"], 1),
        (["gaps", "xiangshan-2021", "--document", "order"], 1),
        (["gaps", "xiangshan-2021", "--document", "decision"], 1),
        (["who", "xiangshan-2021", "--document", "order"], 0),
        (["graph", "xiangshan-2021"], 0),
        (["gaps", CLUB, "--document", "charter", "--absent-at-most", "1"], 0),
        (["gaps", "xiangshan-2021", "--document", "order", "--reading", "liberal", "--reading",
          "mandate-timing=automatic", "--absent-at-most", "1"], 0),
        (["gaps", "xiangshan-2021", "--document", "order", "--reading", "liberal", "--reading",
          "mandate-timing=automatic", "--absent-at-most", "1", "--effort", "1"], 3),
        (["gaps", "xiangshan-2021", "--document", "oder"], 2),
    ],
)  # fmt: skip
def test_exit_codes(command: list[str], code: int) -> None:
    assert CliRunner().invoke(main, command).exit_code == code


def test_json_is_one_object_and_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "guiju", "verify", "xiangshan-2021", "--format", "json"]
    runs = [
        subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, check=False)
        for seed in ("1", "2")
    ]
    assert [run.returncode for run in runs] == [1, 1]
    assert runs[0].stdout == runs[1].stdout
    data = json.loads(runs[0].stdout)
    assert data["format"] == "guiju.verify/1"
    assert len(data["documents"]) == 96
    whole = tmp_path / "result.json"
    CliRunner().invoke(main, ["verify", "xiangshan-2021", "--format", "json", "--output", str(whole)])
    assert whole.read_bytes() == runs[0].stdout


def test_gaps_json_has_the_published_shape() -> None:
    data = json.loads((CASES / "golden" / "gaps-request.json").read_text("utf-8"))
    assert {"format", "rulebook", "roster", "readings", "kinds", "mandates", "documents"} <= set(data)
    assert data["format"] == "guiju.gaps/1"
    (entry,) = data["documents"]
    assert {"id", "case", "verdict", "resilience", "complete", "unspecified", "gaps"} <= set(entry)
    for gap in entry["gaps"]:
        assert {"absent", "present", "vacant", "articles", "readings"} <= set(gap)
    assert entry["case"] == {"in-charge": "deputy-3"}


def test_every_reading_lists_the_minimal_combinations() -> None:
    command = ["gaps", "xiangshan-2021", "--format", "json", "--document", "order", "--reading", "every",
               "--kinds", "ill"]  # fmt: skip
    data = json.loads(CliRunner().invoke(main, command).stdout)
    assert data["readings"] == {}
    alone, everybody = data["documents"][0]["gaps"]
    assert list(alone["absent"]) == ["mayor"]
    assert {"presiding-scope": "chair-only"} in alone["readings"]
    assert everybody["readings"] == [
        {"mandate-timing": "automatic", "presiding-scope": "signs", "presiding-trigger": "any-inability"}
    ]


def test_languages_follow_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    command = ["gaps", CLUB, "--document", "charter"]
    assert "无人有权签发" in CliRunner().invoke(main, command).stdout
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "nobody can sign" in CliRunner().invoke(main, command).stdout
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "无人有权签发" in CliRunner().invoke(main, command).stdout


@pytest.mark.parametrize("command", ["verify", "gaps", "who", "graph"])
def test_help_has_an_example_that_runs(command: str) -> None:
    text = " ".join(CliRunner().invoke(main, [command, "--help"]).output.split())
    example = text.split("Example: guiju ")[1].split(" Options:")[0].split()
    assert CliRunner().invoke(main, example).exit_code in (0, 1)
