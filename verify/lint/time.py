"""Time: steps to which no article sets a limit, and limits without a number."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.model.authority import Authority, Silence
from guiju.model.condition import FALSE, Condition, all_of, any_of, negate
from guiju.model.document import ByBody, parts_of
from guiju.model.procedure import Cadence, Deadline
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.lasting import reaches


def time_findings(ground: Ground) -> Iterator[Finding]:
    yield from unbounded_steps(ground)
    yield from unnumbered_deadlines(ground)


def unbounded_steps(ground: Ground) -> Iterator[Finding]:
    """``step-without-deadline``: a step of document chains to which no rule sets any limit.

    Decisions of bodies that meet at a cadence are bounded by it.
    """
    found: dict[str, dict[str, None]] = {}
    behind: dict[str, list[str]] = {}
    for rule in ground.book.rules.values():
        if not isinstance(rule, Authority | Silence):
            continue
        for document in rule.documents:
            unlimited = all_of([ground.guard(rule.when), negate(_limited(ground, document, rule))])
            if ground.ever(unlimited):
                found.setdefault(rule.act, {})[document] = None
                behind.setdefault(rule.act, []).append(rule.id)
    for act in sorted(found, key=ground.book.chain_order.__getitem__):
        documents = [Ref("document", id) for id in found[act]]
        about = {"act": Ref("act", act), "documents": documents}
        yield finding("step-without-deadline", act, about, rules=behind[act], book=ground.book)


def _limited(ground: Ground, document: str, rule: Authority | Silence) -> Condition:
    by_rule = (
        ground.guard(norm.when)
        for norm in ground.book.procedure_of(document)
        if isinstance(norm, Deadline)
        and _bounds(ground, norm, rule.act)
        and reaches(ground, norm.when, rule.when)
    )
    return any_of([*by_rule, _by_cadence(ground, rule)])


def _bounds(ground: Ground, norm: Deadline, act: str) -> bool:
    """A deadline bounds its own act, and what must be done between its start and that act.

    A limit for some files only, or for what comes before an act, bounds nothing in general.
    """
    between = norm.start is not None and not norm.before and act in ground.book.between(norm.start, norm.act)
    return not norm.facts and (act == norm.act or between)


def _by_cadence(ground: Ground, rule: Authority | Silence) -> Condition:
    """Nobody but bodies acts under the rule, and all of them meet at a cadence."""
    if not isinstance(rule, Authority):
        return FALSE
    named = [item for item, _ in ground.named(rule.by) if not parts_of(item)]
    if not all(isinstance(item, ByBody) for item in named):
        return FALSE
    return all_of(_cadence(ground, item.body) for item in named if isinstance(item, ByBody))


def _cadence(ground: Ground, body: str) -> Condition:
    norms = ground.book.procedure.values()
    return any_of(ground.guard(n.when) for n in norms if isinstance(n, Cadence) and body in n.bodies)


def unnumbered_deadlines(ground: Ground) -> Iterator[Finding]:
    """``deadline-without-number``: a limit that is a word (及时), not a number."""
    for norm in ground.book.procedure.values():
        if isinstance(norm, Deadline) and norm.word is not None and ground.possible(norm.when):
            documents = [Ref("document", id) for id in norm.documents]
            about = {"act": Ref("act", norm.act), "word": norm.word, "documents": documents}
            yield finding("deadline-without-number", norm.id, about, rules=[norm.id], book=ground.book)
