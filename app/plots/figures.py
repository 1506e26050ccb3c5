"""The four figures of a simulation as files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from guiju.model.text import Language, Text
from guiju.plots import absence, deadlines, lead_times, waiting
from guiju.plots.paper import Draw, Format, file_of
from guiju.simulate import figure_data
from guiju.simulate.figure_data import DAY, DeadlineCount, Length, calendar_days
from guiju.simulate.names import Names
from guiju.simulate.record import Run

FORMATS: tuple[Format, ...] = ("png", "svg")


def figure_files(
    runs: Sequence[Run],
    counts: Sequence[DeadlineCount],
    names: Names,
    language: Language,
    *,
    unit: lead_times.Unit = "days",
    length: Length = calendar_days,
    formats: Sequence[Format] = FORMATS,
    subject: Text | None = None,
) -> dict[str, bytes]:
    """File name -> content. Lead times are of all runs, what happens in time is of the first. ``subject``:
    a line under each figure that says what it is of.

    Raises InputError when matplotlib is missing.
    """
    drawn = drawings(runs, counts, names, unit, length)
    return {
        f"{name}.{format}": file_of(draw, format, language, f"{name}.{format}", subject)
        for name, draw in drawn.items()
        for format in formats
    }


def drawings(
    runs: Sequence[Run], counts: Sequence[DeadlineCount], names: Names, unit: lead_times.Unit, length: Length
) -> dict[str, Draw]:
    """Name of each figure -> what draws it."""
    run = runs[0]
    times = figure_data.lead_times(runs, length)
    away, stuck = figure_data.absences(run), figure_data.stuck(run)
    return {
        "lead-times": partial(lead_times.draw, rows=times, runs=len(runs), names=names.documents, unit=unit),
        "waiting": partial(waiting.draw, data=figure_data.waiting(run), first=run.first),
        "absence": partial(
            absence.draw, away=away, stuck=stuck, names=names, first=run.first, days=run.horizon / DAY
        ),
        "deadlines": partial(deadlines.draw, rows=counts),
    }
