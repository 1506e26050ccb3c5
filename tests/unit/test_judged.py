"""What ``verify`` fails on: claims where they speak of a document in all cases, its gaps elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guiju.cli import exit_code
from guiju.request import Options, request_of
from guiju.source import Source
from guiju.verification import Verification, verify
from guiju.verify.solver import DEFAULT_EFFORT
from test_cover import club

TODAY = date(2026, 11, 24)
Change = Callable[[Any], None]


def claim(document: str, **more: Any) -> dict[str, Any]:
    return {
        "claim": "signable", "documents": [document], "admits": {"at-most": 0},
        "statement": {"zh": "可签", "en": "signable"}, "cite": {"article": 6, "force": "hard"}, **more,
    }  # fmt: skip


def only(*claims: dict[str, Any], change: Change = lambda book: None) -> Change:
    """The club with these claims alone, and without the document for which it names nobody."""

    def changed(book: Any) -> None:
        book["claims"] = {f"c{number}": item for number, item in enumerate(claims)}
        del book["documents"]["poster"], book["rules"]["poster-sign"]
        change(book)

    return changed


def found(change: Change, *, effort: int = DEFAULT_EFFORT) -> Verification:
    cast = club(change)
    source = Source(cast.rulebook, cast.roster, ("club.yaml", "roster.yaml"))
    request = request_of(source, Options(case=("weight=*",), effort=effort))
    return verify(request, lambda done, total: None, TODAY)


def judged(verification: Verification) -> dict[str, bool]:
    return {row.guaranteed.document: row.judged_by_claims for row in verification.rows}


def test_gaps_beyond_the_claims_fail_nothing() -> None:
    result = found(only(claim("charter"), claim("notice")))
    assert judged(result) == {"charter": True, "notice": True}
    assert all(row.guaranteed.gaps and row.guaranteed.verdict == "refuted" for row in result.rows)
    assert exit_code(result.verdicts) == 0


def test_a_claim_that_does_not_hold_fails() -> None:
    result = found(only(claim("charter"), claim("notice", admits={})))
    assert exit_code(result.verdicts) == 1


@pytest.mark.parametrize(
    ("claims", "by_claims"),
    [
        ((claim("charter"),), {"charter": True, "notice": False}),
        ((claim("charter", case={"weight": "heavy"}), claim("notice")), {"charter": False, "notice": True}),
        ((claim("notice", case={"weight": "heavy"}), claim("charter")), {"charter": True, "notice": True}),
    ],
)
def test_other_documents_are_judged_by_their_gaps(
    claims: tuple[dict[str, Any], ...], by_claims: dict[str, bool]
) -> None:
    result = found(only(*claims))
    assert judged(result) == by_claims
    assert {c.verdict for c in result.claims} == {"proved"}
    assert exit_code(result.verdicts) == (0 if all(by_claims.values()) else 1)


def _separation(book: Any) -> None:
    book["claims"]["apart"] = {
        "claim": "separation", "documents": ["notice"], "admits": {"at-most": 0},
        "statement": {"zh": "分开", "en": "apart"}, "cite": {"article": 6, "force": "hard"},
    }  # fmt: skip


def test_other_kinds_of_claims_judge_no_gap() -> None:
    result = found(only(claim("charter"), change=_separation))
    assert {c.claim.kind: c.verdict for c in result.claims} == {"signable": "proved", "separation": "proved"}
    assert judged(result)["notice"] is False
    assert exit_code(result.verdicts) == 1


def _silent_beside_gaps(book: Any) -> None:
    """Nobody is named to sign; the review before it is named, and has gaps of its own."""
    silence = {
        "effect": "silence",
        "act": "sign",
        "documents": ["notice"],
        "cite": {"article": 6, "force": "hard"},
    }
    book["rules"]["notice-sign"] = silence


def test_silence_fails_whatever_the_claims_ask_for() -> None:
    result = found(only(claim("charter"), claim("notice"), change=_silent_beside_gaps))
    notices = [row for row in result.rows if row.guaranteed.document == "notice"]
    assert {row.guaranteed.verdict for row in notices} == {"refuted"}
    assert {row.remaining for row in notices} == {"unspecified"}
    assert exit_code(result.verdicts) == 1


def test_doubt_is_no_pass_whatever_the_claims_ask_for() -> None:
    result = found(only(claim("charter"), claim("notice")), effort=1)
    assert {row.remaining for row in result.rows} <= {"unknown", "proved"}
    assert "unknown" in {row.remaining for row in result.rows}
    assert exit_code(result.verdicts) == 3


def test_a_known_gap_that_has_expired_still_fails() -> None:
    def change(book: Any) -> None:
        book["known-gaps"] = {
            "old": {
                "document": "charter",
                "absent": ["kim"],
                "until": "2026-01-01",
                "reason": {"zh": "待", "en": "later"},
            }
        }

    result = found(only(claim("charter"), claim("notice"), change=change))
    assert [item.why for item in result.stale] == ["expired"]
    assert exit_code(result.verdicts) == 1
