"""The files of an M/M/c queue: for ``guiju`` a rulebook, a roster and a scenario; for Prosimos a model."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

RULEBOOK = """
format: guiju.rulebook/1
id: queue
title: {zh: 队, en: queue}
source: {zh: 虚构, en: invented}
absence-kinds:
  away: {name: {zh: 不在, en: away}, onset: planned, cite: {article: 1, force: hard}}
acts:
  sign: {name: {zh: 签, en: sign}}
posts:
  clerk: {name: {zh: 员, en: clerk}, rank: 1, seats: {from: 1, to: 9}, cite: {article: 1, force: hard}}
documents:
  letter: {name: {zh: 函, en: letter}, cite: {article: 1, force: hard}}
rules:
  signs: {effect: authority, act: sign, documents: [letter], by: clerk, cite: {article: 1, force: hard}}
"""
BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="queue">
  <process id="queue">
    <startEvent id="start"/>
    <task id="sign" name="sign"/>
    <endEvent id="end"/>
    <sequenceFlow id="in" sourceRef="start" targetRef="sign"/>
    <sequenceFlow id="out" sourceRef="sign" targetRef="end"/>
  </process>
</definitions>
"""
ALWAYS = {"from": "MONDAY", "to": "SUNDAY", "beginTime": "00:00:00.000", "endTime": "23:59:59.999"}


def written(servers: int, customers: int, minutes: float, first: date) -> str:
    """The path of a scenario of one year, round the clock, with so many customers on average."""
    folder = Path(tempfile.mkdtemp())
    people = "".join(f"  clerk-{n}: {{name: {{zh: 甲, en: a}}, posts: [clerk]}}\n" for n in range(servers))
    roster = f"format: guiju.roster/1\nid: queue\ntitle: {{zh: 队, en: queue}}\npeople:\n{people}"
    scenario = f"""
format: guiju.scenario/1
id: queue
title: {{zh: 队, en: queue}}
rulebook: rulebook.yaml
roster: roster.yaml
from: {first}
until: {first.year}-12-31
hours: round-the-clock
acts:
  sign: {{law: exponential, mean: {minutes:.6f} minutes}}
workload:
  letter: {{arrive: {customers} per year}}
"""
    for name, text in (("rulebook", RULEBOOK), ("roster", roster), ("scenario", scenario)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return str(folder / "scenario.yaml")


def bpmn_and_parameters(servers: int, customers: int, minutes: float, folder: Path) -> tuple[Path, Path]:
    """The same queue for Prosimos; no time is longer than a hundred times its mean."""
    gap = 365 * 86_400 / customers
    parameters = {
        "resource_profiles": [
            {
                "id": "clerks",
                "name": "clerks",
                "resource_list": [
                    {
                        "id": "clerk",
                        "name": "clerk",
                        "cost_per_hour": 1,
                        "amount": servers,
                        "calendar": "always",
                    }
                ],
            }
        ],
        "arrival_time_distribution": {"distribution_name": "expon", "distribution_params": _expon(gap)},
        "arrival_time_calendar": [ALWAYS],
        "gateway_branching_probabilities": [],
        "task_resource_distribution": [
            {
                "task_id": "sign",
                "resources": [
                    {
                        "resource_id": "clerk",
                        "distribution_name": "expon",
                        "distribution_params": _expon(minutes * 60),
                    }
                ],
            }
        ],
        "resource_calendars": [{"id": "always", "name": "always", "time_periods": [ALWAYS]}],
    }
    model, file = folder / "queue.bpmn", folder / "queue.json"
    model.write_text(BPMN, "utf-8")
    file.write_text(json.dumps(parameters), "utf-8")
    return model, file


def _expon(mean: float) -> list[dict[str, float]]:
    return [{"value": mean}, {"value": 0.0}, {"value": 100 * mean}]
