"""The command line. Exit codes: 2 bad input; else 1 refuted or unspecified; else 3 unknown; else 0."""

from __future__ import annotations

import gc
import shlex
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click
from guiju.diff_command import diff_
from guiju.messages import TEXT, say
from guiju.model.calendar import Calendar
from guiju.model.citation import Span
from guiju.model.load.calendar import bundled_calendar, load_calendar
from guiju.model.load.case_file import day_of, load_case_file
from guiju.model.load.nodes import Scalar
from guiju.model.load.problem import InputError, Problem
from guiju.model.office import NOBODY
from guiju.model.text import Language
from guiju.output import emit
from guiju.request import Options, Request, request_of
from guiju.shell import PRINTED as _PRINTED
from guiju.shell import REFUTED, UNKNOWN
from guiju.shell import options as _options
from guiju.shell import progress as _progress
from guiju.shell import reporting as _reporting
from guiju.simulate_command import simulate
from guiju.source import Source, bundled, load, load_book, load_trees
from guiju.sweep_command import command as sweep_command
from guiju.verify.solver import DEFAULT_EFFORT
from guiju.wording import Wording, visible


def exit_code(verdicts: Iterable[str]) -> int:
    found = set(verdicts)
    if found & {"refuted", "unspecified", "vacuous"}:
        return REFUTED
    return UNKNOWN if "unknown" in found else 0


_READ = [
    click.option("--roster", metavar="FILE", help="名单文件 · roster file"),
    click.option("--reading", multiple=True, metavar="PROFILE|SWITCH=OPTION", help="解释：strict、liberal、default、every 或单项 · profile or single switch; repeatable, later ones override"),
]  # fmt: skip
_SHARED = [
    _READ[0],
    click.option("--document", "documents", multiple=True, metavar="ID", help="只看此公文，可重复 · only this document type; repeatable"),
    click.option("--case", multiple=True, metavar="ATTR=VALUE", help="个案属性，* 取遍 · case attribute, * ranges; repeatable"),
    _READ[1],
    click.option("--mandates", type=click.Choice(["none", "grantable", "given"]), default="none", help="委托 · discretionary mandates granted"),
    click.option("--kinds", metavar="KIND,…", help="可能的缺席种类 · kinds of absence that may occur (default: all)"),
    click.option("--absent-at-most", type=int, metavar="K", help="至多 K 人同时缺席 · at most K people away at once"),
    click.option("--effort", type=click.IntRange(min=1), default=DEFAULT_EFFORT, show_default=True, help="每个问题的 Z3 限额 · Z3 resource limit per query"),
]  # fmt: skip
_OVERWRITE = click.option("--overwrite", is_flag=True, help="替换已有的文件 · replace files that exist")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="guiju")
def main() -> None:
    """规矩：谁可以签什么、谁不在时由谁顶上，可以证明。

    Authority rules that can be proved: who may sign what, under every admissible absence.

    RULEBOOK 是自带规则的名称（xiangshan-2021）或 YAML 文件。A bundled name or a YAML file.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _request(rulebook: str, roster: str | None, words: dict[str, Any]) -> Request:
    source = load(rulebook, roster)
    _keep_what_was_read()
    options = Options(
        words["documents"], words["case"], words["reading"], words["mandates"], words["kinds"],
        words["absent_at_most"], words["effort"],
    )  # fmt: skip
    return request_of(source, options)


def _keep_what_was_read() -> None:
    """The collector need not walk the rules over and over: a third of a large run was spent on that."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


def _wording(source: Source, language: Language) -> Wording:
    return Wording(source.rulebook, source.roster, language)


@main.command()
@click.argument("rulebook")
@_options(_SHARED + _PRINTED)
@_reporting
def verify(
    rulebook: str, roster: str | None, form: str, language: Language, output: str | None, **words: Any
) -> int:
    """证明各类公文在任何缺席下能否办结，并检查规则的断言。

    Prove for every document type whether it can be completed under every admissible absence, and
    check the claims of the rulebook. Example: guiju verify xiangshan-2021 --lang en
    """
    from guiju import as_json, as_text, verification

    request = _request(rulebook, roster, words)
    found = verification.verify(request, _progress(language), date.today(), explain_attainable=form == "json")
    text = (
        as_json.dumps(as_json.verification(found))
        if form == "json"
        else as_text.verification(found, _wording(request.source, language))
    )
    emit(text, output, request.source.files)
    return exit_code(found.verdicts)


