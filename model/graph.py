"""The authority graph: posts, roles, people, documents and bodies, one edge per rule effect.

Edges run the way authority flows: from a document or meeting to the post that acts on it, on to
its holder, and from a holder to whoever stands in for him.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import networkx as nx
from guiju.model.authority import Capacity, OfActing, OfPost, OfRole
from guiju.model.document import ByBody, ByUnit, EachOf, Expression, FirstOf, Holder, InRole, atoms
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook

Node = tuple[str, str]
if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[Node]
else:
    Graph = nx.MultiDiGraph


def capacity_node(capacity: Capacity) -> Node:
    match capacity:
        case OfPost(post):
            return ("post", post)
        case OfRole(attribute):
            return ("role", attribute)
        case OfActing(relation):
            return ("acting", relation)


def expression_nodes(expression: Expression, rulebook: Rulebook) -> Iterator[Node]:
    """The posts, roles and bodies that an expression names; a named expression counts once."""
    for item in atoms(expression, rulebook.signers):
        yield from nodes_of(item, rulebook)


def nodes_of(item: Expression, rulebook: Rulebook) -> Iterator[Node]:
    """The posts, roles and bodies that one expression itself names, without its parts."""
    match item:
        case Holder(post):
            yield ("post", post)
        case InRole(attribute):
            yield ("role", attribute)
        case EachOf(target):
            yield ("role" if target in rulebook.attributes else "post", target)
        case FirstOf(tiers):
            yield from (("post", post) for tier in tiers for post in tier)
        case ByUnit(unit):
            yield ("post", rulebook.units[unit].leader)
        case ByBody(body):
            yield ("body", body)


def authority_graph(rulebook: Rulebook, roster: Roster) -> Graph:
    """Build the graph. Each rule edge carries ``relation``, ``acts`` and the ``rule`` itself."""
    graph: Graph = nx.MultiDiGraph(rulebook=rulebook, roster=roster)
    _add_nodes(graph, rulebook, roster)
    for post, people in sorted(roster.incumbents.items()):
        for person in people:
            graph.add_edge(("post", post), ("person", person), key="incumbent", relation="incumbent")
    _add_authorities(graph, rulebook)
    _add_substitutions(graph, rulebook, roster)
    _add_mandates(graph, rulebook)
    return graph


def reachable(graph: Graph, starts: Iterable[Node]) -> frozenset[Node]:
    """Every node that authority can come to from the starts, the starts included."""
    seen: set[Node] = set()
    stack = [node for node in starts if node in graph]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack.extend(graph.successors(node))
    return frozenset(seen)


def _add_nodes(graph: Graph, rulebook: Rulebook, roster: Roster) -> None:
    for kind, items in (
        ("post", rulebook.posts),
        ("role", rulebook.attributes),
        ("body", rulebook.bodies),
        ("document", rulebook.documents),
        ("person", roster.people),
    ):
        graph.add_nodes_from((kind, id) for id in sorted(items))


def _add(graph: Graph, source: Node, target: Node, relation: str, acts: tuple[str, ...], rule: Any) -> None:
    graph.add_edge(source, target, key=rule.id, relation=relation, acts=acts, rule=rule)


def _add_authorities(graph: Graph, rulebook: Rulebook) -> None:
    for rule in rulebook.authorities:
        subjects = [("document", id) for id in rule.documents] + [("body", id) for id in rule.bodies]
        nodes = tuple(expression_nodes(rule.by, rulebook))
        for subject in subjects:
            for node in nodes:
                _add(graph, subject, node, "authority", (rule.act,), rule)


def _add_substitutions(graph: Graph, rulebook: Rulebook, roster: Roster) -> None:
    for rule in rulebook.substitutions:
        acts = tuple(dict.fromkeys(act.value for act in rule.acts))
        posts = sorted({post for tier in rule.tiers for post in tier})
        for capacity in rule.covers:
            for post in posts:
                _add(graph, capacity_node(capacity), ("post", post), rule.relation, acts, rule)
        if not rule.tiers:
            for one, other in roster.pairs:
                _add(graph, ("person", one), ("person", other), rule.relation, acts, rule)
                _add(graph, ("person", other), ("person", one), rule.relation, acts, rule)


def _add_mandates(graph: Graph, rulebook: Rulebook) -> None:
    for rule in rulebook.mandates:
        for to in rule.to:
            _add(graph, capacity_node(rule.giver), capacity_node(to.value), "mandate", rule.acts, rule)
