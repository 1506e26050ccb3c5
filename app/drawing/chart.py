"""What a picture of the authority graph shows: posts and roles by rank, and one arrow for each relation.

Documents are no nodes: what a post does on them in its own right stands in its box. Cover by the
partner of a pair runs from what is covered to the paired post, whose holders the roster pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from guiju.model.alternatives import ALWAYS, Alternatives, act_guards, actors, by_value, product
from guiju.model.authority import Authority, Bar, Recusal, Rule, Substitution
from guiju.model.graph import Node, capacity_node
from guiju.model.rulebook import Rulebook
from guiju.model.whole_graph import LEADER, MAY_HOLD, ONWARD, Edge, WholeGraph, stand_ins

DRAWN = ("post", "role", "body", "unit", "acting")


@dataclass(frozen=True, slots=True)
class Effect:
    """An act that a rule lets somebody do, with where; ``rule`` is None for a fact of office."""

    act: str
    rule: Rule | None
    when: Alternatives


@dataclass(frozen=True, slots=True)
class Spot:
    """A box of the picture: a post, role, body or unit, or whoever acts by a relation."""

    node: Node
    rank: int
    own: tuple[Effect, ...]
    recused: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """All that one relation carries from one box to another.

    ``style``: authority (in a meeting), mandate, sub-delegation, may-hold, acts-through or cover.
    """

    source: Node
    target: Node
    style: str
    relation: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Chart:
    rulebook: Rulebook
    spots: tuple[Spot, ...]
    arrows: tuple[Arrow, ...]
    bars: tuple[Bar, ...]

    @cached_property
    def relations(self) -> tuple[tuple[str, str], ...]:
        """The styles and relations that occur, each once: offices, authority, mandates, then cover."""
        order = (MAY_HOLD, LEADER, "authority", "mandate", ONWARD, "cover")
        found = {(arrow.style, arrow.relation) for arrow in self.arrows}
        return tuple(sorted(found, key=lambda item: (order.index(item[0]), item[1])))


def chart(whole: WholeGraph, rulebook: Rulebook) -> Chart:
    """The picture of a whole graph, before it is laid out."""
    arrows = tuple(_arrows(whole, rulebook))
    own = _own(whole, rulebook)
    recused = _recused(whole)
    busy = {end for arrow in arrows if arrow.style != MAY_HOLD for end in (arrow.source, arrow.target)}
    busy |= own.keys() | recused.keys()
    shown = [n for n in whole.nodes if n[0] in ("post", "body", "unit") or (n[0] in DRAWN and n in busy)]
    ranks = _ranks(shown, whole, rulebook)
    spots = [Spot(n, ranks[n], tuple(own.get(n, ())), tuple(recused.get(n, ()))) for n in shown]
    spots.sort(key=lambda spot: (spot.rank, DRAWN.index(spot.node[0]), spot.node))
    kept = tuple(a for a in arrows if a.source in ranks and a.target in ranks)
    bars = tuple(rule for rule in whole.rules if isinstance(rule, Bar))
    return Chart(rulebook, tuple(spots), kept, bars)


def _own(whole: WholeGraph, rulebook: Rulebook) -> dict[Node, list[Effect]]:
    """What a node does on documents in its own right; each rule counts once."""
    found: dict[Node, list[Effect]] = {}
    named = {e.rule.id for e in whole.edges if e.source[0] == "document" and e.rule}
    for rule in whole.rules:
        if not isinstance(rule, Authority) or rule.id not in named:
            continue
        for node, guards in actors(rule, rulebook).items():
            if guards:
                found.setdefault(node, []).append(Effect(rule.act, rule, guards))
    return found


def _recused(whole: WholeGraph) -> dict[Node, list[Effect]]:
    found: dict[Node, list[Effect]] = {}
    for edge in whole.edges:
        if isinstance(edge.rule, Recusal) and edge.target[0] == "role":
            found.setdefault(edge.target, []).extend(Effect(act, edge.rule, edge.when) for act in edge.acts)
    return found


def _arrows(whole: WholeGraph, rulebook: Rulebook) -> Iterator[Arrow]:
    found: dict[tuple[Node, Node, str, str], list[Effect]] = {}
    for source, target, style, relation, effects in (*_from_edges(whole), *_partners(whole, rulebook)):
        found.setdefault((source, target, style, relation), []).extend(effects)
    for (source, target, style, relation), effects in sorted(found.items(), key=lambda item: item[0]):
        if effects:
            yield Arrow(source, target, style, relation, tuple(effects))


Raw = tuple[Node, Node, str, str, list[Effect]]


def _from_edges(whole: WholeGraph) -> Iterator[Raw]:
    for edge in whole.edges:
        if edge.source[0] in DRAWN and edge.target[0] in DRAWN and edge.kind == "grant":
            style = "cover" if isinstance(edge.rule, Substitution) else edge.relation
            yield edge.source, edge.target, style, edge.relation, list(_effects(edge))


def _effects(edge: Edge) -> Iterator[Effect]:
    guarded = dict(edge.act_guards)
    for act in edge.acts or ("",):
        when = product(edge.when, guarded.get(act, ALWAYS))
        if when:
            yield Effect(act, edge.rule, when)


def _partners(whole: WholeGraph, rulebook: Rulebook) -> Iterator[Raw]:
    for rule in whole.rules:
        if isinstance(rule, Substitution) and not rule.tiers:
            for covered in map(capacity_node, rule.covers):
                for post in stand_ins(rule, rulebook):
                    acts = tuple(act for act in by_value(rule.acts) if act in whole.acts)
                    guarded = tuple(act_guards(rule).items())
                    edge = Edge(covered, post, rule.relation, acts, rule, (rule.when,), guarded)
                    yield covered, post, "cover", rule.relation, list(_effects(edge))


def _ranks(nodes: Iterable[Node], whole: WholeGraph, rulebook: Rulebook) -> dict[Node, int]:
    """A post's own rank; for all else the highest rank of the posts behind it."""
    behind: dict[Node, set[Node]] = {}
    for edge in whole.edges:
        if edge.relation in (MAY_HOLD, LEADER) and edge.rule is None:
            behind.setdefault(edge.source, set()).add(edge.target)
    for id, body in rulebook.bodies.items():
        behind["body", id] = {("post", post) for post in body.members}
    lowest = max((post.rank for post in rulebook.posts.values()), default=1)
    return {node: min(_posts_behind(node, behind, rulebook), default=lowest) for node in nodes}


def _posts_behind(node: Node, behind: dict[Node, set[Node]], rulebook: Rulebook) -> set[int]:
    seen, stack, ranks = {node}, [node], set()
    while stack:
        item = stack.pop()
        if item[0] == "post":
            ranks.add(rulebook.posts[item[1]].rank)
        fresh = behind.get(item, set()) - seen
        seen |= fresh
        stack.extend(fresh)
    return ranks