@main.command()
@click.argument("rulebook")
@_options([*_READ, *_PRINTED])
@_reporting
def lint(
    rulebook: str, roster: str | None, reading: tuple[str, ...], form: str, language: Language,
    output: str | None,
) -> int:  # fmt: skip
    """检查规则本身：未界定的用语、无人代行的职务、没有法定人数的会议……

    Findings about the rulebook itself: undefined terms, posts without cover, meetings without a
    quorum. Each has a code that `guiju explain CODE` explains. Example: guiju lint company-doa
    """
    from guiju import as_json, linting

    request = request_of(load(rulebook, roster), Options(reading=reading))
    found = linting.linting(request)
    text = (
        as_json.dumps(linting.as_json(found))
        if form == "json"
        else linting.as_text(found, _wording(request.source, language))
    )
    emit(text, output, request.source.files)
    return REFUTED if found.findings or found.structural else 0


@main.command()
@click.argument("rulebook")
@click.option(
    "--stream", is_flag=True, help="逐行输出（JSON Lines），用于极长的清单 · one gap a line, for huge lists"
)
@_options(_SHARED + _PRINTED)
@_reporting
def gaps(
    rulebook: str, roster: str | None, stream: bool, form: str, language: Language, output: str | None,
    **words: Any,
) -> int:  # fmt: skip
    """列出使公文无人可办的全部最小缺席组合。

    List every minimal set of absences that leaves nobody to act.
    Example: guiju gaps xiangshan-2021 --document order --reading strict
    """
    from guiju import as_json, as_text
    from guiju.verify.coverage import Coverage

    request = _request(rulebook, roster, words)
    if stream:
        return _stream(request, output)
    results = Coverage(request.question).documents(request.documents, request.case, _progress(language))
    text = (
        as_json.dumps(as_json.gaps(request, results))
        if form == "json"
        else as_text.gaps(request, results, _wording(request.source, language))
    )
    emit(text, output, request.source.files)
    return exit_code(result.verdict for result in results)


def _stream(request: Request, output: str | None) -> int:
    from guiju import streaming

    if output is not None:
        raise InputError([Problem(Span("--output", 0, 0), "stream-output")])
    meanings = set()
    for line, meaning in streaming.lines(request):
        click.echo(line, nl=False)
        meanings.add(meaning)
    return exit_code(meanings)


@main.command()
@click.argument("rulebook")
@click.option(
    "--absent", multiple=True, metavar="PERSON=KIND", help="某人缺席 · a person is away; repeatable"
)
@click.option("--vacant", multiple=True, metavar="POST", help="某职务空缺 · a post is vacant; repeatable")
@_options(_SHARED + _PRINTED)
@_reporting
def who(
    rulebook: str, roster: str | None, absent: tuple[str, ...], vacant: tuple[str, ...], form: str,
    language: Language, output: str | None, **words: Any,
) -> int:  # fmt: skip
    """此刻每类公文可由谁办理，依据哪一条。

    Who can do what on each document right now, and by which article.
    Example: guiju who xiangshan-2021 --absent mayor=abroad --document letter
    """
    from guiju import as_json, presence

    request = _request(rulebook, roster, words)
    found = presence.presence(request, absent, vacant)
    text = (
        as_json.dumps(presence.as_json(found))
        if form == "json"
        else presence.as_text(found, _wording(request.source, language))
    )
    emit(text, output, request.source.files)
    return 0


