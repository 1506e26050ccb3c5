"""The tool against a literal interpreter: random rulebooks, one book per construct, and the bundled rulebook.

What the documentation leaves open is kept out of the books; `tests/naive.py` takes no side in it.
"""

from __future__ import annotations

import copy
import importlib.util
import itertools
import random
import sys
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from guiju.model.cases import cases
from guiju.model.condition import grants_of
from guiju.model.load.problem import InputError
from guiju.model.rulebook import Rulebook
from guiju.model.world import World, evaluate
from guiju.source import load
from guiju.verify.question import Cast
from hypothesis import given, settings
from hypothesis import strategies as st
from wide_books import CITE, KINDS, NAME, POSTS, cast_of, casts, close_casts, loaded

ROOT = Path(__file__).parent.parent
STATUSES = (None, "away", "ill")


def _naive() -> ModuleType:
    spec = importlib.util.spec_from_file_location("guiju_naive", ROOT / "naive.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["guiju_naive"] = module
    spec.loader.exec_module(module)
    return module


NAIVE = _naive()


class Chain:
    """One document of one case under one reading, asked both ways."""

    def __init__(
        self, cast: Cast, document: str, case: Mapping[str, str], reading: Mapping[str, str]
    ) -> None:
        self.cast, self.document, self.case, self.reading = cast, document, case, reading
        self.condition = cast.resolver(reading).chain(document, case).condition
        self.grants = grants_of(self.condition)

    def agree(self, absent: Mapping[str, str], vacant: Iterable[str], granted: str, somebody: bool) -> bool:
        """The common answer; an assertion fails where there is none."""
        grants = self.grants if granted == "all" else frozenset()
        world = World(absent, frozenset(vacant), grants, self.reading, somebody)
        found = evaluate(self.condition, world)
        book, roster = self.cast.rulebook, self.cast.roster
        naive = NAIVE.completable(
            book, roster, self.document, self.case, absent, vacant, granted, self.reading, somebody
        )
        assert found == naive, (
            f"tool {found}, naive {naive}", self.document, dict(self.case), absent, vacant, granted, somebody, self.reading,
        )  # fmt: skip
        return found


def some_reading(rng: random.Random, book: Rulebook) -> dict[str, str]:
    return {id: rng.choice(sorted(switch.options)) for id, switch in book.switches.items()}


# ---------------------------------------------------------------- random rulebooks


@given(st.one_of(casts(), close_casts()), st.integers(0, 2**20))
@settings(max_examples=150)
def test_random_rulebooks_mean_what_they_say(made: tuple[Cast, Any, Any], seed: int) -> None:
    cast, rng = made[0], random.Random(seed)
    for document in cast.rulebook.documents:
        listed = cases(cast.rulebook, cast.roster, document, {})
        for case in rng.sample(listed, min(2, len(listed))):
            chain = Chain(cast, document, case.values, some_reading(rng, cast.rulebook))
            for _ in range(24):
                statuses = {p: rng.choice((None, None, *KINDS)) for p in cast.roster.people}
                absent = {p: kind for p, kind in statuses.items() if kind}
                vacant = frozenset(rng.sample(POSTS, rng.choice((0, 0, 1, 1, 2))))
                chain.agree(absent, vacant, rng.choice(("none", "all")), rng.random() < 0.5)


# ---------------------------------------------------------------- one small book per construct, in all worlds

Rule = dict[str, Any]
FOUR = {"ann": ["p1"], "bob": ["p2"], "cyd": ["p3"], "dan": ["p4"]}
DOUBLE = {"ann": ["p1"], "bob": ["p2"], "cyd": ["p3", "p1"], "dan": ["p4", "p2"]}
TWINS = {"ann": ["p2"], "bob": ["p2"], "cyd": ["p3", "p4"], "dan": ["p1"]}


def by(who: Any, act: str = "sign", **more: Any) -> Rule:
    return {"effect": "authority", "act": act, "documents": ["d"], "by": who, **more}


def cover(who: list[Any], by: Any, *trigger: Any, **more: Any) -> Rule:
    return {
        "effect": "substitution", "relation": "x", "covers": who, "by": by, "trigger": list(trigger or ("any",)),
        "acts": ["sign"], "activation": ["automatic"], **{key.replace("_", "-"): value for key, value in more.items()},
    }  # fmt: skip


def mandate(giver: Any, *to: Any, **more: Any) -> Rule:
    return {
        "effect": "mandate", "from": giver, "to": list(to), "acts": ["sign"], "documents": ["d"],
        "timing": ["prior-act"], **{key.replace("_", "-"): value for key, value in more.items()},
    }  # fmt: skip


def bar(effect: str, **more: Any) -> Rule:
    return {"effect": effect, "documents": ["d"], **more}


def meet(body: str, who: Any, act: str = "meet", **more: Any) -> Rule:
    return {"effect": "authority", "act": act, "bodies": [body], "by": who, **more}


P1, LEAD = {"post": "p1"}, {"role": "lead"}
APART = bar("incompatibility", acts=["review", "sign"])
TIERS = {"tiers": [["p2"], ["p3"]], "ordered": {}}
MANDATED = {"activation": ["by-mandate"], "timing": ["prior-act"]}
R1 = {"r1": "yes"}
CIRCLE = [
    bar("incompatibility", acts=acts) for acts in (["review", "sign"], ["sign", "seal"], ["seal", "review"])
]
WIDE = {"ann": ["p1", "p2"], "bob": ["p2", "p3"], "cyd": ["p1", "p4"], "dan": ["p4"]}
CO = {"ann": ["p1"], "bob": ["p1"], "cyd": ["p3", "p2"], "dan": ["p4"]}

BOOKS: dict[str, tuple[list[Rule], dict[str, list[str]]]] = {
    "own right": ([by("p1")], DOUBLE),
    "each": ([by({"each": "p2"}), cover([{"post": "p2"}], {"tiers": [["p3"]]})], TWINS),
    "each person named": ([by({"each": "others"}), cover([{"role": "others"}], {"tiers": [["p3"]]})], TWINS),
    "first": ([by({"first": [["p1"], ["p2", "p3"]]}), cover([P1], {"tiers": [["p4"]]}, "away")], FOUR),
    "two of three": ([by({"at-least": 2, "of": ["p1", "p2", "p3"]})], DOUBLE),
    "two of three, different": ([by({"at-least": 2, "of": ["p1", "p2", "p3"], "different": "true"})], DOUBLE),
    "all, different": ([by({"all": ["p1", "p2", "p3"], "different": "true"})], DOUBLE),
    "different inside different": (
        [by({"all": [{"at-least": 2, "of": ["p1", "p2", "p3"]}, {"any": ["p4", "p1"]}], "different": "true"})], DOUBLE),
    "people": ([by({"people": 2, "of": {"any": ["p1", {"all": ["p2", "p4"]}, "p3"]}})], DOUBLE),
    "people beside another": ([by({"all": [{"people": 2, "of": {"any": ["p1", "p2"]}}, "p2"], "different": "true"})], DOUBLE),
    "people under an incompatibility": ([by("p1", "review"), by({"people": 2, "of": {"any": ["p1", "p2"]}}), APART], DOUBLE),
    "names": ([by({"any": [{"use": "outer"}, {"all": ["p1", "p4"], "when": R1}]}), cover([P1], {"tiers": [["p2"]]})], DOUBLE),
    "unit and body": (
        [by({"body": "council"}), by({"unit": "desk"}, "review"), {"effect": "authority", "act": "meet", "bodies": ["council"], "by": "p1"},
         cover([P1], {"tiers": [["p4"]]}, acts=["meet"]), cover([P1], {"tiers": [["p3"]]}, acts=["meet"], documents=["d"])], FOUR),
    "every act at a body": (
        [by({"body": "council"}), {"effect": "authority", "act": "meet", "bodies": ["council"], "by": "p1"},
         {"effect": "authority", "act": "review", "bodies": ["council"], "by": "p2", "when": R1}], FOUR),
    "silence": ([bar("silence", act="review", when=R1), by("p2", "review", when={"r2": "b"}), by("p1")], FOUR),
    "incompatibility": ([by("p1", "review"), by({"any": ["p1", "p2"]}), {**APART, "when": R1}], DOUBLE),
    "cover under an incompatibility": ([by("p2", "review"), by("p1"), cover([P1], TIERS), APART], FOUR),
    "recusal": ([by({"any": ["p1", "lead"]}), cover([P1], TIERS), bar("recusal", acts=["sign"], people=["lead"], when=R1)], FOUR),
    "recusal under an incompatibility": (
        [by({"any": ["p1", "p2"]}, "review"), by("p1"), APART, bar("recusal", acts=["review"], people=["lead"], when=R1)], FOUR),
    "two recusals": (
        [by({"any": ["p2", "p4"]}), bar("recusal", acts=["sign"], people=["lead"]), bar("recusal", acts=["sign"], people=["others"], when=R1)], FOUR),
    "recusal of several": ([by({"any": POSTS}), bar("recusal", acts=["sign"], people=["lead", "others"])], DOUBLE),
    "recusal of other acts": ([by("p2", "review"), by("p2"), bar("recusal", acts=["review"], people=["lead"], when=R1)], TWINS),
    "the recused grants": ([by("lead"), mandate(LEAD, "p3", "p4"), bar("recusal", acts=["sign"], people=["lead"])], FOUR),
    "the recused passes on": (
        [by("p1"), mandate(P1, "p2", sub_delegation={"to": ["p3"]}), bar("recusal", acts=["sign"], people=["lead"])], FOUR),
    "prerequisite": ([by("p1"), bar("prerequisite", act="sign", needs={"r2": ["a", "b"]}, when=R1)], FOUR),
    "prerequisite of a silence": ([by("p1"), bar("silence", act="review"), bar("prerequisite", act="review", needs=R1)], FOUR),
    "ordered tiers": ([by("p1"), cover([P1], {"tiers": [["p2"], ["p3"], ["p4"]], "ordered": {}})], FOUR),
    "sometimes ordered": ([by("p1"), cover([P1], {"tiers": [["p2"], ["p3"]], "ordered": R1}, "away", {"kind": "ill", "when": R1})], FOUR),
    "kinds": ([by("p1"), cover([P1], TIERS, "away")], FOUR),
    "always": ([by({"all": ["p1", "p4"], "different": "true"}), cover([P1], {"tiers": [["p4"]]}, "always")], FOUR),
    "vacant": ([by("p1"), cover([P1], TIERS, "vacant")], FOUR),
    "vacant by reading": ([by("p1"), cover([P1], TIERS, {"kind": "vacant", "when": R1})], FOUR),
    "vacant and away": ([by("p1"), cover([P1], TIERS, "vacant", "away")], FOUR),
    "no holder": ([by("p1"), cover([P1], {"tiers": [["p4"]]}, "vacant")], {"bob": ["p2"], "cyd": ["p3"], "dan": ["p4"]}),
    "any needs a holder": ([by("p1"), by("p2", when=R1), cover([P1], {"tiers": [["p4"]]}, "any", "always")], {"bob": ["p2"], "cyd": ["p3"], "dan": ["p4"]}),
    "vacant, given by another": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, "vacant", given_by={"post": "p4"}, **MANDATED)], FOUR),
    "vacant, on notice": ([by("p1"), cover([P1], {"tiers": [["p2"]]}, "vacant", "any", activation=["on-notice"])], FOUR),
    "acting at a vacant post, he grants": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, "vacant"), mandate(P1, "p3"), bar("recusal", acts=["sign"], people=["lead"])], FOUR),
    "partner": ([by("p1"), cover([P1], "partner", "away")], FOUR),
    "partners in a chain": ([by("p1"), cover([P1], "partner", chained=R1)], FOUR),
    "cover of cover": ([by("p1"), cover([P1], {"tiers": [["p2"]]}), cover([{"acting": "x"}], {"tiers": [["p4"]]}, "away", relation="y")], FOUR),
    "on notice": ([by("p1"), cover([P1], {"tiers": [["p3"]]}, activation=["on-notice"])], FOUR),
    "by mandate": ([by("p1"), cover([P1], TIERS, **MANDATED)], FOUR),
    "given by another": ([by("p1"), cover([P1], TIERS, given_by={"post": "p4"}, **MANDATED)], FOUR),
    "given by whoever stands in": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, given_by={"post": "p4"}, **MANDATED), cover([{"post": "p4"}], {"tiers": [["p3"]]}, relation="z")], FOUR),
    "only on some documents": ([by("p1"), cover([P1], {"tiers": [["p2"]]}, documents=["e"]), cover([P1], {"tiers": [["p3"]]}, documents=["d", "e"])], FOUR),
    "eligible substitute": ([by("p1"), cover([P1], TIERS, eligible=["q1", {"qualification": "q2", "when": R1}])], FOUR),
    "defers": ([by("p1"), cover([P1], {"tiers": [["p2", "p3"]]}, defers_to_mandates=R1), mandate(P1, "p2")], FOUR),
    "mandate": ([by("p1"), mandate(P1, "p2", "p3")], FOUR),
    "mandate, standing": ([by("p1"), mandate(P1, "p2", timing=["prior-act", {"mode": "standing", "when": R1}])], FOUR),
    "mandate, automatic": ([by("lead"), mandate(LEAD, "p3", timing=[{"mode": "automatic", "when": R1}])], FOUR),
    "nobody mandates himself": ([by({"all": ["p1", "p3"], "different": "true"}), mandate(P1, "p3")], DOUBLE),
    "eligible mandatee": ([by("p1"), mandate(P1, "p2", "p4", eligible=["q1", "q2"])], FOUR),
    "passed on": ([by("p1"), mandate(P1, "p2", sub_delegation={"to": ["p3", "p4"]})], FOUR),
    "passed on twice": ([by("p1"), mandate(P1, "p2", sub_delegation={"to": ["p3", "p4"], "levels": 2}, timing=["standing"])], FOUR),
    "passed on where eligible": ([by("p1"), mandate(P1, "p2", eligible=["q1"], sub_delegation={"to": ["p3", "p4"]})], FOUR),
    "passed on by reading": ([by("p1"), mandate(P1, "p2", sub_delegation={"to": [{"holder": "p3", "when": R1}]})], FOUR),
    "whoever stands in grants": ([by("p1"), cover([P1], {"tiers": [["p2"]]}), mandate(P1, "p4"), bar("recusal", acts=["sign"], people=["lead"])], FOUR),
    "a grant inherited": (
        [by("p1"), mandate(P1, "p2"), cover([{"acting": "mandate"}], {"tiers": [["p3"]]}, "away", relation="y")], FOUR),
    "whoever presides is mandated": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, "away", acts=["review"]), mandate(P1, {"holder": {"acting": "x"}, "when": R1})], FOUR),
    "a mandate with an end": ([by("p1"), mandate(P1, "p2", when={"due": {"up-to": "2026-12-31"}})], FOUR),
    "two signatures above a bound": (
        [by("p1", when={"amount": {"up-to": "5万 CNY"}}), by({"all": ["p1", "p2"]}, when={"amount": [{"over": "50000 CNY"}, {"from": "0 USD"}]})], FOUR),
    # who may act apart from whom: actors for all steps at once
    "three acts in a circle": (
        [by("p1", "review"), by({"any": ["p1", "p2"]}), by({"any": ["p2", "p4"]}, "seal"), *CIRCLE], WIDE),
    "three acts in a line": (
        [by({"any": ["p1", "p3"]}, "review"), by({"any": ["p1", "p2"]}), by("p2", "seal"), *CIRCLE[:2]], WIDE),
    "a third act by reading": (
        [by({"any": ["p1", "p2"]}, "review"), by({"any": ["p1", "p2"]}), by("p3", "seal", when=R1), *CIRCLE[:2],
         {**CIRCLE[2], "when": R1}], DOUBLE),
    "teams in a circle": (
        [by({"all": ["p1", "p2"]}, "review"), by({"people": 2, "of": {"any": ["p1", "p2", "p3"]}}), by("p4", "seal"), *CIRCLE], WIDE),
    "cover in a circle": (
        [by("p2", "review"), by("p1"), by("p4", "seal"), cover([P1], {"tiers": [["p2"], ["p3"]]}),
         cover([{"post": "p4"}], {"tiers": [["p3"]]}, acts=["seal"], relation="y"), *CIRCLE], FOUR),
    "recusal in a circle": (
        [by({"any": ["p1", "p2"]}, "review"), by({"any": ["p1", "p2"]}), by({"any": ["p3", "p4"]}, "seal"), *CIRCLE,
         bar("recusal", acts=["review", "seal"], people=["lead"], when=R1)], DOUBLE),
    "a silence in a circle": (
        [by({"any": ["p1", "p2"]}, "review"), by("p1"), bar("silence", act="seal"), by("p2", "seal", when=R1), *CIRCLE], DOUBLE),
    # candidates with several posts
    "a candidate in two tiers": ([by("p1"), cover([P1], TIERS)], {"ann": ["p1"], "bob": ["p2", "p3"], "cyd": ["p3"]}),
    "a candidate in all tiers": (
        [by("p1"), cover([P1], {"tiers": [["p2"], ["p3"], ["p4"]], "ordered": R1})],
        {"ann": ["p1"], "bob": ["p2", "p4"], "cyd": ["p3"], "dan": ["p3", "p4"]}),
    "two posts in one tier": (
        [by("p1"), cover([P1], {"tiers": [["p2", "p3"], ["p4"]], "ordered": {}})],
        {"ann": ["p1"], "bob": ["p2", "p3"], "cyd": ["p4", "p2"]}),
    "two tiers, by mandate": (
        [by("p1"), cover([P1], TIERS, eligible=["q1"], **MANDATED)], {"ann": ["p1"], "bob": ["p2", "p3"], "cyd": ["p3"]}),
    # co-holders
    "co-holders, by mandate": ([by("p1"), cover([P1], TIERS, **MANDATED)], CO),
    "co-holders, by standing mandate": (
        [by("p1"), cover([P1], {"tiers": [["p4"]]}, activation=["by-mandate"], timing=["standing", "prior-act"])], CO),
    "co-holders, by partner": ([by("p1"), cover([P1], "partner", **MANDATED)], CO),
    "co-holders, given by the other": (
        [by("p1"), cover([P1], {"tiers": [["p4"]]}, given_by=P1, **MANDATED)], CO),
    "co-holders, chained": ([by("p1"), cover([P1], "partner", chained=R1, **MANDATED)], CO),
    "co-holders in a role, by mandate": (
        [by({"each": "others"}), cover([{"role": "others"}], {"tiers": [["p3"]]}, **MANDATED)], TWINS),
    "vacant, by mandate": ([by("p1"), cover([P1], {"tiers": [["p2"]]}, "vacant", "any", **MANDATED)], CO),
    "vacant, given by whoever covers": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, "vacant", given_by={"post": "p4"}, **MANDATED),
         cover([{"post": "p4"}], {"tiers": [["p3"]]}, relation="y", **MANDATED)], CO),
    # each
    "each, nobody in post": ([by({"any": [{"each": "p3"}, "p4"]})], {"ann": ["p1"], "bob": ["p2"], "cyd": ["p4"]}),
    "each, cover of a vacancy": (
        [by({"each": "p2"}), cover([{"post": "p2"}], {"tiers": [["p3"]]}, "vacant")], TWINS),
    "each, cover of an empty post": (
        [by({"each": "p3"}), cover([{"post": "p3"}], {"tiers": [["p4"]]}, "vacant")], {"ann": ["p1"], "bob": ["p2"], "cyd": ["p4"]}),
    "each, mandates": ([by({"each": "p1"}), mandate(P1, "p3", "p4"), mandate(P1, "p2", timing=["standing"], when=R1)], CO),
    "each, mandates to one another": ([by({"each": "p1"}), mandate(P1, "p1")], CO),
    "each, different": (
        [by({"all": [{"each": "p1"}, "p4"], "different": "true"}), mandate(P1, "p4", "p2", when=R1)], CO),
    "each, mandates passed on": ([by({"each": "p1"}), mandate(P1, "p3", sub_delegation={"to": ["p4"]})], CO),
    "each, whoever covers mandates": (
        [by({"each": "p1"}), cover([P1], {"tiers": [["p3"]]}), mandate(P1, "p4"), APART, by("p3", "review")], CO),
    "each person named, mandates": ([by({"each": "others"}), mandate({"role": "others"}, "p3")], TWINS),
    # one hop
    "partner, then others": (
        [by("p1"), cover([P1], "partner"), cover([P1], {"tiers": [["p3"]]}, relation="y")], FOUR),
    "partner, then others, chained": (
        [by("p1"), cover([P1], "partner", chained=R1), cover([P1], {"tiers": [["p3"]]}, relation="y", chained={"r2": "c"})], FOUR),
    "partners of two relations": (
        [by("p1"), cover([P1], "partner", "away"), cover([P1, {"post": "p2"}], "partner", relation="y")], FOUR),
    "cover of a partner": (
        [by("p1"), cover([P1], "partner"), cover([{"acting": "x"}], {"tiers": [["p3"]]}, relation="y", chained=R1)], FOUR),
    "others, then partner": (
        [by("p1"), cover([P1], {"tiers": [["p4"]]}), cover([P1, {"acting": "x"}], "partner", relation="y")], FOUR),
    "mandated, then partner": (
        [by("p1"), mandate(P1, "p2"), cover([{"acting": "mandate"}, P1], "partner", relation="y", chained=R1)], FOUR),
    # leaving it to mandates
    "defers where the text says so": (
        [by("p1"), cover([P1], {"tiers": [["p2", "p3"]]}, defers_to_mandates={}), mandate(P1, {"holder": "p2", "when": R1}, "p4", when={"r2": "a"})], FOUR),
    "defers to guarded posts": (
        [by("p1"), cover([P1], {"tiers": [["p2", "p3"]]}, defers_to_mandates={}),
         mandate(P1, {"holder": "p2", "when": R1}, {"holder": "p3", "when": {"r2": "c"}})], FOUR),
    "defers to nobody named": (
        [by("p1"), cover([P1], {"tiers": [["p2", "p3"]]}, defers_to_mandates={}),
         cover([P1], {"tiers": [["p4"]]}, relation="z"), mandate(P1, {"holder": {"acting": "z"}})], FOUR),
    "defers to posts beside nobody": (
        [by("p1"), cover([P1], {"tiers": [["p2", "p3"]]}, defers_to_mandates={}),
         cover([P1], {"tiers": [["p4"]]}, relation="z", acts=["review"]), mandate(P1, {"holder": {"acting": "z"}}, {"holder": "p2", "when": R1})], FOUR),
    "defers though of two posts": (
        [by("p1"), cover([P1], {"tiers": [["p3"], ["p2"]]}, defers_to_mandates={}), mandate(P1, "p2")],
        {"ann": ["p1"], "bob": ["p2", "p3"], "cyd": ["p3", "p4"]}),
    "defers to one of two mandates": (
        [by("p1"), cover([P1], {"tiers": [["p2", "p3"]]}, defers_to_mandates=R1), mandate(P1, "p2"), mandate(P1, "p3", when={"r2": "c"})], FOUR),
    "defers at a covered cover": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}), cover([{"acting": "x"}], {"tiers": [["p3"]]}, relation="y", defers_to_mandates={}), mandate(P1, "p4")], FOUR),
    # whoever acts is mandated
    "acting for any act": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, acts=["meet", {"act": "review", "when": R1}]), mandate(P1, {"holder": {"acting": "x"}})], FOUR),
    "acting for guarded acts": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, acts=[{"act": "review", "when": R1}, {"act": "meet", "when": {"r2": "c"}}]),
         mandate(P1, {"holder": {"acting": "x"}})], FOUR),
    "acting on this document": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, acts=["review"], documents=["d"]), mandate(P1, {"holder": {"acting": "x"}})], FOUR),
    "acting on another document": (
        [by({"any": ["p1", {"all": ["p4"], "when": R1}]}), cover([P1], {"tiers": [["p2"]]}, acts=["review"], documents=["e"]),
         mandate(P1, {"holder": {"acting": "x"}})], FOUR),
    "acting for others": (
        [by({"any": ["p4", "p1"]}), cover([{"post": "p4"}], {"tiers": [["p2"]]}, acts=["review"]), mandate(P1, {"holder": {"acting": "x"}})], FOUR),
    "acting in two relations": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, "away", acts=["review"]), cover([P1], "partner", acts=["seal"]),
         cover([{"acting": "x"}], {"tiers": [["p4"]]}, relation="y", acts=["review"]), mandate(P1, {"holder": {"acting": "x"}})], FOUR),
    "acting by mandate": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}, acts=["review", "seal"], **MANDATED), mandate(P1, {"holder": {"acting": "x"}}, timing=["standing"])], CO),
    "acting for each": (
        [by({"each": "p1"}), cover([P1], {"tiers": [["p3"]]}, acts=["review"]), mandate(P1, {"holder": {"acting": "x"}})], CO),
    "acting at a vacant post": (
        [by("p1"), cover([P1], {"tiers": [["p3"]]}, "vacant", "any", acts=["review"]), mandate(P1, {"holder": {"acting": "x"}})], CO),
    # nobody grants what is automatic, nor its passing on
    "automatic, passed on": (
        [by("p1"), mandate(P1, "p2", timing=["automatic"], sub_delegation={"to": ["p3"]})], FOUR),
    "sometimes automatic, passed on": (
        [by("p1"), mandate(P1, "p2", timing=["prior-act", {"mode": "automatic", "when": R1}], sub_delegation={"to": ["p3", "p4"], "levels": 2})], FOUR),
    "automatic at a covered vacancy": (
        [by("p1"), by("p2", "review"), cover([P1], {"tiers": [["p2"]]}, "vacant"), mandate(P1, "p3", timing=["automatic"]), APART], FOUR),
    "cover of a mandatee, by his mandate": (
        [by("p1"), mandate(P1, "p2", timing=["standing"]), cover([{"acting": "mandate"}], {"tiers": [["p3"]]}, relation="y", **MANDATED)], FOUR),
    "cover of a substitute, by his mandate": (
        [by("p1"), cover([P1], {"tiers": [["p2"]]}), cover([{"acting": "x"}], {"tiers": [["p3"]]}, relation="y", **MANDATED)], FOUR),
    "partners in a chain, by mandate": ([by("p1"), cover([P1], "partner", chained={}, **MANDATED)], FOUR),
    # bodies that need bodies
    "a body within a body": (
        [by({"body": "board"}), meet("council", "p1"), meet("board", {"all": [{"body": "council"}, "p2"]}), meet("board", {"body": "council"}, "sign", when=R1),
         cover([P1], {"tiers": [["p3"]]}, acts=["meet"])], FOUR),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_every_construct_in_all_worlds(name: str) -> None:
    rules, posts = BOOKS[name]
    filler = [{"effect": "silence", "act": "sign", "documents": ["d", "e"], "when": {"r1": "no", "r2": "b"}}]
    filler += [meet(b, "p1") for b in ("council", "board") if not any([b] == r.get("bodies") for r in rules)]
    qualified = {"bob": ["q1"], "cyd": ["q1", "q2"]}
    pairs = [pair for pair in (["ann", "bob"], ["bob", "dan"]) if set(pair) <= set(posts)]
    cast, _, _ = cast_of([*copy.deepcopy(rules), *filler], posts, pairs, qualified, "all")
    answers = set()
    for case in _different_cases(cast):
        for r1, r2 in (("no", "a"), ("no", "c"), ("yes", "a"), ("yes", "c")):
            chain = Chain(cast, "d", case, {"r1": r1, "r2": r2})
            for statuses in itertools.product(STATUSES, repeat=len(posts)):
                absent = {p: kind for p, kind in zip(posts, statuses, strict=True) if kind}
                for vacant in ((), ("p1",), ("p2",), ("p3",)):
                    for granted in ("none", "all") if chain.grants else ("all",):
                        answers.add(chain.agree(absent, vacant, granted, bool(len(absent) % 2)))
    assert answers == {True, False}


