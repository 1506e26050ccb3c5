"""YAML to Sweep (format ``guiju.sweep/1``), and its switches against a rulebook."""

from __future__ import annotations

from collections.abc import Collection, Container
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.fields import (
    Collector,
    Fields,
    bilingual,
    fail,
    id_of,
    integer_of,
    items_of,
    mapping_of,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Mapping, Node, Scalar, read_nodes
from guiju.model.load.problem import InputError, Problem, nearest
from guiju.model.load.rulebook import check_format
from guiju.model.reading import PROFILES
from guiju.model.rulebook import Rulebook
from guiju.scenarios.sweep import EVERY, Choice, Named, NamedReading, Sweep

FORMAT = "guiju.sweep/1"
TOP_LEVEL = (
    "format", "id", "title", "scenarios", "readings", "vary", "sample", "replications", "seed",
)  # fmt: skip
MOST_BYTES = 2**20


def load_sweep(path: Path, name: str | None = None) -> Sweep:
    """Raises InputError with every defect that can be found without a rulebook."""
    return parse_sweep(read_nodes(path, name, MOST_BYTES))


def parse_sweep(node: Node) -> Sweep:
    fields = Fields(node)
    check_format(fields, FORMAT)
    collector = Collector()
    collector.only(fields, TOP_LEVEL)
    plan = _Parser(fields, collector).sweep()
    collector.raise_any(last=True)
    assert plan is not None
    return plan


class _Parser:
    """Parses the keys of one plan, each defect collected."""

    def __init__(self, fields: Fields, collector: Collector) -> None:
        self.fields, self.collector = fields, collector

    def sweep(self) -> Sweep | None:
        """None where something was wrong with a key that must be there."""
        scenarios, readings, vary = self._scenarios(), self._readings(), self._vary()
        self._one_way()
        sample, seed = self._number("sample", None), self._number("seed", 1, least=0)
        replications = self._number("replications", None, needed=True)
        with self.collector.trying():
            id, title = self.fields.need("id"), self.fields.need("title")
            with self.collector.trying():
                id_of(text_of(id), id.span)
            titled = bilingual(title)
            if replications is None or seed is None:
                return None
            place = self.fields.node.keys.get("sample") or self.fields.span
            return Sweep(text_of(id), titled, scenarios, readings, vary, sample, replications, seed, place)
        return None

    def _number(self, key: str, default: int | None, *, least: int = 1, needed: bool = False) -> int | None:
        with self.collector.trying():
            node = self.fields.need(key) if needed else self.fields.get(key)
            return default if node is None else integer_of(node, least)
        return None

    def _one_way(self) -> None:
        """Readings are listed or varied; only a grid is sampled."""
        keys = self.fields.node.keys
        if "vary" in keys and "readings" in keys:
            with self.collector.trying():
                raise fail(keys["vary"], "two-ways", line=keys["readings"].line)
        if "sample" in keys and "vary" not in keys:
            with self.collector.trying():
                raise fail(keys["sample"], "sample-of-nothing")

    def _scenarios(self) -> tuple[Named, ...]:
        found: dict[str, Named] = {}
        with self.collector.trying():
            for item in _some(self.fields.need("scenarios"), "scenario"):
                with self.collector.trying():
                    name = text_of(item)
                    _once(name, found, item.span)
                    found[name] = Named(name, item.span)
        return tuple(found.values())

    def _readings(self) -> tuple[NamedReading, ...]:
        found: dict[str, NamedReading] = {}
        node = self.fields.get("readings")
        with self.collector.trying():
            for item in () if node is None else _some(node, "reading"):
                with self.collector.trying():
                    reading, place = self._reading(item)
                    _once(reading.name, found, place)
                    found[reading.name] = reading
        return tuple(found.values())

    def _reading(self, node: Node) -> tuple[NamedReading, Span]:
        inner = Fields(node)
        inner.only(("name", "reading", "readings"))
        name, profile, switches = inner.need("name"), inner.get("reading"), inner.get("readings")
        if profile is None and switches is None:
            raise fail(inner.span, "missing-key", key="reading")
        named = id_of(text_of(name), name.span)
        base = word_of(profile, PROFILES, "reading") if profile is not None else None
        return NamedReading(named, base, self._choices(switches, single=True), inner.span), name.span

    def _vary(self) -> tuple[Choice, ...]:
        node = self.fields.get("vary")
        with self.collector.trying():
            if node is not None and not mapping_of(node).entries:
                raise fail(node.span, "empty-list", what="reading")
            return self._choices(node, single=False)
        return ()

    def _choices(self, node: Node | None, *, single: bool) -> tuple[Choice, ...]:
        mapping = mapping_of(node) if node is not None else Mapping({}, {}, self.fields.span)
        found = []
        for switch in sorted(mapping.entries):
            with self.collector.trying():
                found.append(_choice(switch, mapping.entries[switch], mapping.keys[switch], single))
        return tuple(found)


def _choice(switch: str, node: Node, span: Span, single: bool) -> Choice:
    if single:
        return Choice(switch, {text_of(node): node.span}, span)
    if isinstance(node, Scalar) and node.text == EVERY:
        return Choice(switch, None, span)
    options: dict[str, Span] = {}
    for item in _some(node, "option"):
        _once(text_of(item), options, item.span)
        options[text_of(item)] = item.span
    return Choice(switch, options, span)


def _some(node: Node, what: str) -> tuple[Node, ...]:
    """The items of a list that may not be empty."""
    items = items_of(node)
    if not items:
        raise fail(node.span, "empty-list", what=what)
    return items


def _once(word: str, found: Container[str], span: Span) -> None:
    if word in found:
        raise fail(span, "repeated", found=word)


def check_sweep(plan: Sweep, book: Rulebook) -> None:
    """Raises InputError for every switch and option that the rulebook of a scenario does not have."""
    collector = Collector()
    for choice in (*plan.vary, *(choice for reading in plan.readings for choice in reading.choices)):
        with collector.trying():
            _check_choice(choice, book)
    collector.raise_any()


def _check_choice(choice: Choice, book: Rulebook) -> None:
    options = book.switches[_known(choice.switch, choice.span, book.switches, "reading")].options
    problems: list[Problem] = []
    for option, span in (choice.options or {}).items():
        try:
            _known(option, span, options, "option")
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def _known(word: str, span: Span, words: Collection[str], what: str) -> str:
    known = sorted(words)
    if word not in known:
        raise fail(span, "unknown-word", found=word, what=what, near=nearest(word, known), known=known)
    return word
