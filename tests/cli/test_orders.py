"""A small rulebook of orders: amounts, recusal, prerequisites; its defects, and its bad input."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from guiju.cli import main

GOOD = Path(__file__).parent.parent / "cases" / "good"
ORDERS = (GOOD / "orders.yaml").read_text("utf-8")
ROSTER = (GOOD / "orders-roster.yaml").read_text("utf-8")
POINT = "▸"


def write(folder: Path, old: str = "", new: str = "", text: str = ORDERS) -> str:
    assert not old or text.count(old) == 1, old
    changed = text.replace(old, new) if old else text
    (folder / "orders.yaml").write_text(changed if text is ORDERS else ORDERS, "utf-8")
    (folder / "orders-roster.yaml").write_text(changed if text is ROSTER else ROSTER, "utf-8")
    return str(folder / "orders.yaml")


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(main, [*arguments, "--format", "json"])
    assert result.exit_code in (0, 1), result.stderr
    return json.loads(result.stdout)


BANDS = "small: {name: {zh: 小额, en: small}, bounds: [{up-to: 5万 CNY}, {up-to: 7000 USD}]}"
BIG = "by: {people: 2, of: {any: [ceo, cfo, coo]}}"
OVER = "{over: 100万 CNY}"
HUGE = f"amount: {OVER}"
MANAGER = "by: manager"
OPTIONS = "day: {from: 2026-01-01, up-to: 2026-12-31}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{up-to: 5万 CNY}", "{up-to: 6万 CNY}", "the bands 'small' and 'big' overlap: (50000, 60000] CNY"),
        ("{up-to: 5万 CNY}", "{up-to: 4万 CNY}", "the bands leave a hole: (40000, 50000] CNY"),
        ("{up-to: 5万 CNY}", "{below: 5万 CNY}", "the bands leave a hole: [50000, 50000] CNY"),
        ("[{up-to: 5万 CNY}, {up-to: 7000 USD}]", "[{up-to: 5万 CNY}]", "a hole: [0, 7000] USD"),
        ("{up-to: 5万 CNY}", f"{{up-to: {POINT}50000}}", "'50000' has no currency; write it like '50000 CNY'"),
        ("{up-to: 5万 CNY}", f"{{up-to: {POINT}50000 EUR}}", "'EUR' is no currency or unit of this attribute"),
        ("{up-to: 5万 CNY}", f"{{up-to: {POINT}much CNY}}", "'much CNY' is no quantity"),
        ("{up-to: 5万 CNY}", "{up_to: 5万 CNY}", "did you mean 'up-to'?"),
        ("{up-to: 5万 CNY}", "{up-to: 5万 CNY, below: 9 CNY}", "exactly one of these keys is needed: below, up-to"),
        (OVER, f"{{over: 100万 CNY, up-to: {POINT}100万 CNY}}", "holds no value and can never apply"),
        (OVER, f"{{over: 100 CNY, up-to: {POINT}100 USD}}", "the two bounds have different units"),
        (OVER, f"{POINT}biig", "did you mean 'big'?"),
        (OPTIONS, f"day: {POINT}2026-01-01", "bounds were expected"),
        (OPTIONS, f"day: {{from: {POINT}2026-02-30}}", "no valid date"),
        ("currencies: [CNY, USD]", f"currencies: [{POINT}yuan]", "write three capital letters"),
        (BIG, f"by: {{people: {POINT}0, of: manager}}", "0 is too small"),
        (BIG, f"by: {{at-least: {POINT}4, of: [ceo, cfo, coo]}}", "4 are asked for, but only 3 are listed"),
        (MANAGER, f"by: {{use: {POINT}a}}", "'a' is not a known named expression"),
        ("by: {tiers: [[coo], [cfo]], ordered: {}}", f"by: {{tiers: [[coo], {POINT}[]]}}", "at least one post"),
        ("people: [requester]", f"people: [{POINT}amount]", "'amount' is not a known case attribute that names people; known: requester"),
        ("needs: {budget: approved}", f"needs: {{budget: {POINT}aproved}}", "did you mean 'approved'?"),
        ("eligible: [certified]", f"eligible: [{POINT}certifed]", "did you mean 'certified'?"),
        ("sub-delegation: {to: [manager]}", f"sub-delegation: {{to: [manager], levels: {POINT}0}}", "too small"),
        ("attributes: [amount, budget, requester, day]", "attributes: [amount, budget, day]", "'requester'"),
    ],
)  # fmt: skip
def test_bad_input_is_told_where_it_stands(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = write(tmp_path, old, new.replace(POINT, ""))
    result = CliRunner().invoke(main, ["verify", path, "--lang", "en"])
    assert result.exit_code == 2, result.output
    if POINT in new and old in ORDERS:
        before = ORDERS[: ORDERS.index(old)] + new[: new.index(POINT)]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        assert f"orders.yaml:{line}:{column}:" in result.stderr
    assert words in result.stderr, result.stderr


def test_a_named_expression_that_contains_itself(tmp_path: Path) -> None:
    path = write(tmp_path, "rules:\n", "signers:\n  a: {any: [{use: b}]}\n  b: {all: [{use: a}]}\nrules:\n")
    result = CliRunner().invoke(main, ["verify", path, "--lang", "en"])
    assert result.exit_code == 2
    assert "endless loop of named expression: a → b → a" in result.stderr


def test_a_body_that_needs_itself(tmp_path: Path) -> None:
    body = (
        "bodies:\n  board: {name: {zh: 会, en: board}, members: [ceo], cite: {article: 1, force: hard}}\n"
        "rules:\n  meet: {effect: authority, act: approve, bodies: [board], by: {any: [ceo, {body: board}]},"
        " cite: {article: 2, force: hard}}\n"
    )
    result = CliRunner().invoke(main, ["verify", write(tmp_path, "rules:\n", body), "--lang", "en"])
    assert result.exit_code == 2
    assert "endless loop of body: board → board" in result.stderr


@pytest.mark.parametrize("amount", ["50000", "6万 EUR", "[1, 2", "little"])
def test_a_case_that_is_no_amount(amount: str) -> None:
    command = ["gaps", str(GOOD / "orders.yaml"), "--case", f"amount={amount}", "--lang", "en"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert result.stderr.startswith("--case: ")


# --- Classes --------------------------------------------------------------------------------


def classes(path: str, *options: str) -> list[str]:
    return [d["case"]["amount"] for d in run("gaps", path, *options)["documents"]]


def test_the_bounds_of_all_rules_cut_the_classes() -> None:
    assert classes(str(GOOD / "orders.yaml")) == [
        "[0, 50000] CNY", "(50000, 1000000] CNY", "(1000000, ∞) CNY", "[0, 7000] USD", "(7000, ∞) USD",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("50000 CNY", ["[0, 50000] CNY"]),
        ("50,000.01 CNY", ["(50000, 1000000] CNY"]),
        ("5万 CNY", ["[0, 50000] CNY"]),
        ("0.01亿 CNY", ["(50000, 1000000] CNY"]),
        ("7001 USD", ["(7000, ∞) USD"]),
        ("big", ["(50000, 1000000] CNY", "(1000000, ∞) CNY", "(7000, ∞) USD"]),
        ("(1000000, ∞) CNY", ["(1000000, ∞) CNY"]),
    ],
)
def test_a_case_falls_into_its_class(text: str, found: list[str]) -> None:
    assert classes(str(GOOD / "orders.yaml"), "--case", f"amount={text}") == found


def test_a_date_is_inside_up_to_its_last_day() -> None:
    path = str(GOOD / "orders.yaml")
    for day, advised in (("2026-12-31", True), ("2027-01-01", False), ("2025-12-31", False)):
        case = ("--case", f"day={day}", "--case", "amount=200万 CNY")
        assert bool(run("verify", path, *case)["mandates-in-advance"]) == advised, day


def test_a_limit_that_is_passed_is_told() -> None:
    command = ["gaps", str(GOOD / "orders.yaml"), "--case", "day=2027-01-01", "--case", "amount=200万 CNY"]
    text = CliRunner().invoke(main, [*command, "--lang", "en"]).stdout
    assert "mandate (art. 9) does not apply: its limit of amount, term or date is passed" in text


@pytest.mark.parametrize(("certified", "acting"), [("cat", "cat"), ("bob", "bob"), ("eve", None)])
def test_whoever_lacks_the_qualification_holds_up_nobody(
    tmp_path: Path, certified: str, acting: str | None
) -> None:
    """The COO comes before the CFO for a vacant CEO; only who is certified is a candidate at all."""
    roster = ROSTER.replace(", qualifications: [certified]", "")
    line = next(line for line in roster.splitlines() if line.startswith(f"  {certified}:"))
    roster = roster.replace(line, line[:-1] + ", qualifications: [certified]}")
    path = write(tmp_path, "trigger: [vacant]", "trigger: [vacant]\n    eligible: [certified]")
    (tmp_path / "orders-roster.yaml").write_text(roster, "utf-8")
    (found,) = run("who", path, "--vacant", "ceo", "--case", "amount=6万 CNY")["documents"]
    (step,) = found["steps"]
    assert {w["person"] for w in step["who"] if "ceo-vacant" in w["rules"]} == ({acting} if acting else set())


def test_key_people_block_by_their_absence_alone() -> None:
    """Dan asks, so Eve alone approves small orders; a million needs the CEO and the CFO."""
    listed = run("verify", str(GOOD / "orders.yaml"))["key-people"]
    assert [k["person"] for k in listed] == ["ann", "bob", "eve"]
    two = run("verify", str(GOOD / "orders.yaml"), "--case", "amount=6万 CNY")["key-people"]
    assert two == [], "two of three sign medium orders"


# --- Findings -------------------------------------------------------------------------------


def findings(path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("verify", path)["findings"]
    return found


def test_a_sound_rulebook_has_no_finding() -> None:
    assert findings(str(GOOD / "orders.yaml")) == []


def test_a_hole_between_two_bands(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"{BIG}, when: {{amount: big}}",
        f"{BIG}, when: {{amount: [{{over: 8万 CNY}}, {{over: 7000 USD}}]}}",
    )
    (hole,) = findings(path)
    assert (hole["act"], hole["class"], hole["last-act"]) == ("approve", "(50000, 80000] CNY", False)
    assert CliRunner().invoke(main, ["verify", path]).exit_code == 1


def test_large_amounts_that_nobody_is_asked_to_approve(tmp_path: Path) -> None:
    path = write(tmp_path, f"{BIG}, when: {{amount: big}}", f"{BIG}, when: {{amount: {{over: 5万 CNY}}}}")
    (hole,) = findings(path)
    assert (hole["class"], hole["last-act"]) == ("(7000, ∞) USD", True)


def test_a_threshold_below_which_no_further_signature_is_asked_is_no_hole() -> None:
    assert "huge:" in ORDERS  # co-signing is asked above a million only
    assert findings(str(GOOD / "orders.yaml")) == []


def test_a_condition_inside_another_that_it_contradicts(tmp_path: Path) -> None:
    new = "by: {any: [manager, {post: cfo, when: {amount: big}}]}"
    (never,) = findings(write(tmp_path, MANAGER, new))
    assert (never["code"], never["in"], never["id"]) == ("never-holds", "rule", "small-by-manager")


def test_a_shared_expression_may_hold_branches_that_some_of_its_users_never_reach(tmp_path: Path) -> None:
    ladder = "signers:\n  ladder: {any: [{post: manager, when: {amount: small}}, {post: ceo, when: {amount: big}}]}\nrules:\n"
    text = ORDERS.replace("rules:\n", ladder).replace(MANAGER, "by: {use: ladder}")
    (tmp_path / "orders.yaml").write_text(text, "utf-8")
    (tmp_path / "orders-roster.yaml").write_text(ROSTER, "utf-8")
    (never,) = findings(str(tmp_path / "orders.yaml"))
    assert (never["in"], never["id"]) == ("signers", "ladder")
    both = text.replace("by: {people: 2, of: {any: [ceo, cfo, coo]}}", "by: {use: ladder}")
    (tmp_path / "orders.yaml").write_text(both, "utf-8")
    assert findings(str(tmp_path / "orders.yaml")) == []


def test_a_tier_in_which_the_roster_names_nobody(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "posts: [coo], qualifications: [certified]",
        "posts: [cfo], qualifications: [certified]",
        ROSTER,
    )
    path = write(tmp_path, "posts: [coo]", "posts: [manager]", ROSTER)
    (empty,) = findings(path)
    assert empty == {"code": "empty-tier", "rule": "ceo-vacant", "tier": 1, "posts": ["coo"]}


# --- Reserved acts

RESERVED = """claims:
  own:
    claim: reserved
    statement: {{zh: 只由其批准, en: approved by nobody else}}
    documents: [order]
    post: {post}
    act: {act}
    to: [{to}]
    case: {{amount: {amount}}}
    cite: {{article: 1, force: hard}}
