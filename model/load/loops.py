"""Nothing in a rulebook may lead back to itself, or on and on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from guiju.model.authority import OfActing, OfPost
from guiju.model.citation import Span
from guiju.model.document import ByBody, atoms, names_in
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
    bodies = [
        (body, item.body)
        for rule in book.authorities
        for body in rule.bodies
        for item in atoms(rule.by, book.signers)
        if isinstance(item, ByBody)
    ]
    _acyclic("act", acts, {id: act.span for id, act in book.acts.items()})
    _acyclic("absence kind", kinds, {id: kind.span for id, kind in book.kinds.items()})
    _acyclic("signers", names, signers, MOST_LEVELS)
    _acyclic("body", bodies, {id: body.span for id, body in book.bodies.items()})
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
    """Raise InputError for a circle, or for a line of more than ``most`` edges."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    leading: dict[str, list[str]] = {}
    for source, target in sorted(edges):
        sorter.add(source, target)
        leading.setdefault(source, []).append(target)
    try:
        order = tuple(sorter.static_order())
    except CycleError as error:
        loop = list(reversed(error.args[1]))[:-1]
        start = loop.index(min(loop))
        loop = loop[start:] + loop[:start]
        raise fail(spans[loop[0]], "loop", what=what, loop=[*loop, loop[0]]) from None
    length: dict[str, int] = {}
    for item in order:
        length[item] = 1 + max((length[other] for other in leading.get(item, ())), default=0)
        if length[item] > most:
            raise fail(spans[item], "chain-too-long", what=what, most=most)
