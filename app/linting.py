"""``lint``: findings about the rulebook itself, as text and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guiju import as_json as json_data
from guiju.finding_words import sentence, structural
from guiju.messages import FINDING_TITLES
from guiju.messages import say as lookup
from guiju.page import page
from guiju.request import Request
from guiju.verify.findings import Finding as Structural
from guiju.verify.findings import findings
from guiju.verify.lint.detectors import lint
from guiju.verify.lint.finding import Finding, Ref, Region, Words
from guiju.verify.lint.live import MOST_RULES, too_many
from guiju.wording import Wording, chinese_number


@dataclass(frozen=True)
class Linting:
    """``structural``: what guards and tiers come to; ``findings``: what the detectors found."""

    request: Request
    structural: tuple[Structural, ...]
    findings: tuple[Finding, ...]

    @property
    def skipped(self) -> tuple[str, ...]:
        """The codes that were not looked for."""
        return ("idle-rule",) if too_many(self.request.source.rulebook) else ()


def linting(request: Request) -> Linting:
    book, roster = request.source.rulebook, request.source.roster
    found = lint(book, roster, request.question.reading)
    return Linting(request, findings(book, roster), found)


def as_json(found: Linting) -> dict[str, Any]:
    request = found.request
    return {
        "format": "guiju.lint/1",
        "rulebook": request.source.rulebook.id,
        "roster": request.source.roster.id,
        "reading": request.reading_name,
        "readings": dict(request.question.reading),
        "not-looked-for": list(found.skipped),
        "findings": [*map(finding, found.findings), *map(json_data.finding, found.structural)],
    }


def finding(item: Finding) -> dict[str, Any]:
    return {
        "code": item.code,
        "id": item.id,
        "about": {key: [_word(word) for word in listed] for key, listed in item.about},
        "rules": list(item.rules),
        "articles": list(item.articles),
    }


def _word(item: Words) -> Any:
    if isinstance(item, Ref):
        return {item.sort: item.id}
    if isinstance(item, Region):
        return {term: list(options) for term, options in item.terms}
    return {"zh": item.zh, "en": item.en}


def as_text(found: Linting, say: Wording) -> str:
    """One section for each code, in the order of the detectors, one sentence for each finding."""
    book, roster = found.request.source.rulebook, found.request.source.roster
    colon = "：" if say.language == "zh" else ": "
    base, _, changes = found.request.reading_name.partition(" ")
    lines = [
        book.title.say(say.language) + say("bracket", text=book.source.say(say.language)),
        f"{say('roster')}{colon}{(roster.note or roster.title).say(say.language)}",
        f"{say('reading')}{colon}{say(f'profile-{base}')}" + (say("comma") + changes if changes else ""),
        "",
        say("lint-summary", n=len(found.findings) + len(found.structural)),
        *(say("lint-skipped", code_=code, most=MOST_RULES) for code in found.skipped),
    ]
    by_code: dict[str, list[str]] = {}
    for item in found.findings:
        by_code.setdefault(item.code, []).append(sentence(item, say))
    for other in found.structural:
        by_code.setdefault(json_data.finding(other)["code"], []).append(structural(other, say))
    for number, (code, sentences) in enumerate(by_code.items(), 1):
        numeral = chinese_number(number) if say.language == "zh" else str(number)
        title = lookup(FINDING_TITLES, code, say.language) + say("finding-code", id=code)
        lines += ["", say("section", number=numeral, title=title), ""]
        lines += [f"  · {text}" for text in sentences]
    notes = book.regulation.notes
    if notes:
        lines += ["", say("editorial-notes")]
        lines += [
            f"  · {note.note.say(say.language)}" + say("bracket", text=say.articles(note.articles))
            for note in notes.values()
        ]
    return page([*lines, "", say("lint-explain")])
