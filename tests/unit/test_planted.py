"""Every code of `lint`: a planted defect is found, and gone once it is mended as a drafter would mend it.

The rulebook is the bundled company; a few of its own defects serve as planted ones.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import pytest
from edited import Edits, edited, findings_of
from guiju.explain.explanations import BY_READING, explanations
from guiju.messages import FINDING_TITLES
from guiju.verify.findings import EmptyTier, Hole, NeverHolds, findings

CITE = "{article: 99, force: hard}"
SOFT = "{article: 98, force: permissive}"
NAME = "{zh: 甲, en: a}"
GIFT = f"documents: [gift], cite: {CITE}"


class Planted(NamedTuple):
    """``plant`` is empty where the company has the defect already; ``mend`` is made on top of it."""

    subject: str
    plant: Edits
    mend: Edits


def cover(post: str, by: str, trigger: str = "any", acts: str = "approve", relation: str = "extra") -> str:
    who = by if by == "partner" else f"{{tiers: [[{by}]]}}"
    covers = ", ".join(f"{{post: {item}}}" for item in post.split())
    return (
        f"{{effect: substitution, relation: {relation}, name: {NAME}, covers: [{covers}], by: {who},"
        f" trigger: [{trigger}], acts: [{acts}], activation: [automatic], cite: {CITE}}}"
    )


PAIR: Edits = {"posts.bu-head.paired": "true", "rules.pair": cover("bu-head", "partner", relation="pair")}
MANDATES = ("ceo-mandates-sales", "cco-mandates-down", "chro-mandates-hiring")


def grant(key: str) -> Edits:
    return {f"rules.{id}.grant.{key}": NAME for id in MANDATES}


BUSY = " ".join(sorted(set(edited("company-doa").rulebook.posts) - {"project-manager"}))
BOARD = "chair, vice-chair, independent-director"

PLANTED: dict[str, Planted] = {
    "never-holds": Planted(
        "small-donation",
        {"rules.small-donation.by": "{any: [chair, {post: ceo, when: {amount: {over: 200万 CNY}}}]}"},
        {"rules.small-donation.by": "{any: [chair, {post: ceo, when: {amount: {over: 50万 CNY}}}]}"},
    ),
    "hole": Planted(
        "approve-entertainment-expense",
        {"rules.entertainment-to-20000.when": "{amount: {over: 3000 CNY, up-to: 1万 CNY}}"},
        {"rules.entertainment-above.when": "{amount: {over: 1万 CNY}}"},
    ),
    "empty-tier": Planted(
        "acting-counsel",
        {
            "posts.deputy-counsel": f"{{name: {NAME}, rank: 4, cite: {CITE}}}",
            "rules.acting-counsel.by": "{tiers: [[deputy-counsel], [legal-director]]}",
        },
        {"rules.acting-counsel.by": "{tiers: [[legal-director]]}"},
    ),
    "silent-act": Planted(
        "gift-signed",
        {"rules.gift-signed": f"{{effect: silence, act: sign, {GIFT}}}"},
        {"rules.gift-signed": f"{{effect: authority, act: sign, by: ceo, {GIFT}}}"},
    ),
    "undefined-term": Planted(
        "large-sum", {"terms.large-sum": f"{{name: {NAME}, cite: {CITE}}}"}, {"terms.large-sum.defined": CITE}
    ),
    "doubly-named-term": Planted(
        "head",
        {"terms.head": f"{{name: {NAME}, also: [{NAME}], defined: {CITE}, cite: {CITE}}}"},
        {"terms.head.also": None},
    ),
    "scope-mismatch": Planted(
        "",
        {
            "parties.plants": f"{{name: {NAME}, cite: {CITE}}}",
            "parties.offices": f"{{name: {NAME}, cite: {CITE}}}",
            "scope": f"{{addressed-to: [plants, offices], applies-to: [plants], cite: {CITE}}}",
        },
        {"scope.applies-to": "[plants, offices]"},
    ),
    "unrecorded-adoption": Planted("", {}, {"adopted": f"{{body: board, cite: {CITE}}}"}),
    "mixed-force": Planted(
        "7.4-2",
        {"rules.gift-approved.cite": "{article: 7.4, paragraph: 2, force: in-principle, against: hard}"},
        {"rules.gift-approved.cite": "{article: 7.4, paragraph: 2, force: in-principle}"},
    ),
    "uncovered-post": Planted(
        "ehs-director", {}, {"rules.safety": cover("ehs-director", "plant-manager", acts="countersign, sign")}
    ),
    "vacancy-uncovered": Planted("", {}, {"rules.vacant": cover(BUSY, "project-manager", "vacant")}),
    "idle-post": Planted(
        "project-manager",
        {},
        {"procedure.owed": f"{{norm: duty, act: prepare, by: project-manager, {GIFT}}}"},
    ),
    "uncreated-post": Planted(
        "pr-director", {"posts.pr-director.mentioned": "true"}, {"posts.pr-director.mentioned": None}
    ),
    "unreported-post": Planted(
        "ceo",
        {"procedure.leaving": f"{{norm: report, posts: [{BOARD}], to: chair, kinds: [leave], cite: {CITE}}}"},
        {"procedure.leaving.posts": f"[{BOARD}, ceo]"},
    ),
    "both-away": Planted("pair", PAIR, {"rules.third": cover("bu-head", "plant-manager", relation="third")}),
    "unlisted-pairs": Planted("bu-head", PAIR, {"posts.bu-head.pair-list": CITE}),
    "unreported-cover": Planted(
        "extra-coo",
        {
            "rules.for-coo": cover("coo", "plant-manager", "business-trip, leave"),
            "procedure.leaving": f"{{norm: report, posts: [coo], to: ceo, kinds: [leave], cite: {CITE}}}",
        },
        {"procedure.leaving.kinds": "[leave, business-trip]"},
    ),
    "uneven-triggers": Planted(
        "extra-acting",
        {"rules.for-coo": cover("coo", "plant-manager", "leave")},
        {"rules.for-coo.trigger": "[any]"},
    ),
    "unregulated-kind": Planted(
        "",
        {
            f"rules.{id}.trigger": "[business-trip, leave, vacant]"
            for id in ("vice-chair-for-chair", "acting-ceo-leads", "acting-counsel", "acting-admin-director")
        },
        {"rules.acting-counsel.trigger": "[business-trip, leave, ill, vacant]"},
    ),
    "no-quorum": Planted(
        "board",
        {"bodies.board.quorum": None},
        {"bodies.board.quorum": f"{{at-least: over 1/2, cite: {CITE}}}"},
    ),
    "no-stand-in-chair": Planted(
        "board",
        {"rules.board-convened.by": "chair"},
        {"rules.vice-chair-for-chair.acts": "[approve, sign, convene]"},
    ),
    "mandate-without-form": Planted("", {}, grant("form")),
    "mandate-without-end": Planted("", {}, grant("ends")),
    "mandate-without-register": Planted("", {}, grant("register")),
    "sub-delegation-unsaid": Planted(
        "",
        {},
        {f"rules.{id}.sub-delegation": "forbidden" for id in ("ceo-mandates-sales", "chro-mandates-hiring")},
    ),
    "no-recusal": Planted(
        "",
        {f"rules.{id}": None for id in ("no-self-approval", "no-self-check", "conflict-of-interest")},
        {
            "rules.own-matter": "{effect: recusal, acts: [approve], documents: [staff-loan], people: [requester],"
            f" cite: {CITE}}}"
        },
    ),
    "no-urgent-route": Planted(
        "",
        {},
        {
            "attributes.speed": f"{{name: {NAME}, kind: choice, default: usual, urgency: true,"
            f" options: {{usual: {NAME}, urgent: {NAME}}}}}",
            "documents.gift.attributes": "[requester, speed]",
            "rules.urgent-gift": f"{{effect: authority, act: approve, by: ceo, when: {{speed: urgent}}, {GIFT}}}",
        },
    ),
    "conflicting-force": Planted(
        "may-must",
        {
            "facts.heard": f"{{name: {NAME}, in-order: yes, cite: {CITE}}}",
            "procedure.must": f"{{norm: requirement, act: approve, needs: [heard], {GIFT}}}",
            "procedure.may": f"{{norm: requirement, act: approve, needs: [heard], documents: [gift], cite: {SOFT}}}",
        },
        {"procedure.may.cite": CITE},
    ),
    "required-and-forbidden": Planted(
        "owed-banned",
        {
            "facts.secret": f"{{name: {NAME}, in-order: no, cite: {CITE}}}",
            "procedure.owed": f"{{norm: duty, act: release, {GIFT}}}",
            "procedure.banned": f"{{norm: prohibition, act: release, {GIFT}}}",
        },
        {"procedure.banned.facts": "[secret]"},
    ),
    "step-without-deadline": Planted(
        "release",
        {},
        {
            "procedure.soon": "{norm: deadline, act: release, within: 5 working-days, documents: all,"
            f" cite: {CITE}}}"
        },
    ),
    "deadline-without-number": Planted(
        "soon",
        {"procedure.soon": f"{{norm: deadline, act: approve, word: {NAME}, {GIFT}}}"},
        {"procedure.soon.word": None, "procedure.soon.within": "2 weeks"},
    ),
    "idle-rule": Planted(
        "stopped-again",
        {
            "rules.stopped-again": "{effect: authority, act: sign, documents: [stop-work-order], by: coo, cite: "
            + CITE
            + "}"
        },
        {"rules.stopped-again.by": "finance-director"},
    ),
    "idle-act": Planted(
        "stamp",
        {"acts.stamp": f"{{name: {NAME}}}"},
        {"procedure.owed": f"{{norm: duty, act: stamp, {GIFT}}}"},
    ),
    "idle-reading": Planted(
        "spare",
        {
            "readings.spare": f"{{question: {NAME}, options: {{one: {NAME}, two: {NAME}}}, strict: one,"
            f" liberal: two, default: one, cite: {CITE}}}"
        },
        {"rules.gift-approved.when": "{spare: one}"},
    ),
    "idle-fact": Planted(
        "spare",
        {"facts.spare": f"{{name: {NAME}, in-order: yes, cite: {CITE}}}"},
        {"procedure.must": f"{{norm: requirement, act: approve, needs: [spare], {GIFT}}}"},
    ),
}


def ids(*edits: Edits, idle: bool = False) -> set[str]:
    """The ids of all findings; those that are read off guards and tiers get one of rule, act and document."""
    source = edited("company-doa", *edits)
    book = source.rulebook
    found = {item.id for item in findings_of(source, "default", idle=idle)}
    for other in findings(book, source.roster):
        match other:
            case NeverHolds(_, id):
                found.add(f"never-holds:{id}")
            case Hole(act, _, _, _, documents):
                found |= {f"hole:{act}-{document}" for document in documents}
            case EmptyTier(rule):
                found.add(f"empty-tier:{rule}")
    return found


def test_the_table_has_every_code_but_those_of_the_case_space() -> None:
    """Those are planted in test_case_findings."""
    assert set(FINDING_TITLES) == set(PLANTED) | {
        code for code, item in explanations().items() if item.group == "space"
    } | {code for code in FINDING_TITLES if code.endswith(BY_READING)}


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_defect_is_found_and_its_mended_twin_has_none(code: str) -> None:
    subject, plant, mend = PLANTED[code]
    id = f"{code}:{subject}" if subject else code
    asked = partial(ids, idle=code == "idle-rule")
    assert (id in asked()) == (not plant), "without the planting it is there only where nothing is planted"
    assert id in asked(plant)
    assert id not in asked(plant, mend)


def test_the_only_rule_that_asks_for_a_step_is_not_idle() -> None:
    """Whoever can hold the meeting can sign here: no verdict changes without the rule, but the step is gone."""
    assert "idle-rule:executive-signed" not in ids(idle=True)


def test_a_document_type_for_urgent_cases_is_an_urgent_route() -> None:
    urgent = {
        "attributes.speed": f"{{name: {NAME}, kind: choice, default: usual, urgency: true,"
        f" options: {{usual: {NAME}, urgent: {NAME}}}}}",
        "case-space.attributes": "[payee, payment-route, payment-means, speed]",
    }
    assert "no-urgent-route" in ids(urgent)
    assert "no-urgent-route" not in ids({**urgent, "documents.gift.where": "[{speed: urgent}]"})
