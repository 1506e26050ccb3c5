"""What a person would expect around the answers: files, exit codes, marks, joint signatures."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from guiju.cli import main

GOOD = Path(__file__).parent.parent / "cases" / "good"
CLUB = str(GOOD / "club.yaml")


def book(folder: Path, **changes: Any) -> str:
    """The club's rulebook with some top-level parts replaced or extended, beside its roster."""
    data = yaml.load((GOOD / "club.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    for key, value in changes.items():
        name = key.replace("_", "-")
        data[name] = {**data.get(name, {}), **value} if value else {}
    text = json.dumps(data, ensure_ascii=False)
    for key in ("rank", "from", "to", "at-most", "at-least"):
        for digit in "123":
            text = text.replace(f'"{key}": "{digit}"', f'"{key}": {digit}')
    (folder / "club.yaml").write_text(text, "utf-8")
    (folder / "club-roster.yaml").write_text((GOOD / "club-roster.yaml").read_text("utf-8"), "utf-8")
    return str(folder / "club.yaml")


def run(*words: str) -> Any:
    return CliRunner().invoke(main, list(words))


CITE = {"article": "9", "force": "hard"}


def authority(by: Any) -> dict[str, Any]:
    return {"effect": "authority", "act": "sign", "documents": ["charter"], "by": by, "cite": CITE}


def test_each_holder_may_have_his_own_cover(tmp_path: Path) -> None:
    pair = {
        "effect": "substitution", "relation": "pair", "covers": [{"post": "vice"}], "by": "partner",
        "trigger": ["any"], "acts": ["sign"], "activation": ["automatic"], "cite": CITE,
    }  # fmt: skip
    path = book(tmp_path, rules={"charter-sign": authority({"each": "vice"}), "pair-signs": pair})
    data = json.loads(run("gaps", path, "--document", "charter", "--format", "json").stdout)
    assert [set(gap["absent"]) for gap in data["documents"][0]["gaps"]] == [{"lee", "max"}]


@pytest.mark.parametrize(
    ("by", "needs", "words"),
    [
        ({"all": ["chair", "secretary"]}, [2, 2], "all of: "),
        ({"at-least": 2, "of": ["chair", "secretary", "vice"]}, [2, 3], "2 signatures together, out of: "),
        ({"each": "vice"}, [2, 2], "all of: "),
        ({"any": ["chair", "secretary"]}, None, "Kim"),
    ],
)
def test_who_says_when_several_must_act_together(tmp_path: Path, by: Any, needs: Any, words: str) -> None:
    path = book(tmp_path, rules={"charter-sign": authority(by)})
    data = json.loads(run("who", path, "--document", "charter", "--format", "json").stdout)
    assert data["documents"][0]["steps"][0]["needs"] == needs
    assert words in run("who", path, "--document", "charter", "--lang", "en").stdout


def test_who_leaves_out_later_tiers_while_an_earlier_one_is_there(tmp_path: Path) -> None:
    path = book(tmp_path, rules={"charter-sign": authority({"first": [["chair"], ["secretary"]]})})

    def signers(*absent: str) -> list[str]:
        words = [word for person in absent for word in ("--absent", person)]
        data = json.loads(run("who", path, "--document", "charter", "--format", "json", *words).stdout)
        return [who["person"] for who in data["documents"][0]["steps"][0]["who"]]

    assert signers() == ["kim"]
    assert signers("kim=ill") == ["sue"]


@pytest.mark.parametrize(("until", "code"), [("2099-01-01", 0), ("2020-01-01", 1)])
def test_a_known_gap_is_no_failure_until_its_day(tmp_path: Path, until: str, code: int) -> None:
    path = book(tmp_path, claims=None)
    data = json.loads(Path(path).read_text("utf-8"))
    reason = {"zh": "待", "en": "later"}
    known = {"document": "charter", "case": {}, "absent": ["kim", "sue"], "until": until, "reason": reason}
    data["known-gaps"] = {"both": known}
    Path(path).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    result = run("verify", path, "--document", "charter", "--lang", "en")
    assert result.exit_code == code, result.stdout
    assert ("tolerated until" if code == 0 else "expired on") in result.stdout


def test_a_part_of_the_rules_does_not_call_known_gaps_useless() -> None:
    assert "remove it" not in run("verify", CLUB, "--document", "charter", "--lang", "en").stdout


def test_marks_say_what_mandates_really_close() -> None:
    text = run("verify", CLUB, "--lang", "en", "--kinds", "away").stdout
    assert "gone once mandates are signed" in text
    text = run("verify", CLUB, "--lang", "en").stdout
    assert "partly closed by mandates" in text
    assert "gone once mandates are signed" not in text


def test_output_follows_links_keeps_modes_and_spares_the_input(tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run("graph", CLUB, "--output", str(link)).exit_code == 0
    assert link.is_symlink()
    assert target.read_text("utf-8") == run("graph", CLUB).stdout
    assert target.stat().st_mode & 0o777 == 0o640
    path = book(tmp_path)
    before = Path(path).read_bytes()
    result = run("graph", path, "--output", path, "--lang", "en")
    assert (result.exit_code, "input file" in result.stderr) == (2, True)
    assert Path(path).read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_bad_luck_and_no_verdict() -> None:
    for words in (["--output", "/dev/full"], []):
        with Path("/dev/full").open("w") as full:
            process = subprocess.run(
                [sys.executable, "-m", "guiju", "gaps", CLUB, *words], stdout=full, stderr=subprocess.PIPE,
                text=True, check=False,
            )  # fmt: skip
        assert process.returncode == 2
        assert "Traceback" not in process.stderr
    assert Path("/dev/full").is_char_device()


def test_a_closed_output_is_told() -> None:
    command = f"{sys.executable} -m guiju graph xiangshan-2021 >&-"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert "standard output is closed" in run.stderr


def test_an_interrupted_run_gives_no_verdict(tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    command = [
        sys.executable,
        "-m",
        "guiju",
        "gaps",
        "xiangshan-2021",
        "--reading",
        "every",
        "--output",
        str(output),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_a_document_that_no_rule_names_is_an_oversight(tmp_path: Path) -> None:
    memo = {"memo": {"name": {"zh": "备忘", "en": "memo"}, "cite": CITE}}
    result = run("graph", book(tmp_path, documents=memo), "--lang", "en")
    assert result.exit_code == 2
    assert "no rule names the document 'memo'" in result.stderr


def test_a_rule_may_not_ask_for_an_attribute_that_its_document_lacks(tmp_path: Path) -> None:
    rule = {**authority("chair"), "documents": ["poster"], "when": {"weight": "heavy"}}
    result = run("graph", book(tmp_path, rules={"poster-chair": rule}), "--lang", "en")
    assert result.exit_code == 2
    assert "'poster' has no case attribute 'weight'" in result.stderr


def test_a_claim_that_fails_in_another_case_fails_the_run() -> None:
    """The charter survives one absence when it is light, which is the default, but not when heavy."""
    words = ["verify", CLUB, "--document", "charter", "--format", "json"]
    one, none = run(*words, "--absent-at-most", "1"), run(*words, "--absent-at-most", "0")
    assert [d["guaranteed"]["verdict"] for d in json.loads(one.stdout)["documents"]] == ["proved"]
    claims = {c["id"]: c["verdict"] for c in json.loads(one.stdout)["claims"]}
    assert claims == {"charter-survives-one": "refuted", "one-presides": "proved"}
    assert (one.exit_code, none.exit_code) == (1, 0)


def test_an_expired_known_gap_fails_the_run(tmp_path: Path) -> None:
    path = book(tmp_path, claims=None)
    data = json.loads(Path(path).read_text("utf-8"))
    data["known-gaps"]["chair-away"]["until"] = "2020-01-01"
    Path(path).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    words = ["--document", "charter", "--absent-at-most", "1"]
    assert run("verify", CLUB, *words, "--kinds", "away").exit_code == 1, "the claim of the heavy charter"
    assert run("verify", path, *words).exit_code == 1
    assert run("verify", book(tmp_path, claims=None), *words).exit_code == 0
