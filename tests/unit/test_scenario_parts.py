"""What a scenario file says arrives in the scenario unchanged, and what it leaves out has its default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from guiju.model.authority import Mandate, Substitution
from guiju.model.load.problem import InputError
from guiju.model.procedure import Period
from guiju.model.reading import profile
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.scenario_source import load_scenario
from guiju.scenarios.law import Empirical, Exponential, Fixed, Length, Lognormal, Triangular, Uniform
from guiju.scenarios.scenario import (
    Arrival,
    ByRate,
    DailyAbsence,
    DatedAbsence,
    Expectation,
    Given,
    Hours,
    Listed,
    Peak,
    Policy,
    RandomAbsence,
    Regular,
    Scenario,
    Vacancy,
)

LEAST = """format: guiju.scenario/1
id: least
title: {zh: 最少, en: least}
rulebook: xiangshan-2021
from: 2022-03-01
until: 2022-04-30
hours: ["14:00-18:00", "08:30-12:00"]
workload:
  letter: {arrive: 24 per year}
"""
Load = Callable[..., Scenario]


@pytest.fixture
def least(tmp_path: Path) -> Load:
    """Loads the least scenario with more keys below it."""

    def load(more: str = "", text: str = LEAST) -> Scenario:
        path = tmp_path / "least.yaml"
        path.write_text(text + more, "utf-8")
        return load_scenario(str(path))

    return load


def test_what_is_left_out(least: Load, book: Rulebook) -> None:
    found = least()
    assert (found.id, found.title, found.note) == ("least", Text("最少", "least"), None)
    assert (found.first, found.last) == (date(2022, 3, 1), date(2022, 4, 30))
    assert found.hours == Hours(((510, 720), (840, 1080)))
    assert found.hours.seconds == 450 * 60
    assert (found.reading_name, dict(found.reading)) == ("default", dict(profile(book.switches, "default")))
    (letter,) = found.workload.values()
    assert letter.arrivals == ByRate(24)
    assert letter.case == {"in-charge": (("*", 1.0),), "decided-by": (("none", 1.0),)}
    assert (letter.facts, letter.also, letter.acts, letter.backlog) == ({}, (), {}, 0)
    assert (found.acts, found.any_act, found.policy, found.seed) == ({}, None, Policy(), 1)
    assert not (found.peaks or found.meetings or found.absences or found.vacancies or found.mandates)
    assert (found.worst, found.expects) == (None, ())
    assert found.assumed == ("hours", "workload/letter", "policy")
    assert [Path(file).name for file in found.files] == ["least.yaml", "rulebook.yaml", "roster.yaml"]


def test_a_scenario_that_never_sleeps(least: Load) -> None:
    text = LEAST.replace('["14:00-18:00", "08:30-12:00"]', "round-the-clock")
    assert least(text=text).hours == Hours(((0, 1440),), every_day=True)
    assert least(text=text).hours.seconds == 86_400


LENGTHS = [
    ("40 minutes", Length(Fixed(40), "minutes")),
    ("1 minute", Length(Fixed(1), "minutes")),
    ("1.5 hours", Length(Fixed(1.5), "hours")),
    ("1 to 3 hours", Length(Uniform(1, 3), "hours")),
    ("2 working-days", Length(Fixed(2), "working-days")),
    ("0 minutes", Length(Fixed(0), "minutes")),
    ("{law: exponential, mean: 2 hours}", Length(Exponential(2), "hours")),
    ("{median: 40 minutes, spread: 1.5}", Length(Lognormal(40, 1.5), "minutes")),
    ("{least: 1 hour, likely: 2 hours, most: 4 hours}", Length(Triangular(1, 2, 4), "hours")),
    ("{csv: past.csv, column: 用时, unit: working-days}", Length(Empirical((0.5, 2, 2, 10)), "working-days")),
]


@pytest.mark.parametrize(("text", "length"), LENGTHS)
def test_times(least: Load, tmp_path: Path, text: str, length: Length) -> None:
    (tmp_path / "past.csv").write_text("编号,用时\r\n1,2\r\n2,10\r\n,\r\n3,0.5\r\n4, 2 \r\n", "utf-8-sig")
    found = least(f"acts: {{any: {text}, sign: {{takes: {text}, by: office-head}}}}")
    assert found.any_act is not None
    assert found.any_act.takes == found.acts["sign"].takes == length
    assert (found.any_act.by, found.acts["sign"].by) == (None, "office-head")
    assert found.assumed == ("hours", "workload/letter", "acts/any", "acts/sign", "policy")
    assert (str(tmp_path / "past.csv") in found.files) == ("csv" in text)


def test_replies_minutes_and_sources(least: Load) -> None:
    found = least(
        "acts: {reply: {takes: 2 working-days, replies: 3, source: {zh: 据, en: s}}, sign-minutes: minutes-of-the-meeting}"
    )
    assert (found.acts["reply"].replies, found.acts["reply"].source) == (3, Text("据", "s"))
    assert found.acts["sign-minutes"].minutes and not found.acts["reply"].minutes
    assert found.assumed == ("hours", "workload/letter", "acts/sign-minutes", "policy")


def test_every_source_that_is_given_is_no_assumption(least: Load) -> None:
    source = "source: {zh: 据, en: s}"
    text = LEAST.replace('["14:00-18:00", "08:30-12:00"]', f'{{spans: ["08:00-12:00"], {source}}}')
    text = text.replace("24 per year}", f"24 per year, {source}}}")
    more = f"""policy: {{{source}}}
