"""Mandates without form, end, register or a word on passing them on; no recusal; no urgent route."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guiju.model.authority import Mandate, Substitution
from guiju.model.condition import all_of, any_of
from guiju.model.document import ChoiceAttribute
from guiju.model.guards import guards_of
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground


def mandate_findings(ground: Ground) -> Iterator[Finding]:
    yield from unregulated_mandates(ground)
    yield from no_recusal(ground)
    yield from no_urgent_route(ground)


def unregulated_mandates(ground: Ground) -> Iterator[Finding]:
    """``mandate-without-form``, ``-end`` and ``-register``, ``sub-delegation-unsaid``."""
    lacking: tuple[tuple[str, Callable[[Mandate | Substitution], bool]], ...] = (
        ("mandate-without-form", lambda rule: rule.terms.form is None),
        ("mandate-without-end", lambda rule: rule.terms.ends is None),
        ("mandate-without-register", lambda rule: rule.terms.register is None),
        ("sub-delegation-unsaid", lambda r: isinstance(r, Mandate) and not (r.onward or r.personal)),
    )
    granted = list(_granted(ground))
    for code, lacks in lacking:
        rules = [rule.id for rule in granted if lacks(rule)]
        if rules:
            about = {"rules": [Ref("rule", id) for id in rules]}
            yield finding(code, "", about, rules=rules, book=ground.book)


def _granted(ground: Ground) -> Iterator[Mandate | Substitution]:
    """Mandates, and the cover that begins with one."""
    for rule in ground.book.rules.values():
        by_mandate = isinstance(rule, Substitution) and any(
            item.value == "by-mandate" and ground.possible(item.when) for item in rule.activation
        )
        if (isinstance(rule, Mandate) or by_mandate) and ground.possible(rule.when):
            yield rule  # type: ignore[misc]


def no_recusal(ground: Ground) -> Iterator[Finding]:
    """``no-recusal``: no rule keeps anybody from deciding in his own matter."""
    decided = any(rule.documents for rule in ground.book.authorities)
    if decided and not ground.always(any_of(ground.guard(rule.when) for rule in ground.book.recusals)):
        yield finding("no-recusal", "", {})


def no_urgent_route(ground: Ground) -> Iterator[Finding]:
    """``no-urgent-route``: neither a rule nor the place of a document type asks whether a case is urgent."""
    choices = (item for item in ground.book.attributes.values() if isinstance(item, ChoiceAttribute))
    marks = {item.id for item in choices if item.urgency}
    guards = [
        all_of([ground.guard(rule.when), ground.guard(guard)])
        for rule in ground.book.rules.values()
        for guard in guards_of(rule, ground.book.signers)
        if marks & set(guard.asked)
    ]
    norms = [ground.guard(n.when) for n in ground.book.procedure.values() if marks & set(n.when.asked)]
    stands = any(marks & set(w.asked) for document in ground.book.documents.values() for w in document.where)
    if not stands and not ground.always(any_of([*guards, *norms])):
        yield finding("no-urgent-route", "", {})
