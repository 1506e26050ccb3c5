"""``guiju graph``: forms, focus, and refusals."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from guiju.cli import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["graph", *words])


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("svg", "<?xml"),
        ("graphml", "<graphml"),
        ("mermaid", "flowchart TB\n"),
        ("json", "{\n"),
        ("text", "from "),
    ],
)
def test_every_form_is_printed_and_written_alike(form: str, start: str, tmp_path: Path) -> None:
    printed = run("succession", "--format", form, "--lang", "en")
    assert printed.exit_code == 0
    assert printed.stdout.startswith(start)
    target = tmp_path / "graph"
    assert run("succession", "--format", form, "--lang", "en", "--output", str(target)).exit_code == 0
    assert target.read_text("utf-8") == printed.stdout


def test_an_unknown_form_is_a_wrong_usage() -> None:
    result = run("succession", "--format", "png")
    assert (result.exit_code, "graphml" in result.stderr) == (2, True)


def test_a_picture_never_replaces_the_rulebook(tmp_path: Path) -> None:
    for name in ("club.yaml", "club-roster.yaml"):
        text = (Path(__file__).parent.parent / "cases" / "good" / name).read_text("utf-8")
        (tmp_path / name).write_text(text, "utf-8")
    path = tmp_path / "club.yaml"
    before = path.read_bytes()
    result = run(str(path), "--format", "svg", "--output", str(path), "--lang", "en")
    assert (result.exit_code, "input file" in result.stderr) == (2, True)
    assert path.read_bytes() == before


def test_an_unknown_document_is_refused_with_the_nearest() -> None:
    result = run("succession", "--document", "leter", "--format", "svg", "--lang", "en")
    assert result.exit_code == 2
    assert "did you mean 'letter'" in result.stderr
    assert result.stdout == ""


def test_documents_narrow_every_form() -> None:
    for form in ("text", "json", "svg", "graphml", "mermaid"):
        whole = run("company-doa", "--format", form, "--lang", "en").stdout
        part = run("company-doa", "--format", form, "--lang", "en", "--document", "guarantee").stdout
        assert 0 < len(part) < len(whole)
    nodes = json.loads(run("company-doa", "--format", "json", "--document", "guarantee").stdout)["nodes"]
    assert {"kind": "post", "id": "chair"} in nodes
    assert [node["id"] for node in nodes if node["kind"] == "document"] == ["guarantee"]


def test_json_says_when_and_what_is_a_bar() -> None:
    edges = json.loads(run("company-doa", "--format", "json").stdout)["edges"]
    assert {edge["kind"] for edge in edges} == {"grant", "bar"}
    tender = next(edge for edge in edges if edge["rule"] == "tender-first-for-works")
    assert tender["relation"] == "prerequisite"
    assert tender["needs"] == {"tender": ["held"]}
    assert tender["when"] is not None and all(set(one) == {"amount"} for one in tender["when"])
    always = [edge["when"] for edge in edges if edge["relation"] == "incumbent"]
    assert set(always) == {None}
    guarded = next(edge for edge in edges if edge["rule"] == "acting-admin-director")
    assert guarded["when"] == [{"matter": ["routine"]}]


def test_text_says_when() -> None:
    text = run("company-doa", "--lang", "en").stdout
    assert text.splitlines()[0].split() == ["from", "to", "relation", "act", "article", "when"]
    assert "sub-delegation" in text
    assert "needs tender: held" in " ".join(text.split())


def test_a_picture_of_a_tiny_book(tmp_path: Path) -> None:
    good = Path(__file__).parent.parent / "cases" / "good"
    for name in ("club.yaml", "orders.yaml"):
        result = run(str(good / name), "--format", "svg", "--lang", "zh")
        assert result.exit_code == 0
        assert ET.fromstring(result.stdout.encode()).tag.endswith("svg")