acts: {{any: {{takes: 1 hour, {source}}}}}
peaks: [{{from: 2022-03-01, until: 2022-03-02, times: 2, {source}}}]
meetings: {{plenary: {{first: 2022-03-01, at: "09:00", lasts: 1 hour, {source}}}}}
absences: [{{person: mayor, kind: ill, share: 1%, {source}}}]
vacancies: [{{post: head, {source}}}]
"""
    assert least(more, text).assumed == ()
    parts = ("workload/letter", "policy", "acts/any", "peaks", "meetings/plenary", "absences", "vacancies")
    assert set(least(more.replace(f", {source}", "").replace(source, "substitutes: when-away")).assumed) == {
        "hours",
        *parts,
    }


ARRIVALS = [
    ("12 per month", ByRate(144)),
    ("4 per week", ByRate(pytest.approx(208.71, abs=0.005))),
    ("0 per year", ByRate(0)),
    ("{every: 2 weeks, first: 2022-03-07}", Regular(date(2022, 3, 7), Period(2, "weeks"))),
    (
        "[2022-04-01, 2022-03-01, 2022-04-01]",
        Listed(tuple(Arrival(date(2022, m, 1), {}, {}) for m in (3, 4, 4))),
    ),
]


@pytest.mark.parametrize(("text", "arrivals"), ARRIVALS)
def test_arrivals(least: Load, text: str, arrivals: Any) -> None:
    found = least(text=LEAST.replace("24 per year", text))
    assert found.workload["letter"].arrivals == arrivals


def test_past_cases_keep_what_is_known_of_each(least: Load, tmp_path: Path) -> None:
    rows = "no,received,who,fight\n1,2022-04-02,deputy-3,yes\n2,2022-03-02,deputy-2,no\n"
    (tmp_path / "past.csv").write_text(rows, "utf-8")
    arrive = "{csv: past.csv, date: received, case: {in-charge: who}, facts: {still-disagree: fight}}"
    found = least(
        text=LEAST.replace("letter: {arrive: 24 per year}", f"incoming-request: {{arrive: {arrive}}}")
    )
    assert found.workload["incoming-request"].arrivals == Listed((
        Arrival(date(2022, 3, 2), {"in-charge": "deputy-2"}, {"still-disagree": False}),
        Arrival(date(2022, 4, 2), {"in-charge": "deputy-3"}, {"still-disagree": True}),
    ))  # fmt: skip


def test_cases_and_facts(least: Load) -> None:
    found = least("""  incoming-request:
    arrive: 1 per year
    case: {in-charge: {deputy-2: 33.3%, deputy-3: 33.3%, deputy-4: 33.4%}, importance: major}
    facts: {still-disagree: 12.5%, seven-day-class: yes, public-interest: no}
    also: [issue, draft]
    acts: {sign: 1 hour}
    backlog: 4
