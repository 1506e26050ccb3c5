"""Finds rulebooks and rosters: by bundled name or by path."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from guiju.model.cases import in_range, values
from guiju.model.citation import Span
from guiju.model.document import MeasureAttribute, PeopleAttribute, PersonAttribute
from guiju.model.load.fields import mapping_of
from guiju.model.load.nodes import Mapping, Node, read_nodes
from guiju.model.load.problem import InputError, Problem, nearest
from guiju.model.load.roster import load_roster, parse_roster
from guiju.model.load.rulebook import load_rulebook, parse_rulebook
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook


@dataclass(frozen=True)
class Trees:
    """What the files of a rulebook and its roster hold, checked, and their paths."""

    rulebook: Mapping
    roster: Mapping | None
    files: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A rulebook and a roster, with the paths that they were read from."""

    rulebook: Rulebook
    roster: Roster
    files: tuple[str, str]


def bundled() -> tuple[str, ...]:
    """The names of the rulebooks that come with guiju."""
    return tuple(sorted(p.name for p in _folder().iterdir() if (p / "rulebook.yaml").is_file()))


def _folder() -> Path:
    return Path(str(files("guiju.model"))) / "rulebooks"


@contextmanager
def _no_collection() -> Iterator[None]:
    """Reading makes millions of objects and no garbage: looking for garbage took two thirds of it."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def load(rulebook: str, roster: str | None) -> Source:
    """Load both files. Raises InputError."""
    with _no_collection():
        return _load(rulebook, roster)


def _load(rulebook: str, roster: str | None) -> Source:
    path, name = _locate(rulebook)
    book, default = load_rulebook(path, name)
    place = _roster_place(path, name, default, roster)
    if place is None:
        raise InputError([Problem(Span(name, 1, 1), "no-roster")])
    cast_path, cast_name = place
    cast = load_roster(cast_path, book, cast_name)
    _check_known_gaps(book, cast)
    return Source(book, cast, (str(path), str(cast_path)))


def load_book(rulebook: str) -> tuple[Rulebook, str]:
    """Load a rulebook alone, and its path. Raises InputError."""
    path, name = _locate(rulebook)
    with _no_collection():
        return load_rulebook(path, name)[0], str(path)


def load_trees(rulebook: str, roster: str | None) -> Trees:
    """Load both files as trees; a rulebook that names no roster may be alone. Raises InputError."""
    path, name = _locate(rulebook)
    node = read_nodes(path, name)
    _, default = parse_rulebook(node)
    place = _roster_place(path, name, default, roster)
    cast = read_nodes(*place) if place else None
    check(node, cast)
    files = (str(path), str(place[0])) if place else (str(path),)
    return Trees(mapping_of(node), mapping_of(cast) if cast else None, files)


def check(rulebook: Node, roster: Node | None) -> str | None:
    """Check trees as ``load`` checks files; returns the roster file that the rulebook names.

    Raises InputError.
    """
    book, default = parse_rulebook(rulebook)
    if roster is not None:
        _check_known_gaps(book, parse_roster(roster, book))
    return default


def _roster_place(path: Path, name: str, default: str | None, roster: str | None) -> tuple[Path, str] | None:
    """The path of the roster and what messages call it."""
    if roster is not None:
        return Path(roster), roster
    if default is not None:
        return path.parent / default, name.removesuffix(path.name) + default
    return None


def _check_known_gaps(book: Rulebook, roster: Roster) -> None:
    """Known gaps name people of the roster and values of their cases."""
    problems = []
    for known in book.known_gaps.values():
        allowed = {
            id: set(values(book, roster, known.document, id))
            for id in known.case
            if not isinstance(book.attributes[id], MeasureAttribute)
        }
        wrong = [("person", p, set(roster.people)) for p in sorted(known.absent) if p not in roster.people]
        named = [(k, v) for k, v in known.case.items() if k in allowed]
        wrong += [("attribute value", v, allowed[k]) for k, v in named if v not in allowed[k]]
        problems += [_unknown(known.span, *item) for item in wrong]
    for claim in book.claims.values():
        for id, chosen in claim.case.items():
            attribute = book.attributes[id]
            if isinstance(attribute, PersonAttribute | PeopleAttribute):
                people = {*in_range(attribute, roster), "all", "none"}
                named = [(id, person) for value in chosen for person in value.split("+")]
                problems += [
                    _unknown(claim.span, "attribute value", p, people) for _, p in named if p not in people
                ]
    if problems:
        raise InputError(problems)


def _unknown(span: Span, what: str, found: str, listed: set[str]) -> Problem:
    words = {"found": found, "what": what, "near": nearest(found, listed), "known": sorted(listed)}
    return Problem(span, "unknown-word", words)


def _locate(rulebook: str) -> tuple[Path, str]:
    if rulebook in bundled():
        return _folder() / rulebook / "rulebook.yaml", f"{rulebook}/rulebook.yaml"
    path = Path(rulebook)
    if not _exists(path) and path.suffix not in (".yaml", ".yml") and len(path.parts) == 1:
        near = nearest(rulebook, bundled())
        words = {"found": rulebook, "what": "rulebook", "near": near, "known": bundled()}
        raise InputError([Problem(Span("RULEBOOK", 0, 0), "unknown-word", words)])
    return path, rulebook


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
