"""When the bodies meet, for how long, and how much fits on an agenda."""

from __future__ import annotations

import re

from guiju.model.citation import Span
from guiju.model.load.fields import Fields, fail, text_of
from guiju.model.load.nodes import Node
from guiju.model.load.procedure import period_of
from guiju.model.procedure import Cadence
from guiju.scenarios.load.ground import Ground, truth_of
from guiju.scenarios.load.quantities import MOST, clock_of, count_of, working_length
from guiju.scenarios.scenario import Meetings

MOST_CUT_OFF = 60
_CUT_OFF = re.compile(r"(0|[1-9][0-9]{0,2}) working-days?\Z")


def meetings(node: Node | None, ground: Ground) -> dict[str, Meetings]:
    """Body -> its meetings."""
    found: dict[str, Meetings] = {}
    for body, value, span in ground.entries(node):
        with ground.collector.trying():
            ground.key(body, span, ground.book.bodies, "body")
            found[body] = _meetings(body, value, span, ground)
    return dict(sorted(found.items()))


def _meetings(body: str, node: Node, span: Span, ground: Ground) -> Meetings:
    fields = Fields(node, span)
    first, at, lasts = fields.need("first"), fields.need("at"), fields.need("lasts")
    every, capacity = fields.get("every"), fields.get("capacity")
    cut_off, postponed = fields.get("cut-off"), fields.get("postponed")
    source = ground.source(fields, f"meetings/{body}")
    fields.close()
    if every is None and not _has_cadence(body, ground):
        raise fail(span, "no-cadence", found=body)
    return Meetings(
        body,
        ground.series(first),
        period_of(every) if every is not None else None,
        clock_of(text_of(at), at.span),
        working_length(lasts, ground.places, some=True),
        count_of(capacity, MOST, 1) if capacity is not None else None,
        _cut_off(cut_off) if cut_off is not None else 0,
        postponed is not None and truth_of(postponed),
        span,
        source,
    )


def _has_cadence(body: str, ground: Ground) -> bool:
    norms = ground.book.procedure.values()
    return any(isinstance(norm, Cadence) and body in norm.bodies for norm in norms)


def _cut_off(node: Node) -> int:
    text = text_of(node)
    found = _CUT_OFF.match(text)
    if found is None:
        raise fail(node.span, "bad-cut-off", found=text)
    if int(found[1]) > MOST_CUT_OFF:
        raise fail(node.span, "too-large", found=text, most=MOST_CUT_OFF)
    return int(found[1])
