"""What all figures share: the size of paper, title, key, notes, axes in inches, and the file that comes out.

Nothing is placed by measuring text: widths are estimated from above, so that nothing overlaps or is cut with
any font.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from guiju.messages import PLOTS, say
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.model.text import Language, Text
from guiju.plots.fonts import CHINESE, LATIN, chinese_font, inches, quietly, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["png", "svg"]
WIDTH = 7.5
"""Inches: what A4 has between its margins, so that nothing is scaled down in print."""
RIGHT = 0.3
SIZE, TITLE, SMALL = 8.5, 11.0, 7.5
LINE = 1.35
"""Height of a line, in sizes."""
INK, FAINT, GRID = "#222222", "#666666", "#DDDDDD"
_DPI = 200
_MOST_TICKS = 9
_MONTHS_FROM = 70
"""Days from which on months are marked, not days."""
_SWATCH = 0.14


class Entry(NamedTuple):
    """One entry of a key: a colour (with hatching) or, without one, a mark."""

    label: str
    colour: str
    hatch: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Voice:
    """The language that a picture can speak. ``notes``: what has to be said about that."""

    language: Language
    notes: tuple[str, ...] = ()

    def say(self, code: str, **words: object) -> str:
        return say(PLOTS, code, self.language, **words)

    def name(self, text: Text) -> str:
        return text.say(self.language)


@dataclass(frozen=True)
class Plan:
    """A figure before it is drawn. In inches: ``left``, room for names; ``body``, between key and notes."""

    title: str
    key: Sequence[Entry]
    notes: Sequence[str]
    left: float
    body: float


@dataclass(frozen=True)
class Paper:
    """A figure with its title, key and notes; ``top``: where the body begins, in inches from below."""

    figure: Figure
    plan: Plan
    top: float

    def axes(self, down: float, height: float, right: float = RIGHT) -> Axes:
        """Axes in the body, so far below its top."""
        wide, high = self.figure.get_size_inches()
        place = (
            self.plan.left / wide,
            (self.top - down - height) / high,
            (wide - self.plan.left - right) / wide,
            height / high,
        )
        axes = self.figure.add_axes(place)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.tick_params(labelsize=SMALL, colors=INK)
        axes.set_axisbelow(True)
        return axes

    def text(self, x: float, y: float, text: str, **style: object) -> None:
        """A text at a place in inches from the lower left corner."""
        wide, high = self.figure.get_size_inches()
        look: dict[str, object] = {"fontsize": SIZE, "color": INK, "va": "center"} | style
        self.figure.text(x / wide, y / high, text, **look)  # type: ignore[arg-type]


Draw = Callable[[Voice], Paper]


def file_of(draw: Draw, format: Format, language: Language, name: str, subject: Text | None = None) -> bytes:
    """A figure as a file; the same data give the same bytes on one machine. ``subject``: what it is of.

    A PNG in Chinese needs a Chinese font here: without one it is in English and says so. An SVG leaves its
    texts to the reader's fonts. Raises InputError without matplotlib.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise InputError([Problem(Span(name, 0, 0), "no-matplotlib")]) from error
    font = chinese_font()
    missing = language == "zh" and font is None and format == "png"
    spoken: Language = "en" if missing else language
    notes = [subject.say(spoken)] if subject is not None else []
    notes += [say(PLOTS, "no-chinese-font", "en")] if missing else []
    voice = Voice(spoken, tuple(notes))
    buffer = io.BytesIO()
    with quietly(), matplotlib.rc_context(settings(format, voice.language, font)):
        metadata = {"Date": None} if format == "svg" else {"Software": None}
        draw(voice).figure.savefig(buffer, format=format, dpi=_DPI, metadata=metadata)
    return buffer.getvalue()


def settings(format: Format, language: Language, font: str | None) -> dict[Any, object]:
    """Of matplotlib: the fonts to be tried in turn, and nothing that changes from run to run."""
    chinese = CHINESE if format == "svg" else (font,) if font else ()
    return {
        "font.family": "sans-serif",
        "font.sans-serif": [*chinese, LATIN] if language == "zh" else [LATIN, *chinese],
        "svg.fonttype": "none",
        "svg.hashsalt": "guiju",
        "axes.unicode_minus": False,
        "text.parse_math": False,
        "hatch.linewidth": 0.6,
    }


