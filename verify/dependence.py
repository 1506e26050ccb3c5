"""Which rules the steps of a document depend on, and the other way round."""

from __future__ import annotations

from guiju.model.authority import BARS, Rule
from guiju.model.cases import EVERY, cases
from guiju.model.condition import InForce, leaves
from guiju.model.procedure import Norm
from guiju.verify.question import Question

Acts = dict[str, tuple[str, ...]]


def rules_by_step(question: Question, document: str) -> Acts:
    """Act -> every rule that can help to do it under the reading, in whatever case; acts in their order."""
    book = question.rulebook
    every = dict.fromkeys(book.documents[document].attributes, EVERY)
    found: dict[str, dict[str, None]] = {}
    for case in cases(book, question.roster, document, every):
        for step in question.resolver.chain(document, case.values).steps:
            rules = found.setdefault(step.act, dict.fromkeys(rule.id for rule in step.rules))
            in_force = (leaf.rule for leaf in leaves(step.condition) if isinstance(leaf, InForce))
            rules.update((id, None) for id in in_force if not isinstance(book.rules[id], BARS))
    order = book.chain_order
    return {act: tuple(sorted(found[act])) for act in sorted(found, key=order.__getitem__)}


def bars_on(question: Question, document: str) -> tuple[str, ...]:
    """The rules that keep people from acts on a document, or make an act void."""
    return tuple(rule.id for rule in question.rulebook.naming(document) if isinstance(rule, BARS))


def documents_by_rule(question: Question, rules: frozenset[str]) -> Acts:
    """Document -> the acts for which it depends on one of the rules or norms; others are left out."""
    book = question.rulebook
    order = book.chain_order
    found: Acts = {}
    for document in book.documents:
        acts = {act for act, behind in rules_by_step(question, document).items() if rules & set(behind)}
        bars = (book.rules[id] for id in bars_on(question, document))
        citing = (item for item in (*bars, *book.procedure_of(document)) if item.id in rules)
        acts |= {act for item in citing for act in _acts(item)}
        if acts:
            found[document] = tuple(sorted(acts, key=order.__getitem__))
    return found


def _acts(item: Rule | Norm) -> tuple[str, ...]:
    """The acts that a bar or a norm is about."""
    return getattr(item, "acts", ()) or tuple(filter(None, [getattr(item, "act", "")]))
