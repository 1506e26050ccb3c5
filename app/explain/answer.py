"""``explain``: a code, or what is behind an article, a document, a finding or a rule of a rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guiju import as_json
from guiju.explain import article_page, code_page, document_page, finding_page
from guiju.explain.rule_lines import pages
from guiju.explain.subject import Subject, subject_of
from guiju.linting import Linting, linting
from guiju.messages import WORDS
from guiju.messages import say as lookup
from guiju.model.text import Language
from guiju.page import page
from guiju.request import Request
from guiju.wording import Wording


def code(word: str | None, form: str, language: Language) -> str:
    """One code, or the list of all of them where there is no word. Raises InputError."""
    if word is None:
        data, lines = code_page.list_as_json(), code_page.list_as_text(language)
    else:
        item = code_page.explanation_of(word)
        data, lines = code_page.as_json(item), code_page.as_text(item, language)
    return as_json.dumps(data) if form == "json" else page(lines)


def subject(request: Request, word: str, command: str, form: str, language: Language) -> str:
    """What is behind a subject. ``command``: what shows all gaps of a document. Raises InputError."""
    found = linting(request)
    named = subject_of(word, request.source.rulebook, [item.id for item in found.findings])
    say = Wording(request.source.rulebook, request.source.roster, language)
    data, lines = _shown(request, named, found, command, say)
    if form == "json":
        return as_json.dumps({**_head(request, named), **data})
    return page([*lines, *_others(named, say)])


def _shown(
    request: Request, named: Subject, found: Linting, command: str, say: Wording
) -> tuple[Mapping[str, Any], list[str]]:
    if named.sort == "article":
        article = article_page.article_page(request, named, found.findings)
        return article_page.as_json(article), article_page.as_text(article, say)
    if named.sort == "document":
        document = document_page.document_page(request, named, found.findings, command)
        return document_page.as_json(document), document_page.as_text(document, say)
    finding = _finding(request, named, found)
    return finding_page.as_json(finding), finding_page.as_text(finding, say)


def _finding(request: Request, named: Subject, found: Linting) -> finding_page.FindingPage:
    if named.sort == "rule":
        resting = tuple(item for item in found.findings if named.id in item.rules)
        return finding_page.FindingPage(request, named, None, resting)
    of_code = named.sort == "code"
    listed = tuple(i for i in found.findings if (i.code if of_code else i.id) == named.id)
    structural = tuple(i for i in found.structural if of_code and as_json.finding(i)["code"] == named.id)
    name = listed[0].code if listed else named.id
    return finding_page.FindingPage(request, named, code_page.explanation_of(name), listed, structural)


def _head(request: Request, named: Subject) -> dict[str, Any]:
    return {
        "format": "guiju.explain/1",
        "subject": "findings" if named.sort == "code" else named.sort,
        "rulebook": request.source.rulebook.id,
        "roster": request.source.roster.id,
        "reading": request.reading_name,
        "readings": dict(request.question.reading),
        "also": list(named.others),
    }


def _others(named: Subject, say: Wording) -> list[str]:
    if not named.others:
        return []
    sorts = say.join(lookup(WORDS, sort, say.language) for sort in named.others)
    sort = lookup(WORDS, named.sort, say.language)
    return ["", pages(say, "also", id=named.id, sorts=sorts, sort=sort)]