@main.command()
@click.argument("rulebook")
@click.argument("case_file", metavar="CASE.yaml")
@click.option("--date", "day", metavar="DAY", help="查询日，默认今天 · the day asked about (default: today)")
@click.option(
    "--calendar", metavar="FILE", help="工作日历，默认自带 · calendar of working days (default: China's)"
)
@_options([_SHARED[0], *_SHARED[3:5], *_PRINTED])
@_reporting
def route(
    rulebook: str, case_file: str, day: str | None, calendar: str | None, roster: str | None,
    reading: tuple[str, ...], mandates: str, form: str, language: Language, output: str | None,
) -> int:  # fmt: skip
    """一份具体公文：按次序还有哪些步骤，现在各由谁办，何时到期，还缺什么。

    One concrete document: its steps in order, who may do each now, due dates, what is missing or
    breached, each with its article. Exit code 3: the case file leaves facts open.
    Example: guiju route xiangshan-2021 case.yaml --date 2026-11-24
    """
    from guiju import as_json
    from guiju.route import as_json as route_json
    from guiju.route import as_text, itinerary

    source = load(rulebook, roster)
    request = request_of(source, Options(reading=reading, mandates=mandates))  # type: ignore[arg-type]
    days = _calendar(calendar)
    file = load_case_file(Path(case_file), source.rulebook, source.roster, case_file)
    found = itinerary.itinerary(request, file, _day(day), days)
    text = (
        as_json.dumps(route_json.as_json(found))
        if form == "json"
        else as_text.as_text(found, _wording(source, language))
    )
    emit(text, output, (*source.files, case_file, *([calendar] if calendar else [])))
    return found.code


def _calendar(path: str | None) -> Calendar:
    return bundled_calendar() if path is None else load_calendar(Path(path), path)


def _day(text: str | None) -> date:
    """The day that an option names, or today."""
    if text is None:
        return date.today()
    return day_of(Scalar(text, True, Span("--date", 0, 0)))


@main.command()
@click.argument("rulebook")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "svg", "graphml", "mermaid"]),
    default="text",
    help="输出形式；svg 是图 · output format; svg is a picture",
)
@_options(_SHARED[:2] + _PRINTED[1:])
@_reporting
def graph(
    rulebook: str, roster: str | None, documents: tuple[str, ...], form: str, language: Language,
    output: str | None,
) -> int:  # fmt: skip
    """职权图：每条规则的每个效果一行，或绘成图。

    The authority graph, one line per rule effect, or as a picture.
    Example: guiju graph xiangshan-2021 --format svg --output graph.svg
    """
    from guiju.drawing import picture

    source = load(rulebook, roster)
    emit(picture.render(source, documents, form, _wording(source, language)), output, source.files)
    return 0


@main.command()
@click.argument("rulebook")
@click.option(
    "--text",
    "copy",
    metavar="FILE",
    help="规章文本（.txt、.md），核对引用 · your copy of the text, to check citations against",
)
@_options(_PRINTED)
@_reporting
def coverage(rulebook: str, copy: str | None, form: str, language: Language, output: str | None) -> int:
    """逐条说明规章由哪些规则承载，或为何不成规则。

    What carries each article of the text, or why nothing does; with --text, whether every citation
    holds in your copy of it. Example: guiju coverage xiangshan-2021 --text rules.txt
    """
    from guiju import as_json, coverage_json, coverage_text
    from guiju.model.articles import article_rows, missing_numbers, unaccounted
    from guiju.model.load.text_copy import read_copy
    from guiju.model.text_check import check_text

    book, path = load_book(rulebook)
    text = read_copy(Path(copy), copy) if copy is not None else None
    rows = article_rows(book, text.substance if text else ())
    check = check_text(book, rows, text) if text else None
    shown = (
        as_json.dumps(coverage_json.as_json(book, rows, check))
        if form == "json"
        else coverage_text.as_text(rows, check, copy or "", Wording(book, NOBODY, language))
    )
    emit(shown, output, (path, *([copy] if copy else ())))
    left = unaccounted(rows) or (check is None and book.regulation.articles and missing_numbers(rows))
    return REFUTED if left or (check is not None and not check.holds) else 0


