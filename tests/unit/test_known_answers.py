"""Answers worked out by hand from the articles; the engine must find exactly these."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from guiju.cli import main


def gaps(*options: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["gaps", "xiangshan-2021", "--format", "json", *options])
    assert result.exit_code in (0, 1), result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def strict(document: str, *options: str, readings: tuple[str, ...] = (), mandates: str = "given") -> Any:
    chosen = [word for reading in readings for word in ("--reading", reading)]
    data = gaps(
        "--document", document, "--kinds", "out-of-district", "--mandates", mandates,
        "--reading", "strict", *chosen, *options,
    )  # fmt: skip
    (entry,) = data["documents"]
    return entry


def people(entry: Any) -> set[tuple[frozenset[str], frozenset[str]]]:
    return {(frozenset(gap["absent"]), frozenset(gap["present"])) for gap in entry["gaps"]}


def absent(*sets: set[str]) -> set[tuple[frozenset[str], frozenset[str]]]:
    return {(frozenset(s), frozenset()) for s in sets}


DEPUTIES = {"executive-deputy", "deputy-2", "deputy-3", "deputy-4"}


@pytest.mark.parametrize(
    "document", ["order", "congress-motion", "personnel-matter", "plenary-minutes", "executive-minutes",
                 "head-office-minutes", "meeting-in-government-name"],
)  # fmt: skip
def test_head_documents(document: str) -> None:
    assert people(strict(document)) == absent({"mayor"})
    presiding = strict(document, readings=("presiding-scope=signs",))
    assert people(presiding) == absent({"mayor", *DEPUTIES})
    assert presiding["resilience"] == 4


@pytest.mark.parametrize("document", ["request-to-city", "report-to-city", "important-downward-document"])
def test_upward_and_downward_documents(document: str) -> None:
    powers = ("ab-scope=portfolio-powers", "reviewer-signs=allowed")
    entry = strict(document, "--case", "in-charge=deputy-3", readings=powers)
    assert people(entry) == absent({"mayor", "executive-deputy"}, {"deputy-3", "deputy-4"})
    powers = ("ab-scope=portfolio-powers", "reviewer-signs=forbidden")
    entry = strict(document, "--case", "in-charge=executive-deputy", readings=powers)
    assert people(entry) == absent({"mayor"}, {"executive-deputy", "deputy-2"})


def test_office_document_for_the_government() -> None:
    powers = ("ab-scope=portfolio-powers",)
    entry = strict("office-document-for-government", "--case", "in-charge=deputy-3", readings=powers)
    assert people(entry) == absent({"deputy-3", "deputy-4", "office-director"})


def test_a_further_absence_opens_a_blocked_letter() -> None:
    readings = (
        "presiding-scope=signs", "ab-scope=portfolio-powers", "reviewer-signs=forbidden",
        "presiding-order=executive-first",
    )  # fmt: skip
    entry = strict("letter", "--case", "in-charge=executive-deputy", readings=readings)
    assert people(entry) == {
        (frozenset({"mayor"}), frozenset({"executive-deputy"})),
        *absent({"executive-deputy", "deputy-2"}, {"mayor", "deputy-2"}, {"mayor", "deputy-3", "deputy-4"}),
    }
    assert entry["resilience"] == 0


@pytest.mark.parametrize(
    ("document", "case", "expected"),
    [
        ("letter", "in-charge=deputy-3", [{"mayor"}, {"deputy-3"}]),
        ("office-document", None, [{"office-director"}]),
        ("important-office-document", "in-charge=deputy-2", [{"mayor"}, {"deputy-2"}]),
        ("special-minutes", "convener=deputy-4", [{"deputy-4"}]),
        ("special-minutes", "convener=office-director", [{"office-director"}]),
        ("special-minutes-legal", "convener=deputy-3", [{"deputy-3"}, {"justice-director"}]),
        ("meeting-topic", "in-charge=deputy-2", [{"mayor"}, {"deputy-2"}]),
        ("other-meeting-topic", "convener=mayor", [{"mayor"}]),
        ("public-letter", "in-charge=deputy-2", [{"deputy-2"}]),
        ("incoming-request", "in-charge=deputy-3", [{"deputy-3"}, {"office-director"}]),
    ],
)  # fmt: skip
def test_strict_reading(document: str, case: str | None, expected: list[set[str]]) -> None:
    options = ("--case", case) if case else ()
    assert people(strict(document, *options, mandates="none")) == absent(*expected)


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("countersign-then-head", [{"mayor"}, {"deputy-2"}, {"deputy-3"}]),
        ("countersign-suffices", [{"deputy-2"}, {"deputy-3"}]),
        ("head-or-executive", [{"mayor", "executive-deputy"}, {"deputy-2"}]),
        ("executive-by-mandate", [{"mayor", "executive-deputy"}, {"deputy-2"}]),
    ],
)
def test_four_readings_of_a_letter_that_touches_others(option: str, expected: list[set[str]]) -> None:
    entry = strict(
        "letter-several-portfolios", "--case", "in-charge=deputy-2", "--case", "also-touches=deputy-3",
        readings=(f"letter-countersign={option}", "reviewer-signs=allowed"),
    )  # fmt: skip
    assert people(entry) == absent(*expected)


def test_sudden_absence_leaves_no_mandate_unless_it_stands() -> None:
    def gap_people(*readings: str, mandates: str = "grantable") -> Any:
        chosen = [word for reading in readings for word in ("--reading", reading)]
        data = gaps(
            "--document", "request-to-city", "--case", "in-charge=deputy-3", "--kinds", "ill",
            "--mandates", mandates, "--reading", "strict", *chosen,
        )  # fmt: skip
        return people(data["documents"][0])

    review = {"deputy-3"}
    assert gap_people() == absent({"mayor"}, review)
    assert gap_people("mandate-timing=standing") == absent({"mayor", "executive-deputy"}, review)
    both = absent({"mayor", "executive-deputy"}, review)
    assert gap_people("mandate-timing=automatic", mandates="none") == both


def test_kinds_matter_and_combine_freely() -> None:
    data = gaps("--document", "public-letter", "--case", "in-charge=deputy-3", "--reading", "strict",
                "--reading", "personal-acts=coverable")  # fmt: skip
    boxes = [gap["absent"] for gap in data["documents"][0]["gaps"]]
    sudden = {"deputy-3": ["ill", "incapacitated"]}
    planned = ["abroad", "leave", "out-of-city", "out-of-district", "study"]
    both = {"deputy-3": planned, "deputy-4": sorted([*planned, "ill", "incapacitated"])}
    assert boxes == [sudden, both]


def test_a_meeting_decides_only_when_the_case_says_so() -> None:
    plain = gaps("--document", "order")["documents"][0]
    decided = gaps("--document", "order", "--case", "decided-by=plenary")["documents"][0]
    assert plain["case"] == {}
    assert plain["case-defaults"] == {"decided-by": "none"}
    assert decided["case"] == {"decided-by": "plenary"}
    assert set(decided["gaps"][0]["articles"]) == {"6", "9", "24", "39", "49"}


@pytest.mark.parametrize(
    ("document", "article"),
    [("decision", "21"), ("speech-or-article", "53"), ("court-filing", "33"), ("annual-meeting-plan", "45")],
)
def test_silence_is_reported_as_silence(document: str, article: str) -> None:
    (entry,) = gaps("--document", document)["documents"]
    assert entry["verdict"] == "unspecified"
    assert [u["articles"] for u in entry["unspecified"]] == [[article]]


def test_gaps_of_named_steps_are_listed_beside_a_silence() -> None:
    entry = strict("department-meeting", "--case", "in-charge=deputy-2")
    assert entry["verdict"] == "refuted"
    assert people(entry) == absent({"deputy-2"})
    assert [u["act"] for u in entry["unspecified"]] == ["approve"]
