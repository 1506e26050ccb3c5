"""Parses measures: their units, their bands, and the bounds that guards put on them."""

from __future__ import annotations

import re
from datetime import date

from guiju.model.citation import Span
from guiju.model.document import Band, MeasureAttribute
from guiju.model.load.fields import (
    Fields,
    Immediate,
    bilingual,
    fail,
    id_of,
    items_of,
    section,
    text_of,
    word_of,
)
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence
from guiju.model.measure import (
    Interval,
    MeasureKind,
    NotAQuantity,
    after_day,
    holes,
    quantity,
    spelled,
    whole,
)
from guiju.model.text import Text

MEASURES = ("amount", "term", "date", "number")
LAST = after_day(date.max)
BOUNDS = ("over", "from", "below", "up-to")
_TERM_UNITS = ("days", "months")


def quantity_of(node: Node, kind: MeasureKind, units: tuple[str, ...]) -> Interval:
    text = text_of(node)
    try:
        return quantity(text, kind, units)
    except NotAQuantity as error:
        raise fail(node.span, error.code, **error.words) from error


def interval_of(node: Mapping, kind: MeasureKind, units: tuple[str, ...]) -> Interval:
    """``{over: …}`` or ``{from: …}``, ``{below: …}`` or ``{up-to: …}``, or one of each."""
    fields = Fields(node)
    over, least, below, most = (fields.get(key) for key in BOUNDS)
    fields.close()
    if over is not None and least is not None:
        raise fail(least.span, "one-key", known=["over", "from"])
    if below is not None and most is not None:
        raise fail(most.span, "one-key", known=["below", "up-to"])
    low_node, high_node = over or least, below or most
    if low_node is None and high_node is None:
        raise fail(node.span, "one-key", known=list(BOUNDS))
    low = quantity_of(low_node, kind, units) if low_node is not None else None
    high = quantity_of(high_node, kind, units) if high_node is not None else None
    if low is not None and high is not None and low.unit != high.unit:
        assert high_node is not None
        raise fail(high_node.span, "two-units", found=high.unit, known=[low.unit])
    unit = (low or high or whole("")).unit
    lowest = whole(unit).low
    found = Interval(
        unit,
        lowest if low is None else low.high if over is not None else low.low,
        None if high is None else high.low if below is not None else high.high,
    )
    if unit == "date" and found.high == LAST:
        found = Interval(unit, found.low, None)
    if found.empty or (unit == "date" and found.low == LAST):
        place = high_node or low_node
        assert place is not None
        raise fail(place.span, "empty-bounds", found=f"{_shown(low_node)} … {_shown(high_node)}")
    return found


def _shown(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def intervals_of(node: Node, attribute: MeasureAttribute) -> tuple[Interval, ...]:
    """What a guard asks of a measure: bounds, the name of a band, or a list of either."""
    listed = node.items if isinstance(node, Sequence) else (node,)
    if not listed:
        raise fail(node.span, "empty-list", what="bounds")
    found: list[Interval] = []
    for item in listed:
        if isinstance(item, Mapping):
            found.append(interval_of(item, attribute.kind, attribute.units))
        elif attribute.bands:
            found += attribute.bands[word_of(item, attribute.bands, "band")].intervals
        else:
            raise fail(item.span, "expected-bounds", found=text_of(item), known=list(BOUNDS))
    return tuple(found)


def measure_of(id: str, name: Text, kind: MeasureKind, fields: Fields, span: Span) -> MeasureAttribute:
    """The keys of a measure besides ``name`` and ``kind``. Raises InputError."""
    units = _units(kind, fields)
    bands_node, default_node = fields.get("bands"), fields.get("default")
    bands: dict[str, Band] = {}
    if bands_node is not None:
        bands = section(bands_node, Immediate(), lambda i, n, s: _band(i, n, s, kind, units))
        _partition(bands, units, bands_node.span)
    default = quantity_of(default_node, kind, units) if default_node is not None else None
    return MeasureAttribute(id, name, kind, units, bands, default, span)


def _units(kind: MeasureKind, fields: Fields) -> tuple[str, ...]:
    if kind == "amount":
        currencies = fields.need("currencies")
        found = tuple(text_of(item) for item in items_of(currencies))
        for item, code in zip(items_of(currencies), found, strict=True):
            if not re.match(r"[A-Z]{3}\Z", code):
                raise fail(item.span, "bad-currency", found=code)
        if not found:
            raise fail(currencies.span, "empty-list", what="currency")
        if len(set(found)) < len(found):
            raise fail(currencies.span, "repeated", found=", ".join(found))
        return found
    if kind == "term":
        return (word_of(fields.need("unit"), _TERM_UNITS, "unit of terms"),)
    return ("date" if kind == "date" else "",)


def _band(id: str, node: Node, span: Span, kind: MeasureKind, units: tuple[str, ...]) -> Band:
    fields = Fields(node, span)
    name, bounds = bilingual(fields.need("name")), fields.need("bounds")
    fields.close()
    listed = bounds.items if isinstance(bounds, Sequence) else (bounds,)
    intervals = []
    for item in listed:
        if not isinstance(item, Mapping):
            raise fail(item.span, "expected-bounds", found=text_of(item), known=list(BOUNDS))
        intervals.append(interval_of(item, kind, units))
    return Band(id_of(id, span), name, tuple(intervals), span)


def _partition(bands: dict[str, Band], units: tuple[str, ...], span: Span) -> None:
    """Declared bands leave no hole and do not overlap, in every unit."""
    placed = [(interval, band) for band in bands.values() for interval in band.intervals]
    for number, (interval, band) in enumerate(placed):
        for other, rival in placed[:number]:
            if interval.meets(other):
                first, second = sorted((band, rival), key=lambda b: (b.span.line, b.span.column))
                raise fail(second.span, "bands-overlap", found=second.id, other=first.id,
                           where=spelled(_shared(interval, other)))  # fmt: skip
    for unit in units:
        missing = holes(unit, (interval for interval, _ in placed))
        if missing:
            raise fail(span, "bands-hole", found=", ".join(map(spelled, missing)))


def _shared(one: Interval, other: Interval) -> Interval:
    lows = [cut for cut in (one.low, other.low) if cut is not None]
    highs = [cut for cut in (one.high, other.high) if cut is not None]
    return Interval(one.unit, max(lows, default=None), min(highs, default=None))
