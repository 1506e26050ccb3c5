"""A rule as it reads once a reading is fixed: what the reading decides is no longer said.

For words only: what holds is worked out in ``model/walk.py``.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from guiju.model.document import AtLeastOf, Expression, Where
from guiju.model.reading import Guard, Guarded, Reading

R = TypeVar("R")


def under_reading(rule: R, reading: Reading) -> R | None:
    """The rule without guards that the reading meets; None where the reading switches it off."""
    when = _folded(rule.when, reading)  # type: ignore[attr-defined]
    if when is None:
        return None
    changes = {
        field.name: _part(getattr(rule, field.name), reading)
        for field in fields(rule)  # type: ignore[arg-type]
        if field.name not in ("when", "needs")
    }
    return replace(rule, when=when, **changes)  # type: ignore[type-var]


def _folded(guard: Guard, reading: Reading) -> Guard | None:
    if any(reading.get(term, options[0]) not in options for term, options in guard.terms):
        return None
    return Guard(tuple(term for term in guard.terms if term[0] not in reading), guard.bounds)


def _part(value: Any, reading: Reading) -> Any:
    if isinstance(value, Guard):
        return _folded(value, reading)
    if isinstance(value, AtLeastOf | Where):
        return _expression(value, reading) or value
    if isinstance(value, tuple) and any(isinstance(item, Guarded) for item in value):
        met = ((item, _folded(item.when, reading)) for item in value)
        return tuple(Guarded(item.value, when) for item, when in met if when is not None)
    return value


def _expression(item: Expression, reading: Reading) -> Expression | None:
    """Alternatives that the reading leaves, or None where it leaves nothing."""
    if isinstance(item, Where):
        when = _folded(item.guarded.when, reading)
        inner = _expression(item.guarded.value, reading)
        if when is None or inner is None:
            return None
        return Where(Guarded(inner, when)) if when.asked else inner
    if not isinstance(item, AtLeastOf) or item.count != 1:
        return item
    parts = tuple(part for part in (_expression(part, reading) for part in item.parts) if part is not None)
    return (parts[0] if len(parts) == 1 else replace(item, parts=parts)) if parts else None
