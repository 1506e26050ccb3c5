"""YAML to Scenario (format ``guiju.scenario/1``)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from guiju.model.calendar import Calendar
from guiju.model.load.fields import (
    Collector,
    Fields,
    bilingual,
    date_of,
    fail,
    id_of,
    integer_of,
    mapping_of,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Node
from guiju.model.office import Roster
from guiju.model.reading import PROFILES, Reading, profile
from guiju.model.rulebook import Rulebook
from guiju.scenarios.load.acts import acts, any_act
from guiju.scenarios.load.expectations import expectations, worst
from guiju.scenarios.load.ground import Ground
from guiju.scenarios.load.hours import hours
from guiju.scenarios.load.meetings import meetings
from guiju.scenarios.load.people import absences, mandates, vacancies
from guiju.scenarios.load.tree import Tree
from guiju.scenarios.load.workload import peaks, workload
from guiju.scenarios.scenario import Policy, Scenario


def parse_scenario(
    tree: Tree, book: Rulebook, roster: Roster, calendar: Calendar, files: Iterable[str] = ()
) -> Scenario:
    """The scenario of a merged tree. Raises InputError with every defect found.

    ``files``: the paths of the rulebook, the roster and the calendar.
    """
    fields = Fields(tree.root)
    collector = Collector()
    ground = _ground(fields, tree, book, roster, calendar, collector)
    get = fields.get
    with collector.trying():
        id, title = id_of(text_of(fields.need("id")), fields.need("id").span), bilingual(fields.need("title"))
    with collector.trying():
        note = bilingual(node) if (node := get("note")) is not None else None
    with collector.trying():
        working = hours(fields.need("hours"), ground)
    with collector.trying():
        reading_name, reading = _reading(get("reading"), get("readings"), ground)
    with collector.trying():
        work = workload(fields.need("workload"), ground)
    with collector.trying():
        named, rest = any_act(acts(get("acts"), ground, "acts"), ground)
    with collector.trying():
        policy = _policy(get("policy"), ground)
    with collector.trying():
        met = meetings(get("meetings"), ground)
    with collector.trying():
        away = absences(get("absences"), ground)
    with collector.trying():
        vacant, given = vacancies(get("vacancies"), ground), mandates(get("mandates"), ground)
    with collector.trying():
        seed = integer_of(node) if (node := get("seed")) is not None else 1
    with collector.trying():
        expected, built = expectations(get("expects"), tree, ground), worst(get("worst"), ground)
    collector.raise_any()
    busy = peaks(get("peaks"), ground, work)
    collector.raise_any()
    return Scenario(
        id, title, note, book, roster, calendar, ground.first, ground.last, working, reading_name, reading,
        work, named, rest, busy, met, away, vacant, given, built, policy, expected, seed,
        tuple(ground.assumed), tuple(dict.fromkeys((*tree.places.read, *files))),
    )  # fmt: skip


def _ground(
    fields: Fields, tree: Tree, book: Rulebook, roster: Roster, calendar: Calendar, collector: Collector
) -> Ground:
    """Without its days nothing of a scenario can be checked: their defects are raised at once."""
    start, end = fields.need("from"), fields.need("until")
    first, last = (_covered(node, calendar) for node in (start, end))
    if last < first:
        raise fail(end.span, "until-before-from", found=last, first=first)
    return Ground(book, roster, calendar, tree.places, first, last, collector)


def _covered(node: Node, calendar: Calendar) -> date:
    day = date_of(node)
    if not calendar.first <= day <= calendar.last:
        words = {"calendar": calendar.id, "first": calendar.first.year, "last": calendar.last.year}
        raise fail(node.span, "horizon-outside-calendar", found=day, **words)
    return day


def _reading(named: Node | None, changed: Node | None, ground: Ground) -> tuple[str, Reading]:
    """A profile, and the switches that differ from it."""
    switches = ground.book.switches
    base = word_of(named, PROFILES, "profile of readings") if named is not None else "default"
    reading, changes = dict(profile(switches, base)), {}
    for switch, node, span in ground.entries(changed):
        with ground.collector.trying():
            ground.key(switch, span, switches, "reading")
            reading[switch] = changes[switch] = word_of(node, switches[switch].options, "option")
    name = base + "".join(f" {switch}={option}" for switch, option in sorted(changes.items()))
    return name, dict(sorted(reading.items()))


def _policy(node: Node | None, ground: Ground) -> Policy:
    if node is None:
        ground.assumed["policy"] = None
        return Policy()
    fields = Fields(mapping_of(node))
    words: dict[str, tuple[str, ...]] = {
        "substitutes": ("when-away", "when-busy"),
        "silence": ("somebody", "nobody"),
        "overload": ("refused", "allowed"),
    }
    nodes = {key: fields.get(key) for key in words}
    ground.source(fields, "policy")
    fields.close()
    said = {key: word_of(found, words[key], "policy") for key, found in nodes.items() if found is not None}
    when: Literal["when-away", "when-busy"] = (
        "when-busy" if said.get("substitutes") == "when-busy" else "when-away"
    )
    nobody: Literal["somebody", "nobody"] = "nobody" if said.get("silence") == "nobody" else "somebody"
    return Policy(when, nobody, said.get("overload") == "allowed")
