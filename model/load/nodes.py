"""YAML text to plain nodes with positions; nothing is ever executed or guessed.

One pass over the parser's events: no aliases, anchors, tags or further documents, bounded
size and depth, no duplicate keys. Scalars stay text, so ``NO`` or ``12:30`` mean themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem

MOST_BYTES = 32 * 1024 * 1024
MOST_DEPTH = 64

_BIDI = re.compile("[\u061c\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_WIDE_SPACE = re.compile("(?:^[ \t]*|:)\u3000", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_STARTS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_WIDE_COLON = re.compile("^[ ]*(?:- +)?[^\\s#'\"：]+(：)", re.MULTILINE)


class Scalar(NamedTuple):
    text: str
    plain: bool
    span: Span


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    span: Span


class Mapping(NamedTuple):
    entries: dict[str, Node]
    keys: dict[str, Span]
    span: Span


Node = Scalar | Sequence | Mapping


class _Open(NamedTuple):
    """A collection that is still being read."""

    span: Span
    mapping: bool
    items: list[Node]


def read_nodes(path: Path, name: str | None = None, most: int | None = None) -> Node:
    """Read one YAML document from a file.

    Raises InputError for a missing, huge, undecodable or malformed file.
    """
    name = name or str(path)
    return parse_nodes(read_text(path, name, most), name)


def read_text(path: Path, name: str, most: int | None = None) -> str:
    """The text of a UTF-8 file. Raises InputError as ``read_bytes`` does, and for other encodings."""
    raw = read_bytes(path, name, most)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        raise InputError([Problem(_span(before, len(before), name), "not-utf8")]) from error


def read_bytes(path: Path, name: str, most: int | None = None) -> bytes:
    """The content of a file. Raises InputError for a missing, unreadable or huge one."""
    start, limit = Span(name, 1, 1), most or MOST_BYTES
    try:
        if path.is_dir():
            raise InputError([Problem(start, "is-folder")])
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError([Problem(start, "no-file")]) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError([Problem(start, "unreadable", {"why": why})]) from error
    if len(raw) > limit:
        raise InputError([Problem(start, "too-big", {"most": limit // 2**20})])
    return raw


def parse_nodes(text: str, name: str) -> Node:
    """Parse one YAML document. Raises InputError with a position."""
    refuse_hidden(text, name)
    found = _WIDE_SPACE.search(text)
    if found:
        raise InputError([Problem(_span(text, found.end() - 1, name), "wide-space")])
    try:
        return _build(text, name)
    except yaml.MarkedYAMLError as error:
        raise InputError([_syntax(text, name, error)]) from error
    except yaml.reader.ReaderError as error:
        span = _span(text, min(int(error.position), len(text)), name)
        raise InputError([Problem(span, "bad-character")]) from error
    except yaml.YAMLError as error:
        raise InputError([Problem(Span(name, 1, 1), "not-yaml", {"why": str(error)})]) from error


def refuse_hidden(text: str, name: str) -> None:
    """Raise InputError at a character that nobody can see."""
    for pattern, code in ((_CONTROL, "bad-character"), (_BIDI, "bidi")):
        found = pattern.search(text)
        if found:
            raise InputError([Problem(_span(text, found.end() - 1, name), code)])


def _span(text: str, offset: int, name: str) -> Span:
    return Span(name, text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _syntax(text: str, name: str, error: yaml.MarkedYAMLError) -> Problem:
    """A full-width colon is reported by YAML on a later line: point at the colon itself."""
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    comma = _wide_comma(text, mark.index if mark else 0)
    if comma is not None and "expected ','" in (error.problem or ""):
        return Problem(_span(text, comma, name), "wide-comma", {"found": "，"})
    wide = [m for m in _WIDE_COLON.finditer(text) if text.count("\n", 0, m.start(1)) <= line]
    if wide:
        return Problem(_span(text, wide[-1].start(1), name), "wide-colon")
    span = Span(name, line + 1, (mark.column if mark else 0) + 1)
    return Problem(span, "not-yaml", {"why": error.problem or ""})


def _wide_comma(text: str, index: int) -> int | None:
    """The last full-width comma before an error on the same line."""
    line = text.rfind("\n", 0, index) + 1
    found = text.rfind("，", line, index)
    return None if found < 0 else found


def _build(text: str, name: str) -> Node:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0
    events: Iterable[Any] = yaml.parse(text, Loader=loader)
    for event in events:
        mark = event.start_mark
        kind = type(event)
        if kind is yaml.ScalarEvent:
            span = Span(name, mark.line + 1, mark.column + 1)
            _plain_node(event, span)
            node: Node = Scalar(event.value, not event.style, span)
        elif kind in _STARTS:
            span = Span(name, mark.line + 1, mark.column + 1)
            _plain_node(event, span)
            if len(stack) >= MOST_DEPTH:
                raise InputError([Problem(span, "too-deep", {"most": MOST_DEPTH})])
            stack.append(_Open(span, kind is yaml.MappingStartEvent, []))
            continue
        elif kind in _ENDS:
            node = _close(stack.pop())
        elif kind is yaml.AliasEvent:
            raise InputError([Problem(Span(name, mark.line + 1, mark.column + 1), "anchor")])
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                raise InputError([Problem(Span(name, mark.line + 1, mark.column + 1), "second-document")])
            continue
        if stack:
            stack[-1].items.append(node)
        else:
            root = node
    if root is None or (isinstance(root, Scalar) and not root.text):
        raise InputError([Problem(Span(name, 1, 1), "empty")])
    return root


def _plain_node(event: Any, span: Span) -> None:
    """Raise InputError for a node with an anchor or a tag."""
    if event.anchor is not None:
        raise InputError([Problem(span, "anchor")])
    if event.tag is not None:
        raise InputError([Problem(span, "tag")])


def _close(opened: _Open) -> Node:
    if not opened.mapping:
        return Sequence(tuple(opened.items), opened.span)
    entries: dict[str, Node] = {}
    keys: dict[str, Span] = {}
    for key, value in zip(opened.items[::2], opened.items[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise InputError([Problem(key.span, "key-not-text")])
        if key.plain and "：" in key.text:
            at = key.text.index("：")
            place = Span(key.span.file, key.span.line, key.span.column + at)
            raise InputError([Problem(place, "wide-colon")])
        if key.text == "<<":
            raise InputError([Problem(key.span, "merge-key")])
        if key.text in entries:
            first = keys[key.text].line
            raise InputError([Problem(key.span, "duplicate-key", {"key": key.text, "line": first})])
        entries[key.text], keys[key.text] = value, key.span
    return Mapping(entries, keys, opened.span)
