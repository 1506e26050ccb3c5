"""Typed access to nodes. Every wrong type, unknown key and dangling id is one Problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Mapping as Mapping_
from contextlib import contextmanager
from datetime import date
from typing import TypeVar

from guiju.model.citation import Assumption, Basis, Citation, Force, Span
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence
from guiju.model.load.problem import InputError, Problem, nearest
from guiju.model.measure import Interval
from guiju.model.reading import Guard, Guarded
from guiju.model.text import Text

T = TypeVar("T")
MOST_TERM = 12
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_ARTICLE = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}\Z")
_INTEGER = re.compile(r"-?[0-9]{1,9}\Z")


def fail(span: Span, code: str, **words: object) -> InputError:
    return InputError([Problem(span, code, words)])


def kind_of(node: Node) -> str:
    return {Scalar: "text", Sequence: "list", Mapping: "mapping"}[type(node)]


def text_of(node: Node) -> str:
    if not isinstance(node, Scalar):
        raise fail(node.span, "expected-text", found=kind_of(node))
    if not node.text.strip():
        raise fail(node.span, "blank")
    return node.text


def mapping_of(node: Node) -> Mapping:
    if isinstance(node, Mapping):
        return node
    if isinstance(node, Scalar) and "：" in node.text:
        raise fail(node.span, "wide-colon")
    raise fail(node.span, "expected-mapping", found=kind_of(node))


def items_of(node: Node) -> tuple[Node, ...]:
    """The items of a list. A single value is not a list."""
    if not isinstance(node, Sequence):
        raise fail(node.span, "expected-list", found=kind_of(node))
    return node.items


def integer_of(node: Node, least: int = 0) -> int:
    text = text_of(node)
    if not (isinstance(node, Scalar) and node.plain and _INTEGER.match(text)):
        raise fail(node.span, "expected-number", found=text)
    if int(text) < least:
        raise fail(node.span, "too-small", found=text, least=least)
    return int(text)


def date_of(node: Node) -> date:
    text = text_of(node)
    try:
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise fail(node.span, "bad-date", found=text)


def word_of(node: Node, words: Collection[str], what: str) -> str:
    """One of a closed set of words, or an error with the nearest one."""
    text = text_of(node)
    if text in words:
        return text
    known = sorted(words)
    if "，" in text or "、" in text:
        raise fail(node.span, "wide-comma", found=text)
    raise fail(node.span, "unknown-word", found=text, what=what, near=nearest(text, known), known=known)


def id_of(text: str, span: Span) -> str:
    if "：" in text:
        raise fail(span, "wide-colon")
    if not _ID.match(text):
        raise fail(span, "bad-id", found=text)
    return text


VOCABULARY = frozenset(
    (
        "absence-kinds", "absent", "act", "acting", "activation", "acts", "admits", "after", "all", "any",
        "article", "articles", "assumed", "at-least", "at-most", "attributes", "bands", "below", "besides",
        "bodies", "body", "bounds", "by", "case", "chained", "cite", "claim", "claims", "covers",
        "currencies", "default", "defers-to-mandates", "different", "document", "documents", "each",
        "effect", "eligible", "en", "entails", "first", "force", "format", "from", "given-by", "holder",
        "holders", "id", "kind", "kinds", "known-gaps", "leader", "levels", "liberal", "mandates", "members",
        "mode", "name", "needs", "never-both", "note", "of", "onset", "options", "ordered", "over", "paired",
        "pairs", "paragraph", "people", "portfolio", "post", "posts", "qualification", "qualifications",
        "question", "rank", "readings", "reason", "recorded-ambiguities", "relation", "role", "roster",
        "rules", "seats", "signers", "source", "statement", "stay", "strict", "sub-delegation", "terms",
        "tiers", "timing", "title", "to", "trigger", "unit", "units", "until", "up-to", "use", "vacant",
        "when", "within-pair", "zh",
        "reading", "replications", "sample", "scenarios", "seed", "vary",
        "addressed-to", "adopted", "against", "also", "applies-to", "before", "case-space", "defined",
        "editorial-notes", "ends", "every", "facts", "form", "grant", "impossible", "in-order", "mentioned",
        "minutes", "norm", "norms", "pair-list", "parties", "personal", "procedure", "quorum", "register",
        "scope",
        "silence", "special-of", "text", "topics", "unless", "urgency", "where", "within", "word",
        "done", "festivals", "holidays", "notice", "received", "working", "years",
        "amendments", "answers", "changes", "repeals", "settles", "text",
        "absences", "arrive", "at", "backlog", "base", "calendar", "capacity", "change", "column", "csv",
        "cut-off", "date", "everyone", "expects", "hours", "lasts", "law", "least", "likely", "mean",
        "measure", "median", "meetings", "most", "overload", "peaks", "person", "policy", "postponed", "rate",
        "reading", "replies", "rule", "rulebook", "seed", "share", "spans", "spread", "substitutes", "takes",
        "times", "vacancies", "workload", "worst",
    )
)  # fmt: skip
"""Every key that the format prescribes somewhere: a key outside it is a misspelling."""


class Fields:
    """The keys of one mapping; ``close`` reports those that nobody took."""

    def __init__(self, node: Node, span: Span | None = None) -> None:
        self.node = mapping_of(node)
        self.span = span or self.node.span
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.node.entries

    def get(self, key: str) -> Node | None:
        self._known.append(key)
        return self.node.entries.get(key)

    def need(self, key: str) -> Node:
        found = self.get(key)
        if found is None:
            strange = [k for k in self.node.entries if k not in VOCABULARY]
            if strange:
                near = key if nearest(strange[0], [key]) else nearest(strange[0], VOCABULARY)
                raise fail(self.node.keys[strange[0]], "unknown-key", key=strange[0], near=near, known=())
            raise fail(self.span, "missing-key", key=key)
        return found

    def only(self, keys: Iterable[str]) -> None:
        """Report a key outside ``keys`` before anything is read."""
        self._known.extend(keys)
        self.close()

    def close(self) -> None:
        for key, span in self.node.keys.items():
            if key not in self._known:
                near = nearest(key, self._known)
                raise fail(span, "unknown-key", key=key, near=near, known=sorted(set(self._known)))


class Collector:
    """Collects problems, so that one run shows them all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._unknown: list[Problem] = []

    @contextmanager
    def trying(self) -> Iterator[None]:
        try:
            yield
        except InputError as error:
            self.problems += error.problems

    def only(self, fields: Fields, keys: Iterable[str]) -> None:
        """Note unknown keys; go no further after a misspelling, which would make others up."""
        try:
            fields.only(keys)
        except InputError as error:
            if any(problem.words.get("near") for problem in error.problems):
                raise
            self._unknown += error.problems

    def raise_any(self, *, last: bool = False) -> None:
        """Raise what was collected; unknown keys alone are no reason to stop before the last call."""
        if self.problems or (last and self._unknown):
            raise InputError([*self.problems, *self._unknown])


