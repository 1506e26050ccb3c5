"""Every other cast that a text would fit: rosters of the same rulebook, up to symmetry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guiju.model.citation import NOWHERE
from guiju.model.office import Person, Roster
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text

Pairs = tuple[tuple[str, str], ...]
MOST_HOLDERS = 12
"""Larger numbers of holders are not varied: beyond it, nothing new can be told apart by pairing."""


def plain_holders(rulebook: Rulebook, roster: Roster) -> tuple[str, ...]:
    """The holders of the paired post who hold no other post: the text cannot tell them apart."""
    post = rulebook.paired_post
    if post is None:
        return ()
    holders = (roster.people[p] for p in roster.incumbents.get(post, ()))
    return tuple(p.id for p in holders if p.posts == (post,) and not p.qualifications)


def stand_in(index: int) -> str:
    """The id of an interchangeable holder in a generated roster, counted from 1."""
    return f"any-{index}"


def open_seats(rulebook: Rulebook, roster: Roster) -> frozenset[str]:
    """The posts, but for the paired one, that may have more holders than the roster gives them."""
    paired = rulebook.paired_post
    return frozenset(
        id
        for id, post in rulebook.posts.items()
        if id != paired and len(roster.incumbents.get(id, ())) < post.seats[1]
    )


def one_more_holder(rulebook: Rulebook, roster: Roster) -> Iterator[tuple[str, Roster]]:
    """Every post that has room, and the roster with one more, fully qualified holder of it."""
    for post in sorted(open_seats(rulebook, roster)):
        further = replace(_plain(stand_in(0), post), qualifications=tuple(rulebook.qualifications))
        people = {**roster.people, stand_in(0): further}
        yield post, Roster(roster.id, roster.title, roster.note, people, roster.pairs)


def rosters(rulebook: Rulebook, roster: Roster, fixed: int) -> Iterator[Roster]:
    """The roster with any admitted number of plain holders and any pairing.

    Plain holders are named ``any-1`` …; the first ``fixed`` of them are told apart, the others
    are interchangeable, and rosters that differ only by exchanging those come once.
    """
    post = rulebook.paired_post
    if post is None:
        yield roster
        return
    plain = set(plain_holders(rulebook, roster))
    others = {id: person for id, person in roster.people.items() if id not in plain}
    special = [p for p in roster.incumbents.get(post, ()) if p not in plain]
    least, most = rulebook.posts[post].seats
    most = min(most, max(least, MOST_HOLDERS))
    for count in range(max(least - len(special), fixed), most - len(special) + 1):
        names = [stand_in(i + 1) for i in range(count)]
        people = others | {n: _plain(n, post) for n in names}
        for pairs in sorted(_pairings([*special, *names[:fixed]], names[fixed:])):
            yield Roster(roster.id, roster.title, roster.note, people, pairs)


def _plain(name: str, post: str) -> Person:
    return Person(name, Text(name, name), (post,), Text("*", "*"), NOWHERE)


def _pairings(apart: list[str], alike: list[str]) -> Iterator[Pairs]:
    """All pairings of people told apart and people alike, up to exchanging those who are alike."""
    if not apart:
        for count in range(len(alike) // 2 + 1):
            yield tuple(_pair(alike[2 * i], alike[2 * i + 1]) for i in range(count))
        return
    first, rest = apart[0], apart[1:]
    yield from _pairings(rest, alike)
    for partner in rest:
        left = [p for p in rest if p != partner]
        yield from (_sorted((_pair(first, partner), *pairs)) for pairs in _pairings(left, alike))
    if alike:
        yield from (_sorted((_pair(first, alike[0]), *pairs)) for pairs in _pairings(rest, alike[1:]))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _sorted(pairs: Pairs) -> Pairs:
    return tuple(sorted(pairs))
