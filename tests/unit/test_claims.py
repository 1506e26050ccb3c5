"""Claims: each can hold and can fail, and known gaps expire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from guiju.model.claim import Admission, Stay
from guiju.model.reading import profile
from guiju.model.resolve import Chain
from guiju.model.world import World, evaluate
from guiju.scenarios.admission import premises_of
from guiju.source import Source
from guiju.verify.claims import ClaimResult, Claims
from guiju.verify.core import core_of
from guiju.verify.coverage import Coverage
from guiju.verify.question import Cast, Question
from test_cover import club

TODAY = date(2026, 11, 24)


def results(cast: Cast, **readings: str) -> Mapping[str, ClaimResult]:
    reading = {
        **profile(cast.rulebook.switches, "strict"),
        **{k.replace("_", "-"): v for k, v in readings.items()},
    }
    return {r.claim.id: r for r in Claims(Question(cast, reading), TODAY).results()}


@pytest.mark.parametrize(
    ("claim", "holds", "fails"),
    [
        ("one-acting-head", {}, {"mandate_timing": "automatic"}),
        ("two-people-review-and-sign", {}, {"presiding_scope": "signs"}),
    ],
)
def test_claims_of_the_work_rules_hold_or_fail_by_reading(
    xiangshan: Source, claim: str, holds: dict[str, str], fails: dict[str, str]
) -> None:
    cast = Cast(xiangshan.rulebook, xiangshan.roster)
    held, failed = results(cast, **holds)[claim], results(cast, **fails)[claim]
    assert failed.verdict == "refuted"
    assert failed.violations[0].boxes
    if claim != "two-people-review-and-sign":
        assert held.verdict == "proved"
        assert held.articles


@pytest.mark.parametrize(
    ("claim", "reading"),
    [
        ("only-leaders-sign-orders", {"presiding_scope": "signs"}),
        ("only-leaders-mark-letters", {"personal_acts": "coverable"}),
    ],
)
def test_acts_stay_with_leaders_though_not_with_one_of_them(
    xiangshan: Source, claim: str, reading: dict[str, str]
) -> None:
    """Were the act reserved to the holder himself, a wide reading of cover would refute the claim."""
    book = xiangshan.rulebook
    alone = {**book.claims, claim: replace(book.claims[claim], to=())}
    for claims, verdict in ((book.claims, "proved"), (alone, "refuted")):
        cast = Cast(replace(book, claims=claims), xiangshan.roster)
        assert results(cast)[claim].verdict == "proved"
        assert results(cast, **reading)[claim].verdict == verdict


def test_separation_names_the_world_in_which_one_person_must_do_both(xiangshan: Source) -> None:
    found = results(Cast(xiangshan.rulebook, xiangshan.roster))["two-people-review-and-sign"]
    cases = {(v.document, v.case["in-charge"]) for v in found.violations}
    assert cases == {
        (d, "executive-deputy") for d in ("important-downward-document", "report-to-city", "request-to-city")
    }
    for violation in found.violations:
        for box in violation.boxes:
            assert "mayor" in box.people


def test_two_presiders_under_one_grant_need_automatic_mandates(xiangshan: Source) -> None:
    cast = Cast(xiangshan.rulebook, xiangshan.roster)
    found = results(cast, mandate_timing="automatic")["one-acting-head"]
    (violation,) = found.violations
    assert {len(set(box.people) | set(box.present)) for box in violation.boxes} == {4}


def test_signable_under_a_limit_and_the_rules_that_carry_it() -> None:
    def light_only(book: Any) -> None:
        book["signers"]["top"] = {"any": ["chair", "secretary"]}

    found = results(club(light_only))["charter-survives-one"]
    assert (found.verdict, found.articles) == ("proved", ("5",))


def test_claims_look_at_every_case_not_at_the_default_one() -> None:
    found = results(club())["charter-survives-one"]
    assert found.verdict == "refuted"
    assert [dict(v.case) for v in found.violations] == [{"weight": "heavy"}]


def test_a_core_is_minimal_and_carries_the_proof() -> None:
    cast = club()
    question = Question(cast, profile(cast.rulebook.switches, "strict"), admission=Admission(1))
    (result,) = Coverage(question).documents(["charter"], {})
    chain: Chain = question.resolver.chain("charter", result.case.values)
    assert core_of(question, chain) == ("charter-sign",)
    repealed = World({}, reading=question.reading, repealed=frozenset({"charter-sign"}))
    assert not evaluate(chain.condition, repealed)


@pytest.mark.parametrize(
    ("until", "absent", "finding"),
    [("2026-11-24", ["kim"], None), ("2026-11-23", ["kim"], "expired"), ("2099-01-01", ["sue"], "unused")],
)
def test_known_gaps_are_tolerated_until_their_day(until: str, absent: list[str], finding: str | None) -> None:
    def change(book: Any) -> None:
        book["claims"] = {
            "notices": {
                "claim": "signable", "documents": ["notice"], "admits": {"at-most": 1, "kinds": ["away"]},
                "statement": {"zh": "通知", "en": "notices"}, "cite": {"article": 6, "force": "hard"},
            }
        }  # fmt: skip
        book["known-gaps"] = {
            "chair": {
                "document": "notice",
                "absent": absent,
                "until": until,
                "reason": {"zh": "待", "en": "later"},
            }
        }

    cast = club(change)
    question = Question(cast, profile(cast.rulebook.switches, "strict"))
    claims = Claims(question, TODAY)
    (found,) = claims.results()
    tolerated = {box.people for violation in found.tolerated for box in violation.boxes}
    left = {box.people for violation in found.violations for box in violation.boxes}
    assert (("kim",) in tolerated) == (finding is None)
    assert (("kim",) in left) == (finding is not None)
    stale = claims.stale(Coverage(question).documents(["notice"], {}))
    assert [f.why for f in stale] == ([finding] if finding else [])


@pytest.mark.parametrize(
    ("admission", "absent", "admitted"),
    [
        (Admission(), {"kim": "ill", "lee": "ill", "max": "ill", "sue": "ill"}, True),
        (Admission(at_most=1), {"kim": "ill"}, True),
        (Admission(at_most=1), {"kim": "ill", "lee": "away"}, False),
        (Admission(never_both=True), {"lee": "ill", "kim": "ill"}, True),
        (Admission(never_both=True), {"lee": "ill", "max": "away"}, False),
        (Admission(within_pair=True), {"lee": "ill", "max": "away"}, True),
        (Admission(within_pair=True), {"lee": "ill", "kim": "away"}, False),
        (Admission(stay=(Stay(1, ("vice",)),)), {"lee": "ill", "kim": "away"}, True),
        (Admission(stay=(Stay(None, ("vice",)),)), {"lee": "ill"}, False),
        (Admission(stay=(Stay(1, ("chair", "secretary")),)), {"kim": "ill", "sue": "away"}, False),
    ],
)
def test_admitted_absences(admission: Admission, absent: dict[str, str], admitted: bool) -> None:
    cast = club()
    assert evaluate(premises_of(admission, cast.rulebook, cast.roster), World(absent)) == admitted


def test_a_vacancy_is_varied_only_where_it_is_admitted() -> None:
    cast = club()
    reading = profile(cast.rulebook.switches, "strict")
    plain = Coverage(Question(cast, reading)).documents(["charter"], {})[0]
    assert not any(gap.box.vacant for gap in plain.gaps)
    admission = Admission(vacant=("chair",))
    varied = Coverage(Question(cast, reading, admission=admission)).documents(["charter"], {})[0]
    assert {(gap.box.people, gap.box.vacant) for gap in varied.gaps} == {
        (("kim", "sue"), ()), (("sue",), ("chair",)),
    }  # fmt: skip


def test_unknown_is_never_a_pass(xiangshan: Source) -> None:
    cast = Cast(xiangshan.rulebook, xiangshan.roster)
    liberal = profile(cast.rulebook.switches, "liberal")
    question = Question(cast, liberal, "given", effort=1)
    results = Coverage(question).documents(cast.rulebook.documents, {}, explain=False)
    assert any(not result.complete for result in results)
    assert "proved" not in {result.verdict for result in results}
    automatic = {**liberal, "mandate-timing": "automatic"}
    starved = Question(cast, automatic, admission=Admission(1), effort=1)
    (order,) = Coverage(starved).documents(["order"], {})
    assert (order.verdict, order.complete, order.core) == ("unknown", False, ())
    (order,) = Coverage(Question(cast, automatic, admission=Admission(1))).documents(["order"], {})
    assert (order.verdict, order.complete) == ("proved", True)
    assert order.core_articles == ("9", "49")
