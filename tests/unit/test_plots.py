"""Figures: what is drawn, and that no text is cut, overlaps or is lost."""

from __future__ import annotations

import builtins
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from guiju.model.load.problem import InputError
from guiju.model.text import Language, Text
from guiju.plots import fonts, paper
from guiju.plots.absence import MOST_PEOPLE
from guiju.plots.deadlines import shares
from guiju.plots.figures import drawings, figure_files
from guiju.plots.paper import Paper, Voice, date_ticks
from guiju.simulate.figure_data import DeadlineCount, calendar_days
from guiju.simulate.record import Run, Situation, Stay
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from runs import DAY, NAMES, document, empty, small

COUNTS = (
    DeadlineCount(
        "reply",
        Text("征求意见的答复，一般三个工作日，列明的几类七个工作日", "reply to a request for an opinion, in three working days, seven for the listed classes"),
        120340011, 301, 4022, 3,
    ),
    DeadlineCount("issue", Text("会后印发", "issue after the meeting"), 3, 1, 0, 0),
    DeadlineCount("never", Text("从未适用", "never applied"), 0, 0, 0, 0),
)  # fmt: skip
FIGURES = ("lead-times", "waiting", "absence", "deadlines")


def many() -> Run:
    """Forty people away one after another, a hundred letters of which some are stuck."""
    people = [f"person-{n}" for n in range(40)]
    situations = tuple(
        Situation(n * 9 * DAY, {person: ("leave", "trip")[n % 2]}, frozenset(), frozenset())
        for n, person in enumerate(people)
    )
    documents = tuple(document(n, ("letter", "topic")[n % 2], n * DAY, (n * 2 + 3) * DAY) for n in range(100))
    stays = tuple(Stay(n, "nobody", n * DAY, (n * 2 + 3) * DAY) for n in range(0, 100, 2))
    return replace(empty(365 * DAY), situations=situations, documents=documents, stays=stays)


def names_of_many() -> Any:
    people = {
        f"person-{n}": Text(f"第{n}位工作人员", f"member {n} of the staff of the office") for n in range(40)
    }
    return replace(NAMES, people=people)


RUNS = {"small": (small, lambda: NAMES), "empty": (empty, lambda: NAMES), "many": (many, names_of_many)}


def drawn(figure: str, run: str, language: Language = "en") -> Paper:
    make, names = RUNS[run]
    counts = () if run == "empty" else COUNTS
    return drawings([make()], counts, names(), "days", calendar_days)[figure](Voice(language))


def bars(sheet: Paper, axes: int = 0) -> list[tuple[float, float, float]]:
    """Row, from, to of each bar."""
    patches = [p for p in sheet.figure.axes[axes].patches if isinstance(p, Rectangle)]
    return [(round(p.get_y() + p.get_height() / 2), p.get_x(), p.get_x() + p.get_width()) for p in patches]


def row_names(sheet: Paper, axes: int = 0) -> list[str]:
    rows: dict[float, list[str]] = {}
    for text in sheet.figure.axes[axes].texts:
        if isinstance(text, Annotation):
            rows.setdefault(text.xy[1], []).append(text.get_text())
    return [" ".join(lines) for _, lines in sorted(rows.items())]


def shown(figure: Figure) -> list[Any]:
    """All texts; of the marks of an axis those within its bounds."""
    found: list[Any] = [*figure.texts]
    for axes in figure.axes:
        found += axes.texts
        for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
            low, high = sorted(axis.get_view_interval())
            found += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            found.append(axis.label)
    return [text for text in found if text.get_text() and text.get_visible()]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("run", sorted(RUNS))
@pytest.mark.parametrize("figure", FIGURES)
def test_no_text_is_cut_or_overlaps(figure: str, run: str, language: Language) -> None:
    with fonts.quietly(), rc_context(paper.settings("png", language, fonts.chinese_font())):
        found = drawn(figure, run, language).figure
        canvas = FigureCanvasAgg(found)
        canvas.draw()
        wide, high = canvas.get_width_height()
        boxes = [(text.get_text(), text.get_window_extent()) for text in shown(found)]
    for text, box in boxes:
        assert box.x0 >= 0 and box.x1 <= wide and box.y0 >= 0 and box.y1 <= high, text
    for (one, first), (two, second) in combinations(boxes, 2):
        apart = (
            first.x1 <= second.x0 or second.x1 <= first.x0 or first.y1 <= second.y0 or second.y1 <= first.y0
        )
        assert apart, (one, two)


