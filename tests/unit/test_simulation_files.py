"""Tables of a run, and the folder of results."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from guiju.model.load.problem import InputError
from guiju.simulate.tables import tables
from guiju.simulation_files import run_files, table_csv, write_folder
from runs import NAMES, document, empty, small


def rows(name: str) -> list[dict[str, str]]:
    header, *found = tables(small())[name]
    return [dict(zip(header, row, strict=True)) for row in found]


def test_documents() -> None:
    letter, topic, _, last = rows("documents")
    assert letter == {
        "number": "0", "name": "letter-0", "type": "letter", "case.amount": "(5,20]",
        "case.urgency": "high", "facts": "opinions-asked", "parent": "", "arrived": "2021-09-20T09:00:00",
        "finished": "2021-09-23T00:00:00", "seconds.acting": "3600", "seconds.busy": "0",
        "seconds.nobody": "7200", "seconds.meeting": "0", "seconds.replies": "0", "seconds.off": "144000",
        "waits-at": "",
    }  # fmt: skip
    assert (topic["parent"], topic["case.amount"]) == ("0", "")
    assert (last["finished"], last["waits-at"]) == ("", "sign")


def test_acts() -> None:
    draft, decide, *_ = rows("acts")
    assert decide == {
        "document": "1", "act": "decide", "people": "lu qi", "by-rules": "; stand-in", "asked-by": "items",
        "asked": "2021-09-20T10:00:00", "began": "2021-09-22T00:00:00", "ended": "2021-09-22T01:00:00",
        "how": "meeting", "situation": "1",
    }  # fmt: skip
    assert (draft["people"], draft["by-rules"], draft["asked-by"]) == ("", "", "")


def test_meetings() -> None:
    held, missed = rows("meetings")
    assert (held["held"], held["decided"], held["minutes"]) == ("2021-09-22T00:00:00", "1", "2")
    assert missed == {
        "body": "board", "planned": "2021-09-29T00:00:00", "held": "", "ended": "", "moved": "no",
        "missing": "chair", "decided": "", "left": "3", "minutes": "",
    }  # fmt: skip


def test_situations() -> None:
    assert rows("situations")[2] == {
        "number": "2", "since": "2021-09-22T00:00:00", "absent": "lu: trip; qi: leave", "vacant": "clerk",
        "given": "stand-in",
    }  # fmt: skip


def test_tables_of_a_run_in_which_nothing_happened() -> None:
    assert all(len(found) == 1 for found in tables(empty()).values())


def test_csv_opens_in_excel_and_calculates_nothing() -> None:
    content = table_csv((("name", "value"), ("公文", "=1+1"), ("@sum", "-1"), ("a,b", 'say "x"\n')))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["name", "value"], ["公文", '"=1+1"'], ['"@sum"', '"-1"'], ["a,b", 'say "x"\n']]


def test_every_cell_of_a_run_is_guarded() -> None:
    odd = replace(document(0, "letter", 0, None), name="=HYPERLINK(1)", case={"=a": "+b"})
    text = run_files(replace(empty(), documents=(odd,)), NAMES, "zh")["documents.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert '"=HYPERLINK(1)"' in cells and '"+b"' in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_folder_is_written_whole(tmp_path: Path) -> None:
    files = run_files(small(), NAMES, "zh")
    written = write_folder(str(tmp_path / "out" / "here"), files, overwrite=False)
    assert {path.name: path.read_bytes() for path in written} == files
    assert sorted(files) == [
        "acts.csv", "documents.csv", "log.ocel.json", "log.xes", "meetings.csv", "situations.csv",
    ]  # fmt: skip


def test_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text("mine")
    with pytest.raises(InputError) as caught:
        write_folder(str(tmp_path), run_files(small(), NAMES, "zh"), overwrite=False)
    assert [(p.code, p.span.file) for p in caught.value.problems] == [("exists", str(tmp_path / "log.xes"))]
    assert [path.name for path in tmp_path.iterdir()] == ["log.xes"]
    assert (tmp_path / "log.xes").read_text() == "mine"


def test_a_scenario_that_lies_in_the_folder_is_never_replaced(tmp_path: Path) -> None:
    scenario = tmp_path / "acts.csv"
    scenario.write_text("read")
    with pytest.raises(InputError) as caught:
        write_folder(str(tmp_path), run_files(small(), NAMES, "zh"), overwrite=True, inputs=[str(scenario)])
    assert [p.code for p in caught.value.problems] == ["same-as-input"]
    assert scenario.read_text() == "read"
