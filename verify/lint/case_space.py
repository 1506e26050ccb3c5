"""The detectors over the space of cases, for ``lint``."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.verify.lint.cases import case_findings
from guiju.verify.lint.finding import Finding
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.inverted import inverted
from guiju.verify.lint.two_authorities import two_authorities
from guiju.verify.lint.uneven import uneven
from guiju.verify.question import Cast, Question


def case_space_findings(ground: Ground) -> Iterator[Finding]:
    """Holes and conflicts, inversions, uneven steps, acts left to two."""
    question = Question(Cast(ground.book, ground.roster), ground.reading)
    yield from case_findings(question)
    yield from inverted(question)
    yield from uneven(question)
    yield from two_authorities(ground.book)
