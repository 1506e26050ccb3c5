"""The working-day calendar: its data against two packages, its counting, and bad files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import chinese_calendar
import holidays
import pytest
from guiju.messages import PROBLEMS, say
from guiju.model.calendar import Calendar, CalendarYear, Holiday, Notice, OutsideCalendar, is_weekend
from guiju.model.citation import Assumption, Span
from guiju.model.load.calendar import bundled_calendar, load_calendar
from guiju.model.load.problem import InputError, Problem
from guiju.model.text import Language, Text
from guiju.wording import problem_text
from hypothesis import given
from hypothesis import strategies as st

CHINA = bundled_calendar()
FIRST, LAST = date(2021, 1, 1), date(2026, 12, 31)
DAY = timedelta(1)
EVERY_DAY = [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
DAYS = st.sampled_from(EVERY_DAY)


# --- The data -----------------------------------------------------------------------------------


def test_the_calendar_covers_six_whole_years_and_each_cites_its_own_notice() -> None:
    assert (CHINA.first, CHINA.last, CHINA.assumed) == (FIRST, LAST, False)
    assert [year.number for year in CHINA.years] == list(range(2021, 2027))
    notices = [year.basis.number for year in CHINA.years if isinstance(year.basis, Notice)]
    issued = [f"〔{year.number - 1}〕" in number for year, number in zip(CHINA.years, notices, strict=True)]
    assert all(issued) and len(set(notices)) == 6


def test_every_day_agrees_with_chinesecalendar() -> None:
    assert len(EVERY_DAY) == 2191
    wrong = [day for day in EVERY_DAY if CHINA.is_working(day) != chinese_calendar.is_workday(day)]
    assert not wrong


def test_every_day_agrees_with_holidays() -> None:
    other = holidays.country_holidays("CN", years=range(2020, 2028))
    assert other.weekend_workdays, "its make-up days are what we compare with"
    wrong = [day for day in EVERY_DAY if CHINA.is_working(day) != other.is_working_day(day)]
    assert not wrong


def test_days_off_are_weekdays_and_make_up_days_are_weekend_days() -> None:
    weekdays_off = {d for d in EVERY_DAY if not is_weekend(d) and not chinese_calendar.is_workday(d)}
    weekends_on = {d for d in EVERY_DAY if is_weekend(d) and chinese_calendar.is_workday(d)}
    assert (CHINA.off, CHINA.on) == (weekdays_off, weekends_on)


FESTIVALS = {
    "New Year's Day": {"new-year"},
    "Spring Festival": {"spring-festival"},
    "Tomb-sweeping Day": {"qingming"},
    "Labour Day": {"labour-day"},
    "Dragon Boat Festival": {"dragon-boat"},
    "Mid-autumn Festival": {"mid-autumn", "mid-autumn-national-day"},
    "National Day": {"national-day", "mid-autumn-national-day"},
}


def test_holidays_have_the_ends_and_the_festivals_that_chinesecalendar_knows() -> None:
    """It adds the weekend before New Year 2024, which the notice joins (与周末连休) but does not free."""
    theirs = {day: name for day, name in chinese_calendar.constants.holidays.items() if day >= FIRST}
    joined = {date(2023, 12, 30), date(2023, 12, 31)}
    ours = {day: h.festival for year in CHINA.years for h in year.holidays for day in h.days()}
    assert ours.keys() == theirs.keys() - joined
    assert all(festival in FESTIVALS[str(theirs[day])] for day, festival in ours.items())


def test_the_holiday_that_begins_in_the_year_before_belongs_to_the_notice_that_names_it() -> None:
    new_year = CHINA.years[2].holidays[0]
    assert (new_year.festival, new_year.first, new_year.last) == (
        "new-year", date(2022, 12, 31), date(2023, 1, 2),
    )  # fmt: skip


# --- Counting -----------------------------------------------------------------------------------


def test_seven_working_days_after_2021_09_24_end_on_2021_10_09() -> None:
    assert CHINA.add(date(2021, 9, 24), 7) == date(2021, 10, 9)
    assert CHINA.between(date(2021, 9, 24), date(2021, 10, 9)) == 7
    other = holidays.country_holidays("CN", years=2021)
    assert other.get_nth_working_day(date(2021, 9, 25), 7) == date(2021, 10, 9)


@given(DAYS, st.integers(0, 60))
def test_add_is_a_literal_walk_from_day_to_day(start: date, n: int) -> None:
    day, left = start, n
    while left and day < LAST:
        day += DAY
        left -= chinese_calendar.is_workday(day)
    if left:
        with pytest.raises(OutsideCalendar) as caught:
            CHINA.add(start, n)
        assert caught.value.day == LAST + DAY
    else:
        assert CHINA.add(start, n) == day


@given(DAYS, DAYS)
def test_between_is_a_literal_count_that_leaves_the_start_out(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    counted = [day for day in EVERY_DAY if start < day <= end and chinese_calendar.is_workday(day)]
    assert CHINA.between(start, end) == len(counted)


@given(DAYS, st.integers(1, 400))
def test_add_and_between_undo_each_other(start: date, n: int) -> None:
    if CHINA.between(start, LAST) >= n:
        end = CHINA.add(start, n)
        assert CHINA.is_working(end) and CHINA.between(start, end) == n


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Calendars of one or two years with any holidays and any make-up days outside them."""
    years = []
    for number in range(2031, 2031 + draw(st.integers(1, 2))):
        days = [date(number, 1, 1) + DAY * n for n in range(365 + (number % 4 == 0))]
        starts = draw(st.lists(st.sampled_from(days), max_size=6, unique=True))
        free = [(day, min(day + DAY * draw(st.integers(0, 9)), days[-1])) for day in starts]
        off = {day for first, last in free for day in days if first <= day <= last}
        weekend = [day for day in days if is_weekend(day) and day not in off]
        on = draw(st.lists(st.sampled_from(weekend), max_size=9, unique=True))
        held = tuple(Holiday("x", Text("甲", "x"), *ends) for ends in free)
        years.append(CalendarYear(number, Notice("1"), held, tuple(on)))
    return Calendar("any", Text("甲", "any"), True, tuple(years))


