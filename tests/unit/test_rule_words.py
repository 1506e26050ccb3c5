"""Rules in words: one sentence each, in both languages, that says who, what, when and how binding."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from guiju.explain.phrases import PAGES, RULES
from guiju.explain.rule_words import basis_words, rule_sentence
from guiju.explain.under_reading import under_reading
from guiju.messages import say as lookup
from guiju.model.procedure import Report
from guiju.source import Source, bundled, load
from guiju.wording import Wording

CASES = Path(__file__).parent.parent / "cases" / "good"
BOOKS = [*bundled(), str(CASES / "office.yaml"), str(CASES / "club.yaml"), str(CASES / "orders.yaml")]


def _say(source: Source) -> tuple[Wording, Wording]:
    return Wording(source.rulebook, source.roster, "zh"), Wording(source.rulebook, source.roster, "en")


@pytest.mark.parametrize("name", BOOKS)
def test_every_rule_is_one_sentence_in_each_language(name: str) -> None:
    source = load(name, None)
    zh, en = _say(source)
    book = source.rulebook
    for rule in (*book.rules.values(), *book.procedure.values()):
        chinese, english = rule_sentence(rule, zh), rule_sentence(rule, en)
        assert chinese.endswith("。") and chinese.count("。") == 1, chinese
        assert english.endswith(".") and not re.search(r"[{}]|the the |  ", english), english
        assert english[0].isupper() or not english[0].isalpha()
        assert not re.search("[\u4e00-\u9fff，。；：、]", english), english
        assert not re.search(r"[{}]|，，|；；|（）", chinese), chinese
        assert basis_words(rule.basis, zh) and basis_words(rule.basis, en)


@pytest.mark.parametrize("name", BOOKS)
def test_a_sentence_names_the_act_and_the_document(name: str) -> None:
    source = load(name, None)
    zh, _ = _say(source)
    for rule in (*source.rulebook.rules.values(), *source.rulebook.procedure.values()):
        text = rule_sentence(rule, zh)
        for act in (*getattr(rule, "acts", ()), *filter(None, [getattr(rule, "act", None)])):
            assert zh.act(getattr(act, "value", act)) in text
        documents = getattr(rule, "documents", ())
        if len(documents) == 1:
            assert zh.document(documents[0]) in text
        if isinstance(rule, Report):
            assert all(zh.post(post) in text for post in (*rule.posts, rule.to))


def test_what_rules_of_the_office_say() -> None:
    source = load(str(CASES / "office.yaml"), None)
    zh, en = _say(source)
    rules, norms = source.rulebook.rules, source.rulebook.procedure
    said = {
        "director-signs-notices": ("通知由主任签发。", "It is for the director to sign: notice."),
        "small-contracts": (
            "金额：不超过5万元的，合同由副主任签发。",
            "It is for the deputy director to sign: contract, where amount: up to 50,000 CNY.",
        ),
        "decision-signer-unnamed": (
            "决定须签发，条文没有写明由谁签发。",
            "Decision: somebody must sign, and the text names nobody.",
        ),
        "director-convenes": ("办公会由主任召集。", "Office meeting: it is for the director to convene."),
        "deputies-preside": (
            "主任外出时，由副主任，其次调研员代为签发或归档（主持工作）；在前者均缺席，才轮到在后者；须经被代行人委托；委托须事先作出，委托人突发缺席时失效。",
            "When the director is away, the deputy director, then the adviser may sign or archive instead (presiding); each only when those before are away; it needs a mandate of the person covered; the mandate is given beforehand and lapses while its giver is suddenly away.",
        ),
        "pairs-cover": (
            "副主任外出或请假时，由与其配对的另一方代为签发（AB角）；自动开始，无须另行办理。",
            "When the deputy director is away or on leave, the other of the pair may sign instead (AB cover); it begins by itself.",
        ),
        "director-mandates-clerk": (
            "主任可以委托文书签发：通知；委托须事先作出，委托人突发缺席时失效。",
            "The director may mandate the clerk to sign: notice; the mandate is given beforehand and lapses while its giver is suddenly away.",
        ),
        "consult": (
            "案卷显示“属重要事项”的，签发之前，案卷须具备“已征求意见”：通知。",
            "Before anybody may sign, the file must show: consulted; notice, where the file shows: an important matter.",
        ),
        "decisions-stay-inside": ("不得公布：决定。", "Nobody may publish: decision."),
        "publish-in-time": (
            "公布的时限：签发之后，“及时”，没有数字（通知）。",
            "Limit to publish: 'promptly' after: sign, without a number (notice).",
        ),
        "deputies-report": (
            "副主任外出的，须事先报告主任。",
            "The deputy director must report to the director before being away.",
        ),
    }
    for id, sentences in said.items():
        rule = rules.get(id) or norms[id]
        assert (rule_sentence(rule, zh), rule_sentence(rule, en)) == sentences
    assert basis_words(norms["publish-in-time"].basis, zh) == "第十四条（原则上，又称须）"
    assert basis_words(rules["deputies-preside"].basis, en) == "art. 9 (must); key terms: 主持工作"


def test_a_fixed_reading_is_no_longer_said(xiangshan: Source) -> None:
    zh, _ = _say(xiangshan)
    rule = xiangshan.rulebook.rules["presiding"]
    reading = {id: switch.profile["liberal"] for id, switch in xiangshan.rulebook.switches.items()}
    left = under_reading(rule, reading)
    assert left is not None
    assert "按解释" in rule_sentence(rule, zh)
    assert "按解释" not in rule_sentence(left, zh)
    assert "签发" in rule_sentence(left, zh)
    strict = under_reading(rule, {**reading, "presiding-scope": "chair-only"})
    assert strict is not None and "签发" not in rule_sentence(strict, zh)


def test_a_rule_that_the_reading_switches_off_is_none(xiangshan: Source) -> None:
    rule = xiangshan.rulebook.rules["reviewer-is-not-signer"]
    assert under_reading(rule, {"reviewer-signs": "allowed"}) is None
    kept = under_reading(rule, {"reviewer-signs": "forbidden"})
    assert kept == replace(rule, when=replace(rule.when, terms=()))  # type: ignore[type-var]


@pytest.mark.parametrize("table", [RULES, PAGES])
def test_both_languages_have_the_same_blanks(table: dict[str, tuple[str, str]]) -> None:
    for code, (zh, en) in table.items():
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), code


def test_no_phrase_is_left_over() -> None:
    root = Path(__file__).parent.parent.parent / "app"
    source = "".join(path.read_text("utf-8") for path in root.rglob("*.py") if path.name != "phrases.py")
    made = ("start-", "time-", "force-", "g-", "h-")
    units = ("working-days", "days", "weeks", "months")
    for code in (*RULES, *PAGES):
        named = f'"{code}"' in source or f"'{code}'" in source
        assert named or code.startswith(made) or code in units or code.endswith("-where"), code
    assert lookup(RULES, "away", "en") == "is away"
