"""``who``: who can do what on each document in one world, and by which article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guiju.acting import DocumentNow, Instant, act_as_json, away_lines, document_now, one_reading, who_words
from guiju.as_json import head
from guiju.model.cases import cases
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.page import case_label, heading, page, table
from guiju.request import Request, known, split_pair
from guiju.verify.explain import Explainer
from guiju.wording import Wording


@dataclass(frozen=True)
class Presence:
    request: Request
    absent: Mapping[str, str]
    vacant: tuple[str, ...]
    documents: tuple[DocumentNow, ...]


def presence(request: Request, absent: tuple[str, ...], vacant: tuple[str, ...]) -> Presence:
    """Evaluate every document in one world. Raises InputError."""
    book, roster, question = request.source.rulebook, request.source.roster, request.question
    one_reading(request)
    away: dict[str, str] = {}
    for item in absent:
        person, kind = split_pair("--absent", item, "mayor=abroad")
        person = known("--absent", person, roster.people, "person")
        if person in away:
            raise InputError([Problem(Span("--absent", 0, 0), "given-twice", {"found": person})])
        away[person] = known("--absent", kind, book.kinds, "absence kind")
    posts = tuple(sorted({known("--vacant", post, book.posts, "post") for post in vacant}))
    explainer = Explainer(question.cast)
    instant = Instant(question, away, frozenset(posts))
    found = tuple(
        document_now(explainer, explainer.chain(id, case.values, question.reading), case, instant)
        for id in sorted(request.documents)
        for case in cases(book, roster, id, request.case)
    )
    return Presence(request, dict(sorted(away.items())), posts, found)


def as_json(found: Presence) -> dict[str, Any]:
    return {
        **head(found.request, "guiju.who/1"),
        "absent": dict(found.absent),
        "vacant": list(found.vacant),
        "documents": [
            {
                "id": d.document,
                "case": dict(sorted(d.case.chosen.items())),
                "case-defaults": dict(sorted(d.case.assumed.items())),
                "verdict": d.verdict,
                "steps": [act_as_json(act) for act in d.acts],
                "incompatible": list(d.conflict),
            }
            for d in found.documents
        ],
    }


def as_text(found: Presence, say: Wording) -> str:
    colon = "：" if say.language == "zh" else ": "
    lines = heading(found.request, say, mandates=False)[:-1]
    lines.append(f"{say('mandates')}{colon}{say('mandates-' + found.request.question.mandates)}")
    lines += away_lines(found.absent, found.vacant, say)
    rows = []
    for item in found.documents:
        name = say.document(item.document)
        verdict = {"complete": "can-complete", "blocked": "cannot-complete"}.get(
            item.verdict, "unspecified-complete"
        )
        text = say("same-person") if item.conflict else say(verdict)
        if not item.acts:
            rows.append([name, case_label((item.case,), say), "", say("gap-unruled"), text])
        for index, act in enumerate(item.acts):
            first = index == 0
            rows.append([
                name if first else "", case_label((item.case,), say) if first else "", say.act(act.act),
                who_words(act, say), text if first else "",
            ])  # fmt: skip
    headers = [say(c) for c in ("c-document", "c-case", "c-act", "c-who", "c-verdict")]
    lines += ["", table(rows, headers, [24, 22, 12, 46, 16])]
    return page(lines)
