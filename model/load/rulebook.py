"""YAML to Rulebook (format ``guiju.rulebook/1``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from guiju.model.authority import Authority, Rule, Silence
from guiju.model.document import (
    DocumentType,
)
from guiju.model.load.amendments import AmendmentParser, parts_of
from guiju.model.load.case_space import parse_case_space
from guiju.model.load.claims import parse_claim, parse_known_gap
from guiju.model.load.declared import (
    Declared,
    act_parser,
    attribute_options,
    keys_of,
    measures_of,
    no_clash,
    post_of,
    qualification_of,
    recorded_of,
    switch_of,
)
from guiju.model.load.expressions import Expressions
from guiju.model.load.fields import (
    Collector,
    Fields,
    Guards,
    bilingual,
    fail,
    id_of,
    mapping_of,
    section,
    text_of,
)
from guiju.model.load.loops import check_loops
from guiju.model.load.measures import intervals_of
from guiju.model.load.nodes import Mapping as Mapping_
from guiju.model.load.nodes import Node, Scalar, read_nodes
from guiju.model.load.procedure import ProcedureParser, parse_fact
from guiju.model.load.regulation import KEYS as REGULATION_KEYS
from guiju.model.load.regulation import parse_regulation
from guiju.model.load.rules import RuleParser
from guiju.model.procedure import Norm
from guiju.model.rulebook import Rulebook
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
    switches = section(fields.get("readings"), collector, switch_of)
    posts = section(fields.need("posts"), collector, post_of)
    attribute_node, signer_node = fields.get("attributes"), fields.get("signers")
    qualifications = section(fields.get("qualifications"), collector, qualification_of)
    measures = measures_of(attribute_node, collector)
    no_clash(attribute_node, switches, collector)
    collector.raise_any()
    options = attribute_options(attribute_node, posts)
    guards = Guards(
        {**{id: tuple(s.options) for id, s in switches.items()}, **options},
        {id: partial(intervals_of, attribute=measure) for id, measure in measures.items()},
    )
    attribute_names = keys_of(attribute_node)
    declared = Declared(guards, posts, attribute_names)
    act_node, kind_node = fields.need("acts"), fields.need("absence-kinds")
    acts = section(act_node, collector, act_parser(act_node))
    kinds = section(kind_node, collector, declared.kind_parser(kind_node))
    units = section(fields.get("units"), collector, declared.unit)
    document_node = fields.need("documents")
    declared.documents = keys_of(document_node)
    bodies = section(fields.get("bodies"), collector, declared.body)
    attributes = section(attribute_node, collector, declared.attribute)
    documents = section(document_node, collector, declared.document)
    facts = section(fields.get("facts"), collector, parse_fact)
    collector.raise_any()
    expressions = Expressions(guards, posts, attributes, units, bodies, keys_of(signer_node))
    signers = section(signer_node, collector, lambda _, n, __: expressions.parse(n))
    parser = RuleParser(
        guards, expressions, acts, kinds, posts, attributes, documents, bodies, qualifications
    )  # fmt: skip
    rule_node = fields.need("rules")
    parser.relations, parser.signers = _relations(rule_node), signers
    rules = section(rule_node, collector, parser.parse)
    meeting = tuple(id for id in bodies if any(id in getattr(rule, "bodies", ()) for rule in rules.values()))
    claims = section(
        fields.get("claims"), collector,
        lambda id, n, span: parse_claim(
            id, n, span, documents, posts, acts, kinds, attributes, bodies, meeting
        ),
    )  # fmt: skip
    known = section(
        fields.get("known-gaps"), collector,
        lambda id, n, span: parse_known_gap(id, n, span, documents, attributes),
    )  # fmt: skip
    recorded = section(fields.get("recorded-ambiguities"), collector, recorded_of)
    steps = ProcedureParser(
        guards, expressions, acts, kinds, posts, attributes, documents, bodies, facts
    )  # fmt: skip
    procedure = section(fields.get("procedure"), collector, steps.parse)
    regulation = parse_regulation(fields, collector, attributes, facts, bodies)
    case_space = None
    with collector.trying():
        case_space = parse_case_space(fields.get("case-space"), guards, attributes, documents)
    _no_shared_ids(rules, procedure, collector)
    amending = AmendmentParser((*keys_of(rule_node), *procedure), switches, parts_of(fields.node))
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
