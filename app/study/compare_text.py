"""A comparison as a page: what differs, and whether that was expected."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from guiju.page import page, table
from guiju.scenarios.scenario import Expectation
from guiju.simulate.comparison import Difference
from guiju.simulate.observation import SCALES, Scale
from guiju.study.as_text import Words, heading, number, shown
from guiju.study.expected import outcome, stated
from guiju.study.study import Comparison
from guiju.wording import Wording

LISTED = (
    "on-time", "late", "silence-used", "meetings-held", "meetings-moved", "meetings-not-held", "agenda-left",
    "lead-time-mean", "lead-time-p90", "unfinished", "waiting-nobody", "waiting-meeting", "waiting-replies",
    "waiting-busy", "no-actor", "stuck-post", "stuck-article", "acts-by-substitutes", "unnamed-acts", "load",
)  # fmt: skip
"""The measures of a comparison in the order in which they matter; the JSON has all."""


def as_text(found: Comparison, say: Wording) -> str:
    words = Words(found.other, say)
    base = found.base.scenario.title.say(say.language)
    lines = [*heading(words), "", words("h-compare", base=base, n=found.other.replications)]
    differing = sorted(filter(_telling, found.differences.values()), key=_place)
    if differing:
        headers = [words(code) for code in ("c-measure", "c-base", "c-other", "c-difference")]
        rows = [row for _, group in groupby(differing, _measure) for row in _rows(words, list(group))]
        lines += [*table(rows, headers, [46, 10, 10, 34]).split("\n"), "", words("each-interval")]
    else:
        lines.append(words("nothing-differs"))
    return page([*lines, *_expectations(found, words)])


def _telling(item: Difference) -> bool:
    return item.key.measure in LISTED and item.excludes_zero


def _place(item: Difference) -> tuple[int, str]:
    return LISTED.index(item.key.measure), item.key.of


def _measure(item: Difference) -> str:
    return item.key.measure


def _rows(words: Words, group: list[Difference]) -> Iterator[list[str]]:
    """The rows of one measure: that of all together beside its name, the others below it."""
    measure = group[0].key.measure
    scale = SCALES[measure]
    unit = words(f"unit-{scale}") if scale in ("working-days", "share") else ""
    whole = [_cells(words, item) for item in group if not item.key.of]
    yield [words.measure(measure) + unit, *(whole[0] if whole else ("", "", ""))]
    for item in group:
        if item.key.of:
            yield [f"· {words.of(measure, item.key.of)}", *_cells(words, item)]


def _cells(words: Words, item: Difference) -> tuple[str, str, str]:
    scale = SCALES[item.key.measure]
    assert item.value is not None and item.low is not None and item.high is not None
    value, low, high = (signed(one, scale) for one in (item.value, item.low, item.high))
    return (
        shown(item.base, interval=False),
        shown(item.other, interval=False),
        f"{value} ({low} … {high})",
    )


def signed(value: float, scale: Scale) -> str:
    """A difference with its sign; of shares in percentage points; never a zero where it is not zero."""
    if scale == "share":
        return signed(100 * value, "count")
    text = number(abs(value), scale)
    if value and not float(text):
        text = f"{abs(value):.1g}"
    return ("+" if value > 0 else "−" if value < 0 else "") + text


def _expectations(found: Comparison, words: Words) -> Iterator[str]:
    expected = stated(found)
    if expected:
        yield ""
    codes = {"met": "expected-met", "missed": "expected-missed", "undecided": "expected-unclear"}
    for item in expected:
        yield words(codes[outcome(found, item)], what=_what(words, item))


def _what(words: Words, item: Expectation) -> str:
    return words(f"change-{item.change}", measure=words.measure(item.measure, item.of or ""))
