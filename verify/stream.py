"""Gaps one at a time, for lists too long to hold or to read; proved complete as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from guiju.model.condition import Condition
from guiju.verify.diagram import FALSE, TRUE
from guiju.verify.enumeration import blocked_family
from guiju.verify.family import EMPTY, UNIT, Families
from guiju.verify.gaps import EnginesDisagree, admitted_in, box_of, premises_for, space_for
from guiju.verify.question import Question
from guiju.verify.solver import fails_exactly_in
from guiju.verify.space import Space
from guiju.verify.verdict import Box


@dataclass(frozen=True)
class Stream:
    """``total`` gaps; ``complete``: the condition was proved to fail in them and nowhere else.

    ``checked_by``: ``z3``; or ``diagrams``, where Z3 could not tell within the effort and the
    diagram of all worlds inside the listed gaps is the very diagram of those that are blocked.
    """

    total: int
    complete: bool
    checked_by: Literal["z3", "diagrams"]
    boxes: Iterator[Box]


def stream(question: Question, condition: Condition) -> Stream:
    """All gaps of a settled condition under one reading, each with one group of kinds a person.

    Raises EnginesDisagree when Z3 finds a world that the list gets wrong.
    """
    space, premises = space_for(question, [condition]), premises_for(question, [condition])
    families = Families()
    admitted = admitted_in(question, space, condition)
    family = blocked_family(space, families, condition, admitted)
    outcome = fails_exactly_in(space, premises, condition, families, family, question.effort)
    if outcome == "fails":
        raise EnginesDisagree("the stream of gaps is not exact")
    checked_by: Literal["z3", "diagrams"] = "z3"
    if outcome == "unknown":
        checked_by = "diagrams"
        if not _exact(space, condition, families, family, admitted):
            raise EnginesDisagree("the stream of gaps is not exact")
    points = families.points(family)
    boxes = (box_of(space, tuple((v, (value,)) for v, value in point), ()) for point in points)
    return Stream(families.count(family), True, checked_by, boxes)


def _exact(space: Space, condition: Condition, families: Families, family: int, admitted: int) -> bool:
    """Whether the admitted worlds inside the points are exactly the admitted blocked ones."""
    diagrams = space.diagrams
    inside = {EMPTY: FALSE, UNIT: TRUE}
    for node in families.below(family):
        if node > UNIT:
            variable, (free, *fixed) = families.variable(node), families.branches(node)
            parts = tuple(diagrams.either(inside[free], inside[branch]) for branch in fixed)
            inside[node] = diagrams.node(variable, parts)
    blocked = diagrams.negate(space.compile(condition))
    return diagrams.both(inside[family], admitted) == diagrams.both(blocked, admitted)
