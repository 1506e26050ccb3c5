"""Numbers of a scenario: shares, rates, times of day, and lengths of time as laws of chance."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import cast, get_args

from guiju.model.citation import Span
from guiju.model.load.fields import Fields, fail, integer_of, text_of, word_of
from guiju.model.load.nodes import Mapping, Node
from guiju.scenarios.law import (
    Empirical,
    Exponential,
    Fixed,
    Law,
    Length,
    Lognormal,
    TimeUnit,
    Triangular,
    Uniform,
)
from guiju.scenarios.load.table import read_table, scalar
from guiju.scenarios.load.tree import Places

MOST = 1_000_000
"""Of anything: beyond it a number is taken for a slip."""
MOST_SPREAD = 100
MONTHS_IN_A_YEAR = 12
WEEKS_IN_A_YEAR = 365.2425 / 7
LAW_KEYS = ("column", "csv", "law", "least", "likely", "mean", "median", "most", "spread", "unit")

_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?"
_PLAIN = re.compile(rf"({_NUMBER})\Z")
_PERCENT = re.compile(rf"({_NUMBER}) ?%\Z")
_RATE = re.compile(rf"({_NUMBER}) per (year|month|week)\Z")
_LENGTH = re.compile(rf"({_NUMBER})(?: to ({_NUMBER}))? (minute|hour|working-day|day)s?\Z")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")
_BY_THE_YEAR = {"year": 1.0, "month": float(MONTHS_IN_A_YEAR), "week": WEEKS_IN_A_YEAR}


def count_of(node: Node, most: int, least: int = 0) -> int:
    """A whole number within bounds. Raises InputError."""
    count = integer_of(node, least)
    if count > most:
        raise fail(node.span, "too-large", found=count, most=most)
    return count


def number_of(node: Node) -> float:
    """A number that is not negative, such as ``2`` or ``0.5``."""
    text = text_of(node)
    found = _PLAIN.match(text)
    if found is None:
        raise fail(node.span, "bad-number", found=text)
    return _checked(found[1], node.span)


def share_of(node: Node) -> Fraction:
    """``10%``; ``yes`` is all, ``no`` nothing."""
    text = text_of(node)
    if text in ("yes", "no"):
        return Fraction(text == "yes")
    found = _PERCENT.match(text)
    if found is None:
        raise fail(node.span, "bad-percent", found=text)
    share = Fraction(found[1]) / 100
    if not 0 <= share <= 1:
        raise fail(node.span, "percent-range", found=text)
    return share


def rate_of(node: Node) -> float:
    """``120 per year``, ``10 per month``, ``3 per week``: how many in a year."""
    text = text_of(node)
    found = _RATE.match(text)
    if found is None:
        raise fail(node.span, "bad-rate", found=text)
    rate = _checked(found[1], node.span) * _BY_THE_YEAR[found[2]]
    if rate > MOST:
        raise fail(node.span, "too-large", found=text, most=f"{MOST} per year")
    return rate


def clock_of(text: str, span: Span) -> int:
    """Minutes after midnight; ``24:00`` is the end of the day."""
    found = _CLOCK.match(text)
    if text == "24:00":
        return 24 * 60
    if found is None:
        raise fail(span, "bad-clock", found=text)
    return int(found[1]) * 60 + int(found[2])


def length_of(node: Node, places: Places, *, some: bool = False) -> Length:
    """A length of time: a text, or a mapping that names a law. ``some``: it cannot be nothing."""
    length = _law(node, places) if isinstance(node, Mapping) else _text(node)
    if some and not length.law.quantile(0.999) > 0:
        raise fail(node.span, "no-time")
    return length


def working_length(node: Node, places: Places, *, some: bool = False) -> Length:
    """A length of working time. Raises InputError for days of the calendar."""
    length = length_of(node, places, some=some)
    if length.unit == "days":
        raise fail(node.span, "calendar-days")
    return length


def _text(node: Node) -> Length:
    """``40 minutes``, or ``1 to 3 hours``: anything between them alike."""
    text = text_of(node)
    found = _LENGTH.match(text)
    if found is None:
        raise fail(node.span, "bad-length", found=text)
    least, unit = _checked(found[1], node.span), cast(TimeUnit, found[3] + "s")
    if found[2] is None:
        return Length(Fixed(least), unit)
    most = _checked(found[2], node.span)
    if most < least:
        raise fail(node.span, "wrong-order", found=text)
    return Length(Uniform(least, most), unit)


def _law(node: Mapping, places: Places) -> Length:
    fields = Fields(node)
    if "csv" in fields:
        return _observed(fields, places)
    if "median" in fields or "spread" in fields:
        return _lognormal(fields)
    if "least" in fields or "likely" in fields or "most" in fields:
        return _triangular(fields)
    word_of(fields.need("law"), ("exponential",), "law")
    mean, unit = _one(fields.need("mean"))
    fields.close()
    if mean == 0:
        raise fail(fields.need("mean").span, "no-time")
    return Length(Exponential(mean), unit)


def _one(node: Node) -> tuple[float, TimeUnit]:
    """A single time."""
    length = _text(node)
    if not isinstance(length.law, Fixed):
        raise fail(node.span, "bad-length", found=text_of(node))
    return length.law.value, length.unit


def _lognormal(fields: Fields) -> Length:
    median_node, spread_node = fields.need("median"), fields.need("spread")
    fields.close()
    median, unit = _one(median_node)
    if median == 0:
        raise fail(median_node.span, "no-time")
    spread = number_of(spread_node)
    if not 1 <= spread <= MOST_SPREAD:
        raise fail(spread_node.span, "bad-spread", found=text_of(spread_node), most=MOST_SPREAD)
    return Length(Lognormal(median, spread), unit)


def _triangular(fields: Fields) -> Length:
    nodes = [fields.need(key) for key in ("least", "likely", "most")]
    fields.close()
    values = [_one(node) for node in nodes]
    for node, (_, unit) in zip(nodes, values, strict=True):
        if unit != values[0][1]:
            raise fail(node.span, "two-units", found=unit, known=[values[0][1]])
    least, likely, most = (value for value, _ in values)
    if not least <= likely <= most:
        raise fail(fields.span, "wrong-order", found=", ".join(text_of(node) for node in nodes))
    return Length(Triangular(least, likely, most), values[0][1])


def _observed(fields: Fields, places: Places) -> Length:
    """The times of past cases, from a column of a CSV file."""
    table = read_table(fields.need("csv"), places)
    column = table.column(fields.need("column"))
    unit = word_of(fields.need("unit"), get_args(TimeUnit), "unit of time")
    fields.close()
    values = sorted(number_of(scalar(text, span)) for text, span in table.cells(column))
    law: Law = Empirical(tuple(values))
    return Length(law, cast(TimeUnit, unit))


def _checked(text: str, span: Span) -> float:
    number = float(text)
    if number < 0:
        raise fail(span, "below-zero", found=text)
    if number > MOST:
        raise fail(span, "too-large", found=text, most=MOST)
    return number
