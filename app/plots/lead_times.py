"""Lead times by document type: quantile strips, and open marks for what is unfinished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from guiju.model.text import Text
from guiju.plots.paper import (
    GRID,
    INK,
    RIGHT,
    SIZE,
    Entry,
    Paper,
    Plan,
    Voice,
    name_rows,
    names_column,
    paper,
)
from guiju.simulate.figure_data import LeadTimes, quantile

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Unit = Literal["days", "working-days"]
LEAST = 8
"""Fewer values are shown one by one: their quantiles would say little."""
_HIGH = 0.95
_HALF, _MOST, _OPEN = "#0072B2", "#9CC9E3", "#D55E00"


def draw(voice: Voice, rows: Sequence[LeadTimes], runs: int, names: Mapping[str, Text], unit: Unit) -> Paper:
    labels, left, row = names_column([_label(voice, item, names) for item in rows])
    key = [
        Entry(voice.say("half"), _HALF),
        Entry(voice.say("most"), _MOST),
        Entry(voice.say("median"), INK, mark="|"),
        Entry(voice.say("single", least=LEAST), _HALF, mark="."),
        Entry(voice.say("unfinished"), _OPEN, mark="o"),
    ]
    notes = [voice.say("of-finished", runs=runs), *voice.notes]
    height = max(len(rows), 1) * row
    sheet = paper(Plan(voice.say("lead-times"), key, notes, left if rows else RIGHT, height + 0.65))
    axes = sheet.axes(0.05, height)
    if not rows:
        axes.text(0.5, 0.5, voice.say("no-documents"), ha="center", va="center", transform=axes.transAxes)
        axes.set_axis_off()
        return sheet
    name_rows(axes, labels)
    for place, item in enumerate(rows):
        _strip(axes, place, item)
    axes.set_xlim(0, max(_last(item) for item in rows) * 1.05 or 1)
    axes.set_xlabel(voice.say(unit), fontsize=SIZE)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    return sheet


def _label(voice: Voice, item: LeadTimes, names: Mapping[str, Text]) -> str:
    counts = {"finished": len(item.finished), "unfinished": len(item.unfinished)}
    return voice.say("lead-times-of", name=voice.name(names[item.type]), **counts)


def _last(item: LeadTimes) -> float:
    """The largest value that is shown."""
    share = 1.0 if len(item.finished) < LEAST else _HIGH
    return max(quantile(item.finished, share) or 0.0, *item.unfinished[-1:], 0.0)


def _strip(axes: Axes, place: int, item: LeadTimes) -> None:
    if len(item.finished) < LEAST:
        axes.plot(item.finished, [place] * len(item.finished), ".", color=_HALF, markersize=6)
    else:
        for low, high, height, colour in ((1 - _HIGH, _HIGH, 0.28, _MOST), (0.25, 0.75, 0.5, _HALF)):
            start, end = quantile(item.finished, low) or 0.0, quantile(item.finished, high) or 0.0
            axes.barh(place, end - start, height, left=start, color=colour)
        middle = quantile(item.finished, 0.5) or 0.0
        axes.plot([middle, middle], [place - 0.3, place + 0.3], color=INK, linewidth=2)
    marks = [place] * len(item.unfinished)
    axes.plot(
        item.unfinished,
        marks,
        "o",
        markerfacecolor="none",
        markeredgecolor=_OPEN,
        markersize=5,
        clip_on=False,
    )
