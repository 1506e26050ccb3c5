"""Sheets as CSV: one file for each section, UTF-8 with a mark so that Excel shows Chinese."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from guiju.model.load.csv_rows import read_rows
from guiju.model.load.sheets import Sheet


def csv_of(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def csv_files(folder: Path) -> list[Path]:
    """The CSV files in a folder; none where there is no folder."""
    inner = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in inner if path.suffix.lower() == ".csv" and path.is_file())


def read_csv(path: Path, name: str) -> list[Sheet]:
    """The sheet of a file, named after it; none when the file is blank. Raises as ``read_rows`` does."""
    rows = read_rows(path, name)
    return [Sheet(path.stem, rows, name)] if rows else []
