"""Admitted absences as a Condition over who is away."""

from __future__ import annotations

from guiju.model.claim import Admission
from guiju.model.condition import Away, Condition, all_of, any_of, at_least, leaf, negate
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook


def premises_of(admission: Admission, rulebook: Rulebook, roster: Roster) -> Condition:
    """True in exactly the worlds that the admission lets in (kinds and vacancies apart).

    Absence only ever makes it fail: a world that is let in stays so when somebody comes back.
    """
    kinds = frozenset(rulebook.kinds)
    present = {person: negate(leaf(Away(person, kinds))) for person in sorted(roster.people)}
    parts = []
    if admission.at_most is not None:
        parts.append(at_least(len(present) - admission.at_most, present.values()))
    if admission.never_both:
        parts += [any_of([present[one], present[other]]) for one, other in roster.pairs]
    if admission.within_pair:
        parts.append(
            any_of(
                all_of(here for person, here in present.items() if person not in pair)
                for pair in roster.pairs or ((),)
            )
        )
    for stay in admission.stay:
        holders = sorted({p for post in stay.posts for p in roster.incumbents.get(post, ())})
        count = len(holders) if stay.count is None else stay.count
        parts.append(at_least(count, [present[person] for person in holders]))
    return all_of(parts)
