"""Who was away against what stood still: two bands over one axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from guiju.plots.paper import RIGHT, Entry, Paper, Plan, Voice, date_axis, name_rows, names_column, paper
from guiju.simulate.figure_data import DAY, Away, Stuck
from guiju.simulate.names import Names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PEOPLE = 25
"""More would not fit on a page; those who were away longest are shown."""
_KINDS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#7F7F7F", "#B8A500")
_HATCHES = ("", "////", "....", "xxxx")
_SHADES = ("#F6C1A0", "#E8824A", "#B84600", "#6E2A00")
_GAP = 0.3


def draw(
    voice: Voice, away: Sequence[Away], stuck: Sequence[Stuck], names: Names, first: date, days: float
) -> Paper:
    people, hidden = _longest(away, list(names.people))
    kinds = list(dict.fromkeys(sorted(item.kind for item in away)))
    types = list(dict.fromkeys(item.type for item in stuck))
    bands = _bands(max((item.documents for item in stuck), default=0))
    labels, left, row = names_column(
        [voice.name(names.people[person]) for person in people]
        + [voice.name(names.documents[type]) for type in types]
    )
    upper, lower = max(len(people), 1) * row, max(len(types), 1) * row
    key = [Entry(voice.name(names.kinds[kind]), *_look(place)) for place, kind in enumerate(kinds)]
    key += [Entry(_band_words(voice, band), shade) for band, shade in zip(bands, _SHADES, strict=False)]
    notes = [voice.say("more-people", count=hidden)] if hidden else []
    body = upper + _GAP + lower + 0.4
    sheet = paper(Plan(voice.say("absence"), key, [*notes, *voice.notes], max(left, RIGHT + 0.1), body))
    above = sheet.axes(0.05, upper)
    date_axis(above, first, days)
    above.tick_params(axis="x", labelbottom=False, length=0)
    _people(above, away, people, labels[: len(people)], kinds, voice.say("nobody-away"))
    below = sheet.axes(0.05 + upper + _GAP, lower)
    date_axis(below, first, days)
    _types(below, stuck, types, labels[len(people) :], bands, voice.say("nothing-stuck"))
    return sheet


def _longest(away: Sequence[Away], order: list[str]) -> tuple[list[str], int]:
    """Those who were away longest, in the order of their names, and how many others there are."""
    total: dict[str, int] = {}
    for item in away:
        total[item.person] = total.get(item.person, 0) + item.until - item.since
    kept = set(sorted(total, key=lambda person: (-total[person], person))[:MOST_PEOPLE])
    return sorted(kept, key=order.index), len(total) - len(kept)


def _bands(most: int) -> list[tuple[int, int]]:
    """At most as many ranges of counts as there are shades."""
    size = -(-most // len(_SHADES))
    return [(low, min(low + size - 1, most)) for low in range(1, most + 1, size)] if most else []


def _band_words(voice: Voice, band: tuple[int, int]) -> str:
    first, last = band
    count = str(first) if first == last else voice.say("stuck-from", first=first, last=last)
    return voice.say("stuck", count=count)


def _look(place: int) -> tuple[str, str]:
    """Colours first; when they are used up, again with hatching."""
    return _KINDS[place % len(_KINDS)], _HATCHES[place // len(_KINDS) % len(_HATCHES)]


def _people(
    axes: Axes, away: Sequence[Away], people: list[str], labels: list[str], kinds: list[str], nobody: str
) -> None:
    if not people:
        _empty(axes, nobody)
        return
    name_rows(axes, labels)
    places = {person: place for place, person in enumerate(people)}
    for item in away:
        if item.person in places:
            colour, hatch = _look(kinds.index(item.kind))
            _bar(axes, places[item.person], item.since, item.until, colour, hatch)


def _types(
    axes: Axes,
    stuck: Sequence[Stuck],
    types: list[str],
    labels: list[str],
    bands: list[tuple[int, int]],
    nothing: str,
) -> None:
    if not types:
        _empty(axes, nothing)
        return
    name_rows(axes, labels)
    for item in stuck:
        band = next(place for place, (_, last) in enumerate(bands) if item.documents <= last)
        _bar(axes, types.index(item.type), item.since, item.until, _SHADES[band], "")


def _bar(axes: Axes, place: int, since: int, until: int, colour: str, hatch: str) -> None:
    axes.barh(
        place, (until - since) / DAY, 0.62, left=since / DAY, color=colour, hatch=hatch,
        edgecolor="white" if hatch else colour, linewidth=0 if hatch else 0.4,
    )  # fmt: skip


def _empty(axes: Axes, words: str) -> None:
    axes.set_yticks([])
    axes.text(0.01, 0.5, words, va="center", transform=axes.transAxes, fontsize=8)
