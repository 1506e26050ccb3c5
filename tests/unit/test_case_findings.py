"""Defects of the case space: found in the work rules, found where planted, silent on the repaired twin."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from guiju.cli import main
from guiju.finding_words import sentence
from guiju.messages import FINDINGS
from guiju.model.load.nodes import parse_nodes
from guiju.model.load.roster import parse_roster
from guiju.model.load.rulebook import parse_rulebook
from guiju.model.reading import profile
from guiju.verify.claims import Claims
from guiju.verify.lint.cases import case_findings
from guiju.verify.lint.finding import Finding, Ref, Region, Words
from guiju.verify.lint.inverted import inverted
from guiju.verify.lint.two_authorities import two_authorities
from guiju.verify.lint.uneven import uneven
from guiju.verify.question import Cast, Question
from guiju.wording import Wording
from test_cover import _dump

BOOKS = Path(__file__).parent.parent.parent / "model" / "rulebooks"
CITE = {"article": 1, "force": "hard"}
NAME = {"zh": "甲", "en": "a"}
Change = Callable[[Any], None]


def asked(book: str, change: Change | None = None, reading: str = "default") -> Question:
    """A bundled rulebook, changed, with its own roster."""
    tree, people = (
        yaml.safe_load((BOOKS / book / file).read_text("utf-8")) for file in ("rulebook.yaml", "roster.yaml")
    )
    if change is not None:
        change(tree)
    rulebook, _ = parse_rulebook(parse_nodes(_dump(tree), "rulebook.yaml"))
    roster = parse_roster(parse_nodes(_dump(people), "roster.yaml"), rulebook)
    return Question(Cast(rulebook, roster), profile(rulebook.switches, reading))


def found(question: Question) -> dict[str, Finding]:
    everything = (
        *case_findings(question), *inverted(question), *uneven(question), *two_authorities(question.rulebook),
    )  # fmt: skip
    return {item.id: item for item in everything}


def about(item: Finding, key: str) -> tuple[Words, ...]:
    return dict(item.about)[key]


def ids(item: Finding, key: str) -> set[str]:
    return {word.id for word in about(item, key) if isinstance(word, Ref)}


def regions(item: Finding) -> list[dict[str, set[str]]]:
    return [
        {id: set(listed) for id, listed in word.terms}
        for word in about(item, "where")
        if isinstance(word, Region)
    ]


# --- The work rules ---------------------------------------------------------------------------


def article_24(tree: Any) -> None:
    """What art. 24 asks of normative documents, whether the rulebook says so itself or not."""
    tree.setdefault("facts", {}).setdefault(
        "collective-decision", {"name": NAME, "in-order": "yes", "cite": {"article": 24, "force": "hard"}}
    )
    tree.setdefault("procedure", {}).setdefault(
        "normative-documents-are-decided-in-a-meeting",
        {"norm": "requirement", "act": "sign", "documents": ["normative-document"],
         "needs": ["collective-decision"], "cite": {"article": 24, "force": "hard"}},
    )  # fmt: skip


@pytest.fixture(scope="module")
def work_rules() -> dict[str, Finding]:
    return found(asked("xiangshan-2021", article_24))


def test_the_work_rules_have_these_defects_and_no_others(work_rules: dict[str, Finding]) -> None:
    assert set(work_rules) == {
        "ungoverned-case:issued-by=government,addressee=congress|other-superior,form=report|request",
        "ungoverned-case:issued-by=government,addressee=public,form=notice,content=deployment|legal|routine",
        "conflicting-rules:decision+important-downward-document",
        "conflicting-rules:important-downward-document+normative-document",
        "conflicting-rules:important-office-document+office-document-for-government",
        "conflicting-rules:office-document+office-document-for-government",
        "inverted-authority-by-reading:letter-several-portfolios+letter/sign",
        "inverted-outcome-by-reading:letter-several-portfolios+letter",
        "inverted-outcome:important-office-document+office-document",
        "uneven-requirement:content=policy/collective-decision",
        "uneven-step:content=legal/legal-review",
        "uneven-step:importance=major/review",
        "uneven-step:portfolios=several/countersign",
        "two-authorities-by-reading:leader-signs-for-government+office-head-signs-for-government",
    }


def test_office_documents_with_policy_content_have_two_rules(work_rules: dict[str, Finding]) -> None:
    item = work_rules["conflicting-rules:office-document+office-document-for-government"]
    assert item.articles == ("49", "50")
    assert ids(item, "acts") == {"sign"}
    assert ids(item, "ours") == {"office-head-signs-office-documents"}
    assert "leader-signs-for-government" in ids(item, "theirs")
    assert regions(item) == [
        {"issued-by": {"office"}, "importance": {"ordinary"}, "content": {"deployment", "policy"}}
    ]


def test_the_harder_letter_may_be_signed_by_the_deputy(work_rules: dict[str, Finding]) -> None:
    item = work_rules["inverted-authority-by-reading:letter-several-portfolios+letter/sign"]
    assert ids(item, "person") == {"executive-deputy"}
    readings = {word.zh for word in about(item, "readings") if not isinstance(word, Ref | Region)}
    assert "letter-countersign=head-or-executive presiding-scope=chair-only" in readings
    assert not any("countersign-then-head" in text for text in readings)
    outcome = work_rules["inverted-outcome-by-reading:letter-several-portfolios+letter"]
    assert ids(outcome, "person") == {"mayor"}


def test_legal_content_is_reviewed_in_special_meetings_only(work_rules: dict[str, Finding]) -> None:
    item = work_rules["uneven-step:content=legal/legal-review"]
    assert ids(item, "having") == {"special-minutes-legal"}
    assert "head-office-minutes" in ids(item, "lacking")
    assert item.articles == ("44",)


def test_the_office_may_set_policy_without_a_meeting(work_rules: dict[str, Finding]) -> None:
    item = work_rules["uneven-requirement:content=policy/collective-decision"]
    assert ids(item, "having") == {"normative-document"}
    assert "office-document-for-government" in ids(item, "lacking")
    assert {"24", "50"} <= set(item.articles)


def test_a_conflict_may_depend_on_the_reading() -> None:
    def authority_alone(tree: Any) -> None:
        tree.pop("procedure", None)

    pair = "important-downward-document+normative-document"
    assert f"conflicting-rules:{pair}" not in found(asked("xiangshan-2021", authority_alone, "liberal"))
    every = found(asked("xiangshan-2021", authority_alone, "every"))[f"conflicting-rules-by-reading:{pair}"]
    assert [word.zh for word in about(every, "readings") if not isinstance(word, Ref | Region)] == [
        "normative-document-signer=unspecified"
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_has_a_sentence(work_rules: dict[str, Finding], language: Any) -> None:
    question = asked("xiangshan-2021", article_24)
    say = Wording(question.rulebook, question.roster, language)
    for item in work_rules.values():
        text = sentence(item, say)
        assert "{" not in text
        for key, words in item.about:
            for word in words:
                if isinstance(word, Ref) and word.sort == "document":
                    assert question.rulebook.documents[word.id].name.say(language) in text, key


def test_a_region_reads_as_attributes_and_options(work_rules: dict[str, Finding]) -> None:
    question = asked("xiangshan-2021", article_24)
    say = Wording(question.rulebook, question.roster, "zh")
    item = work_rules[
        "ungoverned-case:issued-by=government,addressee=public,form=notice,content=deployment|legal|routine"
    ]
    assert sentence(item, say).startswith(
        "以下情形不属于任何一类公文，没有规定：以谁名义：区人民政府；行文对象：社会公众；文种：通知或其他；内容："
    )


# --- Planted in a rulebook without such defects --------------------------------------------------


@pytest.mark.parametrize("reading", ["strict", "liberal", "default", "every"])
def test_the_matrix_has_none(reading: str) -> None:
    assert not found(asked("company-doa", reading=reading))


def matrix(change: Change) -> dict[str, Finding]:
    return found(asked("company-doa", change))


def place(tree: Any, document: str, *boxes: dict[str, Any]) -> None:
    tree["documents"][document]["where"] = list(boxes)


def add(tree: Any, id: str, **rule: Any) -> None:
    tree["rules"][id] = {"effect": "authority", "cite": CITE, **rule}


def test_a_box_taken_out_leaves_a_hole() -> None:
    (item,) = matrix(lambda tree: tree["documents"]["tax-payment"].pop("where")).values()
    assert item.id == "ungoverned-case:payee=tax-office"
    assert regions(item) == [{"payee": {"tax-office"}}]


def test_a_rulebook_that_places_nothing_has_one_hole_without_terms() -> None:
    def change(tree: Any) -> None:
        for document in tree["documents"].values():
            document.pop("where", None)
        del tree["case-space"]["impossible"]

    question = asked("company-doa", change)
    (item,) = found(question).values()
    assert (item.id, regions(item)) == ("ungoverned-case", [{}])
    assert sentence(item, Wording(question.rulebook, question.roster, "zh")).endswith("一切情形。")


def test_two_types_with_other_checks_in_one_case_are_a_conflict() -> None:
    def change(tree: Any) -> None:
        place(tree, "cross-border-payment", {"payment-route": "cross-border"}, {"payee": "staff"})

    (item,) = matrix(change).values()
    assert item.id == "conflicting-rules:cross-border-payment+payroll-payment"
    assert ids(item, "acts") == {"check", "release"}  # the acting treasurer releases domestic payments only
    assert ids(item, "ours") == {"foreign-payment-checked"}
    assert ids(item, "theirs") == {"payment-checked", "acting-treasury-director"}
    assert regions(item) == [{"payee": {"staff"}, "payment-route": {"domestic"}}]


def test_two_types_that_agree_are_no_conflict() -> None:
    def change(tree: Any) -> None:
        place(tree, "payroll-payment", {"payee": ["staff", "tax-office"], "payment-route": "domestic"})

    assert not matrix(change)


@pytest.mark.parametrize(
    "norm", [{"norm": "requirement", "needs": ["shown"]}, {"norm": "prohibition", "facts": ["shown"]}]
)
@pytest.mark.parametrize(
    ("documents", "conflict"), [(["payroll-payment"], True), (["payroll-payment", "tax-payment"], False)]
)
def test_a_requirement_on_one_of_two_types_is_a_conflict(
    norm: dict[str, Any], documents: list[str], conflict: bool
) -> None:
    def change(tree: Any) -> None:
        place(tree, "payroll-payment", {"payee": ["staff", "tax-office"], "payment-route": "domestic"})
        tree["facts"] = {
            "shown": {
                "name": NAME,
                "in-order": "yes" if norm["norm"] == "requirement" else "no",
                "cite": CITE,
            }
        }
        tree["procedure"] = {"asked": {"act": "release", "documents": documents, "cite": CITE, **norm}}

    items = matrix(change)
    assert set(items) == ({"conflicting-rules:payroll-payment+tax-payment"} if conflict else set())
    for item in items.values():
        assert (ids(item, "acts"), ids(item, "ours"), ids(item, "theirs")) == (
            {"release"},
            {"asked"},
            set(),
        )


def test_a_bar_on_one_of_two_types_is_a_conflict() -> None:
    def change(tree: Any) -> None:
        place(tree, "payroll-payment", {"payee": ["staff", "tax-office"], "payment-route": "domestic"})
        tree["rules"]["checker-does-not-release"]["documents"].remove("tax-payment")

    (item,) = matrix(change).values()
    assert ids(item, "acts") == {"check", "release"}
    assert ids(item, "ours") == {"checker-does-not-release"}


def test_a_type_in_impossible_cases_only_is_found() -> None:
    items = matrix(
        lambda tree: place(tree, "tax-payment", {"payee": "tax-office", "payment-route": "cross-border"})
    )
    assert set(items) == {"impossible-document:tax-payment", "ungoverned-case:payee=tax-office"}


def guarantees(by: Any) -> dict[str, Finding]:
    def change(tree: Any) -> None:
        tree["documents"]["group-guarantee"]["special-of"] = ["guarantee"]
        tree["rules"]["group-guarantee-signed"]["by"] = by

    return matrix(change)


def test_a_lower_rank_that_may_sign_only_the_harder_form_is_an_inversion() -> None:
    items = guarantees({"any": ["chair", "cfo"]})
    assert set(items) == {
        "inverted-authority:group-guarantee+guarantee/sign", "inverted-outcome:group-guarantee+guarantee",
    }  # fmt: skip
    assert len(ids(items["inverted-authority:group-guarantee+guarantee/sign"], "person")) == 1


@pytest.mark.parametrize("by", ["chair", {"all": ["chair", "cfo"], "different": "true"}])
def test_a_harder_form_that_needs_as_many_or_more_is_none(by: Any) -> None:
    assert not guarantees(by)


def test_a_higher_rank_for_the_harder_form_is_no_inverted_authority() -> None:
    def change(tree: Any) -> None:
        tree["documents"]["guarantee"]["special-of"] = ["group-guarantee"]
        tree["rules"]["group-guarantee-signed"]["by"] = "cfo"

    assert set(matrix(change)) == {"inverted-outcome:guarantee+group-guarantee"}


def test_a_simple_form_that_nobody_can_ever_complete() -> None:
    def change(tree: Any) -> None:
        tree["documents"]["group-guarantee"]["special-of"] = ["guarantee"]
        tree["rules"]["guarantee-signed"]["by"] = {"people": 2, "of": "chair"}

    assert "inverted-outcome-present:group-guarantee+guarantee" in matrix(change)


def second(**more: Any) -> dict[str, Finding]:
    return matrix(lambda tree: add(tree, "second", act="approve", documents=["bank-account"], **more))


def test_one_act_left_to_two_by_two_articles() -> None:
    (item,) = second(by="treasury-director").values()
    assert item.id == "two-authorities:account-approved+second"
    assert (ids(item, "ours"), ids(item, "theirs")) == ({"cfo"}, {"treasury-director"})
    assert item.articles == ("1", "6.4")


def test_two_authorities_under_one_reading_name_it() -> None:
    (item,) = second(by="treasury-director", when={"mandate-lapse": "stands"}).values()
    assert item.code == "two-authorities-by-reading"


@pytest.mark.parametrize(
    "more",
    [
        {"by": "treasury-director", "cite": {"article": 6.4, "force": "hard"}},
        {"by": {"any": ["cfo", "treasury-director"]}},
        {"by": "cfo"},
        {"by": "treasury-director", "cite": {"assumed": NAME}},
    ],
)
def test_alternatives_of_one_article_and_wider_rules_are_no_two_authorities(more: dict[str, Any]) -> None:
    assert not second(**more)


def test_rules_that_never_apply_together_are_no_two_authorities() -> None:
    def change(tree: Any) -> None:
        tree["rules"]["account-approved"]["when"] = {"mandate-lapse": "lapses"}
        add(
            tree,
            "second",
            act="approve",
            documents=["bank-account"],
            by="treasury-director",
            when={"mandate-lapse": "stands"},
        )

    assert not matrix(change)


def reviewed(*documents: str, **more: Any) -> dict[str, Finding]:
    """Payments across the border, by payee; those to suppliers are the harder form of the domestic ones."""

    def change(tree: Any) -> None:
        place(tree, "cross-border-payment", {"payment-route": "cross-border", "payee": "supplier"})
        place(tree, "payroll-payment", {"payee": "staff"})
        place(tree, "internal-transfer", {"payee": "group-company"})
        tree["documents"]["cross-border-payment"]["special-of"] = ["supplier-payment"]
        add(tree, "reviewed", act="legal-review", documents=list(documents), by="legal-director")
        for id, rule in more.items():
            add(tree, id, **rule)

    return {id: item for id, item in matrix(change).items() if item.code.startswith("uneven")}


def test_a_review_asked_for_on_one_kind_of_cross_border_payment_only() -> None:
    (item,) = reviewed("cross-border-payment").values()
    assert item.id == "uneven-step:payment-route=cross-border/legal-review"
    assert (ids(item, "having"), ids(item, "lacking")) == (
        {"cross-border-payment"}, {"internal-transfer", "payroll-payment"},
    )  # fmt: skip


def test_a_review_asked_for_on_all_of_them_or_on_the_simple_form_too_is_even() -> None:
    assert not reviewed("cross-border-payment", "internal-transfer", "payroll-payment")
    assert not reviewed("cross-border-payment", "supplier-payment")


def test_whoever_takes_part_anyway_has_seen_it() -> None:
    rule = {"act": "countersign", "documents": ["payroll-payment"], "by": "legal-director"}
    (item,) = reviewed("cross-border-payment", extra=rule).values()
    assert ids(item, "lacking") == {"internal-transfer"}


def test_documents_for_which_the_text_names_nobody_are_left_out() -> None:
    def change(tree: Any) -> None:
        for rule in tree["rules"].values():
            if rule["effect"] == "authority" and "internal-transfer" in rule.get("documents", []):
                rule["documents"].remove("internal-transfer")
        tree["rules"]["unnamed"] = {
            "effect": "silence",
            "act": "release",
            "documents": ["internal-transfer"],
            "cite": CITE,
        }
        place(tree, "cross-border-payment", {"payment-route": "cross-border", "payee": "supplier"})
        place(tree, "payroll-payment", {"payee": "staff"})
        place(tree, "internal-transfer", {"payee": "group-company"})
        tree["documents"]["cross-border-payment"]["special-of"] = ["supplier-payment"]
        add(tree, "reviewed", act="legal-review", documents=["cross-border-payment"], by="legal-director")

    item = matrix(change)["uneven-step:payment-route=cross-border/legal-review"]
    assert ids(item, "lacking") == {"payroll-payment"}


# --- The claim --------------------------------------------------------------------------------


CLAIM = {
    "claim": "one-rule-per-case",
    "statement": {"zh": "一事一规", "en": "one rule for each case"},
    "cite": CITE,
}


def claimed(
    change: Change | None = None, book: str = "company-doa", reading: str = "strict", **more: Any
) -> Any:
    def changed(tree: Any) -> None:
        if change is not None:
            change(tree)
        tree["claims"] = {"one": {**CLAIM, **more}}

    (result,) = Claims(asked(book, changed, reading), date(2026, 11, 24)).results()
    return result


def test_one_rule_per_case_holds_for_the_matrix_on_its_articles() -> None:
    result = claimed()
    assert (result.verdict, result.findings) == ("proved", ())
    assert result.articles == ("6.1", "6.2", "6.3")


def test_one_rule_per_case_fails_for_the_work_rules_with_holes_and_conflicts() -> None:
    result = claimed(book="xiangshan-2021")
    assert result.verdict == "refuted"
    assert {item.code for item in result.findings} == {"ungoverned-case", "conflicting-rules"}


def test_a_claim_about_some_documents_looks_for_conflicts_among_them() -> None:
    def change(tree: Any) -> None:
        place(tree, "cross-border-payment", {"payment-route": "cross-border"}, {"payee": "staff"})

    assert claimed(change).verdict == "refuted"
    assert claimed(change, documents=["cross-border-payment", "payroll-payment"]).verdict == "refuted"
    assert claimed(change, documents=["tax-payment", "payroll-payment"]).verdict == "proved"


def test_open_readings_refute_if_some_option_makes_rules_disagree() -> None:
    def change(tree: Any) -> None:
        tree["documents"]["normative-document"]["where"] = [
            {"issued-by": "government", "form": "notice", "content": "policy"}
        ]
        for id, document in tree["documents"].items():
            if id not in ("important-downward-document", "normative-document"):
                document.pop("where", None)
        tree["case-space"]["impossible"] += [
            {"issued-by": ["office", "party-and-government", "department", "departments"]},
            {"addressee": ["city-government", "other-superior", "across", "congress", "public", "inside"]},
            {"form": ["order", "decision", "personnel"]}, {"content": ["routine", "deployment", "legal"]},
        ]  # fmt: skip
        tree.pop("procedure", None)

    verdicts = {
        reading: claimed(change, "xiangshan-2021", reading).verdict
        for reading in ("liberal", "strict", "every")
    }
    assert verdicts == {"liberal": "proved", "strict": "refuted", "every": "refuted"}


def test_one_rule_per_case_is_vacuous_without_a_case_space() -> None:
    assert claimed(book="succession").verdict == "vacuous"


@pytest.fixture
def holed(tmp_path: Path) -> Path:
    """The matrix with the claim and a hole, as files."""
    tree = yaml.safe_load((BOOKS / "company-doa" / "rulebook.yaml").read_text("utf-8"))
    del tree["documents"]["tax-payment"]["where"]
    tree["claims"] = {"one": CLAIM}
    (tmp_path / "rulebook.yaml").write_text(_dump(tree), "utf-8")
    (tmp_path / "roster.yaml").write_text((BOOKS / "company-doa" / "roster.yaml").read_text("utf-8"), "utf-8")
    return tmp_path / "rulebook.yaml"


def test_verify_shows_the_regions(holed: Path) -> None:
    shown = CliRunner().invoke(main, ["verify", str(holed), "--document", "tax-payment", "--lang", "zh"])
    assert shown.exit_code == 1
    assert "一事一规 —— 不满足" in shown.stdout
    assert "以下情形不属于任何一类公文，没有规定：收款方：税务机关" in shown.stdout.replace("\n", "").replace(
        "      ", ""
    )
    words = ["verify", str(holed), "--document", "tax-payment", "--format", "json"]
    (claim,) = json.loads(CliRunner().invoke(main, words).stdout)["claims"]
    assert claim["verdict"] == "refuted"
    assert claim["findings"] == ["ungoverned-case:payee=tax-office"]
    assert claim["regions"] == {"ungoverned-case:payee=tax-office": [{"payee": ["tax-office"]}]}


def test_every_code_has_a_sentence_with_the_blanks_that_it_fills(work_rules: dict[str, Finding]) -> None:
    for item in work_rules.values():
        blanks = {key for key, _ in item.about}
        assert all(f"{{{key}}}" in FINDINGS[item.code][0] for key in blanks), item.code
