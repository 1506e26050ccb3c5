"""Every other cast that a text would fit: rosters of the same rulebook, up to symmetry."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from guiju.model.citation import NOWHERE
from guiju.model.office import Person, Roster
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text

Pairs = tuple[tuple[str, str], ...]


def paired_post(rulebook: Rulebook) -> str | None:
    """The post whose number of holders and pairing the text leaves open, if there is one."""
    return next((id for id, post in sorted(rulebook.posts.items()) if post.paired), None)


def plain_holders(rulebook: Rulebook, roster: Roster) -> tuple[str, ...]:
    """The holders of the paired post who hold no other post: the text cannot tell them apart."""
    post = paired_post(rulebook)
    if post is None:
        return ()
    return tuple(p for p in roster.incumbents.get(post, ()) if roster.people[p].posts == (post,))


def stand_in(index: int) -> str:
    """The id of an interchangeable holder in a generated roster, counted from 1."""
    return f"any-{index}"


def rosters(rulebook: Rulebook, roster: Roster, fixed: int) -> Iterator[Roster]:
    """The roster with any admitted number of plain holders and any pairing.

    Plain holders are named ``any-1`` …; the first ``fixed`` of them are told apart, the others
    are interchangeable, and rosters that differ only by exchanging those come once.
    """
    post = paired_post(rulebook)
    if post is None:
        yield roster
        return
    plain = set(plain_holders(rulebook, roster))
    others = {id: person for id, person in roster.people.items() if id not in plain}
    special = [p for p in roster.incumbents.get(post, ()) if p not in plain]
    least, most = rulebook.posts[post].seats
    for count in range(max(least - len(special), fixed), most - len(special) + 1):
        names = [stand_in(i + 1) for i in range(count)]
        people = others | {n: _plain(n, post) for n in names}
        for pairs in sorted(_pairings([*special, *names], names[fixed:])):
            yield Roster(roster.id, roster.title, roster.note, people, pairs)


def _plain(name: str, post: str) -> Person:
    return Person(name, Text(name, name), (post,), Text("*", "*"), NOWHERE)


def _pairings(people: list[str], alike: list[str]) -> set[Pairs]:
    """All matchings of the people, one of each class under exchanging those who are alike."""
    found = set()
    for pairs in _matchings(tuple(sorted(people))):
        images = (
            _renamed(pairs, dict(zip(alike, order, strict=True))) for order in itertools.permutations(alike)
        )
        found.add(min(images))
    return found


def _matchings(people: tuple[str, ...]) -> Iterator[Pairs]:
    if not people:
        yield ()
        return
    first, rest = people[0], people[1:]
    yield from _matchings(rest)
    for partner in rest:
        left = tuple(p for p in rest if p != partner)
        for pairs in _matchings(left):
            yield ((first, partner), *pairs)


def _renamed(pairs: Pairs, names: dict[str, str]) -> Pairs:
    renamed = (tuple(sorted(names.get(p, p) for p in pair)) for pair in pairs)
    return tuple(sorted((one, other) for one, other in renamed))