def test_lead_times_show_single_documents_quantiles_and_open_ones() -> None:
    sheet = drawn("lead-times", "small")
    names = row_names(sheet)
    assert 'letter "urgent" & more (1 done, 1 open)' in names
    (axes,) = sheet.figure.axes
    marks = {(line.get_marker(), float(x), int(y)) for line in axes.lines for x, y in line.get_xydata()}  # type: ignore[union-attr]
    row = names.index('letter "urgent" & more (1 done, 1 open)')
    assert {(".", 2.625, row), ("o", 6.0, row)} <= marks
    many_letters = bars(drawn("lead-times", "many"))
    assert (0, pytest.approx(3 + 0.05 * 98), pytest.approx(3 + 0.95 * 98)) in many_letters
    assert (0, pytest.approx(3 + 0.25 * 98), pytest.approx(3 + 0.75 * 98)) in many_letters


def test_waiting_is_stacked() -> None:
    (axes,) = drawn("waiting", "small").figure.axes
    tops = [float(area.get_paths()[0].vertices[:, 1].max()) for area in axes.collections]
    days = {"acting": 1 / 24, "busy": 1, "nobody": 38 / 24 + 3, "meeting": 39 / 24}
    first_week = [sum(list(days.values())[:n]) / 7 for n in (1, 2, 3, 4, 4)]
    assert tops == pytest.approx([*first_week[:2], 1, *first_week[3:]]), (
        "nobody: letter 3 all the second week"
    )
    assert axes.get_xlim() == (0, 10)


def test_absence_shows_people_above_and_what_stood_still_below() -> None:
    sheet = drawn("absence", "small")
    assert row_names(sheet) == ["Lu", "Qi"]
    assert bars(sheet) == [(0, 1, 2), (0, 2, 10), (1, 2, 3)]
    assert row_names(sheet, 1) == ['letter "urgent" & more']
    assert bars(sheet, 1) == [(0, 10 / 24, 2), (0, 4, 10)]
    above, below = sheet.figure.axes
    assert above.get_xlim() == below.get_xlim() == (0, 10)
    assert above.get_position().x0 == below.get_position().x0


def test_absence_of_many_people_says_how_many_are_left_out() -> None:
    sheet = drawn("absence", "many")
    assert len(row_names(sheet)) == MOST_PEOPLE
    assert any("15 more people" in text.get_text() for text in sheet.figure.texts)


def test_deadlines_are_shares_with_counts() -> None:
    assert shares(COUNTS[1]) == (75, 0, 25, 0)
    assert shares(COUNTS[2]) == (0, 0, 0, 0)
    sheet = drawn("deadlines", "small")
    assert [bar for bar in bars(sheet) if bar[0] == 1] == [
        (1, 0, 75),
        (1, 75, 75),
        (1, 75, 100),
        (1, 100, 100),
    ]
    texts = [text.get_text() for text in sheet.figure.texts]
    assert {"120340011", "301", "4022", "3", "120344337"} <= set(texts)


def test_files_are_what_they_say_and_the_same_again() -> None:
    files = figure_files([small()], COUNTS, NAMES, "zh")
    assert sorted(files) == sorted(f"{name}.{kind}" for name in FIGURES for kind in ("png", "svg"))
    assert files == figure_files([small()], COUNTS, NAMES, "zh")
    for name, content in files.items():
        if name.endswith(".png"):
            assert content[:8] == b"\x89PNG\r\n\x1a\n"
            assert struct.unpack(">I", content[16:20])[0] == 7.5 * 200
        else:
            assert ElementTree.fromstring(content).tag.endswith("svg")


