"""Parses the space of cases that document types part among themselves."""

from __future__ import annotations

from collections.abc import Mapping

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
    impossible = tuple(guards.parse(item) for item in items_of(listed)) if listed is not None else ()
    fields.close()
    for guard in impossible:
        _inside(guard, axes, node)
    for document in documents.values():
        for guard in document.where:
            for term in guard.asked:
                if term not in axes:
                    raise fail(document.span, "outside-case-space", found=term, known=sorted(axes))
    return CaseSpace(axes, impossible, node.span)


def _inside(guard: Guard, axes: tuple[str, ...], node: Node) -> None:
    for term in guard.asked:
        if term not in axes:
            raise fail(node.span, "outside-case-space", found=term, known=sorted(axes))
