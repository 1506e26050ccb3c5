"""``diff``: two rulebooks, rosters or readings as typed, checked, and what differs between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from guiju.model.citation import Span
from guiju.model.load.calendar import bundled_calendar
from guiju.model.load.problem import InputError, Problem
from guiju.request import Options, Request, known, request_of
from guiju.source import load
from guiju.verify.change.difference import Terms, difference
from guiju.verify.change.result import Difference
from guiju.verify.change.sides import Side
from guiju.verify.question import Mandates
from guiju.verify.solver import DEFAULT_EFFORT


@dataclass(frozen=True)
class Typed:
    """One side as it was typed."""

    rulebook: str
    roster: str | None
    reading: tuple[str, ...]


@dataclass(frozen=True)
class Diff:
    """Two requests and what differs between them. ``whole``: no document was left out."""

    old: Request
    new: Request
    mandates: tuple[Mandates, ...]
    whole: bool
    found: Difference

    @property
    def files(self) -> tuple[str, ...]:
        return (*self.old.source.files, *self.new.source.files)


def diff(
    old: Typed,
    new: Typed,
    mandates: Mandates | None,
    documents: tuple[str, ...],
    progress: Callable[[int, int], None],
    today: date,
) -> Diff:
    """Compare. ``mandates`` None: both with no mandate granted and with every one. Raises InputError."""
    one, other = _request(old, ""), _request(new, "new-")
    books = one.source.rulebook, other.source.rulebook
    for id in documents:
        known("--document", id, {*books[0].documents, *books[1].documents}, "document")
    ends: tuple[Mandates, ...] = (mandates,) if mandates else ("none", "grantable")
    terms = Terms(ends, documents, bundled_calendar(), today, DEFAULT_EFFORT)
    return Diff(one, other, ends, not documents, difference(_side(one), _side(other), terms, progress))


def _request(typed: Typed, prefix: str) -> Request:
    """A side, checked; problems of the new one name its own options."""
    try:
        return request_of(load(typed.rulebook, typed.roster), Options(reading=typed.reading))
    except InputError as error:
        raise InputError([_placed(problem, prefix) for problem in error.problems]) from error


def _placed(problem: Problem, prefix: str) -> Problem:
    names = {"--reading": f"--{prefix}reading", "RULEBOOK": "NEW" if prefix else "OLD"}
    span = problem.span
    return Problem(Span(names.get(span.file, span.file), span.line, span.column), problem.code, problem.words)


def _side(request: Request) -> Side:
    source = request.source
    return Side(source.rulebook, source.roster, request.question.reading)