class Immediate(Collector):
    """Raises at the first problem: for small sections inside another."""

    @contextmanager
    def trying(self) -> Iterator[None]:
        yield


def section(
    node: Node | None, collector: Collector, parse: Callable[[str, Node, Span], T], *, ids: bool = True
) -> dict[str, T]:
    """The entries of an ``id: value`` mapping, sorted by id."""
    found: dict[str, T] = {}
    if node is None:
        return found
    mapping = mapping_of(node)
    for key in sorted(mapping.entries):
        with collector.trying():
            span = mapping.keys[key]
            found[id_of(key, span) if ids else key] = parse(key, mapping.entries[key], span)
    return found


def bilingual(node: Node) -> Text:
    fields = Fields(node)
    text = Text(text_of(fields.need("zh")), text_of(fields.need("en")))
    fields.close()
    return text


def basis_of(node: Node) -> Basis:
    """``{article, paragraph, terms, force}`` or ``{assumed: {zh, en}}``."""
    fields = Fields(node)
    assumed = fields.get("assumed")
    if assumed is not None:
        fields.close()
        return Assumption(bilingual(assumed))
    article = article_of(text_of(fields.need("article")), fields.need("article").span)
    paragraph = fields.get("paragraph")
    terms = fields.get("terms")
    force = word_of(fields.need("force"), list(Force), "force")
    against = fields.get("against")
    fields.close()
    return Citation(
        article,
        integer_of(paragraph, 1) if paragraph is not None else None,
        tuple(map(_term, items_of(terms))) if terms is not None else (),
        Force(force),
        Force(word_of(against, list(Force), "force")) if against is not None else None,
    )


