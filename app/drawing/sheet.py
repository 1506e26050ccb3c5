"""A chart laid out: where each box, wire and text goes. How that is written is up to ``svg``.

Its width is fixed, so that its letters have at least 11 pixels when it is shown 1,400 pixels wide,
however many posts there are: more posts make it longer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guiju.drawing import captions, routing, tracks
from guiju.drawing.chart import Chart, Spot
from guiju.drawing.legend import over, under
from guiju.drawing.lettering import lines as set_lines
from guiju.drawing.lettering import width as text_width
from guiju.drawing.looks import looks
from guiju.drawing.naming import node_name
from guiju.drawing.placing import COLUMNS, Cell, Grid, grid
from guiju.drawing.shapes import Box, Drawing, Label, Line, Rect
from guiju.drawing.tracks import Channel
from guiju.drawing.wiring import SIZE, Levels, Strand, labels, wire
from guiju.model.graph import Node
from guiju.model.office import Roster
from guiju.wording import Wording

WIDTH = 1400.0
NAME, TEXT = 13.0, 11.5
BOX, LEFT, RIGHT = 200.0, 116.0, 52.0
PORT_PITCH, LANE_PITCH = 13.0, 8.0
LABEL_ROOM = 400.0
OWN_LINES = 6
GAP = (WIDTH - LEFT - RIGHT - COLUMNS * BOX) / (COLUMNS - 1)
COLUMN_LEFT = tuple(LEFT + i * (BOX + GAP) for i in range(COLUMNS))
GAPS = (
    (66.0, LEFT - 6),
    *((x + BOX + 4, x + BOX + GAP - 4) for x in COLUMN_LEFT[:-1]),
    (COLUMN_LEFT[-1] + BOX + 6, WIDTH - 8),
)
Row = tuple[float, float]
"""The top and the height of a row."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The texts of a box before it has a place."""

    spot: Spot
    name: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def height(self) -> float:
        return 14 + 17 * len(self.name) + (15 * len(self.own) + 5 if self.own else 0)


def draw(chart: Chart, roster: Roster, say: Wording, focus: Sequence[str] = ()) -> Drawing:
    """Lay out a chart. The same chart gives the same drawing, to the last digit."""
    words = {spot.node: _words(spot, say) for spot in chart.spots}
    places = grid(chart.spots, chart.arrows)
    texts = [captions.label(arrow, say, SIZE, LABEL_ROOM) for arrow in chart.arrows]
    courses = routing.courses([(a.source, a.target) for a in chart.arrows], places.cells)
    ports = routing.ports(courses, COLUMN_LEFT, BOX, PORT_PITCH)
    lanes = routing.lanes(courses, GAPS, LANE_PITCH)
    widths = [text_width(text, SIZE) + 6 if text else 0.0 for text in texts]
    stretches = tracks.stretches(courses, ports, lanes, widths, WIDTH)
    channels = tracks.channels(stretches, len(places.ranks) + 1)
    heads = over(chart, roster, say, WIDTH, focus)
    top = heads[-1][0].at[1] + 10
    rows = _rows(words, places, channels, top)
    boxes = {node: _box(words[node], cell, rows, chart, say) for node, cell in sorted(places.cells.items())}
    levels = Levels(channels, [top, *(y + height for y, height in rows)])
    strands = _strands(chart, texts, boxes, say)
    wires = [wire(c, s, ports, lanes, levels) for c, s in zip(courses, strands, strict=True)]
    bands, ranks = _bands(places, rows, say)
    end = under(chart, say, WIDTH, levels.tops[-1] + channels[-1].height)
    return Drawing(
        WIDTH, end.bottom, say("g-title", title=chart.rulebook.title.say(say.language)), bands,
        tuple(boxes.values()), tuple(wires), (*labels(stretches, strands, wires, levels), *ranks),
        end.samples, (*heads, *end.notes),
    )  # fmt: skip


def _strands(chart: Chart, texts: Sequence[str], boxes: Mapping[Node, Box], say: Wording) -> list[Strand]:
    styles = looks(chart.relations)
    return [
        Strand(
            boxes[a.source], boxes[a.target], styles[a.style, a.relation], text, captions.arrow_tip(a, say)
        )
        for a, text in zip(chart.arrows, texts, strict=True)
    ]


def _words(spot: Spot, say: Wording) -> _Words:
    room = BOX - 16
    name = set_lines(node_name(spot.node, say), NAME * 1.05, room, 3)
    texts = captions.own_lines(spot, say, TEXT, 2 * room - 5 * TEXT)
    if len(texts) > OWN_LINES:
        texts = [*texts[: OWN_LINES - 1], say("g-more", n=len(texts) - OWN_LINES + 1)]
    return _Words(spot, name, tuple(line for text in texts for line in set_lines(text, TEXT, room, 2)))


def _rows(words: Mapping[Node, _Words], places: Grid, channels: Sequence[Channel], top: float) -> list[Row]:
    heights = [0.0] * len(places.ranks)
    for node, (row, _) in places.cells.items():
        heights[row] = max(heights[row], words[node].height)
    rows: list[Row] = []
    for channel, height in zip(channels, heights, strict=False):
        top += channel.height
        rows.append((top, height))
        top += height
    return rows


def _box(words: _Words, cell: Cell, rows: Sequence[Row], chart: Chart, say: Wording) -> Box:
    top, height = rows[cell[0]]
    rect = Rect(COLUMN_LEFT[cell[1]], top + (height - words.height) / 2, BOX, words.height)
    y = rect.y + 3
    lines = []
    for text in words.name:
        y += 17
        lines.append(Line((rect.x + BOX / 2, y), text, NAME, bold=True, centred=True))
    y += 5
    for text in words.own:
        y += 15
        lines.append(Line((rect.x + 8, y), text, TEXT))
    node = words.spot.node
    return Box(":".join(node), node[0], rect, tuple(lines), captions.spot_tip(words.spot, chart, say))


def _bands(places: Grid, rows: Sequence[Row], say: Wording) -> tuple[tuple[Rect, ...], tuple[Label, ...]]:
    """A band behind each rank, and its name at the left."""
    bands, names = [], []
    for rank in dict.fromkeys(places.ranks):
        mine = [row for row, other in zip(rows, places.ranks, strict=True) if other == rank]
        top, bottom = mine[0][0] - 8, mine[-1][0] + mine[-1][1] + 8
        bands.append(Rect(4, top, WIDTH - 8, bottom - top))
        text = say("g-rank", rank=rank)
        line = Line((10, top + 16), text, TEXT, bold=True)
        names.append(Label(Rect(8, top + 5, text_width(text, TEXT) + 4, 14), line, "#555555", ""))
    return tuple(bands), tuple(names)
