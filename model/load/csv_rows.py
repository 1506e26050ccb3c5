"""The rows of a CSV file as texts; a defect has its row and column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.nodes import MOST_BYTES, read_text
from guiju.model.load.problem import InputError, Problem

Rows = tuple[tuple[str, ...], ...]


def read_rows(path: Path, name: str) -> Rows:
    """All rows, the header first; none when the file is blank.

    Raises InputError for another encoding, another separator, and rows of different lengths.
    """
    rows = _rows(_text(path, name), name)
    if not any(any(row) for row in rows):
        return ()
    header = rows[0]
    for mark in (";", "\t"):
        if len(header) == 1 and mark in header[0]:
            words = {"found": "Tab" if mark == "\t" else mark}
            raise InputError([Problem(Span(name, 1, 1), "csv-separator", words)])
    problems = [
        Problem(Span(name, number, len(row)), "csv-fields", {"found": len(row), "expected": len(header)})
        for number, row in enumerate(rows, 1)
        if any(row) and len(row) != len(header)
    ]
    if problems:
        raise InputError(problems)
    return tuple(rows)


def _text(path: Path, name: str) -> str:
    """The text of a file. Raises InputError at the file, or at the first cell that is not UTF-8."""
    try:
        return read_text(path, name)
    except InputError as error:
        (problem,) = error.problems
        span = Span(name, 0, 0)
        if problem.code == "not-utf8":
            span = _unreadable_cell(path, name)
        raise InputError([Problem(span, problem.code, problem.words)]) from error


def _unreadable_cell(path: Path, name: str) -> Span:
    for number, row in enumerate(_rows(path.read_text("utf-8", "replace"), name), 1):
        for column, text in enumerate(row, 1):
            if "\ufffd" in text:
                return Span(name, number, column)
    return Span(name, 0, 0)


def _rows(text: str, name: str) -> list[tuple[str, ...]]:
    csv.field_size_limit(MOST_BYTES)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append(tuple(row))  # noqa: PERF401 - the rows before an error are counted
    except csv.Error as error:
        raise InputError([Problem(Span(name, len(rows) + 1, 1), "bad-csv", {"why": str(error)})]) from error
    return rows
