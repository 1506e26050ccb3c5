"""Nodes to sheets: which sections get a sheet, and which keys get a column.

The keys of an entry are columns. A mapping inside it is spread over columns (``name.zh``) where
the rows share its keys; a row with keys of its own holds its mapping whole, in the parent's cell.
``sheets.root_of`` reads every layout back to the same tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from guiju.model.citation import NOWHERE
from guiju.model.load.cells import cell_of
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence
from guiju.model.load.sheets import MAIN, PART, VALUE, KeyPath, Sheet, first_column

MOST_NAME = 31
"""Excel cuts longer names of sheets."""
MOST_PARTS = 8
MOST_COLUMNS = 100
SHARE = 10
"""A column inside a mapping is worth having when one row in so many fills it."""
_BILINGUAL = {"zh", "en"}


def sheets_of(root: Mapping, main: str) -> tuple[Sheet, ...]:
    """The sheets of a rulebook or roster, the main one first."""
    rest = {key: node for key, node in root.entries.items() if not has_sheet(key, node)}
    found = [_table(main, rest)] if rest else []
    for key, node in root.entries.items():
        if key not in rest:
            found.append(_table(key, node.entries) if isinstance(node, Mapping) else _list(key, node))
    return tuple(found)


def has_sheet(key: str, node: Node) -> bool:
    """Whether a top-level key gets a sheet of its own: sections do, single texts do not."""
    if not PART.match(key) or len(key) > MOST_NAME or key in MAIN:
        return False
    if isinstance(node, Mapping):
        return bool(node.entries) and not node.entries.keys() <= _BILINGUAL
    return _is_table(node)


def _is_table(node: Node) -> bool:
    """A list of lists of the same length."""
    items = node.items if isinstance(node, Sequence) else ()
    lengths = {len(item.items) if isinstance(item, Sequence) else 0 for item in items}
    return len(lengths) == 1 and 0 < min(lengths) <= MOST_PARTS


def _list(name: str, node: Node) -> Sheet:
    rows = [tuple(map(cell_of, item.items)) for item in _items(node) if isinstance(item, Sequence)]
    return Sheet(name, (tuple(str(n + 1) for n in range(len(rows[0]))), *rows))


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _table(name: str, entries: dict[str, Node]) -> Sheet:
    first = first_column(name)
    spread = [node for node in entries.values() if _spreads(node, first)]
    mappings = [node for node in spread if isinstance(node, Mapping)]
    columns = _columns((), mappings, _in_order(mappings), len(entries))
    if len(columns) > MOST_COLUMNS:
        mappings, columns = [], []
    whole = [VALUE] if len(mappings) < len(entries) else []
    known = {path[:depth] for path in columns for depth in range(1, len(path) + 1)}
    rows = []
    for id, node in entries.items():
        texts: dict[KeyPath, str] = {}
        if mappings and isinstance(node, Mapping) and _spreads(node, first):
            _fill(node, (), known, texts)
        else:
            texts[()] = cell_of(node)
        paths = [(), *columns] if whole else columns
        rows.append((_id(id), *(texts.get(path, "") for path in paths)))
    return Sheet(name, ((first, *whole, *(".".join(path) for path in columns)), *rows))


def _id(id: str) -> str:
    return cell_of(Scalar(id, True, NOWHERE))


def _spreads(node: Node, first: str) -> bool:
    """Whether the keys of an entry can be columns."""
    return (
        isinstance(node, Mapping)
        and bool(node.entries)
        and all(PART.match(key) and key not in (first, VALUE) for key in node.entries)
    )


def _columns(path: KeyPath, mappings: list[Mapping], keys: list[str], rows: int) -> list[KeyPath]:
    """The columns below a path: one for a key, or several for the parts of its mappings."""
    found: list[KeyPath] = []
    for key in keys:
        here = (*path, key)
        values = [mapping.entries[key] for mapping in mappings if key in mapping.entries]
        inner = [value for value in values if isinstance(value, Mapping) and value.entries]
        shared = _shared(inner, rows)
        split = [value for value in inner if value.entries.keys() <= set(shared)]
        if len(split) < len(values):
            found.append(here)
        found += _columns(here, split, shared, rows)
    return found


def _shared(mappings: list[Mapping], rows: int) -> list[str]:
    """The keys that get columns: none unless enough rows hold a mapping, with keys in common."""
    if len(mappings) * SHARE < rows or len(mappings) < min(2, rows):
        return []
    count = Counter(key for mapping in mappings for key in mapping.entries)
    if max(count.values(), default=0) * 2 <= len(mappings):
        return []
    keys = [key for key in _in_order(mappings) if count[key] * SHARE >= rows and PART.match(key)]
    return keys if len(keys) <= MOST_PARTS else []


def _in_order(mappings: Iterable[Mapping]) -> list[str]:
    """All keys; one that is new comes before the known key that follows it where it is first seen."""
    order: list[str] = []
    for mapping in mappings:
        new: list[str] = []
        for key in mapping.entries:
            if key in order:
                at = order.index(key)
                order[at:at], new = new, []
            else:
                new.append(key)
        order += new
    return order


def _fill(mapping: Mapping, path: KeyPath, known: set[KeyPath], texts: dict[KeyPath, str]) -> None:
    """The text of every column that an entry fills."""
    for key, value in mapping.entries.items():
        here = (*path, key)
        if isinstance(value, Mapping) and value.entries and all((*here, k) in known for k in value.entries):
            _fill(value, here, known, texts)
        else:
            texts[here] = cell_of(value)
