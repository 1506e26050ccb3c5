"""Excel workbooks to sheets of texts. A value that Excel may have made by itself is refused at its cell."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from guiju.model.citation import Span
from guiju.model.load.nodes import MOST_BYTES, read_bytes
from guiju.model.load.problem import InputError, Problem
from guiju.model.load.sheets import Sheet

MOST_UNPACKED = 64 * 1024 * 1024
MOST_CELLS = 400_000
"""In a sheet, empty ones included; what one writes by hand has some thousands."""
EXACT = 10**15
"""Excel keeps fifteen digits of a number."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_OLE = b"\xd0\xcf\x11\xe0"


def read_xlsx(path: Path, name: str) -> list[Sheet]:
    """The sheets of a workbook that hold something.

    Raises InputError for what is no workbook, is too large, or has cells that are not plain.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise InputError([Problem(Span(name, 1, 1), "no-openpyxl")]) from error
    raw = read_bytes(path, name)
    _refuse_package(raw, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about charts and validation that are not read
        try:
            book = openpyxl.load_workbook(io.BytesIO(raw), keep_links=False)
        except Exception as error:  # a damaged file makes openpyxl fail in every imaginable way
            raise _damaged(name, str(error) or type(error).__name__) from error
    problems: list[Problem] = []
    sheets = [_sheet(sheet, f"{name}[{sheet.title}]", problems) for sheet in book.worksheets]
    if problems:
        raise InputError(problems)
    return [sheet for sheet in sheets if sheet.rows]


def _damaged(name: str, why: str) -> InputError:
    return InputError([Problem(Span(name, 1, 1), "not-xlsx", {"why": why})])


def _refuse_package(raw: bytes, name: str) -> None:
    """Refuse what would be slow or dangerous to unpack, before anything is unpacked."""
    start = Span(name, 1, 1)
    if raw.startswith(_OLE):
        raise InputError([Problem(start, "encrypted")])
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            members = package.infolist()
            if sum(member.file_size for member in members) > MOST_UNPACKED:
                raise InputError([Problem(start, "too-big", {"most": MOST_BYTES // 2**20})])
            if any(member.flag_bits & 1 for member in members):
                raise InputError([Problem(start, "encrypted")])
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _refuse_member(package.read(member), member.filename, name)
    except InputError:
        raise
    except Exception as error:  # zipfile and zlib have a dozen of them
        raise _damaged(name, str(error)) from error


def _refuse_member(xml: bytes, member: str, name: str) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _damaged(name, f"{member}: DOCTYPE")
    if max(xml.count(b"<c "), xml.count(b"<c>"), xml.count(b"<mergeCell ")) > MOST_CELLS:
        raise InputError([Problem(Span(name, 1, 1), "sheet-too-big", {"most": MOST_CELLS})])


def _sheet(sheet: Any, place: str, problems: list[Problem]) -> Sheet:
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        problems.append(Problem(Span(place, 1, 1), "sheet-too-big", {"most": MOST_CELLS}))
        return Sheet(sheet.title, (), place)
    problems += [
        Problem(Span(place, merged.min_row, merged.min_col), "merged", {"found": merged.coord})
        for merged in sheet.merged_cells.ranges
    ]
    rows = []
    for cells in sheet.iter_rows():
        row = []
        for cell in cells:
            try:
                row.append(_text(cell, Span(place, cell.row, cell.column)))
            except InputError as error:
                problems += error.problems
                row.append("")
        rows.append(tuple(row))
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(sheet.title, tuple(rows), place)


def _text(cell: Any, span: Span) -> str:
    """The text of a cell. Raises InputError for a value that is no text, whole number or day."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise InputError([Problem(span, "formula")])
    if cell.data_type == "e":
        raise InputError([Problem(span, "error-cell", {"found": value})])
    match value:
        case bool():
            word = str(value).lower()
            raise InputError([Problem(span, "boolean-cell", {"found": str(value).upper(), "right": word})])
        case str():
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case int() | float() if abs(value) < EXACT and value == int(value):
            return str(int(value))
        case int() | float():
            raise InputError([Problem(span, "fraction-cell", {"found": value})])
    raise InputError([Problem(span, "time-cell", {"found": value})])
