"""Conditions: the one meaning of "q may do act a on document d".

A condition is an immutable, shared directed acyclic graph. Equal conditions are the same
object, so every interpreter is one loop over ``postorder``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Away:
    """The person is absent as one of the kinds."""

    person: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vacant:
    """The post has no holder."""

    post: str


@dataclass(frozen=True, slots=True)
class Granted:
    """The giver has granted the mandate (or notice) of a rule to a person."""

    rule: str
    giver: str
    to: str


@dataclass(frozen=True, slots=True)
class Reads:
    """The reading in force gives the switch this option."""

    switch: str
    option: str


@dataclass(frozen=True, slots=True)
class InForce:
    """The rule belongs to the rulebook; only cores ever question it."""

    rule: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """A step for which the rule's text names nobody is done by somebody."""

    rule: str


Leaf = Away | Vacant | Granted | Reads | InForce | Somebody


class Condition:
    """A node: ``op`` is one of true, false, leaf, not, all, any, at-least."""

    __slots__ = ("count", "leaf", "op", "parts", "serial")

    op: str
    leaf: Leaf | None
    parts: tuple[Condition, ...]
    count: int
    serial: int

    def __repr__(self) -> str:
        inner = repr(self.leaf) if self.leaf else ", ".join(map(repr, self.parts))
        return f"{self.op}({inner})"


_table: dict[tuple[object, ...], Condition] = {}
_serials = iter(range(1, 2**63))


def _intern(
    op: str, leaf: Leaf | None = None, parts: tuple[Condition, ...] = (), count: int = 0
) -> Condition:
    key = (op, leaf, parts, count)
    node = _table.get(key)
    if node is None:
        node = Condition()
        node.op, node.leaf, node.parts, node.count = op, leaf, parts, count
        node.serial = next(_serials)
        _table[key] = node
    return node


TRUE = _intern("true")
FALSE = _intern("false")


def constant(value: bool) -> Condition:
    return TRUE if value else FALSE


def leaf(value: Leaf) -> Condition:
    if isinstance(value, Away) and not value.kinds:
        return FALSE
    return _intern("leaf", value)


def negate(part: Condition) -> Condition:
    if part is TRUE or part is FALSE:
        return constant(part is FALSE)
    return part.parts[0] if part.op == "not" else _intern("not", parts=(part,))


def _join(op: str, parts: Iterable[Condition], neutral: Condition, absorbing: Condition) -> Condition:
    flat: dict[Condition, None] = {}
    for part in parts:
        for inner in part.parts if part.op == op else (part,):
            if inner is absorbing:
                return absorbing
            if inner is not neutral:
                flat[inner] = None
    if not flat:
        return neutral
    if len(flat) == 1:
        return next(iter(flat))
    return _intern(op, parts=tuple(sorted(flat, key=_serial)))


def _serial(node: Condition) -> int:
    return node.serial


def all_of(parts: Iterable[Condition]) -> Condition:
    return _join("all", parts, TRUE, FALSE)


def any_of(parts: Iterable[Condition]) -> Condition:
    return _join("any", parts, FALSE, TRUE)


def at_least(count: int, parts: Iterable[Condition]) -> Condition:
    """True when at least ``count`` of the parts are; a repeated part counts each time."""
    open_parts = []
    for part in parts:
        if part is TRUE:
            count -= 1
        elif part is not FALSE:
            open_parts.append(part)
    if count <= 0:
        return TRUE
    if count > len(open_parts):
        return FALSE
    if count == len(open_parts):
        return all_of(open_parts)
    if count == 1:
        return any_of(open_parts)
    return _intern("at-least", parts=tuple(sorted(open_parts, key=_serial)), count=count)


@lru_cache(maxsize=1 << 14)
def postorder(root: Condition) -> tuple[Condition, ...]:
    """Every node of the graph once, parts before wholes, without recursion."""
    done: dict[Condition, None] = {}
    stack = [(root, False)]
    while stack:
        node, ready = stack.pop()
        if node in done:
            continue
        if ready or not node.parts:
            done[node] = None
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(node.parts))
    return tuple(done)


def rewrite(root: Condition, leaf_value: Callable[[Leaf], Condition | None]) -> Condition:
    """The condition with leaves replaced; ``None`` keeps a leaf."""
    new: dict[Condition, Condition] = {}
    for node in postorder(root):
        if node.leaf is not None:
            value = leaf_value(node.leaf)
            new[node] = node if value is None else value
        else:
            new[node] = rebuild(node, [new[part] for part in node.parts])
    return new[root]


def rebuild(node: Condition, parts: list[Condition]) -> Condition:
    """The node again over other parts."""
    match node.op:
        case "not":
            return negate(parts[0])
        case "all":
            return all_of(parts)
        case "any":
            return any_of(parts)
        case "at-least":
            return at_least(node.count, parts)
        case _:
            return node


def leaves(root: Condition) -> tuple[Leaf, ...]:
    """The distinct leaves, in a fixed order of first use."""
    return tuple(node.leaf for node in postorder(root) if node.leaf is not None)


def grants_of(root: Condition) -> frozenset[Granted]:
    """Every mandate or notice that a condition could use."""
    return frozenset(item for item in leaves(root) if isinstance(item, Granted))


def people_of(condition: Condition) -> frozenset[str]:
    """The people on whose presence a condition depends: its cone."""
    return frozenset(item.person for item in leaves(condition) if isinstance(item, Away))
