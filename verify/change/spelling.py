"""Values spelled out so that they can be compared: places in files and the order of lists left out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from guiju.model.citation import Assumption, Citation, Span
from guiju.model.text import Text

ORDERED = frozenset({"tiers", "share", "seats", "units"})
"""Lists whose order says something; any other may be written in any order."""
WORDS = frozenset({"word"})
"""Texts that are what a definition says, and not what it is called."""


def spelling(value: Any, *, whole: bool) -> Hashable:
    """``whole``: with names, citations and reasons; else only what an answer can depend on."""
    return _spelled(value, whole, "")


def _spelled(value: Any, whole: bool, field: str) -> Hashable:
    if isinstance(value, Span):
        return None
    if isinstance(value, Text) and not whole and field not in WORDS:
        return "text"
    if isinstance(value, Citation | Assumption) and not whole:
        return None
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((f.name, _spelled(getattr(value, f.name), whole, f.name)) for f in fields(value))
        return (type(value).__name__, *((name, part) for name, part in parts if part is not None))
    if isinstance(value, Mapping):
        return tuple(sorted(((k, _spelled(v, whole, "")) for k, v in value.items()), key=repr))
    if isinstance(value, tuple | frozenset):
        items = [_spelled(item, whole, "") for item in value]
        return tuple(items if field in ORDERED else sorted(items, key=repr))
    return value  # type: ignore[no-any-return]
