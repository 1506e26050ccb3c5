"""Every document against the oracle, which reads the articles without the resolver."""

from __future__ import annotations

import importlib.util
import itertools
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from guiju.model.cases import cases
from guiju.model.condition import grants_of
from guiju.model.rulebook import Rulebook
from guiju.model.world import World, evaluate
from guiju.verify.question import Cast

SEVEN = (
    "mayor", "executive-deputy", "deputy-2", "deputy-3", "deputy-4", "office-director", "justice-director",
)  # fmt: skip
KINDS = (None, "out-of-district", "study", "ill")
"""Present; a kind of article 9; a kind of article 10 only; a kind of neither."""
EXHAUSTIVE = 200_000
SAMPLED_READINGS, SAMPLED_PATTERNS = 400, 50


def _oracle() -> ModuleType:
    path = Path(__file__).parent.parent / "oracle.py"
    spec = importlib.util.spec_from_file_location("guiju_oracle", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["guiju_oracle"] = module
    spec.loader.exec_module(module)
    return module


ORACLE = _oracle()
PATTERNS = [
    {person: kind for person, kind in zip(SEVEN, kinds, strict=True) if kind}
    for kinds in itertools.product(KINDS, repeat=len(SEVEN))
]


def _readings(book: Rulebook, document: str) -> list[dict[str, str]]:
    """All combinations of the switches that the oracle says a document depends on."""
    switches = ORACLE.DEPENDS[document]
    strict = {id: switch.profile["strict"] for id, switch in book.switches.items()}
    options = [sorted(book.switches[id].options) for id in switches]
    return [{**strict, **dict(zip(switches, chosen, strict=True))} for chosen in itertools.product(*options)]


def _worlds(
    book: Rulebook, cast: Cast, document: str
) -> tuple[int, Iterator[tuple[dict[str, str], Mapping[str, str], list[dict[str, str]]]]]:
    """How many worlds there are, and groups of them: reading, case, absence patterns."""
    readings = _readings(book, document)
    every = dict.fromkeys(book.documents[document].attributes, "*")
    listed = [case.values for case in cases(book, cast.roster, document, every)]
    total = len(readings) * len(listed) * len(PATTERNS) * 2
    if total <= EXHAUSTIVE:
        return total, ((r, c, PATTERNS) for r in readings for c in listed)
    rng = random.Random(f"oracle {document}")
    picked = (
        (
            {**rng.choice(readings), "leader-in-charge": rng.choice(["deputies-only", "any-leader"])},
            rng.choice(listed),
            rng.choices(PATTERNS, k=SAMPLED_PATTERNS),
        )
        for _ in range(SAMPLED_READINGS)
    )
    return total, picked


@pytest.mark.parametrize("document", sorted(ORACLE.DEPENDS))
def test_resolver_agrees_with_the_articles_read_naively(
    document: str, book: Rulebook, cast: Cast, covered: list[str]
) -> None:
    total, groups = _worlds(book, cast, document)
    compared = 0
    for reading, case, patterns in groups:
        condition = cast.resolver(reading).chain(document, case).condition
        grants = grants_of(condition)
        for absent in patterns:
            for granted, somebody in ((True, True), (False, False)):
                situation = ORACLE.Situation(absent, reading, granted, somebody)
                world = World(absent, frozenset(), grants if granted else frozenset(), reading, somebody)
                assert evaluate(condition, world) == ORACLE.completable(document, case, situation), (
                    document, case, absent, granted, somebody, reading,
                )  # fmt: skip
                compared += 1
    kind = "all" if total <= EXHAUSTIVE else "seeded sample of"
    covered.append(f"{document}: {kind} {compared:,} of {total:,} worlds")


def test_the_oracle_knows_every_document(book: Rulebook) -> None:
    assert sorted(ORACLE.DEPENDS) == sorted(book.documents)
