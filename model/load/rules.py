"""Parses rules: one effect, one basis each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from guiju.model.authority import (
    ALWAYS,
    ANY_KIND,
    PARTNER,
    UNREGULATED,
    VACANT,
    Activation,
    Authority,
    Capacity,
    GrantTerms,
    Incompatibility,
    Mandate,
    OfActing,
    OfPost,
    OfRole,
    Prerequisite,
    Recusal,
    Rule,
    Silence,
    Substitution,
    Timing,
)
from guiju.model.citation import Span
from guiju.model.document import Act, Attribute, DocumentType, Expression, PeopleAttribute, PersonAttribute
from guiju.model.load.expressions import Expressions, attributes_named
from guiju.model.load.fields import (
    Fields,
    Guards,
    basis_of,
    bilingual,
    fail,
    id_of,
    ids_of,
    integer_of,
    items_of,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Node, Scalar
from guiju.model.office import AbsenceKind, Body, Post, Qualification
from guiju.model.reading import Guarded

EFFECTS = (
    "authority", "silence", "substitution", "mandate", "incompatibility", "recusal", "prerequisite",
)  # fmt: skip


def _timing(node: Node) -> Timing:
    return cast(Timing, word_of(node, get_args(Timing), "timing"))


def _grant_terms(fields: Fields) -> GrantTerms:
    """``grant: {form: …, ends: …, register: …}``, each as the text says it in both languages."""
    node = fields.get("grant")
    if node is None:
        return UNREGULATED
    inner = Fields(node)
    found = {key: inner.get(key) for key in ("form", "ends", "register")}
    inner.close()
    return GrantTerms(**{key: bilingual(item) for key, item in found.items() if item is not None})


def _activation(node: Node) -> Activation:
    return cast(Activation, word_of(node, get_args(Activation), "activation"))


class RuleParser:
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
        qualifications: Mapping[str, Qualification],
    ) -> None:
        self.qualifications = qualifications
        self.guards, self.expressions = guards, expressions
        self.acts, self.kinds, self.posts = acts, kinds, posts
        self.attributes, self.documents, self.bodies = attributes, documents, bodies
        self.relations: frozenset[str] = frozenset()
        self.signers: Mapping[str, Expression] = {}

    def parse(self, id: str, node: Node, span: Span) -> Rule:
        fields = Fields(node, span)
        effect = word_of(fields.need("effect"), EFFECTS, "effect")
        common: dict[str, Any] = {
            "id": id,
            "when": self.guards.parse(fields.get("when")),
            "basis": basis_of(fields.need("cite")),
            "span": span,
        }
        rule: Rule = getattr(self, "_" + effect)(fields, common)
        fields.close()
        self._attributes_there(rule, fields)
        return rule

    def _attributes_there(self, rule: Rule, fields: Fields) -> None:
        """A rule may ask for a case attribute only where its documents have it."""
        asked = {term for term in rule.when.asked if term in self.attributes}
        if isinstance(rule, Authority):
            asked |= attributes_named(rule.by, self.signers) & set(self.attributes)
        elif isinstance(rule, Recusal):
            asked |= set(rule.people)
        elif isinstance(rule, Prerequisite):
            asked |= set(rule.needs.asked) & set(self.attributes)
        elif isinstance(rule, Mandate) and isinstance(rule.giver, OfRole):
            asked.add(rule.giver.attribute)
        for document in getattr(rule, "documents", ()) if asked else ():
            for missing in sorted(asked - set(self.documents[document].attributes)):
                node = fields.need("documents")
                raise fail(node.span, "lacks-attribute", document=document, attribute=missing)

    def _documents(self, fields: Fields) -> tuple[str, ...]:
        return tuple(sorted(ids_of(fields.need("documents"), self.documents, "document")))

    def _act(self, fields: Fields) -> str:
        return word_of(fields.need("act"), self.acts, "act")

    def _authority(self, fields: Fields, common: dict[str, Any]) -> Rule:
        documents, bodies = fields.get("documents"), fields.get("bodies")
        if documents is None and bodies is None:
            fields.need("documents")
        return Authority(
            act=self._act(fields),
            documents=self._documents(fields) if documents is not None else (),
            bodies=tuple(sorted(ids_of(bodies, self.bodies, "body"))) if bodies is not None else (),
            by=self.expressions.parse(fields.need("by")),
            **common,
        )

    def _silence(self, fields: Fields, common: dict[str, Any]) -> Rule:
        return Silence(act=self._act(fields), documents=self._documents(fields), **common)

    def _substitution(self, fields: Fields, common: dict[str, Any]) -> Rule:
        by = fields.need("by")
        partner = isinstance(by, Scalar) and word_of(by, (PARTNER,), "substitutes") == PARTNER
        tiers, ordered = ((), None) if partner else self._tiers(by)
        activation = self.guards.guarded_list(fields.need("activation"), "mode", _activation)
        timing: tuple[Guarded[Timing], ...] = ()
        if any(item.value == "by-mandate" for item in activation):
            timing = self._timing(fields)
        triggers = (*self.kinds, ANY_KIND, ALWAYS, VACANT)
        chained, defers = fields.get("chained"), fields.get("defers-to-mandates")
        giver, name = fields.get("given-by"), fields.get("name")
        documents = fields.get("documents")
        return Substitution(
            relation=id_of(text_of(fields.need("relation")), fields.need("relation").span),
            name=bilingual(name) if name is not None else None,
            covers=self._covers(fields.need("covers")),
            tiers=tiers,
            trigger=self.guards.guarded_list(
                fields.need("trigger"), "kind", lambda n: word_of(n, triggers, "absence kind")
            ),
            acts=self.guards.guarded_list(fields.need("acts"), "act", lambda n: word_of(n, self.acts, "act")),
            activation=activation,
            timing=timing,
            ordered=ordered,
            giver=self._giver(giver) if giver is not None else None,
            chained=self.guards.parse(chained) if chained is not None else None,
            defers=self.guards.parse(defers) if defers is not None else None,
            documents=self._documents(fields) if documents is not None else (),
            eligible=self._eligible(fields),
            terms=_grant_terms(fields),
            **common,
        )

    def _tiers(self, node: Node) -> tuple[tuple[tuple[str, ...], ...], Any]:
        fields = Fields(node)
        tiers = tuple(ids_of(tier, self.posts, "post") for tier in items_of(fields.need("tiers")))
        if not tiers:
            raise fail(fields.need("tiers").span, "empty-list", what="tier")
        ordered = fields.get("ordered")
        fields.close()
        return tiers, self.guards.parse(ordered) if ordered is not None else None

    def _timing(self, fields: Fields) -> tuple[Guarded[Timing], ...]:
        return self.guards.guarded_list(fields.need("timing"), "mode", _timing)

    def _capacity(self, node: Node) -> Capacity:
        fields = Fields(node)
        post, role, acting = fields.get("post"), fields.get("role"), fields.get("acting")
        fields.close()
        if sum(found is not None for found in (post, role, acting)) != 1:
            raise fail(node.span, "one-key", known=["post", "role", "acting"])
        if post is not None:
            return OfPost(word_of(post, self.posts, "post"))
        if role is not None:
            return OfRole(word_of(role, self.attributes, "attribute"))
        assert acting is not None
        return OfActing(word_of(acting, self.relations, "relation"))

    def _giver(self, node: Node) -> OfPost | OfRole:
        found = self._capacity(node)
        if isinstance(found, OfActing):
            raise fail(node.span, "one-key", known=["post", "role"])
        return found

    def _covers(self, node: Node) -> tuple[Capacity, ...]:
        found = tuple(self._capacity(item) for item in items_of(node))
        if not found:
            raise fail(node.span, "empty-list", what="post or attribute")
        return found

    def _mandate(self, fields: Fields, common: dict[str, Any]) -> Rule:
        return Mandate(
            giver=self._giver(fields.need("from")),
            to=self.guards.guarded_list(fields.need("to"), "holder", self._capacity_or_post),
            acts=ids_of(fields.need("acts"), self.acts, "act"),
            documents=self._documents(fields),
            timing=self._timing(fields),
            eligible=self._eligible(fields),
            terms=_grant_terms(fields),
            **self._onward(fields),
            **common,
        )

    def _onward(self, fields: Fields) -> dict[str, Any]:
        """``sub-delegation: {to: [posts], levels: 1}`` or ``forbidden``; left out, the text is silent."""
        node = fields.get("sub-delegation")
        if node is None:
            return {"onward": (), "levels": 0}
        if isinstance(node, Scalar):
            word_of(node, ("forbidden",), "sub-delegation")
            return {"onward": (), "levels": 0, "personal": True}
        inner = Fields(node)
        to, levels = inner.need("to"), inner.get("levels")
        inner.close()
        return {
            "onward": self.guards.guarded_list(to, "holder", lambda n: word_of(n, self.posts, "post")),
            "levels": integer_of(levels, 1) if levels is not None else 1,
        }

    def _eligible(self, fields: Fields) -> tuple[Guarded[str], ...]:
        node = fields.get("eligible")
        if node is None:
            return ()
        return self.guards.guarded_list(
            node, "qualification", lambda n: word_of(n, self.qualifications, "qualification")
        )

    def _recusal(self, fields: Fields, common: dict[str, Any]) -> Rule:
        named = {i for i, a in self.attributes.items() if isinstance(a, PersonAttribute | PeopleAttribute)}
        return Recusal(
            acts=ids_of(fields.need("acts"), self.acts, "act"),
            documents=self._documents(fields),
            people=ids_of(fields.need("people"), named, "person attribute"),
            **common,
        )

    def _prerequisite(self, fields: Fields, common: dict[str, Any]) -> Rule:
        return Prerequisite(
            act=self._act(fields),
            documents=self._documents(fields),
            needs=self.guards.parse(fields.need("needs")),
            **common,
        )

    def _capacity_or_post(self, node: Node) -> Capacity:
        if hasattr(node, "entries"):
            return self._capacity(node)
        return OfPost(word_of(node, self.posts, "post"))

    def _incompatibility(self, fields: Fields, common: dict[str, Any]) -> Rule:
        acts = ids_of(fields.need("acts"), self.acts, "act")
        if len(acts) != 2:
            raise fail(fields.need("acts").span, "two-acts", found=len(acts))
        return Incompatibility(acts=(acts[0], acts[1]), documents=self._documents(fields), **common)
