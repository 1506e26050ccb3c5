"""CSV files of past cases that a scenario names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guiju.model.citation import Span
from guiju.model.load.csv_rows import Rows, read_rows
from guiju.model.load.fields import fail, text_of, word_of
from guiju.model.load.nodes import Node, Scalar
from guiju.scenarios.load.tree import Places, is_file

MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """``header``: texts without the spaces around them."""

    name: str
    header: tuple[str, ...]
    rows: Rows

    def column(self, node: Node) -> int:
        """The number of the column that a node names. Raises InputError."""
        return self.header.index(word_of(node, self.header, "column"))

    def cells(self, column: int) -> Iterator[tuple[str, Span]]:
        """The cells below the header, rows that are blank left out. Raises InputError at an empty cell."""
        for number, row in enumerate(self.rows[1:], 2):
            if any(text.strip() for text in row):
                span = Span(self.name, number, column + 1)
                text = row[column].strip()
                if not text:
                    raise fail(span, "blank")
                yield text, span


def read_table(node: Node, places: Places) -> Table:
    """The CSV file that a node names, as a path relative to its own file. Raises InputError."""
    text = text_of(node)
    path, name = places.beside(text, node.span)
    if not is_file(path):
        raise fail(node.span, "no-csv-file", found=name)
    rows = read_rows(path, name)
    places.note(path)
    if not any(any(text.strip() for text in row) for row in rows[1:]):
        raise fail(node.span, "csv-no-rows", found=name)
    if len(rows) > MOST_ROWS:
        raise fail(node.span, "too-large", found=len(rows), most=MOST_ROWS)
    header = tuple(text.strip() for text in rows[0])
    for number, word in enumerate(header):
        if word in header[:number]:
            span = Span(name, 1, number + 1)
            raise fail(span, "duplicate-column", found=word, first=header.index(word) + 1)
    return Table(name, header, rows)


def scalar(text: str, span: Span) -> Scalar:
    """The text of a cell or of a key as a node, to be read like one."""
    return Scalar(text, True, span)
