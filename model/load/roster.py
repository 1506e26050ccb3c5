"""YAML to Roster (format ``guiju.roster/1``)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.fields import (
    Collector,
    Fields,
    bilingual,
    fail,
    ids_of,
    items_of,
    mapping_of,
    section,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Node, read_nodes
from guiju.model.load.rulebook import check_format
from guiju.model.office import Person, Roster
from guiju.model.rulebook import Rulebook

FORMAT = "guiju.roster/1"
TOP_LEVEL = ("format", "id", "title", "note", "people", "pairs")


def load_roster(path: Path, rulebook: Rulebook, name: str | None = None) -> Roster:
    """Load a roster for a rulebook. Raises InputError with every defect found."""
    return parse_roster(read_nodes(path, name), rulebook)


def parse_roster(node: Node, rulebook: Rulebook) -> Roster:
    fields = Fields(node)
    check_format(fields, FORMAT)
    collector = Collector()
    collector.only(fields, TOP_LEVEL)

    def person(id: str, node: Node, span: Span) -> Person:
        inner = Fields(node, span)
        posts, portfolio = inner.need("posts"), inner.get("portfolio")
        qualified = inner.get("qualifications")
        found = Person(
            id,
            bilingual(inner.need("name")),
            ids_of(posts, rulebook.posts, "post"),
            bilingual(portfolio) if portfolio is not None else None,
            span,
            ids_of(qualified, rulebook.qualifications, "qualification") if qualified is not None else (),
        )
        inner.close()
        return found

    people = section(fields.need("people"), collector, person)
    names = mapping_of(fields.need("people")).entries
    if not names:
        raise fail(fields.need("people").span, "empty-list", what="person")
    pairs: list[tuple[str, str]] = []
    pair_nodes = fields.get("pairs")
    for item in items_of(pair_nodes) if pair_nodes is not None else ():
        with collector.trying():
            pair = _pair(item, names, people, rulebook)
            if pair in pairs:
                raise fail(item.span, "repeated", found=", ".join(pair))
            pairs.append(pair)
    id, title, note = fields.need("id"), fields.need("title"), fields.get("note")
    collector.raise_any(last=True)
    roster = Roster(
        text_of(id), bilingual(title), bilingual(note) if note is not None else None, people,
        tuple(sorted(pairs)),
    )  # fmt: skip
    _seats(roster, rulebook)
    return roster


def _pair(
    node: Node, names: Collection[str], people: dict[str, Person], rulebook: Rulebook
) -> tuple[str, str]:
    items = items_of(node)
    for item in items:
        word_of(item, names, "person")
    if len(items) != 2:
        raise fail(node.span, "pair-of-two", found=len(items))
    one, other = (text_of(item) for item in items)
    if one == other:
        raise fail(items[1].span, "repeated", found=other)
    for item, person in zip(items, (one, other), strict=True):
        posts = people[person].posts if person in people else ()
        if posts and not any(rulebook.posts[post].paired for post in posts):
            known = sorted(id for id, post in rulebook.posts.items() if post.paired)
            raise fail(item.span, "not-paired", found=person, known=known)
    return (one, other) if one < other else (other, one)


def _seats(roster: Roster, rulebook: Rulebook) -> None:
    for post, holders in roster.incumbents.items():
        most = rulebook.posts[post].seats[1]
        if len(holders) > most:
            raise fail(roster.people[holders[-1]].span, "too-many-holders", found=post, most=most,
                       known=list(holders))  # fmt: skip