def svg_texts(content: bytes) -> str:
    found = ElementTree.fromstring(content).iter("{http://www.w3.org/2000/svg}text")
    return " ".join("".join(element.itertext()) for element in found)


@pytest.mark.parametrize(("language", "title"), [("zh", "期限遵守情况"), ("en", "Deadlines met and missed")])
def test_svg_leaves_texts_to_the_fonts_of_the_reader(language: Language, title: str) -> None:
    content = figure_files([small()], COUNTS, NAMES, language, formats=["svg"])["deadlines.svg"]
    assert title in svg_texts(content)
    assert b"Microsoft YaHei" in content and b"Noto Sans CJK SC" in content


def test_lines_of_a_name_end_at_the_axis_whatever_font_shows_them() -> None:
    content = figure_files([small()], COUNTS, NAMES, "zh", formats=["svg"])["deadlines.svg"]
    lines = fonts.wrapped(COUNTS[0].label.zh, 2.0, paper.SIZE)
    assert len(lines) > 1
    for element in ElementTree.fromstring(content).iter("{http://www.w3.org/2000/svg}text"):
        if element.text and element.text in COUNTS[0].label.zh:
            assert "text-anchor: end" in element.attrib["style"], element.text


def test_a_name_is_never_taken_for_a_formula() -> None:
    count = DeadlineCount("odd", Text("$x_2$ 元 \\frac", "$x_2$ \\frac"), 1, 0, 0, 0)
    content = figure_files([small()], [count], NAMES, "en", formats=["svg"])["deadlines.svg"]
    assert "$x_2$ \\frac" in svg_texts(content)


def voice_of(monkeypatch: pytest.MonkeyPatch, format: Any, font: str | None) -> Voice:
    heard: list[Voice] = []

    def draw(voice: Voice) -> Paper:
        heard.append(voice)
        return drawn("deadlines", "small", voice.language)

    monkeypatch.setattr(paper, "chinese_font", lambda: font)
    paper.file_of(draw, format, "zh", "x")
    return heard[0]


def test_without_a_chinese_font_a_png_is_in_english_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = voice_of(monkeypatch, "png", None)
    assert voice.language == "en"
    assert "no Chinese font" in voice.notes[0]
    sheet = drawings([small()], COUNTS, NAMES, "days", calendar_days)["waiting"](voice)
    assert any("no Chinese font" in text.get_text() for text in sheet.figure.texts)


def test_an_svg_is_in_chinese_whatever_fonts_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert voice_of(monkeypatch, "svg", None) == Voice("zh")


def test_with_a_chinese_font_a_png_is_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert voice_of(monkeypatch, "png", fonts.LATIN) == Voice("zh")


def test_a_font_without_chinese_characters_does_not_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "CHINESE", (fonts.LATIN,))
    assert fonts.chinese_font() is None


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Any] = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name.split(".")[0] == "matplotlib":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError) as caught:
        figure_files([small()], COUNTS, NAMES, "en")
    assert [p.code for p in caught.value.problems] == ["no-matplotlib"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a word", ["a word"]), ("several words here", ["several words", "here"]), ("公文公文公文公文公文公文", ["公文公文公文公文", "公文公文"]),
     ("公文公文公文公文，公", ["公文公文公文公", "文，公"]), ("", [""])],
)  # fmt: skip
def test_lines_are_broken_where_they_may_be(text: str, lines: list[str]) -> None:
    assert fonts.wrapped(text, 8.5 * 8.2 / 72, 8.5) == lines


@pytest.mark.parametrize(
    ("first", "days", "labels"),
    [(date(2021, 9, 20), 10, ["09-20", "09-22", "09-24", "09-26", "09-28", "09-30"]),
     (date(2021, 1, 15), 90, ["2021-02", "2021-03", "2021-04"]),
     (date(2020, 1, 1), 3653, ["2020-01", "2022-01", "2024-01", "2026-01", "2028-01", "2030-01"])],
)  # fmt: skip
def test_dates_on_the_axis(first: date, days: int, labels: list[str]) -> None:
    assert [label for _, label in date_ticks(first, days)] == labels
