"""How much room text takes in a picture, for any of the usual fonts."""

from __future__ import annotations

from unicodedata import east_asian_width

from guiju.page import wrap
from guiju.wording import legible
from wcwidth import wcwidth

WIDE, NARROW, CAPITAL = 1.0, 0.6, 0.74
"""Widths in em of a Chinese character, other text and capitals: a little more than most fonts need."""
ELLIPSIS = "…"


def width(text: str, size: float) -> float:
    return size * sum(map(_em, text))


def _em(character: str) -> float:
    """Signs such as · and ※ are as wide as a Chinese character in some fonts, so they count as wide."""
    if wcwidth(character) == 0:
        return 0.0
    if wcwidth(character) == 2 or east_asian_width(character) == "A":
        return WIDE
    return CAPITAL if character.isupper() else NARROW


def lines(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The text on at most ``most`` lines of the given room; what does not fit ends in an ellipsis.

    A line may end in one closing mark beyond where it is broken: room for that is kept.
    """
    text = legible(text)
    if width(text, size) <= room:
        return (text,)
    found = wrap(text, room - size, lambda part: width(part, size)).split("\n")
    kept = found[:most]
    if len(found) > most:
        kept[-1] += ELLIPSIS
    return tuple(cut(line, size, room) for line in kept)


def cut(text: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as leaves room for an ellipsis."""
    if width(text, size) <= room:
        return text
    while text and width(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
