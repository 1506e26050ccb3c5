"""Which fields of a definition name other definitions, so that ids can be exchanged.

One table for all of them: a field that is not listed holds no id (or holds values, which carry their own).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from guiju.model.authority import (
    Authority,
    Incompatibility,
    Mandate,
    OfPost,
    OfRole,
    Prerequisite,
    Recusal,
    Silence,
    Substitution,
)
from guiju.model.claim import Admission, Claim, KnownGap, Stay
from guiju.model.document import (
    Act,
    ByBody,
    ByUnit,
    CaseSpace,
    ChoiceAttribute,
    DocumentType,
    EachOf,
    FirstOf,
    Holder,
    InRole,
    MeasureAttribute,
    Named,
    PeopleAttribute,
    PersonAttribute,
)
from guiju.model.office import AbsenceKind, Body, Person, Post, Qualification, Unit
from guiju.model.procedure import Cadence, Deadline, Duty, Fact, Prohibition, Report, Requirement
from guiju.model.reading import Guard, Guarded, Switch
from guiju.model.regulation import Adoption, Term

SECTIONS: Mapping[str, str] = {
    "kind": "kinds", "act": "acts", "post": "posts", "unit": "units", "body": "bodies",
    "attribute": "attributes", "switch": "switches", "document": "documents", "signer": "signers",
    "rule": "rules", "claim": "claims", "known-gap": "known_gaps", "qualification": "qualifications",
    "fact": "facts", "norm": "procedure",
}  # fmt: skip
"""Namespace -> the field of a rulebook that holds its definitions. People are in the roster."""

_ON = {"act": "act", "acts": "act", "documents": "document", "bodies": "body"}
_NORM = {**_ON, "id": "norm", "needs": "fact", "facts": "fact", "unless": "fact", "start": "act"}
_RULE = {**_ON, "id": "rule", "eligible": "qualification"}

REFERENCES: Mapping[type, Mapping[str, str]] = {
    AbsenceKind: {"id": "kind", "entails": "kind"},
    Act: {"id": "act", "after": "act"},
    Post: {"id": "post"},
    Unit: {"id": "unit", "leader": "post"},
    Body: {"id": "body", "members": "post", "minutes": "document", "topics": "document"},
    Qualification: {"id": "qualification"},
    Fact: {"id": "fact"},
    Switch: {"id": "switch"},
    DocumentType: {"id": "document", "attributes": "attribute", "special_of": "document"},
    PersonAttribute: {"id": "attribute", "holders": "post", "default": "post"},
    PeopleAttribute: {"id": "attribute", "holders": "post", "besides": "attribute", "default": "people"},
    ChoiceAttribute: {"id": "attribute"},
    MeasureAttribute: {"id": "attribute"},
    CaseSpace: {"attributes": "attribute"},
    Holder: {"post": "post"},
    InRole: {"attribute": "attribute"},
    EachOf: {"target": "attribute post"},
    FirstOf: {"tiers": "post"},
    ByUnit: {"unit": "unit"},
    ByBody: {"body": "body"},
    Named: {"name": "signer"},
    OfPost: {"post": "post"},
    OfRole: {"attribute": "attribute"},
    Authority: _RULE,
    Silence: _RULE,
    Substitution: {**_RULE, "tiers": "post", "trigger": "kind"},
    Mandate: {**_RULE, "onward": "post"},
    Incompatibility: _RULE,
    Recusal: {**_RULE, "people": "attribute"},
    Prerequisite: _RULE,
    Requirement: _NORM,
    Prohibition: _NORM,
    Duty: _NORM,
    Deadline: _NORM,
    Cadence: _NORM,
    Report: {"id": "norm", "posts": "post", "to": "post", "kinds": "kind"},
    Claim: {**_ON, "id": "claim", "post": "post attribute", "to": "post"},
    Admission: {"kinds": "kind", "vacant": "post"},
    Stay: {"posts": "post"},
    KnownGap: {"id": "known-gap", "document": "document", "absent": "person"},
    Person: {"id": "person", "posts": "post", "qualifications": "qualification"},
    Term: {"attributes": "attribute", "facts": "fact"},
    Adoption: {"body": "body"},
}


@dataclass(frozen=True)
class Respelling:
    """Writes values again with every id replaced by ``name(namespace, id)``.

    ``known``: the ids of each namespace, to tell apart fields that may name one or the other.
    ``attributes``: as they are before, to know what the options of a guard are.
    """

    known: Mapping[str, Collection[str]]
    attributes: Mapping[str, object]
    name: Callable[[str, str], str]

    def of(self, value: Any) -> Any:
        if isinstance(value, Guard):
            return Guard(
                tuple((self._id("switch attribute", t), self._options(t, o)) for t, o in value.terms),
                tuple((self._id("attribute", t), intervals) for t, intervals in value.bounds),
            )
        if isinstance(value, (Claim, KnownGap)):
            case = {self._id("attribute", k): self._options(k, v) for k, v in value.case.items()}
            return replace(self._dataclass(value, skip=("case",)), case=case)
        if is_dataclass(value) and not isinstance(value, type):
            return self._dataclass(value)
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return tuple(map(self.of, value))
        if isinstance(value, Mapping):
            return {key: self.of(item) for key, item in value.items()}
        return value

    def _dataclass(self, value: Any, skip: Collection[str] = ()) -> Any:
        spaces = REFERENCES.get(type(value), {})
        changed = {}
        for item in fields(value):
            old = getattr(value, item.name)
            if item.name in skip:
                continue
            new = self._ids(spaces[item.name], old) if item.name in spaces else self.of(old)
            if new is not old:
                changed[item.name] = new
        return replace(value, **changed) if changed else value

    def _ids(self, spaces: str, value: Any) -> Any:
        """The ids in a field: one, several, in tiers, or each under a guard."""
        if isinstance(value, str):
            return self._id(spaces, value)
        if isinstance(value, tuple):
            return tuple(self._ids(spaces, item) for item in value)
        if isinstance(value, frozenset):
            return frozenset(self._ids(spaces, item) for item in value)
        if isinstance(value, Guarded):
            return replace(value, value=self._ids(spaces, value.value), when=self.of(value.when))
        return value

    def _id(self, spaces: str, id: str) -> str:
        if spaces == "people":
            return "+".join(self._id("person", person) for person in id.split("+"))
        space = next((s for s in spaces.split() if id in self.known.get(s, ())), None)
        return id if space is None else self.name(space, id)

    def _options(self, term: str, options: Any) -> Any:
        """The posts that a guard asks for, or the people that a case names; options of choices stay."""
        attribute = self.attributes.get(term)
        if not isinstance(attribute, (PersonAttribute, PeopleAttribute)):
            return options
        if isinstance(options, str):
            return self._id("people", options)
        return tuple(self._id("post" if o in self.known["post"] else "people", o) for o in options)