@given(calendars(), st.data())
def test_any_calendar_counts_like_its_own_definition(calendar: Calendar, data: st.DataObject) -> None:
    def works(day: date) -> bool:
        free = any(h.first <= day <= h.last for year in calendar.years for h in year.holidays)
        return any(day in year.working for year in calendar.years) or (day.weekday() < 5 and not free)

    start, end = sorted(data.draw(st.tuples(*[st.dates(calendar.first, calendar.last)] * 2)))
    days = [start + DAY * n for n in range(1, (end - start).days + 1)]
    working = [day for day in days if works(day)]
    assert calendar.is_working(start) == works(start)
    assert calendar.between(start, end) == len(working)
    assert [calendar.add(start, n + 1) for n in range(len(working))] == working


def test_nothing_is_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CHINA.add(FIRST, -1)
    with pytest.raises(ValueError, match="before the start"):
        CHINA.between(LAST, FIRST)


# --- Outside ------------------------------------------------------------------------------------


def test_both_ends_of_the_range_are_inside() -> None:
    assert not CHINA.is_working(FIRST)
    assert CHINA.is_working(LAST)
    assert CHINA.add(LAST, 0) == LAST
    assert CHINA.between(FIRST, LAST) == sum(map(chinese_calendar.is_workday, EVERY_DAY))
    assert CHINA.add(FIRST, CHINA.between(FIRST, LAST)) == LAST


@pytest.mark.parametrize("day", [FIRST - DAY, LAST + DAY, date.min, date.max])
def test_a_day_outside_is_an_error_of_its_own(day: date) -> None:
    for ask in (
        lambda: CHINA.is_working(day),
        lambda: CHINA.add(day, 0),
        lambda: CHINA.add(day, 1),
        lambda: CHINA.between(min(day, FIRST), max(day, FIRST)),
    ):
        with pytest.raises(OutsideCalendar) as caught:
            ask()
        assert (caught.value.day, caught.value.first, caught.value.last) == (day, FIRST, LAST)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "日历“china”只有 2021 至 2026 年，不知道 2027-01-01 是否为工作日；请换用覆盖这一天的日历"),
        (
            "en",
            "the calendar 'china' covers 2021 to 2026 and cannot tell whether 2027-01-01 is a working day",
        ),
    ],
)
def test_outside_has_words_for_people(language: Language, words: str) -> None:
    with pytest.raises(OutsideCalendar) as caught:
        CHINA.add(LAST, 1)
    problem = Problem(Span("--on", 0, 0), caught.value.code, caught.value.words)
    assert problem_text(problem, language).startswith(f"--on: {words}")
    assert say(PROBLEMS, caught.value.code, language, **caught.value.words).startswith(words)


