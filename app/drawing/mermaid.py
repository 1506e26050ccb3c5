"""The chart as a Mermaid flowchart: a subgraph for each rank, a class for each kind of box."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guiju.drawing import captions
from guiju.drawing.chart import Chart, Spot
from guiju.drawing.looks import FILLS, looks
from guiju.drawing.naming import node_name
from guiju.model.graph import Node
from guiju.wording import Wording, legible

ARROWS = {"authority": "-->", "mandate": "-.->", "sub-delegation": "-.->", "cover": "==>"}
SHAPES = {
    "post": ('["', '"]'),
    "role": ('(["', '"])'),
    "body": ('{{"', '"}}'),
    "unit": ('[["', '"]]'),
    "acting": ('("', '")'),
}
LABEL_ROOM = 600.0


def mermaid(chart: Chart, say: Wording) -> str:
    return "\n".join([*_head(chart, say), *_ranks(chart, say), *_arrows(chart, say)]) + "\n"


def _head(chart: Chart, say: Wording) -> Iterator[str]:
    yield "flowchart TB"
    yield f"%% {one_line(say('g-title', title=chart.rulebook.title.say(say.language)))}"
    yield f"%% {one_line(say('g-readings'))}"
    for kind, fill in FILLS.items():
        yield f"classDef {kind} fill:{fill},stroke:#333333,color:#111111"


def _ranks(chart: Chart, say: Wording) -> Iterator[str]:
    for rank in dict.fromkeys(spot.rank for spot in chart.spots):
        yield f'subgraph rank{rank}["{quoted(say("g-rank", rank=rank))}"]'
        yield from (f"  {_box(spot, say)}" for spot in chart.spots if spot.rank == rank)
        yield "end"


def _box(spot: Spot, say: Wording) -> str:
    lines = [node_name(spot.node, say), *captions.own_lines(spot, say, 12, LABEL_ROOM)]
    text = "<br/>".join(map(quoted, lines))
    opening, closing = SHAPES[spot.node[0]]
    return f"{node_id(spot.node)}{opening}{text}{closing}:::{spot.node[0]}"


def _arrows(chart: Chart, say: Wording) -> Iterator[str]:
    styles = looks(chart.relations)
    for arrow in chart.arrows:
        label = quoted(captions.label(arrow, say, 12, LABEL_ROOM))
        line = ARROWS.get(arrow.style, "---")
        between = f'{line}|"{label}"|' if label else line
        yield f"{node_id(arrow.source)} {between} {node_id(arrow.target)}"
    for number, arrow in enumerate(chart.arrows):
        yield f"linkStyle {number} stroke:{styles[arrow.style, arrow.relation].colour}"


def node_id(node: Node) -> str:
    """An id without hyphens, which are arrows in Mermaid; ids of the format have no underscore."""
    return f"{node[0]}_{node[1].replace('-', '_')}"


def quoted(text: str) -> str:
    """The text for inside quotation marks: whatever could be markup becomes a numbered entity."""
    return re.sub(r"[\"#&<>`;%{}\\\n]", lambda found: f"#{ord(found[0])};", legible(text))


def one_line(text: str) -> str:
    return re.sub(r"[{}%]|\s+", " ", legible(text))
