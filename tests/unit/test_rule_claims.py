"""Claims on meetings and on the rules themselves: refuted by a defect, proved of its mended twin."""

from __future__ import annotations

from datetime import date

import pytest
from edited import Edits, edited
from guiju.model.reading import profile
from guiju.verify.claims import ClaimResult, Claims
from guiju.verify.question import Cast, Question

NAME = "{zh: 甲, en: a}"
CITE = "{article: 99, force: hard}"


def result(kind: str, *edits: Edits, more: str = "") -> ClaimResult:
    claim: Edits = {"claims.own": f"{{claim: {kind}, statement: {NAME}, cite: {CITE}{more}}}"}
    source = edited("company-doa", *edits, claim)
    reading = profile(source.rulebook.switches, "default")
    question = Question(Cast(source.rulebook, source.roster), reading)
    return Claims(question, date(2026, 11, 24)).result(source.rulebook.claims["own"])


def test_a_meeting_that_one_person_alone_convenes() -> None:
    admits = ", bodies: [board], admits: {at-most: 1}"
    assert result("convenable", more=admits).verdict == "proved"
    alone: Edits = {
        "rules.board-convened.by": "independent-director",
        "posts.independent-director.seats": "{from: 1, to: 3}",
    }
    assert result("convenable", alone, more=admits).verdict == "proved", "there are three of them"
    chair: Edits = {"rules.board-convened.by": "chair", "rules.vice-chair-for-chair.acts": "[sign]"}
    refuted = result("convenable", chair, more=admits)
    assert refuted.verdict == "refuted"
    assert [violation.body for violation in refuted.violations] == ["board"]
    assert refuted.violations[0].boxes[0].people == ("chair",)


def test_a_quorum_that_two_absences_break() -> None:
    tight: Edits = {"bodies.board.quorum.at-least": "5"}
    assert result("convenable", tight, more=", bodies: [board], admits: {at-most: 1}").verdict == "proved"
    assert result("convenable", tight, more=", bodies: [board], admits: {at-most: 2}").verdict == "refuted"


def test_minutes_that_nobody_can_sign() -> None:
    minutes: Edits = {"bodies.board.minutes": "[gift]", "rules.gift-signed": "{effect: authority, act: sign, documents: [gift], "
                      f"by: board-secretary, cite: {CITE}}}"}  # fmt: skip
    one = ", bodies: [board], admits: {at-most: 1}"
    refuted = result("convenable", minutes, more=one)
    assert refuted.verdict == "refuted"
    assert refuted.violations[0].boxes[0].people == ("board-secretary",)


def test_a_meeting_for_which_no_rule_says_who_acts_makes_the_claim_empty() -> None:
    club: Edits = {"bodies.club": f"{{name: {NAME}, cite: {CITE}}}"}
    assert result("convenable", club, more=", bodies: [club]").verdict == "vacuous"


@pytest.mark.parametrize("kind", ["covered-posts", "timely", "live"])
def test_a_claim_on_the_rules_fails_with_its_findings(kind: str) -> None:
    refuted = result(kind)
    assert refuted.verdict == "refuted" and refuted.findings


def test_live_once_the_redundant_bar_is_gone() -> None:
    assert [item.id for item in result("live").findings] == ["idle-rule:maker-is-not-checker"]
    assert result("live", {"rules.maker-is-not-checker": None}).verdict == "proved"


def test_timely_speaks_of_the_documents_it_names() -> None:
    limits: Edits = {
        f"procedure.limit-{act}": f"{{norm: deadline, act: {act}, documents: [gift], within: 3 days, cite: {CITE}}}"
        for act in ("approve", "sign")
    }
    assert result("timely", limits, more=", documents: [gift]").verdict == "proved"
    some = {path: text for path, text in limits.items() if "approve" not in path}
    assert result("timely", some, more=", documents: [gift]").verdict == "refuted"


def test_a_body_at_which_nobody_may_act_cannot_be_held() -> None:
    club: Edits = {"bodies.club": f"{{name: {NAME}, cite: {CITE}}}"}
    both = ", bodies: [board, club], admits: {at-most: 0}"
    refuted = result("convenable", club, more=both)
    assert [violation.body for violation in refuted.violations] == ["club"]
    assert result("convenable", club, more=", admits: {at-most: 0}").verdict == "proved", "of those that meet"


def test_what_was_not_looked_for_is_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    mended: Edits = {"rules.maker-is-not-checker": None}
    monkeypatch.setattr("guiju.verify.lint.live.MOST_RULES", 10)
    assert result("live", mended).verdict == "unknown"
