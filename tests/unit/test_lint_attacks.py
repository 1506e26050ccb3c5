"""Rulebooks made to mislead a detector of `lint`: a false alarm here, a miss there."""

from __future__ import annotations

from itertools import count

import pytest
from edited import Edits, edited, findings_of

CITE = "{article: 99, force: hard}"
SOFT = "{article: 98, force: in-principle}"
NAME = "{zh: 甲, en: a}"
GIFT = f"documents: [gift], cite: {CITE}"
SWITCH = {
    "readings.who": f"{{question: {NAME}, options: {{one: {NAME}, two: {NAME}}}, strict: one, liberal: two,"
    f" default: one, cite: {CITE}}}"
}


def ids(*edits: Edits, base: str = "default") -> set[str]:
    return {item.id for item in findings_of(edited("company-doa", *edits), base)}


def acts_of(post: str, *edits: Edits, base: str = "default") -> set[str]:
    """The acts for which nobody stands in for the holder of a post."""
    found = {item.id: dict(item.about) for item in findings_of(edited("company-doa", *edits), base)}
    about = found.get(f"uncovered-post:{post}", {"acts": ()})
    return {getattr(word, "id", "") for word in about["acts"]}


def cover(post: str, by: str, **more: str) -> str:
    keys = {"trigger": "[any]", "acts": "[countersign, sign]", "activation": "[automatic]", **more}
    listed = ", ".join(f"{key}: {value}" for key, value in keys.items())
    return (
        f"{{effect: substitution, relation: extra, covers: [{{post: {post}}}], by: {{tiers: [[{by}]]}},"
        f" {listed}, cite: {CITE}}}"
    )


SAFETY = ("ehs-director", "plant-manager")
ALONE = {"rules.work-stopped.by": "ehs-director"}
"""Nobody else may stop work, as two others may by the policy."""


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({}, set()),
        ({"documents": "[stop-work-order]"}, {"countersign"}),
        ({"documents": "[stop-work-order, waste-contract]"}, set()),
        ({"documents": "[gift]"}, {"countersign", "sign"}),
        ({"acts": "[sign]"}, {"countersign"}),
        ({"trigger": "[vacant]"}, {"countersign", "sign"}),
        ({"when": "{who: one}"}, set()),
        ({"when": "{who: two}"}, {"countersign", "sign"}),
        ({"acts": "[sign, {act: countersign, when: {who: two}}]"}, {"countersign"}),
    ],
)
def test_cover_for_some_documents_acts_or_readings_only(more: dict[str, str], left: set[str]) -> None:
    assert acts_of("ehs-director", SWITCH, ALONE, {"rules.safety": cover(*SAFETY, **more)}) == left


def test_cover_under_one_reading_is_no_cover_under_every() -> None:
    one = {"rules.safety": cover(*SAFETY, when="{who: one}")}
    two = {"rules.safety-too": cover(*SAFETY, when="{who: two}")}
    assert acts_of("ehs-director", SWITCH, ALONE, one, base="every") == {"countersign", "sign"}
    assert acts_of("ehs-director", SWITCH, ALONE, one, two, base="every") == set()


def test_two_rules_may_share_the_documents() -> None:
    parts = zip(count(), ("stop-work-order", "waste-contract"), strict=False)
    rules = {f"rules.safety-{n}": cover(*SAFETY, documents=f"[{document}]") for n, document in parts}
    assert acts_of("ehs-director", ALONE, rules) == set()


def test_a_further_tier_and_a_second_holder_stand_in() -> None:
    first = {"rules.tax-prepared.by": "{first: [[tax-manager], [accounting-manager]]}"}
    assert "prepare" in acts_of("tax-manager")
    assert "prepare" not in acts_of("tax-manager", first)
    assert "prepare" not in acts_of("accounting-manager", first), "those of the first tier are there"
    assert "sign" not in acts_of("ehs-director"), "two others may stop work"
    two = {"posts.tax-manager.seats": "{from: 2, to: 3}"}
    assert "prepare" not in acts_of("tax-manager", two)
    assert "prepare" in acts_of("tax-manager", two, {"rules.tax-prepared.by": "{each: tax-manager}"})