"""


@pytest.mark.parametrize(
    ("post", "act", "to", "amount", "verdict"),
    [
        ("manager", "approve", "manager", "small", "proved"),
        ("ceo", "approve", "ceo", "small", "refuted"),  # managers approve small orders, in their own right
        ("ceo", "approve", "cfo", "big", "refuted"),  # the COO may be one of the two
        ("ceo", "approve", "cfo, coo", "6万 CNY", "refuted"),  # a manager by sub-delegation
        ("ceo", "cosign", "cfo", "200万 CNY", "refuted"),  # the COO by mandate
        ("ceo", "cosign", "cfo, coo, manager", "200万 CNY", "proved"),
        ("ceo", "check", "ceo", "small", "vacuous"),  # no rule asks anybody to check
    ],
)
def test_reserved_to_the_holder_and_those_listed(
    tmp_path: Path, post: str, act: str, to: str, amount: str, verdict: str
) -> None:
    path = write(tmp_path)
    text = ORDERS + RESERVED.format(post=post, act=act, to=to, amount=amount)
    (tmp_path / "orders.yaml").write_text(text, "utf-8")
    (claim,) = run("verify", path)["claims"]
    assert claim["verdict"] == verdict


@pytest.mark.parametrize(
    "day", ["{from: 0001-01-01}", "{up-to: 9999-12-31}", "{from: 0001-01-01, up-to: 9999-12-31}"]
)
def test_the_first_and_the_last_day_there_are(tmp_path: Path, day: str) -> None:
    path = write(tmp_path, "day: {from: 2026-01-01, up-to: 2026-12-31}", f"day: {day}")
    (found,) = run("verify", path, "--case", "amount=200万 CNY")["documents"]
    assert found["attainable"]["verdict"] == "refuted"
    assert CliRunner().invoke(main, ["verify", path]).exit_code == 1


@pytest.mark.parametrize("day", ["{below: 0001-01-01}", "{over: 9999-12-31}"])
def test_no_day_at_all(tmp_path: Path, day: str) -> None:
    path = write(tmp_path, "day: {from: 2026-01-01, up-to: 2026-12-31}", f"day: {day}")
    result = CliRunner().invoke(main, ["verify", path, "--lang", "en"])
    assert result.exit_code == 2
    assert "holds no value and can never apply" in result.stderr


# --- Claims and known gaps --------------------------------------------------------------------

CLAIM = """claims:
  covered:
    claim: signable
    statement: {{zh: 总能批准, en: can always be approved}}
    case: {{{case}}}
    admits: {{at-most: {away}}}
    cite: {{article: 1, force: hard}}
