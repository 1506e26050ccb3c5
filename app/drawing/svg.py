"""A drawing as SVG: standard elements only, no script, no link, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from guiju.drawing.looks import FILLS
from guiju.drawing.shapes import Box, Drawing, Label, Line, Look, Point, Rect, Sample, Wire
from guiju.wording import legible

FONTS = (
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei','Noto Sans',Arial,sans-serif"
)
HEAD, HALF = 8.0, 4.0
"""Length and half the width of an arrow head."""


def svg(drawing: Drawing) -> str:
    """The drawing as one text, ending in a line break."""
    size = f'width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
    view = f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} {size} font-family="{FONTS}" fill="#111111">',
        f"<title>{_text(drawing.title)}</title>",
        f'<rect width="{_n(drawing.width)}" height="{_n(drawing.height)}" fill="#ffffff"/>',
        *(f'<rect class="band" {_rect(band)} fill="#f6f7f9"/>' for band in drawing.bands),
        *map(_wire, sorted(drawing.wires, key=lambda wire: wire.look.width)),
        *map(_label, drawing.labels),
        *map(_box, drawing.boxes),
        *(_note(line, tip) for line, tip in drawing.notes),
        *map(_sample, drawing.samples),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    return escape(legible(text))


def _rect(rect: Rect) -> str:
    return f'x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" height="{_n(rect.height)}"'


def _tip(text: str) -> str:
    return f"<title>{_text(text)}</title>" if text else ""


def _line(line: Line, colour: str = "") -> str:
    more = ' font-weight="bold"' if line.bold else ""
    more += ' text-anchor="middle"' if line.centred else ""
    more += f' fill="{colour}"' if colour else ""
    x, y = line.at
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(line.size)}"{more}>{_text(line.text)}</text>'


def _note(line: Line, tip: str) -> str:
    return f'<g class="note">{_tip(tip)}{_line(line)}</g>'


def _label(label: Label) -> str:
    """A label with a white rim, so that lines that cross it do not strike it out."""
    rim = _line(label.line, "#ffffff").replace("<text", '<text stroke="#ffffff" stroke-width="3.5"', 1)
    return f'<g class="label">{_tip(label.tip)}{rim}{_line(label.line, label.colour)}</g>'


def _box(box: Box) -> str:
    inner = _shape(box.shape, box.rect) + "".join(map(_line, box.lines))
    return f'<g class="box" data-node={quoteattr(box.id)}>{_tip(box.tip)}{inner}</g>'


def _shape(kind: str, rect: Rect) -> str:
    """Post: a rectangle; role: round ends; meeting: cut corners; unit: double; acting: dashed."""
    paint = f'fill="{FILLS[kind]}" stroke="#333333" stroke-width="1.2"'
    frame = f"<rect {_rect(rect)}"
    match kind:
        case "role":
            return f'{frame} rx="{_n(min(16, rect.height / 2))}" {paint}/>'
        case "acting":
            return f'{frame} rx="5" {paint} stroke-dasharray="5 3"/>'
        case "body":
            return f'<polygon points="{_points(_cut_corners(rect, min(11, rect.height / 2)))}" {paint}/>'
        case "unit":
            inner = Rect(rect.x + 3, rect.y + 3, rect.width - 6, rect.height - 6)
            return f'{frame} {paint}/><rect {_rect(inner)} fill="none" stroke="#333333" stroke-width="0.8"/>'
        case _:
            return f"{frame} {paint}/>"


def _cut_corners(rect: Rect, by: float) -> list[Point]:
    x, y, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return [
        (x + by, y), (right - by, y), (right, y + by), (right, bottom - by),
        (right - by, bottom), (x + by, bottom), (x, bottom - by), (x, y + by),
    ]  # fmt: skip


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _wire(wire: Wire) -> str:
    ends = f"data-from={quoteattr(wire.source)} data-to={quoteattr(wire.target)}"
    return f'<g class="wire" {ends}>{_tip(wire.tip)}{_path(wire.points, wire.look)}</g>'


def _path(points: tuple[Point, ...], look: Look) -> str:
    """The line up to its head, and the head; a wide invisible line makes the tooltip easy to meet."""
    stroke = f'fill="none" stroke-linejoin="round" stroke="{look.colour}"'
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    shaft = _points((*points[:-1], _before(points)))
    found = f'<polyline points="{shaft}" fill="none" stroke="#ffffff" stroke-opacity="0" stroke-width="9"/>'
    across = look.width * (3.4 if look.double else 1)
    found += f'<polyline points="{shaft}" {stroke} stroke-width="{_n(across)}"{dash}/>'
    if look.double:
        inner = f'fill="none" stroke="#ffffff" stroke-width="{_n(look.width * 1.4)}"'
        found += f'<polyline points="{shaft}" {inner}/>'
    return found + _head(points, look)


def _direction(points: tuple[Point, ...]) -> Point:
    (x, y), (end, below) = list(pairwise(points))[-1]
    length = abs(end - x) + abs(below - y)
    return (end - x) / length, (below - y) / length


def _before(points: tuple[Point, ...]) -> Point:
    """Where the line stops and its head begins."""
    (x, y), (dx, dy) = points[-1], _direction(points)
    return x - dx * (HEAD - 1), y - dy * (HEAD - 1)


def _head(points: tuple[Point, ...], look: Look) -> str:
    (x, y), (dx, dy) = points[-1], _direction(points)
    back, across = (x - dx * HEAD, y - dy * HEAD), (-dy * HALF, dx * HALF)
    one, other = (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])
    stroke = f'stroke="{look.colour}" stroke-width="1.3"'
    match look.head:
        case "ring":
            middle = x - dx * HEAD / 2, y - dy * HEAD / 2
            return f'<circle cx="{_n(middle[0])}" cy="{_n(middle[1])}" r="3" fill="#ffffff" {stroke}/>'
        case "open":
            line = _points((points[-1], _before(points)))
            shaft = f'<polyline points="{line}" {stroke}/>'
            return f'{shaft}<polyline points="{_points((one, (x, y), other))}" fill="none" {stroke}/>'
        case "hollow":
            return f'<polygon points="{_points((one, (x, y), other))}" fill="#ffffff" {stroke}/>'
        case _:
            return f'<polygon points="{_points((one, (x, y), other))}" fill="{look.colour}" {stroke}/>'


def _sample(sample: Sample) -> str:
    rect = sample.rect
    middle = rect.y + rect.height / 2
    picture = (
        _path(((rect.x, middle), (rect.right, middle)), sample.look)
        if sample.look
        else _shape(sample.shape, rect)
    )
    return f'<g class="legend">{picture}{_line(sample.line)}</g>'
