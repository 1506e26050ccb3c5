"""Gaps of one list that are not in another, kinds compared one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from guiju.verify.verdict import Box, box_order


def beyond(boxes: Iterable[Box], others: Iterable[Box]) -> tuple[Box, ...]:
    """What the boxes hold and no other one does: both may merge the kinds of one gap differently."""
    known = tuple(others)
    left: list[Box] = []
    for box in boxes:
        rest = [box]
        for other in known:
            if _alike(box, other):
                rest = [part for one in rest for part in _without(one, other)]
        left += rest
    return tuple(sorted(left, key=box_order))


def _alike(one: Box, other: Box) -> bool:
    """The same people, posts and readings: only kinds may differ."""
    return one.people == other.people and replace(one, absent=()) == replace(other, absent=())


def _without(box: Box, other: Box) -> list[Box]:
    """The parts of a product of kinds outside another one: disjoint boxes."""
    both = [tuple(k for k in mine if k in theirs) for (_, mine), (_, theirs) in _paired(box, other)]
    if not all(both):
        return [box]
    parts = []
    for index, (person, kinds) in enumerate(box.absent):
        rest = tuple(kind for kind in kinds if kind not in both[index])
        if rest:
            before = zip(box.people[:index], both[:index], strict=True)
            parts.append(replace(box, absent=(*before, (person, rest), *box.absent[index + 1 :])))
    return parts


def _paired(
    box: Box, other: Box
) -> Iterable[tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]]:
    return zip(box.absent, other.absent, strict=True)
