"""A finished sweep as text, JSON and CSV: nothing in it depends on when or how often it was interrupted."""

from __future__ import annotations

import csv
import io
from typing import Any

from guiju.as_json import dumps
from guiju.messages import TEXT, say
from guiju.model.text import Language
from guiju.page import page, table
from guiju.simulate.keys import versions
from guiju.simulate.sweep import Row
from guiju.study.words import MEASURE_NAMES
from guiju.sweeping import Swept
from guiju.wording import visible

FORMAT = "guiju.sweep-result/1"
WIDTHS = [20, 34, 32, 9, 9, 9, 5]
SUMMARY = ("lead-time-mean", "lead-time-p90", "waiting-nobody", "unfinished", "acts-by-substitutes")
"""What the text shows of a cell, for all documents together; JSON and CSV hold every measure."""


def render(swept: Swept, form: str, language: Language) -> str:
    return {"json": as_json, "csv": as_csv}[form](swept) if form != "text" else as_text(swept, language)


def as_json(swept: Swept) -> str:
    plan = swept.plan
    cells: dict[tuple[str, str], dict[str, Any]] = {
        (cell.scenario, cell.name): {
            "scenario": cell.scenario, "reading": cell.name, "switches": dict(sorted(cell.reading.items())),
            "measures": [],
        }
        for cell in swept.cells
    }  # fmt: skip
    for row in swept.rows:
        _, _, *values = row
        cells[row.scenario, row.reading]["measures"].append(dict(zip(Row._fields[2:], values, strict=True)))
    about = {"id": plan.id, "replications": plan.replications, "seed": plan.seed, "sample": plan.sample}
    return dumps({"format": FORMAT, **versions(), "plan": about, "cells": list(cells.values())})


def as_csv(swept: Swept) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([Row._fields, *swept.rows])
    return text.getvalue()


def as_text(swept: Swept, language: Language) -> str:
    plan = swept.plan
    title = plan.title.zh if language == "zh" else plan.title.en
    words = {"title": title, "cells": len(swept.cells), "replications": plan.replications, "seed": plan.seed}
    head = say(TEXT, "sweep-head", language, **words)
    if plan.sample is not None:
        head += say(TEXT, "sweep-drawn", language)
    rows = [row for row in swept.rows if row.measure in SUMMARY and not row.of]
    named = [name for name in Row._fields if name != "of"]
    headers = [say(TEXT, f"sweep-{name}", language) for name in named]
    cells = [[_cell(value) for value in _said(row, language)] for row in rows]
    note = say(TEXT, "sweep-more", language, n=len(swept.rows))
    return page([visible(head), "", *table(cells, headers, WIDTHS).split("\n"), "", note])


def _said(row: Row, language: Language) -> tuple[str | float | None, ...]:
    scenario, reading, measure, _, *values = row
    return (scenario, reading, say(MEASURE_NAMES, measure, language), *values)


def _cell(value: str | float | None) -> str:
    if value is None:
        return "—"
    return (
        visible(value)
        if isinstance(value, str)
        else f"{value:.4g}"
        if isinstance(value, float)
        else str(value)
    )