""").workload["incoming-request"]
    assert found.case["in-charge"] == (("deputy-2", 0.333), ("deputy-3", 0.333), ("deputy-4", 0.334))
    assert (found.case["importance"], found.case["urgency"]) == ((("major", 1.0),), (("ordinary", 1.0),))
    assert found.facts == {"public-interest": 0, "seven-day-class": 1, "still-disagree": 0.125}
    assert (found.also, found.backlog) == (("issue", "draft"), 4)
    assert found.acts["sign"].takes == Length(Fixed(1), "hours")


def test_sets_of_people(least: Load) -> None:
    case = "case: {also-touches: {deputy-2+deputy-3: 20%, all: 80%}}"
    text = LEAST.replace(
        "letter: {arrive: 24 per year}", f"letter-several-portfolios: {{arrive: 1 per year, {case}}}"
    )
    found = least(text=text).workload["letter-several-portfolios"]
    assert found.case["also-touches"] == (("deputy-2+deputy-3", 0.2), ("all", 0.8))


def test_absences(least: Load) -> None:
    found = least("""absences:
  - {people: [mayor, deputy-2], kind: ill, from: 2022-03-05, until: 2022-03-05}
  - {person: mayor, kind: leave, from: 2022-03-06, until: 2022-03-09}
  - {post: deputy-head, kind: study, rate: 6 per year, lasts: 2 to 4 days}
  - {everyone: yes, kind: out-of-city, share: 3%}
""")
    two, one, (random, daily) = found.absences[:2], found.absences[2], found.absences[3:]
    assert [(a.person, a.kind, a.first, a.last) for a in (*two, one) if isinstance(a, DatedAbsence)] == [
        ("deputy-2", "ill", date(2022, 3, 5), date(2022, 3, 5)),
        ("mayor", "ill", date(2022, 3, 5), date(2022, 3, 5)),
        ("mayor", "leave", date(2022, 3, 6), date(2022, 3, 9)),
    ]
    assert isinstance(random, RandomAbsence) and isinstance(daily, DailyAbsence)
    assert random.people == ("deputy-2", "deputy-3", "deputy-4", "executive-deputy")
    assert (random.per_year, random.lasts) == (6, Length(Uniform(2, 4), "days"))
    assert (daily.people, daily.share) == (tuple(sorted(found.roster.people)), 0.03)


def test_vacancies_peaks_and_meetings(least: Load) -> None:
    found = least("""vacancies: [{post: head}, {post: office-head, from: 2022-04-01}]
peaks: [{from: 2022-04-01, until: 2022-04-03, times: 0.5}, {from: 2022-03-01, until: 2022-03-03, times: 3, documents: [letter]}]
meetings:
  plenary: {first: 2022-03-02, at: "09:30", lasts: 2 to 3 hours}
  special-meeting: {first: 2022-03-03, every: 1 week, at: "00:00", lasts: 1 hour, capacity: 5, cut-off: 1 working-day, postponed: yes}
