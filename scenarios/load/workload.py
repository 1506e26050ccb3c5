"""The work that comes in: how much of each document type, in which cases, through which acts."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.model.citation import Span
from guiju.model.load.fields import Fields, fail, ids_of, items_of, mapping_of
from guiju.model.load.nodes import Mapping as MappingNode
from guiju.model.load.nodes import Node, Scalar
from guiju.model.load.procedure import period_of
from guiju.scenarios.load.acts import acts
from guiju.scenarios.load.arrivals import listed, past
from guiju.scenarios.load.case_mix import case_mix, fact_mix
from guiju.scenarios.load.ground import Ground, items_or_none
from guiju.scenarios.load.quantities import MOST, count_of, number_of, rate_of
from guiju.scenarios.scenario import Arrivals, ByRate, Peak, Regular, Workload


def workload(node: Node, ground: Ground) -> dict[str, Workload]:
    """Document type -> what comes in of it. At least one is needed."""
    found: dict[str, Workload] = {}
    for document, value, span in ground.entries(node):
        with ground.collector.trying():
            ground.key(document, span, ground.book.documents, "document")
            found[document] = _workload(document, value, span, ground)
    if not mapping_of(node).entries:
        raise fail(node.span, "empty-list", what="document")
    return dict(sorted(found.items()))


def _workload(document: str, node: Node, span: Span, ground: Ground) -> Workload:
    fields = Fields(node, span)
    arrive, case, facts = fields.need("arrive"), fields.get("case"), fields.get("facts")
    also, own_acts, backlog = fields.get("also"), fields.get("acts"), fields.get("backlog")
    source = ground.source(fields, f"workload/{document}")
    fields.close()
    return Workload(
        document,
        _arrivals(arrive, document, ground),
        case_mix(case, document, span, ground),
        fact_mix(facts, document, ground),
        ids_of(also, ground.book.acts, "act") if also is not None and items_of(also) else (),
        acts(own_acts, ground, f"workload/{document}/acts"),
        count_of(backlog, MOST) if backlog is not None else 0,
        span,
        source,
    )


def _arrivals(node: Node, document: str, ground: Ground) -> Arrivals:
    """A rate, a regular schedule, a list of days, or the days of past cases in a CSV file."""
    if isinstance(node, Scalar):
        return ByRate(rate_of(node))
    if not isinstance(node, MappingNode):
        return listed(node, ground)
    fields = Fields(node)
    if "csv" in fields:
        return past(fields, document, ground)
    every, first = fields.need("every"), fields.need("first")
    fields.close()
    return Regular(ground.day(first), period_of(every))


def peaks(node: Node | None, ground: Ground, loads: Mapping[str, Workload]) -> tuple[Peak, ...]:
    """Stretches of more or less work than usual, of documents that arrive by rate."""
    found: list[Peak] = []
    for item in items_or_none(node):
        with ground.collector.trying():
            fields = Fields(item)
            times, documents = fields.need("times"), fields.get("documents")
            first, last = ground.days(fields)
            ground.source(fields, "peaks")
            fields.close()
            named = ids_of(documents, loads, "document of the workload") if documents is not None else ()
            for id in named:
                if not isinstance(loads[id].arrivals, ByRate):
                    assert documents is not None
                    raise fail(documents.span, "peak-without-rate", found=id)
            found.append(Peak(first, last, number_of(times), named))
    return tuple(sorted(found, key=lambda peak: peak.first))
