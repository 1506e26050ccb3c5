"""What a scenario is expected to change, and which absences are to be built for it."""

from __future__ import annotations

from collections.abc import Collection

from guiju.model.load.fields import Fields, integer_of, items_of, text_of, word_of
from guiju.model.load.nodes import Node
from guiju.model.procedure import Deadline
from guiju.model.rulebook import Rulebook
from guiju.scenarios.load.ground import Ground
from guiju.scenarios.load.tree import Tree, other_scenario
from guiju.scenarios.scenario import MEASURES, Expectation, Worst

CHANGES = ("more", "less", "same")


def expectations(node: Node | None, tree: Tree, ground: Ground) -> tuple[Expectation, ...]:
    """``against`` is left out: the scenario that this one builds on."""
    found: list[Expectation] = []
    for item in items_of(node) if node is not None else ():
        with ground.collector.trying():
            found.append(_expectation(item, tree, ground))
    return tuple(found)


def _expectation(node: Node, tree: Tree, ground: Ground) -> Expectation:
    fields = Fields(node)
    measure = word_of(fields.need("measure"), MEASURES, "measure")
    of, change = fields.get("of"), word_of(fields.need("change"), CHANGES, "change")
    against = fields.get("against") if tree.base is not None else fields.need("against")
    fields.close()
    known = _named(measure, ground)
    other = other_scenario(text_of(against), against.span, tree.places) if against is not None else tree.base
    assert other is not None
    return Expectation(
        measure,
        word_of(of, known, MEASURES[measure]) if of is not None else None,
        change,  # type: ignore[arg-type]
        other,
    )


def _named(measure: str, ground: Ground) -> Collection[str]:
    book: Rulebook = ground.book
    words: dict[str, Collection[str]] = {
        "document": book.documents,
        "deadline": [id for id, norm in book.procedure.items() if isinstance(norm, Deadline)],
        "body": book.bodies,
        "person": ground.roster.people,
        "act": book.acts,
    }
    return words[MEASURES[measure]]


def worst(node: Node | None, ground: Ground) -> Worst | None:
    if node is None:
        return None
    fields = Fields(node)
    at_most = integer_of(fields.need("at-most"), 1)
    first, last = ground.days(fields, needed=False)
    fields.close()
    return Worst(at_most, first, last, fields.span)
