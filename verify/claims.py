"""The closed list of claims; each is one line over one combinator, ``Violation``.

signable: unsatisfiable iff every document has a complete chain in every admitted world.
sole-authority: unsatisfiable iff never two people act as the post under one grant.
separation: unsatisfiable iff no document can be completed only by breaking an incompatibility.
reserved: unsatisfiable iff nobody but the holder (or those listed) can do the act or take part in it.
one-rule-per-case speaks of cases, not of worlds: see ``one_rule``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from guiju.model.authority import Authority, Incompatibility, Silence
from guiju.model.cases import fits
from guiju.model.citation import Span
from guiju.model.claim import Admission, Claim, KnownGap
from guiju.model.condition import (
    Condition,
    negate,
)
from guiju.model.document import Attribute
from guiju.model.world import World, evaluate
from guiju.verify.coverage import Coverage, Progress
from guiju.verify.explain import cited
from guiju.verify.gaps import EnginesDisagree, admits_no_world, shapes_of
from guiju.verify.lint.finding import Finding
from guiju.verify.one_rule import one_rule_per_case
from guiju.verify.properties import PROPERTIES, claimed, every_case
from guiju.verify.question import Question
from guiju.verify.static_claims import STATIC, against, looked_for
from guiju.verify.verdict import Box, DocumentResult, Verdict


@dataclass(frozen=True)
class Violation:
    """A document and case, or a body, for which a claim fails, with its minimal worlds."""

    document: str
    case: Mapping[str, str]
    boxes: tuple[Box, ...]
    unspecified: bool = False
    body: str = ""


@dataclass(frozen=True)
class ClaimResult:
    """``tolerated``: violations that known gaps cover. ``articles``: what a proof rests on.

    ``findings``: what speaks against a claim about the rules themselves.
    """

    claim: Claim
    verdict: Verdict
    violations: tuple[Violation, ...]
    tolerated: tuple[Violation, ...] = ()
    articles: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class KnownGapFinding:
    """A known gap that has expired, or that no gap needs any more."""

    known: KnownGap
    why: str


@dataclass(frozen=True)
class Claims:
    """Checks the claims of a rulebook under the reading and kinds of a question."""

    question: Question
    today: date

    def results(self, progress: Progress = lambda done, total: None) -> tuple[ClaimResult, ...]:
        claims = [claim for _, claim in sorted(self.question.rulebook.claims.items())]
        found = []
        for done, claim in enumerate(claims):
            found.append(self.result(claim))
            progress(done + 1, len(claims))
        return tuple(found)

    def vacuous(self) -> tuple[tuple[str, Span], ...]:
        """The claims whose premises admit no world at all."""
        return tuple(
            (claim.id, claim.span)
            for claim in self.question.rulebook.claims.values()
            if admits_no_world(self._asked(claim))
        )

    def _asked(self, claim: Claim) -> Question:
        mandates = "grantable" if claim.mandates == "grantable" else claim.mandates
        admission = _both(claim.admits, self.question.admission)
        return replace(self.question, mandates=mandates, admission=admission)  # type: ignore[arg-type]

    def result(self, claim: Claim) -> ClaimResult:
        question = self._asked(claim)
        if claim.kind == "one-rule-per-case":
            verdict, found, rests_on = one_rule_per_case(claim, question)
            return ClaimResult(claim, verdict, (), (), rests_on, found)
        if not _about_something(claim, question):
            return ClaimResult(claim, "vacuous", ())
        if claim.kind == "signable":
            return self._signable(claim, question)
        if claim.kind in STATIC:
            found = against(claim, question)
            held: Verdict = "proved" if looked_for(claim, question) else "unknown"
            return ClaimResult(claim, "refuted" if found else held, (), findings=found)
        violations: list[Violation] = []
        verdicts: set[Verdict] = set()
        behind: set[str] = set()
        asked = [
            (*found[:2], question.settle(found[2]), found)
            for found in PROPERTIES[claim.kind](claim, question)
        ]
        shapes = shapes_of(question, (negate(settled) for _, _, settled, _ in asked))
        for document, case, settled, (_, _, violation, examined) in asked:
            shape = shapes[negate(settled)]
            verdicts.add(shape.verdict)
            behind |= examined
            if shape.boxes:
                _replay(question, violation, shape.boxes[0])
                body = document if claim.kind == "convenable" else ""
                violations.append(Violation("" if body else document, case.chosen, shape.boxes, body=body))
        rests_on = cited(behind, question.rulebook.rules)
        return ClaimResult(claim, _worst(verdicts), tuple(violations), (), rests_on)

    def _signable(self, claim: Claim, question: Question) -> ClaimResult:
        todo = [(id, case) for id in claim.documents for case in claimed(claim, question, id)]
        results = Coverage(question).cases(todo, explain=False)
        violations: list[Violation] = []
        tolerated: list[Violation] = []
        for result in results:
            left, known = self._split(result)
            remaining = self.remaining(result)
            if known:
                tolerated.append(Violation(result.document, result.case.chosen, known))
            if remaining != "proved":
                unspecified = remaining == "unspecified"
                violations.append(Violation(result.document, result.case.chosen, left, unspecified))
        verdict = _worst({self.remaining(result) for result in results})
        cores = {rule for result in results for rule in result.core}
        rests_on = cited(cores, question.rulebook.rules) if verdict == "proved" else ()
        return ClaimResult(claim, verdict, tuple(violations), tuple(tolerated), rests_on)

    def judges(self, document: str) -> bool:
        """Whether a claim of signability speaks of the document, in all cases."""
        used = self.question.rulebook.documents[document].attributes
        return any(
            claim.kind == "signable" and document in claim.documents and not set(claim.case) & set(used)
            for claim in self.question.rulebook.claims.values()
        )

    def beyond_gaps(self, result: DocumentResult) -> Verdict:
        """What is left to judge when claims say which absences count: silence and doubt, no gap."""
        if result.verdict != "refuted":
            return result.verdict
        if not result.complete:
            return "unknown"
        return "unspecified" if result.silence_blocks else "proved"

    def _split(self, result: DocumentResult) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
        tolerated = self.tolerated(result)
        return tuple(gap.box for gap in result.gaps if gap.box not in tolerated), tolerated

    def remaining(self, result: DocumentResult) -> Verdict:
        """The verdict once known gaps are tolerated: they hide neither silence nor doubt."""
        return result.verdict if self._split(result)[0] else self.beyond_gaps(result)

    def tolerated(self, result: DocumentResult) -> tuple[Box, ...]:
        """The gaps of a result that known gaps cover, whatever their kinds of absence."""
        book = self.question.rulebook
        live = [k for k in book.known_gaps.values() if k.until >= self.today]
        boxes = (gap.box for gap in result.gaps)
        return tuple(b for b in boxes if any(matches(k, result, b, book.attributes) for k in live))

    def stale(
        self, results: tuple[DocumentResult, ...], *, whole: bool = True
    ) -> tuple[KnownGapFinding, ...]:
        """Known gaps that have expired or that match no gap of the results.

        ``whole``: the results cover every document, case and kind; otherwise what matches
        nothing has merely not been examined.
        """
        found, attributes = [], self.question.rulebook.attributes
        for _, known in sorted(self.question.rulebook.known_gaps.items()):
            if known.until < self.today:
                found.append(KnownGapFinding(known, "expired"))
            elif whole and not any(
                matches(known, r, gap.box, attributes)
                for r in (*results, *self._in_its_case(known))
                for gap in r.gaps
            ):
                found.append(KnownGapFinding(known, "unused"))
        return tuple(found)

    def _in_its_case(self, known: KnownGap) -> tuple[DocumentResult, ...]:
        """The document in every case that a known gap speaks of, which the results may leave out."""
        named = {**every_case(self.question), **known.case}
        return Coverage(self.question).documents([known.document], named, explain=False)


def matches(known: KnownGap, result: DocumentResult, box: Box, attributes: Mapping[str, Attribute]) -> bool:
    return (
        known.document == result.document
        and all(fits(attributes[k], v, result.case.values.get(k)) for k, v in known.case.items())
        and known.absent == frozenset(box.people)
    )


def _both(one: Admission, other: Admission) -> Admission:
    """What both admit."""
    limits = [a.at_most for a in (one, other) if a.at_most is not None]
    return replace(one, at_most=min(limits) if limits else None)


def _worst(verdicts: set[Verdict]) -> Verdict:
    order: tuple[Verdict, ...] = ("vacuous", "refuted", "unspecified", "unknown", "proved")
    return next((v for v in order if v in verdicts), "vacuous")


def _about_something(claim: Claim, question: Question) -> bool:
    """Whether the rules on the documents could refute the claim at all: what it speaks of is in them."""
    rules = [rule for document in claim.documents for rule in question.rulebook.naming(document)]
    if claim.kind == "reserved":
        return any(isinstance(rule, Authority | Silence) and rule.act == claim.act for rule in rules)
    if claim.kind == "separation":
        return any(isinstance(rule, Incompatibility) for rule in rules)
    if claim.kind == "convenable":
        return any(question.rulebook.at_body(body) for body in claim.bodies)
    if claim.kind == "covered-posts":
        return bool(question.rulebook.authorities)
    return True


def _replay(question: Question, violation: Condition, box: Box) -> None:
    """The counterexample again, through ``evaluate`` alone."""
    reading = {**{s: d.profile["strict"] for s, d in question.rulebook.switches.items()}, **question.reading}
    if box.readings:
        reading.update(box.readings[0])
    absent, vacant = {person: kinds[0] for person, kinds in box.absent}, frozenset(box.vacant)
    world = World(absent, vacant, question.grants(violation, vacant), reading, somebody=True)
    if not evaluate(violation, world):
        raise EnginesDisagree(f"the counterexample does not replay: {box!r}")
