"""The regions of holes and conflicts hold exactly the cells that a plain loop finds; no region is idle."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from guiju.model.authority import Authority
from guiju.model.citation import NOWHERE
from guiju.model.document import CaseSpace, ChoiceAttribute
from guiju.model.reading import Guard
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.verify.lint.cases import conflicting, impossible, ungoverned
from guiju.verify.lint.finding import Finding, Ref, Region
from guiju.verify.lint.uneven import uneven
from guiju.verify.question import Cast, Question
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cover import club

Cell = Mapping[str, str]
Terms = tuple[tuple[str, tuple[str, ...]], ...]
A = Text("甲", "a")
PLACED = ("charter", "notice", "poster")
CLUB = club()
FOUND: list[bool] = []


def options(sizes: tuple[int, ...]) -> dict[str, tuple[str, ...]]:
    return {f"x{i}": tuple(f"o{j}" for j in range(size)) for i, size in enumerate(sizes)}


@st.composite
def spaces(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], Rulebook]:
    """The club with its three document types somewhere in a random case space."""
    axes = options(tuple(draw(st.lists(st.integers(2, 4), min_size=1, max_size=4))))
    guards = st.lists(_guards(axes), max_size=4)
    documents = dict(CLUB.rulebook.documents)
    for id in PLACED:
        documents[id] = replace(documents[id], where=tuple(draw(guards)))
    book = replace(
        CLUB.rulebook,
        attributes={**CLUB.rulebook.attributes, **_attributes(axes)},
        documents=documents,
        case_space=CaseSpace(tuple(axes), tuple(draw(st.lists(_guards(axes), max_size=3))), NOWHERE),
    )
    return axes, book


def _guards(axes: Mapping[str, tuple[str, ...]]) -> st.SearchStrategy[Guard]:
    terms = [
        st.one_of(
            st.none(),
            st.lists(st.sampled_from(listed), min_size=1, unique=True).map(lambda v, id=id: (id, tuple(v))),
        )
        for id, listed in axes.items()
    ]
    return st.tuples(*terms).map(lambda found: Guard(tuple(term for term in found if term is not None)))


def cells(axes: Mapping[str, tuple[str, ...]]) -> Iterator[Cell]:
    for values in itertools.product(*axes.values()):
        yield dict(zip(axes, values, strict=True))


def inside(terms: Terms, cell: Cell) -> bool:
    return all(cell[id] in listed for id, listed in terms)


def some(guards: Iterable[Guard], cell: Cell) -> bool:
    return any(inside(guard.terms, cell) for guard in guards)


def regions(found: Iterable[Finding]) -> list[Region]:
    return [
        word
        for item in found
        for key, words in item.about
        if key == "where"
        for word in words
        if isinstance(word, Region)
    ]


def exactly(listed: list[Region], wanted: list[Cell], possible: list[Cell]) -> None:
    """The regions hold these cells and, of those that are possible, no others; none of them is idle."""
    assert [c for c in possible if any(inside(r.terms, c) for r in listed)] == wanted
    for one in listed:
        others = [other for other in listed if other is not one]
        assert not all(any(inside(r.terms, c) for r in others) for c in wanted)
        for id, values in one.terms:
            assert all(any(inside(one.terms, c) and c[id] == value for c in wanted) for value in values)


def _asked(book: Rulebook) -> Question:
    return Question(Cast(book, CLUB.roster), {})


@given(spaces())
@settings(max_examples=300)
def test_ungoverned_regions_are_the_cells_in_which_no_type_stands(
    drawn: tuple[dict[str, tuple[str, ...]], Rulebook],
) -> None:
    axes, book = drawn
    assert book.case_space is not None
    possible = [cell for cell in cells(axes) if not some(book.case_space.impossible, cell)]
    wanted = [c for c in possible if not any(some(book.documents[id].where, c) for id in PLACED)]
    found = ungoverned(_asked(book))
    exactly(regions(found), wanted, possible)
    assert len({item.id for item in found}) == len(found) <= len(wanted)


@given(spaces())
@settings(max_examples=200)
def test_conflicts_are_the_cells_in_which_two_types_stand_that_disagree(
    drawn: tuple[dict[str, tuple[str, ...]], Rulebook],
) -> None:
    axes, book = drawn
    assert book.case_space is not None
    possible = [cell for cell in cells(axes) if not some(book.case_space.impossible, cell)]
    found = {item.subject: item for item in conflicting(_asked(book))}
    for one, other in itertools.combinations(PLACED, 2):
        both = [
            c for c in possible if some(book.documents[one].where, c) and some(book.documents[other].where, c)
        ]
        item = found.pop(f"{one}+{other}", None)
        disagree = f"{one}+{other}" != "charter+poster"  # the poster's signer is not named: no contradiction
        assert (item is not None) == (bool(both) and disagree)
        exactly(regions([item] if item else []), both if disagree else [], possible)
    assert not found


@given(spaces())
def test_types_that_stand_in_no_possible_case_are_found(
    drawn: tuple[dict[str, tuple[str, ...]], Rulebook],
) -> None:
    axes, book = drawn
    assert book.case_space is not None
    possible = [cell for cell in cells(axes) if not some(book.case_space.impossible, cell)]
    wanted = {
        f"impossible-document:{id}"
        for id in PLACED
        if book.documents[id].where and not any(some(book.documents[id].where, cell) for cell in possible)
    }
    assert {item.id for item in impossible(_asked(book))} == wanted


@st.composite
def reviewed(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], Rulebook]:
    """A small space whose cells are dealt out, a review of one type, and it is a harder form of the others."""
    axes = options(tuple(draw(st.lists(st.integers(2, 3), min_size=2, max_size=3))))
    dealt = {tuple(cell.items()): draw(st.sampled_from(DEALT)) for cell in cells(axes)}
    rule = CLUB.rulebook.rules["notice-review"]
    assert isinstance(rule, Authority)
    harder = draw(st.sampled_from(PLACED))
    where = {id: tuple(_cell(cell) for cell, types in dealt.items() if id in types) for id in (*PLACED, "")}
    special = {harder: tuple(id for id in PLACED if id != harder)}
    documents = {
        id: replace(document, where=where[id], special_of=special.get(id, ()))
        for id, document in CLUB.rulebook.documents.items()
    }
    also = draw(st.sampled_from([(), (), PLACED[:1], PLACED[2:]]))
    rules = {
        **CLUB.rulebook.rules,
        "notice-review": replace(rule, documents=tuple({harder: 1, **dict.fromkeys(also)})),
    }
    space = CaseSpace(tuple(axes), where[""], NOWHERE)
    attributes = {**CLUB.rulebook.attributes, **_attributes(axes)}
    return axes, replace(
        CLUB.rulebook, attributes=attributes, documents=documents, rules=rules, case_space=space
    )


DEALT = [("charter",), ("notice",), ("poster",), ("charter", "poster"), ("charter", "notice"), (), ("",)]
"""The types that stand in one cell; the empty name takes it out of what is possible."""


def _cell(cell: Iterable[tuple[str, str]]) -> Guard:
    return Guard(tuple((id, (value,)) for id, value in cell))


def _attributes(axes: Mapping[str, tuple[str, ...]]) -> dict[str, ChoiceAttribute]:
    return {
        id: ChoiceAttribute(id, A, dict.fromkeys(listed, A), listed[0], NOWHERE)
        for id, listed in axes.items()
    }


def brought(axes: Mapping[str, tuple[str, ...]], book: Rulebook) -> dict[str, tuple[set[str], set[str]]]:
    """Option -> the types for which it brings the review, and those next to them that lack it; by plain loops.

    Whoever reviews does nothing else, and the text names nobody for a poster that is not reviewed.
    """
    assert book.case_space is not None
    possible = [cell for cell in cells(axes) if not some(book.case_space.impossible, cell)]
    stand = {id: [cell for cell in possible if some(book.documents[id].where, cell)] for id in PLACED}
    review = {id for id in PLACED if "notice-review" in {rule.id for rule in book.naming(id)}}
    found: dict[str, tuple[set[str], set[str]]] = {}
    for harder, axis in itertools.product(sorted(review), axes):
        for plain in set(book.documents[harder].special_of) - review:
            alone = [cell for cell in stand[plain] if cell not in stand[harder]]
            for cell in stand[harder]:
                if any(_beside(cell, other, axis) for other in alone):
                    having, lacking = found.setdefault(f"{axis}={cell[axis]}", (set(), set()))
                    having.add(harder)
                    lacking |= {
                        id
                        for id in PLACED
                        if id not in review and id != "poster"
                        for other in stand[id]
                        if any(_beside(cell, other, b) for b in axes if b != axis)
                        if not any(other in stand[h] for h in review)
                    }
    return {option: pair for option, pair in found.items() if pair[1]}


def _beside(one: Cell, other: Cell, axis: str) -> bool:
    """The cells differ in this attribute and in nothing else."""
    return {id for id in one if one[id] != other[id]} == {axis}


@given(reviewed())
@settings(max_examples=300)
def test_uneven_steps_are_what_plain_loops_find(drawn: tuple[dict[str, tuple[str, ...]], Rulebook]) -> None:
    axes, book = drawn
    wanted = brought(axes, book)
    found = {item.subject: dict(item.about) for item in uneven(_asked(book))}
    assert set(found) == {f"{option}/review" for option in wanted}
    for option, (having, lacking) in wanted.items():
        words = found[f"{option}/review"]
        assert {w.id for w in words["having"] if isinstance(w, Ref)} == having
        assert {w.id for w in words["lacking"] if isinstance(w, Ref)} == lacking
    FOUND.append(bool(wanted))


def test_enough_of_them_were_uneven() -> None:
    assert sum(FOUND) > 10
