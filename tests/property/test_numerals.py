"""Numerals of headings: every number survives being written and read."""

from __future__ import annotations

import pytest
from guiju.model.numerals import number_in
from guiju.wording import chinese_number
from hypothesis import given
from hypothesis import strategies as st


@given(st.integers(1, 999))
def test_what_is_written_is_read(number: int) -> None:
    assert number_in(chinese_number(number)) == number
    assert number_in(str(number)) == number


def test_every_number_has_its_own_numeral() -> None:
    assert [number_in(chinese_number(number)) for number in range(1, 1000)] == list(range(1, 1000))


@given(st.text("零〇一二三四五六七八九十百", max_size=6))
def test_nothing_else_is_read_than_what_can_be_written(text: str) -> None:
    number = number_in(text)
    if number is not None:
        assert chinese_number(number) == text.replace("〇", "零").replace("百十", "百一十").replace(
            "一十", "十", text.startswith("一十")
        )


@pytest.mark.parametrize(
    ("text", "number"), [("４９", 49), ("一百十五", 115), ("一百〇三", 103), ("一十", 10)]
)
def test_other_ways_to_write_a_number(text: str, number: int) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text", ["", "零", "0", "百", "十十", "一百三", "一百零", "四九", "99999", "4十", "²"]
)
def test_no_numeral(text: str) -> None:
    assert number_in(text) is None
