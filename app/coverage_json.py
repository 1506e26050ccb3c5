"""``coverage`` as plain JSON data: one entry for every article, sorted by number."""

from __future__ import annotations

from typing import Any

from guiju.model.articles import ArticleRow, Mention, missing_numbers
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.model.text_check import ArticleCheck, FailedCitation, TextCheck


def as_json(book: Rulebook, rows: tuple[ArticleRow, ...], check: TextCheck | None) -> dict[str, Any]:
    checked = {item.id: item for item in check.articles} if check else {}
    states = [row.state for row in rows]
    data: dict[str, Any] = {
        "format": "guiju.coverage/1",
        "rulebook": book.id,
        "list-is-given": bool(book.regulation.articles),
        "missing": list(missing_numbers(rows)) if book.regulation.articles and not check else [],
        "summary": {
            "articles": len(rows),
            "encoded": states.count("encoded"),
            "definition": states.count("definition"),
            "reason": states.count("reason"),
            "neither": states.count("neither"),
        },
        "articles": [_row(row, checked.get(row.id)) for row in rows],
    }
    if check:
        data["text"] = _check(check)
    return data


def _row(row: ArticleRow, check: ArticleCheck | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "article": row.id,
        "listed": row.listed is not None,
        "state": row.state,
        "norms": list(row.listed.norms) if row.listed else [],
        "force": [str(force) for force in row.listed.force] if row.listed else [],
        "encoded": row.state == "encoded",
        "rules": list(row.rules),
        "procedure": list(row.procedure),
        "definitions": [_mention(item) for item in row.definitions],
        "readings": list(row.readings),
        "recorded": list(row.recorded),
        "notes": list(row.notes),
        "reason": _text(row.listed.reason) if row.listed else None,
    }
    if check:
        data["text"] = check.sameness
        data["digest"] = check.digest
        data["recorded-digest"] = check.recorded
        data["paragraphs"] = check.paragraphs
        changed = check.sameness in ("differs", "absent")
        data["look-again"] = [_mention(item) for item in row.parts] if changed else []
    return data


def _mention(item: Mention) -> dict[str, str]:
    return {"sort": item.sort, "id": item.id}


def _text(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text else None


def _check(check: TextCheck) -> dict[str, Any]:
    return {
        "holds": check.holds,
        "citations": check.citations,
        "failed": [_failed(item) for item in check.failed],
        "unlisted": list(check.unlisted),
        "duplicates": [{"article": article, "line": line} for article, line in check.duplicates],
        "gaps": list(check.gaps),
    }


def _failed(item: FailedCitation) -> dict[str, Any]:
    return {
        "fault": item.fault,
        "article": item.article,
        "paragraph": item.paragraph,
        "term": item.term,
        "sort": item.sort,
        "id": item.id,
        "found-in": list(item.found),
        "paragraphs": item.paragraphs,
    }
