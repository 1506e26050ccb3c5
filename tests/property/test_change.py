"""What two random rulebooks answer differently, against brute force over all worlds; mirrors; renamings."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from guiju.model.condition import FALSE
from guiju.model.load.calendar import bundled_calendar
from guiju.model.world import World, evaluate
from guiju.verify.change.answers import Asked, settled, silent_acts
from guiju.verify.change.difference import Terms, difference
from guiju.verify.change.names import Respelling
from guiju.verify.change.renaming import Renamed, known_ids, under_names
from guiju.verify.change.result import CaseChange, Difference, End, Power, Turn, Turns
from guiju.verify.change.sides import Side
from guiju.verify.question import Cast
from guiju.verify.verdict import Box
from hypothesis import given, settings
from hypothesis import strategies as st
from random_books import KINDS, PEOPLE, casts

TERMS = Terms(("none", "given"), (), bundled_calendar(), date(2026, 1, 1), 50_000_000)
readings = st.fixed_dictionaries(
    {"r1": st.sampled_from(["no", "yes"]), "r2": st.sampled_from(["a", "b", "c"])}
)
STATUSES = (None, *KINDS)
WORLDS = [
    {person: kind for person, kind in zip(PEOPLE, kinds, strict=True) if kind}
    for kinds in itertools.product(STATUSES, repeat=len(PEOPLE))
]


def compared(old: Side, new: Side) -> Difference:
    return difference(old, new, TERMS, lambda done, total: None)


def side_of(cast: Cast, reading: dict[str, str]) -> Side:
    return Side(cast.rulebook, cast.roster, reading)


@given(casts(), casts(), readings, readings)
@settings(max_examples=40)
def test_the_minimal_worlds_are_those_of_brute_force(
    one: Cast, other: Cast, r: dict[str, str], s: dict[str, str]
) -> None:
    found = compared(side_of(one, r), side_of(other, s))
    assert found.complete
    old, new = found.sides
    document = found.documents[0]
    changed = {tuple(c.case.items()): c for c in document.cases}
    for case in _cases(old, new):
        item = changed.get(tuple(case.items()))
        somebody = silent_acts(old.chain("d", case)) & silent_acts(new.chain("d", case))
        for number, mandates in enumerate(TERMS.mandates):
            asked = Asked("d", tuple(case.items()), mandates, somebody)
            end = item.ends[number] if item else None
            assert _listed(end.opened if end else None) == _least(old, new, asked)
            assert _listed(end.closed if end else None) == _least(new, old, asked)


def _cases(old: Side, new: Side) -> list[dict[str, str]]:
    people = sorted({*old.values("d", "lead"), *new.values("d", "lead")})
    cases = [{"lead": person} for person in people]
    return [c for c in cases if old.case("d", c) is not None and new.case("d", c) is not None]


def _least(one: Side, other: Side, asked: Asked) -> set[frozenset[tuple[str, str]]]:
    """The minimal absences in which one side can complete the document and the other cannot."""
    able, unable = settled(one, asked), settled(other, asked)
    worlds = [
        frozenset(w.items()) for w in WORLDS if evaluate(able, World(w)) and not evaluate(unable, World(w))
    ]
    return {w for w in worlds if not any(v < w for v in worlds)}


def _listed(turns: Turns | None) -> set[frozenset[tuple[str, str]]]:
    return {
        frozenset(zip(turn.box.people, kinds, strict=True))
        for turn in (turns.worlds if turns else ())
        for kinds in itertools.product(*(kinds for _, kinds in turn.box.absent))
    }


@given(casts(), casts(), readings, readings)
@settings(max_examples=25)
def test_the_reverse_is_the_mirror(one: Cast, other: Cast, r: dict[str, str], s: dict[str, str]) -> None:
    there, back = compared(side_of(one, r), side_of(other, s)), compared(side_of(other, s), side_of(one, r))
    mirrored = [(d.document, d.compared, tuple(map(_mirrored, d.cases))) for d in back.documents]
    assert [(d.document, d.compared, d.cases) for d in there.documents] == mirrored


HOW = {"added": "removed", "removed": "added", "changed": "changed"}


def _turns(turns: Turns) -> Turns:
    def swapped(changes: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(replace(c, how=HOW[c.how], before=c.after, after=c.before) for c in changes)

    return replace(turns, worlds=tuple(Turn(t.box, swapped(t.undo), swapped(t.enough)) for t in turns.worlds))


def _mirrored(case: CaseChange) -> CaseChange:
    def end(e: End) -> End:
        return End(e.mandates, _turns(e.closed), _turns(e.opened), e.gaps_closed, e.gaps_opened)

    def power(p: Power) -> Power:
        return Power(p.mandates, p.act, p.person, _turns(p.lost), _turns(p.gained))

    return CaseChange(
        case.document, case.case, tuple(map(end, case.ends)), tuple(map(power, case.powers)),
        case.steps_removed, case.steps_added, case.silences_removed, case.silences_added,
    )  # fmt: skip


@given(casts(), readings)
@settings(max_examples=25)
def test_a_rulebook_is_no_different_from_itself(cast: Cast, r: dict[str, str]) -> None:
    found = compared(side_of(cast, r), side_of(cast, r))
    assert not found.any and not found.changes and not found.renamed and found.complete


@given(casts(), readings, st.sampled_from([("document", "d"), ("post", "p1"), ("person", "ann"), ("act", "sign"),
                                           ("rule", "rule-0"), ("attribute", "lead"), ("switch", "r1"), ("signer", "named")]))  # fmt: skip
@settings(max_examples=60)
def test_a_renaming_is_reported_and_is_no_difference(
    cast: Cast, r: dict[str, str], key: tuple[str, str]
) -> None:
    book, roster = under_names(cast.rulebook, cast.roster, (Renamed(key[0], "fresh", key[1]),))
    reading = {"fresh" if key == ("switch", id) else id: option for id, option in r.items()}
    found = compared(side_of(cast, r), Side(book, roster, reading))
    assert found.renamed == (Renamed(key[0], key[1], "fresh"),)
    assert not found.any and not found.changes


def test_ids_are_exchanged_wherever_they_stand(cast: Cast) -> None:
    """Nothing of the real rulebook still names an id after every id got another one."""
    book, roster = cast.rulebook, cast.roster
    options = {option for switch in book.switches.values() for option in switch.options}
    speller = Respelling(known_ids(book, roster), book.attributes, lambda space, id: f"new-{space}")
    for section in ("rules", "procedure", "documents", "posts", "units", "bodies", "signers"):
        for id, value in getattr(book, section).items():
            text = repr(speller.of(value))
            assert not any(f"'{post}'" in text for post in book.posts.keys() - options), (id, text)
            assert f"id='{id}'" not in text


@given(casts(), casts(), readings)
@settings(max_examples=25)
def test_what_is_behind_a_world_is_enough_and_minimal(one: Cast, other: Cast, r: dict[str, str]) -> None:
    from guiju.verify.change.compare import Comparison

    found = compared(side_of(one, r), side_of(other, r))
    old, new = found.sides
    hybrids = Comparison(old, new, TERMS.mandates, TERMS.effort).behind.hybrids
    every = frozenset(hybrids.candidates)
    for case in found.documents[0].cases:
        somebody = silent_acts(old.chain("d", case.case)) & silent_acts(new.chain("d", case.case))
        for end in case.ends:
            asked = Asked("d", tuple(case.case.items()), end.mandates, somebody)
            for turns, after in ((end.opened, False), (end.closed, True)):
                for turn in turns.worlds[:4]:
                    made = frozenset(c.key for c in turn.enough)
                    back = frozenset(c.key for c in turn.undo)
                    assert made and back
                    answer = [_answer(hybrids.side(s), asked, turn.box) for s in (made, every - back)]
                    assert answer == [after, not after]
                    assert all(
                        _answer(hybrids.side(made - {key}), asked, turn.box) is not after for key in made
                    )


def _answer(side: Side | None, asked: Asked, box: Box) -> bool | None:
    if side is None or side.case("d", asked.case) is None:
        return None
    condition = settled(side, asked)
    return condition is not FALSE and evaluate(condition, World({p: k[0] for p, k in box.absent}))


@pytest.mark.parametrize("name", ["xiangshan"])
def test_mandates_are_at_both_ends(name: str, request: pytest.FixtureRequest) -> None:
    source = request.getfixturevalue(name)
    side = Side(
        source.rulebook,
        source.roster,
        {id: s.profile["strict"] for id, s in source.rulebook.switches.items()},
    )
    liberal = replace(side, reading={**side.reading, "mandate-timing": "standing"}, powers={}, _cases={})
    found = difference(
        side, liberal, replace(TERMS, documents=("request-to-city",)), lambda done, total: None
    )
    (item,) = found.documents
    assert item.signing == "more-permissive"
    assert {power.mandates for case in item.cases for power in case.powers} <= {"given"}
    assert all(not end.closed.worlds for case in item.cases for end in case.ends if end.mandates == "none")
