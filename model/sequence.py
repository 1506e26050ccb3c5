"""The order of all steps of one document: acts of the chain and acts of procedure together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guiju.model.authority import Authority, Silence
from guiju.model.document import ByBody, atoms
from guiju.model.due import DeadlineNow
from guiju.model.file_in_hand import RequirementNow
from guiju.model.procedure import Deadline, Duty, Prohibition, Requirement
from guiju.model.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class StepNow:
    """``waits_for``: the unfinished acts that come right before it."""

    act: str
    state: Literal["done", "silent", "next", "waiting"]
    day: date | None
    waits_for: tuple[str, ...]

    @property
    def finished(self) -> bool:
        return self.state in ("done", "silent")


def bodies_of(book: Rulebook, document: str) -> frozenset[str]:
    """The meetings that a rule on the document lets decide, in whatever case."""
    return frozenset(
        item.body
        for rule in book.naming(document)
        if isinstance(rule, Authority)
        for item in atoms(rule.by, book.signers)
        if isinstance(item, ByBody)
    )


def acts_of(book: Rulebook, document: str) -> frozenset[str]:
    """Every act that may be done on the document, in whatever case and under whatever reading."""
    bodies = bodies_of(book, document)
    found = {rule.act for rule in book.naming(document) if isinstance(rule, Authority | Silence)}
    for norm in book.procedure.values():
        at = document in getattr(norm, "documents", ()) or bodies & set(getattr(norm, "bodies", ()))
        if at and isinstance(norm, Requirement | Prohibition | Duty | Deadline):
            found.add(norm.act)
            if isinstance(norm, Deadline) and norm.start is not None:
                found.add(norm.start)
    return frozenset(found)


def awaited(
    chain: Iterable[str], requirements: Iterable[RequirementNow], deadlines: Iterable[DeadlineNow],
    duties: Collection[str], done: Collection[str],
) -> frozenset[str]:  # fmt: skip
    """The acts that the document must go through: those of its chain, those for which something is
    required, and those that a deadline expects once what it counts from is certain to come.
    """
    found = {*chain, *(item.norm.act for item in requirements if not item.provided)}
    expected = [item.norm for item in deadlines if item.firm and item.norm.act not in duties]
    while True:
        more = {
            norm.act for norm in expected
            if norm.before or norm.start is None or norm.start in found or norm.start in done
        }  # fmt: skip
        if more <= found:
            return frozenset(found)
        found |= more


def sequence(
    book: Rulebook, acts: Collection[str], awaited: Collection[str], done: Mapping[str, date],
    silent: Mapping[str, date],
) -> tuple[StepNow, ...]:  # fmt: skip
    """The acts in their order. Only ``awaited`` ones hold others up: nothing waits for a duty."""
    before = {act: book.earlier(act) for act in acts}
    left = {act for act in awaited if act in before and act not in done and act not in silent}
    return tuple(
        _step(act, before, left, done, silent) for act in sorted(acts, key=lambda a: book.chain_order[a])
    )


def _step(
    act: str, before: Mapping[str, frozenset[str]], left: Collection[str], done: Mapping[str, date],
    silent: Mapping[str, date],
) -> StepNow:  # fmt: skip
    if act in done:
        return StepNow(act, "done", done[act], ())
    if act in silent:
        return StepNow(act, "silent", silent[act], ())
    waits = before[act] & set(left)
    nearest = tuple(sorted(a for a in waits if not any(a in before[other] for other in waits)))
    return StepNow(act, "waiting" if nearest else "next", None, nearest)


def out_of_order(
    book: Rulebook, acts: Collection[str], done: Mapping[str, date]
) -> tuple[tuple[str, str], ...]:
    """Pairs (act, earlier act): the first was done though the second was not, or not yet."""
    return tuple(
        (act, first)
        for act in sorted(done, key=lambda a: book.chain_order[a])
        for first in sorted(book.earlier(act) & set(acts), key=lambda a: book.chain_order[a])
        if first not in done or done[first] > done[act]
    )
