"""Scenario files: every wrong value is refused where it stands, in both languages.

A bad file is the good one with one piece replaced; ``▸`` marks the character to which a message points.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from guiju.model.load.calendar import bundled_calendar
from guiju.model.load.problem import InputError
from guiju.scenario_source import load_scenario
from guiju.scenarios.load.scenario import parse_scenario
from guiju.scenarios.load.tree import read_tree
from guiju.scenarios.scenario import Scenario
from guiju.source import Source
from guiju.wording import problem_text

GOOD = """format: guiju.scenario/1
id: small
title: {zh: 小, en: small}
note: {zh: 注, en: note}
rulebook: xiangshan-2021
from: 2022-01-01
until: 2022-12-31
hours: ["08:00-12:00", "15:00-18:00"]
reading: strict
readings: {ab-scope: routine, mandatee: presider}
mandates: [presiding, {rule: mandate-to-office-head, from: 2022-02-01, until: 2022-06-30}]
policy: {substitutes: when-busy, silence: nobody, overload: allowed}
seed: 7
acts:
  any: 30 minutes
  review: {median: 40 minutes, spread: 1.5}
  gate: {least: 20 minutes, likely: 30 minutes, most: 2 minutes0}
  approve: {law: exponential, mean: 1.5 hours}
  draft: {takes: 1 to 3 hours, by: office-deputy-head, source: {zh: 据, en: source}}
  reply: {takes: {csv: times.csv, column: days, unit: working-days}, replies: 3}
  sign-minutes: minutes-of-the-meeting
workload:
  letter:
    arrive: 120 per year
    case: {in-charge: "*", decided-by: {none: 60%, plenary: 40%}}
    also: [draft, consult, issue]
    acts: {consult: 1 hour}
    backlog: 3
  incoming-request:
    arrive: {csv: past.csv, date: received, case: {importance: weight}, facts: {still-disagree: dispute}}
    facts: {touches-other-departments: 25%, public-interest: yes}
  order:
    arrive: {every: 2 weeks, first: 2022-01-10}
  special-minutes:
    arrive: [2022-05-09, 2022-05-10]
peaks:
  - {from: 2022-11-21, until: 2022-12-31, times: 2.5, documents: [letter]}
meetings:
  plenary: {first: 2022-01-19, at: "09:00", lasts: 3 hours, capacity: 8, cut-off: 5 working-days, postponed: yes}
  special-meeting: {first: 2022-01-12, every: 1 week, at: "15:00", lasts: 1 hour}
absences:
  - {person: mayor, kind: abroad, from: 2022-03-01, until: 2022-03-14}
  - {people: [deputy-2, deputy-3], kind: leave, rate: 2 per year, lasts: 5 days}
  - {post: bureau-head, kind: ill, share: 3%}
  - {everyone: yes, kind: study, rate: 1 per month, lasts: {median: 2 days, spread: 2}}
vacancies:
  - {post: office-deputy-head, from: 2022-08-01, until: 2022-09-30}
worst: {at-most: 2, from: 2022-10-01, until: 2022-10-31}
expects:
  - {measure: on-time, of: replies-in-three-days, change: less, against: normal-year}
