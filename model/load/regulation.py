"""Parses what a rulebook says of its text: articles, terms, whom it binds, who adopted it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from guiju.model.citation import Force, Span
from guiju.model.load.fields import (
    Collector,
    Fields,
    article_of,
    bases_of,
    basis_of,
    bilingual,
    fail,
    ids_of,
    items_of,
    mapping_of,
    section,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Node, Sequence
from guiju.model.regulation import (
    NORMS,
    Adoption,
    Article,
    EditorialNote,
    Party,
    Regulation,
    Scope,
    Term,
)

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
KEYS = ("articles", "terms", "parties", "scope", "adopted", "editorial-notes")


def parse_regulation(
    fields: Fields,
    collector: Collector,
    attributes: Collection[str],
    facts: Collection[str],
    bodies: Collection[str],
) -> Regulation:
    terms = section(fields.get("terms"), collector, _term_parser(attributes, facts))
    party_node = fields.get("parties")
    parties = section(party_node, collector, _party)
    articles = section(fields.get("articles"), collector, _article, ids=False)
    notes = section(fields.get("editorial-notes"), collector, _note)
    scope, adopted = None, None
    with collector.trying():
        node = fields.get("scope")
        named = mapping_of(party_node).entries if party_node is not None else ()
        scope = _scope(node, named) if node is not None else None
    with collector.trying():
        node = fields.get("adopted")
        adopted = _adoption(node, bodies) if node is not None else None
    return Regulation(articles, terms, parties, scope, adopted, notes)


def _article(id: str, node: Node, span: Span) -> Article:
    fields = Fields(node, span)
    force, reason, digest = fields.get("force"), fields.get("reason"), fields.get("text")
    norms = ids_of(fields.need("norms"), NORMS, "kind of norm")
    if digest is not None and not _DIGEST.match(text_of(digest)):
        raise fail(digest.span, "bad-digest", found=text_of(digest))
    article = Article(
        article_of(id, span),
        norms,
        _forces(force) if force is not None else (),
        bilingual(reason) if reason is not None else None,
        text_of(digest) if digest is not None else None,
        span,
    )
    fields.close()
    return article


def _forces(node: Node) -> tuple[Force, ...]:
    if isinstance(node, Sequence):
        return tuple(Force(word) for word in ids_of(node, list(Force), "force"))
    return (Force(word_of(node, list(Force), "force")),)


def _term_parser(attributes: Collection[str], facts: Collection[str]) -> Callable[[str, Node, Span], Term]:
    def parse(id: str, node: Node, span: Span) -> Term:
        fields = Fields(node, span)
        others, asked, shown = fields.get("also"), fields.get("attributes"), fields.get("facts")
        term = Term(
            id,
            bilingual(fields.need("name")),
            tuple(map(bilingual, items_of(others))) if others is not None else (),
            ids_of(asked, attributes, "attribute") if asked is not None else (),
            ids_of(shown, facts, "fact") if shown is not None else (),
            bases_of(fields.need("cite")),
            bases_of(fields.get("defined")),
            span,
        )
        fields.close()
        return term

    return parse


def _party(id: str, node: Node, span: Span) -> Party:
    fields = Fields(node, span)
    party = Party(id, bilingual(fields.need("name")), bases_of(fields.need("cite")), span)
    fields.close()
    return party


def _scope(node: Node, parties: Collection[str]) -> Scope:
    fields = Fields(node)
    scope = Scope(
        ids_of(fields.need("addressed-to"), parties, "party"),
        ids_of(fields.need("applies-to"), parties, "party"),
        basis_of(fields.need("cite")),
        node.span,
    )
    fields.close()
    return scope


def _adoption(node: Node, bodies: Collection[str]) -> Adoption:
    fields = Fields(node)
    found = Adoption(word_of(fields.need("body"), bodies, "body"), basis_of(fields.need("cite")), node.span)
    fields.close()
    return found


def _note(id: str, node: Node, span: Span) -> EditorialNote:
    fields = Fields(node, span)
    articles = fields.need("articles")
    listed = tuple(article_of(text_of(item), item.span) for item in items_of(articles))
    if not listed:
        raise fail(articles.span, "empty-list", what="article")
    note = EditorialNote(id, listed, bilingual(fields.need("note")), span)
    fields.close()
    return note
