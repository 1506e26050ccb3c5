"""``guiju export``: a rulebook and its roster as a workbook or a folder of CSV files."""

from __future__ import annotations

from pathlib import Path

from guiju.csv_sheets import csv_files, csv_of
from guiju.model.citation import Span
from guiju.model.load.layout import sheets_of
from guiju.model.load.problem import InputError, Problem
from guiju.model.load.sheets import Sheet
from guiju.output import write_new
from guiju.source import Trees
from guiju.write_xlsx import xlsx_of


def sheets(trees: Trees) -> tuple[Sheet, ...]:
    """The sheets of the rulebook, then those of the roster."""
    found = sheets_of(trees.rulebook, "rulebook")
    return found + (sheets_of(trees.roster, "roster") if trees.roster else ())


def to_xlsx(trees: Trees, file: str, overwrite: bool) -> list[Path]:
    """Write one workbook; returns what was written. Raises InputError."""
    path = Path(file)
    if path.suffix.lower() != ".xlsx":
        raise InputError([Problem(Span(f"--xlsx {file}", 0, 0), "suffix", {"expected": ".xlsx"})])
    write_new({path: xlsx_of(sheets(trees), file)}, overwrite, trees.files)
    return [path]


def to_csv(trees: Trees, folder: str, overwrite: bool) -> list[Path]:
    """Write one file for each section; returns what was written.

    Raises InputError, also for CSV files in the folder that are no part of this export: importing
    the folder would read them too.
    """
    contents = {Path(folder) / f"{sheet.name}.csv": csv_of(sheet) for sheet in sheets(trees)}
    strange = [path for path in csv_files(Path(folder)) if path not in contents]
    if strange:
        raise InputError(Problem(Span(str(path), 0, 0), "other-csv") for path in strange)
    write_new(contents, overwrite, trees.files)
    return list(contents)
