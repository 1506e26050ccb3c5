"""Amounts, terms, dates and numbers: bounds, bands and the classes that they cut a range into.

A cut is a point just before or just after a number. The bounds that rules name are cuts, so
they part the range of a measure into finitely many classes that no rule tells apart inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal

MeasureKind = Literal["amount", "term", "date", "number"]
Cut = tuple[Fraction, bool]
"""(number, False) lies just before the number, (number, True) just after it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All values of one unit between two cuts; None: unbounded on that side.

    ``unit``: a currency, days or months, ``date``, or empty for plain numbers.
    """

    unit: str
    low: Cut | None
    high: Cut | None

    def contains(self, other: Interval) -> bool:
        if self.unit != other.unit:
            return False
        above = self.low is None or (other.low is not None and other.low >= self.low)
        return above and (self.high is None or (other.high is not None and other.high <= self.high))

    def meets(self, other: Interval) -> bool:
        """Some value lies in both."""
        return self.unit == other.unit and _before(self.low, other.high) and _before(other.low, self.high)

    @property
    def empty(self) -> bool:
        return not _before(self.low, self.high)


def _before(low: Cut | None, high: Cut | None) -> bool:
    return low is None or high is None or low < high


def whole(unit: str) -> Interval:
    """Everything that a measure of the unit can be: dates from the first one on, all else from zero."""
    return Interval(unit, (Fraction(1 if unit == "date" else 0), False), None)


def point(number: Fraction, unit: str) -> Interval:
    return Interval(unit, (number, False), (number, True))


def single(interval: Interval) -> bool:
    """Whether an interval holds exactly one value."""
    if interval.low is None:
        return False
    number = interval.low[0]
    return interval in (point(number, interval.unit), Interval("date", (number, False), (number + 1, False)))


def classes(units: Iterable[str], bounds: Iterable[Interval]) -> tuple[Interval, ...]:
    """The coarsest classes that no bound cuts, by unit and size."""
    listed = tuple(bounds)
    found: list[Interval] = []
    for unit in units:
        cuts = {cut for bound in listed if bound.unit == unit for cut in (bound.low, bound.high)}
        start = whole(unit)
        inner = sorted(cut for cut in cuts if cut is not None and cut != start.low)
        edges: list[Cut | None] = [start.low, *inner, None]
        found += [Interval(unit, low, high) for low, high in pairwise(edges)]
    return tuple(found)


def holes(unit: str, bands: Iterable[Interval]) -> tuple[Interval, ...]:
    """What bands leave out of the whole range of a unit."""
    missing: list[Interval] = []
    reached = whole(unit).low
    open_ended = False
    for band in sorted((b for b in bands if b.unit == unit), key=order):
        if band.low is not None and (reached is None or band.low > reached):
            missing.append(Interval(unit, reached, band.low))
        if band.high is None:
            open_ended = True
            break
        reached = band.high if reached is None else max(reached, band.high)
    if not open_ended:
        missing.append(Interval(unit, reached, None))
    return tuple(missing)


def order(interval: Interval) -> tuple[str, bool, Fraction, bool]:
    """A sort key: by unit, then from small to large."""
    number, after = interval.low or (Fraction(0), False)
    return interval.unit, interval.low is not None, number, after


def day_of(number: Fraction) -> date:
    return date.fromordinal(int(number))


def day_number(day: date) -> Fraction:
    return Fraction(day.toordinal())


def after_day(day: date) -> Cut:
    """The cut after a day is the one before the next: between two days there is nothing."""
    return (day_number(day) + 1, False)


def spelled(interval: Interval) -> str:
    """The canonical text of an interval: ``(50000, 200000] CNY``, ``[2026-01-01, ∞) date``."""
    low, high = interval.low, interval.high
    left = f"{'(' if low and low[1] else '['}{_number(low[0], interval.unit)}" if low else "(-∞"
    if interval.unit == "date" and low == whole("date").low:
        left = "(-∞"
    if high is None:
        right = "∞)"
    elif interval.unit == "date" and not high[1]:
        right = f"{_number(high[0] - 1, 'date')}]"
    else:
        right = f"{_number(high[0], interval.unit)}{']' if high[1] else ')'}"
    return f"{left}, {right}" + (f" {interval.unit}" if interval.unit else "")


def _number(number: Fraction, unit: str) -> str:
    if unit == "date":
        return day_of(number).isoformat()
    if number.denominator == 1:
        return str(number)
    scaled = str(number.numerator * 10**9 // number.denominator).rjust(10, "0")
    return f"{scaled[:-9]}.{scaled[-9:].rstrip('0')}"


@lru_cache(maxsize=1 << 14)
def read(text: str) -> Interval:
    """The interval that ``spelled`` wrote."""
    end = max(text.rfind("]"), text.rfind(")")) + 1
    body, unit = text[:end], text[end:].strip()
    left, right = body[1:-1].split(", ")
    low = whole(unit).low if left == "-∞" else (_read_number(left, unit), body[0] == "(")
    if right == "∞":
        return Interval(unit, low, None)
    if unit == "date":
        return Interval(unit, low, after_day(date.fromisoformat(right)))
    return Interval(unit, low, (_read_number(right, unit), body[-1] == "]"))


def _read_number(text: str, unit: str) -> Fraction:
    return day_number(date.fromisoformat(text)) if unit == "date" else Fraction(text)


class NotAQuantity(ValueError):
    """A text that is no amount, term, date or number; ``code`` names the message."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code, self.words = code, words


_GROUPS = {"": 1, "万": 10**4, "亿": 10**8}
_QUANTITY = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,4})?(万|亿|)[ ]?([A-Za-z-]*)\Z")
_TERMS = {
    "day": ("days", 1), "days": ("days", 1), "month": ("months", 1), "months": ("months", 1),
    "year": ("months", 12), "years": ("months", 12),
}  # fmt: skip


def quantity(text: str, kind: MeasureKind, units: Iterable[str]) -> Interval:
    """The one value that a text names, such as ``50000 CNY``, ``50万 CNY``, ``3 years`` or a date.

    Raises NotAQuantity.
    """
    if kind == "date":
        return _day(text)
    found = _QUANTITY.match(text.strip())
    if found is None:
        raise NotAQuantity("bad-quantity", found=text)
    digits, rest, group, unit = found.groups()
    number = Fraction(digits.replace(",", "") + (rest or "")) * _GROUPS[group]
    known = sorted(units)
    if kind == "number":
        if unit:
            raise NotAQuantity("bad-quantity", found=text)
        return point(number, "")
    if not unit:
        raise NotAQuantity(f"no-unit-{kind}", found=text, known=known)
    times = 1
    if kind == "term":
        unit, times = _TERMS.get(unit, (unit, 1))
    if unit not in known:
        raise NotAQuantity("unknown-unit", found=unit, known=known)
    return point(number * times, unit)


def _day(text: str) -> Interval:
    try:
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", text):
            day = date.fromisoformat(text)
            return Interval("date", (day_number(day), False), after_day(day))
    except (ValueError, OverflowError):
        pass
    raise NotAQuantity("bad-date", found=text)