@main.command()
@click.argument("words", nargs=-1, metavar="[CODE | RULEBOOK SUBJECT]")
@_options([*_READ, *_PRINTED])
@_reporting
def explain(
    words: tuple[str, ...], roster: str | None, reading: tuple[str, ...], form: str, language: Language,
    output: str | None,
) -> int:  # fmt: skip
    """说明一个代码，或一条条文、一类公文、一项发现背后的全部规则。

    What a code means, why it matters and how to mend it; or every rule behind an article (49), a document
    type or a finding of a rulebook. Without a word, all codes.
    Example: guiju explain no-quorum, guiju explain xiangshan-2021 49
    """
    from guiju.explain import answer

    if len(words) < 2:
        _only_a_code(words, roster, reading)
        emit(answer.code(words[0] if words else None, form, language), output)
        return 0
    if len(words) > 2:
        usage = {"found": words[2], "usage": "guiju explain RULEBOOK SUBJECT"}
        raise InputError([Problem(Span("SUBJECT", 0, 0), "words-left", usage)])
    source = load(words[0], roster)
    request = request_of(source, Options(reading=reading))
    chosen = [
        *(["--roster", roster] if roster else []),
        *(part for word in reading for part in ("--reading", word)),
    ]
    command = shlex.join(["guiju", "gaps", words[0], *chosen, "--document"])
    emit(answer.subject(request, words[1], command, form, language), output, source.files)
    return 0


def _only_a_code(words: tuple[str, ...], roster: str | None, reading: tuple[str, ...]) -> None:
    """A code needs no rulebook; a rulebook needs a subject."""
    if words and (words[0] in bundled() or words[0].endswith((".yaml", ".yml"))):
        example = {"example": "no-quorum:plenary"}
        raise InputError([Problem(Span(words[0], 0, 0), "no-subject", example)])
    given = [name for name, value in (("--roster", roster), ("--reading", reading)) if value]
    if given:
        usage = {"found": given[0], "usage": "guiju explain RULEBOOK SUBJECT"}
        raise InputError([Problem(Span(given[0], 0, 0), "only-subject", usage)])


def _written(paths: Iterable[Path], language: Language) -> int:
    for path in paths:
        click.echo(visible(say(TEXT, "written", language, file=path)))
    return 0


@main.command("export")
@click.argument("rulebook")
@_options(_SHARED[:1])
@click.option("--xlsx", metavar="FILE", help="写成一个 Excel 工作簿 · one Excel workbook")
@click.option(
    "--csv",
    "folder",
    metavar="FOLDER",
    help="写成一个文件夹，每表一个 CSV · a folder with one CSV for each section",
)
@_options([_OVERWRITE, _PRINTED[1]])
@_reporting
def export_(
    rulebook: str,
    roster: str | None,
    xlsx: str | None,
    folder: str | None,
    overwrite: bool,
    language: Language,
) -> int:
    """把规则和名单写成电子表格。

    Write a rulebook and its roster as spreadsheets.
    Example: guiju export xiangshan-2021 --xlsx matrix.xlsx
    """
    from guiju import exporting

    if (xlsx is None) == (folder is None):
        raise InputError([Problem(Span("--xlsx, --csv", 0, 0), "one-target")])
    trees = load_trees(rulebook, roster)
    write, target = (exporting.to_csv, folder) if xlsx is None else (exporting.to_xlsx, xlsx)
    return _written(write(trees, str(target), overwrite), language)


@main.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--output", "folder", required=True, metavar="FOLDER", help="写入此文件夹 · the folder to write to"
)
@click.option("--base", metavar="RULEBOOK", help="只替换此规则中的这些表 · lay the sheets over this rulebook")
@_options([_OVERWRITE, _PRINTED[1]])
@_reporting
def import_(
    files: tuple[str, ...], folder: str, base: str | None, overwrite: bool, language: Language
) -> int:
    """把电子表格读成规则和名单（YAML）；有任何错误则什么也不写。

    Read spreadsheets (xlsx, CSV files or a folder of them) into a rulebook and a roster; nothing is
    written unless all of it is right. Example: guiju import matrix.xlsx --output rules
    """
    from guiju import importing

    return _written(importing.to_yaml(files, base, folder, overwrite), language)


main.add_command(diff_)
main.add_command(simulate)
main.add_command(sweep_command())
