"""All detectors, in the order in which a report shows what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from guiju.model.office import Roster
from guiju.model.reading import Reading
from guiju.model.rulebook import Rulebook
from guiju.verify.lint.case_space import case_space_findings
from guiju.verify.lint.conflicts import conflict_findings
from guiju.verify.lint.cover import cover_findings
from guiju.verify.lint.finding import Finding
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.live import idle_by_comparison, idle_findings
from guiju.verify.lint.mandates import mandate_findings
from guiju.verify.lint.meetings import meeting_findings
from guiju.verify.lint.posts import post_findings
from guiju.verify.lint.terms import text_findings
from guiju.verify.lint.time import time_findings

DETECTORS: tuple[Callable[[Ground], Iterable[Finding]], ...] = (
    text_findings, post_findings, cover_findings, meeting_findings, mandate_findings, conflict_findings,
    time_findings, case_space_findings, idle_by_comparison,
    idle_findings,
)  # fmt: skip


def lint(book: Rulebook, roster: Roster, reading: Reading) -> tuple[Finding, ...]:
    """Every finding of every detector. Switches that ``reading`` leaves out are open: what is found
    is then missing under some option of theirs.
    """
    ground = Ground(book, roster, reading)
    return tuple(found for detector in DETECTORS for found in detector(ground))
