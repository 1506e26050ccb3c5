"""YAML to CaseFile (format ``guiju.case/1``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from guiju.model.authority import Mandate, Substitution
from guiju.model.case_file import CaseFile, Dated, Standing
from guiju.model.cases import in_range, meant
from guiju.model.circumstance import Circumstance
from guiju.model.citation import Span
from guiju.model.condition import TRUE
from guiju.model.document import Attribute, CaseSpace, ChoiceAttribute, MeasureAttribute, PeopleAttribute
from guiju.model.load.fields import (
    Collector,
    Fields,
    date_of,
    fail,
    items_of,
    mapping_of,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Node, read_nodes
from guiju.model.load.problem import nearest
from guiju.model.load.rulebook import check_format
from guiju.model.load.standing import standing
from guiju.model.measure import NotAQuantity
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook
from guiju.model.sequence import acts_of

FORMAT = "guiju.case/1"
TOP_LEVEL = (
    "format", "document", "case-space", "case", "facts", "absent", "vacant", "mandates", "received", "done",
)  # fmt: skip
YEARS = range(1900, 2200)


def load_case_file(path: Path, book: Rulebook, roster: Roster, name: str | None = None) -> CaseFile:
    """Load a case file for a rulebook and a roster. Raises InputError with every defect found."""
    return parse_case_file(read_nodes(path, name), book, roster)


def parse_case_file(node: Node, book: Rulebook, roster: Roster) -> CaseFile:
    """Raises InputError: first for words and values, then for what they say together."""
    fields = Fields(node)
    check_format(fields, FORMAT)
    collector = Collector()
    collector.only(fields, TOP_LEVEL)
    parser = _Parser(fields, book, roster, collector)
    documents, space = parser.governing()
    case = parser.case(documents, space)
    facts, absent = parser.facts(), parser.absent()
    vacant, mandates = parser.vacant(), parser.mandates()
    received = parser.received()
    done = parser.done(documents, received)
    collector.raise_any(last=True)
    place = fields.node.keys.get("case", fields.span)
    found: list[Standing] = []
    for document in documents:
        with collector.trying():
            named = {**(space or {}), **case}
            found.append(standing(book, roster, document, named, parser.places, place))
    collector.raise_any()
    return CaseFile(tuple(found), space, facts, absent, vacant, mandates, received, done)


class _Parser:
    """Parses the keys of one case file, each defect collected."""

    def __init__(self, fields: Fields, book: Rulebook, roster: Roster, collector: Collector) -> None:
        self.fields, self.book, self.roster, self.collector = fields, book, roster, collector
        self.places: dict[str, Span] = {}

    def governing(self) -> tuple[tuple[str, ...], Mapping[str, str] | None]:
        """The document named, or the place in the case space and the documents that stand there.

        Nothing else can be checked without it, so its defects are raised at once.
        """
        named, space = self.fields.get("document"), self.fields.get("case-space")
        if (named is None) == (space is None):
            raise fail(self.fields.span, "one-key", known=["document", "case-space"])
        if space is None:
            assert named is not None
            return (word_of(named, self.book.documents, "document"),), None
        if self.book.case_space is None:
            raise fail(self.fields.node.keys["case-space"], "no-space")
        place = self._place(space, self.book.case_space)
        now = Circumstance(self.book, self.roster, {})
        if any(now.guard(guard, place) is TRUE for guard in self.book.case_space.impossible):
            raise fail(space.span, "impossible-case")
        return tuple(
            id
            for id, document in self.book.documents.items()
            if any(now.guard(guard, place) is TRUE for guard in document.where)
        ), place

    def _place(self, node: Node, space: CaseSpace) -> dict[str, str]:
        """One value for every attribute of the case space; one that is not named has its default."""
        axes = {id: self.book.attributes[id] for id in space.attributes}
        place = {id: axis.default for id, axis in axes.items() if isinstance(axis, ChoiceAttribute)}
        collector = Collector()
        for id, value, span in self._entries(node):
            with collector.trying():
                axis = axes[_key(id, span, axes, "attribute")]
                assert isinstance(axis, ChoiceAttribute)
                place[id] = word_of(value, axis.options, "attribute value")
        collector.raise_any()
        return place

    @staticmethod
    def _entries(node: Node | None) -> list[tuple[str, Node, Span]]:
        if node is None:
            return []
        mapping = mapping_of(node)
        return [(id, mapping.entries[id], mapping.keys[id]) for id in mapping.entries]

    def case(self, documents: Collection[str], space: Mapping[str, str] | None) -> dict[str, str]:
        found: dict[str, str] = {}
        used = {id for document in documents for id in self.book.documents[document].attributes}
        with self.collector.trying():
            for id, value, span in self._entries(self.fields.get("case")):
                with self.collector.trying():
                    _key(id, span, self.book.attributes, "attribute")
                    if documents and id not in used:
                        raise fail(span, "unused-attribute", found=id, known=sorted(used))
                    if id in (space or {}):
                        raise fail(span, "given-twice", found=id)
                    attribute = self.book.attributes[id]
                    found[id], self.places[id] = value_of(attribute, value, self.roster), value.span
        return found

    def facts(self) -> dict[str, bool]:
        found: dict[str, bool] = {}
        with self.collector.trying():
            for id, value, span in self._entries(self.fields.get("facts")):
                with self.collector.trying():
                    _key(id, span, self.book.facts, "fact")
                    found[id] = word_of(value, ("yes", "no"), "value of a fact") == "yes"
        return found

    def absent(self) -> dict[str, str]:
        found: dict[str, str] = {}
        with self.collector.trying():
            for id, value, span in self._entries(self.fields.get("absent")):
                with self.collector.trying():
                    _key(id, span, self.roster.people, "person")
                    found[id] = word_of(value, self.book.kinds, "absence kind")
        return dict(sorted(found.items()))

    def vacant(self) -> tuple[str, ...]:
        return tuple(sorted(self._listed("vacant", self.book.posts, "post") or ()))

    def mandates(self) -> frozenset[str] | None:
        return self._listed("mandates", needing_a_grant(self.book), "mandate")

    def _listed(self, key: str, words: Collection[str], what: str) -> frozenset[str] | None:
        """A list that may be empty; None where the key is missing."""
        node = self.fields.get(key)
        if node is None:
            return None
        found: set[str] = set()
        with self.collector.trying():
            for item in items_of(node):
                with self.collector.trying():
                    word = text_of(item)
                    if word in found:
                        raise fail(item.span, "repeated", found=word)
                    if what == "mandate" and word in self.book.rules and word not in words:
                        raise fail(item.span, "no-mandate", found=word, known=sorted(words))
                    found.add(word_of(item, words, what))
        return frozenset(found)

    def received(self) -> Dated | None:
        node = self.fields.get("received")
        if node is None:
            return None
        with self.collector.trying():
            return Dated(day_of(node), node.span)
        return None

    def done(self, documents: Collection[str], received: Dated | None) -> dict[str, Dated]:
        found: dict[str, Dated] = {}
        acts = {act for document in documents for act in acts_of(self.book, document)}
        with self.collector.trying():
            for id, value, span in self._entries(self.fields.get("done")):
                with self.collector.trying():
                    _key(id, span, self.book.acts, "act")
                    if documents and id not in acts:
                        known = sorted(acts, key=lambda act: self.book.chain_order[act])
                        raise fail(span, "foreign-act", found=id, known=known)
                    found[id] = Dated(self._not_before(day_of(value), value.span, received), value.span)
        return found

    @staticmethod
    def _not_before(day: date, span: Span, received: Dated | None) -> date:
        if received is not None and day < received.day:
            raise fail(span, "before-received", found=day, received=received.day)
        return day


def value_of(attribute: Attribute, node: Node, roster: Roster) -> str:
    """The value of a case attribute as a file writes it. Raises InputError."""
    text = text_of(node)
    if isinstance(attribute, MeasureAttribute):
        try:
            meant(attribute, text)
        except NotAQuantity as error:
            raise fail(node.span, error.code, **error.words) from error
        return text
    if isinstance(attribute, ChoiceAttribute):
        return word_of(node, attribute.options, "attribute value")
    people = in_range(attribute, roster)
    if not isinstance(attribute, PeopleAttribute):
        return word_of(node, people, "attribute value")
    if text not in ("all", "none"):
        for person in text.split("+"):
            _key(person, node.span, (*people, "all", "none"), "attribute value")
    return text


def needing_a_grant(book: Rulebook) -> tuple[str, ...]:
    """Rules that need a grant: mandates, and cover that starts by mandate or on notice."""
    return tuple(
        id
        for id, rule in book.rules.items()
        if isinstance(rule, Mandate)
        or (isinstance(rule, Substitution) and any(mode.value != "automatic" for mode in rule.activation))
    )


def day_of(node: Node) -> date:
    """A day on which a file can lie on a desk: periods counted from it stay within the calendar's reach."""
    day = date_of(node)
    if day.year not in YEARS:
        raise fail(node.span, "far-day", found=day, first=YEARS[0], last=YEARS[-1])
    return day


def _key(word: str, span: Span, words: Collection[str], what: str) -> str:
    if word in words:
        return word
    known = sorted(words)
    raise fail(span, "unknown-word", found=word, what=what, near=nearest(word, known), known=known)
