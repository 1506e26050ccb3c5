"""Arrivals one by one: a list of days, or past cases from a CSV file."""

from __future__ import annotations

from datetime import date

from guiju.model.load.fields import Fields, fail, items_of
from guiju.model.load.nodes import Node
from guiju.scenarios.load.case_mix import case_value, known_fact
from guiju.scenarios.load.ground import Ground, truth_of
from guiju.scenarios.load.table import Table, read_table, scalar
from guiju.scenarios.scenario import Arrival, Listed

DAY = "date"


def listed(node: Node, ground: Ground) -> Listed:
    """``[2022-01-10, 2022-02-14]``."""
    days = sorted(ground.day(item) for item in items_of(node))
    if not days:
        raise fail(node.span, "empty-list", what="arrival")
    return Listed(tuple(Arrival(day, {}, {}) for day in days))


def past(fields: Fields, document: str, ground: Ground) -> Listed:
    """``{csv: FILE, date: COLUMN, case: {ATTRIBUTE: COLUMN}, facts: {FACT: COLUMN}}``."""
    file, day, case, facts = fields.need("csv"), fields.get(DAY), fields.get("case"), fields.get("facts")
    fields.close()
    table = read_table(file, ground.places)
    days = _days(table, table.column(day or scalar(DAY, file.span)), ground)
    values: list[dict[str, str]] = [{} for _ in days]
    shown: list[dict[str, bool]] = [{} for _ in days]
    for id, column, span in ground.entries(case):
        used = ground.book.documents[document].attributes
        ground.key(id, span, used, "attribute")
        for row, cell in zip(values, table.cells(table.column(column)), strict=True):
            row[id] = case_value(id, scalar(*cell), document, ground)
    for id, column, span in ground.entries(facts):
        known_fact(id, span, document, ground)
        for truths, cell in zip(shown, table.cells(table.column(column)), strict=True):
            truths[id] = truth_of(scalar(*cell))
    return Listed(_in_order(days, values, shown))


def _days(table: Table, column: int, ground: Ground) -> list[date]:
    return [ground.day(scalar(*cell)) for cell in table.cells(column)]


def _in_order(
    days: list[date], cases: list[dict[str, str]], facts: list[dict[str, bool]]
) -> tuple[Arrival, ...]:
    rows = zip(days, cases, facts, strict=True)
    return tuple(Arrival(*row) for row in sorted(rows, key=lambda row: row[0]))
