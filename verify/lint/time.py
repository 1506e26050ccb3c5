"""Time: steps to which no article sets a limit, and limits without a number."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.model.authority import Authority, Silence
from guiju.model.document import ByBody
from guiju.model.procedure import Cadence, Deadline
from guiju.model.reading import Guard
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground, wherever


def time_findings(ground: Ground) -> Iterator[Finding]:
    yield from unbounded_steps(ground)
    yield from unnumbered_deadlines(ground)


def unbounded_steps(ground: Ground) -> Iterator[Finding]:
    """``step-without-deadline``: a step of document chains to which no rule sets any limit.

    A decision of a body that meets at a cadence is bounded by it.
    """
    found: dict[str, dict[str, None]] = {}
    behind: dict[str, list[str]] = {}
    for rule in ground.book.rules.values():
        if not isinstance(rule, Authority | Silence) or not ground.possible(rule.when):
            continue
        for document in rule.documents:
            if not _limited(ground, document, rule):
                found.setdefault(rule.act, {})[document] = None
                behind.setdefault(rule.act, []).append(rule.id)
    for act in sorted(found, key=ground.book.chain_order.__getitem__):
        documents = [Ref("document", id) for id in found[act]]
        about = {"act": Ref("act", act), "documents": documents}
        yield finding("step-without-deadline", act, about, rules=behind[act], book=ground.book)


def _limited(ground: Ground, document: str, rule: Authority | Silence) -> bool:
    if isinstance(rule, Authority) and isinstance(rule.by, ByBody):
        return any(
            isinstance(n, Cadence) and rule.by.body in n.bodies for n in ground.book.procedure.values()
        )
    return any(
        isinstance(norm, Deadline)
        and bounds(ground, norm, rule.act)
        and wherever(rule.when, _on_case(ground, norm.when))
        for norm in ground.book.procedure_of(document)
    )


def bounds(ground: Ground, norm: Deadline, act: str) -> bool:
    """A deadline bounds its own act, and what must be done between its start and that act.

    A limit for some files only, or for what comes before an act, bounds nothing in general.
    """
    if norm.facts or not ground.possible(norm.when):
        return False
    return act == norm.act or (
        norm.start is not None and not norm.before and act in ground.book.between(norm.start, norm.act)
    )


def _on_case(ground: Ground, guard: Guard) -> Guard:
    return Guard(tuple(term for term in guard.terms if term[0] in ground.book.attributes), guard.bounds)


def unnumbered_deadlines(ground: Ground) -> Iterator[Finding]:
    """``deadline-without-number``: a limit that is a word (及时), not a number."""
    for norm in ground.book.procedure.values():
        if isinstance(norm, Deadline) and norm.word is not None and ground.possible(norm.when):
            documents = [Ref("document", id) for id in norm.documents]
            about = {"act": Ref("act", norm.act), "word": norm.word, "documents": documents}
            yield finding("deadline-without-number", norm.id, about, rules=[norm.id], book=ground.book)
