"""Every rule of the bundled rulebook matters: dropping or changing it changes some gap.

A mutant is seen, or it is proved not to be live (``verify.lint.answers``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from guiju.model.authority import Authority, Mandate, Rule, Substitution
from guiju.model.document import Holder
from guiju.source import Source
from guiju.verify.lint.answers import Answers

NOT_LIVE = {
    # no document asks for these acts: a claim does, and the simulation will
    "presiding: act preside-work",
    "pair-covers-presiding: act preside-work",
    "pair-covers-portfolio: act handle",
    # abroad entails out of the district, so naming it beside that changes nothing
    "pair-covers-portfolio: trigger abroad",
    "pair-covers-convener: trigger abroad",
    "pair-inherits-mandate: trigger abroad",
    "pair-covers-presiding: trigger abroad",
    # the partner who takes over could preside himself whenever all mandates or none are granted;
    # signing alone is limited to a named post, and there the cover counts
    *(f"pair-covers-presiding: act {act}"
      for act in ("approve", "consent", "convene", "fix-agenda", "preside", "receive-notice")),
    # somebody can preside in either order, and nothing bars him from signing these minutes
    "presiding-for-convener: ordered",
}  # fmt: skip
"""Parts that never change who may act with this roster. Each is reported here with its reason."""


def mutants(rule: Rule) -> Iterator[tuple[str, Rule | None]]:
    """The rule dropped, then with each of its parts dropped or changed."""
    yield f"{rule.id}: dropped", None
    if isinstance(rule, Authority):
        other = Holder("office-deputy-head")
        yield f"{rule.id}: given to somebody else", replace(rule, by=other)
    if isinstance(rule, Substitution):
        for field, name in (
            ("acts", "act"),
            ("trigger", "trigger"),
            ("activation", "activation"),
            ("timing", "timing"),
        ):
            items = getattr(rule, field)
            for item in items if len(items) > 1 else ():
                rest = tuple(i for i in items if i is not item)
                yield f"{rule.id}: {name} {item.value}", replace(rule, **{field: rest})
        for field in ("ordered", "defers"):
            if getattr(rule, field) is not None:
                yield f"{rule.id}: {field}", replace(rule, **{field: None})
        for covered in rule.covers if len(rule.covers) > 1 else ():
            rest = tuple(c for c in rule.covers if c != covered)
            yield f"{rule.id}: covers {covered}", replace(rule, covers=rest)
    if isinstance(rule, Mandate):
        for field in ("to", "timing"):
            items = getattr(rule, field)
            for item in items if len(items) > 1 else ():
                rest = tuple(i for i in items if i is not item)
                yield f"{rule.id}: {field} {item.value}", replace(rule, **{field: rest})


@pytest.fixture(scope="module")
def answers(xiangshan: Source) -> Answers:
    return Answers(xiangshan.rulebook, xiangshan.roster)


def _ids() -> list[str]:
    from guiju.source import load

    return sorted(load("xiangshan-2021", None).rulebook.rules)


@pytest.mark.parametrize("id", _ids())
def test_every_part_of_a_rule_matters(id: str, answers: Answers) -> None:
    rule = answers.book.rules[id]
    dead = {name for name, mutant in mutants(rule) if not answers.differ(id, mutant)}
    assert dead == {name for name in NOT_LIVE if name.startswith(f"{id}: ")}
