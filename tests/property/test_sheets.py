"""A tree survives YAML, cells, sheets, CSV and xlsx; broken cells never end in a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from guiju.csv_sheets import csv_of, read_csv
from guiju.model.citation import NOWHERE, Span
from guiju.model.load.cells import cell_of, node_of, same
from guiju.model.load.layout import MOST_COLUMNS, sheets_of
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence, parse_nodes
from guiju.model.load.problem import InputError
from guiju.model.load.sheets import Sheet, root_of
from guiju.model.load.yaml_text import yaml_of
from guiju.read_xlsx import read_xlsx
from guiju.write_xlsx import xlsx_of
from hypothesis import given, settings
from hypothesis import strategies as st
from random_nodes import TRICKY, nodes, roots

HERE = Span("m.xlsx[rules]", 7, 3)


@given(roots)
def test_yaml_is_read_back(root: Mapping) -> None:
    assert same(root, parse_nodes(yaml_of(root), "x"))


@given(nodes)
def test_a_cell_is_read_back_and_shows_what_it_is(node: Node) -> None:
    text = cell_of(node)
    assert text.strip() == text != "" and not set(text) & set("\r\n\x00\ufeff\u202e")
    assert not text.startswith(("=", "@"))
    assert same(node, node_of(text, HERE))


@pytest.mark.parametrize("text", TRICKY, ids=repr)
@pytest.mark.parametrize("plain", [True, False])
def test_no_text_is_mistaken(text: str, plain: bool) -> None:
    scalar = Scalar(text, plain, NOWHERE)
    cell = cell_of(scalar)
    assert same(scalar, node_of(cell, HERE))
    assert cell[0] not in "=@[{［｛" and (cell[0] not in "+-" or cell[1:].isdigit())
    section = Mapping(
        {"a": Mapping({"b": scalar, "c": Sequence((scalar,), NOWHERE)}, {}, NOWHERE)}, {}, NOWHERE
    )
    root = Mapping(
        {"rules": section, "title": scalar, **({text: section} if text != "<<" else {})}, {}, NOWHERE
    )
    assert same(root, root_of(sheets_of(root, "rulebook")))
    assert same(root, parse_nodes(yaml_of(root), "x"))


@given(roots, st.sampled_from(["rulebook", "roster"]))
def test_sheets_are_read_back(root: Mapping, main: str) -> None:
    sheets = sheets_of(root, main)
    back = root_of(sheets)
    assert same(root, back)
    for sheet in sheets:
        assert {len(row) for row in sheet.rows} == {len(sheet.rows[0])}
        assert len(sheet.rows[0]) <= MOST_COLUMNS + 2
        original, again = root.entries.get(sheet.name), back.entries.get(sheet.name)
        if isinstance(original, Mapping) and isinstance(again, Mapping) and len(sheets) > 1:
            assert list(original.entries) == list(again.entries)  # the order of rows


def test_no_text_is_mistaken_in_a_workbook(tmp_path: Path) -> None:
    cells = {f"n{number}": Scalar(text, False, NOWHERE) for number, text in enumerate(TRICKY)}
    root = Mapping({"rules": Mapping({"a": Mapping(dict(cells), {}, NOWHERE)}, {}, NOWHERE)}, {}, NOWHERE)
    path = tmp_path / "m.xlsx"
    path.write_bytes(xlsx_of(sheets_of(root, "rulebook"), "m.xlsx"))
    assert same(root, root_of(read_xlsx(path, "m.xlsx")))


@settings(max_examples=60)
@given(roots)
def test_files_are_read_back(root: Mapping) -> None:
    sheets = sheets_of(root, "rulebook")
    with tempfile.TemporaryDirectory() as folder:
        if sheets:
            path = Path(folder) / "m.xlsx"
            path.write_bytes(xlsx_of(sheets, "m.xlsx"))
            assert same(root, root_of(read_xlsx(path, "m.xlsx")))
        found: list[Sheet] = []
        for sheet in sheets:
            path = Path(folder) / f"{sheet.name}.csv"
            path.write_bytes(csv_of(sheet))
            found += read_csv(path, path.name)
        assert same(root, root_of(found))


_fragments = st.sampled_from(
    ["[", "]", "{", "}", '"', "'", ",", ":", ": ", "：", "，", "&a", "*a", "!t ", "#", "a", "\n", "- "]
)


@given(st.lists(_fragments | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join))
def test_a_broken_cell_is_refused_at_its_place(text: str) -> None:
    if not text.strip():
        return
    try:
        node = node_of(text, HERE)
    except InputError as error:
        places = {problem.span for problem in error.problems}
    else:
        places = {HERE}
        assert same(node, node_of(cell_of(node), HERE))
    assert places == {HERE}


_rows = st.lists(
    st.lists(
        st.sampled_from(["id", "key", "value", "a", "a.b", "1", "2", "", ".", "[", "[a]", "é"]), max_size=5
    )
)


@given(_rows, st.sampled_from(["rules", "rulebook"]))
def test_any_table_is_a_tree_or_refused_inside_the_table(rows: list[list[str]], name: str) -> None:
    sheet = Sheet(name, tuple(map(tuple, rows)), "m.xlsx[rules]")
    try:
        root = root_of([sheet])
    except InputError as error:
        for problem in error.problems:
            assert problem.span.file == sheet.place
            assert 1 <= problem.span.line <= max(len(rows), 1)
    else:
        assert same(root, root_of(sheets_of(root, name if name == "rulebook" else "roster")))


def test_same_tells_apart_what_the_loader_tells_apart() -> None:
    one, other = (parse_nodes(text, "x") for text in ('{rank: 1, name: "no"}', '{rank: "1", name: no}'))
    assert not same(one, other)
    assert isinstance(one, Mapping) and isinstance(other, Mapping)
    assert same(one.entries["name"], other.entries["name"])
    assert cell_of(one.entries["rank"]) == "1" and cell_of(other.entries["rank"]) == '"1"'
    assert NOWHERE.line == 1
