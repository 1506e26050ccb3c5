"""Scenario files with what they build on (``base``), merged into one tree of nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.fields import Fields, fail, mapping_of, text_of
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence, read_nodes
from guiju.model.load.problem import nearest
from guiju.model.load.rulebook import check_format

FORMAT = "guiju.scenario/1"
OWN = ("base", "expects", "format", "id", "note", "title", "worst")
"""Keys that a scenario never has from its base."""
MERGED = ("acts", "meetings", "policy", "readings", "workload")
"""Mappings whose entries come one by one from the scenario or else from its base."""
ADDED = ("absences", "mandates", "peaks", "vacancies")
"""Lists that are added to those of the base."""
OTHER = ("calendar", "from", "hours", "reading", "roster", "rulebook", "seed", "until")
"""Keys that replace those of the base."""
TOP_LEVEL = (*OWN, *MERGED, *ADDED, *OTHER)
NONE = "none"
"""As an entry or a list: what the base has there does not apply."""
MOST_BYTES = 4 * 2**20
MOST_BASES = 16


@dataclass
class Places:
    """Where the files are that messages name, and the paths of all that were read."""

    paths: dict[str, Path] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)

    def add(self, path: Path, name: str) -> None:
        self.paths[name] = path
        self.note(path)

    def note(self, path: Path) -> None:
        if str(path) not in self.read:
            self.read.append(str(path))

    def beside(self, text: str, span: Span) -> tuple[Path, str]:
        """The path that a text means in the file of ``span``, and its name in messages."""
        path = self.paths[span.file]
        name = text if Path(text).is_absolute() else span.file.removesuffix(path.name) + text
        return path.parent / text, name


@dataclass(frozen=True)
class Tree:
    """``base``: the bundled id or the path of the scenario that it builds on."""

    root: Mapping
    base: str | None
    places: Places


def library() -> Path:
    return Path(str(files("guiju.scenarios"))) / "library"


def bundled_scenarios() -> tuple[str, ...]:
    """The names of the scenarios that come with guiju."""
    return tuple(sorted(path.stem for path in library().glob("*.yaml")))


def read_tree(name_or_path: str) -> Tree:
    """A bundled scenario or a file, merged with what it builds on. Raises InputError."""
    start = Span("SCENARIO", 0, 0)
    path = Path(name_or_path)
    place = (path, name_or_path) if _is_path(name_or_path) or is_file(path) else None
    return _read(*_located(name_or_path, start, place), Places(), ())


def other_scenario(text: str, span: Span, places: Places) -> str:
    """What ``read_tree`` takes for a scenario that a file names. Raises InputError."""
    path, name = _located(text, span, places.beside(text, span))
    if text not in bundled_scenarios() and not is_file(path):
        raise fail(span, "no-such-scenario", found=name)
    return text if text in bundled_scenarios() else str(path)


def is_file(path: Path) -> bool:
    """Whether there is a file; a path that the system does not accept names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_path(text: str) -> bool:
    return len(Path(text).parts) > 1 or text.endswith((".yaml", ".yml"))


def _located(text: str, span: Span, place: tuple[Path, str] | None) -> tuple[Path, str]:
    bundled = bundled_scenarios()
    if text in bundled:
        return library() / f"{text}.yaml", f"scenarios/{text}.yaml"
    if place is None or not (_is_path(text) or span.line == 0):
        near = nearest(text, bundled)
        raise fail(span, "unknown-word", found=text, what="scenario", near=near, known=bundled)
    return place


def _read(path: Path, name: str, places: Places, above: tuple[tuple[Path, str], ...]) -> Tree:
    node = read_nodes(path, name, MOST_BYTES)
    places.add(path, name)
    fields = Fields(node)
    check_format(fields, FORMAT)
    fields.only(TOP_LEVEL)
    base = fields.get("base")
    if base is None:
        return Tree(fields.node, None, places)
    located = _base(base, places, (*above, (path, name)))
    below = _read(*located, places, (*above, (path, name)))
    named = text_of(base)
    said = named if named in bundled_scenarios() else str(located[0])
    return Tree(merged(below.root, fields.node), said, places)


def _base(node: Node, places: Places, chain: tuple[tuple[Path, str], ...]) -> tuple[Path, str]:
    """The file that ``base`` names. Raises InputError also where it leads back to one of the chain."""
    text = text_of(node)
    path, name = _located(text, node.span, places.beside(text, node.span))
    if len(chain) > MOST_BASES:
        raise fail(node.span, "chain-too-long", what="base", most=MOST_BASES)
    if not is_file(path):
        raise fail(node.span, "no-such-scenario", found=name)
    if path.resolve() in {other.resolve() for other, _ in chain}:
        raise fail(node.span, "loop", what="base", loop=[*(called for _, called in chain), name])
    return path, name


def merged(base: Mapping, own: Mapping) -> Mapping:
    """What a scenario says, and what it leaves to its base."""
    left = {*OWN, *(("roster",) if "rulebook" in own.entries else ())}
    entries = {key: node for key, node in base.entries.items() if key not in left}
    keys = {key: base.keys[key] for key in entries}
    for key, node in own.entries.items():
        entries[key] = _merged(key, entries.get(key), node)
        keys[key] = own.keys[key]
    return Mapping(entries, keys, own.span)


def _merged(key: str, base: Node | None, own: Node) -> Node:
    if base is None:
        return own
    if key in MERGED:
        return _entries(mapping_of(base), mapping_of(own))
    if key in ADDED and isinstance(base, Sequence) and isinstance(own, Sequence):
        return Sequence((*base.items, *own.items), own.span)
    return own


def _entries(base: Mapping, own: Mapping) -> Mapping:
    entries, keys = {**base.entries, **own.entries}, {**base.keys, **own.keys}
    for key, node in own.entries.items():
        if key in base.entries and isinstance(node, Scalar) and node.text == NONE:
            del entries[key], keys[key]
    return Mapping(entries, keys, own.span)
