"""What is measured in one replication: a value, or a share with what it is a share of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple


class Key(NamedTuple):
    """A measure and what it is of: ("lead-time-median", "letter"). ``of`` is empty for all together."""

    measure: str
    of: str


class Observed(NamedTuple):
    """``top`` over ``bottom``, which is 1 for a plain value and 0 where there was nothing to observe."""

    top: float
    bottom: float = 1.0

    @property
    def value(self) -> float | None:
        return self.top / self.bottom if self.bottom else None


Observations = Mapping[Key, Observed]
"""One replication's measures."""

NOTHING = Observed(0.0, 0.0)
"""What a replication has to say of a measure that it does not mention."""

Scale = Literal["working-days", "share", "count", "hours"]
"""Shares lie in [0, 1] and are ratios of counts or of times; the others are never negative."""

SCALES: Mapping[str, Scale] = {
    "lead-time-mean": "working-days",
    "lead-time-median": "working-days",
    "lead-time-p90": "working-days",
    "lead-time-p95": "working-days",
    "finished": "count",
    "unfinished": "count",
    "meetings-held": "count",
    "meetings-moved": "count",
    "meetings-not-held": "count",
    "agenda-left": "count",
    "acts-by-substitutes": "count",
    "unnamed-acts": "count",
    "on-time": "share",
    "silence-used": "share",
    "no-actor": "share",
    "load": "share",
    "waiting-busy": "working-days",
    "waiting-nobody": "working-days",
    "waiting-meeting": "working-days",
    "waiting-replies": "working-days",
    "waiting-off": "working-days",
    "acting": "working-days",
    "arrived": "count",
    "late": "count",
    "undecided": "count",
    "items-decided": "count",
    "acts-done": "count",
    "stuck-act": "working-days",
    "stuck-post": "working-days",
    "stuck-article": "working-days",
    "leg-longest": "working-days",
}
"""The scale of each measure; it says which interval its estimate has."""

COUNTED = frozenset({
    "stuck-act", "stuck-post", "stuck-article", "acts-by-substitutes", "unnamed-acts", "arrived", "finished",
    "unfinished", "late",
})  # fmt: skip
"""Measures that a replication leaves out where they came to nothing: there they are 0."""


def filled(replications: Sequence[Observations], keys: Iterable[Key]) -> list[Observations]:
    """The observations with a 0 for each of the keys that counts something and is left out."""
    counted = [key for key in keys if key.measure in COUNTED]
    return [{**dict.fromkeys(counted, Observed(0.0)), **found} for found in replications]
