"""The finite space of worlds that one question ranges over.

Variables are the open switches, the status of each person of the cone, and the posts that may
fall vacant. Kinds of absence that no leaf tells apart for a person share one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from guiju.model.condition import Away, Condition, Leaf, Reads, Vacant, leaves, postorder
from guiju.verify.diagram import FALSE, TRUE, Diagrams


@dataclass(frozen=True, slots=True)
class Variable:
    """``values`` are groups of kinds, of options or of vacancy; status 0 is "present"."""

    sort: Literal["reads", "status", "vacant"]
    id: str
    values: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Space:
    """Open switches first, then the people and posts on whom the conditions depend."""

    variables: tuple[Variable, ...]
    border: int

    @cached_property
    def index(self) -> Mapping[tuple[str, str], int]:
        return {(v.sort, v.id): i for i, v in enumerate(self.variables)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{v.sort} {v.id}" for v in self.variables)

    @cached_property
    def _built(self) -> dict[Condition, int]:
        return {}

    @cached_property
    def diagrams(self) -> Diagrams:
        return Diagrams([len(v.values) for v in self.variables])

    def chosen(self, leaf: Leaf) -> tuple[int, tuple[int, ...]]:
        """The variable of a leaf, and the values for which the leaf is true."""
        match leaf:
            case Away(person, kinds):
                index = self.index["status", person]
                groups = self.variables[index].values
                return index, tuple(i for i, g in enumerate(groups) if g and g[0] in kinds)
            case Reads(switch, option):
                return self.chosen_option(switch, option)
            case Vacant(post):
                return self.index["vacant", post], (1,)
        raise TypeError(f"a leaf that settle() should have replaced: {leaf!r}")

    def chosen_option(self, switch: str, option: str) -> tuple[int, tuple[int, ...]]:
        index = self.index["reads", switch]
        return index, (self.variables[index].values.index((option,)),)

    def compile(self, condition: Condition) -> int:
        """The diagram of a condition."""
        diagrams, built = self.diagrams, self._built
        for node in postorder(condition):
            if node in built:
                continue
            parts = [built[part] for part in node.parts]
            match node.op:
                case "leaf":
                    assert node.leaf is not None
                    built[node] = diagrams.literal(*self.chosen(node.leaf))
                case "not":
                    built[node] = diagrams.negate(parts[0])
                case "at-least":
                    built[node] = diagrams.at_least(node.count, parts)
                case "any":
                    built[node] = diagrams.any(parts)
                case "all":
                    built[node] = diagrams.all(parts)
                case _:
                    built[node] = TRUE if node.op == "true" else FALSE
        return built[condition]


def space_of(
    conditions: Iterable[Condition],
    premises: Condition,
    kinds: Sequence[str],
    options: Mapping[str, tuple[str, ...]],
) -> Space:
    """The space of some conditions under premises on their people, with absences out of ``kinds`` only.

    The cone is in the order of first use: people of one step stand together, which keeps diagrams
    small. No result depends on it.
    """
    own = tuple(item for condition in conditions for item in leaves(condition))
    other = leaves(premises)
    cone = tuple(dict.fromkeys(item.person for item in own if isinstance(item, Away)))
    posts = sorted({item.post for item in (*own, *other) if isinstance(item, Vacant)})
    switches = sorted({item.switch for item in own if isinstance(item, Reads)})
    told = [item for item in (*own, *other) if isinstance(item, Away)]
    variables = (
        *(Variable("reads", s, tuple((option,) for option in options[s])) for s in switches),
        *(Variable("status", p, ((), *_groups(p, told, kinds))) for p in cone),
        *(Variable("vacant", p, ((), (p,))) for p in posts),
    )
    return Space(variables, len(switches))


def _groups(person: str, told: Iterable[Away], kinds: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The kinds, grouped by which leaves about the person they make true."""
    sets = [item.kinds for item in told if item.person == person]
    groups: dict[tuple[bool, ...], list[str]] = {}
    for kind in sorted(kinds):
        groups.setdefault(tuple(kind in s for s in sets), []).append(kind)
    return tuple(sorted(tuple(group) for group in groups.values()))