# --- Files --------------------------------------------------------------------------------------

GOOD = """\
format: guiju.calendar/1
id: school
title: {zh: 校历, en: school calendar}
festivals:
  new-year: {zh: 元旦, en: New Year's Day}
  founding: {zh: 校庆, en: founding day}
years:
  "2030":
    notice: 校办〔2029〕3号
    holidays:
      new-year: [2029-12-31, 2030-01-01]
      founding: [2030-05-06, 2030-05-07]
    working: [2029-12-29, 2030-05-11]
  "2031":
    assumed: {zh: 尚未发文, en: no notice yet}
    holidays: {new-year: [2031-01-01, 2031-01-01]}
"""
POINT = "▸"


class Bad(NamedTuple):
    """Replace a piece that occurs once; ``▸`` marks where the message must point."""

    old: str
    new: str
    zh: str
    en: str


def fails(path: Path, text: str, zh: str, en: str) -> None:
    """The file is refused with these messages at the marks, and with nothing else."""
    marks = []
    for number, line in enumerate(text.splitlines(), 1):
        while POINT in line:
            marks.append(f"{path}:{number}:{line.index(POINT) + 1}: ")
            line = line.replace(POINT, "", 1)
    path.write_text(text.replace(POINT, ""), "utf-8")
    with pytest.raises(InputError) as caught:
        load_calendar(path)
    for language, words in (("zh", zh), ("en", en)):
        told = [problem_text(problem, language) for problem in caught.value.problems]  # type: ignore[arg-type]
        expected = [mark + word for mark, word in zip(marks, words.split(" | "), strict=True)]
        assert len(told) == len(expected), told
        assert all(one.startswith(other) for one, other in zip(told, expected, strict=True)), told


def test_a_calendar_of_the_user_is_assumed(bad: Path) -> None:
    bad.write_text(GOOD, "utf-8")
    school = load_calendar(bad)
    assert school.assumed and school.title == Text("校历", "school calendar")
    assert [year.basis for year in school.years] == [
        Notice("校办〔2029〕3号"),
        Assumption(Text("尚未发文", "no notice yet")),
    ]
    assert school.off == {date(2030, 1, 1), date(2030, 5, 6), date(2030, 5, 7), date(2031, 1, 1)}
    assert school.on == {date(2030, 5, 11)}
    with pytest.raises(OutsideCalendar):
        school.is_working(date(2029, 12, 31))


def test_a_copy_of_the_bundled_calendar_says_the_same_but_is_assumed(bad: Path) -> None:
    source = Path(__file__).parent.parent.parent / "model" / "calendars" / "china.yaml"
    bad.write_bytes(source.read_bytes())
    copy = load_calendar(bad)
    assert copy.assumed and copy.years == CHINA.years
    assert bundled_calendar() is CHINA


NEXT = '  "2031":\n    assumed'
WORKING = "working: [2029-12-29, 2030-05-11]"
FOUNDING = "founding: [2030-05-06, 2030-05-07]"

