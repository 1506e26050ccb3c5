"""The whole graph, for people and other programs: the authority graph and all that the walk does without.

Besides the effects that the walk follows: whom a mandatee may pass his mandate on to, who may hold a
role or act in a relation, through whom a unit acts, and what bars. A bar grants nothing, so it
is a node of its own from which edges run to the documents (and, for a recusal, to the roles) on which
it bears. Nothing leads to it: whoever follows edges from a document meets grants only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guiju.model.alternatives import (
    ALWAYS,
    Alternatives,
    act_guards,
    by_value,
    product,
    shortest,
    simplest,
    where,
)
from guiju.model.authority import BARS, Bar, Mandate, Prerequisite, Recusal, Rule, Substitution
from guiju.model.document import PeopleAttribute, PersonAttribute
from guiju.model.graph import Node, authority_graph, capacity_node
from guiju.model.office import Roster
from guiju.model.reading import Guard
from guiju.model.rulebook import Rulebook

ONWARD, MAY_HOLD, LEADER = "sub-delegation", "may-hold", "acts-through"


@dataclass(frozen=True, slots=True)
class Edge:
    """One effect of one rule (or a fact of office: ``rule`` is None), with where it is there.

    ``act_guards``: acts that it carries under a further condition only.
    """

    source: Node
    target: Node
    relation: str
    acts: tuple[str, ...]
    rule: Rule | None
    when: Alternatives
    act_guards: tuple[tuple[str, Alternatives], ...] = ()

    @property
    def kind(self) -> str:
        return "bar" if isinstance(self.rule, BARS) else "grant"


@dataclass(frozen=True, slots=True)
class WholeGraph:
    """Nodes and edges in order, and the rules and acts in play."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rules: tuple[Rule, ...]
    acts: frozenset[str]


def whole_graph(rulebook: Rulebook, roster: Roster) -> WholeGraph:
    """All nodes and edges, in an order that the order of the file does not change."""
    graph = authority_graph(rulebook, roster)
    places: dict[tuple[str, Node], Alternatives] = {}
    edges = []
    for source, target, data in graph.edges(data=True):
        rule, relation = data.get("rule"), data["relation"]
        if rule is None:
            edges.append(Edge(source, target, relation, (), None, ALWAYS))
            continue
        key = (rule.id, target)
        if key not in places:
            places[key] = where(rule, target, rulebook)
        guarded = tuple(act_guards(rule).items())
        edges.append(Edge(source, target, relation, data["acts"], rule, places[key], guarded))
    edges += [*_sub_delegations(rulebook), *_holders(rulebook), *_leaders(rulebook), *_bars(rulebook)]
    named = {end for edge in edges for end in (edge.source, edge.target)}
    units = {("unit", id) for id in rulebook.units}
    nodes = tuple(sorted({*graph.nodes, *named, *units}))
    rules = tuple(rule for _, rule in sorted(rulebook.rules.items()))
    return WholeGraph(nodes, tuple(sorted(edges, key=order)), rules, frozenset(rulebook.acts))


def order(edge: Edge) -> tuple[bool, Node, Node, str, str]:
    """Grants first, then bars."""
    return edge.kind == "bar", edge.source, edge.target, edge.relation, edge.rule.id if edge.rule else ""


def _sub_delegations(rulebook: Rulebook) -> Iterator[Edge]:
    """From a mandatee to those to whom he may pass the mandate on, level by level."""
    for rule in rulebook.mandates:
        onward = {("post", post): guards for post, guards in by_value(rule.onward).items()}
        givers = {to: where(rule, to, rulebook) for to in stand_ins(rule, rulebook)}
        if rule.levels > 1:
            first = shortest(guard for guards in givers.values() for guard in guards)
            givers = {post: product(first, guards) for post, guards in onward.items()} | givers
        for giver, received in givers.items():
            for post, guards in onward.items():
                if giver != post:
                    yield Edge(giver, post, ONWARD, rule.acts, rule, product(received, guards))


def _holders(rulebook: Rulebook) -> Iterator[Edge]:
    """The posts whose holders may be named by a case, or may act in a relation."""
    for id, attribute in rulebook.attributes.items():
        if isinstance(attribute, PersonAttribute | PeopleAttribute):
            for post, guards in by_value(attribute.holders).items():
                yield Edge(("role", id), ("post", post), MAY_HOLD, (), None, guards)
    standing: tuple[Substitution | Mandate, ...] = (*rulebook.substitutions, *rulebook.mandates)
    for node in sorted(_acting(rulebook)):
        found: dict[Node, list[Guard]] = {}
        for rule in standing:
            if node[1] == ("mandate" if isinstance(rule, Mandate) else rule.relation):
                for other in stand_ins(rule, rulebook):
                    found.setdefault(other, []).extend(where(rule, other, rulebook))
        for other, reasons in found.items():
            if other != node:
                yield Edge(node, other, MAY_HOLD, (), None, simplest(reasons, rulebook))


def stand_ins(rule: Substitution | Mandate, rulebook: Rulebook) -> tuple[Node, ...]:
    """The posts (or roles of acting) whose holders a rule lets act for another."""
    if isinstance(rule, Mandate):
        return tuple(dict.fromkeys(capacity_node(to.value) for to in rule.to))
    if rule.tiers:
        return tuple(dict.fromkeys(("post", post) for tier in rule.tiers for post in tier))
    return (("post", rulebook.paired_post),) if rulebook.paired_post else ()


def _acting(rulebook: Rulebook) -> set[Node]:
    capacities = [capacity for rule in rulebook.substitutions for capacity in rule.covers]
    capacities += [to.value for rule in rulebook.mandates for to in rule.to]
    capacities += [rule.giver for rule in rulebook.mandates]
    return {node for node in map(capacity_node, capacities) if node[0] == "acting"}


def _leaders(rulebook: Rulebook) -> Iterator[Edge]:
    for id, unit in rulebook.units.items():
        yield Edge(("unit", id), ("post", unit.leader), LEADER, (), None, ALWAYS)


def _bars(rulebook: Rulebook) -> Iterator[Edge]:
    bars: tuple[Bar, ...] = (*rulebook.recusals, *rulebook.incompatibilities, *rulebook.prerequisites)
    for rule in bars:
        acts = (rule.act,) if isinstance(rule, Prerequisite) else rule.acts
        targets = [("document", id) for id in rule.documents]
        if isinstance(rule, Recusal):
            targets += [("role", id) for id in rule.people]
        for target in targets:
            yield Edge(("bar", rule.id), target, type(rule).__name__.lower(), acts, rule, (rule.when,))
