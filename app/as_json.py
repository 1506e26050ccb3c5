"""Results as plain JSON data: sorted, without clock times, byte-identical from run to run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from guiju import timetable
from guiju.model.citation import Assumption, Basis, articles
from guiju.model.measure import spelled
from guiju.model.reading import Guard
from guiju.request import Request
from guiju.verification import Verification
from guiju.verify.claims import ClaimResult, Violation
from guiju.verify.findings import EmptyTier, Finding, NeverHolds
from guiju.verify.lint.finding import Finding as LintFinding
from guiju.verify.lint.finding import Region
from guiju.verify.verdict import Box, DocumentResult, Gap, ReadingRange


def dumps(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def head(request: Request, format: str) -> dict[str, Any]:
    """What every result rests on."""
    question = request.question
    return {
        "format": format,
        "rulebook": request.source.rulebook.id,
        "roster": request.source.roster.id,
        "reading": request.reading_name,
        "readings": dict(question.reading),
        "kinds": list(question.domain),
        "mandates": question.mandates,
        "absent-at-most": question.admission.at_most,
    }


def box(item: Box) -> dict[str, Any]:
    data: dict[str, Any] = {
        "absent": {person: list(kinds) for person, kinds in item.absent},
        "present": list(item.present),
        "vacant": list(item.vacant),
    }
    if item.filled:
        data["filled"] = list(item.filled)
    data["readings"] = [dict(combination) for combination in item.readings]
    return data


def gap(item: Gap) -> dict[str, Any]:
    data = box(item.box)
    readings = data.pop("readings")
    return {
        **data,
        "articles": list(item.articles),
        "readings": readings,
        "cause": item.cause,
        "steps": [
            {
                "act": step.act,
                "rules": list(step.rules),
                "short": [
                    {"rule": s.rule, "why": s.aspect, "person": s.person, "readings": list(s.switches)}
                    for s in step.shortfalls
                ],
                "not-quorate": list(step.inquorate),
            }
            for step in item.failed
        ],
        "incompatible": list(item.conflict),
    }


def document(result: DocumentResult) -> dict[str, Any]:
    return {
        "id": result.document,
        "case": dict(sorted(result.case.chosen.items())),
        "case-defaults": dict(sorted(result.case.assumed.items())),
        "verdict": result.verdict,
        "resilience": result.resilience,
        "resilience-is": "at-least" if result.at_least else "exact",
        "complete": result.complete,
        **({"unlisted": result.unlisted} if result.unlisted else {}),
        "unspecified": [
            {"act": u.act, "rule": u.rule, "articles": list(u.articles)} for u in result.unspecified
        ],
        "gaps": [gap(item) for item in result.gaps],
        "rests-on": {"rules": list(result.core), "articles": list(result.core_articles)},
    }


def ranged(item: ReadingRange) -> dict[str, Any]:
    return {
        "verdicts": list(item.verdicts),
        "resilience": list(item.resilience),
        "depends-on": list(item.switches),
        "touched-by": list(item.touching),
        "exactly-under": {
            verdict: [dict(combination) for combination in combinations]
            for verdict, combinations in item.minimal.items()
        },
    }


def gaps(request: Request, results: tuple[DocumentResult, ...]) -> dict[str, Any]:
    return {**head(request, "guiju.gaps/1"), "documents": [document(result) for result in results]}


def verification(found: Verification) -> dict[str, Any]:
    data = head(found.request, "guiju.verify/1")
    del data["mandates"]
    data["documents"] = [
        {
            "id": row.guaranteed.document,
            "case": dict(sorted(row.guaranteed.case.chosen.items())),
            "guaranteed": _answer(row.guaranteed),
            "attainable": _answer(row.attainable),
            "every-reading": ranged(row.readings),
            "judged-by": "claims" if row.judged_by_claims else "gaps",
        }
        for row in found.rows
    ]
    data["claims"] = [claim(item) for item in found.claims]
    data["mandates-in-advance"] = [
        {
            "rule": a.rule.id, "articles": list(articles((a.rule.basis,))), "from": a.giver, "to": a.to,
            "documents": list(a.documents),
        }
        for a in found.advice
    ]  # fmt: skip
    data["known-gaps"] = [
        {"id": item.known.id, "code": f"known-gap-{item.why}", "until": item.known.until.isoformat()}
        for item in found.stale
    ]
    data["key-people"] = [{"person": k.person, "documents": list(k.documents)} for k in found.key_people]
    data["findings"] = [finding(item) for item in found.findings]
    data["timings"] = [timetable.as_json(item) for item in found.timings]
    return data


def condition(guard: Guard) -> dict[str, list[str]]:
    """A guard: reading or attribute -> options, posts or intervals, any of which will do."""
    bounds = {term: list(map(spelled, intervals)) for term, intervals in guard.bounds}
    return {**{term: list(options) for term, options in guard.terms}, **bounds}


def finding(item: Finding) -> dict[str, Any]:
    if isinstance(item, NeverHolds):
        return {"code": "never-holds", "in": item.sort, "id": item.id, "when": condition(item.guard)}
    if isinstance(item, EmptyTier):
        return {"code": "empty-tier", "rule": item.rule, "tier": item.tier, "posts": list(item.posts)}
    return {
        "code": "hole", "act": item.act, "attribute": item.attribute, "class": item.interval,
        "last-act": item.last, "documents": list(item.documents), "rules": list(item.rules),
    }  # fmt: skip


def _answer(result: DocumentResult) -> dict[str, Any]:
    data = document(result)
    del data["id"], data["case"]
    return data


def claim(item: ClaimResult) -> dict[str, Any]:
    return {
        "id": item.claim.id,
        "claim": item.claim.kind,
        "verdict": item.verdict,
        "mandates": item.claim.mandates,
        "admits": {
            "at-most": item.claim.admits.at_most,
            "never-both": item.claim.admits.never_both,
            "within-pair": item.claim.admits.within_pair,
            "stay": [{"at-least": s.count or "all", "of": list(s.posts)} for s in item.claim.admits.stay],
            "kinds": list(item.claim.admits.kinds) if item.claim.admits.kinds is not None else None,
            "vacant": list(item.claim.admits.vacant),
        },
        "basis": basis(item.claim.basis),
        "rests-on": {"articles": list(item.articles)},
        "violations": [_violation(v) for v in item.violations],
        **({"findings": [found.id for found in item.findings]} if item.findings else {}),
        "tolerated": [_violation(v) for v in item.tolerated],
        **_regions(item.findings),
    }  # fmt: skip


def _regions(findings: Iterable[LintFinding]) -> dict[str, Any]:
    """The parts of the case space that findings speak of, by finding."""
    found = {
        item.id: [{id: list(options) for id, options in word.terms} for word in words]
        for item in findings
        for words in [[w for _, listed in item.about for w in listed if isinstance(w, Region)]]
        if words
    }
    return {"regions": found} if found else {}


def _violation(item: Violation) -> dict[str, Any]:
    return {
        **({"body": item.body} if item.body else {"document": item.document}),
        "case": dict(sorted(item.case.items())),
        "unspecified": item.unspecified,
        "worlds": [box(b) for b in item.boxes],
    }


def basis(item: Basis) -> dict[str, Any]:
    if isinstance(item, Assumption):
        return {"assumed": {"zh": item.reason.zh, "en": item.reason.en}}
    return {
        "article": item.article, "paragraph": item.paragraph, "terms": list(item.terms),
        "force": str(item.force),
    }  # fmt: skip
