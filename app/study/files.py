"""What ``--out`` writes: estimates, one run with its event logs, and figures."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from typing import Any

from guiju.as_json import dumps
from guiju.model.procedure import Deadline
from guiju.model.text import Text
from guiju.plots.figures import figure_files
from guiju.simulate.figure_data import DeadlineCount
from guiju.simulate.names import names_of
from guiju.simulation_files import run_files, table_csv
from guiju.study.as_text import Words
from guiju.study.study import Study
from guiju.wording import Wording

RUNS_DRAWN = 5
"""Lead times are drawn from so many replications: enough for their shape."""


def study_files(study: Study, data: dict[str, Any], text: str, say: Wording) -> dict[str, bytes]:
    """File name -> content. Figures need matplotlib; without it there are none."""
    sample, names = study.sample(), names_of(study.scenario.rulebook, study.scenario.roster)
    files = {
        "study.json": dumps(data).encode(), "study.txt": text.encode(),
        "estimates.csv": _estimates(study), **run_files(sample, names, say.language),
    }  # fmt: skip
    if find_spec("matplotlib") is not None:
        runs = [sample, *(study.sample(n) for n in range(1, min(RUNS_DRAWN, study.replications)))]
        counts, title = deadline_counts(study, say), study.scenario.title
        subject = Text(
            f"情景：{title.zh}（{study.scenario.id}，种子 {study.seed}）",
            f"Scenario: {title.en} ({study.scenario.id}, seed {study.seed})",
        )
        files.update(figure_files(runs, counts, names, say.language, subject=subject))
    return files


def _estimates(study: Study) -> bytes:
    header = ("measure", "of", "value", "low", "high", "level", "observed-in", "n")
    rows = tuple(
        (
            key.measure, key.of, *(("" if v is None else f"{v:.10g}") for v in (e.value, e.low, e.high)),
            f"{e.level:g}", str(e.observed), f"{e.n:.10g}",
        )
        for key, e in sorted(study.estimates.items())
    )  # fmt: skip
    return table_csv((header, *rows))


def deadline_counts(study: Study, say: Wording) -> tuple[DeadlineCount, ...]:
    """The outcomes of every deadline in all replications together."""
    totals: dict[str, Counter[str]] = {}
    for found in study.observations:
        for key, observed in found.items():
            if key.measure in ("on-time", "late", "silence-used", "undecided"):
                totals.setdefault(key.of, Counter())[key.measure] += int(observed.top)
    zh, en = (Words(study, Wording(say.rulebook, say.roster, language)) for language in ("zh", "en"))
    return tuple(
        DeadlineCount(
            norm, Text(zh.norm(norm), en.norm(norm)), of["on-time"], of["late"], of["silence-used"],
            of["undecided"],
        )
        for norm, of in sorted(totals.items())
        if isinstance(study.scenario.rulebook.procedure[norm], Deadline)
    )  # fmt: skip
