"""``guiju coverage``: the page, the data, exit codes, and copies that cannot be read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from guiju.cli import main
from wcwidth import wcswidth

GOOD = Path(__file__).parent.parent / "cases" / "good"
BOOK, COPY = GOOD / "charter.yaml", GOOD / "charter.txt"
TEXT = COPY.read_text("utf-8")
HAN = re.compile("[\u4e00-\u9fff]")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["coverage", *map(str, arguments)])


def data(code: int, *arguments: str | Path) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.txt"


# --- The page ---------------------------------------------------------------------------------


def test_the_page_in_chinese() -> None:
    result = run(BOOK, "--lang", "zh")
    assert result.exit_code == 0 and not result.stderr
    lines = [re.sub(" {2,}", "|", line.strip()) for line in result.stdout.splitlines()]
    assert "共 6 条：编入规则或程序 3，仅作定义 1，不编入规则 2（宣示 2），无着落 0。" in lines
    assert "第一条|宣示|—|—|宗旨" in lines
    assert "第五条|期限|硬性|程序 1：期限内答复" in lines
    assert "· 第四条：何为特别贵未定义［dear-books］" in lines
    assert "· 第六条：未写张贴在何处［poster-where］" in lines
    assert "· 第四条：chair-approves、secretary-reviews、members-first" in lines


def test_the_page_in_english_has_no_chinese() -> None:
    result = run(BOOK, "--text", COPY, "--lang", "en")
    assert result.exit_code == 0
    assert not HAN.search(result.stdout)
    assert re.search("\nart. 5 +deadline +hard +procedure: 1 \\(time limit to reply\\)\n", result.stdout)
    assert (
        "6 articles; 13 citations, failing: 0; digests: 6 equal, 0 different, 0 not recorded."
        in result.stdout
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_bundled_rulebook_keeps_to_its_columns(language: str) -> None:
    lines = run("xiangshan-2021", "--lang", language).stdout.splitlines()
    rule = next(number for number, line in enumerate(lines) if line.startswith("----"))
    rows = lines[rule + 1 : lines.index("", rule)]
    edges = [found.start() for found in re.finditer("(?<=  )-", lines[rule])]
    assert len(edges) == 4
    assert len([row for row in rows if not row.startswith(" ")]) == 65
    for row in rows:
        assert wcswidth(row) <= len(lines[rule])
        assert all(_blank_before(row, edge) for edge in edges), row


def _blank_before(row: str, column: int) -> bool:
    """Whether the two columns before a display column are blank."""
    width, cells = 0, {}
    for character in row:
        cells[width] = character
        width += wcswidth(character)
    return all(cells.get(place, " ") == " " for place in (column - 2, column - 1))


# --- The data ---------------------------------------------------------------------------------


def test_the_data_of_an_article() -> None:
    found = data(0, BOOK)
    assert (found["format"], found["rulebook"], found["list-is-given"]) == (
        "guiju.coverage/1",
        "charter",
        True,
    )
    assert found["summary"] == {"articles": 6, "encoded": 3, "definition": 1, "reason": 2, "neither": 0}
    assert found["articles"][3] == {
        "article": "4", "listed": True, "state": "encoded", "norms": ["review", "approval"], "force": ["hard"],
        "encoded": True, "rules": ["chair-approves", "secretary-reviews"], "procedure": ["members-first"],
        "definitions": [{"sort": "document", "id": "purchase"}, {"sort": "fact", "id": "members-agree"}],
        "readings": [], "recorded": ["dear-books"], "notes": [], "reason": None,
    }  # fmt: skip
    assert found["articles"][0]["reason"] == {"zh": "宗旨", "en": "a purpose"}
    assert "text" not in found


def test_articles_are_in_the_order_of_their_numbers() -> None:
    numbers = [item["article"] for item in data(0, "xiangshan-2021")["articles"]]
    assert numbers == [str(number) for number in range(1, 66)]


@pytest.mark.parametrize("name", ["company-doa", "succession"])
def test_a_rulebook_without_a_list_shows_what_it_cites(name: str) -> None:
    found = data(0, name)
    assert found["list-is-given"] is False and found["summary"]["articles"] > 3
    assert not any(item["listed"] for item in found["articles"])
    assert "whether they are all is unknown" in run(name, "--lang", "en").stdout
    assert "未列入 articles" in run(name, "--lang", "zh").stdout


def test_digests_of_a_copy_can_be_recorded(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(re.sub(", text: [0-9a-f]{64}", "", BOOK.read_text("utf-8")), "utf-8")
    found = data(0, book, "--text", COPY)
    assert {item["text"] for item in found["articles"]} == {"unrecorded"}
    recorded = [item["recorded-digest"] for item in data(0, BOOK, "--text", COPY)["articles"]]
    assert [item["digest"] for item in found["articles"]] == recorded
    page = run(book, "--text", COPY, "--lang", "zh").stdout
    assert all(f"· {number}: {digest}" in page for number, digest in enumerate(recorded, 1))


# --- Exit code 1 ------------------------------------------------------------------------------


def test_an_article_without_rule_or_reason(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    old = "reason: {zh: 不设限制, en: restricts nothing}, "
    text = BOOK.read_text("utf-8")
    assert text.count(old) == 1
    book.write_text(text.replace(old, ""), "utf-8")
    assert data(1, book)["articles"][5]["state"] == "neither"
    assert "无着落：第六条。" in run(book, "--lang", "zh").stdout
    assert "unaccounted for: art. 6." in run(book, "--lang", "en").stdout


def test_a_number_that_the_list_leaves_out(tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text(re.sub(r"\n  1: .*", "", BOOK.read_text("utf-8")), "utf-8")
    assert data(1, book)["missing"] == ["1"]
    assert "missing under 'articles': art. 1." in run(book, "--lang", "en").stdout


def test_an_amended_sentence(copy: Path) -> None:
    copy.write_text(TEXT.replace("会长外出期间", "会长生病期间"), "utf-8")
    found = data(1, BOOK, "--text", copy)
    again = {item["article"]: item["look-again"] for item in found["articles"] if item["look-again"]}
    assert again == {
        "3": [
            {"sort": "rule", "id": "chair-signs"}, {"sort": "rule", "id": "secretary-stands-in"},
            {"sort": "kind", "id": "away"}, {"sort": "document", "id": "notice"}, {"sort": "reading", "id": "stand-in"},
        ]
    }  # fmt: skip
    assert [(item["id"], item["term"]) for item in found["text"]["failed"]] == [
        ("secretary-stands-in", "外出期间"), ("away", "外出"),
    ]  # fmt: skip
    page = run(BOOK, "--text", copy, "--lang", "zh").stdout
    assert "规则 secretary-stands-in：第三条第二款中没有“外出期间”" in page
    assert "■ 第三条（2 款）\n  · 规则：chair-signs、secretary-stands-in\n  · 缺席种类：away\n" in page


@pytest.mark.parametrize(
    ("old", "new", "zh", "en"),
    [
        ("五、会长应当在三日内答复申请。\n", "", "程序 reply-in-time引用第五条，文本中没有这一条", "reply-in-time (procedure) cites art. 5, which the copy does not have"),
        ("特别贵的书，须经会员同意。\n", "", "案卷事实 members-agree引用第四条第二款，而这一条只有 1 款", "members-agree (facts) cites art. 4(2); its paragraphs: 1"),
        ("二、本会设", "二、本会立", "■ 第二条（1 款）", "■ art. 2 (paragraphs: 1)"),
        ("秘 书代签通知。", "秘书代签。\n由会长签发通知。", "■ 第三条（3 款）", "■ art. 3 (paragraphs: 3)"),
        ("此件公开", "八、完。\n此件公开", "文本中有而规则未列：第八条", "in the copy, not in the rulebook: art. 8"),
        ("此件公开", "八、完。\n此件公开", "文本缺号：第七条", "numbers that head no article: art. 7"),
        ("此件公开", "六、完。\n此件公开", "第六条在第 20 行再次出现", "art. 6 appears again on line 20"),
        ("六、海报", "九、海报", "文本中没有：第六条", "not in the copy: art. 6"),
        ("通知由会长签发。\n会长外出", "会长外出期间由秘书代签，通知由会长签发。\n秘书长外出", "“秘书代签”不在第三条第二款", "'秘书代签' is not in art. 3(2) but in art. 3(1)"),
    ],
)  # fmt: skip
def test_what_a_copy_shows(copy: Path, old: str, new: str, zh: str, en: str) -> None:
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    copy.write_text(
        text.replace("由秘 书代签通知", "由会长指定者代签") if "代签，通知" in new else text, "utf-8"
    )
    for language, words in (("zh", zh), ("en", en)):
        result = run(BOOK, "--text", copy, "--lang", language)
        assert result.exit_code == 1 and words in result.stdout, result.stdout


# --- Copies of every kind, and what is none ---------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(copy: Path, encoding: str) -> None:
    copy.write_bytes(TEXT.encode(encoding))
    assert run(BOOK, "--text", copy).exit_code == 0


def test_markdown(tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_text(
        TEXT.replace("\n", "\n\n").replace("第二章", "## 第二章").replace("三、", "**三、**"), "utf-8"
    )
    assert run(BOOK, "--text", copy).exit_code == 0


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        (b"", "文件是空的", "the file is empty"),
        (b" \r\n\xe3\x80\x80\n", "文件是空的", "the file is empty"),
        (b"\xef\xbb\xbf", "文件是空的", "the file is empty"),
        (b"PK\x03\x04\x14\x00\x06\x00", "不是纯文本", "not plain text"),
        ("一、甲。".encode("utf-16"), "不是纯文本", "not plain text"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n\xff", "不是纯文本", "not plain text"),
        (b"\x00" * 50, "不是纯文本", "not plain text"),
        ("没有条文的文件。\n".encode(), "没有找到条文", "no article was found"),
    ],
)
def test_what_is_no_copy(copy: Path, raw: bytes, zh: str, en: str) -> None:
    copy.write_bytes(raw)
    for language, words in (("zh", zh), ("en", en)):
        result = run(BOOK, "--text", copy, "--lang", language)
        assert result.exit_code == 2 and not result.stdout
        assert result.stderr.startswith(f"{copy}:1:1: {words}"), result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_missing_folder_and_huge_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guiju.model.load.nodes.MOST_BYTES", 2**20)
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"1. " + b"a" * 2**20)
    for path, words in ((tmp_path / "no.txt", "no such file"), (tmp_path, "a copy of the regulation was expected"),
                        (huge, "larger than 1 MiB")):  # fmt: skip
        result = run(BOOK, "--text", path, "--lang", "en")
        assert result.exit_code == 2 and words in result.stderr, result.stderr


def test_a_rulebook_that_is_none(tmp_path: Path) -> None:
    assert "did you mean 'xiangshan-2021'" in run("xiangshan-2012", "--lang", "en").stderr
    result = run(tmp_path / "no.yaml")
    assert result.exit_code == 2 and not result.stdout


@pytest.mark.parametrize("name", ["charter.yaml", "charter.txt"])
def test_no_input_is_overwritten(tmp_path: Path, name: str) -> None:
    for file in (BOOK, COPY):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    result = run(tmp_path / "charter.yaml", "--text", tmp_path / "charter.txt", "--output", tmp_path / name)
    assert result.exit_code == 2
    assert (tmp_path / name).read_bytes() == (GOOD / name).read_bytes()


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    result = run(BOOK, "--lang", "en", "--output", tmp_path / "out.txt")
    assert result.exit_code == 0 and not result.stdout
    assert (tmp_path / "out.txt").read_text("utf-8") == run(BOOK, "--lang", "en").stdout