QUORUMS = (1, 2, 3, 4, 9, "1/2", "2/3", "over 1/2", "over 1/3", "9/9")
SITTING = (
    [["p1"], FOUR],
    [["p1", "p2"], DOUBLE],
    [["p1", "p2", "p4"], WIDE],
    [["p1", "p3"], CO],
    [list(POSTS), TWINS],
)


@pytest.mark.parametrize("least", QUORUMS)
@pytest.mark.parametrize(("members", "posts"), SITTING)
def test_every_quorum_in_all_worlds(least: Any, members: list[str], posts: dict[str, list[str]]) -> None:
    """Every person counts once, however many of his posts sit in the body, and only while one of them is his."""
    body = {"members": members, "quorum": {"at-least": least, "cite": CITE}}
    rules = [
        by({"body": "council"}),
        bar("silence", act="sign", documents=["e"]),
        meet("council", {"any": list(POSTS)}),
        meet("board", "p1"),
    ]
    cast, _, _ = cast_of(rules, posts, [], {}, bodies={"council": body})
    chain = Chain(cast, "d", _different_cases(cast)[0], {"r1": "no", "r2": "a"})
    people = sorted(posts)
    for statuses in itertools.product((None, "away"), repeat=len(people)):
        absent = {p: kind for p, kind in zip(people, statuses, strict=True) if kind}
        for vacant in itertools.chain(
            [()], itertools.combinations(POSTS, 1), itertools.combinations(POSTS, 2)
        ):
            chain.agree(absent, vacant, "none", False)


