"""Chinese in figures: which font of this machine, and which of the reader's."""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise

CHINESE = (
    "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    "Source Han Sans CN", "HarmonyOS Sans SC", "Hiragino Sans GB", "SimHei", "DengXian",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Heiti SC", "STHeiti", "Heiti TC", "Arial Unicode MS",
    "SimSun", "Songti SC",
    "Noto Sans CJK JP", "Noto Serif CJK SC", "Droid Sans Fallback",
)  # fmt: skip
"""Fonts of Windows, macOS and Linux that show simplified Chinese, the best first."""
LATIN = "DejaVu Sans"
"""Comes with matplotlib."""
_PROBE = "规矩公文会议领导签发"
_CLOSING = "，。、；：）》”)"
_WIDE, _NARROW = 1.0, 0.6
"""Widths of characters in ems; those of the Latin font are at most this on average."""


def chinese_font() -> str | None:
    """The best font of this machine that has Chinese characters.

    Matplotlib remembers the fonts that it once found: those installed since are looked up when none serves.
    """
    return _known() or (_known() if _learn() else None)


def _known() -> str | None:
    from matplotlib.font_manager import fontManager

    files: dict[str, str] = {}
    for entry in fontManager.ttflist:
        files.setdefault(entry.name, entry.fname)
    return next((name for name in CHINESE if name in files and _serves(files[name])), None)


def _serves(file: str) -> bool:
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(file)
    except (OSError, RuntimeError):
        return False
    return all(font.get_char_index(ord(char)) for char in _PROBE)


def _learn() -> bool:
    """Tell matplotlib of fonts that it does not know yet; whether there were any."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    new = set(findSystemFonts()) - {entry.fname for entry in fontManager.ttflist}
    for file in sorted(new):
        with suppress(OSError, RuntimeError):
            fontManager.addfont(file)
    return bool(new)


@contextmanager
def quietly() -> Iterator[None]:
    """Without complaints of fonts that are not here, and of characters that none of them has."""
    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            yield
    finally:
        log.setLevel(level)


def inches(text: str, size: float) -> float:
    """How wide a text is at most, whatever font shows it: places must not depend on the machine."""
    ems = sum(_WIDE if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in text)
    return ems * size / 72


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Lines that fit: broken at spaces and anywhere in Chinese."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and inches((lines[-1] + piece).rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """What may stand on a line of its own: words, and single Chinese characters."""
    piece = ""
    for before, char in pairwise(" " + text):
        apart = before == " " or _breaks(before) or _breaks(char)
        if piece and apart and char not in _CLOSING:
            yield piece
            piece = ""
        piece += char
    yield piece


def _breaks(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
