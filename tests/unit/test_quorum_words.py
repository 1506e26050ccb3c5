"""A gap behind a missed quorum: the sentence says so, and the article of the quorum is among those behind it."""

from __future__ import annotations

from functools import cache

import pytest
from edited import Edits, edited
from guiju.model.cases import cases
from guiju.model.claim import Admission
from guiju.verify.coverage import Coverage
from guiju.verify.question import Cast, Question
from guiju.verify.verdict import Gap
from guiju.wording import Language, Wording

APPOINTMENT = "executive-appointment"
QUORUM: Edits = {"bodies.board.quorum.cite": "{article: 77, paragraph: 2, force: hard}"}
TWO_BODIES: Edits = {"rules.board-convened.by": "{all: [chair, {body: investment-committee}]}"}


@cache
def gaps(document: str, *edits: str) -> dict[frozenset[str], Gap]:
    source = edited("company-doa", QUORUM, *([TWO_BODIES] if edits else []))
    question = Question(Cast(source.rulebook, source.roster), READING, admission=Admission(3))
    case = next(iter(cases(source.rulebook, source.roster, document, {})))
    (result,) = Coverage(question).cases([(document, case)])
    return {frozenset(gap.box.people): gap for gap in result.gaps}


READING = {
    "vat-in-amount": "net", "acting-class-a": "no-signature", "renewals-count": "this-term",
    "mandate-lapse": "stands", "requester-checks": "barred",
}  # fmt: skip
TOO_FEW = frozenset({"chair", "ceo", "independent-1"})
BOTH_CHAIRS = frozenset({"chair", "vice-chair"})


def sentence(gap: Gap, language: Language) -> str:
    source = edited("company-doa", QUORUM)
    return Wording(source.rulebook, source.roster, language).gap(gap, {}, source.rulebook.kinds)


def test_too_few_members_is_no_lack_of_a_chair() -> None:
    (step,) = gaps(APPOINTMENT)[TOO_FEW].failed
    assert step.inquorate == ("board",)
    assert step.shortfalls == (), "the vice chair convenes: no cover of the chair fell short"
    assert "77" in gaps(APPOINTMENT)[TOO_FEW].articles


def test_a_quorate_board_without_a_chair_is_no_lack_of_members() -> None:
    gap = gaps(APPOINTMENT)[BOTH_CHAIRS]
    assert [step.inquorate for step in gap.failed] == [()] * len(gap.failed)
    assert "77" not in gap.articles


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "董事会达不到法定人数（第七十七条第二款）"), ("en", "the board is not quorate (art. 77(2))")],
)
def test_the_sentence_says_that_the_meeting_is_not_quorate(language: Language, words: str) -> None:
    assert words in sentence(gaps(APPOINTMENT)[TOO_FEW], language)
    assert words not in sentence(gaps(APPOINTMENT)[BOTH_CHAIRS], language)


def test_a_body_on_which_the_body_turns_is_named() -> None:
    """Three of five members of the committee, without whom the board cannot be convened here."""
    gap = gaps(APPOINTMENT, "two bodies")[frozenset({"coo", "general-counsel", "investment-director"})]
    assert {body for step in gap.failed for body in step.inquorate} == {"investment-committee"}
    assert gap.articles == ("1.5", "1.6", "5.3")
