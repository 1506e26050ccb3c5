"""The values of a drawing: rectangles, boxes, wires and texts, in the units of its own width."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlaps(self, other: Rect) -> bool:
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``at`` is the left end of its base line, or its middle where ``centred``."""

    at: Point
    text: str
    size: float
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A post or whatever else stands on a rank; ``shape`` is the kind of node."""

    id: str
    shape: str
    rect: Rect
    lines: tuple[Line, ...]
    tip: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a wire is drawn: it must be told apart without colour as well."""

    colour: str
    dash: str
    width: float
    double: bool
    head: str


@dataclass(frozen=True, slots=True)
class Wire:
    source: str
    target: str
    points: tuple[Point, ...]
    look: Look
    tip: str


@dataclass(frozen=True, slots=True)
class Label:
    rect: Rect
    line: Line
    colour: str
    tip: str


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of the legend: a piece of wire, or a shape, and its words."""

    line: Line
    look: Look | None
    shape: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    title: str
    bands: tuple[Rect, ...]
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    labels: tuple[Label, ...]
    samples: tuple[Sample, ...]
    notes: tuple[tuple[Line, str], ...]
    """Lines outside the picture, each with its tooltip or nothing."""
