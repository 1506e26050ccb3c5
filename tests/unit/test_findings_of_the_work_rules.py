"""The defects of the work rules that a lawyer found by reading them, and which `lint` must find too.

The list was written from that reading before anybody looked at what the tool says. Its keys: G1 to
G18 are gaps, L1 to L14 defects of the text, D the limits without a number. Left to the eye of an
editor are the wrong name of a superior text, the word for regulations, a missing comma, numerals,
cross-references and leave of the head (L1, L3, L4, L5, L9, L13), which are editorial notes.
"""

from __future__ import annotations

from functools import cache

import pytest
from guiju.model.reading import profile
from guiju.source import load
from guiju.verify.lint.detectors import lint
from guiju.verify.lint.finding import Finding, Ref

READ: dict[str, tuple[str, ...]] = {
    "G1 nobody signs": (
        "silent-act:decision-signer-unnamed",
        "silent-act:ordinary-document-signer-unnamed",
        "silent-act:joint-party-draft-signer-unnamed",
        "silent-act:suggestion-reply-signer-unnamed",
        "silent-act:proposal-reply-signer-unnamed",
        "silent-act:reconsideration-signer-unnamed",
        "silent-act:court-filing-signer-unnamed",
    ),
    "G1 nobody approves": (
        "silent-act:congratulatory-letter-approver-unnamed",
        "silent-act:inscription-approver-unnamed",
        "silent-act:information-release-vetting-unnamed",
        "silent-act:sensitive-matter-approver-unnamed",
        "silent-act:department-meeting-approver-unnamed",
        "silent-act:meeting-plan-approver-unnamed",
        "silent-act:speech-approver-unnamed",
        "silent-act:level-skipping-approver-unnamed",
    ),
    "G2 the head is a single point of failure": ("uncovered-post:head",),
    "G3 so is the director of the office": ("uncovered-post:office-head",),
    "G4 no leave rule": ("unreported-post:city-commissioner",),
    "G5 both of a pair away": ("both-away:pair",),
    "G6 pairs listed nowhere": ("unlisted-pairs:deputy-head",),
    "G7 leaving the district needs no report": ("unreported-cover:pair-deputy-head",),
    "G8 presiding knows fewer absences than the pair": ("uneven-triggers:presiding-pair",),
    "G9 nobody chairs for the head": (
        "no-stand-in-chair:plenary",
        "no-stand-in-chair:executive-meeting",
        "no-stand-in-chair:head-office-meeting",
    ),
    "G10 no quorum": ("no-quorum:plenary", "no-quorum:executive-meeting"),
    "G14 steps without a limit": (
        "step-without-deadline:gate",
        "step-without-deadline:review",
        "step-without-deadline:legal-review",
        "step-without-deadline:fix-agenda",
        "step-without-deadline:sign",
    ),
    "G15 mandates": (
        "mandate-without-form",
        "mandate-without-end",
        "mandate-without-register",
        "sub-delegation-unsaid",
    ),
    "G16 no recusal": ("no-recusal",),
    "G17 no urgent route": ("no-urgent-route",),
    "G18 the vacant post of head": ("vacancy-uncovered",),
    "L2 the members": ("undefined-term:government-members",),
    "L6 one thing, several names": (
        "doubly-named-term:executive-deputy",
        "doubly-named-term:leader-in-charge",
        "doubly-named-term:government",
    ),
    "L7 what is important": (
        "undefined-term:important-matter",
        "undefined-term:major-item",
        "undefined-term:major-decision",
        "undefined-term:important-document",
        "undefined-term:overall",
    ),
    "L8 scope and addressees": ("scope-mismatch",),
    "L10 posts that no article creates": (
        "uncreated-post:city-commissioner",
        "uncreated-post:counsellor-post",
        "uncreated-post:office-deputy-head",
    ),
    "L12 who adopted it": ("unrecorded-adoption",),
    "L14 in principle must": ("mixed-force:44-2",),
    "D limits without a number": (
        "deadline-without-number:papers-go-out-before-the-meeting",
        "deadline-without-number:leave-is-asked-for-before-the-meeting",
        "deadline-without-number:publication-in-time",
        "deadline-without-number:list-is-published-periodically",
        "deadline-without-number:proposals-are-answered-in-time",
        "deadline-without-number:filing-in-time",
        "deadline-without-number:supervision-reports-in-limited-time",
    ),
}


@cache
def found(*reading: tuple[str, str]) -> dict[str, Finding]:
    """The findings under the default reading with some options changed, by id."""
    source = load("xiangshan-2021", None)
    book = source.rulebook
    options = {**profile(book.switches, "default"), **dict(reading)}
    return {item.id: item for item in lint(book, source.roster, options)}


@pytest.mark.parametrize("key", READ)
def test_what_a_lawyer_read_is_found(key: str) -> None:
    assert [id for id in READ[key] if id not in found()] == []


def named(id: str, key: str, *reading: tuple[str, str]) -> set[str]:
    """The ids that a finding lists under one of its placeholders."""
    about = dict(found(*reading)[id].about)[key]
    return {word.id for word in about if isinstance(word, Ref)}


def test_the_head_alone_signs_chairs_and_approves() -> None:
    assert named("uncovered-post:head", "acts") >= {"sign", "convene", "preside", "approve", "fix-agenda"}
    assert named("uncovered-post:office-head", "acts") >= {"sign", "gate"}
    assert "head" in named("vacancy-uncovered", "posts")


def test_nobody_is_told_of_a_trip_within_the_city() -> None:
    """A deputy in another district of the city starts the pair's cover and owes no report (G7)."""
    assert "out-of-district" in named("unreported-cover:pair-deputy-head", "kinds")
    assert "out-of-city" not in named("unreported-cover:pair-deputy-head", "kinds")


def test_presiding_knows_no_study_and_no_leave() -> None:
    assert named("uneven-triggers:presiding-pair", "kinds") == {"study", "leave"}
    assert "uneven-triggers:presiding-pair" not in found(("leave-is-away", "away"))


def test_no_meeting_minutes_have_a_limit() -> None:
    minutes = {"plenary-minutes", "executive-minutes", "head-office-minutes", "special-minutes"}
    assert named("step-without-deadline:sign", "documents") >= minutes


@pytest.mark.parametrize("post", ["city-commissioner", "counsellor-post"])
def test_commissioner_and_counsellor_have_no_work_or_no_cover(post: str) -> None:
    """G4: without a portfolio they have nothing to do; with one, nobody stands in for all of it."""
    assert f"idle-post:{post}" in found()
    assert f"uncovered-post:{post}" not in found()
    assert f"idle-post:{post}" not in found(("leader-in-charge", "any-leader"))
    assert f"uncovered-post:{post}" in found(("leader-in-charge", "any-leader"))


def test_the_rest_is_left_to_the_editor() -> None:
    notes = load("xiangshan-2021", None).rulebook.regulation.notes
    articles = {article for note in notes.values() for article in note.articles}
    assert len(notes) == 6
    assert articles == {"1", "9", "10", "11", "20", "30", "40", "43", "44", "49"}
