"""Delta debugging: a set from which nothing can be left out without losing what it was found for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
Test = Callable[[tuple[T, ...]], bool]


def minimal(items: Sequence[T], test: Test[T]) -> tuple[T, ...]:
    """A subset that passes the test and of which no single item can be dropped (Zeller 1999).

    The whole must pass. Halves are dropped first, then ever smaller parts; passes over single items go on
    until one drops nothing, so that the result is checked to be minimal even where the test is not monotone.
    """
    kept = tuple(items)
    size = len(kept)
    while size:
        shorter = _dropped(kept, size, test)
        if size == 1 and shorter == kept:
            return kept
        kept = shorter
        size = max(1, min(size // 2, len(kept)))
    return kept


def _dropped(kept: tuple[T, ...], size: int, test: Test[T]) -> tuple[T, ...]:
    start = 0
    while start < len(kept):
        trial = (*kept[:start], *kept[start + size :])
        if test(trial):
            kept = trial
        else:
            start += size
    return kept
