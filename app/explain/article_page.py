"""One article: every part of the rulebook that rests on it, what it does, and which documents it touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guiju.explain.rule_lines import heading, pages, rule_json, rule_lines, rule_of
from guiju.explain.section import Section, numbered
from guiju.explain.subject import Subject
from guiju.finding_words import sentence
from guiju.messages import ARTICLES
from guiju.messages import say as lookup
from guiju.model.articles import citations
from guiju.model.guards import guards_of
from guiju.request import Request
from guiju.verify.dependence import documents_by_rule
from guiju.verify.lint.finding import Finding
from guiju.wording import Wording

RULES = ("rule", "procedure")
NAMED = ("post", "unit", "body", "kind", "qualification", "document", "fact", "term", "party")


@dataclass(frozen=True)
class ArticlePage:
    """``parts``: section of the rulebook -> ids that cite the article, in order."""

    request: Request
    subject: Subject
    parts: dict[str, tuple[str, ...]]
    documents: dict[str, tuple[str, ...]]
    readings: tuple[str, ...]
    findings: tuple[Finding, ...]
    recorded: tuple[str, ...]
    notes: tuple[str, ...]


def article_page(request: Request, subject: Subject, found: tuple[Finding, ...]) -> ArticlePage:
    book = request.source.rulebook
    parts: dict[str, dict[str, None]] = {}
    for cited in citations(book):
        if cited.citation.article == subject.id and subject.paragraph in (None, cited.citation.paragraph):
            parts.setdefault(cited.sort, {})[cited.id] = None
    listed = {sort: tuple(ids) for sort, ids in parts.items()}
    rules = frozenset(id for sort in RULES for id in listed.get(sort, ()))
    return ArticlePage(
        request, subject, listed, documents_by_rule(request.question, rules),
        _readings(request, rules, listed.get("reading", ())),
        tuple(item for item in found if subject.id in item.articles),
        tuple(item.id for item in book.recorded.values() if subject.id in item.articles),
        tuple(item.id for item in book.regulation.notes.values() if subject.id in item.articles),
    )  # fmt: skip


def _readings(request: Request, rules: frozenset[str], citing: tuple[str, ...]) -> tuple[str, ...]:
    """The readings that cite the article, and those on which its rules turn."""
    book = request.source.rulebook
    asked = dict.fromkeys(citing)
    for id in sorted(rules):
        guards = guards_of(book.rules[id], book.signers) if id in book.rules else (book.procedure[id].when,)
        asked.update((term, None) for guard in guards for term in guard.asked if term in book.switches)
    return tuple(asked)


def as_json(found: ArticlePage) -> dict[str, Any]:
    source, subject = found.request.source, found.subject
    article = source.rulebook.regulation.articles.get(subject.id)
    return {
        "article": subject.id,
        "paragraph": subject.paragraph,
        "norms": list(article.norms) if article else [],
        "force": [str(force) for force in article.force] if article else [],
        "reason": {"zh": article.reason.zh, "en": article.reason.en} if article and article.reason else None,
        "rules": [rule_json(id, source) for sort in RULES for id in found.parts.get(sort, ())],
        "definitions": [
            {"sort": sort, "id": id} for sort, ids in found.parts.items()
            if sort not in (*RULES, "reading", "claim") for id in ids
        ],
        "documents": [{"id": id, "acts": list(acts)} for id, acts in found.documents.items()],
        "readings-touching": list(found.readings),
        "claims": list(found.parts.get("claim", ())),
        "findings": [item.id for item in found.findings],
        "recorded-ambiguities": list(found.recorded),
        "editorial-notes": list(found.notes),
    }  # fmt: skip


def as_text(found: ArticlePage, say: Wording) -> list[str]:
    title = say.article(found.subject.id, found.subject.paragraph)
    lines = [*heading(found.request.reading_name, say), "", title[:1].upper() + title[1:]]
    sections = (
        Section("h-rules", _by_paragraph(found.parts.get("rule", ()), say)),
        Section("h-procedure", _by_paragraph(found.parts.get("procedure", ()), say)),
        Section("h-defines", _definitions(found, say)),
        Section("h-depending", _documents(found, say)),
        Section("h-touching", _switches(found, say)),
        Section("h-claims", [f"  · {_claim(id, say)}" for id in found.parts.get("claim", ())]),
        Section("h-findings", [f"  · {sentence(item, say)} [{item.id}]" for item in found.findings]),
        Section("h-recorded", _notes(found, say)),
    )
    body = numbered(sections, say)
    return [*lines, *_entry(found, say), *(body or ["", pages(say, "nothing-rests")])]


def _entry(found: ArticlePage, say: Wording) -> list[str]:
    """Its own entry under ``articles``: kinds of norm, force, and why it carries no more rules."""
    article = say.rulebook.regulation.articles.get(found.subject.id)
    if article is None:
        return []
    norms = say.join(lookup(ARTICLES, f"norm-{norm}", say.language) for norm in article.norms)
    forces = say.join(lookup(ARTICLES, f"force-{force}", say.language) for force in article.force)
    lines = [pages(say, "entry", norms=norms, force=forces or say("none"))]
    return lines + ([pages(say, "reason", reason=article.reason.say(say.language))] if article.reason else [])


def _by_paragraph(ids: tuple[str, ...], say: Wording) -> list[str]:
    def paragraph(id: str) -> tuple[int, str]:
        return getattr(rule_of(id, say).basis, "paragraph", None) or 0, id

    return rule_lines(sorted(ids, key=paragraph), say)


def _definitions(found: ArticlePage, say: Wording) -> list[str]:
    lines = []
    for sort, ids in found.parts.items():
        if sort in (*RULES, "reading", "claim"):
            continue
        names = say.join(_name(sort, id, say) for id in ids)
        head = lookup(ARTICLES, f"sort-{sort}", say.language)
        lines.append("  · " + pages(say, "named", head=head, names=names))
    return lines


def _name(sort: str, id: str, say: Wording) -> str:
    book = say.rulebook
    parts: dict[str, Any] = {
        "post": book.posts, "unit": book.units, "body": book.bodies, "kind": book.kinds, "fact": book.facts,
        "qualification": book.qualifications, "document": book.documents, "term": book.regulation.terms,
        "party": book.regulation.parties, "adopted": book.bodies,
    }  # fmt: skip
    if sort == "scope":
        applies = book.regulation.scope.applies if book.regulation.scope else ()
        return say.join(book.regulation.parties[id].name.say(say.language) for id in applies)
    return str(parts[sort][id].name.say(say.language))


def _documents(found: ArticlePage, say: Wording) -> list[str]:
    by_act: dict[str, list[str]] = {}
    for document, acts in found.documents.items():
        for act in acts:
            by_act.setdefault(act, []).append(document)
    order = say.rulebook.chain_order
    lines = []
    for act in sorted(by_act, key=order.__getitem__):
        names = say.join(map(say.document, by_act[act]))
        lines.append("  · " + pages(say, "depending", act=say.act(act), n=len(by_act[act]), documents=names))
    return lines


def _switches(found: ArticlePage, say: Wording) -> list[str]:
    return switch_lines(found.readings, found.request, say)


def switch_lines(ids: tuple[str, ...], request: Request, say: Wording) -> list[str]:
    """Each reading as its question and the option in force."""
    lines = []
    for id in ids:
        switch = say.rulebook.switches[id]
        chosen = request.question.reading.get(id)
        option = switch.options[chosen].say(say.language) if chosen else say("every-option")
        lines.append(f"  · {switch.question.say(say.language)} {option} [{id}={chosen or '*'}]")
    return lines


def _claim(id: str, say: Wording) -> str:
    return f"{say.rulebook.claims[id].statement.say(say.language)} [{id}]"


def _notes(found: ArticlePage, say: Wording) -> list[str]:
    book = say.rulebook
    texts = [book.recorded[id].reason for id in found.recorded]
    texts += [book.regulation.notes[id].note for id in found.notes]
    return [f"  · {text.say(say.language)}" for text in texts]