def article_of(text: str, span: Span) -> str:
    """An article number: 49, or 49.1 for one that was inserted after it."""
    if not _ARTICLE.match(text):
        raise fail(span, "bad-article", found=text)
    return text


def _term(node: Node) -> str:
    text = text_of(node)
    if len(text) > MOST_TERM:
        raise fail(node.span, "long-term", found=text, most=MOST_TERM)
    return text


def bases_of(node: Node | None) -> tuple[Basis, ...]:
    """One basis, or a list of them."""
    if node is None:
        return ()
    if isinstance(node, Sequence):
        return tuple(basis_of(item) for item in node.items)
    return (basis_of(node),)


def ids_of(node: Node, words: Collection[str], what: str) -> tuple[str, ...]:
    """A list of known ids without repetition; it may not be empty."""
    found: dict[str, None] = {}
    for item in items_of(node):
        word = word_of(item, words, what)
        if word in found:
            raise fail(item.span, "repeated", found=word)
        found[word] = None
    if not found:
        raise fail(node.span, "empty-list", what=what)
    return tuple(found)


class Guards:
    """Parses ``when`` clauses against the declared switches and case attributes."""

    def __init__(
        self,
        options: dict[str, tuple[str, ...]],
        measures: Mapping_[str, Callable[[Node], tuple[Interval, ...]]] | None = None,
    ) -> None:
        self.options, self.measures = options, measures or {}

    def parse(self, node: Node | None) -> Guard:
        if node is None:
            return Guard()
        mapping = mapping_of(node)
        terms: list[tuple[str, tuple[str, ...]]] = []
        bounds: list[tuple[str, tuple[Interval, ...]]] = []
        for key in sorted(mapping.entries):
            value = mapping.entries[key]
            if key in self.measures:
                bounds.append((key, self.measures[key](value)))
                continue
            if key not in self.options:
                known = sorted({*self.options, *self.measures})
                raise fail(
                    mapping.keys[key], "unknown-word", found=key, what="when", near=nearest(key, known),
                    known=known,
                )  # fmt: skip
            chosen = (
                ids_of(value, self.options[key], key)
                if isinstance(value, Sequence)
                else (word_of(value, self.options[key], key),)
            )
            terms.append((key, tuple(sorted(chosen))))
        return Guard(tuple(terms), tuple(bounds))

    def guarded(self, node: Node, key: str, parse: Callable[[Node], T]) -> Guarded[T]:
        """``value``, or ``{key: value, when: {...}}``."""
        if not isinstance(node, Mapping) or (
            key == "holder" and {"post", "role", "acting"} & set(node.entries)
        ):
            return Guarded(parse(node))
        fields = Fields(node)
        value = parse(fields.need(key))
        when = self.parse(fields.get("when"))
        fields.close()
        return Guarded(value, when)

    def guarded_list(self, node: Node, key: str, parse: Callable[[Node], T]) -> tuple[Guarded[T], ...]:
        found = tuple(self.guarded(item, key, parse) for item in items_of(node))
        if not found:
            raise fail(node.span, "empty-list", what=key)
        return found
