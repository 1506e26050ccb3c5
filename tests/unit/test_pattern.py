"""What two documents may not differ in if they are to have one pattern."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from guiju.model.cases import cases
from guiju.model.load.nodes import parse_nodes
from guiju.model.load.roster import parse_roster
from guiju.model.load.rulebook import parse_rulebook
from guiju.model.pattern import Patterns

GOOD = Path(__file__).parent.parent / "cases" / "good"
ORDERS = (GOOD / "orders.yaml").read_text("utf-8")
ROSTER = (GOOD / "orders-roster.yaml").read_text("utf-8")
HEAD = ORDERS[: ORDERS.index("documents:\n")]
EXTRA = """  asked: {name: {zh: 申请二, en: asked}, kind: person, holders: [manager, cfo], default: manager}
  other: {name: {zh: 他, en: other}, kind: choice, default: approved, options: {approved: {zh: 甲, en: a}, missing: {zh: 乙, en: b}}}
"""
CITE = "cite: {article: 1, force: hard}"


def alike(one: str, other: str, roster: str = ROSTER) -> bool:
    """Whether two documents with these rules (`D` is the document) have the same pattern."""
    text = HEAD + EXTRA + "documents:\n"
    for id in ("d1", "d2"):
        text += f"  {id}: {{name: {{zh: 文, en: {id}}}, attributes: [asked, budget, day, other, requester], {CITE}}}\n"
    text += "rules:\n"
    for id, rules in (("d1", one), ("d2", other)):
        for number, rule in enumerate(rules.split("; ")):
            text += f"  {id}-{number}: {{{rule.replace('D', id)}, {CITE}}}\n"
    book, _ = parse_rulebook(parse_nodes(text, "book"))
    cast = parse_roster(parse_nodes(roster, "roster"), book)
    patterns = Patterns(book, cast)
    keys: list[Any] = [patterns.of(id, cases(book, cast, id, {})[0].values).key for id in ("d1", "d2")]
    return bool(keys[0] == keys[1])


SIGN = "effect: authority, act: approve, documents: [D], by: ceo"
SECOND = "effect: mandate, from: {post: ceo}, to: [coo], acts: [approve], documents: [D], timing: [prior-act]"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SIGN, SIGN.replace("approve", "check")),
        (SIGN, SIGN.replace("ceo", "manager")),
        (SIGN, SIGN.replace("by: ceo", "by: {each: ceo}")),
        (SIGN.replace("ceo", "requester"), SIGN.replace("ceo", "asked")),
        (SIGN + ", when: {budget: missing}", SIGN + ", when: {other: missing}"),
        (SIGN + ", when: {budget: missing}", SIGN + ", when: {budget: approved}"),
        (SIGN + ", when: {requester: manager}", SIGN + ", when: {requester: cfo}"),
        (SIGN + ", when: {day: {from: 2026-01-01}}", SIGN + ", when: {day: {from: 2026-01-02}}"),
        (
            f"{SIGN}; effect: recusal, acts: [approve], documents: [D], people: [requester]",
            f"{SIGN}; effect: recusal, acts: [approve], documents: [D], people: [asked]",
        ),
        (
            f"{SIGN}; effect: prerequisite, act: approve, documents: [D], needs: {{budget: approved}}",
            f"{SIGN}; effect: prerequisite, act: approve, documents: [D], needs: {{other: approved}}",
        ),
        (f"{SIGN}; {SECOND}", SIGN),
        (f"{SIGN}; {SECOND}", f"{SIGN}; {SECOND.replace('prior-act', 'standing')}"),
        (f"{SIGN}; {SECOND}", f"{SIGN}; {SECOND}, eligible: [certified]"),
        (f"{SIGN}; {SECOND}", f"{SIGN}; {SECOND}, sub-delegation: {{to: [manager]}}"),
        (
            f"{SIGN}; {SECOND}, sub-delegation: {{to: [manager]}}",
            f"{SIGN}; {SECOND}, sub-delegation: {{to: [manager], levels: 2}}",
        ),
        (SIGN.replace("ceo", "{people: 1, of: manager}"), SIGN.replace("ceo", "{people: 2, of: manager}")),
        (SIGN.replace("ceo", "{all: [ceo, cfo]}"), SIGN.replace("ceo", "{all: [ceo, cfo], different: true}")),
        (SIGN.replace("ceo", "{first: [[ceo], [cfo]]}"), SIGN.replace("ceo", "{first: [[ceo, cfo]]}")),
    ],
)
def test_documents_that_differ_have_different_patterns(one: str, other: str) -> None:
    assert not alike(one, other)
    assert alike(one, one)
    assert alike(other, other)


def test_names_do_not_matter() -> None:
    cfo, coo = SIGN.replace("ceo", "cfo"), SIGN.replace("ceo", "coo")
    assert not alike(cfo, coo), "the COO is certified"
    assert alike(cfo, coo, ROSTER.replace(", qualifications: [certified]", ""))
