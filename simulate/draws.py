"""Random numbers by name: the same thing draws the same number in every scenario.

A counter-based generator (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011) over the keyed
hash BLAKE2b: a number depends on the seed, the replication, what draws it, for what and how often before, and
on nothing else. Streams are independent, need no state, and one absence shifts no later draw.
"""

from __future__ import annotations

from hashlib import blake2b

_SCALE = 2.0**-53


class Draws:
    """The numbers of one replication. Those for different names have nothing to do with each other."""

    def __init__(self, seed: int, replication: int) -> None:
        self._hash = blake2b(digest_size=8, key=f"{seed}/{replication}".encode())

    def uniform(self, entity: str, purpose: str, n: int = 0) -> float:
        """A number strictly between 0 and 1 for the n-th time that an entity needs one for a purpose."""
        hashed = self._hash.copy()
        hashed.update(f"{entity}\0{purpose}\0{n}".encode())
        bits = int.from_bytes(hashed.digest(), "little") >> 12
        return (bits * 2 + 1) * _SCALE
