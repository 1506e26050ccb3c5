"""Every kind of rule of procedure, on one invented file; facts that nobody named stay open."""

from __future__ import annotations

from pathlib import Path

import pytest
from guiju.model.circumstance import Circumstance
from guiju.model.citation import Assumption, Citation, Force
from guiju.model.condition import TRUE
from guiju.model.file_in_hand import FileInHand, binding
from guiju.model.procedure import Requirement
from guiju.model.reading import profile
from guiju.model.text import Text
from guiju.source import Source, load
from hypothesis import given
from hypothesis import strategies as st

DESK = str(Path(__file__).parent.parent / "cases" / "good" / "desk.yaml")
CASE = {"in-charge": "ding", "weight": "heavy", "cost": "[800, 800] CNY"}


@pytest.fixture(scope="module")
def desk() -> Source:
    return load(DESK, None)


def hand(
    source: Source, document: str = "circular", reading: str = "default", bodies: frozenset[str] = frozenset(),
    case: dict[str, str] | None = None, **facts: bool,
) -> FileInHand:  # fmt: skip
    now = Circumstance(source.rulebook, source.roster, profile(source.rulebook.switches, reading))
    named = {id.replace("_", "-"): value for id, value in facts.items()}
    return FileInHand(now, document, CASE if case is None else case, bodies, named)


def states(found: FileInHand) -> dict[str, str]:
    return {item.norm.id: item.state for item in found.requirements()}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "open"),
        ({"touches_others": False}, None),
        ({"touches_others": True}, "open"),
        ({"touches_others": True, "consulted": True}, "met"),
        ({"touches_others": True, "consulted": False}, "missing"),
        ({"consulted": True}, "met"),
        ({"consulted": False}, "open"),
    ],
)
def test_a_requirement_that_depends_on_a_fact(
    desk: Source, facts: dict[str, bool], state: str | None
) -> None:
    assert states(hand(desk, **facts)).get("others-are-asked") == state


def test_what_is_open_is_said(desk: Source) -> None:
    (item,) = [r for r in hand(desk, consulted=False).requirements() if r.norm.id == "others-are-asked"]
    assert (item.provided, item.lacking, item.unshown) == (("touches-others",), ("consulted",), ())


@pytest.mark.parametrize(
    ("cost", "applies"), [("[500, 500] CNY", False), ("[501, 501] CNY", True), ("(500, ∞) CNY", True)]
)
def test_a_requirement_above_an_amount(desk: Source, cost: str, applies: bool) -> None:
    assert ("costs-are-budgeted" in states(hand(desk, case={**CASE, "cost": cost}))) is applies


@pytest.mark.parametrize(
    ("facts", "breached"),
    [
        ({}, False),
        ({"duplicated": False}, False),
        ({"duplicated": True}, True),
        ({"duplicated": True, "replaces_old": False}, True),
        ({"duplicated": True, "replaces_old": True}, False),
    ],
)
def test_a_prohibition_with_an_excuse(desk: Source, facts: dict[str, bool], breached: bool) -> None:
    (item,) = hand(desk, **facts).prohibitions()
    assert item.breached is breached
    assert item.shown == (("duplicated",) if facts.get("duplicated") else ())
    assert set(item.assumed) == {"duplicated", "replaces-old"} - {f.replace("_", "-") for f in facts}


def test_a_prohibition_that_asks_for_leave(desk: Source) -> None:
    """Leave that nobody mentions is there in a file that is in order; it is said to be assumed."""
    assert [(p.breached, p.assumed) for p in hand(desk, "card").prohibitions()] == [(False, ("permitted",))]
    assert [p.breached for p in hand(desk, "card", permitted=False).prohibitions()] == [True]


def test_a_prohibition_without_facts_is_breached_by_every_file(desk: Source) -> None:
    assert [p.breached for p in hand(desk, "memo", case={}).prohibitions()] == [True]


def test_duties_and_their_excuses(desk: Source) -> None:
    def owed(**facts: bool) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        found = hand(desk, bodies=frozenset({"council"}), **facts).duties()
        return {item.norm.id: (item.provided, item.unless) for item in found}

    assert owed() == {
        "circulars-are-filed": ((), ()),
        "circulars-are-posted": ((), ("secret",)),
        "council-is-prepared": (("urgent",), ()),
    }
    assert set(owed(secret=True, urgent=False)) == {"circulars-are-filed"}
    assert owed(secret=False, urgent=True)["circulars-are-posted"] == ((), ())


def test_rules_of_meetings_count_where_the_document_goes_through_them(desk: Source) -> None:
    assert hand(desk).cadences() == ()
    assert [norm.id for norm in hand(desk, bodies=frozenset({"council"})).cadences()] == ["council-meets"]


def test_the_reading_decides_which_deadlines_hold(desk: Source) -> None:
    def ids(reading: str, **facts: bool) -> set[str]:
        return {norm.id for norm, _, _ in hand(desk, reading=reading, **facts).deadlines()}

    assert "replies-are-quick" in ids("liberal") and "replies-are-quick-anyway" not in ids("liberal")
    assert "replies-are-quick-anyway" in ids("strict") and "replies-are-quick" not in ids("strict")
    assert "replies-are-quick" not in ids("liberal", urgent=True)
    assert "urgent-replies" not in ids("liberal", urgent=False)


def test_only_permissive_words_do_not_bind() -> None:
    forces = {force: binding(Citation("1", None, (), force)) for force in Force}
    assert forces == {Force.HARD: True, Force.IN_PRINCIPLE: True, Force.PERMISSIVE: False}
    assert binding(Assumption(Text("假定", "assumed")))


BUNDLED = load("xiangshan-2021", None)


@given(st.data())
def test_requirements_part_into_met_missing_and_open(data: st.DataObject) -> None:
    """The states against the words of the norm, for every document of the real rulebook."""
    source = data.draw(st.sampled_from((BUNDLED, load(DESK, None))))
    book = source.rulebook
    document = data.draw(st.sampled_from(sorted(book.documents)))
    facts = data.draw(st.dictionaries(st.sampled_from(sorted(book.facts)), st.booleans()))
    now = Circumstance(
        book, source.roster, profile(book.switches, data.draw(st.sampled_from(["strict", "liberal"])))
    )
    case = {"weight": "heavy", "cost": "[800, 800] CNY", "decided-by": "plenary", "importance": "major"}
    used = {id: case[id] for id in book.documents[document].attributes if id in case}
    found = {r.norm.id: r for r in FileInHand(now, document, used, (), facts).requirements()}
    for norm in book.procedure.values():
        if not isinstance(norm, Requirement) or document not in norm.documents:
            assert norm.id not in found
            continue
        holds = now.guard(norm.when, used) is TRUE and not any(facts.get(f) is False for f in norm.facts)
        assert holds == (norm.id in found)
        if not holds:
            continue
        certain = all(facts.get(fact) for fact in norm.facts)
        if all(facts.get(fact) for fact in norm.needs):
            expected = "met"
        elif certain and any(facts.get(fact) is False for fact in norm.needs):
            expected = "missing"
        else:
            expected = "open"
        item = found[norm.id]
        assert item.state == expected
        if expected != "met":
            assert set(item.lacking) == {f for f in norm.needs if facts.get(f) is False}
            assert set(item.unshown) == set(norm.needs) - set(facts)
            assert set(item.provided) == set(norm.facts) - set(facts)
