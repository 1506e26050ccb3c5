"""The one case in which a document of a case file stands."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.model.case_file import Standing
from guiju.model.cases import CaseOf, cases, default, meant, values
from guiju.model.citation import Span
from guiju.model.document import MeasureAttribute
from guiju.model.load.fields import fail
from guiju.model.measure import read, spelled
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook


def standing(
    book: Rulebook, roster: Roster, document: str, named: Mapping[str, str], place: Span
) -> Standing:
    """The document in the case that is named, every other attribute at its default.

    Raises InputError, at ``place``, where that leaves several cases open.
    """
    used = book.documents[document].attributes
    for id in used:
        if id not in named and default(book.attributes[id], roster) is None:
            known = list(values(book, roster, document, id))
            raise fail(place, "unnamed-attribute", document=document, found=id, known=known)
    found = cases(book, roster, document, {id: named[id] for id in used if id in named})
    if len(found) != 1:
        wide = next(id for id in used if len({case.values[id] for case in found}) > 1)
        raise fail(place, "several-classes", found=wide, known=[case.values[wide] for case in found])
    exact = {**found[0].values, **_exact(book, found[0], named)}
    _not_cut(book, document, exact, place)
    return Standing(document, found[0], exact)


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


def _not_cut(book: Rulebook, document: str, exact: Mapping[str, str], place: Span) -> None:
    """A band is no answer where a rule of procedure draws a line through it."""
    for norm in book.procedure_of(document):
        for id, bounds in norm.when.bounds:
            value = read(exact[id])
            inside = any(bound.contains(value) for bound in bounds)
            if not inside and any(bound.meets(value) for bound in bounds):
                raise fail(place, "cut-class", found=exact[id], attribute=id, rule=norm.id)
