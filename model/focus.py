"""The part of the whole graph that some documents can come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from guiju.model.alternatives import actors
from guiju.model.authority import Authority, Mandate, Rule, Substitution
from guiju.model.graph import Node, capacity_node
from guiju.model.rulebook import Rulebook
from guiju.model.whole_graph import Edge, WholeGraph, order


@dataclass
class _Reach:
    """What has been reached so far: nodes, acts that are asked for, and capacities in which one may act.

    A post whose holder merely stands in, or is mandated, is reached but not held: whoever covers that
    post does not come to act in his place. It is the relation itself that may be covered.
    """

    documents: frozenset[str]
    nodes: set[Node]
    held: set[Node] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)

    def follows(self, edge: Edge) -> bool:
        return edge.source in self.nodes and (edge.rule is None or self.bears(edge.rule))

    def bears(self, rule: Rule) -> bool:
        """Whether a rule may do something for the documents."""
        match rule:
            case Substitution():
                covered = any(capacity_node(capacity) in self.held for capacity in rule.covers)
                listed = not rule.documents or bool(self.documents & set(rule.documents))
                return covered and listed and any(act.value in self.acts for act in rule.acts)
            case Mandate():
                given = capacity_node(rule.giver) in self.held
                return (
                    given and bool(self.documents & set(rule.documents)) and bool(self.acts & set(rule.acts))
                )
            case _:
                return True

    def take(self, edge: Edge, rulebook: Rulebook) -> None:
        self.nodes.add(edge.target)
        match edge.rule:
            case Authority():
                self.acts.add(edge.rule.act)
                self.held.add(edge.target)
                self.nodes |= {node for node in actors(edge.rule, rulebook) if node[0] == "unit"}
            case Substitution() | Mandate():
                relation = "mandate" if isinstance(edge.rule, Mandate) else edge.rule.relation
                self.held.add(("acting", relation))
                self.nodes.add(("acting", relation))


def focused(whole: WholeGraph, rulebook: Rulebook, documents: Iterable[str]) -> WholeGraph:
    """What authority on the documents can come to, for the acts that they (and meetings on them) ask for."""
    wanted = frozenset(documents)
    reach = _Reach(wanted, {("document", id) for id in wanted})
    waiting = [edge for edge in whole.edges if edge.kind == "grant"]
    kept: list[Edge] = []
    while fresh := [edge for edge in waiting if reach.follows(edge)]:
        for edge in fresh:
            reach.take(edge, rulebook)
        kept += fresh
        taken = set(fresh)
        waiting = [edge for edge in waiting if edge not in taken]
    bars = [e for e in whole.edges if e.kind == "bar" and wanted & set(getattr(e.rule, "documents", ()))]
    bars = [e for e in bars if e.target[0] != "document" or e.target in reach.nodes]
    edges = sorted([*(_for(edge, reach.acts) for edge in kept), *bars], key=order)
    drawn = {node for node in reach.nodes if node[0] != "acting" or any(node == e.source for e in edges)}
    nodes = drawn | {end for edge in edges for end in (edge.source, edge.target)}
    partners = (r for r in rulebook.substitutions if not r.tiers and reach.bears(r))
    rules = {edge.rule.id for edge in edges if edge.rule} | {rule.id for rule in partners}
    listed = tuple(rule for rule in whole.rules if rule.id in rules)
    return WholeGraph(tuple(sorted(nodes)), tuple(edges), listed, frozenset(reach.acts))


def _for(edge: Edge, acts: set[str]) -> Edge:
    guarded = tuple(item for item in edge.act_guards if item[0] in acts)
    return replace(edge, acts=tuple(act for act in edge.acts if act in acts), act_guards=guarded)
