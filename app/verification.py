"""``verify``: everything that one run of it finds, as one frozen value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from guiju.model.authority import Mandate, Rule
from guiju.model.cases import CaseOf
from guiju.model.condition import Granted, grants_of
from guiju.model.load.calendar import bundled_calendar
from guiju.model.load.problem import InputError, Problem
from guiju.model.procedure import Cadence, Deadline
from guiju.request import Request
from guiju.verify.claims import ClaimResult, Claims, KnownGapFinding
from guiju.verify.coverage import Coverage
from guiju.verify.findings import Finding, findings
from guiju.verify.likeness import likeness
from guiju.verify.lint.ground import Ground
from guiju.verify.readings import reading_ranges
from guiju.verify.timing import Timing, timings
from guiju.verify.verdict import Box, DocumentResult, ReadingRange, Verdict

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """One document in one case: without mandates, with all attainable ones, and elsewise."""

    guaranteed: DocumentResult
    attainable: DocumentResult
    readings: ReadingRange
    remaining: Verdict
    """The verdict without mandates, once known gaps whose day has not come are tolerated."""
    judged_by_claims: bool = False
    """A claim of signability says which absences the document must survive: ``remaining`` leaves gaps out."""

    def help(self, box: Box) -> Literal["none", "partly", "whole"]:
        """What granting every attainable mandate does to a gap."""
        left = [gap.box for gap in self.attainable.gaps]
        if box in left:
            return "none"
        return "partly" if any(overlap(box, other) for other in left) else "whole"


def overlap(box: Box, other: Box) -> bool:
    """Some world of the box, with everybody else there, lies in the other one too."""
    kinds = dict(box.absent)
    return not set(other.present) & set(kinds) and all(
        set(kinds.get(person, ())) & set(listed) for person, listed in other.absent
    )


@dataclass(frozen=True)
class MandateAdvice:
    """A mandate that removes gaps when it is signed in advance."""

    rule: Rule
    giver: str
    to: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPerson:
    """Somebody whose absence alone, in some kind at least, blocks documents when no mandate is granted."""

    person: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Verification:
    request: Request
    rows: tuple[Row, ...]
    claims: tuple[ClaimResult, ...]
    advice: tuple[MandateAdvice, ...]
    stale: tuple[KnownGapFinding, ...]
    findings: tuple[Finding, ...] = ()
    timings: tuple[Timing, ...] = ()

    @property
    def key_people(self) -> tuple[KeyPerson, ...]:
        """Those who block most documents first, then by rank; the documents in the order of the rows."""
        found: dict[str, dict[str, None]] = {}
        for row in self.rows:
            for box in (gap.box for gap in row.guaranteed.gaps):
                if len(box.absent) == 1 and not (box.present or box.vacant or box.filled):
                    found.setdefault(box.people[0], {})[row.guaranteed.document] = None
        book, people = self.request.source.rulebook, self.request.source.roster.people

        def order(person: str) -> tuple[int, int, str]:
            rank = min(book.posts[post].rank for post in people[person].posts)
            return -len(found[person]), rank, person

        ordered = ((person, found[person]) for person in sorted(found, key=order))
        return tuple(KeyPerson(person, tuple(documents)) for person, documents in ordered)

    @property
    def verdicts(self) -> frozenset[str]:
        found = {row.remaining for row in self.rows}
        found |= {claim.verdict for claim in self.claims}
        if self.stale or self.findings:
            found.add("refuted")
        return frozenset(found)


def verify(
    request: Request, progress: Progress, today: date, *, explain_attainable: bool = True
) -> Verification:
    """Prove coverage and claims. Raises InputError for claims whose premises admit no world."""
    question = request.question
    claims = Claims(question, today)
    vacuous = claims.vacuous()
    if vacuous:
        raise InputError(Problem(span, "vacuous-claim", {"claim": id}) for id, span in vacuous)
    guaranteed = Coverage(replace(question, mandates="none"))
    attainable = Coverage(replace(question, mandates="grantable"))
    base = guaranteed.documents(request.documents, request.case, progress)
    other = attainable.documents(request.documents, request.case, explain=explain_attainable)
    ranges = reading_ranges(guaranteed.question, [(r.document, r.case) for r in base])
    rows = tuple(_row(claims, one, two, ranged) for one, two, ranged in zip(base, other, ranges, strict=True))
    stale = claims.stale(base, whole=request.whole)
    found = findings(request.source.rulebook, request.source.roster) if request.whole else ()
    times = _timings(request) if request.whole else ()
    return Verification(request, rows, claims.results(), _advice(request, rows), stale, found, times)


def _timings(request: Request) -> tuple[Timing, ...]:
    """How long the numbered legs of the procedures can take, by the bundled calendar."""
    question = request.question
    if not any(isinstance(norm, Deadline | Cadence) for norm in question.rulebook.procedure.values()):
        return ()
    ground = Ground(question.rulebook, question.roster, question.reading)
    return timings(ground, tuple(request.documents), bundled_calendar())


def _row(claims: Claims, base: DocumentResult, other: DocumentResult, readings: ReadingRange) -> Row:
    judged = claims.judges(base.document)
    left = claims.beyond_gaps(base) if judged else claims.remaining(base)
    return Row(base, other, readings, left, judged)


def _advice(request: Request, rows: tuple[Row, ...]) -> tuple[MandateAdvice, ...]:
    """The mandates behind the difference between guaranteed and attainable."""
    found: dict[tuple[str, str, str], list[str]] = {}
    helped = [r for r in rows if any(r.help(gap.box) != "none" for gap in r.guaranteed.gaps)]
    alike = likeness(request.question, [(r.guaranteed.document, r.guaranteed.case) for r in helped])
    advised = [_grants(request, document, case) for document, case in alike.firsts]
    for row, first, names in zip(helped, alike.first, alike.renamings, strict=True):
        for rule, giver, to in advised[first]:
            key = (rule, giver, to)
            if names is not None:
                key = (names.rules[rule], names.people[giver], names.people[to])
            found.setdefault(key, []).append(row.guaranteed.document)
    rules = request.source.rulebook.rules
    return tuple(
        MandateAdvice(rules[rule], giver, to, tuple(dict.fromkeys(documents)))
        for (rule, giver, to), documents in sorted(found.items())
    )


def _grants(request: Request, document: str, case: CaseOf) -> list[tuple[str, str, str]]:
    """The mandates that a document's chain could use: rule, giver, mandatee."""
    chain = request.question.resolver.chain(document, case.values)
    rules = request.source.rulebook.rules
    used = sorted(grants_of(chain.condition), key=lambda g: (g.rule, g.giver, g.to))
    return [
        (g.rule, g.giver, g.to) for g in used if isinstance(rules[g.rule], Mandate) or _mandated(request, g)
    ]


def _mandated(request: Request, grant: Granted) -> bool:
    rule = request.source.rulebook.rules[grant.rule]
    return any(item.value == "by-mandate" for item in getattr(rule, "activation", ()))
