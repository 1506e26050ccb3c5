"""Bundled rulebooks with some entries changed, as a drafter would change them, then loaded in earnest."""

from __future__ import annotations

from collections.abc import Mapping as Map
from functools import cache

from guiju.model.load.nodes import Mapping, Node, parse_nodes
from guiju.model.load.roster import parse_roster
from guiju.model.load.rulebook import parse_rulebook
from guiju.model.reading import profile
from guiju.source import Source, load_trees
from guiju.verify.lint.detectors import DETECTORS
from guiju.verify.lint.finding import Finding
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.live import idle_by_comparison

Edits = Map[str, str | None]
"""Path (``rules.gift-approved.when``) -> the YAML that stands there from now on; None: nothing does."""


@cache
def _trees(name: str) -> tuple[Mapping, Mapping]:
    trees = load_trees(name, None)
    assert trees.roster is not None
    return trees.rulebook, trees.roster


def edited(name: str, *edits: Edits) -> Source:
    """The rulebook after the edits, in order. Raises InputError where they leave a bad one."""
    tree, roster = _trees(name)
    for edit in edits:
        for path, text in edit.items():
            tree = _put(tree, path.split("."), parse_nodes(text, path) if text is not None else None)
    book, _ = parse_rulebook(tree)
    return Source(book, parse_roster(roster, book), (name, name))


def findings_of(source: Source, profile_name: str, *, idle: bool = False) -> tuple[Finding, ...]:
    """What lint finds, without idle rules unless they are asked for: to compare all answers takes seconds."""
    ground = Ground(source.rulebook, source.roster, profile(source.rulebook.switches, profile_name))
    return tuple(
        item
        for detector in DETECTORS
        if idle or detector is not idle_by_comparison
        for item in detector(ground)
    )


def _put(node: Mapping, path: list[str], value: Node | None) -> Mapping:
    key, rest = path[0], path[1:]
    if rest:
        inner = node.entries.get(key, Mapping({}, {}, node.span))
        assert isinstance(inner, Mapping), key
        value = _put(inner, rest, value)
    entries = {id: item for id, item in node.entries.items() if id != key}
    keys = {id: span for id, span in node.keys.items() if id != key}
    if value is None:
        assert key in node.entries, f"there is no {key}"
        return Mapping(entries, keys, node.span)
    return Mapping({**entries, key: value}, {**keys, key: value.span}, node.span)
