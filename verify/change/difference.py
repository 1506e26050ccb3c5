"""``difference``: all that changes between two sides, ids that were only exchanged left aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from guiju.model.calendar import Calendar
from guiju.verify.change.compare import Comparison
from guiju.verify.change.norms import norm_changes, timing_changes
from guiju.verify.change.renaming import renamings, under_names
from guiju.verify.change.result import ClaimChange, Difference
from guiju.verify.change.sides import Side, sides_of
from guiju.verify.claims import Claims
from guiju.verify.question import Mandates
from guiju.verify.verdict import Verdict

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Terms:
    """What is asked: which ends of mandates, which documents (none: all), by which calendar, on which day."""

    mandates: tuple[Mandates, ...]
    documents: tuple[str, ...]
    calendar: Calendar
    today: date
    effort: int


def difference(old: Side, new: Side, terms: Terms, progress: Progress) -> Difference:
    """``new`` is read with the ids that ``old`` has for the same things."""
    renamed = renamings((old.book, old.roster), (new.book, new.roster))
    book, roster = under_names(new.book, new.roster, renamed)
    names = {r.after: r.before for r in renamed if r.space == "switch"}
    reading = {names.get(switch, switch): option for switch, option in new.reading.items()}
    named = {r.after: r.before for r in renamed if r.space == "document"}
    old, new = sides_of(old, Side(book, roster, dict(sorted(reading.items()))))
    one, other = set(old.book.documents), set(new.book.documents)
    asked = {named.get(id, id) if id not in one else id for id in terms.documents} or one | other
    both = tuple(sorted(one & other & asked))
    comparison = Comparison(old, new, terms.mandates, terms.effort)
    return Difference(
        (old, new),
        renamed,
        tuple(sorted((other - one) & asked)),
        tuple(sorted((one - other) & asked)),
        comparison.documents(both, progress),
        comparison.behind.hybrids.changes,
        norm_changes(old, new, tuple(sorted(asked))),
        timing_changes(old, new, both, terms.calendar),
        () if terms.documents else claim_changes(old, new, terms),
    )


def claim_changes(old: Side, new: Side, terms: Terms) -> tuple[ClaimChange, ...]:
    """The claims whose verdict changes, or that only one side makes, by id."""
    before, after = verdicts(old, terms), verdicts(new, terms)
    return tuple(
        ClaimChange(id, before.get(id), after.get(id))
        for id in sorted({*before, *after})
        if before.get(id) != after.get(id)
    )


def verdicts(side: Side, terms: Terms) -> dict[str, Verdict]:
    """Claim -> its verdict; one whose premises admit no world says nothing."""
    claims = Claims(replace(side.question("none"), effort=terms.effort), terms.today)
    empty = {id for id, _ in claims.vacuous()}
    return {
        id: "vacuous" if id in empty else claims.result(claim).verdict
        for id, claim in side.book.claims.items()
    }
