"""A comparison as a page: what differs, and whether that was expected."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.page import page, table
from guiju.scenarios.scenario import Expectation
from guiju.simulate.comparison import Difference
from guiju.simulate.observation import SCALES
from guiju.study.as_text import Words, heading, number, shown
from guiju.study.expected import outcome
from guiju.study.study import Comparison
from guiju.wording import Wording

LEFT_OUT = frozenset({"lead-time-p95", "waiting-off", "leg-longest", "undecided", "arrived", "acts-done"})
"""Measures that follow from others or say little in a comparison; the JSON has all."""


def as_text(found: Comparison, say: Wording) -> str:
    words = Words(found.other, say)
    base = found.base.scenario.title.say(say.language)
    lines = [*heading(words), "", words("h-compare", base=base, n=found.other.replications)]
    differing = [item for item in found.differences.values() if _telling(item)]
    if differing:
        headers = [words(code) for code in ("c-measure", "c-base", "c-other", "c-difference")]
        rows = [_row(words, item) for item in differing]
        lines += [*table(rows, headers, [58, 12, 12, 34]).split("\n"), "", words("each-interval")]
    else:
        lines.append(words("nothing-differs"))
    return page([*lines, *_expectations(found, words)])


def _telling(item: Difference) -> bool:
    return item.key.measure not in LEFT_OUT and item.excludes_zero


def _row(words: Words, item: Difference) -> list[str]:
    scale = SCALES[item.key.measure]
    assert item.value is not None and item.low is not None and item.high is not None
    sign = "+" if item.value > 0 else ""
    interval = f"{number(item.low, scale)} … {number(item.high, scale)}"
    return [
        words.measure(item.key.measure, item.key.of),
        shown(item.base, interval=False), shown(item.other, interval=False),
        f"{sign}{number(item.value, scale)} ({interval}) *",
    ]  # fmt: skip


def _expectations(found: Comparison, words: Words) -> Iterator[str]:
    expected = [item for item in found.other.scenario.expects if item.against == found.base.scenario.id]
    if expected:
        yield ""
    codes = {"met": "expected-met", "missed": "expected-missed", "undecided": "expected-unclear"}
    for item in expected:
        yield words(codes[outcome(found, item)], what=_what(words, item))


def _what(words: Words, item: Expectation) -> str:
    return words(f"change-{item.change}", measure=words.measure(item.measure, item.of or ""))
