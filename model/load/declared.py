"""Parses what a rulebook declares: readings, posts, acts, kinds, units, bodies, attributes, documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from guiju.model.citation import Span
from guiju.model.document import (
    Act,
    Attribute,
    ChoiceAttribute,
    DocumentType,
    MeasureAttribute,
    PeopleAttribute,
    PersonAttribute,
)
from guiju.model.load.case_space import parse_boxes
from guiju.model.load.fields import (
    Collector,
    Fields,
    Guards,
    Immediate,
    bases_of,
    basis_of,
    bilingual,
    fail,
    ids_of,
    integer_of,
    items_of,
    section,
    text_of,
    word_of,
)
from guiju.model.load.measures import MEASURES, measure_of
from guiju.model.load.nodes import Node, Scalar
from guiju.model.office import AbsenceKind, Body, Post, Qualification, Quorum, Unit
from guiju.model.reading import PROFILES, Guarded, Switch
from guiju.model.rulebook import Recorded


def keys_of(node: Node | None) -> tuple[str, ...]:
    return tuple(Fields(node).node.entries) if node is not None else ()


def switch_of(id: str, node: Node, span: Span) -> Switch:
    fields = Fields(node, span)
    options = section(fields.need("options"), Immediate(), lambda i, n, s: bilingual(n))
    if len(options) < 2:
        raise fail(fields.need("options").span, "one-option", found=id)
    chosen = {name: word_of(fields.need(name), options, "option") for name in PROFILES}
    switch = Switch(
        id, bilingual(fields.need("question")), options, chosen, bases_of(fields.need("cite")), span
    )
    fields.close()
    return switch


def post_of(id: str, node: Node, span: Span) -> Post:
    fields = Fields(node, span)
    seats = fields.get("seats")
    least, most = 1, 1
    if seats is not None:
        bounds = Fields(seats)
        least, most = integer_of(bounds.need("from"), 1), integer_of(bounds.need("to"), 1)
        bounds.close()
        if most < least:
            raise fail(seats.span, "empty-range", found=f"{least}..{most}")
    post = Post(
        id, bilingual(fields.need("name")), integer_of(fields.need("rank"), 1), (least, most),
        _flag(fields, "paired"), bases_of(fields.need("cite")), span, _flag(fields, "mentioned"),
        bases_of(fields.get("pair-list")),
    )  # fmt: skip
    fields.close()
    return post


_SHARE = re.compile(r"(over )?([1-9])/([1-9])\Z")


def _quorum(node: Node | None) -> Quorum | None:
    """``{at-least: 5, cite}``, ``{at-least: 2/3, …}`` or ``{at-least: over 1/2, …}``."""
    if node is None:
        return None
    fields = Fields(node)
    least, basis = fields.need("at-least"), basis_of(fields.need("cite"))
    fields.close()
    share = _SHARE.match(text_of(least))
    if share is None:
        return Quorum(integer_of(least, 1), None, False, basis)
    part, whole, more = int(share[2]), int(share[3]), share[1] is not None
    if part > whole or (more and part == whole):
        raise fail(least.span, "bad-share", found=text_of(least))
    return Quorum(None, (part, whole), more, basis)


def _flag(fields: Fields, key: str) -> bool:
    node = fields.get(key)
    return node is not None and word_of(node, ("true", "false"), key) == "true"


def act_parser(node: Node) -> Callable[[str, Node, Span], Act]:
    known = keys_of(node)

    def parse(id: str, node: Node, span: Span) -> Act:
        fields = Fields(node, span)
        after = fields.get("after")
        act = Act(
            id, bilingual(fields.need("name")), ids_of(after, known, "act") if after is not None else (), span
        )
        fields.close()
        return act

    return parse


def attribute_options(node: Node | None, posts: Mapping[str, Post]) -> dict[str, tuple[str, ...]]:
    """What a guard may compare an attribute with: its options, or the posts of its person."""
    found: dict[str, tuple[str, ...]] = {}
    if node is None:
        return found
    for id, value in Fields(node).node.entries.items():
        fields = Fields(value)
        if _kind(fields) in MEASURES:
            continue
        options = fields.node.entries.get("options")
        found[id] = keys_of(options) if options is not None else tuple(posts)
    return found


def _kind(fields: Fields) -> str:
    kind = fields.node.entries.get("kind")
    return kind.text if isinstance(kind, Scalar) else ""


def measures_of(node: Node | None, collector: Collector) -> dict[str, MeasureAttribute]:
    """The measures, read before the guards that put bounds on them."""
    found: dict[str, MeasureAttribute] = {}
    for id, value in Fields(node).node.entries.items() if node is not None else ():
        with collector.trying():
            fields = Fields(value)
            kind = _kind(fields)
            if kind in MEASURES:
                fields.need("kind")
                name, span = bilingual(fields.need("name")), Fields(node).node.keys[id]  # type: ignore[arg-type]
                found[id] = measure_of(id, name, kind, fields, span)  # type: ignore[arg-type]
                fields.close()
    return found


def qualification_of(id: str, node: Node, span: Span) -> Qualification:
    fields = Fields(node, span)
    found = Qualification(id, bilingual(fields.need("name")), bases_of(fields.need("cite")), span)
    fields.close()
    return found


def no_clash(node: Node | None, switches: Iterable[str], collector: Collector) -> None:
    if node is None:
        return
    mapping = Fields(node).node
    for id in sorted(set(mapping.entries) & set(switches)):
        with collector.trying():
            raise fail(mapping.keys[id], "name-clash", found=id)


class Declared:
    """Parsers for the parts that refer to posts and guards."""

    def __init__(self, guards: Guards, posts: Mapping[str, Post], attributes: tuple[str, ...]) -> None:
        self.guards, self.posts, self.attributes = guards, posts, attributes
        self.documents: tuple[str, ...] = ()

    def kind_parser(self, node: Node) -> Callable[[str, Node, Span], AbsenceKind]:
        known = keys_of(node)

        def parse(id: str, node: Node, span: Span) -> AbsenceKind:
            fields = Fields(node, span)
            entails = fields.get("entails")
            kind = AbsenceKind(
                id,
                bilingual(fields.need("name")),
                word_of(fields.need("onset"), ("planned", "sudden"), "onset") == "planned",
                self.guards.guarded_list(entails, "kind", lambda n: word_of(n, known, "absence kind"))
                if entails is not None
                else (),
                bases_of(fields.need("cite")),
                span,
            )
            fields.close()
            return kind

        return parse

    def unit(self, id: str, node: Node, span: Span) -> Unit:
        fields = Fields(node, span)
        leader = word_of(fields.need("leader"), self.posts, "post")
        unit = Unit(id, bilingual(fields.need("name")), leader, bases_of(fields.need("cite")), span)
        fields.close()
        return unit

    def body(self, id: str, node: Node, span: Span) -> Body:
        fields = Fields(node, span)
        members = fields.get("members")
        body = Body(
            id, bilingual(fields.need("name")),
            ids_of(members, self.posts, "post") if members is not None else (),
            bases_of(fields.need("cite")), span,
            self._listed(fields, "minutes"), self._listed(fields, "topics"), _quorum(fields.get("quorum")),
        )  # fmt: skip
        fields.close()
        if body.quorum is not None:
            self._attainable(body.members, body.quorum, fields.need("quorum"))
        return body

    def _attainable(self, members: tuple[str, ...], quorum: Quorum, node: Node) -> None:
        """A quorum counts members whom the text names, and never more than there can be."""
        if not members:
            raise fail(node.span, "quorum-of-nobody")
        if quorum.count is not None and quorum.count > sum(self.posts[post].seats[1] for post in members):
            raise fail(Fields(node).need("at-least").span, "bad-share", found=str(quorum.count))

    def _listed(self, fields: Fields, key: str) -> tuple[str, ...]:
        node = fields.get(key)
        return ids_of(node, self.documents, "document") if node is not None else ()

    def document(self, id: str, node: Node, span: Span) -> DocumentType:
        fields = Fields(node, span)
        used, where = fields.get("attributes"), fields.get("where")
        special = self._listed(fields, "special-of")
        if id in special:
            raise fail(fields.need("special-of").span, "own-special", found=id)
        document = DocumentType(
            id, bilingual(fields.need("name")),
            tuple(sorted(ids_of(used, self.attributes, "attribute"))) if used is not None else (),
            bases_of(fields.need("cite")), span,
            parse_boxes(where, self.guards), special,
        )  # fmt: skip
        fields.close()
        return document

    def attribute(self, id: str, node: Node, span: Span) -> Attribute:
        fields = Fields(node, span)
        name = bilingual(fields.need("name"))
        kind = word_of(fields.need("kind"), ("person", "people", "choice", *MEASURES), "kind")
        if kind in MEASURES:
            measure = measure_of(id, name, kind, fields, span)  # type: ignore[arg-type]
            fields.close()
            return measure
        if kind == "choice":
            options = section(fields.need("options"), Immediate(), lambda i, n, s: bilingual(n))
            default = word_of(fields.need("default"), options, "option")
            urgency = _flag(fields, "urgency")
            fields.close()
            return ChoiceAttribute(id, name, options, default, span, urgency)
        holders = self._holders(fields.need("holders"))
        portfolio = fields.get("portfolio")
        with_portfolio = (
            portfolio is not None and word_of(portfolio, ("required",), "portfolio") == "required"
        )
        default_node = fields.get("default")
        if kind == "person":
            post = word_of(default_node, self.posts, "post") if default_node is not None else None
            fields.close()
            return PersonAttribute(id, name, holders, with_portfolio, post, span)
        besides = fields.get("besides")
        people = PeopleAttribute(
            id, name, holders, with_portfolio,
            word_of(besides, self.attributes, "attribute") if besides is not None else None,
            word_of(default_node, ("all", "none"), "default") if default_node is not None else "all",
            span,
        )  # fmt: skip
        fields.close()
        return people

    def _holders(self, node: Node) -> tuple[Guarded[str], ...]:
        return self.guards.guarded_list(node, "post", lambda n: word_of(n, self.posts, "post"))


def recorded_of(id: str, node: Node, span: Span) -> Recorded:
    fields = Fields(node, span)
    articles = tuple(text_of(item) for item in items_of(fields.need("articles")))
    recorded = Recorded(id, articles, bilingual(fields.need("reason")))
    fields.close()
    return recorded
