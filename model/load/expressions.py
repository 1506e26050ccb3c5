"""Parses signer expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guiju.model.document import (
    AtLeastOf,
    ByBody,
    ByUnit,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    Named,
    PeopleOf,
    Where,
    atoms,
)
from guiju.model.load.fields import Fields, Guards, fail, ids_of, integer_of, items_of, word_of
from guiju.model.load.nodes import Mapping as MappingNode
from guiju.model.load.nodes import Node
from guiju.model.load.problem import nearest
from guiju.model.reading import Guarded

_FORMS = ("post", "role", "each", "any", "all", "at-least", "people", "first", "unit", "body", "use")


class Expressions:
    """A post id or attribute id stands for itself; everything else is a one-key mapping."""

    def __init__(
        self,
        guards: Guards,
        posts: Iterable[str],
        attributes: Iterable[str],
        units: Iterable[str],
        bodies: Iterable[str],
        names: Iterable[str],
    ) -> None:
        self.guards = guards
        self.posts, self.attributes = set(posts), set(attributes)
        self.units, self.bodies, self.names = set(units), set(bodies), set(names)

    def parse(self, node: Node) -> Expression:
        if not isinstance(node, MappingNode):
            word = word_of(node, self.posts | self.attributes, "post or attribute")
            return Holder(word) if word in self.posts else InRole(word)
        fields = Fields(node)
        forms = [form for form in node.entries if form in _FORMS]
        if len(forms) != 1:
            known = (*_FORMS, "when", "of", "different")
            unknown = next((key for key in node.entries if key not in known), None)
            near = nearest(unknown, _FORMS) if unknown else None
            raise fail(
                node.span, "bad-expression", found=unknown or ", ".join(forms), near=near, known=_FORMS
            )
        expression = self._form(forms[0], fields)
        when = fields.get("when")
        fields.close()
        if when is not None:
            return Where(Guarded(expression, self.guards.parse(when)))
        return expression

    def _form(self, form: str, fields: Fields) -> Expression:
        node = fields.need(form)
        match form:
            case "post":
                return Holder(word_of(node, self.posts, "post"))
            case "role":
                return InRole(word_of(node, self.attributes, "attribute"))
            case "each":
                return EachOf(word_of(node, self.posts | self.attributes, "post or attribute"))
            case "unit":
                return ByUnit(word_of(node, self.units, "unit"))
            case "body":
                return ByBody(word_of(node, self.bodies, "body"))
            case "use":
                return Named(word_of(node, self.names, "signers"))
            case "first":
                tiers = tuple(ids_of(tier, self.posts, "post") for tier in items_of(node))
                if not tiers:
                    raise fail(node.span, "empty-list", what="tier")
                return FirstOf(tiers)
            case "at-least":
                parts = self._parts(fields.need("of"))
                count = integer_of(node, 1)
                if count > len(parts):
                    raise fail(node.span, "too-many", found=count, most=len(parts))
                return AtLeastOf(count, parts, self._different(fields))
            case "people":
                one = fields.need("of")
                return PeopleOf(integer_of(node, 1), self.parse(one))
            case "all":
                parts = self._parts(node)
                return AtLeastOf(len(parts), parts, self._different(fields))
            case _:
                return AtLeastOf(1, self._parts(node))

    @staticmethod
    def _different(fields: Fields) -> bool:
        node = fields.get("different")
        return node is not None and word_of(node, ("true", "false"), "different") == "true"

    def _parts(self, node: Node) -> tuple[Expression, ...]:
        parts = tuple(map(self.parse, items_of(node)))
        if not parts:
            raise fail(node.span, "empty-list", what="expression")
        return parts


def attributes_named(expression: Expression, signers: Mapping[str, Expression]) -> frozenset[str]:
    """The attributes that an expression asks for: roles, targets of ``each``, and its guards."""
    found: set[str] = set()
    for item in atoms(expression, signers):
        match item:
            case InRole(target) | EachOf(target):
                found.add(target)
            case Where(guarded):
                found.update(guarded.when.asked)
    return frozenset(found)
