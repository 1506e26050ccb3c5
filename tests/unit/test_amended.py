"""The amended work rules: the text of 2021, the listed amendments, and nothing else; every claim proved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from guiju.cli import main
from guiju.model.authority import Incompatibility, OfPost, Rule
from guiju.model.cases import cases
from guiju.model.citation import Citation, Span
from guiju.model.claim import Admission, Stay
from guiju.model.guards import guards_of
from guiju.model.load.amendments import ALONE, SECTIONS
from guiju.model.procedure import Norm
from guiju.model.reading import profile
from guiju.model.rulebook import Rulebook
from guiju.request import Options, request_of
from guiju.source import Source, load
from guiju.verification import Verification, verify
from guiju.verify.claims import Claims
from guiju.verify.coverage import Coverage
from guiju.verify.lint.answers import Answers
from guiju.verify.lint.detectors import lint
from guiju.verify.question import Cast, Question
from test_mutants import mutants

TODAY = date(2026, 11, 24)
AMENDED = load("xiangshan-2021-amended", None)
BOOK = AMENDED.rulebook
NAMED = {rule for amendment in BOOK.amendments.values() for rule in amendment.rules}
CHANGED = [path for amendment in BOOK.amendments.values() for path in amendment.changes]
REWORDED = {
    "leader-reviews-upward-and-downward",
    "leader-signs-for-government",
    "leader-settles-disagreement",
}
SETTLED = {reading for amendment in BOOK.amendments.values() for reading in amendment.settles}
REPEALED = {rule for amendment in BOOK.amendments.values() for rule in amendment.repeals}
NOT_LIVE = {
    # no document asks for this act
    "pair-covers-portfolio: act handle",
    "leaders-cover-both-of-pair: act handle",
    # they act where a case names them, and a case names somebody: no document shows that the post is vacant
    "office-covers-department-heads: covers OfPost(post='bureau-head')",
    *(f"vacancy-among-leaders: covers OfPost(post='{post}')"
      for post in ("executive-deputy-head", "city-commissioner", "counsellor-post")),
    # an order says who acts, not whether somebody can
    *(f"{rule}: ordered" for rule in (
        "leaders-cover-both-of-pair", "leaders-stand-in-for-convener", "office-covers-department-heads",
        "office-reviews-for-leader",
    )),
}  # fmt: skip


def provisions(book: Rulebook) -> dict[str, Rule | Norm]:
    """Rules and procedure, which share their ids."""
    return {**book.rules, **book.procedure}


def plain(value: Any) -> Any:
    """A value without the places that it was read from."""
    if isinstance(value, Span):
        return None
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, (tuple, list, frozenset)) else value


# ---------------------------------------------------------------- the same text but for the amendments

FIELDS = {"absence-kinds": "kinds", "case-space": "case_space", "editorial-notes": "notes"}
OF_THE_TEXT = ("articles", "terms", "parties", "editorial-notes", "scope", "adopted")


def owner(book: Rulebook, section: str) -> Any:
    return book.regulation if section in OF_THE_TEXT else book


def section_of(book: Rulebook, section: str) -> Any:
    return getattr(owner(book, section), FIELDS.get(section, section))


def differences(section: str, book: Rulebook) -> set[str]:
    """The paths of one section that differ from the text of 2021."""
    ours, theirs = section_of(BOOK, section), section_of(book, section)
    if section in ALONE:
        return {section} if plain(ours) != plain(theirs) else set()
    return {f"{section}/{id}" for id in {*ours, *theirs} if plain(ours.get(id)) != plain(theirs.get(id))}


def back(book: Rulebook, before: Rulebook, path: str) -> Rulebook:
    """The book with one part as it was before."""
    section, _, id = path.partition("/")
    value = section_of(before, section)
    if id:
        kept = {other: item for other, item in section_of(book, section).items() if other != id}
        value = kept | ({id: value[id]} if id in value else {})
    changed = replace(owner(book, section), **{FIELDS.get(section, section): value})
    return replace(book, regulation=changed) if section in OF_THE_TEXT else changed


@pytest.mark.parametrize("section", [*SECTIONS, *ALONE])
def test_a_part_differs_exactly_where_an_amendment_names_it(section: str, book: Rulebook) -> None:
    assert differences(section, book) == {path for path in CHANGED if path.partition("/")[0] == section}


@pytest.mark.parametrize("part", ["signers", "claims", "recorded", "attributes", "kinds", "units", "acts"])
def test_what_the_proofs_are_about_is_that_of_2021(part: str, book: Rulebook) -> None:
    assert plain(getattr(BOOK, part)) == plain(getattr(book, part))


def test_documents_differ_in_nothing_but_their_place(book: Rulebook) -> None:
    placed = {id: replace(d, where=book.documents[id].where) for id, d in BOOK.documents.items()}
    assert plain(placed) == plain(book.documents)


def test_the_people_are_those_of_2021(xiangshan: Source) -> None:
    assert plain(AMENDED.roster) == plain(xiangshan.roster)


def test_a_reading_goes_only_where_an_amendment_settles_it(book: Rulebook) -> None:
    assert set(book.switches) - set(BOOK.switches) == SETTLED
    assert len(SETTLED) == sum(len(a.settles) for a in BOOK.amendments.values())
    for id, switch in BOOK.switches.items():
        assert plain(switch) == plain(book.switches[id])


def test_the_rules_are_those_of_2021_and_what_the_amendments_name(book: Rulebook) -> None:
    now, then = provisions(BOOK), provisions(book)
    assert {id for id, item in now.items() if plain(item) != plain(then.get(id))} == NAMED
    assert set(then) - set(now) == REPEALED
    assert not BOOK.known_gaps
    assert not BOOK.silences


def test_rules_cite_the_amendment_that_brought_them(book: Rulebook) -> None:
    """Where only the words of the basis changed, the article is still the old one."""
    by_rule = {rule: amendment for amendment in BOOK.amendments.values() for rule in amendment.rules}
    inserted = {a.article for a in BOOK.amendments.values() if "." in a.article}
    assert len({amendment.article for amendment in BOOK.amendments.values()}) == len(BOOK.amendments)
    for id, item in provisions(BOOK).items():
        article = item.basis.article if isinstance(item.basis, Citation) else None
        if id in REWORDED:
            assert plain(replace(item, basis=provisions(book)[id].basis)) == plain(provisions(book)[id])
        elif id in NAMED:
            assert article == by_rule[id].article, id
        else:
            assert article not in inserted, id


def test_every_inserted_article_is_listed() -> None:
    inserted = {a.article for a in BOOK.amendments.values() if "." in a.article}
    assert inserted == {id for id in BOOK.regulation.articles if "." in id}


# ---------------------------------------------------------------- what it proves


def verified(source: Source, reading: str) -> Verification:
    request = request_of(source, Options(reading=(reading,)))
    return verify(request, lambda done, total: None, TODAY, explain_attainable=False)


@pytest.mark.parametrize("reading", ["default", "strict", "liberal", "every"])
def test_every_claim_is_proved_whatever_the_reading(reading: str) -> None:
    found = verified(AMENDED, reading)
    assert {claim.claim.id: claim.verdict for claim in found.claims} == dict.fromkeys(BOOK.claims, "proved")
    assert all(
        row.guaranteed.verdict in ("proved", "refuted") and row.guaranteed.complete for row in found.rows
    )
    assert all(not row.guaranteed.unspecified for row in found.rows)
    assert found.verdicts == {"proved"}


def test_the_command_ends_with_0() -> None:
    for reading in ("default", "every"):
        result = CliRunner().invoke(main, ["verify", BOOK.id, "--reading", reading, "--format", "json"])
        assert result.exit_code == 0
        assert {entry["judged-by"] for entry in json.loads(result.stdout)["documents"]} == {"claims"}
    assert CliRunner().invoke(main, ["gaps", BOOK.id]).exit_code == 1, "gaps lists them all and says so"


LEADER = Stay(1, ("head", "executive-deputy-head", "deputy-head"))
OFFICE = Stay(1, ("office-head", "office-deputy-head"))


def blocked(stay: tuple[Stay, ...]) -> set[str]:
    """The documents that some admitted absence blocks under some reading."""
    claim = replace(BOOK.claims["one-leader-and-every-unit-stay"], admits=Admission(stay=stay))
    question = Question(Cast(BOOK, AMENDED.roster), {})
    result = Claims(question, TODAY).result(claim)
    assert result.verdict in ("proved", "refuted")
    return {violation.document for violation in result.violations}


def test_the_least_floor_is_one_leader_and_one_of_the_office() -> None:
    """The claim keeps the heads of departments too; here the office covers them, and less is enough."""
    assert blocked((LEADER, OFFICE)) == set()
    assert "order" in blocked((OFFICE,))
    assert {"incoming-request", "meeting-papers"} <= blocked((LEADER,))
    everybody = Stay(None, ("bureau-head", "office-head", "office-deputy-head"))
    assert "order" in blocked((everybody,)), "no number of others makes up for the last leader"
    assert "meeting-papers" in blocked((Stay(None, ("bureau-head", *LEADER.posts)),))


def test_separation_needs_one_of_the_office_beside_the_last_leader() -> None:
    """Otherwise he would review what he signs."""
    claim = replace(BOOK.claims["two-people-review-and-sign"], admits=Admission(stay=(LEADER,)))
    result = Claims(Question(Cast(BOOK, AMENDED.roster), {}), TODAY).result(claim)
    assert result.verdict == "refuted"


def test_separation_is_about_something_under_every_reading() -> None:
    (bar,) = (rule for rule in BOOK.rules.values() if isinstance(rule, Incompatibility))
    assert not bar.when.terms
    claim = BOOK.claims["two-people-review-and-sign"]
    assert set(claim.documents) <= set(bar.documents)
    rules = {id: rule for id, rule in BOOK.rules.items() if id != "office-reviews-for-leader"}
    question = Question(Cast(replace(BOOK, rules=rules), AMENDED.roster), {})
    result = Claims(question, TODAY).result(claim)
    assert result.verdict == "refuted"
    assert {violation.document for violation in result.violations} == set(claim.documents)


@pytest.mark.parametrize("id", ["only-leaders-sign-orders", "only-leaders-mark-letters"])
@pytest.mark.parametrize("name", ["xiangshan-2021", "xiangshan-2021-amended"])
def test_what_is_reserved_to_leaders_can_be_refuted(id: str, name: str) -> None:
    source = load(name, None)
    claim = source.rulebook.claims[id]
    rule = {"only-leaders-sign-orders": "office-head-signs-office-documents"}.get(id, "office-gates-incoming")
    leak = replace(source.rulebook.rules[rule], act=claim.act, documents=claim.documents)  # type: ignore[call-arg]
    book = replace(source.rulebook, rules={**source.rulebook.rules, "leak": replace(leak, id="leak")})
    assert Claims(Question(Cast(book, source.roster), {}), TODAY).result(claim).verdict == "refuted"


# ---------------------------------------------------------------- no amendment too many


def without(ids: Iterable[str], before: Rulebook) -> Rulebook:
    """The amended book as if some amendments had not been made."""
    made = [BOOK.amendments[id] for id in ids]
    named = {rule for amendment in made for rule in (*amendment.rules, *amendment.repeals)}
    restored = {id: item for id, item in provisions(before).items() if id in named}
    rules, procedure = (
        {id: item for id, item in section.items() if id not in named}
        | {id: restored[id] for id in earlier if id in restored}
        for section, earlier in ((BOOK.rules, before.rules), (BOOK.procedure, before.procedure))
    )
    asked = {t for r in rules.values() for guard in guards_of(r, before.signers) for t in guard.asked}
    asked |= {term for norm in procedure.values() for term in norm.when.asked}
    asked |= {reading for amendment in made for reading in amendment.settles}
    switches = {**BOOK.switches, **{id: s for id, s in before.switches.items() if id in asked}}
    book = replace(BOOK, rules=rules, procedure=procedure, switches=switches)
    for path in (path for amendment in made for path in amendment.changes):
        book = back(book, before, path)
    return book


def found_in(book: Rulebook) -> set[tuple[str, str]]:
    """The findings of lint, (code, id), under the default and under every reading."""
    profiles: tuple[Mapping[str, str], ...] = (profile(book.switches, "default"), {})
    return {(found.code, found.id) for reading in profiles for found in lint(book, AMENDED.roster, reading)}


@pytest.fixture(scope="module")
def left() -> set[tuple[str, str]]:
    return found_in(BOOK)


@pytest.fixture(scope="module")
def codes(book: Rulebook) -> set[str]:
    """The codes of what lint finds in the text of 2021."""
    return {code for code, _ in found_in(book)}


@pytest.mark.parametrize("id", sorted(BOOK.amendments))
def test_without_an_amendment_what_it_answers_is_open_again(
    id: str, book: Rulebook, left: set[tuple[str, str]], codes: set[str]
) -> None:
    """A finding that its ``answers`` name; or, where they name none of lint's, a claim fails."""
    earlier = without([id], book)
    reopened = {code for code, _ in found_in(earlier) - left}
    answered = codes & set(BOOK.amendments[id].answers)
    assert answered <= reopened
    if not answered:
        found = verified(Source(earlier, AMENDED.roster, AMENDED.files), "every")
        assert {claim.claim.id for claim in found.claims if claim.verdict in ("refuted", "unspecified")}


