"""Cutting a copy of a text into articles and paragraphs, and what the digest depends on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from guiju.model.text_copy import CopiedArticle, cut

CHARTER = (Path(__file__).parent.parent / "cases" / "good" / "charter.txt").read_text("utf-8")


def parts(text: str, markdown: bool = False) -> dict[str, tuple[str, ...]]:
    return {id: item.paragraphs for id, item in cut(text, markdown).articles.items()}


def test_the_invented_charter() -> None:
    copy = cut(CHARTER)
    assert list(copy.articles) == ["1", "2", "3", "4", "5", "6"]
    assert [len(item.paragraphs) for item in copy.articles.values()] == [1, 1, 2, 2, 1, 1]
    assert copy.articles["2"].paragraphs == ("本会设会长一名、秘书一名。",)  # a chapter ends it
    assert copy.articles["6"].paragraphs == ("海报随意张贴。",)  # the imprint ends it
    assert copy.articles["3"].line == 11
    assert (copy.duplicates, copy.gaps) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "一、甲。\n二、乙。",
        "第一条　甲。\n第二条　乙。",
        "第1条 甲。\n第 2 条：乙。",
        "第一条甲。\n第二条乙。",
        "\ufeff序\n第一章 总则\n第一条 甲。\n第二章 其他\n第二条 乙。",
        "1. 甲。\n2. 乙。",
        "1、甲。\n2．乙。",
        "Article 1\n甲。\nArticle 2. 乙。",
        "Article 1: 甲。\r\nArticle 2\r\n\r\n乙。\r\n",
        "§ 1. 甲。\n§ 2: 乙。",
        "二、乙。\n一、甲。",
    ],
)
def test_kinds_of_headings(text: str) -> None:
    assert parts(text) == {"1": ("甲。",), "2": ("乙。",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条 甲：\n一、乙；\n二、丙。\n第二条 丁。", {"1": ("甲：", "一、乙；", "二、丙。"), "2": ("丁。",)}),
        ("第一条 甲。\n第三条第二款不适用。\n第二条 乙。", {"1": ("甲。", "第三条第二款不适用。"), "2": ("乙。",)}),
        ("第三条 甲。\n第三条之一 乙。", {"3": ("甲。",), "3.1": ("乙。",)}),
        ("Article 1. Either:\n1. this,\n2. that.\nArticle 2. Or.", {"1": ("Either:\n1. this,\n2. that.",), "2": ("Or.",)}),
        ("Article 1. See\nArticle 3 of the charter.\nArticle 2. Or.", {"1": ("Article 3 of the charter.",), "2": ("Or.",)}),
        ("4. Buying\n4.1 The chair signs.\n4.2. Nobody else.", {"4": ("Buying",), "4.1": ("The chair signs.",), "4.2": ("Nobody else.",)}),
        ("一、甲：\n\n（一）乙；\n(二) 丙。\n丁。", {"1": ("甲：\n（一）乙；\n(二) 丙。", "丁。")}),
        ("一、甲\n（一）乙。\n二、丙。", {"1": ("甲\n（一）乙。",), "2": ("丙。",)}),
    ],
)  # fmt: skip
def test_lines_that_look_like_headings_and_items(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert parts(text) == expected


def test_a_title_is_no_paragraph() -> None:
    article = cut("Article 1 Signing\nThe chair signs.\nArticle 2 Other\nNothing.").articles["1"]
    assert (article.title, article.paragraphs) == ("Signing", ("The chair signs.",))
    assert (article.where("chair SIGNS"), article.where("sign"), article.where("else")) == ((1,), (0, 1), ())


def test_headings_that_only_head_others_are_no_articles_of_their_own() -> None:
    assert cut("4. Buying\n4.1 The chair signs.\n5. Nothing else.").substance == ("4.1", "5")
    assert cut("4. Buying is allowed.\n4.1 The chair signs.").substance == ("4", "4.1")


def test_duplicates_and_gaps() -> None:
    copy = cut("一、甲。\n三、丙。\n一、丁。\n六、己。")
    assert copy.duplicates == (("1", 3),)
    assert copy.gaps == ("2", "4", "5")
    assert copy.articles["1"].paragraphs == ("甲。",)


@pytest.mark.parametrize("text", ["", "\n\n", "没有条文", "第一章 总则\n说明", "关于一、二的说明"])
def test_no_article(text: str) -> None:
    assert not cut(text).articles


def test_the_digest_is_that_of_the_text_without_white_space() -> None:
    article = cut(CHARTER).articles["3"]
    plain = "通知由会长签发。会长外出期间，由秘书代签通知。"
    assert article.digest == hashlib.sha256(plain.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        "四、买书：\n（一）审核；\n（二）批准。\n完。",
        "四、 买　书：（一）审\u200b核；\r\n\r\n（二）批准。\u00a0完。",
        "第四条　买书：\n\n\t（一）审核；（二）批准。完。",
    ],
)
def test_white_space_and_the_form_of_the_number_do_not_count(text: str) -> None:
    assert (
        cut(text).articles["4"].digest
        == CopiedArticle("4", 1, "", ("买书：（一）审核；（二）批准。完。",)).digest
    )


@pytest.mark.parametrize("text", ["四、买书:（一）审核。", "四、买书：（一）审批。", "四、买书：（一）审核"])
def test_every_other_character_counts(text: str) -> None:
    assert cut(text).articles["4"].digest != CopiedArticle("4", 1, "", ("买书：（一）审核。",)).digest


def test_markdown_says_the_same_as_plain_text() -> None:
    plain = cut("第一章 总则\n第一条 甲乙。\n丙。\n附件：表\n第二条 丁。")
    marked = cut(
        "# 章程\n\n## 第一章 总则\n\n### 第一条\n\n甲**乙**。\n\n> 丙。\n\n## 附录甲\n\n表\n\n**第二条** 丁。\n",
        markdown=True,
    )
    assert [a.digest for a in marked.articles.values()] == [a.digest for a in plain.articles.values()]
    assert cut("1\\. One.\n2\\. Two.\n", markdown=True).articles["2"].paragraphs == ("Two.",)
