"""Conditions as Z3 formulas: the symbolic twin of ``evaluate``."""

from __future__ import annotations

from collections.abc import Iterable

import z3
from guiju.model.condition import Condition, InForce, postorder
from guiju.verify.family import EMPTY, UNIT, Families
from guiju.verify.space import Space

Literal = tuple[int, tuple[int, ...]]


class Encoder:
    """One variable of the space is one-hot booleans, with ASCII names ``v<variable>_<value>``."""

    def __init__(self, space: Space, context: z3.Context) -> None:
        self.space = space
        self.context = context
        self.hot = [
            [z3.Bool(f"v{i}_{value}", context) for value in range(len(variable.values))]
            for i, variable in enumerate(space.variables)
        ]
        self._rules: dict[str, z3.BoolRef] = {}
        self._built: dict[Condition, z3.BoolRef] = {}

    def domain(self) -> Iterable[z3.BoolRef]:
        """Exactly one value for every variable."""
        for values in self.hot:
            yield z3.PbEq([(value, 1) for value in values], 1) if len(values) > 1 else values[0]

    def literal(self, variable: int, values: Iterable[int]) -> z3.BoolRef:
        return self.any([self.hot[variable][value] for value in values])

    def rule(self, rule: str) -> z3.BoolRef:
        """The tracking literal of a rule."""
        if rule not in self._rules:
            self._rules[rule] = z3.Bool(f"r{len(self._rules)}", self.context)
        return self._rules[rule]

    def cube(self, literals: Iterable[Literal]) -> z3.BoolRef:
        return self.all([self.literal(variable, values) for variable, values in literals])

    def condition(self, root: Condition) -> z3.BoolRef:
        built = self._built
        for node in postorder(root):
            if node in built:
                continue
            parts = [built[part] for part in node.parts]
            match node.op:
                case "leaf":
                    assert node.leaf is not None
                    built[node] = (
                        self.rule(node.leaf.rule)
                        if isinstance(node.leaf, InForce)
                        else self.literal(*self.space.chosen(node.leaf))
                    )
                case "not":
                    built[node] = z3.Not(parts[0])
                case "at-least":
                    built[node] = z3.AtLeast(*parts, node.count)
                case "any":
                    built[node] = self.any(parts)
                case "all":
                    built[node] = self.all(parts)
                case _:
                    built[node] = z3.BoolVal(node.op == "true", self.context)
        return built[root]

    def family(self, families: Families, family: int) -> z3.BoolRef:
        """True in the worlds inside some point of a family: a circuit of its nodes, not of its points."""
        built = {
            EMPTY: z3.BoolVal(False, self.context),
            UNIT: z3.BoolVal(True, self.context),
        }
        for node in families.below(family):
            if node > UNIT:
                free, *fixed = families.branches(node)
                hot = self.hot[families.variable(node)]
                ways = [self.all([hot[v], built[part]]) for v, part in enumerate(fixed) if part != EMPTY]
                built[node] = self.any([built[free], *ways])
        return built[family]

    def all(self, parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
        listed = list(parts)
        if len(listed) == 1:
            return listed[0]
        return z3.And(listed) if listed else z3.BoolVal(True, self.context)

    def any(self, parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
        listed = list(parts)
        if len(listed) == 1:
            return listed[0]
        return z3.Or(listed) if listed else z3.BoolVal(False, self.context)
