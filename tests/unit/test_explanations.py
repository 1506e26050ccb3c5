"""Every code has an explanation, none is left over, and what an explanation says to write does mend the defect."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from guiju import as_json
from guiju.explain.code_page import explanation_of
from guiju.explain.explanations import BY_READING, explanations
from guiju.linting import Linting, linting
from guiju.linting import finding as finding_json
from guiju.messages import FINDING_TITLES, FINDINGS
from guiju.model.claim import ClaimKind
from guiju.model.load.problem import InputError
from guiju.request import Options, request_of
from guiju.source import load
from guiju.verify.verdict import Verdict

ROOT = Path(__file__).parent.parent.parent
OFFICE = ROOT / "tests" / "cases" / "good" / "office.yaml"
CASE_SPACE = {
    "ungoverned-case", "conflicting-rules", "inverted-authority", "inverted-outcome", "inverted-outcome-present",
    "uneven-step", "uneven-requirement", "two-authorities", "impossible-document",
}  # fmt: skip
VERDICTS = {"signing-gap", "unspecified", "unknown", "vacuous", "claim-refuted"}
KNOWN_GAPS = {"known-gap-expired", "known-gap-unused"}
CLAIMS = {
    "signable", "separation", "sole-authority", "reserved", "convenable", "covered-posts", "timely", "live",
    "one-rule-per-case",
}  # fmt: skip
EXPLAINED = explanations()
WITH_YAML = sorted(code for code, item in EXPLAINED.items() if item.snippet)


class _Plain(yaml.SafeDumper):
    """Writes every scalar as it stands: types are never guessed in a rulebook."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


def _emitted() -> Iterator[str]:
    """The codes in the calls of ``finding`` in the detectors."""
    for path in ROOT.glob("verify/lint/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "finding"
            )
            if named and isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined]
                yield node.args[0].value  # type: ignore[attr-defined]


def test_every_code_that_can_come_out_is_explained() -> None:
    emitted = set(_emitted())
    assert len(emitted) > 25
    for code in emitted | set(FINDINGS) | set(FINDING_TITLES):
        assert explanation_of(code).what.zh, code
    assert set(get_args(ClaimKind)) <= CLAIMS
    assert set(get_args(Verdict)) - {"proved", "refuted"} <= VERDICTS


def test_no_explanation_is_left_over() -> None:
    titles = {code.removesuffix(BY_READING) for code in FINDING_TITLES}
    assert set(EXPLAINED) == titles | CASE_SPACE | VERDICTS | KNOWN_GAPS | CLAIMS


@pytest.mark.parametrize("code", sorted(EXPLAINED))
def test_each_part_is_said_in_both_languages_in_a_few_sentences(code: str) -> None:
    item = EXPLAINED[code]
    for text in (item.title, item.what, item.why, item.example, item.fix):
        assert re.search("[\u4e00-\u9fff]", text.zh) and not re.search("[\u4e00-\u9fff]", text.en)
    for text in (item.what, item.why, item.example, item.fix):
        assert text.zh[-1] in "。？" and text.en[-1] in ".?"
        assert 2 <= len(re.findall("[。？]", text.zh)) <= 5
        assert 2 <= len(re.findall(r"[.?](?:\s|$)", text.en)) <= 5
    assert all(other in EXPLAINED and other != code for other in item.see)


def _mended(code: str, tmp_path: Path) -> Linting:
    """The office with the entries of a snippet in place of, or beside, its own."""
    book: dict[str, Any] = yaml.load(OFFICE.read_text("utf-8"), yaml.BaseLoader)
    for section, entries in yaml.load(EXPLAINED[code].snippet, yaml.BaseLoader).items():
        whole = section in ("scope", "adopted", "case-space")
        book[section] = entries if whole else {**book.get(section, {}), **entries}
    path = tmp_path / "office.yaml"
    path.write_text(yaml.dump(book, Dumper=_Plain, allow_unicode=True), "utf-8")
    return linting(request_of(load(str(path), str(OFFICE.parent / "office-roster.yaml")), Options()))


def _found(found: Linting, code: str) -> set[str]:
    data = [*map(finding_json, found.findings), *map(as_json.finding, found.structural)]
    return {str(item) for item in data if item["code"] == code}


@pytest.mark.parametrize("code", WITH_YAML)
def test_what_is_to_be_written_loads_and_mends_the_defect(code: str, tmp_path: Path) -> None:
    before = linting(request_of(load(str(OFFICE), None), Options()))
    after = _mended(code, tmp_path)
    if code in FINDING_TITLES and code not in CASE_SPACE:
        assert _found(before, code) - _found(after, code)
        assert len(_found(after, code)) <= len(_found(before, code))


def test_the_office_has_every_defect_of_a_rulebook() -> None:
    found = linting(request_of(load(str(OFFICE), None), Options()))
    codes = {item.code for item in found.findings} | {
        as_json.finding(item)["code"] for item in found.structural
    }
    assert codes >= {code for code in WITH_YAML if code in FINDING_TITLES and code not in CASE_SPACE}


def test_a_code_under_some_readings_shares_its_explanation() -> None:
    item = explanation_of("conflicting-rules-by-reading")
    assert item.by_reading and item.what == EXPLAINED["conflicting-rules"].what
    with pytest.raises(InputError):
        explanation_of("no-quorum-by-reading")
