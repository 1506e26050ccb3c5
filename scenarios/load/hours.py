"""Working hours."""

from __future__ import annotations

from itertools import pairwise

from guiju.model.load.fields import Fields, fail, items_of, text_of, word_of
from guiju.model.load.nodes import Mapping, Node, Scalar
from guiju.scenarios.load.ground import Ground
from guiju.scenarios.load.quantities import clock_of
from guiju.scenarios.scenario import Hours

ROUND_THE_CLOCK = "round-the-clock"


def hours(node: Node, ground: Ground) -> Hours:
    """``["08:00-12:00", "15:00-18:00"]`` or ``round-the-clock``; under ``spans`` with a source."""
    if not isinstance(node, Mapping):
        ground.assumed["hours"] = None
        return _spans(node)
    fields = Fields(node)
    spans = fields.need("spans")
    ground.source(fields, "hours")
    fields.close()
    return _spans(spans)


def _spans(node: Node) -> Hours:
    if isinstance(node, Scalar):
        word_of(node, (ROUND_THE_CLOCK,), "hours")
        return Hours(((0, 24 * 60),), every_day=True)
    found = sorted(((_span(item), item) for item in items_of(node)), key=lambda pair: pair[0])
    if not found:
        raise fail(node.span, "empty-list", what="hours")
    for (one, _), (other, item) in pairwise(found):
        if other[0] < one[1]:
            raise fail(item.span, "hours-overlap", found=text_of(item))
    return Hours(tuple(span for span, _ in found))


def _span(node: Node) -> tuple[int, int]:
    text = text_of(node)
    start, dash, end = text.partition("-")
    if not dash:
        raise fail(node.span, "bad-clock", found=text)
    first, last = clock_of(start.strip(), node.span), clock_of(end.strip(), node.span)
    if last <= first:
        raise fail(node.span, "hours-empty", found=text)
    return first, last
