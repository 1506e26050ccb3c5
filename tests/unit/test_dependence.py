"""Which rules a step depends on: a rule without which an answer changes is never left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from guiju.model.authority import Authority, Silence
from guiju.model.cases import EVERY, cases
from guiju.model.rulebook import Rulebook
from guiju.request import Options, request_of
from guiju.source import Source, load
from guiju.verify.dependence import documents_by_rule, rules_by_step
from guiju.verify.question import Cast, Question

CASES = Path(__file__).parent.parent / "cases" / "good"


def _answers(question: Question, book: Rulebook) -> dict[str, tuple[object, ...]]:
    """Document -> the settled condition of each case, with all mandates given."""
    cast = Cast(book, question.roster)
    asked = replace(question, cast=cast, mandates="given", shapes={})
    found = {}
    for id, document in book.documents.items():
        every = dict.fromkeys(document.attributes, EVERY)
        listed = cases(book, question.roster, id, every)
        chains = (asked.resolver.chain(id, case.values) for case in listed)
        found[id] = tuple((tuple(s.act for s in c.steps), asked.settle(c.condition)) for c in chains)
    return found


@pytest.mark.parametrize("reading", ["default", "liberal", "strict"])
@pytest.mark.parametrize("name", ["office.yaml", "club.yaml", "xiangshan-2021"])
def test_a_rule_that_changes_an_answer_is_among_those_behind_it(name: str, reading: str) -> None:
    source = load(str(CASES / name) if name.endswith(".yaml") else name, None)
    question = request_of(source, Options(reading=(reading,))).question
    book = source.rulebook
    before = _answers(question, book)
    changed = 0
    for id, rule in book.rules.items():
        rules = MappingProxyType({other: r for other, r in book.rules.items() if other != id})
        after = _answers(question, replace(book, rules=rules))
        listed = documents_by_rule(question, frozenset([id]))
        for document in book.documents:
            if before[document] != after[document]:
                changed += 1
                assert document in listed, (id, document)
        if isinstance(rule, Authority | Silence) and rule.documents and id in listed:
            assert set(listed) >= set(rule.documents)
    assert changed > 5


def test_cover_counts_under_the_readings_that_let_it(xiangshan: Source) -> None:
    def behind(reading: str) -> set[str]:
        question = request_of(xiangshan, Options(reading=(reading,))).question
        return set(rules_by_step(question, "order")["sign"])

    assert "presiding" not in behind("default")
    assert "presiding" in behind("liberal")
    assert "presiding" in behind("every")
    assert "head-signs-orders" in behind("default")