def test_without_all_amendments_it_is_the_text_of_2021(book: Rulebook) -> None:
    earlier = without(BOOK.amendments, book)
    same = {field.name for field in fields(Rulebook)} - {"id", "title", "source", "amendments", "known_gaps"}
    for name in sorted(same):
        assert plain(getattr(earlier, name)) == plain(getattr(book, name)), name


TOGETHER = {
    "unregulated-kind": {"8.1", "9", "10", "11.1", "44.1"},
    "inverted-authority-by-reading": {"9", "50"},
}
"""Code -> the articles as amended, each of which answers it by itself."""

LEFT = {
    # its doers are people whom no case of these documents names
    "uneven-step:portfolios=several/countersign",
    # kinds of absence and attributes are the same in both books, and so are the readings on which they turn
    "idle-reading:leader-in-charge", "idle-reading:leave-is-away",
}  # fmt: skip


def test_what_lint_still_finds_is_listed(left: set[tuple[str, str]]) -> None:
    assert {id for _, id in left} == LEFT


def test_every_other_finding_is_answered_by_an_amendment(left: set[tuple[str, str]], codes: set[str]) -> None:
    answered = {word for amendment in BOOK.amendments.values() for word in amendment.answers}
    assert codes - {code for code, _ in left} - answered == set(TOGETHER)
    assert {word for word in answered if word.islower()} - codes == {"idle-rule", "key-people"}


