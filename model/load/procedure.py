"""Parses facts and the rules of procedure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, cast, get_args

from guiju.model.citation import Span
from guiju.model.document import Act, Attribute, DocumentType
from guiju.model.load.expressions import Expressions, attributes_named
from guiju.model.load.fields import (
    Fields,
    Guards,
    bases_of,
    basis_of,
    bilingual,
    fail,
    ids_of,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Node, Scalar
from guiju.model.office import AbsenceKind, Body, Post
from guiju.model.procedure import (
    Cadence,
    Deadline,
    Duty,
    Fact,
    Norm,
    Period,
    PeriodUnit,
    Prohibition,
    Report,
    Requirement,
    Silence,
)

NORMS = ("requirement", "prohibition", "duty", "deadline", "cadence", "report")
_PERIOD = re.compile(r"([1-9][0-9]{0,3}) (working-day|day|week|month)s?\Z")
ALL = "all"


def parse_fact(id: str, node: Node, span: Span) -> Fact:
    fields = Fields(node, span)
    in_order = word_of(fields.need("in-order"), ("yes", "no"), "in-order") == "yes"
    fact = Fact(id, bilingual(fields.need("name")), in_order, bases_of(fields.need("cite")), span)
    fields.close()
    return fact


def period_of(node: Node) -> Period:
    """``5 working-days``, ``2 weeks``, ``6 months``."""
    text = text_of(node)
    found = _PERIOD.match(text)
    if found is None:
        raise fail(node.span, "bad-period", found=text)
    return Period(int(found[1]), cast(PeriodUnit, found[2] + "s"))


class ProcedureParser:
    """Parses norms against what the rulebook declares."""

    def __init__(
        self,
        guards: Guards,
        expressions: Expressions,
        acts: Mapping[str, Act],
        kinds: Mapping[str, AbsenceKind],
        posts: Mapping[str, Post],
        attributes: Mapping[str, Attribute],
        documents: Mapping[str, DocumentType],
        bodies: Mapping[str, Body],
        facts: Mapping[str, Fact],
    ) -> None:
        self.guards, self.expressions = guards, expressions
        self.acts, self.kinds, self.posts = acts, kinds, posts
        self.attributes, self.documents, self.bodies, self.facts = attributes, documents, bodies, facts

    def parse(self, id: str, node: Node, span: Span) -> Norm:
        fields = Fields(node, span)
        norm = word_of(fields.need("norm"), NORMS, "norm")
        common: dict[str, Any] = {
            "id": id,
            "when": self.guards.parse(fields.get("when")),
            "basis": basis_of(fields.need("cite")),
            "span": span,
        }
        found: Norm = getattr(self, "_" + norm)(fields, common)
        fields.close()
        self._attributes_there(found, fields)
        return found

    def _attributes_there(self, norm: Norm, fields: Fields) -> None:
        """A norm may ask for a case attribute only where its documents have it."""
        asked = {term for term in norm.when.asked if term in self.attributes}
        if isinstance(norm, Duty) and norm.by is not None:
            asked |= attributes_named(norm.by, {}) & set(self.attributes)
        for document in getattr(norm, "documents", ()) if asked else ():
            for missing in sorted(asked - set(self.documents[document].attributes)):
                raise fail(
                    fields.need("documents").span, "lacks-attribute", document=document, attribute=missing
                )

    def _act(self, fields: Fields) -> str:
        return word_of(fields.need("act"), self.acts, "act")

    def _documents(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Scalar) and node.text == ALL:
            return tuple(self.documents)
        return tuple(sorted(ids_of(node, self.documents, "document")))

    def _places(self, fields: Fields) -> dict[str, Any]:
        """Documents, or bodies, or both."""
        documents, bodies = fields.get("documents"), fields.get("bodies")
        if documents is None and bodies is None:
            fields.need("documents")
        return {
            "documents": self._documents(documents) if documents is not None else (),
            "bodies": self._bodies(bodies) if bodies is not None else (),
        }

    def _bodies(self, node: Node) -> tuple[str, ...]:
        return tuple(sorted(ids_of(node, self.bodies, "body")))

    def _facts(self, fields: Fields, key: str) -> tuple[str, ...]:
        node = fields.get(key)
        return ids_of(node, self.facts, "fact") if node is not None else ()

    def _requirement(self, fields: Fields, common: dict[str, Any]) -> Norm:
        return Requirement(
            act=self._act(fields),
            documents=self._documents(fields.need("documents")),
            needs=self._of_sort(fields, "needs", in_order=True),
            facts=self._facts(fields, "facts"),
            **common,
        )

    def _prohibition(self, fields: Fields, common: dict[str, Any]) -> Norm:
        return Prohibition(
            act=self._act(fields),
            documents=self._documents(fields.need("documents")),
            facts=self._of_sort(fields, "facts", in_order=False) if "facts" in fields else (),
            unless=self._facts(fields, "unless"),
            **common,
        )

    def _of_sort(self, fields: Fields, key: str, *, in_order: bool) -> tuple[str, ...]:
        """Facts whose value in a file in order is the one that the norm wants to see."""
        node = fields.need(key)
        found = ids_of(node, self.facts, "fact")
        for fact in found:
            if self.facts[fact].in_order != in_order:
                raise fail(node.span, "fact-in-order", found=fact, wanted="yes" if in_order else "no")
        return found

    def _duty(self, fields: Fields, common: dict[str, Any]) -> Norm:
        by = fields.get("by")
        return Duty(
            act=self._act(fields),
            by=self.expressions.parse(by) if by is not None else None,
            facts=self._facts(fields, "facts"),
            unless=self._facts(fields, "unless"),
            **self._places(fields),
            **common,
        )

    def _deadline(self, fields: Fields, common: dict[str, Any]) -> Norm:
        within, word = fields.get("within"), fields.get("word")
        after, before, silence = fields.get("after"), fields.get("before"), fields.get("silence")
        if (within is None) == (word is None):
            raise fail(fields.span, "one-key", known=["within", "word"])
        if after is not None and before is not None:
            raise fail(before.span, "one-key", known=["after", "before"])
        start = after if after is not None else before
        return Deadline(
            act=self._act(fields),
            within=period_of(within) if within is not None else None,
            word=bilingual(word) if word is not None else None,
            start=word_of(start, self.acts, "act") if start is not None else None,
            before=before is not None,
            silence=cast(Silence, word_of(silence, get_args(Silence), "silence"))
            if silence is not None
            else "nothing",
            facts=self._facts(fields, "facts"),
            unless=self._facts(fields, "unless"),
            **self._places(fields),
            **common,
        )

    def _cadence(self, fields: Fields, common: dict[str, Any]) -> Norm:
        return Cadence(
            bodies=self._bodies(fields.need("bodies")), every=period_of(fields.need("every")), **common
        )

    def _report(self, fields: Fields, common: dict[str, Any]) -> Norm:
        return Report(
            posts=ids_of(fields.need("posts"), self.posts, "post"),
            to=word_of(fields.need("to"), self.posts, "post"),
            kinds=self._reported(fields.need("kinds")),
            **common,
        )

    def _reported(self, node: Node) -> tuple[str, ...]:
        planned: Collection[str] = [id for id, kind in self.kinds.items() if kind.planned]
        return ids_of(node, planned, "planned absence kind")
