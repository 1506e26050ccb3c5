"""Parts of a comparison whose answer is known: gaps beyond others, order that counts, texts that are silent."""

from __future__ import annotations

from datetime import date

from edited import edited
from guiju.model.document import FirstOf
from guiju.model.load.calendar import bundled_calendar
from guiju.model.reading import profile
from guiju.source import Source
from guiju.verify.change.boxes import beyond
from guiju.verify.change.difference import Terms, difference
from guiju.verify.change.result import Difference
from guiju.verify.change.sides import Side
from guiju.verify.change.spelling import spelling
from guiju.verify.verdict import Box

TERMS = Terms(("none",), ("order",), bundled_calendar(), date(2026, 1, 1), 50_000_000)
NAME = "xiangshan-2021"
UNNAMED = "{effect: silence, act: sign, documents: [order], cite: {article: 49, force: hard}}"


def side(source: Source) -> Side:
    return Side(source.rulebook, source.roster, profile(source.rulebook.switches, "default"))


def compared(old: Source, new: Source) -> Difference:
    return difference(side(old), side(new), TERMS, lambda done, total: None)


def test_kinds_of_one_gap_are_compared_one_by_one() -> None:
    old, new = Box((("ann", ("ill", "leave")),)), Box((("ann", ("abroad", "ill", "leave")),))
    assert beyond([new], [old]) == (Box((("ann", ("abroad",)),)),)
    assert beyond([old], [new]) == ()
    both, wider = Box((("a", ("x",)), ("b", ("x",)))), Box((("a", ("x", "y")), ("b", ("x", "y"))))
    left = beyond([wider], [both])
    worlds = {(p, q) for box in left for p in box.absent[0][1] for q in box.absent[1][1]}
    assert worlds == {("x", "y"), ("y", "x"), ("y", "y")}
    assert beyond([old], [Box(old.absent, present=("bob",))]) == (old,)


def test_the_order_of_tiers_counts_and_the_order_within_one_does_not() -> None:
    def of(*tiers: tuple[str, ...]) -> object:
        return spelling(FirstOf(tiers), whole=False)

    assert of(("a",), ("b",)) != of(("b",), ("a",))
    assert of(
        ("a", "b"),
    ) == of(
        ("b", "a"),
    )


def signers(source: Source) -> dict[str, None]:
    rules = source.rulebook.naming("order")
    return {rule.id: None for rule in rules if getattr(rule, "act", "") == "sign"}


def test_a_text_that_no_longer_names_the_signer_leaves_a_document_without_one() -> None:
    old = edited(NAME)
    replaced = {f"rules.{id}.act": "issue" for id in signers(old)}
    new = edited(NAME, replaced, {"rules.order-signer-unnamed": UNNAMED})
    there, back = compared(old, new), compared(new, old)
    assert there.gap_opens and not back.gap_opens
    for case in there.documents[0].cases:
        assert case.silences_added == ("sign",)
        assert [turn.box for turn in case.ends[0].opened.worlds] == [Box(())]


def test_two_silent_texts_are_compared_by_their_other_steps() -> None:
    silent = {f"rules.{id}.act": "issue" for id in signers(edited(NAME))}
    old = edited(NAME, silent, {"rules.order-signer-unnamed": UNNAMED})
    body = "{effect: authority, act: approve, documents: [order], by: executive-deputy-head, cite: {article: 49, force: hard}}"
    new = edited(NAME, silent, {"rules.order-signer-unnamed": UNNAMED, "rules.order-approved": body})
    found = compared(old, new)
    assert found.gap_opens
    for case in found.documents[0].cases:
        assert not case.silences_added and case.steps_added == ("approve",)
        (turn, *_) = case.ends[0].opened.worlds
        assert turn.box.people == ("executive-deputy",)
        assert [change.key for change in turn.enough] == [("rule", "order-approved")]
