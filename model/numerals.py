"""Numbers as headings of articles write them: 四十九, 一百零三, 49, ４９."""

from __future__ import annotations

import re

NUMERAL = "[0-9０-９零〇一二三四五六七八九十百]{1,7}"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_CHINESE = re.compile(
    "(?:([一二三四五六七八九])百)?([零〇]?)(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)"
)


def number_in(text: str) -> int | None:
    """The number from 1 to 999 that Chinese numerals, or up to four digits, stand for; else None."""
    if text.isdecimal():
        return int(text) if len(text) <= 4 and int(text) > 0 else None
    found = _CHINESE.fullmatch(text)
    if not found:
        return None
    hundreds, zero, tens, ten, ones = found.groups("")
    bridges = bool(hundreds and ones and not ten)
    if bool(zero) != bridges or not (hundreds or ten or ones):
        return None
    return 100 * _value(hundreds) + 10 * (_value(tens or "一") if ten else 0) + _value(ones)


def _value(digit: str) -> int:
    return _DIGITS[digit] if digit else 0
