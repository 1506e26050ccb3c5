"""guiju explain: codes, articles, documents, findings, rules; both languages; bad words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from guiju.cli import main
from guiju.explain.explanations import BY_READING, explanations
from guiju.messages import FINDING_TITLES
from guiju.source import Source

CASES = Path(__file__).parent.parent / "cases" / "good"
OFFICE = str(CASES / "office.yaml")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["explain", *words])


def data(*words: str) -> dict[str, Any]:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    assert found["format"] == "guiju.explain/1"
    return found


def test_without_a_word_all_codes_are_listed_with_their_titles() -> None:
    for language, column in (("zh", 0), ("en", 1)):
        text = run("--lang", language).stdout
        for code, titles in FINDING_TITLES.items():
            if not code.endswith(BY_READING):
                assert code in text and titles[column] in text
    assert [item["code"] for item in data()["codes"]] == list(explanations())


@pytest.mark.parametrize("code", sorted(explanations()))
def test_a_code_is_explained_in_both_languages(code: str) -> None:
    item = explanations()[code]
    zh, en = run(code, "--lang", "zh"), run(code, "--lang", "en")
    assert zh.exit_code == en.exit_code == 0
    for text in (item.title, item.what, item.why, item.example, item.fix):
        assert text.zh in zh.stdout and text.en in en.stdout
    found = data(code)
    assert (
        found["code"] == code
        and found["fix"]["zh"] == item.fix.zh
        and found["yaml"] == (item.snippet or None)
    )


@pytest.mark.parametrize("word", ["49", "第四十九条", "四十九", "第49条", "art. 49", " 49 "])
def test_an_article_is_named_in_many_ways(word: str) -> None:
    assert data("xiangshan-2021", word)["article"] == "49"


def test_a_paragraph_shows_its_own_rules_only() -> None:
    rules = data("xiangshan-2021", "第四十九条第一款")["rules"]
    assert [rule["id"] for rule in rules] == ["head-signs-orders"]
    assert data("xiangshan-2021", "49(1)")["rules"] == rules
    assert data("company-doa", "2.4(2)")["article"] == "2.4"


def test_an_article_shows_all_that_cites_it(xiangshan: Source) -> None:
    book = xiangshan.rulebook
    found = data("xiangshan-2021", "9")
    citing = [r.id for r in book.rules.values() if getattr(r.basis, "article", "") == "9"]
    assert sorted(rule["id"] for rule in found["rules"]) == sorted(citing)
    assert {"sort": "post", "id": "executive-deputy-head"} in found["definitions"]
    assert found["claims"] == ["one-acting-head"]
    assert "uneven-triggers:presiding-pair" in found["findings"]
    assert "presiding-scope" in found["readings-touching"]
    assert found["documents"] == [{"id": "travel-report", "acts": ["receive-notice"]}]
    wide = data("xiangshan-2021", "9", "--reading", "liberal")
    assert {"id": "order", "acts": ["decide", "sign"]} in wide["documents"]


def test_an_article_on_which_nothing_rests_says_why() -> None:
    text = run("xiangshan-2021", "61", "--lang", "zh").stdout
    assert "第六十一条" in text and "学习的要求" in text


def test_a_document_shows_its_chain_its_procedure_and_its_verdict() -> None:
    found = data("xiangshan-2021", "letter")
    assert [step["act"] for step in found["steps"]] == ["review", "decide", "sign"]
    assert {"pair-covers-portfolio", "leader-reviews-letters"} == {
        r["id"] for r in found["steps"][0]["rules"]
    }
    assert [rule["id"] for rule in found["bars"]] == ["reviewer-is-not-signer"]
    assert "publication-in-time" in [rule["id"] for rule in found["procedure"]]
    gaps = json.loads(
        CliRunner()
        .invoke(main, ["gaps", "xiangshan-2021", "--document", "letter", "--format", "json"])
        .stdout
    )
    shown = [(v["case"], v["guaranteed"], v["guaranteed-resilience"], v["gaps"]) for v in found["verdicts"]]
    assert shown == [(d["case"], d["verdict"], d["resilience"], d["gaps"]) for d in gaps["documents"]]
    text = run("xiangshan-2021", "letter", "--lang", "zh").stdout
    assert "商洽函由区长签发。" in text and "guiju gaps xiangshan-2021 --document letter" in text


def test_a_document_may_be_called_by_its_name() -> None:
    assert data("xiangshan-2021", "命令")["document"] == "order"
    assert data(OFFICE, "contract")["document"] == "contract"


def test_a_document_without_signer_says_so() -> None:
    text = run(OFFICE, "order", "--lang", "en").stdout
    assert "the text names nobody" in text and "Decision: somebody must sign" in text


def test_a_finding_shows_every_rule_behind_it_with_its_place() -> None:
    lint = json.loads(CliRunner().invoke(main, ["lint", OFFICE, "--format", "json"]).stdout)
    for item in (f for f in lint["findings"] if "subject" not in f and "articles" in f):
        found = data(OFFICE, item["id"])
        assert found["findings"][0] == item
        if found["subject"] == "finding":
            assert found["code"] == item["code"]
            assert [rule["id"] for rule in found["rules"]] == item["rules"]
        text = run(OFFICE, item["id"], "--lang", "en").stdout
        assert all(f"[{id}]" in text for id in item["rules"])
    lines = Path(OFFICE).read_text("utf-8").split("\n")
    rule = data(OFFICE, "no-quorum:board")["rules"][0]
    file, line, _ = rule["place"].rsplit(":", 2)
    assert file == OFFICE and lines[int(line) - 1].strip().startswith(rule["id"])


@pytest.mark.parametrize("code", ["hole", "never-holds", "empty-tier", "no-quorum", "undefined-term"])
def test_a_code_in_a_rulebook_shows_its_findings_there(code: str) -> None:
    found = data(OFFICE, code)
    assert found["subject"] == "findings"
    assert {item["code"] for item in found["findings"]} == {code}
    assert run(OFFICE, code, "--lang", "zh").exit_code == 0


def test_a_code_that_is_not_found_there_says_so() -> None:
    assert "没有发现这一项" in run("company-doa", "no-recusal", "--lang", "zh").stdout


def test_a_rule_is_shown_with_the_findings_that_rest_on_it() -> None:
    found = data(OFFICE, "director-convenes")
    assert found["subject"] == "rule" and found["rules"][0]["id"] == "director-convenes"
    assert "no-quorum:board" in [item["id"] for item in found["findings"]]


def test_an_id_with_two_meanings_is_said(tmp_path: Path) -> None:
    text = (
        Path(OFFICE)
        .read_text("utf-8")
        .replace(
            "documents:\n",
            "documents:\n  sign: {name: {zh: 签报, en: sign slip}, cite: {article: 8, force: hard}}\n",
        )
    )
    text = text.replace(
        "documents: [order], cite: {article: 8", "documents: [order, sign], cite: {article: 8"
    )
    book = tmp_path / "office.yaml"
    book.write_text(text, "utf-8")
    roster = ("--roster", str(CASES / "office-roster.yaml"))
    assert (
        "“sign”也是行为的编号；此处按公文种类解释" in run(str(book), "sign", "--lang", "zh", *roster).stdout
    )
    assert data(str(book), "sign", *roster)["also"] == ["act"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-quorom"], "no-quorum"),
        (["xiangshan-2021"], "xiangshan-2021"),
        (["xiangshan-2021", "letters"], "letter"),
        (["xiangshan-2021", "ordr"], "order"),
        (["xiangshan-2021", "no-quorum:plenery"], "no-quorum:plenary"),
        (["xiangshan-2021", "199"], "65"),
        ([OFFICE, "4"], "3"),
        (["xiangshan-2021", "第一百九十九条"], "第一百九十九条"),
        (["xiangshan-2021", ""], "SUBJECT"),
        (["xiangshan-2021", "49", "50"], "50"),
        (["xiangshan", "49"], "xiangshan-2021"),
        (["nowhere.yaml", "49"], "nowhere.yaml"),
        (["no-quorum", "--roster", "x.yaml"], "--roster"),
        (["no-quorum", "--reading", "strict"], "--reading"),
        (["xiangshan-2021", "49", "--reading", "strickt"], "strict"),
        (["xiangshan-2021", "49", "--roster", "none.yaml"], "none.yaml"),
    ],
)
def test_bad_words_are_said_and_end_with_two(words: list[str], said: str, language: str) -> None:
    result = run(*words, "--lang", language)
    assert result.exit_code == 2
    assert said in result.stderr and "Traceback" not in result.output
    assert not result.stdout


def test_output_goes_to_a_file_and_never_over_an_input(tmp_path: Path) -> None:
    target = tmp_path / "page.txt"
    result = run("xiangshan-2021", "49", "--lang", "zh", "--output", str(target))
    assert result.exit_code == 0 and not result.stdout
    assert target.read_text("utf-8") == run("xiangshan-2021", "49", "--lang", "zh").stdout
    assert run("hole", "--output", str(target), "--lang", "en").exit_code == 0
    assert "Holes between bands" in target.read_text("utf-8")
    assert run(OFFICE, "3", "--output", OFFICE).exit_code == 2


def test_json_says_the_same_in_every_language() -> None:
    for words in (["hole"], [OFFICE, "notice"], [OFFICE, "3"], [OFFICE, "no-quorum:board"]):
        outputs = {run(*words, "--format", "json", "--lang", language).stdout for language in ("zh", "en")}
        assert len(outputs) == 1


@pytest.mark.parametrize("reading", ["strict", "liberal", "default", "every"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_subject_of_the_office_has_a_page(reading: str, language: str) -> None:
    lint = json.loads(CliRunner().invoke(main, ["lint", OFFICE, "--format", "json"]).stdout)
    subjects = ["notice", "contract", "order", *(str(n) for n in range(1, 18) if n != 4)]
    subjects += [item["id"] for item in lint["findings"] if "articles" in item]
    for subject in subjects:
        result = run(OFFICE, subject, "--reading", reading, "--lang", language)
        assert result.exit_code == 0, (subject, result.output)