DEFECTS = [
    Bad("guiju.calendar/1", "▸guiju.calendar/9", "格式版本“guiju.calendar/9”未知", "unknown format 'guiju.calendar/9'"),
    Bad("id: school", "id: ▸School", "编号“School”应由小写字母", "the id 'School' must be lower-case"),
    Bad("title: {zh: 校历, en", "title: {zh: 校历, ▸eng", "未知的键“eng”；是否指“en”？", "unknown key 'eng'; did you mean 'en'?"),
    Bad("festivals:\n", "▸festival:\n", "未知的键“festival”；是否指“festivals”？", "unknown key 'festival'; did you mean 'festivals'?"),
    Bad("years:\n", "▸year:\n", "未知的键“year”；是否指“years”？", "unknown key 'year'; did you mean 'years'?"),
    Bad("id: school\n", "id: school\n▸weekend: fri\n", "未知的键“weekend”", "unknown key 'weekend'"),
    Bad(NEXT, '  ▸"20310":\n    assumed', "“20310”不是年份", "'20310' is no year"),
    Bad(NEXT, '  ▸"1031":\n    assumed', "“1031”不是年份", "'1031' is no year"),
    Bad('"2031":\n    assumed', '▸"2030":\n    assumed', "键“2030”重复，第一次出现在第 8 行", "the key '2030' is there twice; first on line 8"),
    Bad(GOOD[GOOD.index('  "2031"'):], '  ▸"2032": {notice: a, holidays: {}}', "年份不连续：2032 年之前缺 2031 年", "the years leave a gap: 2031 is missing before 2032"),
    Bad(GOOD[GOOD.index("years:"):], "years: ▸{}", "列表为空，至少要有一个年份", "the list is empty; at least one year is needed"),
    Bad('"2030":\n    notice: 校办〔2029〕3号\n', '▸"2030":\n', "恰应写一项：notice, assumed", "exactly one of these keys is needed: notice, assumed"),
    Bad(NEXT, '  ▸"2031":\n    notice: a\n    assumed', "恰应写一项：notice, assumed", "exactly one of these keys is needed: notice, assumed"),
    Bad("    notice:", "    ▸notise:", "未知的键“notise”；是否指“notice”？", "unknown key 'notise'; did you mean 'notice'?"),
    Bad("notice: 校办〔2029〕3号", "notice: ▸''", "不能为空", "must not be blank"),
    Bad("    working:", "    ▸workin:", "未知的键“workin”；是否指“working”？", "unknown key 'workin'; did you mean 'working'?"),
    Bad("      founding:", "      ▸foundng:", "“foundng”不是已定义的节日；是否指“founding”？", "'foundng' is not a known festival; did you mean 'founding'?"),
    Bad("      founding:", "      ▸new-year:", "键“new-year”重复", "the key 'new-year' is there twice"),
    Bad(FOUNDING, "founding: ▸[2030-05-06]", "假期应写首日和末日两个日期", "a holiday is written as its first and its last day"),
    Bad(FOUNDING, "founding: ▸2030-05-06", "应为列表 [ … ]，实为文字", "a list [ … ] was expected, not a text"),
    Bad(FOUNDING, "founding: [2030-05-07, ▸2030-05-06]", "假期末日 2030-05-06 早于首日 2030-05-07", "the last day of the holiday, 2030-05-06, lies before its first, 2030-05-07"),
    Bad(FOUNDING, "founding: [▸2031-05-06, 2031-05-07]", "2031-05-06 不属于 2030 年", "2031-05-06 does not belong to 2030"),
    Bad(FOUNDING, "founding: [2030-12-30, ▸2031-01-02]", "2031-01-02 不属于 2030 年", "2031-01-02 does not belong to 2030"),
    Bad(FOUNDING, "founding: [2029-12-24, ▸2029-12-25]", "2029-12-25 不属于 2030 年", "2029-12-25 does not belong to 2030"),
    Bad(FOUNDING, "founding: [▸2029-11-30, 2030-01-01]", "2029-11-30 不属于 2030 年", "2029-11-30 does not belong to 2030"),
    Bad(FOUNDING, "founding: [▸2030-02-29, 2030-03-01]", "“2030-02-29”不是有效日期", "'2030-02-29' is no valid date"),
    Bad(FOUNDING, "founding: [▸2030-5-6, 2030-05-07]", "“2030-5-6”不是有效日期", "'2030-5-6' is no valid date"),
    Bad(FOUNDING, "founding: [▸2030-01-01, 2030-01-02]", "2030-01-01 列了两次，另见第 11 行", "2030-01-01 is listed twice; see also line 11"),
    Bad(WORKING, "working: [2029-12-29, ▸2030-05-10]", "2030-05-10 不是周六或周日", "2030-05-10 is no Saturday or Sunday"),
    Bad(WORKING, "working: [2030-05-11, ▸2030-05-11]", "2030-05-11 列了两次，另见第 13 行", "2030-05-11 is listed twice; see also line 13"),
    Bad(WORKING, "working: [▸2024-02-30]", "“2024-02-30”不是有效日期", "'2024-02-30' is no valid date"),
    Bad(WORKING, "working: [▸2031-05-10]", "2031-05-10 不属于 2030 年", "2031-05-10 does not belong to 2030"),
    Bad(WORKING, "working: ▸2030-05-11", "应为列表 [ … ]，实为文字", "a list [ … ] was expected, not a text"),
    Bad("2030-05-07]\n    " + WORKING, "2030-05-12]\n    working: [▸2030-05-11]", "2030-05-11 列为上班日，又在第 12 行的假期之内", "2030-05-11 is listed as a working day, but lies in the holiday on line 12"),
    Bad("{new-year: [2031-01-01, 2031-01-01]}\n", "{founding: [2031-01-01, 2031-01-01]}\n    working: [▸2030-05-11]\n", "2030-05-11 不属于 2031 年", "2030-05-11 does not belong to 2031"),
    Bad("years:", "years▸：", "这里是全角冒号", "a full-width colon"),
]  # fmt: skip


