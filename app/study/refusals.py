"""Work that can never be served, as problems with a place."""

from __future__ import annotations

from guiju.model.actors import ExpansionTooLarge
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.simulate.feasible import Obstacle, obstacles
from guiju.simulate.run import Prepared


def refuse(prepared: Prepared) -> None:
    """Raise InputError with everything that stands in the way of a scenario."""
    try:
        found = obstacles(prepared)
    except ExpansionTooLarge as error:
        raise InputError(
            [Problem(Span(prepared.scenario.id, 0, 0), "too-large-step", {"why": str(error)})]
        ) from error
    if found:
        raise InputError([_problem(prepared, obstacle) for obstacle in found])


def _problem(prepared: Prepared, obstacle: Obstacle) -> Problem:
    scenario = prepared.scenario
    load, meetings = scenario.workload.get(obstacle.workload), scenario.meetings.get(obstacle.body)
    span = load.span if load else meetings.span if meetings else Span(scenario.id, 0, 0)
    words = {
        "document": obstacle.document, "act": obstacle.act, "body": obstacle.body,
        "people": ", ".join(obstacle.people), "percent": round(obstacle.share * 100),
    }  # fmt: skip
    return Problem(span, f"sim-{obstacle.code}", words)
