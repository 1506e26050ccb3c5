"""What documents wait for, week by week: stacked areas."""

from __future__ import annotations

from datetime import date

from guiju.plots.paper import GRID, SIZE, Entry, Paper, Plan, Voice, date_axis, paper
from guiju.simulate.figure_data import CAUSES, DAY, Waiting
from guiju.simulate.record import Cause

COLOURS: dict[Cause, str] = {
    "acting": "#009E73",
    "busy": "#56B4E9",
    "nobody": "#D55E00",
    "meeting": "#E69F00",
    "replies": "#CC79A7",
}
"""Okabe and Ito (2008): told apart by people who do not see all colours."""


def draw(voice: Voice, data: Waiting, first: date) -> Paper:
    key = [Entry(voice.say(cause), COLOURS[cause]) for cause in reversed(CAUSES)]
    sheet = paper(Plan(voice.say("waiting"), key, [voice.say("waiting-note"), *voice.notes], 0.85, 3.6))
    axes = sheet.axes(0.05, 3.15)
    edges = [since / DAY for since, _ in data.weeks] + [data.weeks[-1][1] / DAY]
    below = [0.0] * len(edges)
    for cause in CAUSES:
        values = data.documents[cause]
        above = [low + value for low, value in zip(below, (*values, values[-1]), strict=True)]
        axes.fill_between(edges, below, above, step="post", color=COLOURS[cause], linewidth=0)
        below = above
    date_axis(axes, first, edges[-1])
    axes.set_ylim(0, max(below) * 1.05 or 1)
    axes.set_ylabel(voice.say("documents"), fontsize=SIZE)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    return sheet
