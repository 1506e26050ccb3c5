"""A rule on a page: its sentence, then its article, force, key terms, id and place in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from guiju.as_json import basis
from guiju.explain.phrases import PAGES
from guiju.explain.rule_words import basis_words, rule_sentence
from guiju.explain.under_reading import under_reading
from guiju.messages import say as lookup
from guiju.model.authority import Mandate, Rule, Substitution
from guiju.model.procedure import Norm
from guiju.model.reading import Reading
from guiju.source import Source
from guiju.wording import Wording, place, visible


def pages(say: Wording, code: str, **words: object) -> str:
    return lookup(PAGES, code, say.language, **words)


def rule_of(id: str, say: Wording) -> Rule | Norm:
    book = say.rulebook
    return book.rules.get(id) or book.procedure[id]


def rule_lines(
    ids: Iterable[str], say: Wording, reading: Reading | None = None, *, document: str = "",
    acts: Collection[str] = (),
    where: bool = False,
) -> list[str]:  # fmt: skip
    """Two lines for each rule. ``reading``: say only what it leaves open, and which rules it switches off.

    ``document``, ``acts``: leave the other documents and acts unsaid. ``where``: with the place in the file.
    """
    lines = []
    for id in dict.fromkeys(ids):
        rule = narrowed(rule_of(id, say), document, acts)
        left = rule if reading is None else under_reading(rule, reading)
        text = rule_sentence(rule if left is None else left, say)
        off = pages(say, "switched-off") if left is None else ""
        at = pages(say, "place", place=visible(place(rule.span))) if where else ""
        lines += [f"  · {text}{off}", f"    {basis_words(rule.basis, say)} [{id}]{at}"]
    return lines


def narrowed(rule: Rule | Norm, document: str, acts: Collection[str]) -> Rule | Norm:
    """The rule as far as it bears on one document and some acts."""
    if document in getattr(rule, "documents", ()):
        changes: dict[str, Any] = {"documents": (document,)}
        rule = replace(rule, **changes)
    if isinstance(rule, Substitution):
        return replace(rule, acts=tuple(item for item in rule.acts if item.value in acts) or rule.acts)
    if isinstance(rule, Mandate):
        return replace(rule, acts=tuple(act for act in rule.acts if act in acts) or rule.acts)
    return rule


def rule_json(id: str, source: Source) -> dict[str, Any]:
    """A rule with its sentence in both languages."""
    zh, en = Wording(source.rulebook, source.roster, "zh"), Wording(source.rulebook, source.roster, "en")
    rule = rule_of(id, zh)
    return {
        "id": id,
        "kind": type(rule).__name__.lower(),
        "sentence": {"zh": rule_sentence(rule, zh), "en": rule_sentence(rule, en)},
        "basis": basis(rule.basis),
        "place": str(rule.span),
    }


def heading(request_name: str, say: Wording) -> list[str]:
    """What a page rests on: the rulebook, the roster, the reading."""
    book, roster = say.rulebook, say.roster
    colon = "：" if say.language == "zh" else ": "
    base, _, changes = request_name.partition(" ")
    return [
        book.title.say(say.language) + say("bracket", text=book.source.say(say.language)),
        f"{say('roster')}{colon}{(roster.note or roster.title).say(say.language)}",
        f"{say('reading')}{colon}{say(f'profile-{base}')}" + (say("comma") + changes if changes else ""),
    ]
