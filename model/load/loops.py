"""Nothing in a rulebook may lead back to itself, or on and on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx
from guiju.model.authority import OfActing, OfPost
from guiju.model.citation import Span
from guiju.model.document import names_in
from guiju.model.load.fields import fail
from guiju.model.rulebook import Rulebook

MOST_STEPS = 200
MOST_LEVELS = 10_000
"""Named expressions may build on one another far longer: they are resolved without recursion."""

Edge = tuple[str, str]


def check_loops(book: Rulebook, signers: Mapping[str, Span]) -> None:
    """Acts, absence kinds, named signers, and cover of those who cover. Raises InputError."""
    acts = [(id, after) for id, act in book.acts.items() for after in act.after]
    kinds = [(id, e.value) for id, kind in book.kinds.items() for e in kind.entails]
    names = [(id, other) for id, e in book.signers.items() for other in names_in(e)]
    _acyclic("act", acts, {id: act.span for id, act in book.acts.items()})
    _acyclic("absence kind", kinds, {id: kind.span for id, kind in book.kinds.items()})
    _acyclic("signers", names, signers, MOST_LEVELS)
    _cover(book)


def _cover(book: Rulebook) -> None:
    """Cover by tiers starts a new relation; a circle of relations would never end."""
    edges: list[Edge] = []
    spans: dict[str, Span] = {}
    for rule in book.substitutions:
        posts = {post for tier in rule.tiers for post in tier}
        for covered in rule.covers:
            if isinstance(covered, OfPost) and covered.post in posts:
                raise fail(rule.span, "loop", what="cover", loop=[covered.post, covered.post])
            if isinstance(covered, OfActing) and rule.tiers:
                edges.append((covered.relation, rule.relation))
                spans.setdefault(covered.relation, rule.span)
    _acyclic("cover", edges, spans)


def _acyclic(what: str, edges: Iterable[Edge], spans: Mapping[str, Span], most: int = MOST_STEPS) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(sorted(edges))
    try:
        loop = [source for source, _ in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        path = nx.dag_longest_path(graph)
        if len(path) > most:
            raise fail(spans[path[0]], "chain-too-long", what=what, most=most) from None
        return
    raise fail(spans[loop[0]], "loop", what=what, loop=[*loop, loop[0]])
