"""Any rulebook can be drawn: nothing overlaps, and what the file says comes back from every form."""

from __future__ import annotations

import networkx as nx
from geometry import check
from guiju.drawing.picture import render
from guiju.model.alternatives import actors
from guiju.model.cases import cases
from guiju.model.condition import InForce, leaves
from guiju.model.document import (
    AtLeastOf,
    ChoiceAttribute,
    Expression,
    MeasureAttribute,
    Named,
    PeopleOf,
    Where,
)
from guiju.model.focus import focused
from guiju.model.graph import Node, nodes_of
from guiju.model.measure import Interval, classes
from guiju.model.reading import Guard
from guiju.model.resolve import Resolver
from guiju.model.rulebook import Rulebook
from guiju.model.walk import Walk
from guiju.model.whole_graph import whole_graph
from guiju.source import Source
from guiju.verify.question import Cast
from guiju.wording import Wording
from hypothesis import given, settings
from hypothesis import strategies as st
from wide_books import Entry, casts


@settings(max_examples=40)
@given(casts(), st.booleans())
def test_any_rulebook_is_drawn_without_overlaps(drawn: tuple[Cast, Entry, Entry], focus: bool) -> None:
    cast = drawn[0]
    source = Source(cast.rulebook, cast.roster, ("", ""))
    say = Wording(cast.rulebook, cast.roster, "en")
    documents = sorted(cast.rulebook.documents)[:1] if focus else []
    check(render(source, documents, "svg", say))
    assert render(source, documents, "mermaid", say).startswith("flowchart TB\n")
    back = nx.parse_graphml(render(source, [], "graphml", say), force_multigraph=True)
    assert back.number_of_edges() == len(whole_graph(cast.rulebook, cast.roster).edges)


World = dict[str, str | Interval]
"""Reading or attribute -> its option, or the class of a measure."""


def holds(guard: Guard, world: World) -> bool:
    return all(world.get(term) in options for term, options in guard.terms) and all(
        any(isinstance(value := world[term], Interval) and bound.contains(value) for bound in bounds)
        for term, bounds in guard.bounds
    )


def named(item: Expression, world: World, rulebook: Rulebook) -> set[Node]:
    """Whom an expression names in one world, straight from its definition."""
    match item:
        case Where(guarded):
            return named(guarded.value, world, rulebook) if holds(guarded.when, world) else set()
        case Named(name):
            return named(rulebook.signers[name], world, rulebook)
        case AtLeastOf():
            return {node for part in item.parts for node in named(part, world, rulebook)}
        case PeopleOf():
            return named(item.one, world, rulebook)
        case _:
            return set(nodes_of(item, rulebook))


@settings(max_examples=60)
@given(casts(), st.data())
def test_alternatives_say_where_somebody_is_named(
    drawn: tuple[Cast, Entry, Entry], data: st.DataObject
) -> None:
    book = drawn[0].rulebook
    bounds = [i for item in book.guards for _, intervals in item.guard.bounds for i in intervals]
    world: World = {
        id: data.draw(st.sampled_from(sorted(s.options))) for id, s in sorted(book.switches.items())
    }
    for id, attribute in sorted(book.attributes.items()):
        if isinstance(attribute, ChoiceAttribute):
            world[id] = data.draw(st.sampled_from(sorted(attribute.options)))
        elif isinstance(attribute, MeasureAttribute):
            world[id] = data.draw(st.sampled_from(classes(attribute.units, bounds)))
    for rule in book.authorities:
        found = actors(rule, book)
        reached = {("post", book.units[id].leader) if kind == "unit" else (kind, id)
                   for (kind, id), guards in found.items() if any(holds(g, world) for g in guards)}  # fmt: skip
        expected = named(rule.by, world, book) if holds(rule.when, world) else set()
        assert reached == expected


@settings(max_examples=60)
@given(casts())
def test_a_focus_loses_no_rule_on_which_an_answer_rests(drawn: tuple[Cast, Entry, Entry]) -> None:
    cast = drawn[0]
    book = cast.rulebook
    whole = whole_graph(book, cast.roster)
    resolver = Resolver(Walk(cast.graph, {}))
    for document in sorted(book.documents):
        part = {rule.id for rule in focused(whole, book, [document]).rules}
        for case in cases(book, cast.roster, document, {})[:3]:
            found = leaves(resolver.chain(document, case.values).condition)
            rested = {item.rule for item in found if isinstance(item, InForce)}
            assert rested - {rule.id for rule in book.silences} <= part
