"""YAML to Rulebook (format ``guiju.rulebook/1``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import networkx as nx
from guiju.model.citation import Span
from guiju.model.document import (
    Act,
    Attribute,
    ChoiceAttribute,
    DocumentType,
    PeopleAttribute,
    PersonAttribute,
)
from guiju.model.graph import expression_nodes
from guiju.model.load.claims import parse_claim, parse_known_gap
from guiju.model.load.expressions import Expressions
from guiju.model.load.fields import (
    Collector,
    Fields,
    Guards,
    Immediate,
    bases_of,
    bilingual,
    fail,
    ids_of,
    integer_of,
    items_of,
    section,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Node, read_nodes
from guiju.model.load.rules import RuleParser
from guiju.model.office import AbsenceKind, Body, Post, Unit
from guiju.model.reading import PROFILES, Guarded, Switch
from guiju.model.rulebook import Recorded, Rulebook

FORMAT = "guiju.rulebook/1"
T = TypeVar("T")


def load_rulebook(path: Path, name: str | None = None) -> tuple[Rulebook, str | None]:
    """Load a rulebook, and the file name of its default roster if it names one.

    Raises InputError with every defect found.
    """
    return parse_rulebook(read_nodes(path, name))


def check_format(fields: Fields, expected: str) -> None:
    node = fields.need("format")
    if text_of(node) != expected:
        raise fail(node.span, "bad-format", found=text_of(node), expected=expected)


def parse_rulebook(node: Node) -> tuple[Rulebook, str | None]:
    fields = Fields(node)
    check_format(fields, FORMAT)
    collector = Collector()
    switches = section(fields.get("readings"), collector, _switch)
    posts = section(fields.need("posts"), collector, _post)
    attribute_options = _attribute_options(fields.get("attributes"), posts)
    _no_clash(fields.get("attributes"), switches, collector)
    collector.raise_any()
    guards = Guards({**{id: tuple(s.options) for id, s in switches.items()}, **attribute_options})
    declared = _Declared(guards, posts)
    acts = section(fields.need("acts"), collector, _act_parser(fields.need("acts")))
    kinds = section(
        fields.need("absence-kinds"), collector, declared.kind_parser(fields.need("absence-kinds"))
    )
    units = section(fields.get("units"), collector, declared.unit)
    bodies = section(fields.get("bodies"), collector, declared.body)
    attributes = section(fields.get("attributes"), collector, declared.attribute)
    documents = section(fields.need("documents"), collector, _document_parser(attributes))
    collector.raise_any()
    names = _keys(fields.get("signers"))
    expressions = Expressions(guards, posts, attributes, units, bodies, names)
    signers = section(fields.get("signers"), collector, lambda id, n, s: expressions.parse(n))
    parser = RuleParser(guards, expressions, acts, kinds, posts, attributes, documents, bodies)
    rules = section(fields.need("rules"), collector, parser.parse)
    claims = section(
        fields.get("claims"), collector,
        lambda id, n, s: parse_claim(id, n, s, documents, posts, acts, kinds, attributes),
    )  # fmt: skip
    known = section(
        fields.get("known-gaps"), collector, lambda id, n, s: parse_known_gap(id, n, s, documents, attributes)
    )
    recorded = section(fields.get("recorded-ambiguities"), collector, _recorded)
    roster = fields.get("roster")
    id, title, source = (fields.need("id"), fields.need("title"), fields.need("source"))
    with collector.trying():
        fields.close()
    collector.raise_any()
    book = Rulebook(
        text_of(id), bilingual(title), bilingual(source), kinds, acts, posts, units, bodies, attributes,
        switches, documents, signers, rules, claims, known, recorded,
    )  # fmt: skip
    _no_loops(book)
    return book, text_of(roster) if roster is not None else None


def _keys(node: Node | None) -> tuple[str, ...]:
    return tuple(Fields(node).node.entries) if node is not None else ()


def _switch(id: str, node: Node, span: Span) -> Switch:
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


def _post(id: str, node: Node, span: Span) -> Post:
    fields = Fields(node, span)
    seats = fields.get("seats")
    least, most = 1, 1
    if seats is not None:
        bounds = Fields(seats)
        least, most = integer_of(bounds.need("from"), 1), integer_of(bounds.need("to"), 1)
        bounds.close()
        if most < least:
            raise fail(seats.span, "empty-range", found=f"{least}..{most}")
    paired = fields.get("paired")
    post = Post(
        id, bilingual(fields.need("name")), integer_of(fields.need("rank"), 1), (least, most),
        paired is not None and word_of(paired, ("true", "false"), "paired") == "true",
        bases_of(fields.need("cite")), span,
    )  # fmt: skip
    fields.close()
    return post


def _act_parser(node: Node) -> Callable[[str, Node, Span], Act]:
    known = _keys(node)

    def parse(id: str, node: Node, span: Span) -> Act:
        fields = Fields(node, span)
        after = fields.get("after")
        act = Act(
            id, bilingual(fields.need("name")), ids_of(after, known, "act") if after is not None else (), span
        )
        fields.close()
        return act

    return parse


def _attribute_options(node: Node | None, posts: Mapping[str, Post]) -> dict[str, tuple[str, ...]]:
    """What a guard may compare an attribute with: its options, or the posts of its person."""
    found: dict[str, tuple[str, ...]] = {}
    if node is None:
        return found
    for id, value in Fields(node).node.entries.items():
        options = Fields(value).node.entries.get("options")
        found[id] = _keys(options) if options is not None else tuple(posts)
    return found


def _no_clash(node: Node | None, switches: Iterable[str], collector: Collector) -> None:
    if node is None:
        return
    mapping = Fields(node).node
    for id in sorted(set(mapping.entries) & set(switches)):
        with collector.trying():
            raise fail(mapping.keys[id], "name-clash", found=id)


class _Declared:
    """Parsers for the parts that refer to posts and guards."""

    def __init__(self, guards: Guards, posts: Mapping[str, Post]) -> None:
        self.guards = guards
        self.posts = posts

    def kind_parser(self, node: Node) -> Callable[[str, Node, Span], AbsenceKind]:
        known = _keys(node)

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
        members = ids_of(fields.need("members"), self.posts, "post")
        body = Body(id, bilingual(fields.need("name")), members, bases_of(fields.need("cite")), span)
        fields.close()
        return body

    def attribute(self, id: str, node: Node, span: Span) -> Attribute:
        fields = Fields(node, span)
        name = bilingual(fields.need("name"))
        kind = word_of(fields.need("kind"), ("person", "people", "choice"), "kind")
        if kind == "choice":
            options = section(fields.need("options"), Immediate(), lambda i, n, s: bilingual(n))
            default = word_of(fields.need("default"), options, "option")
            fields.close()
            return ChoiceAttribute(id, name, options, default, span)
        holders = self._holders(fields.need("holders"))
        portfolio = fields.get("portfolio")
        with_portfolio = portfolio is not None and text_of(portfolio) == "required"
        default_node = fields.get("default")
        if kind == "person":
            post = word_of(default_node, self.posts, "post") if default_node is not None else None
            fields.close()
            return PersonAttribute(id, name, holders, with_portfolio, post, span)
        besides = fields.get("besides")
        people = PeopleAttribute(
            id, name, holders, with_portfolio, text_of(besides) if besides is not None else None,
            word_of(default_node, ("all", "none"), "default") if default_node is not None else "all", span,
        )  # fmt: skip
        fields.close()
        return people

    def _holders(self, node: Node) -> tuple[Guarded[str], ...]:
        return self.guards.guarded_list(node, "post", lambda n: word_of(n, self.posts, "post"))


def _document_parser(attributes: Mapping[str, Attribute]) -> Callable[[str, Node, Span], DocumentType]:
    def parse(id: str, node: Node, span: Span) -> DocumentType:
        fields = Fields(node, span)
        used = fields.get("attributes")
        document = DocumentType(
            id, bilingual(fields.need("name")),
            tuple(sorted(ids_of(used, attributes, "attribute"))) if used is not None else (),
            bases_of(fields.need("cite")), span,
        )  # fmt: skip
        fields.close()
        return document

    return parse


def _recorded(id: str, node: Node, span: Span) -> Recorded:
    fields = Fields(node, span)
    articles = tuple(text_of(item) for item in items_of(fields.need("articles")))
    recorded = Recorded(id, articles, bilingual(fields.need("reason")))
    fields.close()
    return recorded


def _no_loops(book: Rulebook) -> None:
    """Nothing may lead back to itself: acts, absence kinds, named signers, acting on acting."""
    acts = ((id, after) for id, act in book.acts.items() for after in act.after)
    kinds = ((id, e.value) for id, kind in book.kinds.items() for e in kind.entails)
    names = (
        (id, other) for id, expression in book.signers.items() for other in Expressions.names_in(expression)
    )
    cover = (
        (f"acting:{c.relation}" if hasattr(c, "relation") else "", f"acting:{rule.relation}")
        for rule in book.substitutions
        if rule.tiers
        for c in rule.covers
    )
    spans = {**{i: a.span for i, a in book.acts.items()}, **{i: k.span for i, k in book.kinds.items()}}
    for what, edges in (("act", acts), ("absence kind", kinds), ("signers", names), ("cover", cover)):
        loop = _loop(edges)
        if loop:
            first = book.substitutions[0].span if what == "cover" else spans.get(loop[0])
            raise fail(first or next(iter(book.documents.values())).span, "loop", what=what, loop=loop)
    for rule in book.substitutions:
        own = {c.post for c in rule.covers if hasattr(c, "post")}
        for post in sorted(own & {post for tier in rule.tiers for post in tier}):
            raise fail(rule.span, "loop", what="cover", loop=[post, post])
    for expression in book.signers.values():
        list(expression_nodes(expression, book))


def _loop(edges: Iterable[tuple[str, str]]) -> list[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(edge for edge in edges if edge[0])
    try:
        return [source for source, _ in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        return []
