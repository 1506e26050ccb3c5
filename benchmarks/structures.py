"""Generated monotone structures: who can do a thing, as nested and shared and/or/k-of-n of presence."""

from __future__ import annotations

import random

from guiju.model.condition import Away, Condition, all_of, any_of, at_least, leaf, negate

KINDS = frozenset({"away"})


def structure(ways: int, steps: int, people: int, seed: int = 1) -> Condition:
    """Any of ``ways`` chains of ``steps``: one person, one of two or two of three, who are shared.

    Blocking it takes one step of every chain, so its gaps grow like ``steps ** ways``.
    """
    draw = random.Random(f"{ways} {steps} {people} {seed}")
    cast = [negate(leaf(Away(f"p{i:03}", KINDS))) for i in range(people)]
    return any_of(all_of(_step(draw, cast) for _ in range(steps)) for _ in range(ways))


def _step(draw: random.Random, cast: list[Condition]) -> Condition:
    form = draw.choice(("one", "one of two", "two of three"))
    if form == "one":
        return draw.choice(cast)
    if form == "one of two":
        return any_of(draw.sample(cast, 2))
    return at_least(2, draw.sample(cast, 3))