""")
    first, last = found.first, found.last
    assert found.vacancies == (Vacancy("head", first, last), Vacancy("office-head", date(2022, 4, 1), last))
    assert found.peaks == (
        Peak(first, date(2022, 3, 3), 3, ("letter",)),
        Peak(date(2022, 4, 1), date(2022, 4, 3), 0.5, ()),
    )
    plenary, special = found.meetings["plenary"], found.meetings["special-meeting"]
    assert (plenary.first, plenary.every, plenary.at, plenary.capacity) == (date(2022, 3, 2), None, 570, None)
    assert (plenary.cut_off, plenary.postponed, plenary.lasts) == (0, False, Length(Uniform(2, 3), "hours"))
    assert (special.every, special.at, special.capacity) == (Period(1, "weeks"), 0, 5)
    assert (special.cut_off, special.postponed) == (1, True)


def test_mandates(least: Load, book: Rulebook) -> None:
    first, last = date(2022, 3, 1), date(2022, 4, 30)
    assert least("mandates: none").mandates == ()
    needing = [
        id for id, rule in book.rules.items()
        if isinstance(rule, Mandate)
        or (isinstance(rule, Substitution) and {mode.value for mode in rule.activation} != {"automatic"})
    ]  # fmt: skip
    assert least("mandates: given").mandates == tuple(Given(id, first, last) for id in sorted(needing))
    assert len(needing) == 13
    listed = "mandates: [presiding, {rule: mandate-to-office-head, until: 2022-03-09}, {rule: mandate-to-office-head, from: 2022-03-10}]"
    assert least(listed).mandates == (
        Given("presiding", first, last),
        Given("mandate-to-office-head", first, date(2022, 3, 9)),
        Given("mandate-to-office-head", date(2022, 3, 10), last),
    )


def test_readings_and_policy(least: Load, book: Rulebook) -> None:
    found = least("""reading: liberal
readings: {mandatee: executive-only, ab-scope: routine}
policy: {substitutes: when-busy, silence: nobody, overload: allowed}
""")
    liberal = profile(book.switches, "liberal")
    assert found.reading_name == "liberal ab-scope=routine mandatee=executive-only"
    assert found.reading == {**liberal, "mandatee": "executive-only", "ab-scope": "routine"}
    assert found.policy == Policy("when-busy", "nobody", True)


def test_expectations_and_worst(least: Load, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(LEAST, "utf-8")
    found = least("""worst: {at-most: 2, until: 2022-03-31}
expects:
  - {measure: load, of: mayor, change: same, against: other.yaml}
  - {measure: lead-time-mean, change: more, against: head-ill}
""")
    assert found.worst is not None
    assert (found.worst.at_most, found.worst.first, found.worst.last) == (2, found.first, date(2022, 3, 31))
    assert found.expects == (
        Expectation("load", "mayor", "same", str(tmp_path / "other.yaml")),
        Expectation("lead-time-mean", None, "more", "head-ill"),
    )


def test_own_rulebook_roster_and_calendar(tmp_path: Path) -> None:
    good = Path(__file__).parent.parent / "cases" / "good"
    for name in ("club.yaml", "club-roster.yaml"):
        (tmp_path / name).write_text((good / name).read_text("utf-8"), "utf-8")
    calendar = """format: guiju.calendar/1
id: own
title: {zh: 自备, en: own}
festivals: {new-year: {zh: 元旦, en: New Year}}
years: {"2030": {assumed: {zh: 假定, en: assumed}, holidays: {new-year: [2030-01-01, 2030-01-01]}}}
"""
    (tmp_path / "days.yaml").write_text(calendar, "utf-8")
    (tmp_path / "one.yaml").write_text(
        """format: guiju.scenario/1
