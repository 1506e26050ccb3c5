"""The graph as GraphML, for networkx, Gephi and yEd; every attribute is a text or a whole number."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
from guiju.drawing.naming import edge_condition, node_name
from guiju.model.graph import Node
from guiju.model.whole_graph import Edge, WholeGraph
from guiju.source import Source
from guiju.wording import Wording, legible


def graphml(whole: WholeGraph, source: Source, say: Wording) -> str:
    graph = network(whole, source, say)
    return "\n".join(nx.generate_graphml(graph, prettyprint=True)) + "\n"


def network(whole: WholeGraph, source: Source, say: Wording) -> nx.MultiDiGraph[str]:
    """The graph with texts only, the empty ones left out. Edges are numbered, since a rule may have many."""
    book = source.rulebook
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        rulebook=book.id, roster=source.roster.id, title=legible(book.title.say(say.language))
    )
    for node in whole.nodes:
        rank = {"rank": book.posts[node[1]].rank} if node[0] == "post" else {}
        label = legible(node_name(node, say))
        graph.add_node(_id(node), kind=node[0], id=node[1], label=label, **rank)
    for number, edge in enumerate(whole.edges, 1):
        texts = {name: legible(text) for name, text in _texts(edge, say) if text}
        graph.add_edge(_id(edge.source), _id(edge.target), key=f"e{number}", **texts)
    return graph


def _id(node: Node) -> str:
    return ":".join(node)


def _texts(edge: Edge, say: Wording) -> Iterator[tuple[str, str]]:
    yield "kind", edge.kind
    yield "relation", edge.relation
    yield "label", say.relation_name(edge.relation)
    yield "acts", ",".join(edge.acts)
    yield "rule", edge.rule.id if edge.rule else ""
    yield "basis", say.basis(edge.rule.basis) if edge.rule else ""
    yield "when", edge_condition(edge, say)
