"""The closed list of claims; each is one line over one combinator, ``Violation``.

signable: unsatisfiable iff every document has a complete chain in every admitted world.
sole-authority: unsatisfiable iff never two people act as the post under one grant.
separation: unsatisfiable iff no document can be completed only by breaking an incompatibility.
reserved: unsatisfiable iff nobody but the holder (or those listed) can do the act or take part in it.
one-rule-per-case speaks of cases, not of worlds: see ``one_rule``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import prod

from guiju.model.actors import ExpansionTooLarge
from guiju.model.authority import Authority, Incompatibility, Mandate, OfPost, OfRole, Silence, Substitution
from guiju.model.cases import EVERY, CaseOf, cases, fits
from guiju.model.citation import Span
from guiju.model.claim import Admission, Claim, KnownGap
from guiju.model.condition import (
    Condition,
    Granted,
    Leaf,
    any_of,
    at_least,
    constant,
    leaves,
    negate,
    rewrite,
)
from guiju.model.document import Attribute
from guiju.model.route import Route
from guiju.model.world import World, evaluate
from guiju.verify.coverage import Coverage, Progress
from guiju.verify.explain import cited
from guiju.verify.gaps import EnginesDisagree, admits_no_world, shapes_of
from guiju.verify.lint.finding import Finding
from guiju.verify.one_rule import one_rule_per_case
from guiju.verify.question import Question
from guiju.verify.verdict import Box, DocumentResult, Verdict

MOST_GRANTS = 4096


@dataclass(frozen=True)
class Violation:
    """A document and case in which a claim fails, with its minimal worlds."""

    document: str
    case: Mapping[str, str]
    boxes: tuple[Box, ...]
    unspecified: bool = False


@dataclass(frozen=True)
class ClaimResult:
    """``tolerated``: violations that known gaps cover. ``articles``: what a proof rests on.

    ``findings`` refute a claim about cases.
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
        violations: list[Violation] = []
        verdicts: set[Verdict] = set()
        behind: set[str] = set()
        asked = [
            (*found[:2], question.settle(found[2]), found)
            for found in _PROPERTIES[claim.kind](claim, question)
        ]
        shapes = shapes_of(question, (negate(settled) for _, _, settled, _ in asked))
        for document, case, settled, (_, _, violation, examined) in asked:
            shape = shapes[negate(settled)]
            verdicts.add(shape.verdict)
            behind |= examined
            if shape.boxes:
                _replay(question, violation, shape.boxes[0])
                violations.append(Violation(document, case.chosen, shape.boxes))
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

    def _split(self, result: DocumentResult) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
        tolerated = self.tolerated(result)
        return tuple(gap.box for gap in result.gaps if gap.box not in tolerated), tolerated

    def remaining(self, result: DocumentResult) -> Verdict:
        """The verdict once known gaps are tolerated: they hide neither silence nor doubt."""
        if result.verdict != "refuted" or self._split(result)[0]:
            return result.verdict
        if not result.complete:
            return "unknown"
        return "unspecified" if result.silence_blocks else "proved"

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


def every_case(question: Question) -> dict[str, str]:
    """Claims hold for every case: all values of all attributes."""
    return dict.fromkeys(question.rulebook.attributes, EVERY)


def claimed(claim: Claim, question: Question, document: str) -> Iterator[CaseOf]:
    """The cases of a document that a claim speaks of: every one, unless it names values."""
    used = question.rulebook.documents[document].attributes
    named = {id: values for id, values in claim.case.items() if id in used}
    seen: set[tuple[tuple[str, str], ...]] = set()
    for chosen in itertools.product(*named.values()):
        asked = {**every_case(question), **dict(zip(named, chosen, strict=True))}
        for case in cases(question.rulebook, question.roster, document, asked):
            key = tuple(sorted(case.values.items()))
            if key not in seen:
                seen.add(key)
                yield case


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


Found = Iterator[tuple[str, CaseOf, Condition, frozenset[str]]]
"""Document, case, the condition under which the claim fails, and the rules that were examined."""


