"""Whether the text alone causes a gap: against rosters built one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from guiju.model.citation import NOWHERE
from guiju.model.document import Holder
from guiju.model.office import Person, Roster
from guiju.model.reading import profile
from guiju.model.text import Text
from guiju.scenarios.rosters import rosters
from guiju.source import Source
from guiju.verify.coverage import Coverage
from guiju.verify.question import Cast, Question

N = Text("某", "x")


def causes(
    source: Source, document: str, case: dict[str, str], **readings: str
) -> dict[tuple[str, ...], str | None]:
    reading = {
        **profile(source.rulebook.switches, "strict"),
        **{k.replace("_", "-"): v for k, v in readings.items()},
    }
    question = Question(Cast(source.rulebook, source.roster), reading, "given", ("out-of-district",))
    (result,) = Coverage(question).documents([document], case)
    return {gap.box.people: gap.cause for gap in result.gaps}


def test_what_the_text_alone_causes(xiangshan: Source) -> None:
    assert causes(xiangshan, "order", {}) == {("mayor",): "text"}
    strict = causes(xiangshan, "request-to-city", {"in-charge": "deputy-3"})
    assert strict == {("deputy-3",): "text", ("executive-deputy", "mayor"): "text"}


def test_what_this_roster_causes(xiangshan: Source) -> None:
    covered = causes(xiangshan, "request-to-city", {"in-charge": "deputy-3"},
                     ab_scope="portfolio-powers", reviewer_signs="allowed")  # fmt: skip
    assert covered == {("executive-deputy", "mayor"): "text", ("deputy-3", "deputy-4"): "roster"}
    presided = causes(xiangshan, "order", {}, presiding_scope="signs")
    assert set(presided.values()) == {"roster"}


def test_a_gap_of_named_people_may_still_be_the_rosters(xiangshan: Source) -> None:
    """Where the executive deputy has no partner, the head alone blocks his letters, present or not."""
    found = causes(xiangshan, "letter", {"in-charge": "executive-deputy"},
                   presiding_scope="signs", ab_scope="portfolio-powers")  # fmt: skip
    assert found["mayor",] == "roster"


def test_another_holder_of_another_post_may_close_a_gap(xiangshan: Source) -> None:
    """Two deputy directors may be there: a gap that names the only one is the roster's."""
    book = xiangshan.rulebook
    rule = replace(book.rules["office-head-signs-office-documents"], by=Holder("office-deputy-head"))
    changed = replace(book, rules={**book.rules, rule.id: rule})
    other = replace(xiangshan, rulebook=changed)
    assert causes(other, "office-document", {}) == {("office-deputy-director",): "roster"}
    assert causes(xiangshan, "office-document", {}) == {("office-director",): "text"}


def _other_roster(source: Source, deputies: int, pairs: tuple[tuple[str, str], ...]) -> Roster:
    people = {id: p for id, p in source.roster.people.items() if not id.startswith("deputy-")}
    for i in range(deputies - 1):
        people[f"any-{i + 1}"] = Person(f"any-{i + 1}", N, ("deputy-head",), N, NOWHERE)
    return Roster("other", N, None, people, pairs)


def test_the_claim_holds_in_rosters_written_out_by_hand(xiangshan: Source) -> None:
    """A gap said to be the text's is found again with two and with five deputies, paired or not."""
    reading = profile(xiangshan.rulebook.switches, "strict")
    for deputies, pairs in ((2, ()), (2, (("any-1", "executive-deputy"),)), (5, (("any-1", "any-2"),))):
        roster = _other_roster(xiangshan, deputies, pairs)
        question = Question(Cast(xiangshan.rulebook, roster), reading, "given", ("out-of-district",))
        (result,) = Coverage(question).documents(["request-to-city"], {"in-charge": "any-1"}, explain=False)
        assert {gap.box.people for gap in result.gaps} == {("any-1",), ("executive-deputy", "mayor")}


def test_rosters_are_listed_once_up_to_symmetry(xiangshan: Source) -> None:
    counts = Counter(len(r.people) for r in rosters(xiangshan.rulebook, xiangshan.roster, 0))
    assert sorted(counts.values()) == [2, 3, 4, 5], "matchings of the executive deputy and 1 to 4 others"
    told_apart = Counter(len(r.people) for r in rosters(xiangshan.rulebook, xiangshan.roster, 1))
    assert sum(told_apart.values()) > sum(counts.values())
