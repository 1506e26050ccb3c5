"""Amounts, terms and dates in the words of officials: 超过5万元、不超过20万元."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from guiju.messages import CURRENCIES, TEXT, say
from guiju.model.document import MeasureAttribute
from guiju.model.measure import Interval, day_of, order, read, spelled, whole
from guiju.model.text import Language

_WAN, _YI = 10**4, 10**8


def class_words(attribute: MeasureAttribute, value: str, language: Language) -> str:
    """A class of a measure, by the name of the band that it is, else by its bounds."""
    interval = read(value)
    for band in attribute.bands.values():
        if interval in band.intervals:
            name = band.name.say(language)
            return (
                f"{name}（{bounds_words(interval, language)}）"
                if language == "zh"
                else (f"{name} ({bounds_words(interval, language)})")
            )
    return bounds_words(interval, language)


def classes_words(attribute: MeasureAttribute, values: Iterable[str], language: Language) -> str:
    """Several classes in one phrase; those that touch become one."""
    joined: list[Interval] = []
    for interval in sorted(map(read, dict.fromkeys(values)), key=order):
        if joined and joined[-1].unit == interval.unit and joined[-1].high == interval.low:
            joined[-1] = Interval(interval.unit, joined[-1].low, interval.high)
        else:
            joined.append(interval)
    return say(TEXT, "or-class", language).join(class_words(attribute, spelled(i), language) for i in joined)


def value_words(value: Interval, language: Language) -> str:
    """One amount, term or date."""
    assert value.low is not None
    return _number(value.low[0], value.unit, language)


def bounds_words(interval: Interval, language: Language) -> str:
    dates = interval.unit == "date"
    parts = []
    low, high = interval.low, interval.high
    if low is not None and low != whole(interval.unit).low:
        parts.append(say(TEXT, _low(low[1], dates), language, x=_number(low[0], interval.unit, language)))
    if high is not None:
        last = high[0] - 1 if dates and not high[1] else high[0]
        code = "m-until" if dates else "m-up-to" if high[1] else "m-below"
        parts.append(say(TEXT, code, language, x=_number(last, interval.unit, language)))
    if parts:
        return say(TEXT, "m-join", language).join(parts)
    return say(TEXT, "m-any", language, unit=_unit(interval.unit, language)).strip()


def _low(after: bool, dates: bool) -> str:
    if dates:
        return "m-since"
    return "m-over" if after else "m-from"


def _unit(unit: str, language: Language) -> str:
    return CURRENCIES.get(unit, unit) if language == "zh" else unit


def _number(number: Fraction, unit: str, language: Language) -> str:
    if unit == "date":
        day = day_of(number)
        return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
    if unit == "months" and number.denominator == 1 and number and number % 12 == 0:
        years = int(number) // 12
        return f"{years}年" if language == "zh" else f"{years} year{'s' if years > 1 else ''}"
    if language == "en":
        return f"{_plain(number)} {unit}".strip()
    if unit in ("months", "days"):
        return f"{_plain(number)}{'个月' if unit == 'months' else '日'}"
    return f"{_grouped(number)}{CURRENCIES.get(unit, ' ' + unit if unit else '')}"


def _grouped(number: Fraction) -> str:
    """Chinese style: 50万, 1.2亿."""
    for size, name in ((_YI, "亿"), (_WAN, "万")):
        if number >= size and (number * 100 / size).denominator == 1:
            return f"{_plain(number / size)}{name}"
    return _plain(number)


def _plain(number: Fraction) -> str:
    return f"{int(number):,}" if number.denominator == 1 else f"{float(number):,.4f}".rstrip("0")
