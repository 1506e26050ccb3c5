"""The command ``guiju simulate``. Exit codes: 0 done, 2 bad input, 130 interrupted."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click
from guiju.messages import say as say_in
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.model.text import Language
from guiju.output import emit
from guiju.shell import PRINTED, options, progress, reporting

if TYPE_CHECKING:
    from guiju.scenarios.scenario import Scenario

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%\Z")
_RUN = [
    click.option("--replications", type=click.IntRange(2, 100_000), metavar="N", help="重复次数，默认 20 · replications (default 20)"),
    click.option("--precision", metavar="P%", help="重复到平均办理时间的区间半宽不超过此百分比 · until the mean lead time is known so well"),
    click.option("--seed", type=click.IntRange(min=0), metavar="S", help="随机数种子，默认见情景 · seed (default: the scenario's)"),
    click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count, help="进程数，不影响结果 · processes; results do not depend on it"),
    click.option("--compare", metavar="OTHER", help="与另一情景比较，相同随机数 · against another scenario, on the same random numbers"),
    click.option("--out", metavar="DIR", help="把表、事件日志和图写入文件夹 · write tables, event logs and figures there"),
    click.option("--overwrite", is_flag=True, help="替换已有的文件 · replace files that exist"),
    click.option("--describe", is_flag=True, help="发表时须说明的事项（STRESS-DES）· what a published study must report"),
    click.option("--list", "listing", is_flag=True, help="列出自带的情景 · name the bundled scenarios"),
]  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    """The options of one call, checked."""

    scenario: str
    replications: int
    precision: float | None
    seed: int | None
    jobs: int
    compare: str | None
    out: str | None
    overwrite: bool
    describe: bool


@click.command("simulate")
@click.argument("scenario", required=False)
@options([*_RUN, *PRINTED])
@reporting
def simulate(
    scenario: str | None, listing: bool, form: str, language: Language, output: str | None, **words: Any
) -> int:
    """模拟一个情景：公文办多久、哪些期限误了、停在何处等什么，均附置信区间。

    Run a scenario many times: how long documents take, which deadlines are missed, what waits for what, with
    confidence intervals. SCENARIO is a bundled name (see --list) or a YAML file.
    Example: guiju simulate head-ill --compare normal-year
    """
    if listing:
        emit(_listed(form, language), output)
        return 0
    if scenario is None:
        raise InputError([Problem(Span("SCENARIO", 0, 0), "no-scenario")])
    asked = _asked(scenario, words)
    text, inputs = _compared(asked, form, language) if asked.compare else _run(asked, form, language)
    emit(text, output, inputs)
    return 0


def _asked(scenario: str, words: dict[str, Any]) -> _Asked:
    precision = _precision(words.pop("precision"))
    if precision is not None and words["replications"] is not None:
        raise InputError([Problem(Span("--precision", 0, 0), "precision-or-replications")])
    if words["compare"] and (words["out"] or words["describe"] or precision is not None):
        raise InputError([Problem(Span("--compare", 0, 0), "compare-alone")])
    from guiju.study.study import REPLICATIONS

    replications = words.pop("replications") or REPLICATIONS
    return _Asked(scenario, replications, precision, **words)


def _precision(text: str | None) -> float | None:
    if text is None:
        return None
    found = _PERCENT.match(text.strip())
    if found is None or not 0 < float(found[1]) <= 100:
        raise InputError([Problem(Span("--precision", 0, 0), "bad-precision", {"found": text})])
    return float(found[1]) / 100


def _listed(form: str, language: Language) -> str:
    from guiju.as_json import dumps
    from guiju.scenario_source import bundled_scenarios, load_scenario
    from guiju.study.words import STUDY

    if form == "json":
        return dumps({"scenarios": [{"id": id} for id in bundled_scenarios()]})
    titles = {id: load_scenario(id).title.say(language) for id in bundled_scenarios()}
    width = max(map(len, titles))
    lines = [
        say_in(STUDY, "list-title", language),
        *(f"  {id:{width}}  {title}" for id, title in titles.items()),
    ]
    return "\n".join(lines) + "\n"


def _run(asked: _Asked, form: str, language: Language) -> tuple[str, tuple[str, ...]]:
    from guiju.as_json import dumps
    from guiju.simulation_files import check_folder, write_folder
    from guiju.study import as_json, as_text, describe
    from guiju.study.files import study_files
    from guiju.study.study import simulate
    from guiju.study.words import STUDY
    from guiju.wording import Wording

    if asked.out is not None:
        check_folder(asked.out, ("study.json",), asked.overwrite)
    found = simulate(
        asked.scenario, replications=asked.replications, precision=asked.precision, seed=asked.seed,
        jobs=asked.jobs, progress=progress(language, "simulating"),
    )  # fmt: skip
    say = Wording(found.scenario.rulebook, found.scenario.roster, language)
    data, page = as_json.study(found), as_text.as_text(found, say)
    if asked.out is not None:
        files = study_files(found, data, page, say)
        if not any(name.endswith(".svg") for name in files):
            click.echo(say_in(STUDY, "no-plots", language), err=True)
        written = write_folder(asked.out, files, asked.overwrite, found.scenario.files)
        click.echo(say_in(STUDY, "wrote", language, n=len(written), folder=asked.out), err=True)
    if asked.describe:
        data, page = describe.as_json(found, say), describe.as_text(found, say)
    return dumps(data) if form == "json" else page, found.scenario.files


def _compared(asked: _Asked, form: str, language: Language) -> tuple[str, tuple[str, ...]]:
    from guiju.as_json import dumps
    from guiju.study import as_json, compare_text
    from guiju.study.study import compare
    from guiju.wording import Wording

    assert asked.compare is not None
    found = compare(
        _baseline(asked.compare), asked.scenario, replications=asked.replications, seed=asked.seed, jobs=asked.jobs,
        progress=progress(language, "simulating"),
    )  # fmt: skip
    scenario = found.other.scenario
    say = Wording(scenario.rulebook, scenario.roster, language)
    text = dumps(as_json.comparison(found)) if form == "json" else compare_text.as_text(found, say)
    return text, (*scenario.files, *found.base.scenario.files)


def _baseline(name: str) -> Scenario:
    """The scenario to compare with. Raises InputError that speaks of --compare where there is none."""
    from guiju.scenario_source import load_scenario

    try:
        return load_scenario(name)
    except InputError as error:
        spans = [Span("--compare", 0, 0) if p.span.file == "SCENARIO" else p.span for p in error.problems]
        problems = [replace(p, span=span) for p, span in zip(error.problems, spans, strict=True)]
        raise InputError(problems) from error
