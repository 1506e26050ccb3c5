"""Any text can be cut, and nothing in it is made up or lost track of."""

from __future__ import annotations

from guiju.model.text_copy import bare, cut
from hypothesis import given
from hypothesis import strategies as st

PIECES = [
    "一、", "二、", "十、", "第一条", "第二条 ", "第三条之一 ", "Article 1", "2. ", "4.1 ", "（一）", "(a) ", "第一章",
    "附件", "此件", "甲", "乙。", "a", ".", " ", "　", "\n", "\n\n", "\r\n", "# ", "**", "2026年1月1日印发",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


@given(TEXTS, st.booleans())
def test_articles_are_pieces_of_the_text(text: str, markdown: bool) -> None:
    copy = cut(text, markdown)
    for id, article in copy.articles.items():
        assert article.id == id and 1 <= article.line <= len(text.splitlines())
        assert all(bare(paragraph) for paragraph in article.paragraphs)
        if not markdown:
            assert bare(article.text) in bare(text)
    assert {id for id, _ in copy.duplicates} <= set(copy.articles)


@given(TEXTS)
def test_more_white_space_between_lines_changes_no_digest(text: str) -> None:
    wide = "\n\n".join(f" {line}　" for line in text.splitlines())
    first, second = cut(text).articles, cut(wide).articles
    assert {id: item.digest for id, item in first.items()} == {id: item.digest for id, item in second.items()}
