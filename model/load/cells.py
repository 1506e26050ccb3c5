"""Nodes as one-line text: flow YAML, and the text of a spreadsheet cell. Both can be read back.

A cell holds a plain text as it is. A list, a mapping, and a text that could be mistaken for one of
these, for a formula or for nothing are written as flow YAML, which starts with ``[``, ``{`` or a
quotation mark.
"""

from __future__ import annotations

import re

from guiju.model.citation import Span
from guiju.model.load.fields import fail
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence, parse_nodes, refuse_hidden
from guiju.model.load.problem import InputError, Problem

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\Z")
_PLAIN = re.compile(r"[^\W_]([^,\[\]{}:#：]*[^,\[\]{}:#：\s])?\Z")
_WIDE = {"［": "[", "｛": "{"}
_OPENS = {"[": Sequence, "{": Mapping, '"': Scalar, "'": Scalar}
_UNSAFE = frozenset("=+-@") | set(_WIDE) | set(_OPENS)
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WIDE_SPACE = "\u3000"


def same(one: Node, other: Node) -> bool:
    """Whether two trees mean the same: places do not matter, quotes only around numbers."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.entries.keys() == other.entries.keys() and all(
            same(value, other.entries[key]) for key, value in one.entries.items()
        )
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one.items) == len(other.items) and all(map(same, one.items, other.items))
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        quotes_matter = _NUMBER.match(one.text)
        return one.text == other.text and (not quotes_matter or one.plain == other.plain)
    return False


def flow(node: Node) -> str:
    """One line of flow YAML."""
    match node:
        case Scalar(text, plain):
            bare = plain if _NUMBER.match(text) else _PLAIN.match(text) and text.isprintable()
            return text if bare else _quoted(text)
        case Sequence(items):
            return f"[{', '.join(map(flow, items))}]"
        case Mapping(entries):
            return f"{{{', '.join(f'{flow_key(key)}: {flow(value)}' for key, value in entries.items())}}}"


def flow_key(key: str) -> str:
    return flow(Scalar(key, True, Span("", 0, 0)))


def _quoted(text: str) -> str:
    """A double-quoted scalar in which everything that cannot be seen is spelled out."""
    parts = []
    for before, char in zip(" " + text, text, strict=False):
        if char in _ESCAPES:
            parts.append(_ESCAPES[char])
        elif char.isprintable() or (char == _WIDE_SPACE and before != ":"):
            parts.append(char)
        else:
            code = ord(char)
            parts.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return f'"{"".join(parts)}"'


def cell_of(node: Node) -> str:
    """The text of a cell, never empty. ``node_of`` reads it back."""
    return node.text if isinstance(node, Scalar) and _unmistakable(node) else flow_cell(node)


def flow_cell(node: Node) -> str:
    """Flow YAML that shows by its first character that it is no plain text."""
    return _quoted(node.text) if isinstance(node, Scalar) else flow(node)


def _unmistakable(scalar: Scalar) -> bool:
    text = scalar.text
    if _NUMBER.match(text):
        return scalar.plain
    seen = text.replace(_WIDE_SPACE, "").isprintable()
    return text == text.strip() != "" and seen and text[0] not in _UNSAFE


def node_of(text: str, span: Span) -> Node:
    """What the text of a cell means; every part of it stands at the cell.

    Raises InputError at the cell. The text is not blank; spaces around it do not count.
    """
    text = text.strip()
    if text[0] in _WIDE:
        raise fail(span, "wide-bracket", found=text[0], right=_WIDE[text[0]])
    if text[0] not in _OPENS:
        if "\n" in text or "\r" in text:
            raise fail(span, "line-break")
        try:
            refuse_hidden(text, span.file)
        except InputError as error:
            raise fail(span, error.problems[0].code) from error
        return Scalar(text, True, span)
    return _placed(_parsed(text, span), span)


def _parsed(text: str, span: Span) -> Node:
    """The one item of a list around the text: so the parser accepts every node, and nothing more."""
    try:
        around = parse_nodes(f"[{text}\n]", span.file)
    except InputError as error:
        raise InputError(_at_cell(problem, span) for problem in error.problems) from error
    items = around.items if isinstance(around, Sequence) else ()
    if len(items) != 1 or not isinstance(items[0], _OPENS[text[0]]):
        raise fail(span, "bad-cell", why="…")
    return items[0]


def _at_cell(problem: Problem, span: Span) -> Problem:
    if problem.code == "not-yaml":
        return Problem(span, "bad-cell", problem.words)
    words = {**problem.words, "line": span.line} if "line" in problem.words else problem.words
    return Problem(span, problem.code, words)


def _placed(node: Node, span: Span) -> Node:
    match node:
        case Scalar(text, plain):
            return Scalar(text, plain, span)
        case Sequence(items):
            return Sequence(tuple(_placed(item, span) for item in items), span)
        case Mapping(entries):
            inner = {key: _placed(value, span) for key, value in entries.items()}
            return Mapping(inner, dict.fromkeys(entries, span), span)
