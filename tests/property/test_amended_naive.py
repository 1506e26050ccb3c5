"""The claims of the amended work rules, tried world by world with the literal interpreter alone."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from guiju.model.cases import cases
from guiju.source import load
from test_naive import NAIVE, some_reading

SOURCE = load("xiangshan-2021-amended", None)
BOOK, ROSTER = SOURCE.rulebook, SOURCE.roster
KINDS = sorted(BOOK.kinds)
LEADERS = [p for p, who in ROSTER.people.items() if {"head", "deputy-head"} & set(who.posts)]
OFFICE = [p for p, who in ROSTER.people.items() if {"office-head", "office-deputy-head"} & set(who.posts)]
DEPARTMENTS = [p for p, who in ROSTER.people.items() if "bureau-head" in who.posts]
OTHERS = [p for p in ROSTER.people if p not in (*LEADERS, *OFFICE, *DEPARTMENTS)]
ALL_CASES = [
    (document, case.values)
    for document in sorted(BOOK.documents)
    for case in cases(BOOK, ROSTER, document, dict.fromkeys(BOOK.documents[document].attributes, "*"))
]

World = dict[str, str]
FLOOR = "one-leader-and-every-unit-stay"


def one_away() -> Iterator[World]:
    """Every person in every kind, and nobody."""
    yield {}
    yield from ({person: kind} for person in sorted(ROSTER.people) for kind in KINDS)


def a_pair_away() -> Iterator[World]:
    """Every choice of one kind each for both of a pair."""
    for one, other in ROSTER.pairs:
        yield from ({one: first, other: second} for first in KINDS for second in KINDS)


def the_floor(rng: random.Random) -> Iterator[World]:
    """Only one leader, one of the office and the heads of departments stay; the others are away somehow."""
    for leader in LEADERS:
        for office in OFFICE:
            for _ in range(4):
                away = [p for p in (*LEADERS, *OFFICE, *OTHERS) if p not in (leader, office)]
                yield {person: rng.choice(KINDS) for person in away}


@pytest.mark.parametrize("claim", ["any-one-away", "one-pair-away", FLOOR])
def test_a_claim_holds_without_mandates_in_every_world_tried(claim: str, covered: list[str]) -> None:
    """One person or one pair away: all worlds; the floor: a seeded sample. Each under a reading drawn for it."""
    assert claim in BOOK.claims
    rng = random.Random(f"amended {claim}")
    worlds = {
        "any-one-away": list(one_away()),
        "one-pair-away": list(a_pair_away()),
        FLOOR: list(the_floor(rng)),
    }[claim]
    tried = 0
    for document, case in ALL_CASES:
        for absent in worlds if claim != FLOOR else rng.sample(worlds, 24):
            reading = some_reading(rng, BOOK)
            assert NAIVE.completable(BOOK, ROSTER, document, case, absent, (), "none", reading), (
                document, case, absent, reading,
            )  # fmt: skip
            tried += 1
    covered.append(f"literal interpreter: {claim} in {tried:,} worlds of the amended work rules")


def test_worlds_beyond_the_floor_are_told_apart() -> None:
    """The sample above could not pass with an interpreter that always says yes."""
    rng = random.Random("beyond")
    alone = dict.fromkeys(LEADERS, "ill")
    reading = some_reading(rng, BOOK)
    assert not NAIVE.completable(BOOK, ROSTER, "order", {"decided-by": "none"}, alone, (), "none", reading)
    office = dict.fromkeys(OFFICE, "leave")
    for document in ("joint-party-draft", "office-document"):
        assert NAIVE.completable(BOOK, ROSTER, document, {}, office, (), "none", reading)
    case = {"department": DEPARTMENTS[0]}
    assert not NAIVE.completable(BOOK, ROSTER, "meeting-papers", case, office, (), "none", reading)
