"""Runs of the bundled rulebooks against the proof side, under many readings, mandates and absences."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any

import pytest
from guiju.model.authority import Mandate, Substitution
from guiju.model.citation import NOWHERE
from guiju.model.procedure import Period
from guiju.model.reading import profile
from guiju.model.rulebook import Rulebook
from guiju.scenarios.law import Exponential, Fixed, Length, Uniform
from guiju.scenarios.scenario import EVEN, DailyAbsence, Policy, RandomAbsence, Scenario, Vacancy, Workload
from guiju.source import load
from made_scenario import fixed, meeting, scenario, taking, workload
from sim_invariants import check, watched
from sim_proof import Proof, check_against_proof

FIRST, LAST = date(2022, 4, 20), date(2022, 6, 30)
ACTS = {
    "draft": fixed(30),
    "consult": fixed(5),
    "reply": taking(Uniform(5, 40), "hours", replies=2),
    "review": taking(Uniform(20, 600)),
    "sign": taking(Exponential(120)),
    "issue": taking(Uniform(0.5, 3), "working-days"),
    "sign-minutes": fixed(0, minutes=True),
}
XIANGSHAN: tuple[Workload, ...] = (
    workload("request-to-city", 60, case={"in-charge": EVEN, "decided-by": "none"}),
    workload("letter", 80, case={"in-charge": EVEN, "decided-by": "none"}),
    workload("letter-several-portfolios", 40, case={"in-charge": EVEN, "decided-by": "none"}),
    workload("normative-document", 40, case={"in-charge": EVEN, "decided-by": "executive-meeting"},
             facts={"seven-day-class": 0.5}, also=("draft", "consult", "reply", "issue")),
    workload("important-downward-document", 60, case={"in-charge": EVEN, "decided-by": [("none", 0.5), ("plenary", 0.5)]},
             also=("issue",)),
    workload("office-document-for-government", 60, case={"in-charge": EVEN}),
    workload("special-minutes-legal", 40, case={"convener": EVEN}),
    workload("incoming-request", 60, case={"in-charge": EVEN, "importance": [("ordinary", 0.5), ("major", 0.5)]}),
    workload("annual-meeting-plan", 20),
)  # fmt: skip


def of(name: str, rng: random.Random) -> tuple[Workload, ...]:
    """A dozen documents of another rulebook, every case alike."""
    book = load(name, None).rulebook
    chosen = rng.sample(sorted(book.documents), min(12, len(book.documents)))
    return tuple(
        workload(id, 50, case=dict.fromkeys(book.documents[id].attributes, EVEN)) for id in sorted(chosen)
    )


def granting(book: Rulebook) -> list[str]:
    """Every rule that needs somebody's mandate or notice."""
    return sorted(rule.id for rule in book.rules.values() if isinstance(rule, Mandate | Substitution))


def scenario_of(name: str, work: tuple[Workload, ...], rng: random.Random, **more: Any) -> Scenario:
    source = load(name, None)
    people, kinds = sorted(source.roster.people), sorted(source.rulebook.kinds)
    absences = [
        *(DailyAbsence((p,), rng.choice(kinds), 0.2, NOWHERE) for p in people),
        RandomAbsence(tuple(people), kinds[0], 8, Length(Fixed(3), "working-days"), NOWHERE),
    ]
    meetings = [
        meeting(body, FIRST, every=Period(5, "days"), capacity=6, cut_off=1) for body in sorted(source.rulebook.bodies)
    ]  # fmt: skip
    return scenario(
        source, FIRST, LAST, *work, acts=ACTS, any_act=taking(Uniform(5, 200)), meetings=meetings,
        absences=absences, **more,
    )  # fmt: skip


def compared(made_of: Scenario, granted: bool | None, seed: int = 3) -> Counter[str]:
    found = watched(made_of, seed)
    check(found)
    return check_against_proof(Proof(found, granted))


def random_reading(book: Rulebook, rng: random.Random) -> dict[str, str]:
    return {id: rng.choice(sorted(switch.options)) for id, switch in sorted(book.switches.items())}


@pytest.mark.parametrize("granted", [True, False, None], ids=["all", "none", "some"])
@pytest.mark.parametrize("reading", ["strict", "default", "liberal", "random-1", "random-2"])
def test_the_work_rules(reading: str, granted: bool | None) -> None:
    """Under the strict reading, reviewer and signer must differ."""
    rng = random.Random(f"{reading}/{granted}")
    book = load("xiangshan-2021", None).rulebook
    fixes = random_reading(book, rng) if "random" in reading else profile(book.switches, reading)
    giving = granting(book)
    given = giving if granted else [] if granted is False else [r for r in giving if rng.random() < 0.5]
    policy = Policy(rng.choice(("when-away", "when-busy")), rng.choice(("somebody", "nobody")))
    found = compared(scenario_of("xiangshan-2021", XIANGSHAN, rng, reading=fixes, mandates=given, policy=policy),
                     granted)  # fmt: skip
    assert found["acts"] > 80
    assert found["with somebody"] > 300
    assert found["with nobody"] > (1 if reading == "liberal" else 30)
    if granted:
        assert found["by substitutes"] > 3
        assert found["held"] > 10


@pytest.mark.parametrize(
    ("name", "granted"),
    [("company-doa", True), ("company-doa", False), ("succession", True), ("succession", None),
     ("xiangshan-2021-amended", True), ("xiangshan-2021-amended", False)],
)  # fmt: skip
def test_other_rulebooks(name: str, granted: bool | None) -> None:
    rng = random.Random(f"{name}/{granted}")
    book = load(name, None).rulebook
    giving = granting(book)
    given = giving if granted else [] if granted is False else giving[::2]
    vacant = [Vacancy("president", date(2022, 5, 10), date(2022, 5, 30))] if name == "succession" else []
    work = of(name, rng) if "xiangshan" not in name else XIANGSHAN[:6]
    found = compared(scenario_of(name, work, rng, mandates=given, vacancies=vacant), granted)
    assert found["acts"] > 60
    assert found["with nobody"] > 2 or "amended" in name, "the amended rules hardly ever leave nobody"