@pytest.mark.parametrize("code", TOGETHER)
def test_what_several_amendments_answer_is_open_again_without_all_of_them(code: str, book: Rulebook) -> None:
    ids = {a.article: id for id, a in BOOK.amendments.items() if a.article in TOGETHER[code]}
    assert set(ids) == TOGETHER[code]
    assert code in {found for found, _ in found_in(without(ids.values(), book))}
    for id in ids.values():
        others = set(ids.values()) - {id}
        assert code not in {found for found, _ in found_in(without(others, book))}


@pytest.mark.parametrize(
    ("claim", "amendment"),
    [
        ("one-rule-in-every-case", "one-rule-for-every-case"),
        ("every-step-has-a-limit", "time-limits"),
        ("every-post-is-covered", "office-deputy-acts"),
        ("every-meeting-with-any-one-away", "presiding-covers-everything"),
    ],
)
def test_a_claim_about_the_rules_fails_without_its_amendment(
    claim: str, amendment: str, book: Rulebook
) -> None:
    for other in (book, without([amendment], book)):
        cast = Cast(other, AMENDED.roster)
        assert Claims(Question(cast, {}), TODAY).result(other.claims[claim]).verdict == "refuted"


def test_the_page_prints_every_amendment() -> None:
    page = (Path(__file__).parents[2] / "docs" / "xiangshan-amended.md").read_text(encoding="utf-8")
    for amendment in BOOK.amendments.values():
        assert f"**{amendment.article}** {amendment.text.zh}\n\n{amendment.text.en}\n" in page
        assert f"answers: {'、'.join(amendment.answers)}\n" in page
    assert page.count("答复 answers: ") == len(BOOK.amendments)
    assert all(f"`{id.partition(':')[0]}`" in page for id in LEFT)


