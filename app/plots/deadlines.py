"""Deadlines met and missed: a bar of shares for each, and its counts in columns beside it."""

from __future__ import annotations

from collections.abc import Sequence

from guiju.plots.fonts import inches
from guiju.plots.paper import (
    FAINT,
    GRID,
    RIGHT,
    SIZE,
    SMALL,
    WIDTH,
    Entry,
    Paper,
    Plan,
    Voice,
    name_rows,
    names_column,
    paper,
)
from guiju.simulate.figure_data import DeadlineCount

PARTS = ("on-time", "silent", "late", "undecided")
COLOURS = ("#009E73", "#56B4E9", "#D55E00", "#BBBBBB")
_BARS = 2.0
"""The least width of the bars in inches."""


def draw(voice: Voice, rows: Sequence[DeadlineCount]) -> Paper:
    heads = [*(voice.say(part) for part in PARTS), voice.say("total")]
    digits = str(max((sum(item.parts) for item in rows), default=0))
    columns = [max(inches(head, SMALL), inches(digits, SIZE)) + 0.12 for head in heads]
    room = WIDTH - RIGHT - sum(columns) - _BARS - RIGHT - 0.2
    labels, left, row = names_column([voice.name(item.label) for item in rows], most=room)
    key = [Entry(voice.say(part), colour) for part, colour in zip(PARTS, COLOURS, strict=True)]
    height = max(len(rows), 1) * row
    notes = [voice.say("undecided-note"), *voice.notes]
    sheet = paper(Plan(voice.say("deadlines"), key, notes, left, height + 0.85))
    axes = sheet.axes(0.25, height, right=RIGHT + sum(columns) + 0.1)
    if not rows:
        axes.text(0, 0.5, voice.say("no-deadlines"), va="center", transform=axes.transAxes, fontsize=SIZE)
        axes.set_axis_off()
        return sheet
    name_rows(axes, labels)
    for place, item in enumerate(rows):
        start = 0.0
        for part, colour in zip(shares(item), COLOURS, strict=True):
            axes.barh(place, part, 0.62, left=start, color=colour)
            start += part
    axes.set_xlim(0, 100)
    axes.set_xlabel(voice.say("share"), fontsize=SIZE)
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    _counts(sheet, rows, heads, columns, row)
    return sheet


def shares(item: DeadlineCount) -> tuple[float, ...]:
    """Percentages of all; nothing where the deadline never applied."""
    total = sum(item.parts)
    return tuple(100 * part / total if total else 0.0 for part in item.parts)


def _counts(
    sheet: Paper, rows: Sequence[DeadlineCount], heads: list[str], columns: list[float], row: float
) -> None:
    edge = WIDTH - RIGHT - sum(columns)
    for number, (head, column) in enumerate(zip(heads, columns, strict=True)):
        edge += column
        sheet.text(edge, sheet.top - 0.12, head, ha="right", fontsize=SMALL, color=FAINT)
        for place, item in enumerate(rows):
            count = (*item.parts, sum(item.parts))[number]
            sheet.text(edge, sheet.top - 0.25 - (place + 0.5) * row, str(count), ha="right")
