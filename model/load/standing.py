"""The one case in which a document of a case file stands."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.model.case_file import Standing
from guiju.model.cases import CaseOf, cases, default, fits, meant, values
from guiju.model.citation import Span
from guiju.model.document import MeasureAttribute
from guiju.model.load.fields import fail
from guiju.model.measure import read, spelled
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook


def standing(
    book: Rulebook, roster: Roster, document: str, named: Mapping[str, str], places: Mapping[str, Span],
    place: Span,
) -> Standing:  # fmt: skip
    """The document in the case that is named, every other attribute at its default.

    Raises InputError where that leaves several cases open: at the value in ``places``, or at ``place``.
    """
    used = book.documents[document].attributes
    for id in used:
        if id not in named and default(book.attributes[id], roster) is None:
            known = list(values(book, roster, document, id))
            raise fail(place, "unnamed-attribute", document=document, found=id, known=known)
    for id in used:
        attribute = book.attributes[id]
        if id in named and isinstance(attribute, MeasureAttribute):
            in_one_class(book, roster, document, attribute, named[id], places[id])
    (case,) = cases(book, roster, document, {id: named[id] for id in used if id in named})
    exact = {**case.values, **_exact(book, case, named)}
    not_cut(book, document, exact, places)
    return Standing(document, case, exact)


def _exact(book: Rulebook, case: CaseOf, named: Mapping[str, str]) -> dict[str, str]:
    """Measures as they were written, not as the class of the rules in which they fall."""
    exact: dict[str, str] = {}
    for id in case.values:
        attribute = book.attributes[id]
        if isinstance(attribute, MeasureAttribute):
            written = meant(attribute, named[id]) if id in named else None
            if written is None and attribute.default is not None:
                written = (attribute.default,)
            if written is not None and len(written) == 1:
                exact[id] = spelled(written[0])
    return exact


def in_one_class(
    book: Rulebook, roster: Roster, document: str, attribute: MeasureAttribute, text: str, place: Span
) -> None:
    """Raises InputError for a measure that falls into no class of the rules, or into several."""
    known = [v for v in values(book, roster, document, attribute.id) if fits(attribute, text, v)]
    if not known:
        raise fail(place, "bad-quantity", found=text)
    if len(known) > 1:
        raise fail(place, "several-classes", found=attribute.id, known=known)


def not_cut(book: Rulebook, document: str, exact: Mapping[str, str], places: Mapping[str, Span]) -> None:
    """A band is no answer where a rule of procedure draws a line through it. Raises InputError.

    ``exact``: the measures to look at, spelled.
    """
    for norm in book.procedure_of(document):
        for id, bounds in norm.when.bounds:
            if id not in exact:
                continue
            value = read(exact[id])
            inside = any(bound.contains(value) for bound in bounds)
            if not inside and any(bound.meets(value) for bound in bounds):
                raise fail(places[id], "cut-class", found=exact[id], attribute=id, rule=norm.id)