@pytest.mark.parametrize("defect", DEFECTS, ids=[f"{d.new[:40]!r}" for d in DEFECTS])
def test_bad_files(bad: Path, defect: Bad) -> None:
    assert GOOD.count(defect.old) == 1
    fails(bad, GOOD.replace(defect.old, defect.new), defect.zh, defect.en)


def test_years_that_disagree_on_a_december_are_refused(bad: Path) -> None:
    text = GOOD.replace("[2031-01-01, 2031", "[▸2030-12-28, 2031")
    holiday = text.replace("2030-05-06, 2030-05-07", "2030-12-31, 2030-12-31")
    fails(bad, holiday, "2030-12-31 列了两次，另见第 12 行", "2030-12-31 is listed twice; see also line 12")
    working = text.replace("▸", "").replace("2030-05-11", "▸2030-12-29")
    zh = "2030-12-29 列为上班日，又在第 16 行的假期之内"
    en = "2030-12-29 is listed as a working day, but lies in the holiday on line 16"
    fails(bad, working, zh, en)


def test_several_defects_are_told_at_once(bad: Path) -> None:
    text = GOOD.replace("2030-05-06, 2030", "2030-05-08, ▸2030").replace("2030-05-11", "▸2030-13-11")
    text = text.replace('  "2031":', '  ▸"31":')
    zh = "假期末日 2030-05-07 早于 | “2030-13-11”不是有效日期 | “31”不是年份"
    en = "the last day of the holiday, 2030-05-07, | '2030-13-11' is no valid | '31' is no year"
    fails(bad, text, zh, en)


@pytest.mark.parametrize(
    ("content", "column", "zh", "en"),
    [
        (b"", 1, "文件是空的", "the file is empty"),
        (b"# none yet\n", 1, "文件是空的", "the file is empty"),
        (b"#" * (2**20 + 1), 1, "文件超过 1 MiB", "the file is larger than 1 MiB"),
        (b"[]", 1, "应为“键: 值”", "'key: value' entries were expected"),
        (b"format: \xff", 9, "不是 UTF-8", "not UTF-8"),
    ],
)  # fmt: skip
def test_no_calendar_at_all(bad: Path, content: bytes, column: int, zh: str, en: str) -> None:
    bad.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_calendar(bad)
    (problem,) = caught.value.problems
    place = f"{bad}:1:{column}: "
    assert problem_text(problem, "zh").startswith(place + zh)
    assert problem_text(problem, "en").startswith(place + en)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, word in ((tmp_path / "no.yaml", "no such file"), (tmp_path, "this is a folder")):
        with pytest.raises(InputError) as caught:
            load_calendar(path)
        assert word in problem_text(caught.value.problems[0], "en")


def test_the_example_of_the_documentation_is_a_calendar(bad: Path) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "calendar.md").read_text("utf-8")
    bad.write_text(page.split("```yaml\n")[1].split("```")[0], "utf-8")
    example = load_calendar(bad)
    assert (example.first, example.last) == (date(2026, 1, 1), date(2027, 12, 31))
    assert all(example.is_working(day) == CHINA.is_working(day) for day in EVERY_DAY if day >= example.first)
