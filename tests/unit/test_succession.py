"""The succession list: answers worked out by hand from the charter; the engine must find exactly these."""

from __future__ import annotations

import json
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from click.testing import CliRunner
from guiju.cli import main
from guiju.model.reading import profile
from guiju.source import Source, load
from guiju.verify.claims import Claims
from guiju.verify.question import Cast, Question

BOOK = "succession"
TODAY = date(2026, 11, 24)
CURRENT = ("letter", "payment-order", "grant-agreement", "staff-contract")
COUNCIL = ("zhou", "wu", "zheng", "chen", "chu", "wei")


@pytest.fixture(scope="module")
def foundation() -> Source:
    return load(BOOK, None)


def ask(*words: str) -> Any:
    result = CliRunner().invoke(main, [*words, "--format", "json"])
    assert result.exit_code in (0, 1), result.output
    (entry,) = json.loads(result.stdout)["documents"]
    return entry


def signers(document: str, absent: str = "", vacant: str = "", reading: str = "", **case: str) -> set[str]:
    """Those who may sign now; on the first day of an absence unless the case says otherwise."""
    if document in CURRENT:
        case = {"days_away": "1 days", **case}
    words = [word for id, value in case.items() for word in ("--case", f"{id.replace('_', '-')}={value}")]
    words += [word for item in absent.split() for word in ("--absent", item)]
    words += [word for item in vacant.split() for word in ("--vacant", item)]
    words += ["--reading", reading] if reading else []
    steps = ask("who", BOOK, "--document", document, *words)["steps"]
    return {w["person"] for step in steps if step["act"] == "sign" for w in step["who"]}


def gaps(document: str, **case: str) -> set[frozenset[str]]:
    words = [word for id, value in case.items() for word in ("--case", f"{id.replace('_', '-')}={value}")]
    entry = ask("gaps", BOOK, "--document", document, *words)
    assert not any(gap["present"] for gap in entry["gaps"])
    return {frozenset(gap["absent"]) for gap in entry["gaps"]}


def test_the_vice_presidents_deputise_in_their_order() -> None:
    case = {"document": "letter", "days_away": "10 days"}
    assert signers(**case) == {"zhou"}
    assert signers(absent="zhou=travel", **case) == {"wu"}
    assert signers(absent="zhou=travel wu=leave", **case) == {"zheng"}
    assert signers(absent="zhou=travel wu=leave zheng=ill", **case) == set()


def test_whoever_stands_in_for_the_first_vice_president_never_acts_for_the_president() -> None:
    """Programme Director Feng signs in the vice president's own right, on urgent grants, and no further."""
    assert signers("letter", absent="zhou=travel wu=leave", days_away="1 days") == {"zheng"}
    assert signers("letter", absent="wu=leave", vacant="president") == {"zheng"}
    assert signers("urgent-grant", absent="wu=leave") == {"zhou", "zheng", "wang", "feng"}
    assert signers("urgent-grant") == {"zhou", "wu", "zheng", "wang"}


def test_deputising_ends_with_the_thirtieth_day() -> None:
    assert signers("letter", absent="zhou=leave", days_away="30 days") == {"wu"}
    assert signers("letter", absent="zhou=leave", days_away="31 days") == set()
    assert gaps("letter", days_away="30 days") == {frozenset({"zhou", "wu", "zheng"})}
    assert gaps("letter", days_away="31 days") == {frozenset({"zhou"})}


def test_a_vacancy_is_covered_by_another_list_for_fewer_documents_than_an_absence() -> None:
    assert signers("staff-contract", absent="zhou=leave", days_away="10 days") == {"wu"}
    assert signers("staff-contract", vacant="president", days_away="10 days") == set()
    assert signers("letter", vacant="president", days_away="31 days") == {"wu"}, (
        "a vacancy counts its own days"
    )


@pytest.mark.parametrize(
    ("day", "extension", "expected"),
    [
        ("90 days", "none", {"wu"}), ("91 days", "none", set()), ("91 days", "granted", {"wu"}),
        ("180 days", "granted", {"wu"}), ("181 days", "granted", set()),
    ],
)  # fmt: skip
def test_acting_ends_after_ninety_days_or_180_if_extended(
    day: str, extension: str, expected: set[str]
) -> None:
    assert signers("payment-order", vacant="president", days_vacant=day, extension=extension) == expected


