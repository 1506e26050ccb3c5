"""Reads an SVG back and measures it, with nothing of the code that drew it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import combinations, pairwise

from wcwidth import wcwidth

SVG = "{http://www.w3.org/2000/svg}"
Corner = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Piece:
    """A group of the picture: its class, its frame if it has one, its texts and its tooltip."""

    kind: str
    attributes: dict[str, str]
    frame: Corner | None
    texts: list[tuple[str, Corner]]
    points: list[tuple[float, float]]
    tip: str


def extent(text: ET.Element) -> Corner:
    """The room of one line: half an em for each column of ``wcwidth``, somewhat more for Latin letters."""
    size, x, y = (float(text.attrib[key]) for key in ("font-size", "x", "y"))
    cells = [max(wcwidth(c), 0) for c in text.text or ""]
    width = size * sum(1.0 if n == 2 else 0.55 * n for n in cells)
    left = x - width / 2 if text.get("text-anchor") == "middle" else x
    return left, y - 0.8 * size, left + width, y + 0.2 * size


def corners(element: ET.Element) -> Corner:
    if element.tag == SVG + "rect":
        x, y, width, height = (float(element.attrib[key]) for key in ("x", "y", "width", "height"))
        return x, y, x + width, y + height
    points = numbers(element)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def numbers(element: ET.Element) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in element.attrib["points"].split())
    return [(float(x), float(y)) for x, y in pairs]


def pieces(root: ET.Element) -> list[Piece]:
    found = []
    for group in root.iter(SVG + "g"):
        shapes = [e for e in group if e.tag in (SVG + "rect", SVG + "polygon")]
        lines = [e for e in group if e.tag == SVG + "polyline"]
        kind = group.attrib["class"]
        texts = [(e.text or "", extent(e)) for e in group.iter(SVG + "text")]
        tip = group.find(SVG + "title")
        frame = corners(shapes[0]) if kind == "box" else None
        points = numbers(lines[0]) if kind == "wire" else []
        found.append(
            Piece(kind, dict(group.attrib), frame, texts, points, (tip.text or "") if tip is not None else "")
        )
    return found


def overlap(one: Corner, other: Corner) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(inner: Corner, outer: Corner) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def check(svg: str) -> list[Piece]:
    """Everything that must be true of any picture; returns its pieces."""
    root = ET.fromstring(svg.encode("utf-8"))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg", "g", "title", "rect", "polygon", "polyline", "circle", "text",
    }  # fmt: skip
    for text in root.iter(SVG + "text"):
        assert float(text.attrib["font-size"]) * 1400 / width >= 11
        assert inside(extent(text), (0, 0, width, height)), text.text
    found = pieces(root)
    boxes = [p for p in found if p.kind == "box"]
    frames = {p.attributes["data-node"]: p.frame for p in boxes if p.frame}
    assert len(frames) == len(boxes)
    for one, other in combinations(frames.values(), 2):
        assert not overlap(one, other)
    for box in boxes:
        for line, room in box.texts:
            assert box.frame and inside(room, box.frame), line
        for (_, one), (_, other) in combinations(box.texts, 2):
            assert not overlap(one, other)
    labels = [(p.texts[-1][0], p.texts[-1][1]) for p in found if p.kind == "label"]
    outside = labels + [(t, room) for p in found if p.kind in ("note", "legend") for t, room in p.texts]
    for (text, one), (other_text, other) in combinations(outside, 2):
        assert not overlap(one, other), (text, other_text)
    for text, room in outside:
        assert not any(overlap(room, frame) for frame in frames.values()), text
    _check_wires([p for p in found if p.kind == "wire"], frames)
    return found


def _check_wires(wires: list[Piece], frames: dict[str, Corner]) -> None:
    """Wires start and end at their boxes, run through no box, and never on top of each other."""
    pieces_of: list[tuple[int, tuple[float, float], tuple[float, float]]] = []
    for number, wire in enumerate(wires):
        ends = frames[wire.attributes["data-from"]], frames[wire.attributes["data-to"]]
        for (x, y), box, near in ((wire.points[0], ends[0], 0.11), (wire.points[-1], ends[1], 8)):
            assert box[0] < x < box[2] and min(abs(y - box[1]), abs(y - box[3])) < near
        for one, other in pairwise(wire.points):
            assert one[0] == other[0] or one[1] == other[1]
            stretch = (
                min(one[0], other[0]),
                min(one[1], other[1]),
                max(one[0], other[0]),
                max(one[1], other[1]),
            )
            inner = [(a + 0.5, b + 0.5, c - 0.5, d - 0.5) for a, b, c, d in frames.values()]
            assert not any(overlap(_thick(stretch), frame) for frame in inner), wire.tip
            if one != other:
                pieces_of.append((number, min(one, other), max(one, other)))
    for (number, low, high), (rival, start, end) in combinations(pieces_of, 2):
        if number != rival:
            axis = 0 if low[0] == high[0] else 1
            if start[axis] == end[axis] == low[axis] == high[axis]:
                shared = min(high[1 - axis], end[1 - axis]) - max(low[1 - axis], start[1 - axis])
                assert shared <= 0, (wires[number].tip, wires[rival].tip)


def _thick(line: Corner) -> Corner:
    return line[0] - 0.01, line[1] - 0.01, line[2] + 0.01, line[3] + 0.01
