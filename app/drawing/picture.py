"""``graph``: the authority graph, whole or of some documents, in each of its forms."""

from __future__ import annotations

from collections.abc import Sequence

from guiju import as_json, edges
from guiju.drawing.chart import chart
from guiju.drawing.graphml import graphml
from guiju.drawing.mermaid import mermaid
from guiju.drawing.sheet import draw
from guiju.drawing.svg import svg
from guiju.model.focus import focused
from guiju.model.whole_graph import whole_graph
from guiju.request import known
from guiju.source import Source
from guiju.wording import Wording


def render(source: Source, documents: Sequence[str], form: str, say: Wording) -> str:
    """The graph as text. Raises InputError for a document that the rulebook does not know."""
    book, roster = source.rulebook, source.roster
    focus = sorted({known("--document", id, book.documents, "document") for id in documents})
    graph = whole_graph(book, roster)
    if focus:
        graph = focused(graph, book, focus)
    match form:
        case "json":
            return as_json.dumps(edges.as_json(source, graph))
        case "svg":
            return svg(draw(chart(graph, book), roster, say, focus))
        case "graphml":
            return graphml(graph, source, say)
        case "mermaid":
            return mermaid(chart(graph, book), say)
        case _:
            return edges.as_text(graph, say)
