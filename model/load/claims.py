"""Parses claims, the absences they admit, and known gaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import get_args

from guiju.model.cases import meant
from guiju.model.citation import Span
from guiju.model.claim import Admission, Claim, ClaimKind, KnownGap, Stay
from guiju.model.document import Attribute, ChoiceAttribute, DocumentType, MeasureAttribute
from guiju.model.load.fields import (
    Fields,
    basis_of,
    bilingual,
    date_of,
    fail,
    ids_of,
    integer_of,
    items_of,
    text_of,
    word_of,
)
from guiju.model.load.measures import interval_of
from guiju.model.load.nodes import Mapping as MappingNode
from guiju.model.load.nodes import Node, Scalar, Sequence
from guiju.model.load.problem import nearest
from guiju.model.measure import NotAQuantity, spelled

MANDATES = ("none", "grantable", "given")
_NEEDS = {"sole-authority": ("post", "act"), "reserved": ("post", "act")}
_MANDATES = {"sole-authority": "given", "separation": "given", "reserved": "given"}
_STATIC = ("covered-posts", "timely", "live", "one-rule-per-case")
"""Claims about the rules themselves, which admit no absences and no mandates."""
"""Without a word to the contrary, a claim is checked under the mandates that are hardest on it."""


def parse_claim(
    id: str,
    node: Node,
    span: Span,
    documents: Collection[str],
    posts: Collection[str],
    acts: Collection[str],
    kinds: Collection[str],
    attributes: Mapping[str, Attribute],
    bodies: Collection[str],
    meeting: Collection[str],
) -> Claim:
    """``meeting``: the bodies at which some rule lets somebody act; a claim on meetings speaks of them."""
    fields = Fields(node, span)
    kind = word_of(fields.need("claim"), get_args(ClaimKind), "claim")
    needs = _NEEDS.get(kind, ())
    listed, mandates, admits = fields.get("documents"), fields.get("mandates"), fields.get("admits")
    case, to = fields.get("case"), fields.get("to")
    held = fields.get("bodies") if kind == "convenable" else None
    if to is not None and kind != "reserved":
        raise fail(to.span, "only-reserved")
    for given in (mandates, admits, case):
        if given is not None and kind in _STATIC:
            raise fail(given.span, "claim-without-worlds", claim=kind)
    claim = Claim(
        id,
        kind,  # type: ignore[arg-type]
        bilingual(fields.need("statement")),
        tuple(sorted(ids_of(listed, documents, "document")))
        if listed is not None
        else tuple(sorted(documents)),
        _claim_case(case, attributes) if case is not None else {},
        word_of(fields.need("post"), {*posts, *attributes}, "post or attribute") if "post" in needs else None,
        word_of(fields.need("act"), acts, "act") if "act" in needs else None,
        ids_of(to, posts, "post") if to is not None else (),
        word_of(mandates, MANDATES, "mandates") if mandates is not None else _MANDATES.get(kind, "none"),
        parse_admission(admits, posts, kinds) if admits is not None else Admission(),
        basis_of(fields.need("cite")),
        span,
        tuple(sorted(ids_of(held, bodies, "body") if held is not None else meeting))
        if kind == "convenable"
        else (),
    )
    fields.close()
    return claim


def _claim_case(node: Node, attributes: Mapping[str, Attribute]) -> dict[str, tuple[str, ...]]:
    """Attribute -> the values that a claim speaks of."""
    found: dict[str, tuple[str, ...]] = {}
    mapping = Fields(node).node
    for key, value in sorted(mapping.entries.items()):
        listed = value.items if isinstance(value, Sequence) else (value,)
        if not listed:
            raise fail(value.span, "empty-list", what="attribute value")
        found[key] = tuple(_case_value(key, item, mapping.keys[key], attributes) for item in listed)
    return found


def _case_value(key: str, node: Node, span: Span, attributes: Mapping[str, Attribute]) -> str:
    if key not in attributes:
        words = {"found": key, "near": nearest(key, attributes), "known": sorted(attributes)}
        raise fail(span, "unknown-word", what="attribute", **words)
    attribute = attributes[key]
    if isinstance(attribute, ChoiceAttribute):
        return word_of(node, attribute.options, "attribute value")
    if isinstance(attribute, MeasureAttribute) and isinstance(node, MappingNode):
        return spelled(interval_of(node, attribute.kind, attribute.units))
    try:
        meant(attribute, text_of(node))
    except NotAQuantity as error:
        raise fail(node.span, error.code, **error.words) from error
    return text_of(node)


def parse_admission(node: Node, posts: Collection[str], kinds: Collection[str]) -> Admission:
    fields = Fields(node)
    at_most, only, stay, vacant = (fields.get(k) for k in ("at-most", "kinds", "stay", "vacant"))
    never, within = fields.get("never-both"), fields.get("within-pair")
    fields.close()
    return Admission(
        integer_of(at_most) if at_most is not None else None,
        tuple(sorted(ids_of(only, kinds, "absence kind"))) if only is not None else None,
        never is not None and word_of(never, ("true", "false"), "never-both") == "true",
        within is not None and word_of(within, ("true", "false"), "within-pair") == "true",
        tuple(_stay(item, posts) for item in items_of(stay)) if stay is not None else (),
        ids_of(vacant, posts, "post") if vacant is not None else (),
    )


def _stay(node: Node, posts: Collection[str]) -> Stay:
    fields = Fields(node)
    count = fields.need("at-least")
    everybody = isinstance(count, Scalar) and count.text == "all"
    stay = Stay(None if everybody else integer_of(count, 1), ids_of(fields.need("of"), posts, "post"))
    fields.close()
    return stay


def parse_known_gap(
    id: str,
    node: Node,
    span: Span,
    documents: Mapping[str, DocumentType],
    attributes: Mapping[str, Attribute],
) -> KnownGap:
    fields = Fields(node, span)
    document = word_of(fields.need("document"), documents, "document")
    case_node = fields.get("case")
    case: dict[str, str] = {}
    if case_node is not None:
        mapping = Fields(case_node).node
        for key, value in sorted(mapping.entries.items()):
            case[key] = _case_value(key, value, mapping.keys[key], attributes)
            if key not in documents[document].attributes:
                raise fail(mapping.keys[key], "lacks-attribute", document=document, attribute=key)
    absent = frozenset(text_of(item) for item in items_of(fields.need("absent")))
    known = KnownGap(
        id, document, case, absent, bilingual(fields.need("reason")), date_of(fields.need("until")), span
    )
    fields.close()
    return known
