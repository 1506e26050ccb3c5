"""One code explained, and the list of all codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guiju.explain.explanations import BY_READING, GROUPS, Explanation, explanations
from guiju.explain.phrases import PAGES
from guiju.messages import say as lookup
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem, nearest
from guiju.model.text import Language, Text

PARTS = ("what", "why", "example", "fix")


def explanation_of(code: str) -> Explanation:
    """Raises InputError with the nearest code. A code with the ending -by-reading shares its text."""
    known = explanations()
    if code in known:
        return known[code]
    base = known.get(code.removesuffix(BY_READING))
    if base is not None and base.group == "space":
        return replace(base, code=code, by_reading=True)
    near = nearest(code, known) or next((id for id, item in known.items() if code in _names(item)), None)
    words = {"found": code, "what": "code", "near": near, "known": list(known)}
    raise InputError([Problem(Span("CODE", 0, 0), "unknown-word", words)])


def _names(item: Explanation) -> tuple[str, str]:
    return item.title.zh, item.title.en


def as_json(item: Explanation) -> dict[str, Any]:
    return {
        "format": "guiju.explain/1",
        "subject": "code",
        "code": item.code,
        "title": _both(item.title),
        **{part: _both(getattr(item, part)) for part in PARTS},
        "yaml": item.snippet or None,
        "by-reading": item.by_reading,
        "see-also": list(item.see),
    }


def list_as_json() -> dict[str, Any]:
    listed = [{"code": i.code, "group": i.group, "title": _both(i.title)} for i in explanations().values()]
    return {"format": "guiju.explain/1", "subject": "codes", "codes": listed}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def as_text(item: Explanation, language: Language) -> list[str]:
    mark = lookup(PAGES, "by-reading", language) if item.by_reading else ""
    lines = [f"{item.title.say(language)}{mark} [{item.code}]"]
    for part in PARTS:
        lines += ["", lookup(PAGES, part, language), f"  {getattr(item, part).say(language)}"]
    if item.by_reading:
        lines += ["", lookup(PAGES, "by-reading-note", language)]
    if item.snippet:
        snippet = (f"    {line}" for line in item.snippet.rstrip().split("\n"))
        lines += ["", lookup(PAGES, "snippet", language), "", *snippet]
    if item.see:
        lines += ["", lookup(PAGES, "see", language, codes=", ".join(item.see))]
    return lines


def list_as_text(language: Language) -> list[str]:
    known = explanations()
    lines = [lookup(PAGES, "codes", language, n=len(known))]
    for group in GROUPS:
        lines += ["", lookup(PAGES, f"g-{group}", language), ""]
        lines += [f"  · {i.code:<26} {i.title.say(language)}" for i in known.values() if i.group == group]
    return lines