def _sole_authority(claim: Claim, question: Question) -> Found:
    """Two who act in place of the holder, under one grant of each mandate."""
    assert claim.post is not None and claim.act is not None
    nowhere = CaseOf({}, {}, {})
    routes = question.resolver.actors.routes(OfPost(claim.post), claim.act, "", {})
    acting = [route for route in routes if route.relation != "incumbent"]
    two = at_least(2, _by_person(acting).values())
    violation = any_of(_one_grant(two, grants, question) for grants in _single_grants(two, question))
    yield "", nowhere, violation, _rules_of(acting)


def _single_grants(condition: Condition, question: Question) -> Iterator[frozenset[Granted]]:
    """Every way to grant each mandate to one person; notices are not grants."""
    book = question.rulebook
    by_rule: dict[str, list[Granted]] = {}
    for item in leaves(condition):
        if isinstance(item, Granted):
            rule = book.rules[item.rule]
            mandated = isinstance(rule, Mandate) or (
                isinstance(rule, Substitution) and any(a.value == "by-mandate" for a in rule.activation)
            )
            if mandated:
                by_rule.setdefault(item.rule, []).append(item)
    ways = [[None, *sorted({g.to for g in grants})] for grants in by_rule.values()]
    if prod(map(len, ways)) > MOST_GRANTS:
        raise ExpansionTooLarge(f"more than {MOST_GRANTS} ways to grant the mandates of one claim")
    for chosen in itertools.product(*ways):
        to = dict(zip(by_rule, chosen, strict=True))
        yield frozenset(g for rule, grants in by_rule.items() for g in grants if g.to == to[rule])


def _one_grant(condition: Condition, grants: frozenset[Granted], question: Question) -> Condition:
    rules = {g.rule for g in leaves(condition) if isinstance(g, Granted)}

    def value(item: Leaf) -> Condition | None:
        if isinstance(item, Granted):
            rule = question.rulebook.rules[item.rule]
            notice = isinstance(rule, Substitution) and not any(
                a.value == "by-mandate" for a in rule.activation
            )
            return constant(notice or item in grants)
        return None

    return rewrite(condition, value) if rules else condition


def _separation(claim: Claim, question: Question) -> Found:
    for document in claim.documents:
        for case in claimed(claim, question, document):
            chain = question.resolver.chain(document, case.values)
            examined = frozenset(rule.id for step in chain.steps for rule in step.rules)
            yield document, case, _and_not(chain.waived, chain.separated), examined


def _reserved(claim: Claim, question: Question) -> Found:
    """Anybody but those who may can do the act, or take part in it, under any rule on the document."""
    assert claim.post is not None and claim.act is not None
    book, roster = question.rulebook, question.roster
    for document in claim.documents:
        for case in claimed(claim, question, document):
            allowed = {p for p, who in roster.people.items() if set(claim.to) & set(who.posts)}
            capacity = OfPost(claim.post) if claim.post in book.posts else OfRole(claim.post)
            circumstance = question.resolver.walk.circumstance
            allowed |= {person for person, _ in circumstance.incumbents(capacity, case.values)}
            found = [
                (condition, rules)
                for person, condition, rules in question.resolver.doers(claim.act, document, case.values)
                if person not in allowed
            ]
            behind = frozenset(rule for _, rules in found for rule in rules)
            own = frozenset(question.resolver.signature(document))
            yield document, case, any_of(condition for condition, _ in found), behind | own


def _and_not(one: Condition, other: Condition) -> Condition:
    return negate(any_of([negate(one), other]))


def _rules_of(routes: Iterable[Route]) -> frozenset[str]:
    return frozenset(rule for route in routes for rule in route.rules)


def _by_person(routes: Iterable[Route]) -> dict[str, Condition]:
    found: dict[str, list[Condition]] = {}
    for route in routes:
        found.setdefault(route.person, []).append(route.condition)
    return {person: any_of(ways) for person, ways in sorted(found.items())}


_PROPERTIES: Mapping[str, Callable[[Claim, Question], Found]] = {
    "sole-authority": _sole_authority,
    "separation": _separation,
    "reserved": _reserved,
}
