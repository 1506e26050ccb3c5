"""What changes nothing: acts that nothing asks for, facts and readings on which nothing turns."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.model.authority import Mandate, Recusal, Substitution
from guiju.model.guards import guards_of
from guiju.model.procedure import Cadence, Deadline, Report
from guiju.model.rulebook import Rulebook
from guiju.verify.lint.answers import Answers
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground


def idle_findings(ground: Ground) -> Iterator[Finding]:
    yield from idle_acts(ground)
    yield from idle_readings(ground)
    yield from idle_facts(ground)


MOST_RULES = 1000


def too_many(book: Rulebook) -> bool:
    """So many rules that comparing all answers without each would take hours."""
    return len(book.rules) > MOST_RULES


def idle_by_comparison(ground: Ground) -> Iterator[Finding]:
    """``idle-rule``: a rule without which every document and meeting has the same answer in every case,
    under every reading, with and without mandates: vacuous, redundant or shadowed by others.
    ``idle-reading``: a switch for which rules ask, and on which none of these answers turns.
    """
    if too_many(ground.book):
        return
    book, answers = ground.book, Answers(ground.book, ground.roster)
    for id in sorted(book.rules):
        if not answers.differ(id, None):
            yield finding("idle-rule", id, {"rule": Ref("id", id)}, rules=[id], book=book)
    by_procedure = {term for norm in book.procedure.values() for term in norm.when.asked}
    for id in sorted((_asked(book) & set(book.switches)) - by_procedure - answers.turning):
        yield finding("idle-reading", id, {"reading": Ref("reading", id)}, book.switches[id].bases)


def idle_acts(ground: Ground) -> Iterator[Finding]:
    """``idle-act``: an act that can be handed on, or is declared, and that nothing asks for."""
    book = ground.book
    asked = {rule.act for rule in book.authorities} | {rule.act for rule in book.silences}
    for norm in book.procedure.values():
        if not isinstance(norm, Cadence | Report):
            asked.add(norm.act)
        if isinstance(norm, Deadline) and norm.start is not None:
            asked.add(norm.start)
    asked |= {claim.act for claim in book.claims.values() if claim.act is not None}
    for id in sorted(set(book.acts) - asked, key=book.chain_order.__getitem__):
        rules = [rule.id for rule in book.rules.values() if id in _handed(rule)]
        about = {"act": Ref("act", id), "rules": [Ref("rule", rule) for rule in rules]}
        yield finding("idle-act", id, about, rules=rules, book=book)


def _handed(rule: object) -> tuple[str, ...]:
    if isinstance(rule, Substitution):
        return tuple(item.value for item in rule.acts)
    return rule.acts if isinstance(rule, Mandate | Recusal) else ()


def idle_readings(ground: Ground) -> Iterator[Finding]:
    """``idle-reading``: a switch for which no rule asks."""
    book = ground.book
    asked = _asked(book) | {term for norm in book.procedure.values() for term in norm.when.asked}
    for id, switch in sorted(book.switches.items()):
        if id not in asked:
            yield finding("idle-reading", id, {"reading": Ref("reading", id)}, switch.bases)


def _asked(book: Rulebook) -> set[str]:
    """The switches and attributes for which the rules on authority ask."""
    asked = {term for rule in book.rules.values() for g in guards_of(rule, book.signers) for term in g.asked}
    asked |= {t for a in book.attributes.values() for h in getattr(a, "holders", ()) for t in h.when.asked}
    return asked | {t for kind in book.kinds.values() for item in kind.entails for t in item.when.asked}


def idle_facts(ground: Ground) -> Iterator[Finding]:
    """``idle-fact``: a fact of the file for which no rule of procedure asks."""
    asked: set[str] = set()
    for norm in ground.book.procedure.values():
        asked |= {f for key in ("facts", "needs", "unless") for f in getattr(norm, key, ())}
    for id, fact in sorted(ground.book.facts.items()):
        if id not in asked:
            yield finding("idle-fact", id, {"fact": Ref("fact", id)}, fact.bases)
