"""A finding of ``verify/lint`` as one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from guiju.messages import FINDINGS, say
from guiju.model.document import ChoiceAttribute
from guiju.model.text import Text
from guiju.verify.lint.finding import Finding, Ref, Region, Words
from guiju.wording import Wording


class Named(Protocol):
    """What has a name in both languages."""

    @property
    def name(self) -> Text: ...


def sentence(item: Finding, words: Wording) -> str:
    """The sentence of its code, filled in with the names of what it is about."""
    blanks = {key: words.join(map(_Names(words), refs), _joint(refs)) for key, refs in item.about}
    return say(FINDINGS, item.code, words.language, articles=words.articles(item.articles), **blanks)


def _joint(refs: tuple[Words, ...]) -> str:
    """Regions and readings have commas inside."""
    return "and" if all(isinstance(ref, Ref) for ref in refs) else "or-class"


class _Names:
    """Calls things by their names."""

    def __init__(self, words: Wording) -> None:
        self.words, self.book = words, words.rulebook

    def __call__(self, item: Words) -> str:
        if isinstance(item, Text):
            return item.say(self.words.language)
        return self.region(item) if isinstance(item, Region) else self.ref(item)

    def ref(self, item: Ref) -> str:
        if item.sort == "rule":
            rule = self.book.rules.get(item.id)
            basis = self.book.procedure[item.id].basis if rule is None else rule.basis
            return item.id + self.words("bracket", text=self.words.basis(basis))
        if item.sort == "person":
            return self.words.person(item.id)
        tables: dict[str, Mapping[str, Named]] = {
            "post": self.book.posts, "body": self.book.bodies, "document": self.book.documents,
            "act": self.book.acts, "kind": self.book.kinds, "fact": self.book.facts,
            "attribute": self.book.attributes,
        }  # fmt: skip
        return tables[item.sort][item.id].name.say(self.words.language)

    def region(self, item: Region) -> str:
        """以谁名义：办公室；内容：部署工作、颁布政策."""
        language, parts = self.words.language, []
        for id, options in item.terms:
            attribute = self.book.attributes[id]
            assert isinstance(attribute, ChoiceAttribute)
            shown = self.words.join(attribute.options[option].say(language) for option in options)
            parts.append(f"{attribute.name.say(language)}{'：' if language == 'zh' else ': '}{shown}")
        return self.words.join(parts, "semicolon") or self.words("every-case")
