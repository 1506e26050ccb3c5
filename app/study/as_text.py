"""A study as a page to read: what it rests on, documents, deadlines, meetings, what stood still, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from guiju.messages import say as say_in
from guiju.model.load.case_file import needing_a_grant
from guiju.model.procedure import Deadline
from guiju.page import page, table
from guiju.scenarios.scenario import DatedAbsence, Hours
from guiju.simulate.observation import SCALES
from guiju.simulate.statistics import Estimate
from guiju.study.legs import Leg, legs
from guiju.study.study import Study
from guiju.study.words import MEASURE_NAMES, STUDY
from guiju.wording import Wording

MOST_STUCK = 12
"""Of what stood still, so many places are listed; the JSON has all."""


class Words:
    """Speaks about one study in one language."""

    def __init__(self, study: Study, say: Wording) -> None:
        self.study, self.say, self.language = study, say, say.language

    def __call__(self, code: str, **words: object) -> str:
        return say_in(STUDY, code, self.language, **words)

    def measure(self, measure: str, of: str = "") -> str:
        """A measure and what it is of: 按期比例：决定文件五日内印发."""
        name = say_in(MEASURE_NAMES, measure, self.language)
        return f"{name}{self.colon}{self.of(measure, of)}" if of else name

    @property
    def colon(self) -> str:
        return "：" if self.language == "zh" else ": "

    def of(self, measure: str, of: str) -> str:
        """What a measure is of, in words."""
        say, book = self.say, self.study.scenario.rulebook
        if measure == "stuck-article":
            return say.article(of)
        if measure == "stuck-act":
            document, _, act = of.partition("/")
            return self("by-act", document=say.document(document), act=say.act(act))
        if measure == "stuck-post" and of in book.attributes:
            return book.attributes[of].name.say(self.language)
        for known, name in (
            (book.documents, say.document), (book.procedure, self.norm), (say.roster.people, say.person),
            (book.posts, say.post), (book.acts, say.act),
        ):  # fmt: skip
            if of in known:
                return name(of)
        return book.bodies[of].name.say(self.language) if of in book.bodies else of

    def norm(self, id: str) -> str:
        """A deadline by its act, its length and its article: 印发，5个工作日内（第四十四条第二款）."""
        norm = self.study.scenario.rulebook.procedure[id]
        basis = self.say("bracket", text=self.say.basis(norm.basis)).strip()
        if not isinstance(norm, Deadline) or norm.within is None:
            return basis
        return self("deadline", act=self.say.act(norm.act), length=self.say.period(norm.within), basis=basis)

    def hours(self, hours: Hours) -> str:
        if hours.every_day:
            return self("round-the-clock")
        return self.say.join(f"{_clock(start)}–{_clock(end)}" for start, end in hours.spans)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def as_text(study: Study, say: Wording) -> str:
    words = Words(study, say)
    lines = heading(words)
    for part in (_documents, _deadlines, _meetings, _stuck, _people, _legs):
        lines += ["", *part(words)]
    return page(lines)


def heading(words: Words) -> list[str]:
    """What the numbers rest on."""
    study, scenario = words.study, words.study.scenario
    note = (
        scenario.roster.note.say(words.language)
        if scenario.roster.note
        else scenario.roster.title.say(words.language)
    )
    lines = [
        words("title", title=scenario.title.say(words.language)),
        words("rests", book=scenario.rulebook.title.say(words.language), roster=note),
        words("reading", reading=_reading(words), mandates=_mandates(words)),
        words(
            "period", first=scenario.first, last=scenario.last,
            calendar=scenario.calendar.title.say(words.language), hours=words.hours(scenario.hours),
        ),
        words("runs", n=study.replications, seed=study.seed),
    ]  # fmt: skip
    if study.precision is not None:
        code = "precision-reached" if study.reached else "precision-missed"
        lines.append(words(code, percent=f"{study.precision * 100:g}"))
    if scenario.note is not None:
        lines.insert(1, scenario.note.say(words.language))
    lines += _absences(words)
    lines.append(words("silence-note" if scenario.policy.silence == "somebody" else "silence-nobody"))
    if scenario.assumed:
        lines.append(words("assumed-note", parts=_assumed(words)))
    return lines


def _reading(words: Words) -> str:
    base, _, changes = words.study.scenario.reading_name.partition(" ")
    name = words.say(f"profile-{base}")
    return name + words.say("comma") + changes if changes else name


def _mandates(words: Words) -> str:
    """Nothing given, everything that can be, or the rules under which something is."""
    scenario = words.study.scenario
    given, known = {item.rule for item in scenario.mandates}, set(needing_a_grant(scenario.rulebook))
    if not given:
        return words("mandates-none" if known else "mandates-unknown")
    if given == known:
        return words("mandates-all", n=len(given))
    return words("mandates-given", n=len(given), rules=words.say.join(sorted(given)))


def _absences(words: Words) -> Iterator[str]:
    """Who is away when by the scenario, and that others are by chance."""
    say, absences = words.say, words.study.scenario.absences
    dated = [
        words("away", person=say.person(a.person), kind=say.kinds([a.kind]), first=a.first, last=a.last)
        for a in absences
        if isinstance(a, DatedAbsence)
    ]
    if dated:
        yield words("away-dated", people=say.join(dated, "semicolon"))
    drawn = dict.fromkeys(a.kind for a in absences if not isinstance(a, DatedAbsence))
    if drawn:
        yield words("away-drawn", kinds=say.join(say.kinds([kind]) for kind in drawn))


def _assumed(words: Words) -> str:
    """The parts of a scenario without a source, those of one section together."""
    sections = Counter(part.partition("/")[0] for part in words.study.scenario.assumed)
    return words.say.join(
        words("section", name=words(f"section-{name}"), n=count) if count > 1 else words(f"section-{name}")
        for name, count in sections.items()
    )


def number(value: float | None, scale: str) -> str:
    if value is None:
        return "—"
    if scale == "share":
        return f"{value * 100:.1f}%"
    return (
        f"{value:.0f}"
        if scale == "count" and abs(value) >= 100
        else f"{value:.1f}"
        if abs(value) >= 10
        else f"{value:.2f}"
    )


def shown(estimate: Estimate | None, *, interval: bool = True) -> str:
    """An estimate with its interval: 3.48 (3.31–3.65)."""
    if estimate is None or estimate.value is None:
        return "—"
    scale = SCALES[estimate.key.measure]
    text = number(estimate.value, scale)
    if interval and estimate.low is not None and estimate.high is not None:
        text += f" ({number(estimate.low, scale)}–{number(estimate.high, scale)})"
    return text


def _cells(study: Study, of: str, measures: tuple[str, ...], wide: tuple[str, ...]) -> list[str]:
    return [shown(study.estimate(measure, of), interval=measure in wide) for measure in measures]


def _of(study: Study, measure: str) -> list[str]:
    return [key.of for key in study.estimates if key.measure == measure]


def _table(words: Words, codes: tuple[str, ...], rows: list[list[str]], widths: list[int]) -> list[str]:
    return table(rows, [words(code) for code in codes], widths).split("\n")


def _documents(words: Words) -> Iterator[str]:
    study = words.study
    times = ("arrived", "unfinished", "lead-time-median", "lead-time-p90")
    waits = ("waiting-busy", "waiting-nobody", "waiting-meeting", "waiting-replies", "no-actor")
    names = {of: words.say.document(of) if of else words("all-documents") for of in _of(study, "arrived")}
    yield words("h-documents")
    rows = [[name, *_cells(study, of, times, times[2:])] for of, name in names.items()]
    codes = ("c-document", "c-arrived", "c-unfinished", "c-median", "c-p90")
    yield from _table(words, codes, rows, [26, 6, 10, 18, 18])
    yield from ("", words("h-waits"))
    rows = [[name, *_cells(study, of, waits, ())] for of, name in names.items()]
    wait_codes = ("c-document", "c-busy", "c-nobody", "c-meeting", "c-replies", "c-no-actor")
    yield from _table(words, wait_codes, rows, [26, 8, 8, 8, 8, 12])


def _deadlines(words: Words) -> Iterator[str]:
    study = words.study
    yield words("h-deadlines")
    norms = _of(study, "on-time")
    if not norms:
        yield words("no-deadlines")
        return
    codes = ("c-deadline", "c-on-time", "c-late", "c-silent", "c-undecided")
    rows = []
    for of in norms:
        cells = _cells(
            study, of, ("on-time", "late", "silence-used", "undecided"), ("on-time", "silence-used")
        )
        norm = study.scenario.rulebook.procedure[of]
        if isinstance(norm, Deadline) and norm.silence == "nothing":
            cells[2] = "—"
        rows.append([words.norm(of), *cells])
    yield from _table(words, codes, rows, [40, 22, 8, 22, 8])


def _meetings(words: Words) -> Iterator[str]:
    study = words.study
    yield words("h-meetings")
    bodies = _of(study, "meetings-held")
    if not bodies:
        yield words("no-meetings")
        return
    measures = ("meetings-held", "meetings-moved", "meetings-not-held", "items-decided", "agenda-left")
    codes = ("c-body", "c-held", "c-moved", "c-not-held", "c-items", "c-left")
    rows = [
        [words.of("meetings-held", of), *_cells(study, of, measures, ("meetings-held", "meetings-not-held"))]
        for of in bodies
    ]
    yield from _table(words, codes, rows, [22, 17, 8, 17, 8, 8])


def _stuck(words: Words) -> Iterator[str]:
    """The places at which most document-days were lost, by act, post and article."""
    study = words.study
    yield words("h-stuck")
    found = [
        estimate
        for measure in ("stuck-act", "stuck-post", "stuck-article")
        for estimate in sorted(
            (total(study, measure, of) for of in _of(study, measure)), key=lambda e: -(e.value or 0.0)
        )[:MOST_STUCK]
        if estimate.value and round(estimate.value, 2)
    ]
    if not found:
        yield words("nothing-stuck")
        return
    names: dict[str, Callable[[str], str]] = {
        "stuck-act": lambda of: words.of("stuck-act", of),
        "stuck-post": lambda of: words("by-post", post=words.of("stuck-post", of)),
        "stuck-article": lambda of: words("by-article", article=words.of("stuck-article", of)),
    }
    rows = [[names[e.key.measure](e.key.of), shown(e)] for e in found]
    yield from _table(words, ("c-what", "c-days"), rows, [60, 30])
    yield words("stuck-note")


def total(study: Study, measure: str, of: str) -> Estimate:
    """The mean over all replications of something that does not come up in each."""
    found = study.estimate(measure, of)
    assert found is not None
    return found


def _people(words: Words) -> Iterator[str]:
    study = words.study
    yield words("h-people")
    rows = [
        [words.say.person(of), *_cells(study, of, ("load", "acts-done"), ("load",))]
        for of in words.say.by_rank(_of(study, "load"))
        if (load := study.estimate("load", of)) is not None and load.value
    ]
    yield from _table(words, ("c-person", "c-load", "c-acts"), rows, [34, 26, 10])


def _legs(words: Words) -> Iterator[str]:
    found = legs(words.study)
    if found:
        yield words("h-legs")
        rows = [_leg(words, leg) for leg in found]
        yield from _table(words, ("c-leg", "c-limit", "c-longest", "c-verdict"), rows, [44, 8, 8, 50])


def _leg(words: Words, leg: Leg) -> list[str]:
    name = words.norm(leg.norm)
    if leg.meeting:
        name = words("limit-meeting", period=words.say.period(leg.period), basis=name)
    why = words.say.join(words(code) for code in leg.why)
    verdict = (
        words("within") if leg.kept else words("beyond", why=why) if leg.why else words("beyond-unexplained")
    )
    return [name, str(leg.limit), str(leg.longest), verdict]
