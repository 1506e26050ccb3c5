"""Cover is a least fixed point; its order, triggers and limits are the text's."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from guiju.model.cases import cases
from guiju.model.condition import grants_of
from guiju.model.load.nodes import parse_nodes
from guiju.model.load.roster import parse_roster
from guiju.model.load.rulebook import parse_rulebook
from guiju.model.world import World, evaluate
from guiju.verify.question import Cast

GOOD = Path(__file__).parent.parent / "cases" / "good"


def club(change: Any = None, cast_change: Any = None) -> Cast:
    book = yaml.safe_load((GOOD / "club.yaml").read_text("utf-8"))
    roster = yaml.safe_load((GOOD / "club-roster.yaml").read_text("utf-8"))
    book["known-gaps"] = {}
    if change:
        change(book)
    if cast_change:
        cast_change(roster)
    rulebook, _ = parse_rulebook(parse_nodes(_dump(book), "club.yaml"))
    return Cast(rulebook, parse_roster(parse_nodes(_dump(roster), "roster.yaml"), rulebook))


def _dump(data: Any) -> str:
    """JSON is YAML; booleans of the format are written as text."""
    return json.dumps(copy.deepcopy(data), default=str).replace(": true", ': "true"')


def can(cast: Cast, document: str, absent: dict[str, str], *, granted: bool = True, scope: str = "signs",
        case: dict[str, str] | None = None, vacant: tuple[str, ...] = ()) -> bool:  # fmt: skip
    (found,) = cases(cast.rulebook, cast.roster, document, case or {})
    chain = cast.resolver({}).chain(document, found.values)
    grants = grants_of(chain.condition) if granted else frozenset()
    return evaluate(chain.condition, World(absent, frozenset(vacant), grants, {"scope": scope}, True))


def test_two_who_cover_each_other_do_not_lean_on_each_other() -> None:
    cast = club()
    lee = {"in-charge": "lee"}
    assert can(cast, "notice", {}, case=lee)
    assert can(cast, "notice", {"lee": "away"}, case=lee)
    assert not can(cast, "notice", {"lee": "away", "max": "away"}, case=lee)


def _third(roster: Any) -> None:
    roster["people"]["ned"] = {
        "name": {"zh": "宁", "en": "Ned"}, "posts": ["vice"], "portfolio": {"zh": "财", "en": "money"},
    }  # fmt: skip
    roster["pairs"] = [["lee", "max"], ["max", "ned"]]


@pytest.mark.parametrize("chained", [False, True])
def test_cover_passes_on_only_where_the_rule_chains(chained: bool) -> None:
    def change(book: Any) -> None:
        if chained:
            book["rules"]["pair"]["chained"] = {}

    cast = club(change, _third)
    away = {"lee": "away", "max": "away"}
    assert can(cast, "notice", away, case={"in-charge": "lee"}) == chained
    everybody = {**away, "ned": "away"}
    assert not can(cast, "notice", everybody, case={"in-charge": "lee"})


@pytest.mark.parametrize(("kind", "covered"), [("away", True), ("abroad", True), ("ill", False)])
def test_the_kind_of_absence_decides(kind: str, covered: bool) -> None:
    assert can(club(), "notice", {"lee": kind}, case={"in-charge": "lee"}) == covered


def test_presiding_needs_a_mandate_that_could_be_given() -> None:
    def only_chair(book: Any) -> None:
        book["signers"]["top"] = {"post": "chair"}

    cast = club(only_chair)
    assert can(cast, "charter", {"kim": "away"})
    assert not can(cast, "charter", {"kim": "away"}, granted=False)
    assert not can(cast, "charter", {"kim": "away"}, scope="chairs")
    assert not can(cast, "charter", {"kim": "ill"})


def test_a_later_tier_waits_until_the_earlier_one_is_away() -> None:
    def tiers(book: Any) -> None:
        book["signers"]["top"] = {"post": "chair"}
        book["rules"]["presiding"]["by"] = {"tiers": [["vice"], ["secretary"]], "ordered": {}}

    cast = club(tiers)
    (found,) = cases(cast.rulebook, cast.roster, "charter", {})
    chain = cast.resolver({}).chain("charter", found.values)
    only_sue = frozenset(g for g in grants_of(chain.condition) if g.to == "sue")

    def signs(absent: dict[str, str], vacant: tuple[str, ...] = ()) -> bool:
        world = World(absent, frozenset(vacant), only_sue, {"scope": "signs"}, True)
        return evaluate(chain.condition, world)

    assert not signs({"kim": "away"}), "not being mandated does not open the next tier"
    assert not signs({"kim": "away", "lee": "ill"})
    assert signs({"kim": "away", "lee": "ill", "max": "away"})
    assert signs({"kim": "away"}, ("vice",)), "a vacant post opens the next tier"


def test_cover_for_an_absent_holder_does_not_fire_on_a_vacant_post() -> None:
    def only_chair(book: Any) -> None:
        book["signers"]["top"] = {"post": "chair"}

    cast = club(only_chair)
    assert not can(cast, "charter", {}, vacant=("chair",))
    assert not can(cast, "charter", {"kim": "away"}, vacant=("chair",))


def test_reviewer_and_signer_are_two_people() -> None:
    def lee_is_secretary(roster: Any) -> None:
        roster["people"]["lee"]["posts"] = ["vice", "secretary"]
        del roster["people"]["sue"]

    cast = club(None, lee_is_secretary)
    lee = {"in-charge": "lee"}
    assert not can(cast, "notice", {"kim": "away"}, scope="chairs", case=lee)
    assert can(cast, "notice", {"kim": "away", "lee": "away"}, case=lee) is False
    assert can(cast, "notice", {"kim": "away"}, scope="chairs", case={"in-charge": "max"})