@pytest.mark.parametrize(
    "needs",
    [
        {"council": {"body": "council"}, "board": "p1"},
        {
            "council": {"body": "board"},
            "board": {"any": ["p1", {"all": ["p2", {"body": "council"}], "when": R1}]},
        },
        {"council": {"use": "named"}, "board": "p1"},
    ],
)
def test_bodies_in_a_circle_are_refused(needs: dict[str, Any]) -> None:
    rules = [by("p1"), bar("silence", act="sign", documents=["e"]), *(meet(*item) for item in needs.items())]
    _, book, roster = cast_of([*rules[:2], meet("council", "p1"), meet("board", "p1")], FOUR, [], {})
    book["signers"]["named"] = {"any": ["p1", {"people": 1, "of": {"any": [{"body": "council"}]}}]}
    book["rules"] = {f"rule-{i}": {**rule, "cite": CITE} for i, rule in enumerate(rules)}
    with pytest.raises(InputError, match="council"):
        loaded(book, roster)


def _different_cases(cast: Cast) -> list[Mapping[str, str]]:
    """At most three cases: the first, the last and one between."""
    listed = [case.values for case in cases(cast.rulebook, cast.roster, "d", {})]
    return [listed[i] for i in sorted({0, len(listed) // 2, len(listed) - 1})]


def test_the_book_club_in_all_worlds() -> None:
    source = load(str(ROOT / "cases" / "good" / "club.yaml"), None)
    cast = Cast(source.rulebook, source.roster)
    people = sorted(cast.roster.people)
    for document, scope in itertools.product(cast.rulebook.documents, ("chairs", "signs")):
        for case in cases(cast.rulebook, cast.roster, document, {}):
            chain = Chain(cast, document, case.values, {"scope": scope})
            for statuses in itertools.product((None, *cast.rulebook.kinds), repeat=len(people)):
                absent = {p: kind for p, kind in zip(people, statuses, strict=True) if kind}
                for vacant in ((), ("chair",), ("vice",), ("secretary",)):
                    for granted, somebody in (("none", False), ("all", True)):
                        chain.agree(absent, vacant, granted, somebody)


# ---------------------------------------------------------------- measures

MEASURES: dict[str, tuple[Rule, list[str], list[str]]] = {
    "amount": (
        {"kind": "amount", "currencies": ["CNY", "USD"]},
        ["0 CNY", "50000 CNY", "5万 CNY", "50,000.01 CNY", "20万 CNY", "7000 USD", "50000 USD"],
        ["0.01 CNY", "49999.99 CNY", "50000.005 CNY", "50000.02 CNY", "100000 CNY", "1亿 CNY", "0 USD", "6999.99 USD"],
    ),
    "term": (
        {"kind": "term", "unit": "months"}, ["1 month", "3 years", "36 months", "37 months"],
        ["0 months", "2 months", "35.5 months", "36.5 months", "10 years"],
    ),
    "due": ({"kind": "date"}, ["2026-06-30", "2026-12-31", "2027-01-01", "2028-02-29"], ["2020-01-01", "2026-07-01", "2027-01-02", "2028-03-01", "2050-01-01"]),
    "count": ({"kind": "number"}, ["0", "3", "12", "12.5"], ["1", "2.9999", "3.0001", "12.25", "13", "1000"]),
}  # fmt: skip
"""How a measure is declared, the numbers that bounds name, and more numbers around them."""


def meets(value: str, wanted: Any) -> bool:
    """Whether a value meets what a guard asks of a measure, from the words alone."""
    if isinstance(wanted, list):
        return any(meets(value, one) for one in wanted)
    (number, unit), limits = NAIVE.number_of(value), {k: NAIVE.number_of(v) for k, v in wanted.items()}
    tests = {
        "over": lambda limit: number > limit,
        "from": lambda limit: number >= limit,
        "below": lambda limit: number < limit,
        "up-to": lambda limit: number <= limit,
    }
    return all(u == unit and tests[key](limit) for key, (limit, u) in limits.items())


@st.composite
def bounds(draw: st.DrawFn, numbers: list[str]) -> Any:
    """One pair of bounds that is not empty, or a list of several."""
    if draw(st.integers(0, 3)) == 0:
        return [draw(bounds(numbers)) for _ in range(2)] if len(numbers) > 2 else {"from": numbers[0]}
    low, high = (draw(st.sampled_from(numbers)) for _ in range(2))
    (least, unit), (most, other) = NAIVE.number_of(low), NAIVE.number_of(high)
    below, above = draw(
        st.sampled_from([("from", "up-to"), ("over", "below"), ("from", "below"), ("over", "up-to")])
    )
    if unit != other or least + 1 >= most:
        return draw(st.sampled_from([{below: low}, {above: high} if most > 0 else {"up-to": high}]))
    return {below: low, above: high}


@st.composite
def measured(draw: st.DrawFn) -> tuple[str, list[Any]]:
    kind = draw(st.sampled_from(sorted(MEASURES)))
    found = [draw(bounds(MEASURES[kind][1])) for _ in range(draw(st.integers(1, 3)))]
    return kind, [item for one in found for item in ([one] if not isinstance(one, list) else [_flat(one)])]


def _flat(items: list[Any]) -> list[Any]:
    return [inner for item in items for inner in (_flat(item) if isinstance(item, list) else [item])]


@given(measured())
@settings(max_examples=90)
def test_a_class_is_what_plain_arithmetic_says_of_each_number(made: tuple[str, list[Any]]) -> None:
    id, guards = made
    declared, named, more = MEASURES[id]
    rules = [by(post, when={id: wanted}) for post, wanted in zip(POSTS, guards, strict=False)]
    _, book, roster = cast_of(
        [*BOOKS["unit and body"][0], bar("silence", act="sign", documents=["d", "e"])], FOUR, [], {}
    )
    book["attributes"] = {id: {"name": NAME, **declared}}
    book["documents"] = {"d": {"name": NAME, "attributes": [id], "cite": CITE}}
    book["rules"] = {f"rule-{i}": {**rule, "cite": CITE} for i, rule in enumerate(rules)}
    for unused in ("readings", "units", "bodies", "signers", "qualifications"):
        del book[unused]
    book["absence-kinds"] = {"ill": {"name": NAME, "onset": "sudden", "cite": CITE}}
    cast = loaded(book, roster)
    classes = [case.values for case in cases(cast.rulebook, cast.roster, "d", {})]
    for value in [*named, *more, *(v for case in classes for v in NAIVE.inside(case[id]))]:
        (case,) = cases(cast.rulebook, cast.roster, "d", {id: value})
        for there, wanted in zip(FOUR, guards, strict=False):
            absent = {p: "ill" for p in FOUR if p != there}
            found = Chain(cast, "d", case.values, {}).agree(absent, (), "none", False)
            naive = NAIVE.completable(cast.rulebook, cast.roster, "d", {id: value}, absent, (), "none", {})
            assert found == naive == meets(value, wanted), (value, case.values, wanted)
    for case in classes:
        for value in NAIVE.inside(case[id]):
            (again,) = cases(cast.rulebook, cast.roster, "d", {id: value})
            assert again.values == case


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0 CNY", "small"), ("50000 CNY", "small"), ("50000.0001 CNY", "middle"), ("200000 CNY", "middle"),
        ("200000.0001 CNY", "large"), ("0 USD", "small"), ("6999.9999 USD", "small"), ("7000 USD", "large"),
    ],
)  # fmt: skip
def test_a_band_stands_for_its_bounds(value: str, band: str) -> None:
    rules = [
        by(post, when={"amount": name})
        for post, name in zip(POSTS, ("small", "middle", "large"), strict=False)
    ]
    meeting = {"effect": "authority", "act": "meet", "bodies": ["council"], "by": "p1"}
    cast, _, _ = cast_of([*rules, meeting, bar("silence", act="sign", documents=["e"])], FOUR, [], {})
    (case,) = cases(cast.rulebook, cast.roster, "d", {"amount": value, "lead": "bob", "due": "2026-01-01"})
    for there, name in zip(FOUR, ("small", "middle", "large"), strict=False):
        absent = {p: "ill" for p in FOUR if p != there}
        reading = {"r1": "no", "r2": "a"}
        assert Chain(cast, "d", case.values, reading).agree(absent, (), "none", False) == (name == band)
        plain = {**case.values, "amount": value}
        assert NAIVE.completable(cast.rulebook, cast.roster, "d", plain, absent, (), "none", reading) == (
            name == band
        )


def test_numbers_as_people_write_them() -> None:
    assert NAIVE.number_of("1,200.50 USD") == (Fraction(2401, 2), "USD")
    assert NAIVE.number_of("3 years") == NAIVE.number_of("36 months")
    assert NAIVE.number_of("50万 CNY") == (Fraction(500000), "CNY")


# ---------------------------------------------------------------- the bundled work rules


@pytest.mark.parametrize("name", ["xiangshan-2021", "xiangshan-2021-amended"])
def test_the_bundled_work_rules(name: str, covered: list[str]) -> None:
    source = load(name, None)
    book, cast = source.rulebook, Cast(source.rulebook, source.roster)
    rng = random.Random(f"naive {name}")
    compared = 0
    for document in sorted(book.documents):
        every = dict.fromkeys(book.documents[document].attributes, "*")
        listed = cases(book, cast.roster, document, every)
        for _ in range(6):
            reading = some_reading(rng, book)
            chain = Chain(cast, document, rng.choice(listed).values, reading)
            for _ in range(8):
                odds = rng.choice((0.15, 0.3, 0.6))
                away = {p for p in cast.roster.people if rng.random() < odds}
                absent = {p: rng.choice(sorted(book.kinds)) for p in sorted(away)}
                vacant = frozenset(rng.sample(sorted(book.posts), rng.choice((0, 0, 0, 1))))
                chain.agree(absent, vacant, rng.choice(("none", "all")), rng.random() < 0.5)
                compared += 1
    covered.append(f"literal interpreter: {compared:,} worlds of {name}")
