"""``guiju import``: sheets to a rulebook and a roster in YAML, checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guiju.csv_sheets import csv_files, read_csv
from guiju.model.citation import Span
from guiju.model.load import roster as roster_format
from guiju.model.load import rulebook as rulebook_format
from guiju.model.load.layout import has_sheet
from guiju.model.load.nodes import Mapping
from guiju.model.load.problem import InputError, Problem, nearest
from guiju.model.load.sheets import MAIN, Sheet, root_of
from guiju.model.load.yaml_text import yaml_of
from guiju.output import write_new
from guiju.read_xlsx import read_xlsx
from guiju.source import Trees, check, load_trees

RULEBOOK, ROSTER = "rulebook.yaml", "roster.yaml"
_OF_ROSTER = {"roster", *roster_format.TOP_LEVEL} - set(rulebook_format.TOP_LEVEL) | {"roster"}
_OF_RULEBOOK = {"rulebook", *rulebook_format.TOP_LEVEL} - _OF_ROSTER


@dataclass(frozen=True)
class _Workbook:
    """The sheets of all files together, by the tree that they belong to."""

    rulebook: tuple[Sheet, ...]
    roster: tuple[Sheet, ...]


def to_yaml(files: Iterable[str], base: str | None, folder: str, overwrite: bool) -> list[Path]:
    """Write the YAML files that the sheets hold; returns what was written. Raises InputError."""
    workbook = _workbook(files)
    below = load_trees(base, None) if base is not None else None
    rulebook, roster = _trees(workbook, below)
    try:
        default = check(rulebook, roster)
    except InputError as error:
        raise InputError(_once(error.problems)) from error
    contents = {Path(folder) / RULEBOOK: _yaml(rulebook, rulebook_format.TOP_LEVEL)}
    if roster is not None:
        contents[Path(folder) / _roster_name(default)] = _yaml(roster, roster_format.TOP_LEVEL)
    write_new(contents, overwrite)
    return list(contents)


def _yaml(root: Mapping, order: tuple[str, ...]) -> bytes:
    return yaml_of(root, order).encode("utf-8")


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """A misspelt column is one problem, however many rows fill it."""
    found: dict[tuple[Span, str], Problem] = {}
    for problem in problems:
        found.setdefault((problem.span, problem.code), problem)
    return list(found.values())


def _roster_name(default: str | None) -> str:
    """The file that the rulebook names, where that is a plain name beside it."""
    plain = default is not None and Path(default).name == default and default.endswith((".yaml", ".yml"))
    return default if default is not None and plain and default != RULEBOOK else ROSTER


def _workbook(files: Iterable[str]) -> _Workbook:
    problems: list[Problem] = []
    sheets: dict[str, Sheet] = {}
    for path, name in _paths(files):
        try:
            found = read_csv(path, name) if path.suffix.lower() == ".csv" else read_xlsx(path, name)
        except InputError as error:
            problems += error.problems
            continue
        for sheet in found:
            problems += _misplaced(sheet, sheets)
            sheets.setdefault(sheet.name, sheet)
    if problems:
        raise InputError(problems)
    of_roster = tuple(sheet for name, sheet in sheets.items() if name in _OF_ROSTER)
    return _Workbook(tuple(sheet for sheet in sheets.values() if sheet not in of_roster), of_roster)


def _paths(files: Iterable[str]) -> list[tuple[Path, str]]:
    """Every file with its name in messages; a folder stands for the CSV files in it."""
    found: list[tuple[Path, str]] = []
    for name in files:
        path = Path(name)
        if path.is_dir():
            inner = csv_files(path)
            if not inner:
                raise InputError([Problem(Span(name, 0, 0), "no-csv")])
            found += [(file, str(file)) for file in inner]
        elif path.suffix.lower() in (".xlsx", ".xlsm", ".csv"):
            found.append((path, name))
        else:
            raise InputError([Problem(Span(name, 0, 0), "suffix", {"expected": ".xlsx, .csv"})])
    return found


def _misplaced(sheet: Sheet, earlier: dict[str, Sheet]) -> list[Problem]:
    """A sheet whose name is no section, or that is there twice."""
    start = sheet.span(0, 0)
    known = sorted(_OF_ROSTER | _OF_RULEBOOK)
    if sheet.name in earlier:
        return [Problem(start, "given-twice", {"found": sheet.name})]
    if sheet.name not in known:
        words = {"found": sheet.name, "near": nearest(sheet.name, known), "known": known}
        return [Problem(start, "unknown-sheet", words)]
    return []


def _trees(workbook: _Workbook, base: Trees | None) -> tuple[Mapping, Mapping | None]:
    """The trees of the sheets, laid over those of the base."""
    if not workbook.rulebook and base is None:
        places = [sheet.span(0, 0) for sheet in workbook.roster] or [Span("FILE", 0, 0)]
        raise InputError([Problem(places[0], "no-rulebook-sheet")])
    problems: list[Problem] = []
    roots: list[Mapping | None] = []
    for sheets, below in (
        (workbook.rulebook, base.rulebook if base else None),
        (workbook.roster, base.roster if base else None),
    ):
        try:
            roots.append(_over(below, root_of(sheets), sheets) if sheets else below)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    rulebook, roster = roots
    assert rulebook is not None
    return rulebook, roster


def _over(below: Mapping | None, root: Mapping, sheets: Iterable[Sheet]) -> Mapping:
    """The sheets replace the sections of the same names; a main sheet, all that is no section."""
    if below is None:
        return root
    main = any(sheet.name in MAIN for sheet in sheets)
    kept = {
        key: node
        for key, node in below.entries.items()
        if key not in root.entries and not (main and not has_sheet(key, node))
    }
    keys = {**{key: below.keys[key] for key in kept}, **root.keys}
    return Mapping({**kept, **root.entries}, keys, root.span)