"""


@pytest.mark.parametrize(
    ("case", "away", "verdict"),
    [
        ("amount: {over: 5万 CNY, up-to: 100万 CNY}, budget: approved, requester: dan", 1, "proved"),
        ("amount: {over: 5万 CNY, up-to: 100万 CNY}, budget: approved", 1, "refuted"),  # Bob may ask
        ("amount: {over: 5万 CNY, up-to: 100万 CNY}, requester: dan", 1, "refuted"),  # no budget
        ("amount: [small, 6万 CNY], budget: approved", 0, "proved"),
        ("amount: small, budget: approved, requester: [dan, eve]", 1, "refuted"),
    ],
)
def test_claims_speak_of_some_cases(tmp_path: Path, case: str, away: int, verdict: str) -> None:
    path = write(tmp_path, text=ORDERS + CLAIM.format(case=case, away=away))
    (tmp_path / "orders.yaml").write_text(ORDERS + CLAIM.format(case=case, away=away), "utf-8")
    (claim,) = run("verify", path)["claims"]
    assert claim["verdict"] == verdict


def test_a_claim_about_a_person_who_is_not_in_the_roster(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "orders.yaml").write_text(ORDERS + CLAIM.format(case="requester: dann", away=0), "utf-8")
    result = CliRunner().invoke(main, ["verify", path, "--lang", "en"])
    assert result.exit_code == 2
    assert "'dann' is not a known attribute value; did you mean 'dan'?" in result.stderr


def test_a_known_gap_outside_the_default_case_is_not_stale(tmp_path: Path) -> None:
    assert date.today() < date(2099, 1, 1)
    known = (
        "known-gaps:\n  eve-asks:\n    document: order\n    case: {requester: eve, amount: small}\n"
        "    absent: [dan]\n    reason: {zh: 待修, en: to be mended}\n    until: 2099-01-01\n"
    )
    path = write(tmp_path)
    (tmp_path / "orders.yaml").write_text(ORDERS + known, "utf-8")
    assert run("verify", path)["known-gaps"] == []
    (tmp_path / "orders.yaml").write_text(ORDERS + known.replace("[dan]", "[ann]"), "utf-8")
    assert [k["code"] for k in run("verify", path)["known-gaps"]] == ["known-gap-unused"]


@pytest.mark.parametrize(("amount", "verdict"), [("small", "proved"), ("big", "refuted")])
def test_reserved_where_a_branch_of_the_rule_applies(tmp_path: Path, amount: str, verdict: str) -> None:
    """The CFO checks big orders only."""
    by = "{any: [ceo, {post: cfo, when: {amount: big}}]}"
    checked = (
        f"effect: authority, act: check, documents: [order], by: {by}, cite: {{article: 11, force: hard}}"
    )
    text = ORDERS.replace("rules:\n", f"rules:\n  checked: {{{checked}}}\n")
    path = write(tmp_path)
    claim = RESERVED.format(post="ceo", act="check", to="ceo", amount=amount)
    (tmp_path / "orders.yaml").write_text(text + claim, "utf-8")
    (found,) = run("verify", path)["claims"]
    assert found["verdict"] == verdict


def test_a_separation_that_no_rule_asks_for_is_no_proof(tmp_path: Path) -> None:
    path = write(tmp_path)
    claim = (
        "claims:\n  apart:\n    claim: separation\n    statement: {zh: 分离, en: apart}\n"
        "    cite: {article: 1, force: hard}\n"
    )
    (tmp_path / "orders.yaml").write_text(ORDERS + claim, "utf-8")
    (found,) = run("verify", path)["claims"]
    assert found["verdict"] == "vacuous"
    assert CliRunner().invoke(main, ["verify", path]).exit_code == 1