""".replace("minutes0", "hours").replace("20 minutes, likely: 30 minutes", "0.5 hours, likely: 1 hour")
TIMES = "case,days\na,2\nb,0.5\nc,3\n"
PAST = "received,weight,dispute\n2022-02-01,major,no\n2022-01-05,ordinary,yes\n"


class Bad(NamedTuple):
    old: str
    new: str
    words: str


MAYOR = "{person: mayor, kind: abroad, from: 2022-03-01, until: 2022-03-14}"
PLENARY = 'plenary: {first: 2022-01-19, at: "09:00", lasts: 3 hours, capacity: 8, cut-off: 5 working-days, postponed: yes}'
PEAK = "{from: 2022-11-21, until: 2022-12-31, times: 2.5, documents: [letter]}"
EXPECTS = "{measure: on-time, of: replies-in-three-days, change: less, against: normal-year}"
SPECIAL = '  special-meeting: {first: 2022-01-12, every: 1 week, at: "15:00", lasts: 1 hour}'
VACANT = "- {post: office-deputy-head, from: 2022-08-01, until: 2022-09-30}"

BAD = [
    # the file itself
    Bad("format: guiju.scenario/1", "format: ▸guiju.scenario/2", "'guiju.scenario/2' … 'guiju.scenario/1'"),
    Bad("workload:\n", "▸worklaod:\n", "unknown key 'worklaod' … mean 'workload'"),
    Bad("seed: 7", "▸rosters: 7", "unknown key 'rosters' … mean 'roster'"),
    Bad("id: small", "id: ▸Small!", "'Small!'"),
    Bad("title: {zh: 小, en: small}", "title: ▸{zh: 小}", "'en' is missing"),
    Bad("note: {zh: 注, en: note}", "note: ▸invented", "'key: value'"),
    Bad("seed: 7", "seed: ▸one", "whole number"),
    Bad("seed: 7", "seed: ▸-1", "too small"),
    Bad("seed: 7", "seed▸： 7", "full-width colon"),
    Bad("rulebook: xiangshan-2021\n", "", "'rulebook' is missing"),
    # days
    Bad("from: 2022-01-01", "from: ▸2022-02-30", "'2022-02-30' is no valid date"),
    Bad("from: 2022-01-01", "from: ▸1 January", "no valid date"),
    Bad("until: 2022-12-31\nhours", "until: ▸2021-12-31\nhours", "2021-12-31 … before … 2022-01-01"),
    Bad("until: 2022-12-31\nhours", "until: ▸2031-12-31\nhours", "2021 to 2026 … 2031-12-31 is outside"),
    Bad("from: 2022-01-01", "from: ▸2020-12-31", "2021 to 2026"),
    Bad("from: 2022-01-01\n", "", "'from' is missing"),
    # hours
    Bad('hours: ["08:00-12:00", "15:00-18:00"]\n', "", "'hours' is missing"),
    Bad('["08:00-12:00", "15:00-18:00"]', "▸[]", "at least one working hours"),
    Bad('["08:00-12:00", "15:00-18:00"]', "▸round-the-klock", "mean 'round-the-clock'"),
    Bad('"15:00-18:00"', '▸"11:00-18:00"', "'11:00-18:00' overlaps"),
    Bad('"15:00-18:00"', '▸"18:00-18:00"', "'18:00-18:00' has no length"),
    Bad('"15:00-18:00"', '▸"18:00-15:00"', "no length"),
    Bad('"15:00-18:00"', '▸"15:00-25:00"', "'25:00' is no time of day"),
    Bad('"15:00-18:00"', "▸15:00", "'15:00' is no time of day"),
    Bad('"15:00-18:00"', '▸"15：00-18：00"', "no time of day"),
    Bad('["08:00-12:00", "15:00-18:00"]', "▸{source: {zh: 据, en: x}}", "'spans' is missing"),
    # readings, mandates, policy
    Bad("reading: strict", "reading: ▸every", "'every' is not … profile of readings"),
    Bad("ab-scope: routine", "▸ab-scop: routine", "'ab-scop' … reading … mean 'ab-scope'"),
    Bad("ab-scope: routine", "ab-scope: ▸routines", "'routines' … option … mean 'routine'"),
    Bad("mandates: [presiding, ", "mandates: [▸head-signs-letters, ", "no mandate"),
    Bad("mandates: [presiding, ", "mandates: [▸presidin, ", "mean 'presiding'"),
    Bad("mandates: [presiding, ", "mandates: [presiding, ▸presiding, ", "'presiding' overlaps with … small.yaml:11:12"),
    Bad("rule: mandate-to-office-head, from: 2022-02-01", "rule: mandate-to-office-head, from: ▸2021-02-01", "outside the days"),
    Bad("from: 2022-02-01, until: 2022-06-30", "from: 2022-02-01, until: ▸2022-01-30", "lies before"),
    Bad(
        "mandates: [presiding, {rule: mandate-to-office-head, from: 2022-02-01, until: 2022-06-30}]",
        "mandates: ▸all",
        "'all' is not … known: given, none",
    ),
    Bad("substitutes: when-busy", "substitutes: ▸when-tired", "'when-tired' is not a known policy"),
    Bad("overload: allowed", "overload: ▸true", "'true' … policy"),
    Bad("overload: allowed", "▸overlaod: allowed", "mean 'overload'"),
    # times
    *(
        Bad("  any: 30 minutes", f"  any: ▸{text}", words)
        for text, words in (
            ("30", "'30' is no length of time"),
            ("thirty minutes", "no length"),
            ("30 min", "no length"),
            ("-30 minutes", "'-30' is below zero"),
            ("3 to 1 hours", "from the least to the most"),
            ("30分钟", "no length"),
            ("9999999 minutes", "too large; at most 1000000"),
            ("[30 minutes]", "text was expected"),
            ('""', "blank"),
            ("{}", "'takes' is missing"),
            ("{by: office-head}", "'takes' is missing"),
        )
    ),
    Bad("  any: 30 minutes", "  ▸reveiw: 30 minutes", "'reveiw' … act … mean 'review'"),
    Bad("spread: 1.5}", "spread: ▸0.5}", "'0.5' is no spread"),
    Bad("spread: 1.5}", "spread: ▸1000}", "no spread"),
    Bad("spread: 1.5}", "spread: ▸some}", "'some' is no number"),
    Bad("{median: 40 minutes, spread: 1.5}", "{median: ▸0 minutes, spread: 1.5}", "more than nothing"),
    Bad("{median: 40 minutes, spread: 1.5}", "▸{median: 40 minutes}", "'spread' is missing"),
    Bad("{median: 40 minutes, spread: 1.5}", "{median: ▸1 to 2 hours, spread: 1.5}", "no length"),
    Bad("{median: 40 minutes, spread: 1.5}", "{median: 1 hour, spread: 2, ▸least: 1 hour}", "unknown key 'least'"),
    Bad("most: 2 hours", "most: ▸2 days", "'days' and 'hours'"),
    Bad("{least: 0.5 hours, likely: 1 hour, most: 2 hours}", "▸{least: 3 hours, likely: 1 hour, most: 2 hours}", "least to the most"),
    Bad("law: exponential", "law: ▸exponental", "mean 'exponential'"),
    Bad("mean: 1.5 hours", "mean: ▸0 hours", "more than nothing"),
    Bad("by: office-deputy-head", "by: ▸office-deputy", "mean 'office-deputy-head'"),
    Bad("replies: 3}", "replies: ▸0}", "too small"),
    Bad("replies: 3}", "replies: ▸5000}", "too large"),
    Bad("source: {zh: 据, en: source}", "source: ▸a study", "'key: value'"),
    Bad("csv: times.csv, column: days", "csv: ▸time.csv, column: days", "no CSV file … time.csv"),
    Bad("csv: times.csv, column: days", "csv: times.csv, column: ▸day", "'day' … column … mean 'days'"),
    Bad("unit: working-days", "unit: ▸weeks", "unit of time"),
    # workload
    Bad("  letter:\n", "  ▸leter:\n", "'leter' … document … mean 'letter'"),
    Bad("    arrive: 120 per year\n", "", "'arrive' is missing"),
    *(
        Bad("arrive: 120 per year", f"arrive: ▸{text}", words)
        for text, words in (
            ("120", "'120' is no rate"),
            ("120 a year", "no rate"),
            ("-120 per year", "'-120' is below zero"),
            ("1000001 per year", "too large; at most 1000000"),
            ("100000 per month", "too large; at most 1000000 per year"),
            ("999999999999999 per year", "too large"),
            ("[]", "at least one arrival"),
            ("{}", "'every' is missing"),
        )
    ),
    Bad("arrive: 120 per year", "arrive: [2022-05-09, ▸2023-05-09]", "2023-05-09 is outside the days"),
    Bad("every: 2 weeks, first: 2022-01-10", "every: ▸fortnight, first: 2022-01-10", "no period"),
    Bad("every: 2 weeks, first: 2022-01-10", "every: 2 weeks, first: ▸2021-12-10", "outside the days"),
    Bad('in-charge: "*"', "in-charge: ▸mayor", "'mayor' … attribute value"),
    Bad('in-charge: "*"', '▸in-chrge: "*"', "'in-chrge' … mean 'in-charge'"),
    Bad('in-charge: "*"', "▸convener: mayor", "no selected document has … 'convener'"),
    Bad("decided-by: {none: 60%, plenary: 40%}", "decided-by: ▸{none: 60%, plenary: 30%}", "add up to 90%"),
    Bad("none: 60%, plenary: 40%", "none: ▸160%, plenary: 40%", "'160%' is not between"),
    Bad("none: 60%, plenary: 40%", "none: ▸-60%, plenary: 40%", "'-60%' is not between"),
    Bad("none: 60%, plenary: 40%", "none: ▸0.6, plenary: 40%", "'0.6' is no percentage"),
    Bad("none: 60%, plenary: 40%", "none: 60%, ▸plenum: 40%", "'plenum' … mean 'plenary'"),
    Bad("also: [draft, consult, issue]", "also: [draft, ▸consul, issue]", "'consul' … act … mean 'consult'"),
    Bad("also: [draft, consult, issue]", "also: [draft, consult, ▸draft]", "twice"),
    Bad("acts: {consult: 1 hour}", "acts: {consult: ▸1 fortnight}", "no length"),
    Bad("backlog: 3", "backlog: ▸-3", "too small"),
    Bad("backlog: 3", "backlog: ▸100000000", "too large"),
    Bad("touches-other-departments: 25%", "▸touches-others: 25%", "'touches-others' … fact"),
    Bad("touches-other-departments: 25%", "▸researched: 25%", "in order … all show 'researched'"),
    Bad("touches-other-departments: 25%", "▸needless: 25%", "'documents-are-needed' does not allow 'needless'"),
    Bad("touches-other-departments: 25%", "touches-other-departments: ▸often", "'often' is no percentage"),
    # past cases
    Bad("csv: past.csv, date: received", "csv: past.csv, date: ▸arrived", "'arrived' is not … column"),
    Bad("csv: past.csv, date: received", "csv: ▸past.csv", "'date' is not a known column"),
    Bad("case: {importance: weight}", "case: {importance: ▸wight}", "mean 'weight'"),
    Bad("case: {importance: weight}", "case: {▸decided-by: weight}", "'decided-by' … attribute"),
    Bad("facts: {still-disagree: dispute}", "facts: {▸still-disagreed: dispute}", "mean 'still-disagree'"),
    Bad("csv: past.csv", "▸cvs: past.csv", "unknown key 'cvs'"),
    # peaks
    Bad(PEAK, "{from: 2022-11-21, until: ▸2022-11-01, times: 2}", "lies before"),
    Bad(PEAK, "{from: 2022-11-21, until: ▸2023-01-31, times: 2}", "outside the days"),
    Bad(PEAK, "▸{from: 2022-11-21, until: 2022-12-31}", "'times' is missing"),
    Bad("times: 2.5", "times: ▸-1", "below zero"),
    Bad("documents: [letter]", "documents: ▸[order]", "'order' does not arrive by rate"),
    Bad("documents: [letter]", "documents: [▸decision]", "'decision' … document of the workload"),
    # meetings
    Bad("  plenary: {first", "  ▸plenery: {first", "'plenery' … body … mean 'plenary'"),
    Bad("first: 2022-01-19", "first: ▸2023-01-19", "outside the days"),
    Bad('at: "09:00"', 'at: ▸"9am"', "'9am' is no time of day"),
    Bad("lasts: 3 hours", "lasts: ▸0 hours", "more than nothing"),
    Bad("capacity: 8", "capacity: ▸0", "too small"),
    Bad("cut-off: 5 working-days", "cut-off: ▸5 days", "'5 days' is no cut-off"),
    Bad("cut-off: 5 working-days", "cut-off: ▸99 working-days", "too large"),
    Bad("postponed: yes", "postponed: ▸maybe", "'maybe' is not"),
    Bad("every: 1 week, ", "", "no period in which 'special-meeting' meets"),
    Bad(SPECIAL, SPECIAL.replace("  special", "  ▸special").replace('at: "15:00", ', ""), "'at' is missing"),
    # absences
    Bad(MAYOR, MAYOR.replace("mayor", "▸major"), "'major' … person … mean 'mayor'"),
    Bad(MAYOR, MAYOR.replace("abroad", "▸away"), "'away' … absence kind"),
    Bad(MAYOR, MAYOR.replace("2022-03-01", "▸2021-03-01"), "outside the days of the scenario"),
    Bad(MAYOR, MAYOR.replace("2022-03-14", "▸2022-02-14"), "lies before"),
    Bad(MAYOR, MAYOR.replace("2022-03-14", "▸2022-02-30"), "no valid date"),
    Bad(MAYOR, "▸{person: mayor, kind: abroad, from: 2022-03-01}", "'until' is missing"),
    Bad(MAYOR, "▸{kind: abroad, from: 2022-03-01, until: 2022-03-14}", "person, people, post, everyone"),
    Bad(MAYOR, "▸{person: mayor, post: head, kind: ill, share: 1%}", "person, people, post, everyone"),
    Bad(
        MAYOR,
        MAYOR + "\n  - ▸{person: mayor, kind: ill, from: 2022-03-14, until: 2022-03-20}",
        "'mayor' overlaps with … small.yaml:42:5",
    ),
    Bad("[deputy-2, deputy-3]", "[deputy-2, ▸deputy-9]", "'deputy-9' … person"),
    Bad("[deputy-2, deputy-3]", "▸deputy-2", "a list"),
    Bad("rate: 2 per year, lasts: 5 days", "rate: ▸-2 per year, lasts: 5 days", "below zero"),
    Bad("rate: 2 per year, lasts: 5 days", "rate: 2 per year, lasts: ▸0 days", "more than nothing"),
    Bad("{people: [deputy-2, deputy-3], kind: leave, rate: 2 per year, lasts: 5 days}", "▸{people: [deputy-2], kind: leave, rate: 2 per year}", "'lasts' is missing"),
    Bad("share: 3%", "share: ▸103%", "not between"),
    Bad("share: 3%", "share: 3%, ▸rate: 1 per year", "unknown key 'rate'"),
    Bad("post: bureau-head", "post: ▸bureau", "'bureau' … post"),
    Bad("everyone: yes", "everyone: ▸no", "'no' is not"),
    Bad("post: office-deputy-head, from", "post: ▸office-deputies, from", "'office-deputies' … post"),
    Bad(VACANT, VACANT + "\n  " + VACANT.replace("{", "▸{").replace("2022-08-01", "2022-09-30"), "overlaps with"),
    # what is built and expected
    Bad("at-most: 2", "at-most: ▸0", "too small"),
    Bad("worst: {at-most: 2, ", "worst: ▸{", "'at-most' is missing"),
    Bad("measure: on-time", "measure: ▸in-time", "'in-time' … measure … mean 'on-time'"),
    Bad("of: replies-in-three-days", "of: ▸replies-in-four-days", "deadline … mean 'replies-in-"),
    Bad("of: replies-in-three-days", "of: ▸letter", "'letter' is not a known deadline"),
    Bad("change: less", "change: ▸fewer", "change"),
    Bad("against: normal-year", "against: ▸normal-yeer", "scenario … mean 'normal-year'"),
    Bad("against: normal-year", "against: ▸other.yaml", "no scenario file … other.yaml"),
    Bad(EXPECTS, EXPECTS.replace("{m", "▸{m").replace(", against: normal-year", ""), "'against' is missing"),
]  # fmt: skip


def write(folder: Path, text: str) -> Path:
    path = folder / "small.yaml"
    path.write_text(text, "utf-8")
    (folder / "times.csv").write_text(TIMES, "utf-8")
    (folder / "past.csv").write_text(PAST, "utf-8")
    return path


def parsed(path: Path, source: Source) -> Scenario:
    """As ``load_scenario``, with a rulebook that is read once for all rows."""
    tree = read_tree(str(path))
    if "rulebook" not in tree.root.entries:
        return load_scenario(str(path))
    return parse_scenario(tree, source.rulebook, source.roster, bundled_calendar())


def refused(path: Path, source: Source) -> tuple[str, str]:
    """The one problem of a file, in English and Chinese."""
    with pytest.raises(InputError) as error:
        parsed(path, source)
    (problem,) = error.value.problems
    return problem_text(problem, "en"), problem_text(problem, "zh")


def test_the_good_file_is_good(tmp_path: Path) -> None:
    assert load_scenario(str(write(tmp_path, GOOD))).id == "small"


@pytest.mark.parametrize("row", BAD, ids=lambda row: "-".join(re.findall(r"[A-Za-z0-9]+", row.new))[:60])
def test_refused_where_it_stands(tmp_path: Path, row: Bad, xiangshan: Source) -> None:
    assert GOOD.count(row.old) == 1, row.old
    text = GOOD.replace(row.old, row.new)
    before, mark, _ = text.partition("▸")
    path = write(tmp_path, text.replace("▸", ""))
    line, chinese = refused(path, xiangshan)
    if mark:
        where = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
        assert line.startswith(f"{path}:{where}: "), line
    assert re.search(".*".join(map(re.escape, row.words.split(" … "))), line), line
    assert chinese.split(": ")[0] == line.split(": ")[0]
    assert re.search("[\u4e00-\u9fff]", chinese), chinese


def test_several_defects_are_reported_at_once(tmp_path: Path, xiangshan: Source) -> None:
    text = (
        GOOD.replace("kind: abroad", "kind: away")
        .replace("120 per year", "120")
        .replace("seed: 7", "seed: x")
    )
    with pytest.raises(InputError) as error:
        parsed(write(tmp_path, text), xiangshan)
    assert [problem.code for problem in error.value.problems] == [
        "expected-number",
        "bad-rate",
        "unknown-word",
    ]


CSV = [
    ("times.csv", b"case,days\na,2\nb,-0.5\n", "3:2", "below zero"),
    ("times.csv", b"case,days\na,2\nb,\n", "3:2", "blank"),
    ("times.csv", b"case,days\na,two\n", "2:2", "'two' is no number"),
    ("times.csv", b"case,days\na\n", "2:1", "1 fields and the header 2"),
    ("times.csv", b"case;days\na;2\n", "1:1", "separated by ';'"),
    ("times.csv", "case,days\n甲,2\n".encode("gb18030"), "2:1", "not UTF-8"),
    ("times.csv", b"days,days\n1,2\n", "1:2", "'days' is there twice"),
    ("times.csv", b'case,days\n"a,2\n', "2:1", "not valid CSV"),
    ("past.csv", b"received,weight,dispute\n2022-02-30,major,no\n", "2:1", "no valid date"),
    ("past.csv", b"received,weight,dispute\n2021-02-03,major,no\n", "2:1", "outside the days"),
    ("past.csv", b"received,weight,dispute\n2022-02-03,huge,no\n", "2:2", "'huge' is not"),
    ("past.csv", b"received,weight,dispute\n2022-02-03,major,perhaps\n", "2:3", "'perhaps' is not"),
]


@pytest.mark.parametrize(("file", "content", "where", "words"), CSV, ids=[row[3][:20] for row in CSV])
def test_cells_are_refused_where_they_stand(
    tmp_path: Path, file: str, content: bytes, where: str, words: str, xiangshan: Source
) -> None:
    path = write(tmp_path, GOOD)
    (tmp_path / file).write_bytes(content)
    line, _ = refused(path, xiangshan)
    assert line.startswith(f"{tmp_path / file}:{where} "), line
    assert words in line


def test_a_csv_without_rows_is_refused_where_it_is_named(tmp_path: Path, xiangshan: Source) -> None:
    path = write(tmp_path, GOOD)
    (tmp_path / "times.csv").write_text("case,days\n\n", "utf-8")
    line, _ = refused(path, xiangshan)
    assert line.startswith(f"{path}:20:24: ") and "no row" in line
