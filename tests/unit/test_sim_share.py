"""The share of time without anybody authorised, against the exact probability over everybody who matters."""

from __future__ import annotations

from datetime import date
from itertools import product
from math import prod, sqrt

import pytest
from guiju.model.authority import Mandate, Substitution
from guiju.model.citation import NOWHERE
from guiju.model.condition import grants_of, people_of
from guiju.model.reading import Reading, profile
from guiju.model.world import World, evaluate
from guiju.scenarios.scenario import DailyAbsence
from guiju.simulate.measures import measures
from guiju.simulate.observation import Key
from guiju.simulate.run import prepare, run
from guiju.source import Source
from guiju.verify.question import Cast
from made_scenario import ROUND_THE_CLOCK, meeting, scenario, workload

SHARES = {"mayor": 0.3, "executive-deputy": 0.25, "deputy-2": 0.15, "deputy-3": 0.35, "office-director": 0.2}
OTHERS = 0.1


def probability(
    source: Source, document: str, case: dict[str, str], reading: Reading, given: set[str], kind: str
) -> float:
    """The chance that on one day nobody can complete the document, over every set of absent people."""
    chain = Cast(source.rulebook, source.roster).resolver(reading).chain(document, case)
    cone = sorted(people_of(chain.condition))
    granted = frozenset(g for g in grants_of(chain.condition) if g.rule in given)
    found = 0.0
    for choice in product((False, True), repeat=len(cone)):
        away = {p: kind for p, gone in zip(cone, choice, strict=True) if gone}
        if not evaluate(chain.condition, World(away, frozenset(), granted, reading, True)):
            shares = (SHARES.get(p, OTHERS) for p in cone)
            found += prod(s if gone else 1 - s for s, gone in zip(shares, choice, strict=True))
    return found


@pytest.mark.parametrize(
    ("document", "case", "name", "mandates", "kind"),
    [
        ("order", {"decided-by": "none"}, "default", False, "ill"),
        ("request-to-city", {"decided-by": "none", "in-charge": "deputy-3"}, "default", True, "out-of-district"),
        ("request-to-city", {"decided-by": "none", "in-charge": "deputy-2"}, "strict", True, "ill"),
        ("letter", {"decided-by": "none", "in-charge": "deputy-2"}, "strict", True, "leave"),
        ("normative-document", {"decided-by": "executive-meeting", "in-charge": "deputy-3"}, "default", True, "ill"),
        ("office-document-for-government", {"in-charge": "deputy-3"}, "default", False, "out-of-district"),
    ],
)  # fmt: skip
def test_it_agrees(
    xiangshan: Source, document: str, case: dict[str, str], name: str, mandates: bool, kind: str
) -> None:
    """Days are independent: within 3.5 standard deviations of a binomial over 2,191 days."""
    book, first, last = xiangshan.rulebook, date(2021, 1, 1), date(2026, 12, 31)
    reading = profile(book.switches, name)
    given = [r.id for r in book.rules.values() if isinstance(r, Mandate | Substitution)] if mandates else []
    absences = [
        DailyAbsence((p,), kind, SHARES.get(p, OTHERS), NOWHERE) for p in sorted(xiangshan.roster.people)
    ]
    load = workload(document, backlog=1, case=case)
    meets = "executive-meeting" in case.values()
    made_of = scenario(
        xiangshan, first, last, load, reading=reading, mandates=given, absences=absences, hours=ROUND_THE_CLOCK,
        meetings=[meeting("executive-meeting", date(2021, 1, 4))] if meets else [],
    )  # fmt: skip
    prepared = prepare(made_of)
    observed = measures(prepared, run(prepared, 5, 0))[Key("no-actor", document)].value
    exact = probability(xiangshan, document, case, reading, set(given), kind)
    days = (last - first).days + 1
    assert observed is not None
    assert 0.002 < exact < 0.98, "a document that is never or always blocked shows nothing"
    assert abs(observed - exact) < 3.5 * sqrt(exact * (1 - exact) / days), (observed, exact)
