"""Random small scenarios over random rulebooks keep what every run keeps, and agree with the proof side."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import random_books
from guiju.model.actors import ExpansionTooLarge
from guiju.model.cases import cases
from guiju.verify.question import Cast
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_scenarios import random_scenario, without_order
from sim_invariants import check, watched
from sim_proof import Proof, check_against_proof
from wide_books import casts, close_casts


def tried(cast: Cast, seed: int) -> Counter[str]:
    """One run; where a case would name somebody and nobody can be named there is none."""
    assume(all(cases(cast.rulebook, cast.roster, d, {}) for d in cast.rulebook.documents))
    granted = (True, False, None)[seed % 3]
    made_of = random_scenario(cast, random.Random(seed), granted)
    try:
        found = watched(made_of, seed)
    except ExpansionTooLarge:
        return Counter()
    check(found)
    return check_against_proof(Proof(found, granted))


seeds = st.integers(0, 2**20)


@given(random_books.casts(), seeds)
@settings(max_examples=100)
def test_small_rulebooks(cast: Cast, seed: int) -> None:
    tried(cast, seed)


@given(st.one_of(close_casts(), close_casts(), casts()), seeds)
@settings(max_examples=100)
def test_rulebooks_with_bodies_teams_and_acts_kept_apart(made: tuple[Cast, Any, Any], seed: int) -> None:
    cast, book, roster = made
    tried(cast if seed % 2 else without_order(book, roster), seed)
