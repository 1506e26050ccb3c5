"""One finding, or all of one code: the sentence, what it means, and every rule behind it with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guiju import as_json as json_data
from guiju.explain.explanations import Explanation
from guiju.explain.rule_lines import heading, pages, rule_json, rule_lines
from guiju.explain.rule_words import basis_words
from guiju.explain.subject import Subject
from guiju.finding_words import sentence, structural, word
from guiju.linting import finding as finding_json
from guiju.request import Request
from guiju.verify.findings import EmptyTier, Hole, NeverHolds
from guiju.verify.findings import Finding as Structural
from guiju.verify.lint.finding import Finding, Ref
from guiju.wording import Wording, place, visible


@dataclass(frozen=True)
class FindingPage:
    """``explanation`` is None for a rule: the findings that rest on it are then listed."""

    request: Request
    subject: Subject
    explanation: Explanation | None
    findings: tuple[Finding, ...]
    structural: tuple[Structural, ...] = ()


def behind(item: Finding | Structural) -> tuple[str, ...]:
    """The rules and norms behind a finding."""
    match item:
        case Finding() | Hole():
            return item.rules
        case EmptyTier():
            return (item.rule,)
        case NeverHolds():
            return (item.id,) if item.sort == "rule" else ()


def as_json(found: FindingPage) -> dict[str, Any]:
    source, shown = found.request.source, found.explanation
    own = [found.subject.id] if found.subject.sort == "rule" else []
    listed = (id for item in (*found.findings, *found.structural) for id in behind(item))
    rules = dict.fromkeys([*own, *listed])
    return {
        "code": shown.code if shown else None,
        "findings": [*map(finding_json, found.findings), *map(json_data.finding, found.structural)],
        "rules": [rule_json(id, source) for id in rules],
    }


def as_text(found: FindingPage, say: Wording) -> list[str]:
    lines = heading(found.request.reading_name, say)
    if found.explanation is None:
        shown = rule_lines([found.subject.id], say, found.request.question.reading, where=True)
        return [*lines, "", *shown, *_resting(found, say)]
    lines += ["", f"{found.explanation.title.say(say.language)} [{found.subject.id}]", ""]
    if not (found.findings or found.structural):
        return [*lines, pages(say, "not-found"), "", *_explained(found.explanation, say)]
    for item in found.findings:
        lines += [f"■ {sentence(item, say)} [{item.id}]", *_behind(item, say), ""]
    for other in found.structural:
        lines += [f"■ {structural(other, say)}", *_behind(other, say), ""]
    return [*lines, *_explained(found.explanation, say)]


def _resting(found: FindingPage, say: Wording) -> list[str]:
    texts = [f"  · {sentence(item, say)} [{item.id}]" for item in found.findings]
    return ["", pages(say, "h-findings"), "", *texts] if texts else []


def _behind(item: Finding | Structural, say: Wording) -> list[str]:
    """The rules behind a finding, then the terms, posts and bodies that it speaks of, each with its place."""
    rules = behind(item)
    lines = ["", "  " + pages(say, "no-rules")]
    if rules:
        lines = ["", f"  {pages(say, 'h-behind')}", *rule_lines(rules, say, where=True)]
    spoken = (word for _, listed in item.about for word in listed) if isinstance(item, Finding) else ()
    things = [line for word in dict.fromkeys(spoken) if isinstance(word, Ref) for line in _thing(word, say)]
    return lines + (["", f"  {pages(say, 'h-about')}", *things] if things else [])


def _thing(ref: Ref, say: Wording) -> list[str]:
    book = say.rulebook
    sections: dict[str, Mapping[str, Any]] = {
        "term": book.regulation.terms, "party": book.regulation.parties, "post": book.posts,
        "body": book.bodies, "fact": book.facts, "reading": book.switches,
    }  # fmt: skip
    if ref.sort not in sections:
        return []
    thing = sections[ref.sort][ref.id]
    bases = say.join((basis_words(basis, say) for basis in thing.bases), "semicolon")
    named = pages(say, "named", head=word(ref, say), names=bases)
    return [f"  · {named} [{ref.id}]" + pages(say, "place", place=visible(place(thing.span)))]


def _explained(item: Explanation, say: Wording) -> list[str]:
    """What it is and how to mend it; the rest by another command."""
    language = say.language
    colon = "：" if language == "zh" else ": "
    return [
        f"{pages(say, 'what')}{colon}{item.what.say(language)}",
        f"{pages(say, 'fix')}{colon}{item.fix.say(language)}",
        "",
        pages(say, "more-explained", name=item.code),
    ]
