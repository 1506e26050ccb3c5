"""Norms that pull in two directions: two forces for one demand, an act both owed and forbidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from guiju.model.citation import Citation, Force
from guiju.model.procedure import Deadline, Duty, Prohibition, Requirement
from guiju.model.reading import Guard
from guiju.verify.findings import compatible
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground


def conflict_findings(ground: Ground) -> Iterator[Finding]:
    yield from conflicting_force(ground)
    yield from required_and_forbidden(ground)


def conflicting_force(ground: Ground) -> Iterator[Finding]:
    """``conflicting-force``: two rules ask a file for the same fact, one strictly and one loosely."""
    needs = [norm for norm in ground.book.procedure.values() if isinstance(norm, Requirement)]
    for one, other in combinations(needs, 2):
        shared = [fact for fact in one.needs if fact in other.needs]
        documents = [id for id in one.documents if id in other.documents]
        forces = {_force(one), _force(other)}
        together = one.act == other.act and _together(ground, one.when, other.when)
        if shared and documents and together and Force.HARD in forces and len(forces - {None}) == 2:
            about = {
                "facts": [Ref("fact", fact) for fact in shared],
                "documents": [Ref("document", id) for id in documents],
                "strict": Ref("rule", one.id if _force(one) is Force.HARD else other.id),
                "loose": Ref("rule", other.id if _force(one) is Force.HARD else one.id),
            }
            subject = f"{one.id}-{other.id}"
            yield finding("conflicting-force", subject, about, rules=[one.id, other.id], book=ground.book)


def _force(norm: Requirement) -> Force | None:
    return norm.basis.force if isinstance(norm.basis, Citation) else None


def required_and_forbidden(ground: Ground) -> Iterator[Finding]:
    """``required-and-forbidden``: what makes an act owed, or nothing at all, makes it forbidden too.

    A file that shows a further defect is no conflict: nobody owes an act on a file that is not in order.
    """
    norms = ground.book.procedure.values()
    owed = [norm for norm in norms if isinstance(norm, Duty | Deadline)]
    forbidden = [norm for norm in norms if isinstance(norm, Prohibition)]
    for duty in owed:
        for ban in forbidden:
            documents = [id for id in duty.documents if id in ban.documents]
            together = duty.act == ban.act and _together(ground, duty.when, ban.when)
            if documents and together and not _apart(duty.facts, duty.unless, ban):
                about = {
                    "act": Ref("act", duty.act), "owed": Ref("rule", duty.id),
                    "forbidden": Ref("rule", ban.id),
                    "documents": [Ref("document", id) for id in documents],
                }  # fmt: skip
                subject, rules = f"{duty.id}-{ban.id}", [duty.id, ban.id]
                yield finding("required-and-forbidden", subject, about, rules=rules, book=ground.book)


def _apart(facts: Iterable[str], unless: tuple[str, ...], ban: Prohibition) -> bool:
    """What the duty asks for does not bring the ban about, or lifts it."""
    brought = not ban.facts or bool(set(facts) & set(ban.facts))
    exempt = bool(ban.facts) and set(ban.facts) <= set(unless)
    return not brought or exempt or bool(set(facts) & set(ban.unless))


def _together(ground: Ground, one: Guard, other: Guard) -> bool:
    """Some case and some reading meet both guards."""
    return ground.possible(one) and ground.possible(other) and compatible([one, other])
