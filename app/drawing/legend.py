"""What stands over and under a picture: what it rests on, the legend, and the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guiju.drawing import captions
from guiju.drawing.chart import DRAWN, Chart
from guiju.drawing.lettering import cut
from guiju.drawing.lettering import lines as set_lines
from guiju.drawing.lettering import width as text_width
from guiju.drawing.looks import looks
from guiju.drawing.shapes import Line, Look, Rect, Sample
from guiju.model.office import Roster
from guiju.wording import Wording, legible

TITLE, SIZE, EDGE = 20.0, 12.0, 16.0
SAMPLE, HEIGHT, BETWEEN = 46.0, 14.0, 26.0
"""Width and height of a sample in the legend, and the room between two entries."""
MOST = 500.0
"""Room for the name of a relation in the legend."""
Note = tuple[Line, str]


@dataclass(frozen=True, slots=True)
class Under:
    samples: tuple[Sample, ...]
    notes: tuple[Note, ...]
    bottom: float


def over(chart: Chart, roster: Roster, say: Wording, width: float, focus: Sequence[str]) -> list[Note]:
    """Title, source, roster and what readings are drawn."""
    book = chart.rulebook
    note = roster.note or roster.title
    texts = [say("g-subtitle", source=book.source.say(say.language), roster=note.say(say.language))]
    if focus:
        texts.append(say("g-focus", documents=say.join(map(say.document, focus))))
    if roster.pairs:
        pairs = [f"{say.person(one)}—{say.person(other)}" for one, other in map(say.by_rank, roster.pairs)]
        texts.append(say("g-pairs", pairs=say.join(pairs, "semicolon")))
    texts.append(say("g-readings"))
    texts.append(say("g-own"))
    title = say("g-title", title=book.title.say(say.language))
    notes: list[Note] = []
    y = EDGE
    for line in set_lines(title, TITLE, width - 2 * EDGE, 3):
        y += TITLE + 6
        notes.append((Line((EDGE, y - 6), line, TITLE, bold=True), ""))
    return notes + _paragraphs(texts, y, width)


def _paragraphs(texts: Sequence[str], y: float, width: float) -> list[Note]:
    """Texts of at most three lines each; the tooltip of a longer one has all of it."""
    found: list[Note] = []
    for text in texts:
        for line in set_lines(text, SIZE, width - 2 * EDGE, 3):
            y += SIZE + 6
            found.append((Line((EDGE, y - 4), line, SIZE), text))
    return found


def under(chart: Chart, say: Wording, width: float, top: float) -> Under:
    """The legend, entry after entry, and the bars below it."""
    notes: list[Note] = [(Line((EDGE, top + 14), say("g-legend"), SIZE + 1, bold=True), "")]
    styles = looks(chart.relations)
    kinds = [kind for kind in DRAWN if any(spot.node[0] == kind for spot in chart.spots)]
    entries: list[tuple[str, Look | None, str]] = [(say(f"g-{kind}"), None, kind) for kind in kinds]
    entries += [(_relation(*item, say), styles[item], "") for item in chart.relations]
    samples: list[Sample] = []
    x, y = EDGE, top + 24
    for text, look, shape in entries:
        need = SAMPLE + 8 + text_width(text, SIZE)
        if x > EDGE and x + need > width - EDGE:
            x, y = EDGE, y + HEIGHT + 8
        line = Line((x + SAMPLE + 8, y + HEIGHT - 3), text, SIZE)
        samples.append(Sample(line, look, shape, Rect(x, y, SAMPLE, HEIGHT)))
        x += need + BETWEEN
    y += HEIGHT + 10
    if chart.bars:
        notes.append((Line((EDGE, y + 14), say("g-bars"), SIZE + 1, bold=True), ""))
        y += 20
    for rule in chart.bars:
        for text in set_lines(captions.bar_line(rule, say), SIZE, width - 2 * EDGE, 2):
            y += SIZE + 5
            notes.append((Line((EDGE, y - 3), text, SIZE), captions.bar_tip(rule, say)))
    return Under(tuple(samples), tuple(notes), y + EDGE)


def _relation(style: str, relation: str, say: Wording) -> str:
    name = say("g-meeting") if style == "authority" else say.relation_name(relation)
    name = cut(legible(name), SIZE, MOST)
    return say("g-cover", relation=name) if style == "cover" else name
