"""The command ``guiju diff``. Exit codes: 2 bad input; 1 a gap opens (see --fail-on); 3 unknown; else 0."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click
from guiju.model.text import Language
from guiju.output import emit
from guiju.shell import PRINTED, REFUTED, UNKNOWN, options, progress, reporting
from guiju.verify.question import Mandates

if TYPE_CHECKING:
    from guiju.verify.change.result import Difference


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--roster", metavar="FILE", help="名单，双方共用 · roster file, for both sides")
@click.option("--new-roster", metavar="FILE", help="修改后的名单 · roster of the new side, if another")
@click.option(
    "--reading",
    multiple=True,
    metavar="PROFILE|SWITCH=OPTION",
    help="解释，双方共用，可重复 · reading, for both sides; repeatable",
)
@click.option(
    "--new-reading",
    multiple=True,
    metavar="PROFILE|SWITCH=OPTION",
    help="修改后的解释 · reading of the new side, if another",
)
@click.option(
    "--mandates",
    type=click.Choice(["none", "grantable", "given"]),
    help="委托，默认未签和均签都比 · mandates granted (default: none, and all)",
)
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="ID",
    help="只看此公文，可重复 · only this document type; repeatable",
)
@click.option(
    "--fail-on",
    type=click.Choice(["opened", "any", "never"]),
    default="opened",
    show_default=True,
    help="何时以 1 退出 · when to exit with 1",
)
@options(PRINTED)
@reporting
def diff_(
    old: str, new: str, roster: str | None, new_roster: str | None, reading: tuple[str, ...],
    new_reading: tuple[str, ...], mandates: Mandates | None, documents: tuple[str, ...], fail_on: str,
    form: str, language: Language, output: str | None,
) -> int:  # fmt: skip
    """改了条文、名单或解释，哪些公文的办理随之改变。

    What changes for every document type when the rules, the roster or the reading change, in which
    absences, and by which article. Example: guiju diff xiangshan-2021 xiangshan-2021-amended
    """
    from guiju import diff_json, diff_text
    from guiju.diffing import Typed, diff

    one, other = Typed(old, roster, reading), Typed(new, new_roster or roster, new_reading or reading)
    found = diff(one, other, mandates, documents, progress(language), date.today())
    text = diff_json.render(found) if form == "json" else diff_text.render(found, language)
    emit(text, output, found.files)
    return exit_code(found.found, fail_on)


def exit_code(found: Difference, fail_on: str) -> int:
    if fail_on == "never":
        return 0
    if found.gap_opens or (fail_on == "any" and found.any):
        return REFUTED
    return 0 if found.complete else UNKNOWN
