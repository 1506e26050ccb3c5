"""The amended work rules: the text of 2021, the listed amendments, and nothing else; every claim proved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from guiju.cli import main
from guiju.model.authority import Incompatibility, OfPost, Rule, Silence
from guiju.model.cases import cases
from guiju.model.citation import Citation, Span
from guiju.model.claim import Admission, Stay
from guiju.model.guards import guards_of
from guiju.model.reading import profile
from guiju.model.rulebook import Rulebook
from guiju.request import Options, request_of
from guiju.source import Source, load
from guiju.verification import Verification, verify
from guiju.verify.claims import Claims
from guiju.verify.coverage import Coverage
from guiju.verify.lint.answers import Answers
from guiju.verify.question import Cast, Question
from test_mutants import mutants

TODAY = date(2026, 11, 24)
AMENDED = load("xiangshan-2021-amended", None)
BOOK = AMENDED.rulebook
NAMED = {rule for amendment in BOOK.amendments.values() for rule in amendment.rules}
SETTLED = {reading for amendment in BOOK.amendments.values() for reading in amendment.settles}
REPEALED = {rule for amendment in BOOK.amendments.values() for rule in amendment.repeals}
NOT_LIVE = {
    # no document asks for this act
    "pair-covers-portfolio: act handle",
    "leaders-cover-both-of-pair: act handle",
    # an order says who acts, not whether somebody can
    *(f"{rule}: ordered" for rule in (
        "leaders-cover-both-of-pair", "leaders-stand-in-for-convener", "office-covers-department-heads",
        "office-reviews-for-leader",
    )),
}  # fmt: skip


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


@pytest.mark.parametrize(
    "part", ["kinds", "acts", "posts", "units", "bodies", "attributes", "documents", "signers", "claims", "recorded"]
)  # fmt: skip
def test_everything_but_rules_and_readings_is_that_of_2021(part: str, book: Rulebook) -> None:
    assert plain(getattr(BOOK, part)) == plain(getattr(book, part))


def test_the_people_are_those_of_2021(xiangshan: Source) -> None:
    assert plain(AMENDED.roster) == plain(xiangshan.roster)


def test_a_reading_goes_only_where_an_amendment_settles_it(book: Rulebook) -> None:
    assert set(book.switches) - set(BOOK.switches) == SETTLED
    assert len(SETTLED) == sum(len(a.settles) for a in BOOK.amendments.values())
    for id, switch in BOOK.switches.items():
        assert plain(switch) == plain(book.switches[id])


def test_the_rules_are_those_of_2021_and_what_the_amendments_name(book: Rulebook) -> None:
    changed = {id for id, rule in BOOK.rules.items() if plain(rule) != plain(book.rules.get(id))}
    assert changed == NAMED
    assert set(book.rules) - set(BOOK.rules) == REPEALED
    assert not BOOK.known_gaps
    assert not BOOK.silences


def test_rules_cite_the_amendment_that_brought_them() -> None:
    by_article = {amendment.article: amendment for amendment in BOOK.amendments.values()}
    assert len(by_article) == len(BOOK.amendments)
    for id, rule in BOOK.rules.items():
        article = rule.basis.article if isinstance(rule.basis, Citation) else None
        assert (article in by_article) == (id in NAMED), id
        assert article not in by_article or id in by_article[article].rules, id


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
    assert "office-document" in blocked((LEADER,))
    everybody = Stay(None, ("bureau-head", "office-head", "office-deputy-head"))
    assert "order" in blocked((everybody,)), "no number of others makes up for the last leader"
    assert "office-document" in blocked((Stay(None, ("bureau-head", *LEADER.posts)),))


def test_separation_needs_one_of_the_office_beside_the_last_leader() -> None:
    """Otherwise he would review what he signs."""
    claim = replace(BOOK.claims["two-people-review-and-sign"], admits=Admission(stay=(LEADER,)))
    result = Claims(Question(Cast(BOOK, AMENDED.roster), {}), TODAY).result(claim)
    assert result.verdict == "refuted"


def test_separation_is_about_something_under_every_reading() -> None:
    (bar,) = (rule for rule in BOOK.rules.values() if isinstance(rule, Incompatibility))
    assert not bar.when.terms
    claim = BOOK.claims["two-people-review-and-sign"]
    assert set(claim.documents) == set(bar.documents)
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


def without(id: str, before: Rulebook) -> Rulebook:
    """The amended book as if one amendment had not been made."""
    amendment = BOOK.amendments[id]
    back: dict[str, Rule] = {
        rule: before.rules[rule] for rule in (*amendment.rules, *amendment.repeals) if rule in before.rules
    }
    rules = {rule: found for rule, found in BOOK.rules.items() if rule not in amendment.rules} | back
    asked = {
        term for rule in back.values() for guard in guards_of(rule, before.signers) for term in guard.asked
    }
    needed = (asked & set(before.switches)) | set(amendment.settles)
    switches = {**BOOK.switches, **{reading: before.switches[reading] for reading in needed}}
    return replace(BOOK, rules=rules, switches=switches)


@pytest.mark.parametrize("id", sorted(BOOK.amendments))
def test_without_an_amendment_something_fails_again(id: str, book: Rulebook) -> None:
    source = Source(without(id, book), AMENDED.roster, AMENDED.files)
    found = verified(source, "every")
    reopened = {claim.claim.id for claim in found.claims if claim.verdict in ("refuted", "unspecified")}
    unspecified = {row.guaranteed.document for row in found.rows if row.guaranteed.unspecified}
    assert reopened or unspecified
    assert bool(unspecified) == any(
        isinstance(book.rules[rule], Silence) for rule in BOOK.amendments[id].repeals
    )


def test_without_all_amendments_it_is_the_text_of_2021(book: Rulebook) -> None:
    rules = {id: rule for id, rule in BOOK.rules.items() if id not in NAMED}
    rules |= {id: book.rules[id] for id in (*NAMED, *REPEALED) if id in book.rules}
    assert plain(rules) == plain(dict(book.rules))


# ---------------------------------------------------------------- no rule too many


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers(BOOK, AMENDED.roster)


@pytest.mark.parametrize("id", sorted(NAMED))
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
    leaders = ("deputy-2", "deputy-3", "deputy-4", "executive-deputy", "mayor")
    assert [gap.box.people for gap in order.gaps] == [leaders]
    assert len(cases(BOOK, AMENDED.roster, "order", {"decided-by": "*"})) == 3
