"""One instant, and the plain fold that says what holds in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guiju.model.condition import (
    Away,
    Condition,
    Granted,
    InForce,
    Leaf,
    Reads,
    Somebody,
    Vacant,
    postorder,
)


@dataclass(frozen=True)
class World:
    """``absent`` maps an absent person to the kind of absence; everybody else is present.

    ``somebody``: whether steps for which the text names nobody are done by somebody.
    """

    absent: Mapping[str, str] = field(default_factory=dict)
    vacant: frozenset[str] = frozenset()
    granted: frozenset[Granted] = frozenset()
    reading: Mapping[str, str] = field(default_factory=dict)
    somebody: bool = False
    repealed: frozenset[str] = frozenset()

    def holds(self, leaf: Leaf) -> bool:
        match leaf:
            case Away(person, kinds):
                return self.absent.get(person) in kinds
            case Vacant(post):
                return post in self.vacant
            case Granted():
                return leaf in self.granted
            case Reads(switch, option):
                return self.reading[switch] == option
            case InForce(rule):
                return rule not in self.repealed
            case Somebody():
                return self.somebody


def evaluate(condition: Condition, world: World) -> bool:
    """The truth of a condition in a world.

    Raises KeyError when the world leaves a switch open that the condition reads.
    """
    value: dict[Condition, bool] = {}
    for node in postorder(condition):
        parts = [value[part] for part in node.parts]
        match node.op:
            case "leaf":
                assert node.leaf is not None
                value[node] = world.holds(node.leaf)
            case "not":
                value[node] = not parts[0]
            case "at-least":
                value[node] = sum(parts) >= node.count
            case "any":
                value[node] = any(parts)
            case "all":
                value[node] = all(parts)
            case _:
                value[node] = node.op == "true"
    return value[condition]