def paper(plan: Plan) -> Paper:
    """Title, key and notes on a sheet that is as high as they and the body need."""
    from matplotlib.figure import Figure

    room = WIDTH - 2 * RIGHT
    title = wrapped(plan.title, room, TITLE)
    notes = [line for note in plan.notes for line in wrapped(note, room, SMALL)]
    rows = _rows(plan.key, room)
    heading = 0.15 + len(title) * TITLE * LINE / 72 + 0.08
    key = len(rows) * 0.22 + (0.1 if rows else 0)
    footing = 0.12 + len(notes) * SMALL * LINE / 72
    high = heading + key + plan.body + footing
    sheet = Paper(Figure(figsize=(WIDTH, high), facecolor="white"), plan, footing + plan.body)
    for number, line in enumerate(title):
        y = high - 0.15 - (number + 0.5) * TITLE * LINE / 72
        sheet.text(RIGHT, y, line, fontsize=TITLE, weight="bold")
    for number, row in enumerate(rows):
        _key_row(sheet, row, high - heading - 0.11 - number * 0.22)
    for number, line in enumerate(reversed(notes)):
        sheet.text(RIGHT, 0.1 + (number + 0.5) * SMALL * LINE / 72, line, fontsize=SMALL, color=FAINT)
    return sheet


def _rows(key: Sequence[Entry], room: float) -> list[list[tuple[float, Entry]]]:
    """The entries of a key with their places, in as many rows as they need."""
    rows: list[list[tuple[float, Entry]]] = []
    at = room
    for entry in key:
        width = _SWATCH + 0.06 + inches(entry.label, SIZE) + 0.15
        if not rows or at + width > room:
            rows.append([])
            at = 0.0
        rows[-1].append((RIGHT + at, entry))
        at += width
    return rows


def _key_row(sheet: Paper, row: list[tuple[float, Entry]], y: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    wide, high = sheet.figure.get_size_inches()
    for x, entry in row:
        if entry.mark:
            dot = Line2D(
                [(x + _SWATCH / 2) / wide], [y / high], marker=entry.mark, color="none",
                markeredgecolor=entry.colour, markersize=6,
                markerfacecolor=entry.colour if entry.mark == "." else "none",
            )  # fmt: skip
            sheet.figure.add_artist(dot)
        else:
            corner = (x / wide, (y - _SWATCH / 2) / high)
            box = Rectangle(
                corner, _SWATCH / wide, _SWATCH / high, facecolor=entry.colour, hatch=entry.hatch,
                edgecolor="white" if entry.hatch else "none", linewidth=0,
            )  # fmt: skip
            sheet.figure.add_artist(box)
        sheet.text(x + _SWATCH + 0.06, y, entry.label)


def names_column(names: Sequence[str], most: float = 2.3) -> tuple[list[str], float, float]:
    """Names broken into lines, the room that they need, and the height of a row."""
    lines = [[line for part in name.split("\n") for line in wrapped(part, most, SIZE)] for name in names]
    room = max((inches(line, SIZE) for name in lines for line in name), default=0.0)
    row = max((len(name) for name in lines), default=1) * SIZE * LINE / 72 + 0.1
    return ["\n".join(name) for name in lines], RIGHT + room + 0.12, max(row, 0.26)


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Rows from top to bottom, each with its name on the left, line by line.

    Each line is a text of its own that ends at the axis: matplotlib would place the lines of one text by the
    widths that they have here, and the reader of an SVG has other fonts.
    """
    axes.set_yticks([])
    axes.set_ylim(len(names) - 0.5, -0.5)
    for place, name in enumerate(names):
        lines = name.split("\n")
        for number, line in enumerate(lines):
            up = ((len(lines) - 1) / 2 - number) * SIZE * LINE
            axes.annotate(
                line, (0, place), (-6, up), xycoords=("axes fraction", "data"), textcoords="offset points",
                ha="right", va="center", fontsize=SIZE, color=INK,
            )  # fmt: skip


def date_axis(axes: Axes, first: date, days: float) -> None:
    """Dates below: beginnings of months, or single days when there are few."""
    ticks = date_ticks(first, days)
    axes.set_xlim(0, days)
    axes.set_xticks([(day - first).days for day, _ in ticks], [label for _, label in ticks])
    axes.grid(axis="x", color=GRID, linewidth=0.6)


def date_ticks(first: date, days: float) -> list[tuple[date, str]]:
    """At most ten or so, so that none touches another."""
    if days <= _MONTHS_FROM:
        step = -(-int(days) // _MOST_TICKS) or 1
        found = (first + timedelta(days=number) for number in range(0, int(days) + 1, step))
        return [(day, f"{day:%m-%d}") for day in found]
    months = [
        date(year, month, 1)
        for year in range(first.year, (first + timedelta(days=days)).year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= first + timedelta(days=days)
    ]
    step = next(size for size in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if len(months) <= size * _MOST_TICKS)
    kept = [day for day in months if (day.month - 1 + 12 * day.year) % step == 0]
    return [(day, f"{day:%Y-%m}") for day in kept]
