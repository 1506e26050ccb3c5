"""``guiju route``: what people see, exit codes, bad input, and the same people as ``who`` names."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from guiju.acting import act_as_json
from guiju.cli import main
from guiju.model.authority import Mandate, Substitution
from guiju.model.cases import in_range
from guiju.model.document import ChoiceAttribute, PersonAttribute
from guiju.model.load.calendar import bundled_calendar
from guiju.model.load.case_file import parse_case_file
from guiju.model.load.nodes import parse_nodes
from guiju.presence import presence
from guiju.request import Options, request_of
from guiju.route.as_json import as_json as itinerary_as_json
from guiju.route.itinerary import Itinerary, itinerary
from guiju.source import Source, load
from hypothesis import given
from hypothesis import strategies as st

CASES = Path(__file__).parent.parent / "cases"
DESK = str(CASES / "good" / "desk.yaml")
FILE = (CASES / "good" / "desk-case.yaml").read_text("utf-8")
POINT = "▸"
DAY = "2026-09-30"
SHORT = "format: guiju.case/1\n"


def route(folder: Path, text: str, *options: str, rulebook: str = DESK) -> Result:
    path = folder / "case.yaml"
    path.write_text(text, "utf-8")
    return CliRunner().invoke(main, ["route", rulebook, str(path), "--date", DAY, *options])


def data(folder: Path, text: str, *options: str, rulebook: str = DESK) -> Any:
    result = route(folder, text, "--format", "json", *options, rulebook=rulebook)
    assert result.exit_code in (0, 1, 3), result.stderr
    return json.loads(result.stdout)


def only(folder: Path, text: str, *options: str) -> Any:
    (found,) = data(folder, text, *options)["documents"]
    return found


@pytest.mark.parametrize("name", ["route-zh.txt", "route-en.txt", "route.json"])
def test_output_is_as_it_was_read_and_approved(name: str) -> None:
    form = ["--format", "json"] if name.endswith("json") else ["--lang", name[6:8]]
    case = str(CASES / "good" / "desk-case.yaml")
    result = CliRunner().invoke(main, ["route", DESK, case, "--date", DAY, *form])
    assert result.exit_code == 1, result.output
    path = CASES / "golden" / name
    if os.environ.get("GUIJU_UPDATE_GOLDEN"):
        path.write_text(result.stdout, "utf-8")
    assert result.stdout == path.read_text("utf-8")


# --- Exit codes and verdicts ----------------------------------------------------------------

CIRCULAR = SHORT + "document: circular\ncase: {in-charge: ding}\n"
FACTS = 'facts: {touches-others: "no", budgeted: "yes"}\n'


@pytest.mark.parametrize(
    ("text", "code", "because"),
    [
        (CIRCULAR + FACTS, 0, []),
        (CIRCULAR, 3, ["open"]),
        (CIRCULAR + FACTS + "absent: {ding: ill}\n", 0, []),
        (CIRCULAR + FACTS + "absent: {ding: ill, du: ill}\n", 1, ["nobody"]),
        (CIRCULAR + FACTS + "absent: {ding: ill, du: ill}\ndone: {check: 2026-09-29}\n", 0, []),
        (CIRCULAR + FACTS + "absent: {han: away}\n", 1, ["nobody"]),
        (CIRCULAR + FACTS + "absent: {han: away}\nmandates: [head-mandates]\n", 0, []),
        (CIRCULAR + FACTS + "absent: {han: away, du: ill}\nmandates: [head-mandates]\n", 1, ["same-person"]),
        (CIRCULAR + FACTS + "vacant: [head]\n", 1, ["nobody"]),
        (CIRCULAR + FACTS.replace("}", ", duplicated: \"yes\"}"), 1, ["breached"]),
        (CIRCULAR + "facts: {touches-others: \"yes\", consulted: \"no\"}\n", 1, ["missing"]),
        (CIRCULAR + FACTS + "received: 2026-09-22\n", 1, ["overdue"]),
        (CIRCULAR + FACTS + "received: 2026-09-23\n", 0, []),
        (CIRCULAR.replace("ding}", "ding, weight: heavy}") + FACTS, 0, []),
        (CIRCULAR.replace("ding}", "ding, cost: 501 CNY}") + "facts: {touches-others: \"no\"}\n", 3, ["open"]),
        (CIRCULAR.replace("ding}", "ding, cost: 500 CNY}") + "facts: {touches-others: \"no\"}\n", 0, []),
        (SHORT + "document: card\n", 1, ["silent"]),
        (SHORT + "document: slip\n", 0, []),
        (SHORT + "document: memo\ncase: {note-day: 2026-09-01}\n", 1, ["breached"]),
        (SHORT + "document: slip\ndone: {sign: 2026-09-30}\n", 0, []),
    ],
)  # fmt: skip
def test_what_is_in_the_way(tmp_path: Path, text: str, code: int, because: list[str]) -> None:
    assert only(tmp_path, text)["because"] == because
    assert route(tmp_path, text).exit_code == code


def test_words_of_an_end_and_of_a_clear_way(tmp_path: Path) -> None:
    slip = SHORT + "document: slip\n"
    assert "今日可以依次办理" in route(tmp_path, slip, "--lang", "zh").stdout
    assert "Every step is done" in route(tmp_path, slip + "done: {sign: 2026-09-30}\n", "--lang", "en").stdout


def test_permissive_words_hold_nothing_up(tmp_path: Path) -> None:
    text = CIRCULAR + FACTS.replace("}", ', reviewed: "no"}')
    result = route(tmp_path, text, "--lang", "zh")
    assert result.exit_code == 0
    assert "印制之前须：已核对（第六条第三款，可以）" in result.stdout


def test_silence_is_told_with_its_reading(tmp_path: Path) -> None:
    text = CIRCULAR + FACTS.replace("}", ', urgent: "no"}') + "done: {consult: 2026-09-21}\n"
    steps = {step["act"]: step for step in only(tmp_path, text)["steps"]}
    assert (steps["reply"]["state"], steps["reply"]["day"]) == ("silent", "2026-09-24")
    assert steps["check"]["state"] == "next"
    words = "".join(route(tmp_path, text, "--lang", "en").stdout.split())
    assert "under the reading silence-binds=always".replace(" ", "") in words
    strict = only(tmp_path, text, "--reading", "strict")
    assert strict["because"] == ["overdue"]
    assert {s["act"]: s["waits-for"] for s in strict["steps"]}["check"] == ["reply"]


def test_an_excuse_that_nobody_ruled_out_keeps_silence_from_binding(tmp_path: Path) -> None:
    text = CIRCULAR + FACTS + "done: {consult: 2026-09-21}\n"
    assert only(tmp_path, text)["because"] == ["overdue"]
    assert (
        "回复已逾期；案卷写明下列各项均为“否”后，即视为无不同意见：急件"
        in route(tmp_path, text, "--lang", "zh").stdout
    )


def test_done_acts_that_need_another_person_are_told(tmp_path: Path) -> None:
    text = CIRCULAR + FACTS + "done: {check: 2026-09-29}\n"
    found = only(tmp_path, text)
    assert found["incompatible-with-done"] == [{"rule": "two-people", "acts": ["check", "sign"]}]
    assert "核稿与签发须由不同的人办理" in route(tmp_path, text, "--lang", "zh").stdout


def test_acts_done_out_of_order_are_told(tmp_path: Path) -> None:
    found = only(tmp_path, CIRCULAR + FACTS + "done: {sign: 2026-09-29}\n")
    assert found["out-of-order"] == [{"act": "sign", "before": "check"}]


def test_a_duty_is_owed_by_the_post_and_by_nobody_who_is_away(tmp_path: Path) -> None:
    text = CIRCULAR + FACTS
    assert "归档，应由陈（第八条）" in route(tmp_path, text, "--lang", "zh").stdout
    away = route(tmp_path, text + "absent: {chen: ill}\n", "--lang", "en")
    assert "owed by clerk (nobody is there now)" in away.stdout and away.exit_code == 0


def test_a_duty_is_told_with_its_day(tmp_path: Path) -> None:
    text = CIRCULAR + FACTS + "done: {check: 2026-08-20, sign: 2026-08-21, print: PRINTED}\n"
    soon = route(tmp_path, text.replace("PRINTED", "2026-08-31"), "--lang", "zh")
    assert "归档，应由陈（第八条）；至 2026-09-30（第九条）\n" in soon.stdout and soon.exit_code == 0
    late = route(tmp_path, text.replace("PRINTED", "2026-08-24"), "--lang", "zh")
    assert "归档，应由陈（第八条）；至 2026-09-24（第九条）；已逾期\n" in late.stdout and late.exit_code == 1


def test_the_case_space_finds_the_governing_document(tmp_path: Path) -> None:
    one = data(tmp_path, SHORT + "case-space: {issuer: desk}\n")
    assert (one["governed-by"], [d["id"] for d in one["documents"]]) == ("one", ["slip"])
    assert one["case-space"] == {"issuer": "desk", "weight": "light"}
    several = SHORT + "case-space: {issuer: desk, weight: heavy}\ncase: {in-charge: ding}\n" + FACTS
    found = data(tmp_path, several)
    assert [d["id"] for d in found["documents"]] == ["circular", "slip"]
    assert {d["case"]["weight"] for d in found["documents"]} == {"heavy"}
    result = route(tmp_path, several, "--lang", "zh")
    assert "2 类公文的规则同时适用于这一事项" in result.stdout and result.exit_code == 1
    none = route(tmp_path, SHORT + "case-space: {issuer: branch}\n", "--lang", "en")
    assert "No rule governs this matter" in none.stdout and none.exit_code == 1
    assert data(tmp_path, SHORT + "case-space: {issuer: branch}\n")["governed-by"] == "none"


def test_the_stricter_form_is_named_where_several_govern(tmp_path: Path) -> None:
    book = (
        Path(DESK)
        .read_text("utf-8")
        .replace(
            "where: [{issuer: desk, weight: heavy}]",
            "where: [{issuer: desk, weight: heavy}], special-of: [slip]",
        )
    )
    (tmp_path / "desk.yaml").write_text(book, "utf-8")
    (tmp_path / "desk-roster.yaml").write_text(
        (CASES / "good" / "desk-roster.yaml").read_text("utf-8"), "utf-8"
    )
    text = SHORT + "case-space: {issuer: desk, weight: heavy}\ncase: {in-charge: ding}\n"
    result = route(tmp_path, text, "--lang", "en", rulebook=str(tmp_path / "desk.yaml"))
    assert "circular is the stricter form of slip" in result.stdout


ORDER = (
    "document: order\ncase: {amount: 200万 CNY, budget: missing, requester: BOSS}\nmandates: [ceo-mandates]\n"
)


def test_a_void_act_is_told_with_those_who_could_do_it(tmp_path: Path) -> None:
    orders = str(CASES / "good" / "orders.yaml")
    boss = load(orders, None).roster.incumbents["manager"][0]
    text = SHORT + ORDER.replace("BOSS", boss)
    (found,) = data(tmp_path, text, rulebook=orders)["documents"]
    assert found["because"] == ["void"]
    steps = {step["act"]: step["authority"] for step in found["steps"]}
    assert steps["approve"]["unmet"] == ["budgeted"] and not steps["approve"]["possible"]
    assert "mandate" in {who["relation"] for who in steps["cosign"]["who"]}
    assert (
        "前置条件未满足，批准无效（第八条）" in route(tmp_path, text, "--lang", "zh", rulebook=orders).stdout
    )


# --- Calendar -------------------------------------------------------------------------------


def test_beyond_the_calendar_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    text = CIRCULAR + FACTS + "done: {consult: 2026-12-30}\n"
    for language, words in (
        ("zh", "请换用覆盖这一天的日历（--calendar 文件）"),
        ("en", "use one that covers it (--calendar FILE)"),
    ):
        result = route(tmp_path, text, "--date", "2026-12-31", "--lang", language)
        assert result.exit_code == 2 and not result.stdout
        assert result.stderr.startswith("--calendar: ") and words in result.stderr


def test_a_calendar_of_ones_own_is_marked(tmp_path: Path) -> None:
    calendar = tmp_path / "days.yaml"
    calendar.write_text(
        "format: guiju.calendar/1\nid: own\ntitle: {zh: 自用历, en: own days}\n"
        "festivals: {new-year: {zh: 元旦, en: New Year}}\nyears:\n"
        '  "2026": {assumed: {zh: 假定, en: assumed}, holidays: {new-year: [2026-01-01, 2026-01-01]}, working: []}\n'
        '  "2027": {assumed: {zh: 假定, en: assumed}, holidays: {new-year: [2027-01-01, 2027-01-01]}, working: []}\n',
        "utf-8",
    )
    text = CIRCULAR + FACTS + "done: {consult: 2026-12-30}\n"
    options = ("--date", "2026-12-31", "--calendar", str(calendar))
    (limit,) = [d for d in only(tmp_path, text, *options)["deadlines"] if d["rule"] == "replies-are-quick"]
    assert limit["due"] == "2027-01-05"
    assert "自用历（自备，不能保证）" in route(tmp_path, text, *options, "--lang", "zh").stdout


# --- Bad input ------------------------------------------------------------------------------

BAD = [
    ("document: circular", "document: ▸circle", "'circle' is not a known document; did you mean 'circular'?"),
    ("format: guiju.case/1", "format: ▸guiju.case/2", "unknown format 'guiju.case/2'"),
    ("received:", "▸recieved:", "unknown key 'recieved'; did you mean 'received'?"),
    ("document: circular\n", "document: circular\ncase-space: {}\n", "exactly one of these keys is needed: document, case-space"),
    ("weight: heavy", "weight: ▸heavyy", "'heavyy' is not a known attribute value; did you mean 'heavy'?"),
    ("weight: heavy", "weight: ▸zzz", "known: heavy, light"),
    ("weight: heavy", "▸wieght: heavy", "'wieght' is not a known case attribute; did you mean 'weight'?"),
    ("weight: heavy", "▸issuer: desk", "no selected document has the attribute 'issuer'"),
    ("in-charge: ding", "in-charge: ▸han", "'han' is not a known attribute value"),
    ("cost: 800 CNY", "cost: ▸800", "has no currency"),
    ("cost: 800 CNY", "cost: ▸low", "the rule 'costs-are-budgeted' draws a line through that"),
    ("cost: 800 CNY", "cost: ▸'[5, 6] USD'", "'[5, 6] USD' is no quantity"),
    ("weight: heavy", "weight: heavy, joint: ▸dong", "'dong' is not a known attribute value"),
    ("case: {in-charge: ding, ", "▸case: {", "name 'in-charge' under case"),
    ("consulted: \"yes\"", "consulted: ▸maybe", "'maybe' is not a known value of a fact; did you mean 'yes'?"),
    ("consulted: \"yes\"", "▸consultd: \"yes\"", "'consultd' is not a known fact of the file; did you mean 'consulted'?"),
    ("han: away", "▸hann: away", "'hann' is not a known person; did you mean 'han'?"),
    ("han: away", "han: ▸gone", "'gone' is not a known absence kind"),
    ("vacant: []", "vacant: [▸haed]", "'haed' is not a known post; did you mean 'head'?"),
    ("vacant: []", "vacant: [head, ▸head]", "'head' is there twice"),
    ("[head-mandates]", "[▸two-people]", "the rule 'two-people' is no mandate"),
    ("[head-mandates]", "[▸head-mandate]", "'head-mandate' is not a known mandate; did you mean 'head-mandates'?"),
    ("[head-mandates]", "▸head-mandates", "a list [ … ] was expected"),
    ("received: 2026-09-20", "received: ▸2026-09-31", "'2026-09-31' is no valid date"),
    ("received: 2026-09-20", "received: ▸1026-09-20", "1026-09-20 is not within the years 1900 to 2199"),
    ("consult: 2026-09-21", "consult: ▸2026-10-01", "2026-10-01 lies after the day asked about, 2026-09-30"),
    ("consult: 2026-09-21", "consult: ▸2026-09-19", "2026-09-19 lies before the day on which the file was received, 2026-09-20"),
    ("consult: 2026-09-21", "▸consul: 2026-09-21", "'consul' is not a known act; did you mean 'consult'?"),
    ("consult: 2026-09-21", "▸meet: 2026-09-21", "'meet' is no act of this document's procedure"),
    ("{consult: 2026-09-21}", "▸[consult]", "entries were expected, not a list"),
    ("document: circular", "case-space: {issuer: branch, weight: heavy}", "this case cannot come up"),
    ("document: circular", "case-space: {▸isuer: branch}", "'isuer' is not a known case attribute; did you mean 'issuer'?"),
    ("document: circular", "case-space: {issuer: ▸brunch}", "'brunch' is not a known attribute value; did you mean 'branch'?"),
    ("document: circular", "case-space: {issuer: desk, weight: heavy}", "'weight' is given twice"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), BAD)
def test_bad_case_files(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert FILE.count(old) == 1
    marked = FILE.replace(old, new)
    text = marked.replace(POINT, "")
    for language in ("en", "zh"):
        result = route(tmp_path, text, "--lang", language)
        assert result.exit_code == 2 and not result.stdout
        assert "Traceback" not in result.stderr
        first = result.stderr.splitlines()[0]
        if POINT in marked:
            before = marked[: marked.index(POINT)]
            place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
            assert first.startswith(f"{tmp_path / 'case.yaml'}:{place}: "), first
        if language == "en":
            assert words in result.stderr


def test_several_defects_at_once(tmp_path: Path) -> None:
    text = (
        FILE.replace("weight: heavy", "weight: x").replace("han: away", "han: x").replace("2026-09-21", "x")
    )
    result = route(tmp_path, text)
    assert result.exit_code == 2
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == ["3", "5", "9"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--date", "tomorrow"], "--date: 'tomorrow' is no valid date"),
        (["--date", "0001-01-01"], "--date: 0001-01-01 is not within the years"),
        (["--reading", "every"], "--reading: this command needs one reading"),
        (["--calendar", "none.yaml"], "none.yaml:1:1: no such file"),
        (["--roster", "none.yaml"], "none.yaml:1:1: no such file"),
    ],
)
def test_bad_options(tmp_path: Path, options: list[str], words: str) -> None:
    result = route(tmp_path, SHORT + "document: slip\n", *options, "--lang", "en")
    assert result.exit_code == 2 and not result.stdout
    assert result.stderr.startswith(words)


def test_a_rulebook_without_a_case_space_says_so(tmp_path: Path) -> None:
    club = str(CASES / "good" / "club.yaml")
    result = route(tmp_path, SHORT + "case-space: {}\n", "--lang", "en", rulebook=club)
    assert result.exit_code == 2 and "write 'document' instead" in result.stderr


def test_the_case_file_is_never_overwritten(tmp_path: Path) -> None:
    text = SHORT + "document: slip\n"
    result = route(tmp_path, text, "--output", str(tmp_path / "case.yaml"))
    assert result.exit_code == 2
    assert (tmp_path / "case.yaml").read_text("utf-8") == text
    assert route(tmp_path, text, "--output", str(tmp_path / "out.txt")).exit_code == 0
    assert "便条" in (tmp_path / "out.txt").read_text("utf-8")


# --- The same people as ``who`` -------------------------------------------------------------

SOURCES = [load(DESK, None), load("xiangshan-2021", None)]


def _case_text(draw: st.DrawFn, source: Source, document: str) -> tuple[str, dict[str, str]]:
    book, roster = source.rulebook, source.roster
    values = {"in-charge": "ding", "note-day": "2026-09-01"} if book.id == "desk" else {}
    chosen: dict[str, str] = {}
    for id in book.documents[document].attributes:
        attribute = book.attributes[id]
        if isinstance(attribute, ChoiceAttribute):
            chosen[id] = draw(st.sampled_from(sorted(attribute.options)))
        elif id in values:
            chosen[id] = values[id]
        elif isinstance(attribute, PersonAttribute):
            chosen[id] = draw(st.sampled_from(in_range(attribute, roster)))
    return "{" + ", ".join(f"{k}: {v}" for k, v in sorted(chosen.items())) + "}", chosen


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Source, str, dict[str, str], dict[str, str], list[str], Options, str]:
    source = draw(st.sampled_from(SOURCES))
    book = source.rulebook
    document = draw(st.sampled_from(sorted(book.documents)))
    text, chosen = _case_text(draw, source, document)
    absent = draw(
        st.dictionaries(
            st.sampled_from(sorted(source.roster.people)), st.sampled_from(sorted(book.kinds)), max_size=4
        )
    )
    vacant = draw(st.lists(st.sampled_from(sorted(book.posts)), max_size=1))
    reading = draw(st.sampled_from(["strict", "liberal", "default"]))
    mandates = draw(st.sampled_from(["none", "grantable", "given"]))
    case = tuple(f"{k}={v}" for k, v in chosen.items())
    options = Options((document,), case, (reading,), mandates)
    return source, document, chosen, absent, vacant, options, text


def answer(source: Source, text: str, options: Options) -> Itinerary:
    file = parse_case_file(parse_nodes(text, "case.yaml"), source.rulebook, source.roster)
    request = request_of(source, Options(reading=options.reading, mandates=options.mandates))
    return itinerary(request, file, date(2026, 9, 30), bundled_calendar())


@given(worlds())
def test_route_names_the_people_whom_who_names(world: Any) -> None:
    source, document, _, absent, vacant, options, case = world
    away = ", ".join(f"{person}: {kind}" for person, kind in absent.items())
    text = f"{SHORT}document: {document}\ncase: {case}\nabsent: {{{away}}}\nvacant: [{', '.join(vacant)}]\n"
    found = answer(source, text, options).documents[0]
    expected = presence(
        request_of(source, options), tuple(f"{p}={k}" for p, k in absent.items()), tuple(vacant)
    ).documents[0]
    assert [act_as_json(act) for act in found.now.acts] == [act_as_json(act) for act in expected.acts]
    assert (found.now.verdict, found.now.conflict) == (expected.verdict, expected.conflict)
    listed = {step.act: step.state for step in found.steps}
    assert {act.act for act in expected.acts} <= set(listed)
    assert ("nobody" in found.because or "void" in found.because) == any(
        not a.possible for a in expected.acts
    )
    if options.mandates == "given":
        given_all = sorted(
            id
            for id, rule in source.rulebook.rules.items()
            if isinstance(rule, Mandate)
            or (isinstance(rule, Substitution) and any(m.value != "automatic" for m in rule.activation))
        )
        listed_all = answer(
            source, f"{text}mandates: [{', '.join(given_all)}]\n", Options(reading=options.reading)
        )
        assert listed_all.documents[0].now == found.now
    json.dumps(itinerary_as_json(answer(source, text, options)))


def test_help_has_words_in_both_languages() -> None:
    text = CliRunner().invoke(main, ["route", "--help"]).output
    assert "一份具体公文" in text and "One concrete document" in text


def test_a_file_that_does_not_say_who_checked_cannot_be_called_free(tmp_path: Path) -> None:
    """The only one who can sign today may be the one who checked, and those two must differ."""
    text = CIRCULAR + FACTS + "absent: {han: away}\nmandates: [head-mandates]\ndone: {check: 2026-09-29}\n"
    assert only(tmp_path, text)["because"] == ["who-did"]
    result = route(tmp_path, text, "--lang", "zh")
    assert result.exit_code == 3 and "由谁办理没有写明" in result.stdout
