"""What is measured in one run. Times are working time, in working days of the scenario's hours."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.model.authority import Authority, Rule
from guiju.model.citation import articles
from guiju.model.document import ByBody, ByUnit, EachOf, FirstOf, Holder, InRole, atoms
from guiju.model.procedure import Duty, Norm
from guiju.model.rulebook import Rulebook
from guiju.simulate.agenda import cadence
from guiju.simulate.lifetimes import quantiles
from guiju.simulate.observation import Key, Observations, Observed
from guiju.simulate.punctuality import Dated, punctuality
from guiju.simulate.record import CAUSES, DocumentRecord, Run, Stuck
from guiju.simulate.run import Prepared
from guiju.simulate.working_time import DAY

Measured = Iterator[tuple[Key, Observed]]
_QUANTILES = {"lead-time-median": 0.5, "lead-time-p90": 0.9, "lead-time-p95": 0.95}


def measures(prepared: Prepared, run: Run) -> Observations:
    """Every measure of a run."""
    dated = tuple(punctuality(prepared, run))
    found: dict[Key, Observed] = {}
    for part in (_documents, _acts, _meetings, _loads, _stuck, _no_actor):
        found.update(part(prepared, run))
    found.update(_deadlines(dated))
    found.update(_legs(prepared, run, dated))
    return dict(sorted(found.items()))


def _by_type(run: Run) -> Iterator[tuple[str, list[DocumentRecord]]]:
    """All documents, and those of each type."""
    yield "", list(run.documents)
    for type in sorted({document.type for document in run.documents}):
        yield type, [document for document in run.documents if document.type == type]


def _documents(prepared: Prepared, run: Run) -> Measured:
    time, day = prepared.time, prepared.scenario.hours.seconds
    for of, documents in _by_type(run):
        count = len(documents)
        times = [
            (time.worked(end) - time.worked(d.arrived), d.finished is not None)
            for d in documents
            for end in [run.horizon if d.finished is None else d.finished]
        ]
        finished = [seconds for seconds, done in times if done]
        yield Key("arrived", of), Observed(count)
        yield Key("finished", of), Observed(len(finished))
        yield Key("unfinished", of), Observed(count - len(finished))
        yield Key("lead-time-mean", of), Observed(sum(finished) / day, len(finished))
        for name, quantile in zip(_QUANTILES, quantiles(times, tuple(_QUANTILES.values())), strict=True):
            yield Key(name, of), Observed(0.0, 0.0) if quantile is None else Observed(quantile / day)
        for cause in CAUSES:
            spent = sum(getattr(document.spent, cause) for document in documents)
            name = cause if cause == "acting" else f"waiting-{cause}"
            yield Key(name, of), Observed(spent / day, count)
        yield Key("waiting-off", of), Observed(sum(d.spent.off for d in documents) / DAY, count)


def _acts(prepared: Prepared, run: Run) -> Measured:
    substitutes: dict[str, int] = {"": 0}
    unnamed: dict[str, int] = {"": 0}
    silent = {rule.id for rule in prepared.scenario.rulebook.silences}
    for act in run.acts:
        if any(act.by_rules):
            substitutes[""] += 1
            substitutes[act.act] = substitutes.get(act.act, 0) + 1
        if act.how == "unnamed" and act.rule in silent:
            unnamed[""] += 1
            unnamed[act.act] = unnamed.get(act.act, 0) + 1
    yield from ((Key("acts-by-substitutes", act), Observed(count)) for act, count in substitutes.items())
    yield from ((Key("unnamed-acts", act), Observed(count)) for act, count in unnamed.items())


def _meetings(prepared: Prepared, run: Run) -> Measured:
    for body in prepared.scenario.meetings:
        meetings = [meeting for meeting in run.meetings if meeting.body == body]
        held = [meeting for meeting in meetings if meeting.held is not None]
        yield Key("meetings-held", body), Observed(len(held))
        yield Key("meetings-moved", body), Observed(sum(meeting.moved for meeting in held))
        yield Key("meetings-not-held", body), Observed(len(meetings) - len(held))
        yield Key("agenda-left", body), Observed(sum(m.left for m in meetings), len(meetings))
        yield Key("items-decided", body), Observed(sum(len(m.decided) for m in held), len(held))


def _loads(prepared: Prepared, run: Run) -> Measured:
    for person, load in run.loads.items():
        yield Key("load", person), Observed(load.desk + load.meetings, load.present)
        yield Key("acts-done", person), Observed(load.acts)


def _stuck(prepared: Prepared, run: Run) -> Measured:
    """Days in which documents waited with nobody authorised: by act, by post and by article."""
    book, day = prepared.scenario.rulebook, prepared.scenario.hours.seconds
    found: dict[Key, float] = {}
    for stuck, seconds in run.stuck.items():
        keys = [Key("stuck-act", f"{stuck.type}/{stuck.act}")]
        keys += [Key("stuck-post", post) for post in _posts(book, stuck)]
        keys += [Key("stuck-article", article) for article in _articles(book, stuck)]
        for key in keys:
            found[key] = found.get(key, 0.0) + seconds / day
    yield from ((key, Observed(days)) for key, days in found.items())


def _posts(book: Rulebook, stuck: Stuck) -> tuple[str, ...]:
    """The posts and roles to which the rules give the act, or the acts of the meeting that does it."""
    found: dict[str, None] = {}
    for rule in _asking(book, stuck):
        if isinstance(rule, Authority | Duty) and rule.by is not None:
            for item in atoms(rule.by, book.signers):
                found.update(dict.fromkeys(_named(book, item)))
    return tuple(found)


def _asking(book: Rulebook, stuck: Stuck) -> Iterator[Rule | Norm]:
    """The rules that ask for the act, and those that say who acts at the meeting that does it."""
    for id in stuck.rules:
        rule = book.rules.get(id) or book.procedure[id]
        yield rule
        if isinstance(rule, Authority):
            for item in atoms(rule.by, book.signers):
                if isinstance(item, ByBody):
                    yield from book.at_body(item.body)


def _named(book: Rulebook, item: object) -> tuple[str, ...]:
    match item:
        case Holder(post):
            return (post,)
        case InRole(role) | EachOf(role):
            return (role,)
        case ByUnit(unit):
            return (book.units[unit].leader,)
        case FirstOf(tiers):
            return tuple(post for tier in tiers for post in tier)
    return ()


def _articles(book: Rulebook, stuck: Stuck) -> tuple[str, ...]:
    return articles(tuple(rule.basis for rule in _asking(book, stuck)))


def _no_actor(prepared: Prepared, run: Run) -> Measured:
    """The share of working time in which nobody then there could have completed a document of a type."""
    time, asking = prepared.time, prepared.asking
    ends = (*(situation.since for situation in run.situations[1:]), run.horizon)
    weights = [time.worked(end) - time.worked(s.since) for s, end in zip(run.situations, ends, strict=True)]
    total = sum(weights)
    blocked: dict[object, int] = {}
    for type, documents in _by_type(run):
        top = 0
        for document in documents if type else ():
            condition = prepared.chain(document.type, document.case).condition
            if condition not in blocked:
                blocked[condition] = sum(
                    weight
                    for situation, weight in zip(run.situations, weights, strict=True)
                    if not asking.holds(condition, situation)
                )
            top += blocked[condition]
        if type:
            yield Key("no-actor", type), Observed(top, total * len(documents))


def _deadlines(dated: tuple[Dated, ...]) -> Measured:
    outcomes: dict[str, dict[str, int]] = {}
    for item in dated:
        of = outcomes.setdefault(item.norm, {})
        of[item.outcome] = of.get(item.outcome, 0) + 1
    for norm, of in outcomes.items():
        due = sum(count for outcome, count in of.items() if outcome != "undecided")
        yield Key("on-time", norm), Observed(of.get("on-time", 0), due)
        yield Key("late", norm), Observed(of.get("late", 0))
        yield Key("undecided", norm), Observed(of.get("undecided", 0))
        yield Key("silence-used", norm), Observed(of.get("silent", 0), due)


def _legs(prepared: Prepared, run: Run, dated: tuple[Dated, ...]) -> Measured:
    """The longest time that each numbered leg took, in whole working days."""
    longest: dict[str, int] = {}
    for item in dated:
        if item.outcome != "undecided":
            longest[item.norm] = max(longest.get(item.norm, 0), item.days)
    for norm, ready, decided in _waits_for_meetings(prepared, run):
        days = prepared.time.days_between(run.day(ready), run.day(decided))
        longest[norm] = max(longest.get(norm, 0), days)
    yield from ((Key("leg-longest", norm), Observed(days)) for norm, days in longest.items())


def _waits_for_meetings(prepared: Prepared, run: Run) -> Iterator[tuple[str, int, int]]:
    """Every decision of a meeting: the cadence, when it was ready for it, and when the meeting began."""
    topics = {d.parent: d.finished for d in run.documents if d.parent is not None and d.finished is not None}
    decided = {number: m for m in run.meetings for number in m.decided}
    for act in run.acts:
        if act.how == "meeting":
            meeting = decided[act.document]
            norm = cadence(prepared.scenario, meeting.body)
            if norm is not None and meeting.held is not None:
                yield norm.id, topics.get(act.document, act.asked), meeting.held
