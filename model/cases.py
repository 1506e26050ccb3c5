"""Cases: the attribute values under which a document is looked at."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from guiju.model.document import (
    Attribute,
    ChoiceAttribute,
    MeasureAttribute,
    PeopleAttribute,
    PersonAttribute,
)
from guiju.model.measure import Interval, NotAQuantity, quantity, read, spelled
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook

EVERY = "*"


@dataclass(frozen=True)
class CaseOf:
    """A case: ``chosen`` was named or ranged over, ``assumed`` took its default."""

    chosen: Mapping[str, str]
    assumed: Mapping[str, str]
    values: Mapping[str, str]


def in_range(attribute: PersonAttribute | PeopleAttribute, roster: Roster) -> tuple[str, ...]:
    """The people whom a case may name: holders of the posts, with a portfolio if it asks so."""
    posts = {holder.value for holder in attribute.holders}
    return tuple(
        id
        for id, person in sorted(roster.people.items())
        if posts & set(person.posts) and (person.portfolio or not attribute.portfolio)
    )


def values(rulebook: Rulebook, roster: Roster, document: str, id: str) -> tuple[str, ...]:
    """Every value that ``ATTR=*`` ranges over; a measure's are its classes."""
    attribute = rulebook.attributes[id]
    match attribute:
        case ChoiceAttribute():
            return tuple(attribute.options)
        case PersonAttribute():
            return in_range(attribute, roster)
        case PeopleAttribute():
            return (*in_range(attribute, roster), "all", "none")
        case MeasureAttribute():
            return tuple(map(spelled, rulebook.classes(document, attribute)))


def default(attribute: Attribute, roster: Roster) -> str | None:
    """The value of an attribute that nobody named; None: it ranges over all its values."""
    if isinstance(attribute, MeasureAttribute):
        return spelled(attribute.default) if attribute.default is not None else None
    if isinstance(attribute, PersonAttribute) and attribute.default is not None:
        holders = [p for p in in_range(attribute, roster) if attribute.default in roster.people[p].posts]
        return holders[0] if holders else None
    return attribute.default


def meant(attribute: Attribute, text: str) -> tuple[Interval, ...] | None:
    """What a text says of a measure: a class, a band or one value; None for other attributes.

    Raises NotAQuantity.
    """
    if not isinstance(attribute, MeasureAttribute):
        return None
    if text in attribute.bands:
        return attribute.bands[text].intervals
    if text[:1] in ("[", "("):
        try:
            return (read(text),)
        except ValueError as error:
            raise NotAQuantity("bad-quantity", found=text) from error
    try:
        return (quantity(text, attribute.kind, attribute.units),)
    except NotAQuantity as error:
        if attribute.bands and error.code == "bad-quantity":
            raise NotAQuantity("no-band", found=text, known=sorted(attribute.bands)) from error
        raise


def fits(attribute: Attribute, wanted: str, value: str | None) -> bool:
    """Whether a case's value is the wanted one, or its class meets what was wanted of a measure."""
    intervals = meant(attribute, wanted)
    if intervals is None or value is None:
        return wanted == value
    return any(interval.meets(read(value)) for interval in intervals)


def _options(rulebook: Rulebook, roster: Roster, document: str, id: str, value: str) -> tuple[str, ...]:
    if value == EVERY:
        return values(rulebook, roster, document, id)
    attribute = rulebook.attributes[id]
    if isinstance(attribute, MeasureAttribute):
        return tuple(v for v in values(rulebook, roster, document, id) if fits(attribute, value, v))
    return (value,)


def cases(rulebook: Rulebook, roster: Roster, document: str, named: Mapping[str, str]) -> tuple[CaseOf, ...]:
    """All cases of a document; ``named`` fixes attributes, or ranges over them with ``*``."""
    used = rulebook.documents[document].attributes
    options: list[tuple[str, ...]] = []
    assumed: dict[str, str] = {}
    ranged: list[str] = []
    for id in used:
        value = named.get(id)
        fallback = default(rulebook.attributes[id], roster)
        if value is None and fallback is not None:
            (assumed[id],) = _options(rulebook, roster, document, id, fallback)[:1]
        else:
            ranged.append(id)
            options.append(_options(rulebook, roster, document, id, EVERY if value is None else value))
    if not ranged:
        return (CaseOf({}, assumed, _spelled(assumed, rulebook, roster)),)
    found = []
    for chosen_values in itertools.product(*options):
        chosen = dict(zip(ranged, chosen_values, strict=True))
        found.append(CaseOf(chosen, assumed, _spelled({**assumed, **chosen}, rulebook, roster)))
    return tuple(found)


def _spelled(case: dict[str, str], rulebook: Rulebook, roster: Roster) -> dict[str, str]:
    """The case with sets of people written out."""
    for id, value in case.items():
        attribute = rulebook.attributes[id]
        if isinstance(attribute, PeopleAttribute):
            people = in_range(attribute, roster) if value == "all" else tuple(value.split("+"))
            besides = case.get(attribute.besides) if attribute.besides else None
            kept = [p for p in people if p not in (besides, "none")]
            case = {**case, id: "+".join(kept) or "none"}
    return case
