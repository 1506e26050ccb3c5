"""How long documents take when some are not finished at the horizon (Kaplan and Meier, 1958).

What is unfinished counts until the horizon; leaving it out would make slow offices look fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby


def quantiles(times: Iterable[tuple[int, bool]], shares: tuple[float, ...]) -> tuple[int | None, ...]:
    """The least time by which each share is finished, of (time, finished?) pairs; None: not reached.

    Where documents finish and others are cut off at the same time, those finish first.
    """
    ordered = sorted(times, key=lambda item: (item[0], not item[1]))
    left, surviving = len(ordered), 1.0
    found: list[int | None] = [None] * len(shares)
    for time, group in groupby(ordered, key=lambda item: item[0]):
        items = list(group)
        finished = sum(done for _, done in items)
        surviving *= 1 - finished / left
        left -= len(items)
        for place, share in enumerate(shares):
            if found[place] is None and 1 - surviving >= share - 1e-12:
                found[place] = time
    return tuple(found)
