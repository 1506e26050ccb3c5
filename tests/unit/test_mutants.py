"""Every rule of the bundled rulebook matters: dropping or changing it changes some gap.

Two conditions have the same gaps under every reading exactly when their diagrams over statuses
and open switches are the same node, so a mutant is seen or it is proved not to be live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pytest
from guiju.model.authority import Authority, Mandate, Rule, Silence, Substitution
from guiju.model.cases import cases
from guiju.model.condition import FALSE, TRUE, Away, Condition, Reads, leaf
from guiju.model.document import Holder
from guiju.model.rulebook import Rulebook
from guiju.source import Source
from guiju.verify.question import Cast, Question
from guiju.verify.space import Space, space_of

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

Answer = tuple[Condition, tuple[str, ...]]
"""The settled condition, and the steps for which the text names nobody."""


@dataclass(frozen=True)
class Answers:
    """The settled conditions of every document, case, mandate mode and reading of silence, and of every meeting."""

    source: Source

    def of(self, book: Rulebook, documents: frozenset[str]) -> Iterator[tuple[Any, Answer]]:
        cast = Cast(book, self.source.roster)
        for mandates in ("none", "given"):
            question = Question(cast, {}, mandates)
            for document in sorted(documents):
                every = dict.fromkeys(book.documents[document].attributes, "*")
                for case in cases(book, self.source.roster, document, every):
                    chain = question.resolver.chain(document, case.values)
                    silent = tuple(r.id for s in chain.steps for r in s.rules if isinstance(r, Silence))
                    for somebody in (True, False):
                        key = (mandates, document, tuple(case.values.items()), somebody)
                        yield key, (question.settle(chain.condition, somebody=somebody), silent)
            for body in sorted(book.bodies):
                able = question.resolver.actors.at_meeting(body, {})
                for act in sorted(book.acts):
                    yield (mandates, body, act, True), (question.settle(able.get(act, FALSE)), ())

    @cached_property
    def original(self) -> Mapping[Any, Answer]:
        return dict(self.of(self.source.rulebook, frozenset(self.source.rulebook.documents)))

    def differ(self, rule: Rule, mutant: Rule | None) -> bool:
        """Whether some answer changes when the rule becomes the mutant (None: is dropped)."""
        book = self.source.rulebook
        rules = {id: other for id, other in book.rules.items() if id != rule.id}
        if mutant is not None:
            rules[rule.id] = mutant
        documents = frozenset(getattr(rule, "documents", ())) or frozenset(book.documents)
        changed = dict(self.of(replace(book, rules=rules), documents))
        return any(not self._same(answer, self.original[key]) for key, answer in changed.items())

    @cached_property
    def space(self) -> Space:
        """One space for all answers, in which every kind of absence is told apart."""
        book = self.source.rulebook
        options = {id: tuple(sorted(switch.options)) for id, switch in book.switches.items()}
        apart = [leaf(Away(p, frozenset([k]))) for p in self.source.roster.people for k in book.kinds]
        kept = [leaf(Reads(id, option)) for id in options for option in options[id]]
        return space_of([*apart, *kept], TRUE, tuple(book.kinds), options)

    def _same(self, one: Answer, other: Answer) -> bool:
        if one[1] != other[1]:
            return False
        return one[0] is other[0] or self.space.compile(one[0]) == self.space.compile(other[0])


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
    return Answers(xiangshan)


def _ids() -> list[str]:
    from guiju.source import load

    return sorted(load("xiangshan-2021", None).rulebook.rules)


@pytest.mark.parametrize("id", _ids())
def test_every_part_of_a_rule_matters(id: str, answers: Answers) -> None:
    rule = answers.source.rulebook.rules[id]
    dead = {name for name, mutant in mutants(rule) if not answers.differ(rule, mutant)}
    assert dead == {name for name in NOT_LIVE if name.startswith(f"{id}: ")}