# ---------------------------------------------------------------- no rule too many


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(BOOK, AMENDED.roster)


@pytest.mark.parametrize("id", sorted(NAMED & set(BOOK.rules) - REWORDED))
def test_every_part_of_an_amended_rule_matters(id: str, answers: Answers) -> None:
    rule = BOOK.rules[id]
    dead = {name for name, mutant in mutants(rule) if not answers.differ(rule.id, mutant)}
    assert dead == {name for name in NOT_LIVE if name.startswith(f"{id}: ")}


@pytest.mark.parametrize("id", ["presiding", "deputy-presides-by-designation"])
def test_the_rules_on_presiding_say_who_presides(id: str) -> None:
    def presiding(book: Rulebook) -> set[str]:
        cast = Cast(book, AMENDED.roster)
        reading = profile(book.switches, "strict")
        routes = cast.resolver(reading).actors.routes(OfPost("head"), "preside-work", "", {})
        return {rule for route in routes for rule in route.rules}

    rules = {other: rule for other, rule in BOOK.rules.items() if other != id}
    assert presiding(BOOK) - presiding(replace(BOOK, rules=rules)) == {id}


def test_more_absences_than_claimed_are_listed_not_hidden() -> None:
    question = Question(Cast(BOOK, AMENDED.roster), profile(BOOK.switches, "default"))
    (order,) = Coverage(question).documents(["order"], {})
    leaders = {"deputy-2", "deputy-3", "deputy-4", "executive-deputy", "mayor"}
    office = {"office-deputy-director", "office-director"}
    gaps = [set(gap.box.people) for gap in order.gaps]
    assert leaders in gaps
    assert all(gap >= leaders or gap >= office for gap in gaps), "each is beyond the floor"
    assert len(cases(BOOK, AMENDED.roster, "order", {"decided-by": "*"})) == 3
