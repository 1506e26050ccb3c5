"""Command-line options, checked against the rulebook, as one frozen request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from guiju.model.cases import EVERY, in_range, meant
from guiju.model.citation import Span
from guiju.model.claim import Admission
from guiju.model.document import Attribute, ChoiceAttribute, MeasureAttribute, PeopleAttribute
from guiju.model.load.problem import InputError, Problem, nearest
from guiju.model.measure import NotAQuantity
from guiju.model.office import Roster
from guiju.model.reading import PROFILES, Reading, profile
from guiju.model.rulebook import Rulebook
from guiju.source import Source
from guiju.verify.question import Cast, Mandates, Question
from guiju.verify.solver import DEFAULT_EFFORT


@dataclass(frozen=True)
class Options:
    """The shared options as they were typed."""

    documents: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    mandates: Mandates = "none"
    kinds: str | None = None
    absent_at_most: int | None = None
    effort: int = DEFAULT_EFFORT


@dataclass(frozen=True)
class Request:
    """``reading_name`` tells how the reading was chosen, for people.

    ``whole``: no document, case, kind or number of absences was left out on purpose.
    """

    source: Source
    documents: tuple[str, ...]
    case: Mapping[str, str]
    reading_name: str
    question: Question
    whole: bool


def request_of(source: Source, options: Options) -> Request:
    """Check the options. Raises InputError naming the option and the nearest right word."""
    book, roster = source.rulebook, source.roster
    documents = tuple(
        dict.fromkeys(known("--document", id, book.documents, "document") for id in options.documents)
    ) or tuple(sorted(book.documents))
    reading, name = _reading(options.reading, book)
    kinds: tuple[str, ...] = ()
    if options.kinds is not None:
        names = [kind.strip() for kind in options.kinds.split(",")]
        kinds = tuple(sorted({known("--kinds", k, book.kinds, "absence kind") for k in names}))
    if options.absent_at_most is not None and options.absent_at_most < 0:
        raise InputError([Problem(Span("--absent-at-most", 0, 0), "negative")])
    question = Question(
        Cast(book, roster), reading, options.mandates, kinds, Admission(options.absent_at_most),
        options.effort,
    )  # fmt: skip
    case = _case(options.case, documents, book, roster)
    narrowed = (options.documents, options.case, kinds, options.absent_at_most is not None)
    return Request(source, documents, case, name, question, not any(narrowed))


def known(option: str, word: str, words: Iterable[str], what: str) -> str:
    """The word, if it is one of the known ones."""
    listed = sorted(words)
    if word not in listed:
        details = {"found": word, "what": what, "near": nearest(word, listed), "known": listed}
        raise InputError([Problem(Span(option, 0, 0), "unknown-word", details)])
    return word


def split_pair(option: str, text: str, form: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not equals or not left.strip() or not right.strip():
        raise InputError([Problem(Span(option, 0, 0), "bad-pair", {"found": text, "form": form})])
    return left.strip(), right.strip()


def _reading(words: tuple[str, ...], book: Rulebook) -> tuple[Reading, str]:
    """Later words override earlier ones: a profile sets all switches, a pair sets one."""
    reading: dict[str, str] = dict(profile(book.switches, "default"))
    base, changes = "default", {}
    for word in words:
        if "=" in word:
            switch, option = split_pair("--reading", word, "SWITCH=OPTION")
            known("--reading", switch, book.switches, "reading")
            known("--reading", option, book.switches[switch].options, "option")
            reading[switch] = changes[switch] = option
        else:
            base = known("--reading", word, (*PROFILES, "every"), "reading")
            reading, changes = dict(profile(book.switches, base)), {}
    name = base + "".join(f" {s}={o}" for s, o in sorted(changes.items()))
    return MappingProxyType(dict(sorted(reading.items()))), name


def _case(
    words: tuple[str, ...], documents: tuple[str, ...], book: Rulebook, roster: Roster
) -> dict[str, str]:
    named: dict[str, str] = {}
    for word in words:
        attribute, value = split_pair("--case", word, "ATTR=VALUE")
        known("--case", attribute, book.attributes, "attribute")
        if not any(attribute in book.documents[id].attributes for id in documents):
            raise InputError([Problem(Span("--case", 0, 0), "unused-attribute", {"found": attribute})])
        if attribute in named:
            raise InputError([Problem(Span("--case", 0, 0), "given-twice", {"found": attribute})])
        if value != EVERY:
            _check_value(attribute, value, book.attributes[attribute], roster)
        named[attribute] = value
    return named


def _check_value(id: str, value: str, attribute: Attribute, roster: Roster) -> None:
    if isinstance(attribute, ChoiceAttribute):
        known("--case", value, attribute.options, "attribute value")
        return
    if isinstance(attribute, MeasureAttribute):
        try:
            meant(attribute, value)
        except NotAQuantity as error:
            raise InputError([Problem(Span("--case", 0, 0), error.code, error.words)]) from error
        return
    people = in_range(attribute, roster)
    if isinstance(attribute, PeopleAttribute):
        if value not in ("all", "none"):
            for person in value.split("+"):
                known("--case", person, (*people, "all", "none"), "attribute value")
    else:
        known("--case", value, people, "attribute value")
