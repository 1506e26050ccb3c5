"""Parses the space of cases that document types part among themselves."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.model.citation import Span
from guiju.model.document import Attribute, CaseSpace, ChoiceAttribute, DocumentType
from guiju.model.load.fields import Fields, Guards, fail, ids_of, items_of
from guiju.model.load.nodes import Node
from guiju.model.reading import Guard


def parse_case_space(
    node: Node | None,
    guards: Guards,
    attributes: Mapping[str, Attribute],
    documents: Mapping[str, DocumentType],
) -> CaseSpace | None:
    """``{attributes: [ids], impossible: [{guard}, …]}``; documents place themselves by ``where``."""
    if node is None:
        for document in documents.values():
            if document.where:
                raise fail(document.span, "no-case-space", found=document.id)
        return None
    fields = Fields(node)
    choices = [id for id, item in attributes.items() if isinstance(item, ChoiceAttribute)]
    axes = ids_of(fields.need("attributes"), choices, "choice attribute")
    listed = fields.get("impossible")
    impossible = parse_boxes(listed, guards)
    fields.close()
    for guard, item in zip(impossible, items_of(listed) if listed is not None else (), strict=True):
        _inside(guard, axes, item.span)
    for document in documents.values():
        for guard in document.where:
            _inside(guard, axes, document.span)
    return CaseSpace(axes, impossible, node.span)


def parse_boxes(node: Node | None, guards: Guards) -> tuple[Guard, ...]:
    """A list of guards, any of which may hold; it may be left out, but not be empty."""
    if node is None:
        return ()
    found = tuple(guards.parse(item) for item in items_of(node))
    if not found:
        raise fail(node.span, "empty-list", what="when")
    return found


def _inside(guard: Guard, axes: tuple[str, ...], span: Span) -> None:
    for term in guard.asked:
        if term not in axes:
            raise fail(span, "outside-case-space", found=term, known=sorted(axes))
