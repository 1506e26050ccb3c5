"""One document type: its chain step by step, its procedure, its readings, and whether it can be completed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from guiju import as_json as json_data
from guiju.as_text import Grouped, group, other_readings, resilience
from guiju.explain.article_page import switch_lines
from guiju.explain.rule_lines import heading, pages, rule_json, rule_lines
from guiju.explain.rule_words import basis_words
from guiju.explain.section import Section, numbered
from guiju.explain.subject import Subject
from guiju.finding_words import sentence
from guiju.model.authority import Authority, Mandate, Rule, Silence, Substitution
from guiju.model.document import ByBody
from guiju.page import case_label
from guiju.request import Request
from guiju.verification import Row
from guiju.verify.coverage import Coverage
from guiju.verify.dependence import Acts, bars_on, rules_by_step
from guiju.verify.lint.finding import Finding, Ref
from guiju.verify.readings import reading_ranges
from guiju.wording import Wording

MOST_GAPS = 3
WAYS = ("own", "silent", "meetings", "cover", "mandates")
NORMS = ("Requirement", "Prohibition", "Duty", "Deadline")


@dataclass(frozen=True)
class DocumentPage:
    """``steps``: act -> the rules that can help to do it. ``rows``: one for each case."""

    request: Request
    subject: Subject
    command: str
    steps: Acts
    bars: tuple[str, ...]
    norms: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def document_page(
    request: Request, subject: Subject, found: tuple[Finding, ...], command: str
) -> DocumentPage:
    """``command``: what shows all its gaps."""
    id, question, book = subject.id, request.question, request.source.rulebook
    norms = sorted(book.procedure_of(id), key=lambda norm: (NORMS.index(type(norm).__name__), norm.id))
    about = tuple(item for item in found if any(Ref("document", id) in listed for _, listed in item.about))
    steps, bars = rules_by_step(question, id), bars_on(question, id)
    return DocumentPage(
        request, subject, command, steps, bars, tuple(norm.id for norm in norms), _rows(request, id), about
    )


def _rows(request: Request, id: str) -> tuple[Row, ...]:
    base = Coverage(replace(request.question, mandates="none"))
    base_results = base.documents([id], {})
    best = Coverage(replace(request.question, mandates="grantable")).documents([id], {}, explain=False)
    ranges = reading_ranges(base.question, [(r.document, r.case) for r in base_results])
    return tuple(
        Row(one, two, ranged, one.verdict)
        for one, two, ranged in zip(base_results, best, ranges, strict=True)
    )


def as_json(found: DocumentPage) -> dict[str, Any]:
    source = found.request.source
    return {
        "document": found.subject.id,
        "steps": [
            {"act": act, "rules": [rule_json(id, source) for id in rules]}
            for act, rules in found.steps.items()
        ],
        "bars": [rule_json(id, source) for id in found.bars],
        "procedure": [rule_json(id, source) for id in found.norms],
        "verdicts": [
            {
                "case": dict(sorted(row.guaranteed.case.chosen.items())),
                "guaranteed": row.guaranteed.verdict,
                "guaranteed-resilience": row.guaranteed.resilience,
                "attainable": row.attainable.verdict,
                "attainable-resilience": row.attainable.resilience,
                "gaps": [json_data.gap(gap) for gap in row.guaranteed.gaps],
                "every-reading": json_data.ranged(row.readings),
            }
            for row in found.rows
        ],
        "findings": [item.id for item in found.findings],
    }  # fmt: skip


def as_text(found: DocumentPage, say: Wording) -> list[str]:
    document = say.rulebook.documents[found.subject.id]
    name = document.name.say(say.language)
    title = name[:1].upper() + name[1:] + say("bracket", text=document.id)
    bases = [f"  {basis_words(basis, say)}" for basis in document.bases]
    reading = found.request.question.reading
    sections = (
        Section("h-verdict", _verdicts(found, say)),
        Section("h-steps", _steps(found, say)),
        Section("h-bars", rule_lines(found.bars, say, reading, document=document.id)),
        Section("h-procedure", rule_lines(found.norms, say, reading, document=document.id)),
        Section("h-touching", _readings(found, say)),
        Section("h-findings", [f"  · {sentence(item, say)} [{item.id}]" for item in found.findings]),
    )
    return [*heading(found.request.reading_name, say), "", title, *bases, *numbered(sections, say)]


def _verdicts(found: DocumentPage, say: Wording) -> list[str]:
    lines = []
    for item in group(found.rows, say):
        label = case_label(item.cases, say)
        row = item.rows[0]
        now, best = resilience(row.guaranteed, say), resilience(row.attainable, say)
        text = pages(say, "verdict", guaranteed=now, attainable=best)
        lines.append("  · " + (pages(say, "by-case", case=label, verdict=text) if label else text))
        lines += [f"    - {text}" for text in _gaps(item, say)]
        ranged = other_readings(row.readings, say)
        lines.append("    " + pages(say, "over-readings", range=ranged))
    return [*lines, "    " + pages(say, "more-command", command=f"{found.command} {found.subject.id}")]


def _gaps(item: Grouped, say: Wording) -> list[str]:
    """The first gaps in words; of the others, how many there are."""
    result = item.rows[0].guaranteed
    names = say.roles(item.cases[0])
    texts = list(dict.fromkeys(say.gap(gap, names, say.rulebook.kinds) for gap in result.gaps))
    more = len(texts) - MOST_GAPS
    return [*texts[:MOST_GAPS], *([pages(say, "more-gaps", n=more)] if more > 0 else [])]


def _steps(found: DocumentPage, say: Wording) -> list[str]:
    """Each act with its rules, by the way in which they give the power."""
    lines: list[str] = []
    reading, document = found.request.question.reading, found.subject.id
    for number, (act, rules) in enumerate(found.steps.items(), 1):
        lines += [""] if number > 1 else []
        lines.append("  " + pages(say, "step", number=number, act=say.act(act)))
        ordered = sorted(rules, key=lambda id: bool(getattr(say.rulebook.rules[id], "bodies", ())))
        acts = {act, *(getattr(say.rulebook.rules[id], "act", act) for id in rules)}
        ways = {way: [id for id in ordered if _way(say.rulebook.rules[id]) == way] for way in WAYS}
        for way, ids in ways.items():
            shown = rule_lines(ids, say, reading, document=document, acts=acts)
            lines += [f"  {pages(say, way)}", *shown] if ids else []
        if ways["own"] and not (ways["cover"] or ways["mandates"]):
            lines.append("  " + pages(say, "nobody-covers"))
    return lines


def _way(rule: Rule) -> str:
    match rule:
        case Substitution():
            return "cover"
        case Mandate():
            return "mandates"
        case Silence():
            return "silent"
        case Authority(bodies=bodies, by=by) if bodies or isinstance(by, ByBody):
            return "meetings"
        case _:
            return "own"


def _readings(found: DocumentPage, say: Wording) -> list[str]:
    """The readings that change some gap of it; those that change the verdict are marked."""
    touching = sorted({switch for row in found.rows for switch in row.readings.touching})
    deciding = {switch for row in found.rows for switch in row.readings.switches}
    lines = switch_lines(tuple(touching), found.request, say)
    mark = pages(say, "decisive")
    return [line + (mark if id in deciding else "") for id, line in zip(touching, lines, strict=True)]
