"""Findings as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from guiju.messages import FINDINGS
from guiju.messages import say as lookup
from guiju.model.citation import Citation
from guiju.model.document import ChoiceAttribute, MeasureAttribute
from guiju.model.text import Text
from guiju.quantities import class_words
from guiju.verify.findings import EmptyTier, NeverHolds
from guiju.verify.findings import Finding as Structural
from guiju.verify.lint.finding import Finding, Ref, Region, Words
from guiju.wording import Wording

MOST_LISTED = 6
_LONG = ("documents", "rules")
"""What a sentence may name by the dozen: beyond six, the rest is counted."""


def sentence(item: Finding, say: Wording) -> str:
    """The finding in one sentence, with its articles."""
    words = {key: _joined(key, listed, say) for key, listed in item.about}
    articles = say.articles(item.articles) if item.articles else say("no-article")
    return lookup(FINDINGS, item.code, say.language, articles=articles, **words)


def _joined(key: str, listed: tuple[Words, ...], say: Wording) -> str:
    shown = list(dict.fromkeys(word(item, say) for item in listed))
    if key in ("acts", "kinds"):
        return say.alternatives(shown)
    if not shown:
        return say("none")
    if key in _LONG and len(shown) > MOST_LISTED + 1:
        return say("and-more", listed=say.join(shown[:MOST_LISTED]), n=len(shown) - MOST_LISTED)
    return say.join(shown, "semicolon" if any(isinstance(item, Region) for item in listed) else "and")


def word(item: Words, say: Wording) -> str:
    if isinstance(item, Text):
        return item.say(say.language)
    if isinstance(item, Region):
        return region(item, say)
    return _BY_SORT[item.sort](item, say)


def region(item: Region, say: Wording) -> str:
    """名称：选项、选项；…"""
    colon = "：" if say.language == "zh" else ": "
    parts = []
    for id, options in item.terms:
        attribute = say.rulebook.attributes[id]
        assert isinstance(attribute, ChoiceAttribute)
        chosen = say.alternatives(attribute.options[option].say(say.language) for option in options)
        parts.append(f"{attribute.name.say(say.language)}{colon}{chosen}")
    return say.join(parts, "semicolon") if parts else say("every-case")


def rule_words(id: str, say: Wording) -> str:
    """A rule or norm by its article, or as an assumption by its id."""
    book = say.rulebook
    rule = book.rules.get(id) or book.procedure[id]
    return say.basis(rule.basis) if isinstance(rule.basis, Citation) else id


def _reading(item: Ref, say: Wording) -> str:
    return say.rulebook.switches[item.id].question.say(say.language)


def _named(section: Callable[[Wording], Mapping[str, object]]) -> Callable[[Ref, Wording], str]:
    def words(item: Ref, say: Wording) -> str:
        return section(say)[item.id].name.say(say.language)  # type: ignore[attr-defined, no-any-return]

    return words


_BY_SORT: Mapping[str, Callable[[Ref, Wording], str]] = {
    "post": _named(lambda say: say.rulebook.posts),
    "unit": _named(lambda say: say.rulebook.units),
    "body": _named(lambda say: say.rulebook.bodies),
    "document": _named(lambda say: say.rulebook.documents),
    "act": _named(lambda say: say.rulebook.acts),
    "kind": _named(lambda say: say.rulebook.kinds),
    "fact": _named(lambda say: say.rulebook.facts),
    "term": _named(lambda say: say.rulebook.regulation.terms),
    "party": _named(lambda say: say.rulebook.regulation.parties),
    "attribute": _named(lambda say: say.rulebook.attributes),
    "person": lambda item, say: say.person(item.id),
    "reading": _reading,
    "relation": lambda item, say: say.relation_name(item.id),
    "rule": lambda item, say: rule_words(item.id, say),
    "claim": lambda item, say: say.rulebook.claims[item.id].statement.say(say.language),
    "id": lambda item, say: item.id,
    "number": lambda item, say: item.id,
}


def structural(item: Structural, say: Wording) -> str:
    """A condition that never holds, a hole between bands, a tier of nobody."""
    book = say.rulebook
    if isinstance(item, NeverHolds):
        return say(f"never-{item.sort}", id=item.id, guard=say.guard(item.guard))
    if isinstance(item, EmptyTier):
        rule, posts = book.rules[item.rule], say.join(map(say.post, item.posts))
        return say("empty-tier", rule=say.rule(rule), tier=item.tier, posts=posts)
    attribute = book.attributes[item.attribute]
    assert isinstance(attribute, MeasureAttribute)
    where = class_words(attribute, item.interval, say.language)
    return say(
        "hole-last" if item.last else "hole",
        documents=say.join(map(say.document, item.documents)), act=say.act(item.act),
        attribute=attribute.name.say(say.language), where=where,
        articles=say.join(_articles(item.rules, say)),
    )  # fmt: skip


def _articles(rules: Iterable[str], say: Wording) -> list[str]:
    return list(dict.fromkeys(say.basis(say.rulebook.rules[rule].basis) for rule in rules))
