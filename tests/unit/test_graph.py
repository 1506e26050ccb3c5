"""The authority graph, and what its cuts say about resilience."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import networkx as nx
import pytest
from guiju.model.alternatives import ALWAYS, actors, both, product, shortest, simplest
from guiju.model.authority import BARS, Authority, Incompatibility, Mandate, Silence
from guiju.model.cases import cases
from guiju.model.document import AtLeastOf, Expression, Holder, Named, Where
from guiju.model.focus import focused
from guiju.model.graph import Graph, authority_graph, reachable
from guiju.model.measure import read
from guiju.model.reading import Guard, Guarded, profile
from guiju.model.whole_graph import LEADER, MAY_HOLD, ONWARD, Edge, WholeGraph, whole_graph
from guiju.source import Source, load
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


@pytest.fixture(scope="module")
def company() -> Source:
    return load("company-doa", None)


def whole(source: Source) -> WholeGraph:
    return whole_graph(source.rulebook, source.roster)


def of(graph: WholeGraph, rule: str) -> list[Edge]:
    return [edge for edge in graph.edges if edge.rule is not None and edge.rule.id == rule]


@pytest.mark.parametrize("name", ["xiangshan-2021", "company-doa", "succession"])
def test_the_whole_graph_has_an_edge_for_every_rule_but_silence(name: str) -> None:
    source = load(name, None)
    drawn = {edge.rule.id for edge in whole(source).edges if edge.rule}
    assert drawn == {id for id, rule in source.rulebook.rules.items() if not isinstance(rule, Silence)}


def test_the_walk_does_not_see_what_was_added(company: Source) -> None:
    walked = authority_graph(company.rulebook, company.roster)
    assert not {node for node in walked if node[0] in ("bar", "unit")}
    assert not {d["relation"] for _, _, d in walked.edges(data=True)} & {ONWARD, MAY_HOLD, LEADER}


def test_a_mandate_is_passed_on_from_the_mandatee(company: Source) -> None:
    passed = [e for e in of(whole(company), "cco-mandates-down") if e.relation == ONWARD]
    assert [(e.source, e.target, e.acts) for e in passed] == [
        (("post", "sales-director"), ("post", "sales-manager"), ("sign",))
    ]
    rule = company.rulebook.rules["cco-mandates-down"]
    assert isinstance(rule, Mandate)
    assert passed[0].when == (ALWAYS if rule.when == Guard() else (rule.when,))


@pytest.mark.parametrize("name", ["xiangshan-2021", "company-doa"])
def test_no_edge_leads_to_a_bar_and_none_of_a_bar_grants(name: str) -> None:
    source = load(name, None)
    graph = whole(source)
    bars = [edge for edge in graph.edges if edge.kind == "bar"]
    assert bars
    for edge in graph.edges:
        assert edge.target[0] != "bar"
        assert (edge.source[0] == "bar") == isinstance(edge.rule, BARS) == (edge.kind == "bar")
    network = nx.MultiDiGraph([(e.source, e.target) for e in graph.edges])
    starts = {("document", id) for id in source.rulebook.documents}
    assert not {node for node in reachable(network, starts) if node[0] == "bar"}


def test_a_recusal_points_at_its_documents_and_at_whom_the_case_names(company: Source) -> None:
    targets = {edge.target for edge in of(whole(company), "no-self-approval")}
    rule = company.rulebook.rules["no-self-approval"]
    assert targets == {("document", id) for id in getattr(rule, "documents", ())} | {("role", "requester")}


def test_conditions_are_on_the_edges(xiangshan: Source) -> None:
    graph = whole(xiangshan)
    by_target = {edge.target: edge.when for edge in of(graph, "mandate-to-executive-deputy")}
    assert by_target[("post", "executive-deputy-head")] == ALWAYS
    assert by_target[("acting", "presiding")] == (Guard((("mandatee", ("presider",)),)),)
    presiding = dict(of(graph, "presiding")[0].act_guards)
    assert "preside-work" not in presiding
    assert presiding["sign"] == (Guard((("presiding-scope", ("signs",)),)),)
    both_ways = {e.when for e in of(graph, "important-office-document-signers") if e.source[0] == "document"}
    assert both_ways == {ALWAYS}, "jointly under two options and alone under the third: always"


def test_guards_inside_and_outside_meet() -> None:
    small, large = read("[0, 10] CNY"), read("[5, 20) CNY")
    one = Guard((("a", ("x", "y")),), (("amount", (small,)),))
    other = Guard((("a", ("y", "z")), ("b", ("u",))), (("amount", (large,)),))
    assert both(one, other) == Guard((("a", ("y",)), ("b", ("u",))), (("amount", (read("[5, 10] CNY"),)),))
    assert both(one, Guard((("a", ("z",)),))) is None
    assert both(one, Guard((), (("amount", (read("(10, ∞) CNY"), read("[1, 2] USD"))),))) is None
    assert set(shortest([other, Guard((("b", ("u",)),)), one])) == {Guard((("b", ("u",)),)), one}
    assert product((one,), ALWAYS) == (one,)
    assert product((one,), ()) == ()


def test_alternatives_that_leave_nothing_open_are_always(xiangshan: Source) -> None:
    book = xiangshan.rulebook
    switch = book.switches["mandate-timing"]
    guards = [Guard((("mandate-timing", (option,)),)) for option in switch.options]
    assert simplest(guards, book) == ALWAYS
    assert simplest(guards[:2], book) == (Guard((("mandate-timing", tuple(switch.options)[:2]),)),)


def test_a_name_that_is_reached_in_countless_ways_takes_no_time(xiangshan: Source) -> None:
    """Each level asks for one reading or another of its switch, and adds a post under the first."""
    book = xiangshan.rulebook
    signers: dict[str, Expression] = {"n0": Holder("head")}
    for level, switch in enumerate(sorted(book.switches)[:24]):
        options = sorted(book.switches[switch].options)[:2]
        parts = [Where(Guarded(Named(f"n{level}"), Guard(((switch, (option,)),)))) for option in options]
        signers[f"n{level + 1}"] = AtLeastOf(1, tuple(parts))
    rule = book.rules["head-signs-orders"]
    assert isinstance(rule, Authority)
    found = actors(replace(rule, by=Named("n24")), replace(book, signers=signers))
    assert set(found) == {("post", "head")}
    assert found["post", "head"]


def test_a_focus_is_a_part_and_keeps_every_rule_that_bears(xiangshan: Source) -> None:
    graph = whole(xiangshan)
    part = focused(graph, xiangshan.rulebook, ["office-document-for-government"])
    known = {(e.source, e.target, e.relation, e.rule and e.rule.id) for e in graph.edges}
    assert {(e.source, e.target, e.relation, e.rule and e.rule.id) for e in part.edges} < known
    rules = {edge.rule.id for edge in part.edges if edge.rule}
    assert {"leader-signs-for-government", "mandate-to-office-head", "pair-covers-portfolio"} <= rules
    assert not rules & {"presiding", "mandate-to-executive-deputy", "leader-reviews-letters"}
    assert {act for edge in part.edges for act in edge.acts} == {"sign"}
    assert [node for node in part.nodes if node[0] == "document"] == [
        ("document", "office-document-for-government")
    ]


def test_a_focus_on_everything_loses_only_what_nothing_leads_to(company: Source) -> None:
    graph = whole(company)
    part = focused(graph, company.rulebook, company.rulebook.documents)
    lost = {edge.rule.id for edge in graph.edges if edge.rule} - {
        edge.rule.id for edge in part.edges if edge.rule
    }
    asked = {rule.act for rule in company.rulebook.authorities}
    for id in lost:
        rule = company.rulebook.rules[id]
        acts = {getattr(act, "value", act) for act in getattr(rule, "acts", ())}
        assert not acts & asked, id
