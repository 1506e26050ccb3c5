"""How often which case comes in of a document type, and which facts its files show."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.model.cases import default, meant, values
from guiju.model.citation import Span
from guiju.model.document import MeasureAttribute
from guiju.model.load.case_file import value_of
from guiju.model.load.fields import fail
from guiju.model.load.nodes import Mapping as MappingNode
from guiju.model.load.nodes import Node, Scalar
from guiju.model.load.standing import in_one_class, not_cut
from guiju.model.measure import spelled
from guiju.model.procedure import Prohibition
from guiju.scenarios.load.ground import Ground
from guiju.scenarios.load.quantities import share_of
from guiju.scenarios.load.table import scalar
from guiju.scenarios.scenario import EVEN

Weights = tuple[tuple[str, float], ...]


def case_mix(node: Node | None, document: str, span: Span, ground: Ground) -> dict[str, Weights]:
    """Attribute -> values and how often each comes; unnamed ones have their default, or every value alike."""
    book, used = ground.book, ground.book.documents[document].attributes
    found: dict[str, Weights] = {}
    named = {id for id, _, _ in ground.entries(node)}
    for id in used:
        value = default(book.attributes[id], ground.roster)
        if value is not None:
            found[id] = ((value, 1.0),)
        elif id not in named:
            found[id] = _even(id, span, document, ground)
    for id, value_node, place in ground.entries(node):
        with ground.collector.trying():
            ground.key(id, place, book.attributes, "attribute")
            if id not in used:
                raise fail(place, "unused-attribute", found=id, known=sorted(used))
            found[id] = _weights(id, value_node, document, ground)
    return found


def _weights(id: str, node: Node, document: str, ground: Ground) -> Weights:
    if isinstance(node, MappingNode):
        return _shares(id, node, document, ground)
    if isinstance(node, Scalar) and node.text == EVEN:
        return _even(id, node.span, document, ground)
    return ((case_value(id, node, document, ground), 1.0),)


def _even(id: str, place: Span, document: str, ground: Ground) -> Weights:
    """Every value alike."""
    for value in values(ground.book, ground.roster, document, id):
        _in_one_class(id, value, place, document, ground)
    return ((EVEN, 1.0),)


def _shares(id: str, node: MappingNode, document: str, ground: Ground) -> Weights:
    """``{ordinary: 80%, major: 20%}``: the shares add up to all."""
    shares = {}
    for key, share, place in ground.entries(node):
        shares[case_value(id, scalar(key, place), document, ground)] = share_of(share)
    total = sum(shares.values())
    if total != 1:
        raise fail(node.span, "percent-sum", found=f"{float(total * 100):g}")
    return tuple((value, float(share)) for value, share in shares.items())


def case_value(id: str, node: Node, document: str, ground: Ground) -> str:
    value = value_of(ground.book.attributes[id], node, ground.roster)
    _in_one_class(id, value, node.span, document, ground)
    return value


def _in_one_class(id: str, value: str, place: Span, document: str, ground: Ground) -> None:
    """A measure must lie in one class of all rules on the document, those of procedure included."""
    attribute = ground.book.attributes[id]
    if not isinstance(attribute, MeasureAttribute):
        return
    in_one_class(ground.book, ground.roster, document, attribute, value, place)
    for interval in meant(attribute, value) or ():
        not_cut(ground.book, document, {id: spelled(interval)}, {id: place})


def fact_mix(node: Node | None, document: str, ground: Ground) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for id, share, place in ground.entries(node):
        with ground.collector.trying():
            known_fact(id, place, document, ground)
            found[id] = float(share_of(share))
    return dict(sorted(found.items()))


def known_fact(id: str, place: Span, document: str, ground: Ground) -> str:
    """A fact on which files in order can differ. Raises InputError for all others."""
    ground.key(id, place, ground.book.facts, "fact")
    if ground.book.facts[id].in_order:
        raise fail(place, "fact-always-shown", found=id)
    for norm in ground.book.procedure_of(document):
        if isinstance(norm, Prohibition) and id in norm.facts:
            raise fail(place, "fact-forbidden", found=id, rule=norm.id)
    return id
