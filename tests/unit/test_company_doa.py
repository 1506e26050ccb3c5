"""The company's matrix: answers worked out by hand from the policy; the engine must find exactly these."""

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

BOOK = "company-doa"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def company() -> Source:
    return load(BOOK, None)


def ask(*words: str) -> Any:
    result = CliRunner().invoke(main, [*words, "--format", "json"])
    assert result.exit_code in (0, 1), result.output
    (entry,) = json.loads(result.stdout)["documents"]
    return entry


def options(case: dict[str, str], readings: tuple[str, ...], mandates: str) -> list[str]:
    chosen = [word for id, value in case.items() for word in ("--case", f"{id}={value}")]
    chosen += [word for reading in readings for word in ("--reading", reading)]
    return [*chosen, "--mandates", mandates]


def gaps(
    document: str, kinds: str = "ill", readings: tuple[str, ...] = (), mandates: str = "none", **case: str
) -> Any:
    """The sets of people whose absence blocks; no gap of these rules needs somebody to be there."""
    words = options({k.replace("_", "-"): v for k, v in case.items()}, readings, mandates)
    entry = ask("gaps", BOOK, "--document", document, "--kinds", kinds, *words)
    assert not any(gap["present"] for gap in entry["gaps"])
    return {frozenset(gap["absent"]) for gap in entry["gaps"]}


def who(
    document: str, absent: str = "", vacant: str = "", readings: tuple[str, ...] = (), mandates: str = "none", **case: str
) -> dict[str, set[str]]:  # fmt: skip
    """Act -> those who may do it now; ``complete`` among the acts when the document can be completed."""
    words = options({k.replace("_", "-"): v for k, v in case.items()}, readings, mandates)
    words += [word for item in absent.split() for word in ("--absent", item)]
    words += ["--vacant", vacant] if vacant else []
    entry = ask("who", BOOK, "--document", document, *words)
    found = {step["act"]: {w["person"] for w in step["who"]} for step in entry["steps"]}
    return {**found, "complete": set()} if entry["verdict"] == "complete" else found


