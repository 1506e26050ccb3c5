"""YAML to Rulebook (format ``guiju.rulebook/1``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from guiju.model.authority import Authority, Rule, Silence
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
from guiju.model.load.amendments import AmendmentParser, parts_of
from guiju.model.load.case_space import parse_boxes, parse_case_space
from guiju.model.load.claims import parse_claim, parse_known_gap
from guiju.model.load.expressions import Expressions
from guiju.model.load.fields import (
    Collector,
    Fields,
    Guards,
    Immediate,
    bases_of,
    basis_of,
    bilingual,
    fail,
    id_of,
    ids_of,
    integer_of,
    items_of,
    mapping_of,
    section,
    text_of,
    word_of,
)
from guiju.model.load.loops import check_loops
from guiju.model.load.measures import MEASURES, intervals_of, measure_of
from guiju.model.load.nodes import Mapping as Mapping_
from guiju.model.load.nodes import Node, Scalar, read_nodes
from guiju.model.load.procedure import ProcedureParser, parse_fact
from guiju.model.load.regulation import KEYS as REGULATION_KEYS
from guiju.model.load.regulation import parse_regulation
from guiju.model.load.rules import RuleParser
from guiju.model.office import AbsenceKind, Body, Post, Qualification, Quorum, Unit
from guiju.model.procedure import Norm
from guiju.model.reading import PROFILES, Guarded, Switch
from guiju.model.rulebook import Recorded, Rulebook
from guiju.model.text import Text

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


TOP_LEVEL = (
    "format", "id", "title", "source", "roster", "absence-kinds", "acts", "posts", "units", "bodies",
    "amendments", "attributes", "readings", "documents", "signers", "rules", "claims", "known-gaps",
    "recorded-ambiguities", "qualifications", "facts", "procedure", "case-space", *REGULATION_KEYS,
)  # fmt: skip


def parse_rulebook(node: Node) -> tuple[Rulebook, str | None]:
    """A rulebook and the name of its default roster. Problems are collected layer by layer, so
    that one defect does not make others up: words first, then what uses them.
    """
    fields = Fields(node)
    check_format(fields, FORMAT)
    collector = Collector()
    collector.only(fields, TOP_LEVEL)
    texts: dict[str, Text] = {}
    for key in ("title", "source"):
        with collector.trying():
            texts[key] = bilingual(fields.need(key))
    with collector.trying():
        id_of(text_of(fields.need("id")), fields.need("id").span)
    roster = fields.get("roster")
    switches = section(fields.get("readings"), collector, _switch)
    posts = section(fields.need("posts"), collector, _post)
    attribute_node, signer_node = fields.get("attributes"), fields.get("signers")
    qualifications = section(fields.get("qualifications"), collector, _qualification)
    measures = _measures(attribute_node, collector)
    _no_clash(attribute_node, switches, collector)
    collector.raise_any()
    attribute_options = _attribute_options(attribute_node, posts)
    guards = Guards(
        {**{id: tuple(s.options) for id, s in switches.items()}, **attribute_options},
        {id: partial(intervals_of, attribute=measure) for id, measure in measures.items()},
    )
    attribute_names = _keys(attribute_node)
    declared = _Declared(guards, posts, attribute_names)
    act_node, kind_node = fields.need("acts"), fields.need("absence-kinds")
    acts = section(act_node, collector, _act_parser(act_node))
    kinds = section(kind_node, collector, declared.kind_parser(kind_node))
    units = section(fields.get("units"), collector, declared.unit)
    document_node = fields.need("documents")
    declared.documents = _keys(document_node)
    bodies = section(fields.get("bodies"), collector, declared.body)
    attributes = section(attribute_node, collector, declared.attribute)
    documents = section(document_node, collector, declared.document)
    facts = section(fields.get("facts"), collector, parse_fact)
    collector.raise_any()
    expressions = Expressions(guards, posts, attributes, units, bodies, _keys(signer_node))
    signers = section(signer_node, collector, lambda _, n, __: expressions.parse(n))
    parser = RuleParser(
        guards, expressions, acts, kinds, posts, attributes, documents, bodies, qualifications
    )  # fmt: skip
    rule_node = fields.need("rules")
    parser.relations, parser.signers = _relations(rule_node), signers
    rules = section(rule_node, collector, parser.parse)
    claims = section(
        fields.get("claims"), collector,
        lambda id, n, span: parse_claim(id, n, span, documents, posts, acts, kinds, attributes, bodies),
    )  # fmt: skip
    known = section(
        fields.get("known-gaps"), collector,
        lambda id, n, span: parse_known_gap(id, n, span, documents, attributes),
    )  # fmt: skip
    recorded = section(fields.get("recorded-ambiguities"), collector, _recorded)
    steps = ProcedureParser(
        guards, expressions, acts, kinds, posts, attributes, documents, bodies, facts
    )  # fmt: skip
    procedure = section(fields.get("procedure"), collector, steps.parse)
    regulation = parse_regulation(fields, collector, attributes, facts, bodies)
    case_space = None
    with collector.trying():
        case_space = parse_case_space(fields.get("case-space"), guards, attributes, documents)
    _no_shared_ids(rules, procedure, collector)
    amending = AmendmentParser((*_keys(rule_node), *procedure), switches, parts_of(fields.node))
    amendments = section(fields.get("amendments"), collector, amending.parse)
    _every_document_ruled(documents, rules, collector)
    collector.raise_any(last=True)
    book = Rulebook(
        text_of(fields.need("id")), texts["title"], texts["source"], kinds, acts, posts, units, bodies,
        attributes, switches, documents, signers, rules, claims, known, recorded, qualifications,
        facts, procedure, regulation, case_space, amendments,
    )  # fmt: skip
    check_loops(book, Fields(signer_node).node.keys if signer_node is not None else {})
    return book, text_of(roster) if roster is not None else None


def _no_shared_ids(rules: Mapping[str, Rule], procedure: Mapping[str, Norm], collector: Collector) -> None:
    """Rules and procedure are cited by id in one breath: an id means one of them."""
    for id in sorted(set(rules) & set(procedure)):
        with collector.trying():
            raise fail(procedure[id].span, "rule-clash", found=id)


def _every_document_ruled(
    documents: Mapping[str, DocumentType], rules: Mapping[str, Rule], collector: Collector
) -> None:
    """Silence must be said: a document that no rule names is an oversight."""
    ruled = {id for r in rules.values() if isinstance(r, Authority | Silence) for id in r.documents}
    for id, document in documents.items():
        if id not in ruled and not collector.problems:
            with collector.trying():
                raise fail(document.span, "no-rule", found=id)


def _relations(node: Node) -> frozenset[str]:
    """The relations that the substitutions of a rulebook declare, and that of mandates."""
    found = {"mandate"}
    for rule in mapping_of(node).entries.values():
        relation = rule.entries.get("relation") if isinstance(rule, Mapping_) else None
        if isinstance(relation, Scalar):
            found.add(relation.text)
    return frozenset(found)


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
        fields = Fields(value)
        if _kind(fields) in MEASURES:
            continue
        options = fields.node.entries.get("options")
        found[id] = _keys(options) if options is not None else tuple(posts)
    return found


def _kind(fields: Fields) -> str:
    kind = fields.node.entries.get("kind")
    return kind.text if isinstance(kind, Scalar) else ""


def _measures(node: Node | None, collector: Collector) -> dict[str, MeasureAttribute]:
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


def _qualification(id: str, node: Node, span: Span) -> Qualification:
    fields = Fields(node, span)
    found = Qualification(id, bilingual(fields.need("name")), bases_of(fields.need("cite")), span)
    fields.close()
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

    def __init__(self, guards: Guards, posts: Mapping[str, Post], attributes: tuple[str, ...]) -> None:
        self.guards, self.posts, self.attributes = guards, posts, attributes
        self.documents: tuple[str, ...] = ()

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


def _recorded(id: str, node: Node, span: Span) -> Recorded:
    fields = Fields(node, span)
    articles = tuple(text_of(item) for item in items_of(fields.need("articles")))
    recorded = Recorded(id, articles, bilingual(fields.need("reason")))
    fields.close()
    return recorded
