"""Input that looks harmless: it is refused, or it is answered in time."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from guiju.cli import main

GOOD = Path(__file__).parent.parent / "cases" / "good"
CLUB = (GOOD / "club.yaml").read_text("utf-8")
ROSTER = (GOOD / "club-roster.yaml").read_text("utf-8")


def write(folder: Path, old: str, new: str, text: str = CLUB) -> str:
    assert text.count(old) == 1, old
    changed = text.replace(old, new)
    (folder / "club.yaml").write_text(changed if text is CLUB else CLUB, "utf-8")
    (folder / "club-roster.yaml").write_text(changed if text is ROSTER else ROSTER, "utf-8")
    return str(folder / "club.yaml")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("portfolio: required", "portfolio: requird", "did you mean 'required'"),
        ("covers: [{post: chair}]", "covers: [{acting: presidng}]", "did you mean 'presiding'"),
        ("covers: [{post: chair}]", "covers: []", "at least one"),
        ("covers: [{post: chair}]", "covers: [{post: chair, role: in-charge}]", "exactly one of these keys"),
        ("    by: partner", "    by: partnr", "did you mean 'partner'"),
        ("    case: {}", "    case: {wieght: light}", "did you mean 'weight'"),
        ("    case: {}", "    case: {in-charge: leee}", "did you mean 'lee'"),
        ("    case: {}", "    case: {weight: light}", "has no case attribute 'weight'"),
        ("    absent: [kim]", "    absent: [kimm]", "did you mean 'kim'"),
        ("id: club\n", "id: Not An Id\n", "lower-case letters"),
        ("id: club\n", "id: ! club\n", "tags"),
        ("article: 3, force: hard}}\n  abroad", f"article: {'9' * 5000}, force: hard}}}}\n  abroad", "article number"),
        ("roster: club-roster.yaml", 'roster: "a\\0b"', "cannot be read"),
        ("leader: secretary", 'leader: "sec\\nretary"', r"'sec\nretary'"),
        ("{assumed: {zh: 未规定, en: not regulated}}", "{asumed: {zh: 未规定, en: no}}", "did you mean 'assumed'"),
        ("{article: 2, force: hard}}\nunits", "{article: 2, forse: hard}}\nunits", "did you mean 'force'"),
        ("name: {zh: 会长, en: chair}", "name: {zh: 会长，en: chair}", "full-width punctuation"),
        ("  top: {any: [chair, {post: secretary, when: {weight: light}}]}", "  top: {any: [{use: top}]}", "endless loop"),
    ],
)  # fmt: skip
def test_refused_with_a_word_that_helps(tmp_path: Path, old: str, new: str, words: str) -> None:
    result = CliRunner().invoke(main, ["graph", write(tmp_path, old, new), "--lang", "en"])
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_same_pair_twice(tmp_path: Path) -> None:
    path = write(tmp_path, "  - [lee, max]", "  - [lee, max]\n  - [max, lee]", ROSTER)
    result = CliRunner().invoke(main, ["graph", path, "--lang", "en"])
    assert result.exit_code == 2
    assert "club-roster.yaml:11:5: 'lee, max' is there twice" in result.stderr


@pytest.mark.parametrize("name", ["a" * 300, "b" * 300 + ".yaml", "\udcff\udcfe.yaml"])
def test_names_that_no_file_system_takes(name: str) -> None:
    result = CliRunner().invoke(main, ["graph", name, "--lang", "en"])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)


def _signers(levels: int, form: str) -> str:
    chain = "".join(f"  n{i}: {form.replace('NEXT', f'n{i + 1}')}\n" for i in range(levels))
    return f"signers:\n{chain}  n{levels}: {{any: [chair]}}\n"


def test_shared_expressions_are_walked_once(tmp_path: Path) -> None:
    deep = _signers(150, "{any: [{use: NEXT}, {use: NEXT}]}")
    path = write(tmp_path, "signers:\n", deep)
    text = Path(path).read_text("utf-8").replace("{use: top}", "{use: n0}")
    Path(path).write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["gaps", path, "--document", "charter", "--format", "json"])
    assert result.exit_code == 1, result.output
    assert '"kim"' in result.stdout


def test_a_chain_of_expressions_without_end_in_sight(tmp_path: Path) -> None:
    path = write(tmp_path, "signers:\n", _signers(10_002, "{use: NEXT}"))
    result = CliRunner().invoke(main, ["graph", path, "--lang", "en"])
    assert result.exit_code == 2
    assert "more than 10000 levels" in result.stderr


def test_a_post_with_any_number_of_seats(tmp_path: Path) -> None:
    path = write(tmp_path, "seats: {from: 2, to: 3}", "seats: {from: 2, to: 999999999}")
    assert CliRunner().invoke(main, ["gaps", path, "--document", "notice"]).exit_code == 1


def test_a_case_attribute_given_twice() -> None:
    command = [
        "gaps",
        str(GOOD / "club.yaml"),
        "--case",
        "weight=heavy",
        "--case",
        "weight=light",
        "--lang",
        "en",
    ]
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stderr) == (2, "--case: 'weight' is given twice\n")