def sets(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


def test_it_has_the_size_of_a_real_matrix(company: Source) -> None:
    book = company.rulebook
    assert len(book.posts) >= 40
    assert len(book.documents) >= 80
    assert len(book.switches) >= 3


# Bands, bounds and currencies


def test_exactly_half_a_million_is_still_band_2_and_a_cent_more_is_band_3() -> None:
    at, over = (who("goods-contract", amount=amount) for amount in ("50万 CNY", "500,000.01 CNY"))
    assert at["approve"] == {"procurement-director", "coo", "ceo"}
    assert over["approve"] == {"coo", "ceo"}
    assert "legal-review" not in at
    assert over["legal-review"] == {"legal-counsel-1", "legal-counsel-2", "legal-director", "general-counsel"}


def test_each_currency_has_its_own_limit() -> None:
    """70,000 USD is band 1, a cent more is not; 100,000 is band 1 in yuan and band 2 in dollars."""
    assert who("import-contract", foreign_amount="70,000 USD")["approve"] == {"coo", "ceo"}
    assert who("import-contract", foreign_amount="70,000.01 USD")["approve"] == {"ceo"}
    assert who("import-contract", foreign_amount="100,000 CNY")["approve"] == {"coo", "ceo"}
    assert who("import-contract", foreign_amount="100,000 USD")["approve"] == {"ceo"}


def test_imports_in_dollars_have_a_step_that_imports_in_yuan_lack() -> None:
    assert "countersign" not in who("import-contract", foreign_amount="500万 CNY")
    assert who("import-contract", foreign_amount="1 USD")["countersign"] == {"treasury-director", "cfo"}


def test_a_currency_that_the_matrix_does_not_know_is_an_error() -> None:
    words = ["gaps", BOOK, "--document", "import-contract", "--case", "foreign-amount=1 EUR", "--lang", "en"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2
    assert "'EUR' is no currency" in result.output


@pytest.mark.parametrize(
    ("amount", "checked"),
    [("50,000 USD", False), ("50,000.01 USD", True), ("30万 CNY", False), ("300,001 CNY", True)],
)
def test_a_class_with_limits_of_its_own_in_both_currencies(amount: str, checked: bool) -> None:
    assert ("check" in who("cross-border-payment", foreign_amount=amount)) == checked


@pytest.mark.parametrize(
    ("discount", "approvers"),
    [
        ("5", {"sales-manager-east", "sales-manager-west", "sales-director", "cco"}),
        ("5.01", {"sales-director", "cco"}), ("15", {"sales-director", "cco"}), ("15.01", {"cco", "cfo"}),
    ],
)  # fmt: skip
def test_discounts_are_bounded_by_a_plain_number(discount: str, approvers: set[str]) -> None:
    assert who("price-discount", discount=discount)["approve"] == approvers


def test_above_15_per_cent_both_must_approve_so_either_absence_blocks() -> None:
    assert gaps("price-discount", discount="15") == sets("sales-director cco")
    assert gaps("price-discount", discount="16") == sets("cco", "cfo")


def test_a_framework_over_two_years_needs_the_general_counsel_and_two_years_are_24_months() -> None:
    for term in ("24 months", "2 years"):
        assert "countersign" not in who("framework-purchase", amount="1万 CNY", term=term)
    assert who("framework-purchase", amount="1万 CNY", term="25 months")["countersign"] == {"general-counsel"}


# Readings


def test_whether_vat_counts_moves_the_countersignature_to_a_lower_contract_price() -> None:
    """1,000,000 with VAT is 884,955.75 before it (times 1.13 = 999,999.9975); a cent more exceeds it."""
    counts = ("vat-in-amount=counts",)
    assert "countersign" not in who("goods-contract", amount="900,000 CNY")
    assert who("goods-contract", amount="900,000 CNY", readings=counts)["countersign"] == {"cfo"}
    assert "countersign" not in who("goods-contract", amount="884,955.75 CNY", readings=counts)
    assert who("goods-contract", amount="884,955.76 CNY", readings=counts)["countersign"] == {"cfo"}
    assert "countersign" not in who("goods-contract", amount="100万 CNY")


def test_a_renewed_lease_is_long_only_if_the_first_terms_count() -> None:
    case = {"amount": "1万 CNY", "term": "24 months", "total_term": "48 months"}
    assert "countersign" not in who("office-lease", **case)
    assert who("office-lease", readings=("renewals-count=from-first",), **case)["countersign"] == {
        "cfo",
        "ceo",
    }


def test_a_requester_may_check_his_own_request_only_under_the_liberal_reading() -> None:
    case = {"requester": "hr-director"}
    assert who("salary-adjustment", **case)["check"] == {"compensation-manager"}
    allowed = who("salary-adjustment", readings=("requester-checks=allowed",), **case)
    assert allowed["check"] == {"compensation-manager", "hr-director"}


def test_a_mandate_of_a_ceo_who_falls_ill_stands_or_lapses() -> None:
    case = {"amount": "1000万 CNY", "absent": "ceo=ill", "mandates": "given"}
    assert who("sales-contract", **case)["approve"] == {"cco"}
    assert who("sales-contract", readings=("mandate-lapse=lapses",), **case)["approve"] == set()


# Signatures by different people


def test_two_of_three_for_a_tender() -> None:
    assert gaps("tender-award") == sets(
        "procurement-director finance-director", "procurement-director legal-director", "finance-director legal-director"
    )  # fmt: skip


def test_class_a_and_another_signature_by_a_different_person() -> None:
    """Either nobody of class A is left, or one person alone; the vice chair signs for the chair."""
    assert gaps("patent-licence", foreign_amount="1万 CNY") == sets(
        "cto ceo", "chair vice-chair ceo cfo", "chair vice-chair cfo coo cco general-counsel",
        "chair vice-chair ceo coo cco general-counsel", "ceo cfo coo cco general-counsel",
    )  # fmt: skip


def test_payments_keep_maker_checker_and_two_releasers_apart_when_people_fall_ill() -> None:
    """Without the accounting manager the finance director checks, so he does not release."""
    assert gaps("supplier-payment") == sets(
        "treasury-manager-1 treasury-manager-2", "accounting-manager finance-director", "cfo finance-director",
        "cfo treasury-director", "finance-director treasury-director", "accounting-manager cfo",
        "accounting-manager treasury-director",
    )  # fmt: skip


def test_a_certified_treasury_manager_releases_for_a_director_on_leave_and_the_other_prepares() -> None:
    managers = ("treasury-manager-1", "treasury-manager-2")
    triples = {f"{one} treasury-director {m}" for one in ("cfo", "finance-director") for m in managers}
    checkers = {f"accounting-manager treasury-director {m}" for m in managers}
    assert gaps("supplier-payment", kinds="leave") == sets(
        " ".join(managers), "accounting-manager finance-director", "cfo finance-director", "accounting-manager cfo",
        *checkers, *triples,
    )  # fmt: skip


def test_three_signatures_under_the_accounts() -> None:
    assert gaps("annual-accounts") == sets("chair vice-chair", "cfo", "finance-director")


def test_a_board_of_six_with_a_quorum_of_four_survives_two_absences_but_not_both_chairs() -> None:
    """The chairs convene and sign; any three of the six break the quorum: 20 triples less 4 with both chairs."""
    board = ("chair", "vice-chair", "ceo", "independent-1", "independent-2", "independent-3")
    triples = {
        frozenset(three) for three in combinations(board, 3) if not {"chair", "vice-chair"} <= set(three)
    }
    assert gaps("executive-appointment") == {frozenset({"chair", "vice-chair"}), *triples}
    assert len(triples) == 16


# Recusal


def test_nobody_approves_his_own_travel() -> None:
    assert who("travel-expense", amount="8000 CNY")["approve"] == {"cfo", "ceo"}
    assert who("travel-expense", amount="8000 CNY", requester="cfo")["approve"] == {"ceo"}
    assert who("travel-expense", amount="10万 CNY", requester="ceo")["approve"] == {"chair"}


def test_the_ceos_own_large_entertainment_is_blocked_with_everybody_there() -> None:
    assert gaps("entertainment-expense", amount="20,000 CNY", requester="ceo") == sets("cfo")
    assert gaps("entertainment-expense", amount="20,000.01 CNY", requester="ceo") == sets("")


def test_a_conflict_of_interest_moves_the_credit_limit_to_the_other_pair() -> None:
    """Up to five million the CFO decides with the CCO or the CEO: without the CFO there is no pair."""
    case = {"amount": "100万 CNY"}
    assert who("credit-limit", conflicted="cco", **case)["approve"] == {"cfo", "ceo"}
    assert gaps("credit-limit", conflicted="cco", **case) == sets(
        "cfo", "ceo", "credit-manager finance-director"
    )
    assert gaps("credit-limit", conflicted="cfo", **case) == sets("")


def test_a_deal_with_a_related_party_needs_two_independent_directors_without_a_conflict() -> None:
    """Three of them: any two absences block; with one in conflict, either of the others."""
    small = {"amount": "1000万 CNY"}
    one, two, three = ("independent-1", "independent-2", "independent-3")
    assert gaps("related-party-deal", **small) == sets(f"{one} {two}", f"{one} {three}", f"{two} {three}")
    assert gaps("related-party-deal", conflicted=one, **small) == sets(two, three)
    assert gaps("related-party-deal", conflicted=f"{one}+{two}", **small) == sets("")


# Mandates


@pytest.mark.parametrize(("day", "approves"), [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)])  # fmt: skip
def test_the_annual_mandate_begins_and_ends_on_its_day(day: str, approves: bool) -> None:
    found = who("sales-contract", amount="1000万 CNY", signing_date=day, mandates="given")["approve"]
    assert ("cco" in found) == approves


def test_sub_delegation_goes_down_one_level_to_certified_managers_only() -> None:
    """The manager West has no certificate; above band 2 the mandate says nothing."""
    small = who("sales-contract", amount="30万 CNY", mandates="given")["sign"]
    assert small == {"cco", "sales-director", "sales-manager-east"}
    assert who("sales-contract", amount="30万 CNY")["sign"] == {"cco"}
    large = who("sales-contract", amount="60万 CNY", mandates="given")["sign"]
    assert large == {"chair", "ceo", "cfo", "coo", "cco", "general-counsel"}


def test_a_mandate_that_was_passed_on_outlives_its_givers_only_if_mandates_stand() -> None:
    """A sudden absence in the line ends it where mandates lapse; a planned one never does."""
    case = {"amount": "30万 CNY", "mandates": "given"}
    lapses = ("mandate-lapse=lapses",)
    both_ill, one_ill, planned = (
        f"cco={a} sales-director={b}" for a, b in (("ill", "ill"), ("leave", "ill"), ("leave", "leave"))
    )
    assert who("sales-contract", absent=both_ill, **case)["sign"] == {"sales-manager-east"}
    assert who("sales-contract", absent=one_ill, readings=lapses, **case)["sign"] == set()
    assert who("sales-contract", absent=planned, readings=lapses, **case)["sign"] == {"sales-manager-east"}


def test_elsewhere_a_mandate_may_not_be_passed_on() -> None:
    assert who("manager-hire", mandates="given")["approve"] == {"chro", "ceo", "hr-director"}


# Prerequisites


def test_a_guarantee_without_a_resolution_is_void_whoever_signs() -> None:
    assert gaps("guarantee") == sets("chair vice-chair")
    assert gaps("guarantee", board_resolution="missing") == sets("")


@pytest.mark.parametrize(("amount", "void"), [("1,999,999.99 CNY", False), ("200万 CNY", True)])
def test_from_two_million_a_contract_without_a_tender_is_void(amount: str, void: bool) -> None:
    assert ("complete" not in who("goods-contract", amount=amount, tender="skipped")) == void


@pytest.mark.parametrize(("amount", "void"), [("50万 CNY", False), ("500,001 CNY", True)])
def test_above_band_2_a_contract_without_a_legal_opinion_is_void(amount: str, void: bool) -> None:
    assert ("complete" not in who("service-contract", amount=amount, legal_opinion="missing")) == void


# Who acts for whom


def test_the_executive_vp_approves_routine_matters_of_a_ceo_on_a_trip_not_of_an_ill_one() -> None:
    case = {"amount": "6万 CNY"}
    assert who("travel-expense", absent="ceo=business-trip", **case)["approve"] == {"executive-vp", "chair"}
    assert who("travel-expense", absent="ceo=overseas-trip", **case)["approve"] == {"executive-vp", "chair"}
    assert who("travel-expense", absent="ceo=ill", **case)["approve"] == {"chair"}
    both = "ceo=leave executive-vp=ill"
    assert who("travel-expense", absent=both, **case)["approve"] == {"cfo", "chair"}


def test_acting_for_the_ceo_reaches_contracts_only_under_the_liberal_reading() -> None:
    case = {"amount": "1000万 CNY", "absent": "ceo=leave"}
    assert who("goods-contract", **case)["approve"] == set()
    liberal = who("goods-contract", readings=("acting-class-a=may-sign",), **case)
    assert liberal["approve"] == {"executive-vp"}
    assert "executive-vp" in liberal["sign"]


def test_the_finance_director_acts_for_the_cfo_only_on_notice_which_a_sudden_absence_rules_out() -> None:
    case = {"amount": "150万 CNY"}
    assert who("goods-contract", absent="cfo=leave", **case)["countersign"] == set()
    assert who("goods-contract", absent="cfo=leave", mandates="given", **case)["countersign"] == {
        "finance-director"
    }
    assert who("goods-contract", absent="cfo=ill", mandates="given", **case)["countersign"] == set()


def test_an_acting_manager_covers_a_vacant_or_planned_away_post_if_past_probation() -> None:
    for situation in ({"vacant": "procurement-director"}, {"absent": "procurement-director=leave"}):
        found = who("supplier-admission", **situation)
        assert found["approve"] == {"procurement-manager-1"}
        assert "complete" in found
    assert who("supplier-admission", absent="procurement-director=ill")["approve"] == set()
    alone = who("supplier-admission", vacant="procurement-director", absent="procurement-manager-2=leave")
    assert "complete" not in alone, "he would check what he approves"


def test_an_acting_manager_signs_routine_matters_only() -> None:
    away = "admin-director=ill"
    assert who("seal-use", absent=away, matter="routine")["approve"] == {
        "property-manager",
        "board-secretary",
    }
    assert who("seal-use", absent=away, matter="special")["approve"] == {"board-secretary"}


def test_the_vice_chair_signs_guarantees_of_a_vacant_chair() -> None:
    assert who("guarantee", vacant="chair")["sign"] == {"vice-chair"}
    assert "complete" in who("executive-appointment", vacant="chair"), (
        "he convenes, and five form a quorum of four"
    )


# Claims


def results(company: Source, **readings: str) -> dict[str, Any]:
    book = company.rulebook
    reading = {**profile(book.switches, "default"), **{k.replace("_", "-"): v for k, v in readings.items()}}
    return {r.claim.id: r for r in Claims(Question(Cast(book, company.roster), reading), TODAY).results()}


def test_claims_have_the_verdicts_that_the_page_explains(company: Source) -> None:
    found = results(company)
    assert {id: result.verdict for id, result in found.items()} == {
        "payments-survive-one": "proved",
        "routine-survives-a-trip": "proved",
        "contracts-survive-one": "refuted",
        "somebody-else-approves": "proved",
        "executives-own-requests": "refuted",
        "payment-duties-apart": "refuted",
        "tax-duties-apart": "proved",
        "guarantees-by-the-chair": "proved",
        "attorney-by-the-ceo": "proved",
        "one-acting-ceo": "proved",
        "guarantee-floor": "proved",
    }
    own = found["executives-own-requests"]
    assert {(v.document, v.case["requester"]) for v in own.violations} == {
        ("staff-loan", "cfo"),
        ("staff-loan", "chro"),
    }
    assert {(v.document, v.case["requester"]) for v in own.tolerated} == {("entertainment-expense", "ceo")}
    blocking = {
        (v.document, box.people) for v in found["contracts-survive-one"].violations for box in v.boxes
    }
    assert blocking == {("goods-contract", ("cfo",)), ("sales-contract", ("cco",))}


def test_powers_of_attorney_leave_the_ceos_hands_under_the_liberal_reading(company: Source) -> None:
    assert results(company, acting_class_a="may-sign")["attorney-by-the-ceo"].verdict == "refuted"
