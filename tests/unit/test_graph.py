"""The authority graph, and what its cuts say about resilience."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pytest
from guiju.model.authority import Incompatibility, Silence
from guiju.model.cases import cases
from guiju.model.graph import Graph, authority_graph
from guiju.model.reading import profile
from guiju.source import Source
from guiju.verify.gaps import shape_of
from guiju.verify.question import Cast, Mandates, Question


def test_one_edge_per_rule_effect(xiangshan: Source) -> None:
    graph = authority_graph(xiangshan.rulebook, xiangshan.roster)
    drawn = {data["rule"].id for _, _, data in graph.edges(data=True) if "rule" in data}
    powerless = (Silence, Incompatibility)
    expected = {id for id, rule in xiangshan.rulebook.rules.items() if not isinstance(rule, powerless)}
    assert drawn == expected
    for source, target, key, data in graph.edges(keys=True, data=True):
        if "rule" in data:
            assert key == data["rule"].id
            assert data["acts"], (source, target)


def test_relations_are_told_apart(xiangshan: Source) -> None:
    graph = authority_graph(xiangshan.rulebook, xiangshan.roster)
    assert {data["relation"] for _, _, data in graph.edges(data=True)} == {
        "incumbent", "authority", "presiding", "pair", "mandate", "superior", "assignment",
    }  # fmt: skip


def flow(graph: Graph, document: str, act: str, relations: Iterable[str]) -> nx.DiGraph[object]:
    """The part of the graph by which an act flows to people; only people can be cut."""
    network: nx.DiGraph[object] = nx.DiGraph()
    for source, target, data in graph.edges(data=True):
        acts = data.get("acts")
        if data["relation"] in relations and (acts is None or act in acts):
            network.add_edge(("out", source), ("in", target))
    for node in list(graph.nodes):
        person = node[0] == "person"
        network.add_edge(("in", node), ("out", node), **({"capacity": 1} if person else {}))
        if person:
            network.add_edge(("out", node), "world")
    network.add_edge("law", ("in", ("document", document)))
    return network


@pytest.mark.parametrize(
    ("document", "act", "relations", "readings"),
    [
        ("order", "sign", {"authority", "incumbent"}, {}),
        ("order", "sign", {"authority", "incumbent", "presiding"}, {"presiding-scope": "signs"}),
        ("travel-report", "receive-notice", {"authority", "incumbent", "presiding"}, {}),
        ("office-document", "sign", {"authority", "incumbent"}, {}),
        ("office-document-for-government", "sign", {"authority", "incumbent"},
         {"office-policy-signer": "director-own-power"}),
    ],
)  # fmt: skip
def test_minimum_vertex_cut_is_resilience_plus_one(
    xiangshan: Source, document: str, act: str, relations: set[str], readings: dict[str, str]
) -> None:
    book, roster = xiangshan.rulebook, xiangshan.roster
    graph = authority_graph(book, roster)
    case = cases(book, roster, document, {"in-charge": "deputy-3"})[0]
    for attribute, value in case.values.items():
        graph.add_edge(("role", attribute), ("person", value), relation="incumbent")
    cut = nx.minimum_cut_value(flow(graph, document, act, relations), "law", "world")
    reading = {**profile(book.switches, "strict"), **readings}
    mandates: Mandates = "given" if "presiding" in relations else "none"
    question = Question(Cast(book, roster), reading, mandates, ("out-of-district",))
    condition = question.settle(question.resolver.chain(document, case.values).condition)
    assert shape_of(question, condition).resilience == cut - 1