def test_a_part_of_an_expression_that_the_reading_switches_off_gives_no_work() -> None:
    some = {
        "rules.gift-signed": f"{{effect: authority, act: sign, by: {{any: [ceo, {{post: project-manager, when: {{who: two}}}}]}}, {GIFT}}}"
    }
    assert "idle-post:project-manager" in ids(SWITCH, some)
    assert "uncovered-post:project-manager" not in ids(SWITCH, some)
    other = {"rules.gift-signed.when": "{who: two}"}
    assert "idle-post:project-manager" in ids(SWITCH, some, base="every")
    alone = {
        "rules.gift-signed": f"{{effect: authority, act: sign, by: {{post: project-manager, when: {{who: two}}}}, {GIFT}}}"
    }
    assert "uncovered-post:project-manager" in ids(SWITCH, alone, base="every")
    assert "uncovered-post:project-manager" not in ids(SWITCH, some, other)


@pytest.mark.parametrize(
    ("by", "stuck"),
    [
        ("chair", True),
        ("{any: [chair, vice-chair]}", False),
        ("{first: [[chair], [vice-chair]]}", False),
        ("{all: [chair, board-secretary]}", True),
        ("{any: [chair, {all: [chair, board-secretary]}]}", True),
        ("{at-least: 2, of: [chair, vice-chair, board-secretary]}", False),
        ("{at-least: 3, of: [chair, vice-chair, board-secretary]}", True),
        ("{any: [chair, {post: vice-chair, when: {who: two}}]}", True),
        ("{any: [chair, {post: vice-chair, when: {who: one}}]}", False),
        ("independent-director", False),
    ],
)
def test_who_can_convene_without_one_of_them(by: str, *, stuck: bool) -> None:
    assert ("no-stand-in-chair:board" in ids(SWITCH, {"rules.board-convened.by": by})) == stuck


def test_two_rules_for_one_act_are_alternatives_unless_they_part_the_cases() -> None:
    chair = {"rules.board-convened.by": "chair"}
    vice = f"{{effect: authority, act: convene, bodies: [board], by: vice-chair, cite: {CITE}}}"
    assert "no-stand-in-chair:board" not in ids(chair, {"rules.second": vice})
    parted = {"rules.board-convened.when": "{matter: routine}", "rules.second.when": "{matter: special}"}
    assert "no-stand-in-chair:board" in ids(chair, {"rules.second": vice}, parted)


def test_cover_of_a_vacant_post_alone_begins_with_no_absence() -> None:
    only = {"rules.safety": cover(*SAFETY, trigger="[vacant]")}
    assert not any("extra" in id for id in ids(only) if id.startswith("uneven-triggers"))


def reports(kinds: str, **more: str) -> Edits:
    keys = "".join(f", {key}: {value}" for key, value in more.items())
    return {
        "procedure.leaving": f"{{norm: report, posts: [ehs-director], to: ceo, kinds: [{kinds}], cite: {CITE}{keys}}}"
    }


@pytest.mark.parametrize(
    ("kinds", "silent"),
    [
        ("business-trip", False),
        ("overseas-trip", True),
        ("leave", True),
        ("overseas-trip, business-trip", False),
    ],
)
def test_a_narrower_absence_is_told_with_the_wider_one(kinds: str, *, silent: bool) -> None:
    """Whoever is abroad is on a business trip: to report the trip is to report that, not the other way."""
    rule = {"rules.safety": cover(*SAFETY, trigger="[business-trip]")}
    assert ("unreported-cover:extra-ehs-director" in ids(rule, reports(kinds))) == silent


