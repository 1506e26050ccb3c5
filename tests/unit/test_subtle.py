"""Distinctions that are easy to lose: vacancy, notice, cases, batches, and what known gaps hide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from guiju.model.actors import ExpansionTooLarge
from guiju.model.cases import cases
from guiju.model.claim import Admission
from guiju.model.condition import InForce, grants_of, leaves
from guiju.model.load.problem import InputError
from guiju.model.reading import profile
from guiju.model.world import World, evaluate
from guiju.scenarios.admission import premises_of
from guiju.scenarios.rosters import rosters
from guiju.source import Source
from guiju.verify import properties
from guiju.verify.claims import Claims
from guiju.verify.coverage import Coverage
from guiju.verify.question import Cast, Question
from test_cover import can, club

CITE = {"article": 9, "force": "hard"}
NAME = {"zh": "甲", "en": "a"}
LEE = {"in-charge": "lee"}


def sign(by: Any, **more: Any) -> dict[str, Any]:
    return {"effect": "authority", "act": "sign", "documents": ["charter"], "by": by, "cite": CITE, **more}


def presiding(**changes: Any) -> dict[str, Any]:
    return {
        "effect": "substitution", "relation": "presiding", "covers": [{"post": "chair"}],
        "by": {"tiers": [["vice"]]}, "trigger": ["away"], "acts": ["sign"], "activation": ["automatic"],
        "cite": CITE, **changes,
    }  # fmt: skip


def changed(rules: dict[str, Any], **parts: Any) -> Cast:
    def change(book: Any) -> None:
        book["rules"].update(rules)
        for key, value in parts.items():
            book[key.replace("_", "-")].update(value)

    return club(change)


def question(cast: Cast, **fields: Any) -> Question:
    return Question(cast, profile(cast.rulebook.switches, "strict"), **fields)


def test_a_substitute_must_be_in_post() -> None:
    cast = changed({"charter-sign": sign("chair"), "presiding": presiding(by={"tiers": [["secretary"]]})})
    assert can(cast, "charter", {"kim": "away"})
    assert not can(cast, "charter", {"kim": "away"}, vacant=("secretary",))


def test_nobody_is_in_charge_by_a_vacant_post() -> None:
    assert can(club(), "notice", {}, case=LEE)
    assert not can(club(), "notice", {}, case=LEE, vacant=("vice",))


def test_the_first_available_waits_for_people_not_for_posts() -> None:
    cast = changed({"charter-sign": sign({"first": [["chair"], ["secretary"]]})})
    assert can(cast, "charter", {"kim": "ill"})
    assert can(cast, "charter", {}, vacant=("chair",))
    assert not can(cast, "charter", {"sue": "ill"}, vacant=("chair",))


@pytest.mark.parametrize(("kind", "covered"), [("away", True), ("ill", False)])
def test_notice_can_be_given_before_a_planned_absence_only(kind: str, covered: bool) -> None:
    cast = changed(
        {"presiding": presiding(trigger=["any"], activation=["on-notice"]), "charter-sign": sign("chair")}
    )
    assert can(cast, "charter", {"kim": kind}) == covered
    assert not can(cast, "charter", {"kim": kind}, granted=False)


def test_cover_may_depend_on_the_case() -> None:
    rules = {"charter-sign": sign("chair"), "presiding": presiding(when={"weight": "light"})}
    cast = changed(rules)
    assert can(cast, "charter", {"kim": "away"}, case={"weight": "light"})
    assert not can(cast, "charter", {"kim": "away"}, case={"weight": "heavy"})
    kinds = {
        "ill": {
            "name": NAME,
            "onset": "sudden",
            "cite": CITE,
            "entails": [{"kind": "away", "when": {"weight": "heavy"}}],
        }
    }
    cast = changed({"charter-sign": sign("chair"), "presiding": presiding()}, absence_kinds=kinds)
    assert not can(cast, "charter", {"kim": "ill"}, case={"weight": "light"})
    assert can(cast, "charter", {"kim": "ill"}, case={"weight": "heavy"})


def test_abroad_is_away_through_everything_between() -> None:
    kinds = {"orbit": {"name": NAME, "onset": "planned", "cite": CITE, "entails": ["abroad"]}}
    cast = changed({"charter-sign": sign("chair"), "presiding": presiding()}, absence_kinds=kinds)
    assert can(cast, "charter", {"kim": "orbit"})


def test_a_step_guard_and_a_mandate_guard_are_kept() -> None:
    mandate = {
        "effect": "mandate", "from": {"post": "chair"}, "to": ["secretary"], "acts": ["sign"], "documents": ["charter"],
        "timing": ["standing"], "when": {"weight": "heavy"}, "cite": CITE,
    }  # fmt: skip
    cast = changed({"charter-sign": sign("chair"), "lets": mandate})
    assert not can(cast, "charter", {"kim": "ill"}, case={"weight": "light"})
    assert can(cast, "charter", {"kim": "ill"}, case={"weight": "heavy"})


def test_a_meeting_needs_all_its_acts_and_shows_their_articles() -> None:
    acts = {"convene": {"name": NAME}, "chair-it": {"name": NAME}, "decide": {"name": NAME}}
    body = {"effect": "authority", "bodies": ["council"]}
    rules = {
        "charter-sign": sign({"any": [{"body": "council"}]}),
        "calls": {**body, "act": "convene", "by": "chair", "cite": {"article": 21, "force": "hard"}},
        "leads": {**body, "act": "chair-it", "by": "secretary", "cite": {"article": 22, "force": "hard"}},
    }
    cast = changed(rules, acts=acts)
    results = Coverage(question(cast)).documents(["charter"], {})
    gaps = {gap.box.people: gap.articles for gap in results[0].gaps}
    assert set(gaps) == {("kim",), ("sue",)}
    assert all({"9", "21", "22"} <= set(articles) for articles in gaps.values())


def test_a_mandated_presider_rests_on_every_rule_of_his_way() -> None:
    mandate = {
        "effect": "mandate", "from": {"post": "chair"}, "to": [{"acting": "presiding"}], "acts": ["sign"],
        "documents": ["charter"], "timing": ["automatic"], "cite": CITE,
    }  # fmt: skip
    deputising = presiding(relation="deputising", covers=[{"acting": "presiding"}], acts=["preside-work"],
                           by={"tiers": [["secretary"]]}, trigger=["any"])  # fmt: skip
    cast = changed({
        "charter-sign": sign("chair"), "presiding": presiding(acts=["preside-work"]), "pp": deputising, "m": mandate,
    })  # fmt: skip
    chain = cast.resolver({"scope": "chairs"}).chain("charter", {"weight": "light"})
    assert {item.rule for item in leaves(chain.condition) if isinstance(item, InForce)} >= {
        "presiding",
        "pp",
        "m",
    }
    away = {"kim": "away", "lee": "ill", "max": "ill"}
    world = World(away, granted=grants_of(chain.condition), reading={"scope": "chairs"})
    assert evaluate(chain.condition, world)
    for rule in ("presiding", "pp", "m"):
        repealed = World(away, granted=world.granted, reading=world.reading, repealed=frozenset({rule}))
        assert not evaluate(chain.condition, repealed), rule


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_document_answers_alike_alone_and_in_company(xiangshan: Source, limit: int) -> None:
    cast = Cast(xiangshan.rulebook, xiangshan.roster)
    strict = profile(cast.rulebook.switches, "strict")
    reading = {**strict, "presiding-scope": "signs", "ab-scope": "portfolio-powers"}

    def boxes(*documents: str) -> list[Any]:
        asked = Question(cast, reading, "given", admission=Admission(limit))
        results = Coverage(asked).documents(documents, {}, explain=False)
        return [(r.case.values, [g.box for g in r.gaps]) for r in results if r.document == "letter"]

    assert boxes("letter") == boxes("letter", "meeting-papers", "special-minutes-legal")


def test_grants_are_never_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "MOST_GRANTS", 2)
    cast = club()
    with pytest.raises(ExpansionTooLarge):
        Claims(question(cast), date(2026, 1, 1)).results()


def _known(*absent: str) -> dict[str, Any]:
    return {"document": "notice", "case": {}, "absent": list(absent), "until": "2099-01-01", "reason": NAME}


@pytest.mark.parametrize(
    ("silent", "effort", "expected"),
    [(False, 10**7, "proved"), (True, 10**7, "unspecified"), (False, 1, "unknown")],
)
def test_known_gaps_hide_neither_silence_nor_doubt(silent: bool, effort: int, expected: str) -> None:
    def change(book: Any) -> None:
        book["acts"]["approve"] = {"name": NAME}
        book["known-gaps"] = {
            f"k{i}": _known(*who) for i, who in enumerate((["kim"], ["lee"], ["max"], ["lee", "max"]))
        }
        if silent:
            book["rules"]["sil"] = {
                "effect": "silence",
                "act": "approve",
                "documents": ["notice"],
                "cite": CITE,
            }

    asked = question(club(change), effort=effort)
    claims = Claims(asked, date(2026, 1, 1))
    results = Coverage(asked).documents(["notice"], {}, explain=False)
    assert {claims.remaining(result) for result in results} == {expected}


def test_a_known_gap_counts_in_its_case_only() -> None:
    def change(book: Any) -> None:
        book["known-gaps"] = {"k": {**_known("lee"), "case": {"in-charge": "lee"}}}

    claims = Claims(question(club(change)), date(2026, 1, 1))
    results = Coverage(claims.question).documents(["notice"], {}, explain=False)
    tolerated = {r.case.values["in-charge"]: [b.people for b in claims.tolerated(r)] for r in results}
    assert tolerated == {"lee": [("lee",)], "max": []}
    assert {claims.remaining(r) for r in results} == {"refuted"}, "other gaps are left"


def test_without_pairs_nobody_is_away_within_one() -> None:
    cast = club(None, lambda roster: roster.update(pairs=[]))
    premises = premises_of(Admission(within_pair=True), cast.rulebook, cast.roster)
    assert evaluate(premises, World())
    assert not evaluate(premises, World({"lee": "away"}))


def test_pairings_of_people_told_apart(xiangshan: Source) -> None:
    sizes: dict[int, set[Any]] = {}
    for roster in rosters(xiangshan.rulebook, xiangshan.roster, 1):
        sizes.setdefault(len(roster.people), set()).add(roster.pairs)
    counts = [len(pairs) for _, pairs in sorted(sizes.items())]
    assert counts == [2, 4, 7, 9], "the executive deputy and one other told apart, 0 to 3 alike"


@pytest.mark.parametrize(
    "rule",
    [
        {**presiding(), "given-by": {"acting": "mandate"}},
        {"effect": "mandate", "from": {"acting": "presiding"}, "to": ["secretary"], "acts": ["sign"],
         "documents": ["charter"], "timing": ["standing"], "cite": CITE},
    ],
)  # fmt: skip
def test_whoever_gives_a_mandate_holds_a_post_or_a_role(rule: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="one-key"):
        changed({"lets": rule})


def test_a_named_expression_may_not_ask_for_a_role_that_the_document_lacks() -> None:
    with pytest.raises(InputError, match="lacks-attribute"):
        changed({}, signers={"top": {"any": ["in-charge"]}})


def test_the_cases_of_a_set_of_people_leave_out_the_leader_in_charge(xiangshan: Source) -> None:
    found = cases(
        xiangshan.rulebook, xiangshan.roster, "letter-several-portfolios", {"in-charge": "deputy-3"}
    )
    assert found[0].values["also-touches"] == "deputy-2+deputy-4+executive-deputy"


def two_steps(review: Any, by: Any) -> Cast:
    """A charter that is reviewed and signed by two different people."""
    apart = {"effect": "incompatibility", "acts": ["review", "sign"], "documents": ["charter"], "cite": CITE}
    reviewed = (
        {"effect": "silence", "act": "review", "documents": ["charter"], "cite": CITE}
        if review is None
        else {**sign(review), "act": "review"}
    )
    return changed({"charter-review": reviewed, "charter-sign": sign(by), "charter-apart": apart})


FIRST = {"first": [["chair"], ["secretary"]]}


@pytest.mark.parametrize(
    ("review", "by", "absent", "possible"),
    [
        ("chair", FIRST, {}, False),
        ("chair", FIRST, {"kim": "ill"}, False),
        (FIRST, "chair", {}, False),
        (FIRST, "secretary", {}, True),
        (FIRST, "secretary", {"kim": "ill"}, False),
        ({"use": "top"}, {"use": "top"}, {}, True),
        ({"use": "top"}, {"use": "top"}, {"sue": "ill"}, False),
        ({"all": ["chair", "secretary"]}, {"each": "vice"}, {}, True),
        ({"all": ["chair", "secretary"]}, {"any": ["chair", "secretary"]}, {}, False),
        (None, "chair", {}, True),
        (None, "chair", {"kim": "ill"}, False),
    ],
)
def test_two_steps_by_different_people(review: Any, by: Any, absent: dict[str, str], possible: bool) -> None:
    assert can(two_steps(review, by), "charter", absent) == possible


def test_a_meeting_needs_only_the_acts_that_the_reading_asks_for() -> None:
    acts = {"convene": {"name": NAME}, "chair-it": {"name": NAME}}
    body = {"effect": "authority", "bodies": ["council"], "cite": CITE}
    cast = changed(
        {
            "charter-sign": sign({"body": "council"}),
            "calls": {**body, "act": "convene", "by": "chair"},
            "leads": {**body, "act": "chair-it", "by": "secretary", "when": {"scope": "signs"}},
        },
        acts=acts,
    )
    assert can(cast, "charter", {"sue": "ill"}, scope="chairs")
    assert not can(cast, "charter", {"sue": "ill"}, scope="signs")


def test_a_step_with_too_many_ways_is_refused() -> None:
    def change(book: Any) -> None:
        book["posts"]["vice"]["seats"] = {"from": 2, "to": 40}
        book["rules"]["notice-review"]["by"] = {"at-least": 6, "of": ["vice"] * 12}

    def crowd(roster: Any) -> None:
        for i in range(20):
            roster["people"][f"v{i}"] = {"name": NAME, "posts": ["vice"]}

    cast = club(change, crowd)
    with pytest.raises(ExpansionTooLarge):
        cast.resolver({}).chain("notice", LEE)
