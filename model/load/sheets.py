"""Sheets to nodes: what a workbook says, as the tree that the same YAML would give.

A sheet is named after a section. Its first row holds the columns: ``id``, then dotted key paths
(``name.zh``); each further row is one entry. The column ``value`` holds an entry whole. The main
sheet (``rulebook``, ``roster``) has ``key`` for ``id`` and holds what is no section. A sheet whose
columns are ``1``, ``2`` … is a list of lists. An empty cell is a key that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guiju.model.citation import Span
from guiju.model.load.cells import node_of
from guiju.model.load.fields import VOCABULARY, Collector, fail
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence

MAIN = ("rulebook", "roster")
VALUE = "value"
MOST_DOTS = 16
PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
KeyPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of texts, the header first. ``place`` names the sheet in messages."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    place: str = ""

    def span(self, row: int, column: int) -> Span:
        """The place of a cell; both count from 0."""
        return Span(self.place, row + 1, column + 1)


@dataclass(frozen=True, slots=True)
class _Cell:
    path: KeyPath
    header: Span
    node: Node


def first_column(name: str) -> str:
    return "key" if name in MAIN else "id"


def root_of(sheets: Iterable[Sheet]) -> Mapping:
    """The tree of one rulebook or one roster.

    Raises InputError with every defect of form, each at its cell.
    """
    collector = Collector()
    entries: dict[str, Node] = {}
    keys: dict[str, Span] = {}
    start = Span("", 1, 1)
    for sheet in sorted(sheets, key=lambda s: s.name not in MAIN):
        start = start if start.file else sheet.span(0, 0)
        with collector.trying():
            node = _section(sheet, collector)
            inner = node if isinstance(node, Mapping) and sheet.name in MAIN else None
            found = inner.entries if inner else {sheet.name: node}
            for key, value in found.items():
                if key in entries:
                    raise fail(keys[key], "given-twice", found=key)
                entries[key], keys[key] = value, inner.keys[key] if inner else sheet.span(0, 0)
    collector.raise_any()
    return Mapping(entries, keys, start)


def _section(sheet: Sheet, collector: Collector) -> Node:
    if sheet.rows and sheet.rows[0] and sheet.rows[0][0].strip() == "1":
        return _list(sheet, collector)
    header = _header(sheet)
    entries: dict[str, Node] = {}
    keys: dict[str, Span] = {}
    for number, row in _filled(sheet):
        with collector.trying():
            key, span = _key(sheet, number, row[0])
            if key in keys:
                raise fail(span, "duplicate-key", key=key, line=keys[key].line)
            keys[key] = span
            entries[key] = _mapping(_cells(sheet, number, row, header, collector), 0, span)
    return Mapping(entries, keys, sheet.span(0, 0))


def _filled(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in enumerate(sheet.rows[1:], 1):
        if any(text.strip() for text in row):
            yield number, row


def _header(sheet: Sheet) -> dict[int, KeyPath]:
    """Column -> path. Raises InputError at a header cell."""
    first = first_column(sheet.name)
    texts = [text.strip() for text in sheet.rows[0]] if sheet.rows else []
    if not texts or texts[0] != first:
        raise fail(sheet.span(0, 0), "first-column", found=texts[0] if texts else "", expected=first)
    collector = Collector()
    found: dict[int, KeyPath] = {}
    for column, text in enumerate(texts[1:], 1):
        with collector.trying():
            if text in texts[:column] and text:
                earlier = texts.index(text) + 1
                raise fail(sheet.span(0, column), "duplicate-column", found=text, first=earlier)
            if text.count(".") > MOST_DOTS or (text and not all(text.split("."))):
                raise fail(sheet.span(0, column), "bad-column", found=text)
            if not text and any(len(row) > column and row[column].strip() for row in sheet.rows):
                raise fail(sheet.span(0, column), "blank-header")
        if text:
            found[column] = () if text == VALUE else tuple(text.split("."))
    collector.raise_any()
    return found


def _key(sheet: Sheet, number: int, text: str) -> tuple[str, Span]:
    span = sheet.span(number, 0)
    if not text.strip():
        raise fail(span, "no-id", expected=first_column(sheet.name))
    node = node_of(text, span)
    if not isinstance(node, Scalar):
        raise fail(span, "key-not-text")
    return node.text, span


def _cells(
    sheet: Sheet, number: int, row: tuple[str, ...], header: dict[int, KeyPath], collector: Collector
) -> list[_Cell]:
    found = []
    for column, path in header.items():
        text = row[column] if column < len(row) else ""
        if text.strip():
            with collector.trying():
                node = node_of(text, sheet.span(number, column))
                found.append(_Cell(path, sheet.span(0, column), node))
    return found


def _mapping(cells: list[_Cell], depth: int, span: Span) -> Node:
    """The cells of one row whose paths agree up to a depth, as one node."""
    whole = [cell for cell in cells if len(cell.path) == depth]
    if whole and len(cells) > 1:
        raise fail(whole[0].node.span, "cell-and-parts", found=".".join(whole[0].path) or VALUE)
    if whole:
        return whole[0].node
    groups: dict[str, list[_Cell]] = {}
    for cell in cells:
        groups.setdefault(cell.path[depth], []).append(cell)
    entries = {key: _mapping(group, depth + 1, group[0].node.span) for key, group in groups.items()}
    return Mapping(entries, {key: _key_span(key, group[0]) for key, group in groups.items()}, span)


def _key_span(key: str, cell: _Cell) -> Span:
    """A misspelt column is wrong in its header; a column that does not suit a row, in that row."""
    return cell.node.span if key in VOCABULARY else cell.header


def _list(sheet: Sheet, collector: Collector) -> Node:
    """A list of lists: one row each, its items from the left."""
    for column, text in enumerate(sheet.rows[0]):
        if text.strip() != str(column + 1):
            raise fail(sheet.span(0, column), "list-column", found=text.strip(), expected=column + 1)
    items: list[Node] = []
    for number, row in _filled(sheet):
        header: dict[int, KeyPath] = dict.fromkeys(range(len(row)), ())
        cells = _cells(sheet, number, row, header, collector)
        items.append(Sequence(tuple(cell.node for cell in cells), sheet.span(number, 0)))
    return Sequence(tuple(items), sheet.span(0, 0))