id: one
title: {zh: 一, en: one}
rulebook: club.yaml
roster: club-roster.yaml
calendar: days.yaml
from: 2030-01-01
until: 2030-12-31
hours: round-the-clock
workload: {charter: {arrive: 5 per year, case: {weight: {light: 50%, heavy: 50%}}}}
""",
        "utf-8",
    )
    found = load_scenario(str(tmp_path / "one.yaml"))
    assert (found.rulebook.id, found.calendar.id, found.calendar.assumed) == ("club", "own", True)
    assert found.workload["charter"].case == {"weight": (("light", 0.5), ("heavy", 0.5))}
    assert sorted(Path(file).name for file in found.files) == [
        "club-roster.yaml",
        "club.yaml",
        "days.yaml",
        "one.yaml",
    ]


def test_the_act_any_of_a_rulebook_is_an_act(tmp_path: Path) -> None:
    good = Path(__file__).parent.parent / "cases" / "good"
    club = (
        (good / "club.yaml")
        .read_text("utf-8")
        .replace("acts:\n", "acts:\n  any: {name: {zh: 任, en: any}}\n", 1)
    )
    (tmp_path / "club.yaml").write_text(club, "utf-8")
    (tmp_path / "club-roster.yaml").write_text((good / "club-roster.yaml").read_text("utf-8"), "utf-8")
    text = LEAST.replace("xiangshan-2021", "club.yaml").replace("letter:", "charter:")
    (tmp_path / "one.yaml").write_text(text + "acts: {any: 1 hour}", "utf-8")
    found = load_scenario(str(tmp_path / "one.yaml"))
    assert found.any_act is None and list(found.acts) == ["any"]


DESK = """format: guiju.scenario/1
id: desk
title: {zh: 案, en: desk}
rulebook: desk.yaml
from: 2026-01-01
until: 2026-06-30
hours: round-the-clock
workload:
  circular: {arrive: 5 per year, case: {cost: COST}}
"""
DOA = (
    DESK.replace("desk.yaml", "company-doa")
    .replace("circular", "construction-contract")
    .replace("cost", "amount")
)


def measured(folder: Path, text: str) -> Scenario:
    good = Path(__file__).parent.parent / "cases" / "good"
    for name in ("desk.yaml", "desk-roster.yaml"):
        (folder / name).write_text((good / name).read_text("utf-8"), "utf-8")
    bare = (good / "desk.yaml").read_text("utf-8").replace("default: 100 CNY, ", "")
    (folder / "bare.yaml").write_text(bare, "utf-8")
    (folder / "one.yaml").write_text(text, "utf-8")
    return load_scenario(str(folder / "one.yaml"))


def test_measures_are_kept_as_they_are_written(tmp_path: Path) -> None:
    found = measured(tmp_path, DESK.replace("COST", "{800 CNY: 25%, 100 CNY: 75%}"))
    assert found.workload["circular"].case["cost"] == (("800 CNY", 0.25), ("100 CNY", 0.75))
    found = measured(tmp_path, DOA.replace("COST", "{small: 60%, 450万 CNY: 40%}"))
    assert found.workload["construction-contract"].case["amount"] == (("small", 0.6), ("450万 CNY", 0.4))
    found = measured(tmp_path, DOA.replace("COST", '"*"'))
    assert found.workload["construction-contract"].case["amount"] == (("*", 1.0),)
    assert measured(tmp_path, DOA.replace("case: {amount: COST}", "case: {}")).workload == found.workload


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (DESK.replace("COST", "low"), "cut-class", "9:47"),
        (DESK.replace("COST", '"*"'), "cut-class", "9:47"),
        (DESK.replace("COST", "{low: 50%, 800 CNY: 50%}"), "cut-class", "9:48"),
        (
            DESK.replace("case: {cost: COST}", "case: {}").replace("desk.yaml", "bare.yaml"),
            "cut-class",
            "9:3",
        ),
        (DOA.replace("COST", "medium"), "several-classes", "9:62"),
        (DOA.replace("COST", "800"), "no-unit-amount", "9:62"),
    ],
)
def test_a_measure_lies_in_one_class_of_all_rules(tmp_path: Path, text: str, code: str, where: str) -> None:
    with pytest.raises(InputError) as error:
        measured(tmp_path, text)
    (found,) = error.value.problems
    assert (found.code, str(found.span)) == (code, f"{tmp_path}/one.yaml:{where}")