def test_sudden_absences_cannot_be_reported_beforehand() -> None:
    assert "unreported-cover:extra-ehs-director" not in ids(
        {"rules.safety": cover(*SAFETY, trigger="[ill]")}, reports("leave")
    )


HEARD = {"facts.heard": f"{{name: {NAME}, in-order: yes, cite: {CITE}}}"}


def requirement(key: str, cite: str, when: str = "{}", document: str = "donation") -> Edits:
    return {
        f"procedure.{key}": f"{{norm: requirement, act: approve, documents: [{document}], needs: [heard], when: {when}, cite: {cite}}}"
    }


@pytest.mark.parametrize(
    ("hard", "soft", "cite", "conflict"),
    [
        ("{}", "{}", SOFT, True),
        ("{amount: {up-to: 5万 CNY}}", "{amount: {over: 5万 CNY}}", SOFT, False),
        ("{amount: {up-to: 5万 CNY}}", "{amount: {from: 5万 CNY}}", SOFT, True),
        ("{who: one}", "{who: two}", SOFT, False),
        ("{}", "{}", f"{{assumed: {NAME}}}", False),
    ],
)
def test_two_forces_conflict_where_both_rules_apply(
    hard: str, soft: str, cite: str, *, conflict: bool
) -> None:
    found = ids(SWITCH, HEARD, requirement("must", CITE, hard), requirement("soft", cite, soft))
    assert ("conflicting-force:must-soft" in found) == conflict


SECRET = {
    "facts.secret": f"{{name: {NAME}, in-order: no, cite: {CITE}}}",
    "facts.urgent": f"{{name: {NAME}, in-order: no, cite: {CITE}}}",
}


@pytest.mark.parametrize(
    ("duty", "ban", "conflict"),
    [
        ("", "", True),
        ("", ", facts: [secret]", False),
        (", facts: [secret]", ", facts: [secret]", True),
        (", facts: [secret]", ", facts: [secret, urgent]", True),
        (", facts: [secret]", ", unless: [secret]", False),
        (", facts: [urgent]", ", unless: [secret]", True),
        (", when: {amount: {up-to: 5万 CNY}}", ", when: {amount: {over: 5万 CNY}}", False),
    ],
)
def test_an_act_that_is_owed_and_forbidden(duty: str, ban: str, *, conflict: bool) -> None:
    donation = f"act: release, documents: [donation], cite: {CITE}"
    norms = {
        "procedure.owed": f"{{norm: duty, {donation}{duty}}}",
        "procedure.banned": f"{{norm: prohibition, {donation}{ban}}}",
    }
    assert ("required-and-forbidden:owed-banned" in ids(SECRET, norms)) == conflict


def test_a_cadence_bounds_decisions_of_bodies_alone() -> None:
    meets = {
        "procedure.meets": f"{{norm: cadence, bodies: [board, investment-committee], every: 2 weeks, cite: {CITE}}}"
    }
    assert "step-without-deadline:decide" in ids()
    assert "step-without-deadline:decide" not in ids(meets)
    either = {"rules.property-bought.by": "{any: [{body: board}, {body: investment-committee}]}"}
    assert "step-without-deadline:decide" not in ids(meets, either)
    assert "step-without-deadline:decide" in ids(
        meets, {"rules.property-bought.by": "{any: [{body: board}, chair]}"}
    )
    assert "step-without-deadline:decide" in ids(meets, {"procedure.meets.bodies": "[board]"})


def test_what_holds_under_one_reading_only_is_missing_under_every() -> None:
    bars = ("no-self-approval", "no-self-check", "conflict-of-interest")
    some = {f"rules.{id}.when": "{who: two}" for id in bars}
    assert "no-recusal" in ids(SWITCH, some)
    assert "no-recusal" in ids(SWITCH, some, base="every")
    assert "no-recusal" not in ids(SWITCH, {"rules.no-self-check.when": "{who: two}"}, base="every")
