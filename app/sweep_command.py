"""The command ``guiju sweep``. Exit codes: 0 done, 2 bad input, 130 interrupted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from guiju.messages import TEXT, say
from guiju.model.text import Language
from guiju.output import write_new
from guiju.shell import PRINTED, progress, reporting

if TYPE_CHECKING:
    from guiju.sweeping import Engine


def command(engine: Engine | None = None) -> click.Command:
    """The command, for another engine in tests."""

    @click.command("sweep")
    @click.argument("plan", metavar="PLAN")
    @click.option(
        "--journal",
        metavar="FILE",
        help="日志，默认在计划旁 · journal (default: PLAN.journal.sqlite beside the plan)",
    )
    @click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=os.cpu_count,
        help="进程数 · processes (default: one per core)",
    )
    @click.option(
        "--out",
        "folder",
        metavar="DIR",
        help="另写 CSV 和 JSON 到此文件夹 · also write CSV and JSON files there",
    )
    @click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "csv"]),
        default="text",
        help="输出形式 · output format",
    )
    @PRINTED[1]
    @reporting
    def sweep_(
        plan: str, journal: str | None, jobs: int, folder: str | None, form: str, language: Language
    ) -> int:  # fmt: skip
        """成批模拟：情景 × 解释 × 重复；结果逐个记入日志，中断后只补缺的。

        Run scenarios × readings × replications. Every result is journalled; started again after any
        interruption, only what is missing is computed. Example: guiju sweep plan.yaml --jobs 2
        """
        from guiju import sweep_pages
        from guiju.sweeping import sweep

        show = progress(language, "sweeping")
        swept = sweep(plan, engine or _simulation(), journal=journal, jobs=jobs, progress=show)
        click.echo(say(TEXT, "sweep-tally", language, **swept.tally._asdict()), err=True)
        if folder is not None:
            texts = {
                f"{swept.plan.id}.{form}": sweep_pages.render(swept, form, language)
                for form in ("csv", "json")
            }
            contents = {Path(folder) / name: text.encode("utf-8") for name, text in texts.items()}
            write_new(contents, overwrite=True, inputs=swept.files)
        click.echo(sweep_pages.render(swept, form, language), nl=False)
        return 0

    return sweep_


def _simulation() -> Engine:
    from guiju.sweep_engine import SIMULATION

    return SIMULATION