def test_only_confirmed_people_act() -> None:
    """The secretary general is third on the list and not confirmed."""
    assert signers("letter", vacant="president", absent="wu=travel") == {"zheng"}
    assert signers("letter", vacant="president", absent="wu=travel zheng=ill") == set()


def test_a_vacant_vice_presidency_lets_the_next_one_deputise() -> None:
    assert signers("letter", absent="zhou=travel", vacant="first-vice", days_away="1 days") == {"zheng"}
    assert signers("letter", vacant="president first-vice") == {"zheng"}


@pytest.mark.parametrize("document", ["charter-change", "secretary-appointment", "endowment-sale"])
def test_reserved_matters_wait_for_a_president_unless_acting_carries_all_powers(document: str) -> None:
    assert signers(document) == {"zhou"}
    assert signers(document, absent="zhou=travel") == set()
    assert signers(document, vacant="president") == set()
    assert signers(document, vacant="president", reading="acting-powers=all-powers") == {"wu"}


def test_illness_counts_as_an_absence_or_not() -> None:
    case = {"document": "grant-agreement", "absent": "zhou=ill", "days_away": "2 days"}
    assert signers(**case) == {"wu"}
    assert signers(reading="illness-counts=not-counted", **case) == set()


def test_urgent_grants_need_two_of_four_and_survive_any_two_absences() -> None:
    """Feng counts only where Wu is away, so Zhou, Zheng and Wang may not all be away while Wu stays."""
    assert gaps("urgent-grant") == {
        frozenset({"zhou", "zheng", "wang"}),
        frozenset({"wu", "zheng", "wang", "feng"}),
        frozenset({"zhou", "wu", "wang", "feng"}),
        frozenset({"zhou", "wu", "zheng", "feng"}),
    }


def test_an_election_needs_the_supervisor_and_four_of_six_council_people() -> None:
    triples = {frozenset(three) for three in combinations(COUNCIL, 3)}
    assert gaps("presidential-election") == {frozenset({"jiang"}), *triples}
    assert len(triples) == 20


def test_a_charter_change_needs_the_president_and_four_of_six() -> None:
    triples = {frozenset(three) for three in combinations(COUNCIL[1:], 3)}
    assert gaps("charter-change") == {frozenset({"zhou"}), *triples}


def results(foundation: Source, today: date = TODAY, **readings: str) -> dict[str, Any]:
    book = foundation.rulebook
    reading = {**profile(book.switches, "default"), **{k.replace("_", "-"): v for k, v in readings.items()}}
    return {r.claim.id: r for r in Claims(Question(Cast(book, foundation.roster), reading), today).results()}


def test_claims_have_the_verdicts_that_the_page_explains(foundation: Source) -> None:
    found = results(foundation)
    assert {id for id, result in found.items() if result.verdict != "proved"} == {"vacancy-after-the-limit"}
    (box,) = {box for v in found["vacancy-after-the-limit"].violations for box in v.boxes}
    assert (box.people, box.vacant) == ((), ("president",))


def test_the_long_absence_is_tolerated_until_its_day_and_a_finding_afterwards(foundation: Source) -> None:
    before, after = (results(foundation, day)["long-absence"] for day in (TODAY, date(2028, 1, 1)))
    assert (before.verdict, after.verdict) == ("proved", "refuted")
    assert {box.people for v in before.tolerated for box in v.boxes} == {("zhou",)}


def test_an_acting_president_with_all_powers_breaks_the_reservation(foundation: Source) -> None:
    found = results(foundation, acting_powers="all-powers")["reserved-to-the-president"]
    assert found.verdict == "refuted"
    assert {box.vacant for v in found.violations for box in v.boxes} == {("president",)}


def test_without_illness_as_an_absence_the_short_absence_is_not_covered(foundation: Source) -> None:
    assert results(foundation, illness_counts="not-counted")["short-absence"].verdict == "refuted"
