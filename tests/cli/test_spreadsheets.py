"""``guiju export`` and ``guiju import``: round trips, and every defect at its sheet, row and column."""

from __future__ import annotations

import builtins
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from guiju import read_xlsx, write_xlsx
from guiju.cli import main
from guiju.model.load.cells import same
from guiju.model.load.nodes import read_nodes
from openpyxl.styles import PatternFill

ROOT = Path(__file__).parent.parent.parent
GOOD = ROOT / "tests" / "cases" / "good"
BUNDLED = ROOT / "model" / "rulebooks" / "xiangshan-2021"
AMENDED = ROOT / "model" / "rulebooks" / "xiangshan-2021-amended"
CLUB, CAST = GOOD / "club.yaml", GOOD / "club-roster.yaml"
Change = Callable[[Any], None]


def run(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--lang", lang])


def done(*words: object) -> str:
    result = run(*words)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(*words: object, lang: str = "en") -> list[str]:
    """The messages of a command that ends with 2 and prints nothing else."""
    result = run(*words, lang=lang)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert isinstance(result.exception, SystemExit)
    return result.stderr.splitlines()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def book(place: Path) -> Path:
    done("export", CLUB, "--xlsx", "m.xlsx")
    return place / "m.xlsx"


@pytest.fixture
def tables(place: Path) -> Path:
    done("export", CLUB, "--csv", "c")
    return place / "c"


def changed(path: Path, change: Change) -> None:
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(path)


def cell(sheet: str, where: str, value: object) -> Change:
    def change(workbook: Any) -> None:
        workbook[sheet][where].number_format = "General"
        workbook[sheet][where].value = value

    return change


def find(path: Path, sheet: str, row: str, column: str) -> str:
    """The name of the cell where an entry meets a column."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows())
    header = next(c.column_letter for c in rows[0] if c.value == column)
    number = next(cells[0].row for cells in rows if cells[0].value == row)
    return f"{header}{number}"


def spelt(where: str) -> str:
    """C7 as messages write it: ``7:3 (C7)``."""
    row, column = openpyxl.utils.cell.coordinate_from_string(where)[::-1]
    return f"{row}:{openpyxl.utils.column_index_from_string(column)} ({where})"


# --- Round trips ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rulebook", "files", "roster"),
    [
        (str(CLUB), (CLUB, CAST), "club-roster.yaml"),
        ("xiangshan-2021", (BUNDLED / "rulebook.yaml", BUNDLED / "roster.yaml"), "roster.yaml"),
        ("xiangshan-2021-amended", (AMENDED / "rulebook.yaml", AMENDED / "roster.yaml"), "roster.yaml"),
    ],
)
@pytest.mark.parametrize("option", [("--xlsx", "m.xlsx"), ("--csv", "m")])
def test_nothing_is_lost(
    place: Path, rulebook: str, files: tuple[Path, Path], roster: str, option: tuple[str, str]
) -> None:
    done("export", rulebook, *option)
    printed = done("import", option[1], "--output", "out")
    assert printed.splitlines() == ["written: out/rulebook.yaml", f"written: out/{roster}"]
    for original, written in zip(files, ("rulebook.yaml", roster), strict=True):
        assert same(read_nodes(original), read_nodes(place / "out" / written))
    assert run("graph", place / "out" / "rulebook.yaml").stdout == run("graph", rulebook).stdout


def test_export_is_the_same_after_import(tables: Path) -> None:
    done("import", "c", "--output", "out")
    done("export", "out/rulebook.yaml", "--csv", "again")
    files = sorted(path.name for path in tables.iterdir())
    assert files == sorted(path.name for path in Path("again").iterdir())
    for name in files:
        assert sorted((tables / name).read_bytes().split(b"\n")) == sorted(
            (Path("again") / name).read_bytes().split(b"\n")
        )


def test_numbers_and_days_that_excel_makes_are_fine(book: Path) -> None:
    changed(book, cell("posts", find(book, "posts", "chair", "rank"), 1))
    changed(book, cell("posts", find(book, "posts", "vice", "rank"), 2.0))
    changed(book, cell("known-gaps", find(book, "known-gaps", "chair-away", "until"), date(2099, 12, 31)))
    changed(book, cell("claims", find(book, "claims", "one-presides", "post"), "  chair "))
    done("import", book, "--output", "out")
    assert same(read_nodes(CLUB), read_nodes(Path("out/rulebook.yaml")))


def test_blank_rows_and_sheets_and_styled_cells_do_not_count(book: Path) -> None:
    def change(workbook: Any) -> None:
        workbook.create_sheet("Sheet1")
        workbook["acts"].insert_rows(3)
        workbook["acts"]["Z40"].fill = PatternFill("solid", fgColor="FFFF0000")

    changed(book, change)
    done("import", book, "--output", "out")
    assert same(read_nodes(CLUB), read_nodes(Path("out/rulebook.yaml")))


def test_sections_are_laid_over_a_rulebook(tables: Path) -> None:
    text = (tables / "posts.csv").read_text("utf-8-sig").replace("会长", "主席", 1)
    (tables / "posts.csv").write_text(text, "utf-8")
    done("import", "c/posts.csv", "--base", CLUB, "--output", "out")
    assert Path("out/rulebook.yaml").read_text("utf-8").count("主席") == 1 + CLUB.read_text("utf-8").count(
        "主席"
    )
    assert same(read_nodes(CAST), read_nodes(Path("out/club-roster.yaml")))
    done("import", "c/people.csv", "c/pairs.csv", "c/roster.csv", "--base", CLUB, "--output", "again")
    assert same(read_nodes(CLUB), read_nodes(Path("again/rulebook.yaml")))
    done("import", "c/rulebook.csv", "--base", CLUB, "--output", "third")
    assert same(read_nodes(CLUB), read_nodes(Path("third/rulebook.yaml")))


def test_a_rulebook_without_a_roster(place: Path) -> None:
    Path("alone.yaml").write_text(CLUB.read_text("utf-8").replace("roster: club-roster.yaml\n", ""), "utf-8")
    done("export", "alone.yaml", "--xlsx", "m.xlsx")
    assert "people" not in openpyxl.load_workbook("m.xlsx").sheetnames
    assert done("import", "m.xlsx", "--output", "out") == "written: out/rulebook.yaml\n"
    done("export", "alone.yaml", "--roster", CAST, "--xlsx", "both.xlsx")
    assert done("import", "both.xlsx", "--output", "two").endswith("two/roster.yaml\n")


def test_a_workbook_is_good_to_read(book: Path) -> None:
    for sheet in openpyxl.load_workbook(book).worksheets:
        assert sheet.freeze_panes == "B2" and sheet["A1"].font.bold and sheet.auto_filter.ref
        for column in sheet.iter_cols():
            longest = max(write_xlsx._width(str(c.value or "")) for c in column)
            width = sheet.column_dimensions[column[0].column_letter].width
            assert min(longest, write_xlsx.WIDEST) <= width <= write_xlsx.WIDEST + 2
            assert all(c.number_format == "@" and c.alignment.wrap_text for c in column)
            assert sheet.column_dimensions[column[0].column_letter].number_format == "@"


def test_csv_shows_chinese_in_excel(tables: Path) -> None:
    for path in tables.iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")


# --- Defects of cells -----------------------------------------------------------------------

CELLS: list[tuple[str, str, str, object, str]] = [
    ("posts", "chair", "rank", True, "logical value TRUE"),
    ("posts", "chair", "rank", 1.5, "fraction 1.5"),
    ("posts", "chair", "rank", "=1+1", "formula"),
    ("posts", "chair", "rank", "#DIV/0!", "error #DIV/0!"),
    ("posts", "chair", "rank", datetime(2026, 1, 1, 8, 30), "time 2026-01-01 08:30"),
    ("posts", "chair", "rank", "one", "whole number was expected, not 'one'"),
    ("posts", "chair", "rank", '"1"', "whole number was expected, not '1'"),
    ("units", "desk", "leader", "secretry", "'secretry' is not a known post; did you mean 'secretary'?"),
    ("bodies", "council", "members", "[chair, vise]", "'vise' is not a known post; did you mean 'vice'?"),
    ("bodies", "council", "members", "[chair，vice]", "full-width punctuation"),
    ("bodies", "council", "members", "［chair］", "full-width '［'"),
    ("bodies", "council", "members", "[chair, vice", "starts with a bracket"),
    ("bodies", "council", "members", "[chair], [vice]", "starts with a bracket"),
    ("bodies", "council", "members", "chair", "a list [ … ] was expected"),
    ("rules", "presiding", "covers", "[{post：chair}]", "full-width colon"),
    ("rules", "presiding", "covers", "[{post: chair, post: vice}]", "'post' is there twice"),
    ("rules", "presiding", "covers", "[&a {post: chair}]", "anchors"),
    ("rules", "presiding", "covers", "[!!str {post: chair}]", "tags"),
    ("rules", "presiding", "trigger", "{away: [}", "starts with a bracket"),
    ("posts", "chair", "name.zh", "会\n长", "line break"),
    ("posts", "chair", "name.zh", "会\u202e长", "bidirectional"),
    ("posts", "chair", "name.zh", '"甲"会长', "quotation mark"),
    ("acts", "sign", "after", "{a: b}", "a list [ … ] was expected"),
    ("rules", "notice-sign", "trigger", "[away]", "unknown key 'trigger'"),
    ("known-gaps", "chair-away", "absent", "[kimm]", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "column", "value", "words"), CELLS)
def test_cell(book: Path, sheet: str, row: str, column: str, value: object, words: str) -> None:
    where = find(book, sheet, row, column)
    changed(book, cell(sheet, where, value))
    lines = refused("import", "m.xlsx", "--output", "out")
    assert len(lines) == 1
    if words:
        assert lines[0].startswith(f"m.xlsx[{sheet}]:{spelt(where)}: ")
        assert words in lines[0]
    assert not Path("out").exists()


def test_defects_are_reported_together_and_in_chinese(book: Path) -> None:
    def change(workbook: Any) -> None:
        workbook["posts"].merge_cells("B2:B3")
        workbook["acts"]["B2"].value = True
        workbook["acts"]["B3"].value = "=A1"

    changed(book, change)
    assert refused("import", "m.xlsx", "--output", "out", lang="zh") == [
        "m.xlsx[acts]:2:2 (B2): 单元格里是逻辑值 TRUE；请把单元格设为文本，再填 true",
        "m.xlsx[acts]:3:2 (B3): 单元格里是公式，请改成它的值（选择性粘贴—数值）",
        "m.xlsx[posts]:2:2 (B2): B2:B3 是合并单元格，请取消合并，每格各填",
    ]


def test_a_misspelt_column_is_reported_once_at_its_heading(book: Path) -> None:
    where = find(book, "posts", "id", "rank")
    changed(book, cell("posts", where, "rnak"))
    assert refused("import", "m.xlsx", "--output", "out") == [
        f"m.xlsx[posts]:{spelt(where)}: unknown key 'rnak'; did you mean 'rank'?"
    ]


@pytest.mark.parametrize(
    ("sheet", "where", "value", "message"),
    [
        ("posts", "A1", "ID", "first column should be headed id, not 'ID'"),
        ("rulebook", "A1", "id", "first column should be headed key, not 'id'"),
        ("posts", "C1", None, "no heading"),
        ("posts", "C1", "name.zh", "the column 'name.zh' is there twice; first as column 2"),
        ("posts", "C1", "name..zh", "should look like name.zh"),
        ("posts", "C1", "a." * 5000 + "a", "should look like name.zh"),
        ("posts", "A3", None, "the row is filled in but has no id"),
        ("posts", "A3", "chair", "the key 'chair' is there twice; first on line 2"),
        ("posts", "A3", "[vice]", "a key must be text"),
        ("posts", "A3", "Vice!", "the id 'Vice!'"),
        ("rulebook", "A5", "sources", "unknown key 'sources'; did you mean 'source'?"),
        ("rulebook", "A5", "posts", "'posts' is given twice"),
        ("pairs", "B1", "b", "headed 1, 2 … in turn; here 2, not 'b'"),
        ("pairs", "B2", "leee", "'leee' is not a known person; did you mean 'lee'?"),
        ("pairs", "B2", None, "a pair has two people"),
        ("people", "D2", "[chiar]", "'chiar' is not a known post"),
    ],
)
def test_table(book: Path, sheet: str, where: str, value: object, message: str) -> None:
    changed(book, cell(sheet, where, value))
    line = refused("import", "m.xlsx", "--output", "out")[0]
    at = where if value is not None or sheet != "pairs" else "A2"
    assert line.startswith(f"m.xlsx[{sheet}]:{spelt(at)}: ") and message in line


def test_an_entry_whole_and_in_parts(book: Path) -> None:
    def change(workbook: Any) -> None:
        workbook["posts"].insert_cols(2)
        workbook["posts"]["B1"].value = "name"
        workbook["posts"]["B3"].value = "{zh: 甲, en: a}"
        workbook["acts"].insert_cols(2)
        workbook["acts"]["B1"].value = "value"
        workbook["acts"]["B2"].value = "{name: {zh: 甲, en: a}}"

    changed(book, change)
    lines = refused("import", "m.xlsx", "--output", "out")
    assert [line.split(": ")[0] for line in lines] == ["m.xlsx[acts]:2:2 (B2)", "m.xlsx[posts]:3:2 (B3)"]
    assert "'value' is given whole here" in lines[0] and "'name' is given whole here" in lines[1]


def test_unknown_sheet(book: Path) -> None:
    def change(workbook: Any) -> None:
        workbook["rules"].title = "ruls"

    changed(book, change)
    assert refused("import", "m.xlsx", "--output", "out") == [
        "m.xlsx[ruls]:1:1 (A1): there is no section 'ruls' for a sheet; did you mean 'rules'?"
    ]


def test_missing_sheets(book: Path) -> None:
    def change(workbook: Any) -> None:
        for name in workbook.sheetnames:
            if name not in ("people", "roster", "pairs"):
                del workbook[name]

    changed(book, change)
    assert "name the rulebook with --base" in refused("import", "m.xlsx", "--output", "out")[0]
    done("import", "m.xlsx", "--base", CLUB, "--output", "out")


def test_a_long_row_of_columns_is_named_as_excel_names_it(book: Path) -> None:
    changed(book, cell("posts", "AB2", "x"))
    assert refused("import", "m.xlsx", "--output", "out")[0].startswith("m.xlsx[posts]:1:28 (AB1): ")


# --- Defects of files -----------------------------------------------------------------------


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "no xlsx workbook"),
        (b"hello", "no xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        (_zip(a=b"x"), "no xlsx workbook"),
        (_zip(xl__workbook_xml=b"<a/>"), "no xlsx workbook"),
        (_zip(bomb=b"\0" * (read_xlsx.MOST_UNPACKED + 1)), "larger than"),
        (_zip(**{"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DOCTYPE"),
        (
            _zip(**{"xl__worksheets__sheet1.xml": b"<c r='A1'/>" * (read_xlsx.MOST_CELLS + 1)}),
            "cells and was not read",
        ),
    ],
    ids=["empty", "text", "encrypted", "no-parts", "no-book", "bomb", "entity", "cells"],
)
def test_file_that_is_no_workbook(place: Path, raw: bytes, message: str) -> None:
    (place / "m.xlsx").write_bytes(raw)
    (line,) = refused("import", "m.xlsx", "--output", "out")
    assert line.startswith("m.xlsx:1:1: ") and message in line


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_workbook(book: Path, share: float) -> None:
    raw = book.read_bytes()
    book.write_bytes(raw[: int(len(raw) * share)])
    assert "no xlsx workbook" in refused("import", "m.xlsx", "--output", "out")[0]


def test_damaged_workbook_never_ends_in_a_traceback(book: Path) -> None:
    raw = book.read_bytes()
    for start in range(0, len(raw), len(raw) // 60):
        book.write_bytes(raw[:start] + bytes(64) + raw[start + 64 :])
        result = run("import", "m.xlsx", "--output", "out", "--overwrite")
        assert result.exit_code in (0, 2) and (
            result.exception is None or isinstance(result.exception, SystemExit)
        )


def test_far_away_cell(book: Path) -> None:
    changed(book, cell("posts", "ZZ900000", "x"))
    (line,) = refused("import", "m.xlsx", "--output", "out")
    assert line.startswith("m.xlsx[posts]:1:1 (A1): ") and "cells and was not read" in line


def test_without_openpyxl(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any, **words: Any) -> Any:
        if name.startswith("openpyxl"):
            raise ImportError(name)
        return original(name, *rest, **words)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "pip install 'guiju[xlsx]'" in refused("import", "m.xlsx", "--output", "out")[0]
    assert "pip install 'guiju[xlsx]'" in refused("export", CLUB, "--xlsx", "x.xlsx")[0]
    done("export", CLUB, "--csv", "c")
    done("import", "c", "--output", "out")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"id,", b"id;", ":2:9 (I2): the row has 9 fields and the header 8"),
        (b",", b";", "the columns are separated by ';'"),
        (b",", b"\t", "the columns are separated by 'Tab'"),
        ("会长".encode(), "会长".encode("gbk"), ":2:2 (B2): not UTF-8"),
        (b"chair,", b"chair,x,", "and the header"),
        (b"chair,", b'"chair"x,', "not valid CSV"),
        (b"chair,", b'"chair,', "not valid CSV"),
        (b"chair,", b"cha\x00ir,", "control character"),
    ],
)
def test_csv(tables: Path, old: bytes, new: bytes, message: str) -> None:
    path = tables / "posts.csv"
    path.write_bytes(
        path.read_bytes().replace(old, new) if old == b"," else path.read_bytes().replace(old, new, 1)
    )
    line = refused("import", "c", "--output", "out")[0]
    assert line.startswith("c/posts.csv:") and message in line


def test_csv_row_that_is_short(tables: Path) -> None:
    rows = (tables / "posts.csv").read_text("utf-8-sig").splitlines()
    (tables / "posts.csv").write_text("\n".join([*rows[:2], "vice,副会长"]), "utf-8")
    (line,) = refused("import", "c", "--output", "out")
    assert line.startswith("c/posts.csv:3:2 (B3): the row has 2 fields and the header ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("import", "m.ods", "--output", "out"), "m.ods: the file name should end in .xlsx, .csv"),
        (("import", "m.xlsx", "--output", "out"), "m.xlsx:1:1: no such file"),
        (("import", "m.csv", "--output", "out"), "m.csv: no such file"),
        (("import", ".", "--output", "out"), ".: there is no CSV file in this folder"),
        (("export", CLUB, "--xlsx", "m.xls"), "--xlsx m.xls: the file name should end in .xlsx"),
        (("export", CLUB), "--xlsx, --csv: give exactly one of --xlsx and --csv"),
        (
            ("export", CLUB, "--xlsx", "a.xlsx", "--csv", "b"),
            "--xlsx, --csv: give exactly one of --xlsx and --csv",
        ),
        (("export", "xiangshan-2012", "--csv", "b"), "RULEBOOK: 'xiangshan-2012' is not a known rulebook"),
    ],
)
def test_command_line(place: Path, words: tuple[object, ...], message: str) -> None:
    assert refused(*words)[0].startswith(message)
    assert not list(place.iterdir())


# --- Writing --------------------------------------------------------------------------------


def test_nothing_is_overwritten_unasked(tables: Path) -> None:
    done("import", "c", "--output", "out")
    earlier = Path("out/club-roster.yaml")
    earlier.write_text("mine", "utf-8")
    Path("out/rulebook.yaml").unlink()
    assert refused("import", "c", "--output", "out") == [
        "out/club-roster.yaml: exists already and was not written; --overwrite replaces it"
    ]
    assert [path.name for path in Path("out").iterdir()] == ["club-roster.yaml"]
    assert "exists already" in refused("export", CLUB, "--csv", "c")[0]
    done("import", "c", "--output", "out", "--overwrite")
    done("export", CLUB, "--csv", "c", "--overwrite")
    assert same(read_nodes(CAST), read_nodes(earlier))


def test_a_stale_table_is_not_left_in_an_export(tables: Path) -> None:
    (tables / "old.csv").touch()
    assert refused("export", CLUB, "--csv", "c", "--overwrite")[0].startswith(
        "c/old.csv: this CSV is no part"
    )


def test_a_table_given_twice(tables: Path) -> None:
    assert "'posts' is given twice" in refused("import", "c", "c/posts.csv", "--output", "out")[0]


def test_output_that_cannot_be_written(tables: Path) -> None:
    Path("file").touch()
    (line,) = refused("import", "c", "--output", "file")
    assert line.startswith("file: cannot be written: ")
    assert "cannot be written" in refused("import", "c", "--output", "a" * 300)[0]
    Path("out/rulebook.yaml").mkdir(parents=True)
    assert "this is a folder" in refused("import", "c", "--output", "out", "--overwrite")[0]


def test_a_text_too_long_for_excel(place: Path) -> None:
    Path("long.yaml").write_text(
        CLUB.read_text("utf-8").replace("en: Rules of the book club", f"en: {'x' * 40000}"), "utf-8"
    )
    (line,) = refused("export", "long.yaml", "--roster", CAST, "--xlsx", "m.xlsx")
    assert "m.xlsx[rulebook]:4:" in line and "export with --csv" in line
    assert not Path("m.xlsx").exists()
    done("export", "long.yaml", "--roster", CAST, "--csv", "c")
    done("import", "c", "--output", "out")
    assert same(read_nodes(Path("long.yaml")), read_nodes(Path("out/rulebook.yaml")))
