"""Studies as plain JSON data without clock times: the same seed gives the same bytes for any jobs."""

from __future__ import annotations

from typing import Any

from guiju.scenarios.scenario import DatedAbsence, Scenario
from guiju.simulate.comparison import Difference
from guiju.simulate.observation import SCALES, Key
from guiju.simulate.statistics import Estimate
from guiju.study.expected import outcome, stated
from guiju.study.legs import legs
from guiju.study.study import Comparison, Study

_DIGITS = 10
"""Significant digits: the last ones of a float differ between machines."""


def study(found: Study) -> dict[str, Any]:
    return {
        "format": "guiju.study/1",
        **_scenario(found),
        "precision": found.precision,
        "precision-reached": found.reached if found.precision is not None else None,
        "measures": [_estimate(estimate) for _, estimate in sorted(found.estimates.items())],
        "legs": [
            {
                "rule": leg.norm, "meeting": leg.meeting, "within": f"{leg.period.count} {leg.period.unit}",
                "limit-working-days": leg.limit, "longest-working-days": leg.longest,
                "premises-left": [code.removeprefix("why-") for code in leg.why],
            }
            for leg in legs(found)
        ],
    }  # fmt: skip


def comparison(found: Comparison) -> dict[str, Any]:
    return {
        "format": "guiju.comparison/1",
        "scenario": _scenario(found.other),
        "baseline": _scenario(found.base),
        "differences": [_difference(item) for _, item in sorted(found.differences.items())],
        "expectations": [
            {
                "measure": item.measure, "of": item.of or "", "change": item.change,
                "against": item.against, "outcome": outcome(found, item),
            }
            for item in stated(found)
        ],
    }  # fmt: skip


def _scenario(found: Study) -> dict[str, Any]:
    scenario: Scenario = found.scenario
    return {
        "scenario": scenario.id,
        "rulebook": scenario.rulebook.id,
        "roster": scenario.roster.id,
        "calendar": scenario.calendar.id,
        "from": scenario.first.isoformat(),
        "until": scenario.last.isoformat(),
        "reading": scenario.reading_name,
        "readings": dict(scenario.reading),
        "mandates": sorted({item.rule for item in scenario.mandates}),
        "absences": [
            {"person": a.person, "kind": a.kind, "from": a.first.isoformat(), "until": a.last.isoformat()}
            for a in scenario.absences
            if isinstance(a, DatedAbsence)
        ],
        "assumed": list(scenario.assumed),
        "seed": found.seed,
        "replications": found.replications,
    }


def _estimate(item: Estimate) -> dict[str, Any]:
    return {
        **_key(item.key),
        "value": _rounded(item.value), "low": _rounded(item.low), "high": _rounded(item.high),
        "level": item.level, "observed-in": item.observed, "n": _rounded(item.n),
    }  # fmt: skip


def _difference(item: Difference) -> dict[str, Any]:
    return {
        **_key(item.key),
        "baseline": _rounded(item.base.value), "scenario": _rounded(item.other.value),
        "difference": _rounded(item.value), "low": _rounded(item.low), "high": _rounded(item.high),
        "excludes-zero": item.excludes_zero, "differing-in": item.differing,
        "variance-reduction": _rounded(item.reduction),
    }  # fmt: skip


def _key(key: Key) -> dict[str, Any]:
    return {"measure": key.measure, "of": key.of, "scale": SCALES[key.measure]}


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")
