"""Gaps one at a time, for lists too long to hold or to read; proved complete as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guiju.model.condition import Condition
from guiju.verify.enumeration import blocked_family
from guiju.verify.family import Families
from guiju.verify.gaps import EnginesDisagree, admitted_in, box_of, premises_for, space_for
from guiju.verify.question import Question
from guiju.verify.solver import fails_exactly_in
from guiju.verify.verdict import Box


@dataclass(frozen=True)
class Stream:
    """``total`` gaps; ``complete``: Z3 proved that the condition fails in them and nowhere else."""

    total: int
    complete: bool
    boxes: Iterator[Box]


def stream(question: Question, condition: Condition) -> Stream:
    """All gaps of a settled condition under one reading, each with one group of kinds a person.

    Raises EnginesDisagree when Z3 finds a world that the list gets wrong.
    """
    space, premises = space_for(question, [condition]), premises_for(question, [condition])
    families = Families()
    family = blocked_family(space, families, condition, admitted_in(question, space, condition))
    outcome = fails_exactly_in(space, premises, condition, families, family, question.effort)
    if outcome == "fails":
        raise EnginesDisagree("the stream of gaps is not exact")
    points = families.points(family)
    boxes = (box_of(space, tuple((v, (value,)) for v, value in point), ()) for point in points)
    return Stream(families.count(family), outcome == "holds", boxes)
