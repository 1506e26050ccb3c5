"""The result folder of a simulation: tables and event logs of a run, written whole or not at all."""

from __future__ import annotations

import csv
import errno
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.model.text import Language
from guiju.output import write_new
from guiju.simulate.names import Names
from guiju.simulate.ocel import ocel
from guiju.simulate.record import Run
from guiju.simulate.tables import Rows, tables
from guiju.simulate.xes import xes

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet takes a text for a formula (OWASP, CSV injection)."""


def run_files(run: Run, names: Names, language: Language) -> dict[str, bytes]:
    """File name -> content: one CSV per table, and the run as an event log in two formats."""
    files = {f"{name}.csv": table_csv(rows) for name, rows in tables(run).items()}
    files["log.xes"] = "".join(xes(run, names, language)).encode()
    files["log.ocel.json"] = ocel(run, names, language)
    return files


def table_csv(rows: Rows) -> bytes:
    """UTF-8 with a mark so that Excel shows Chinese; no cell can be taken for a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_folder(
    folder: str, files: Mapping[str, bytes], overwrite: bool, inputs: Iterable[str] = ()
) -> list[Path]:
    """Write all files into a folder, which is made; returns their paths. Raises InputError."""
    contents = {Path(folder) / name: content for name, content in files.items()}
    write_new(contents, overwrite, inputs)
    return list(contents)


def check_folder(folder: str, names: Iterable[str], overwrite: bool) -> None:
    """Refuse at once what could not be written after a long run: raises InputError.

    Not a folder, no right to write, or files of another run that must not be replaced.
    """
    place = Path(folder)
    there = next((path for path in (place, *place.parents) if path.exists()), Path())
    why = None
    if not there.is_dir():
        why = os.strerror(errno.ENOTDIR)
    elif not os.access(there, os.W_OK | os.X_OK):
        why = os.strerror(errno.EACCES)
    if why is not None:
        raise InputError([Problem(Span(f"--out {folder}", 0, 0), "cannot-write", {"why": why})])
    found = [place / name for name in names if os.path.lexists(place / name)]
    if found and not overwrite:
        raise InputError([Problem(Span(str(path), 0, 0), "exists") for path in found])


def _cell(text: str) -> str:
    """A text in front of which a formula sign stands is put in quotation marks, as ``export`` does."""
    return f'"{text}"' if text.startswith(_FORMULA) else text
