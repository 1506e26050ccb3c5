"""What is measured in one replication: a value, or a share with what it is a share of."""

from __future__ import annotations

from collections.abc import Mapping
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

Scale = Literal["working-days", "share", "count", "hours"]
"""Shares lie in [0, 1] and are ratios of counts or of times."""
