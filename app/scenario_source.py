"""Finds scenarios, by bundled name or by path, with the rulebook, roster and calendar that they name."""

from __future__ import annotations

from pathlib import Path

from guiju.model.calendar import Calendar
from guiju.model.load.calendar import bundled_calendar, load_calendar
from guiju.model.load.fields import Fields, fail, text_of
from guiju.model.load.problem import nearest
from guiju.scenarios.load.scenario import parse_scenario
from guiju.scenarios.load.tree import Tree, bundled_scenarios, read_tree
from guiju.scenarios.scenario import Scenario
from guiju.source import Source, bundled, load

__all__ = ["bundled_scenarios", "load_scenario"]


def load_scenario(name_or_path: str) -> Scenario:
    """A bundled scenario or a scenario file. Raises InputError with every defect found."""
    tree = read_tree(name_or_path)
    source = _source(tree)
    calendar, more = _calendar(tree)
    return parse_scenario(tree, source.rulebook, source.roster, calendar, (*source.files, *more))


def _source(tree: Tree) -> Source:
    """The rulebook by bundled name or by path, and its roster or the one that the scenario names."""
    fields = Fields(tree.root)
    node, roster = fields.need("rulebook"), fields.get("roster")
    text = text_of(node)
    place = str(tree.places.beside(text, node.span)[0]) if text not in bundled() else text
    if text not in bundled() and not Path(text).suffix and len(Path(text).parts) == 1:
        near, known = nearest(text, bundled()), bundled()
        raise fail(node.span, "unknown-word", found=text, what="rulebook", near=near, known=known)
    cast = str(tree.places.beside(text_of(roster), roster.span)[0]) if roster is not None else None
    return load(place, cast)


def _calendar(tree: Tree) -> tuple[Calendar, tuple[str, ...]]:
    """The bundled calendar, or one from a file and its path."""
    node = Fields(tree.root).get("calendar")
    if node is None:
        return bundled_calendar(), ()
    path, name = tree.places.beside(text_of(node), node.span)
    return load_calendar(path, name), (str(path),)
