"""Sheets to an Excel workbook that is good to read, to print and to edit."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.model.load.sheets import Sheet
from wcwidth import wcswidth

MOST_TEXT = 32767
"""What a cell of Excel holds; openpyxl would cut the rest off."""
NARROWEST, WIDEST = 9, 46
TEXT_FORMAT = "@"
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def xlsx_of(sheets: Iterable[Sheet], name: str) -> bytes:
    """The workbook as a file. Raises InputError without openpyxl, or for a text too long for a cell."""
    try:
        import openpyxl
    except ImportError as error:
        raise InputError([Problem(Span(name, 1, 1), "no-openpyxl")]) from error
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet, f"{name}[{sheet.name}]")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(target: Any, sheet: Sheet, place: str) -> None:
    from openpyxl.styles import Alignment

    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(sheet.rows, 1):
        for column, text in enumerate(row, 1):
            if len(text) > MOST_TEXT:
                span = Span(place, number, column)
                raise InputError([Problem(span, "cell-too-long", {"most": MOST_TEXT})])
            cell = target.cell(number, column)
            cell.number_format, cell.alignment = TEXT_FORMAT, wrapped
            if text:
                cell.value = _LIKE_ESCAPE.sub("_x005F_", text)
                cell.data_type = "s"
    _columns(target, sheet, wrapped)
    _header(target, len(sheet.rows[0]))
    _page(target)


def _columns(target: Any, sheet: Sheet, alignment: Any) -> None:
    """Widths that fit most texts; rows added later are text too."""
    from openpyxl.utils import get_column_letter

    for column in range(len(sheet.rows[0])):
        widths = [_width(row[column]) for row in sheet.rows]
        dimension = target.column_dimensions[get_column_letter(column + 1)]
        dimension.width = min(max(max(widths), NARROWEST), WIDEST) + 2
        dimension.number_format, dimension.alignment = TEXT_FORMAT, alignment


def _width(text: str) -> int:
    """Columns on a screen; a Chinese character takes two."""
    shown = "".join(char for char in text if unicodedata.category(char)[0] != "C")
    return max(wcswidth(shown), 0)


def _header(target: Any, columns: int) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column in range(1, columns + 1):
        cell = target.cell(1, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE7ECF3")
    target.freeze_panes = "B2"
    target.auto_filter.ref = f"A1:{get_column_letter(columns)}{target.max_row}"


def _page(target: Any) -> None:
    """Landscape, as wide as the paper, the header on every page."""
    target.page_setup.orientation = "landscape"
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = "1:1"
