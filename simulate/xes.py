"""A run as an event log in XES (IEEE 1849-2016): one trace per document, a start and an end per act.

Written trace by trace, so that a long run needs no memory. Times are those of the office, with its offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from guiju.model.text import Language
from guiju.simulate.names import Names, distinct
from guiju.simulate.record import ActDone, DocumentRecord, Run

BEIJING = timezone(timedelta(hours=8))
ARRIVAL = {"zh": "收到", "en": "arrival"}
"""The event with which every trace begins, so that a document on which nothing was done is there too."""

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xes.features="">
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
\t<global scope="trace">
\t\t<string key="concept:name" value="__INVALID__"/>
\t</global>
\t<global scope="event">
\t\t<string key="concept:name" value="__INVALID__"/>
\t\t<string key="lifecycle:transition" value="complete"/>
\t\t<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
\t</global>
\t<classifier name="Activity" scope="event" keys="concept:name"/>
\t<classifier name="ActivityAndTransition" scope="event" keys="concept:name lifecycle:transition"/>
"""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Value = str | bool | int | datetime
_KINDS = {bool: "boolean", int: "int", str: "string", datetime: "date"}


class _Event(NamedTuple):
    """``rank`` orders events of the same second: ends, then acts that take no time, then beginnings."""

    moment: int
    rank: tuple[int, int, int]
    act: ActDone
    transition: str


def xes(run: Run, names: Names, language: Language = "zh", zone: timezone = BEIJING) -> Iterator[str]:
    """The log in pieces; the same run gives the same text."""
    documents = distinct(names.documents, language)
    acts = distinct(names.acts, language, taken=[ARRIVAL[language]])
    people = distinct(names.people, language)
    done: dict[int, list[tuple[int, ActDone]]] = {}
    for number, act in enumerate(run.acts):
        done.setdefault(act.document, []).append((number, act))
    yield _HEAD
    for line in _of_run(run):
        yield f"\t{line}"
    for record in run.documents:
        yield "\t<trace>\n"
        for line in _of_document(run, record, documents, zone):
            yield f"\t\t{line}"
        yield _event([*_arrival(run, record, language, zone)])
        for event in _in_order(done.get(record.number, ())):
            yield _event([*_of_act(run, event, acts, people, zone)])
        yield "\t</trace>\n"
    yield "</log>\n"


def _of_run(run: Run) -> Iterator[str]:
    yield _attribute("concept:name", run.scenario)
    yield _attribute("lifecycle:model", "standard")
    yield _attribute("seed", run.seed)
    yield _attribute("replication", run.replication)


def _of_document(
    run: Run, record: DocumentRecord, documents: dict[str, str], zone: timezone
) -> Iterator[str]:
    yield _attribute("concept:name", record.name)
    yield _attribute("document-type", documents[record.type])
    yield _attribute("document-type-id", record.type)
    if record.parent is not None:
        yield _attribute("topic-of", run.documents[record.parent].name)
    for name, value in sorted(record.case.items()):
        yield _attribute(f"value.{name}", value)
    for fact in sorted(record.facts):
        yield _attribute(f"fact.{fact}", True)
    yield _attribute("finished", record.finished is not None)
    if record.waits_at:
        yield _attribute("waits-at", " ".join(record.waits_at))


def _arrival(run: Run, record: DocumentRecord, language: Language, zone: timezone) -> Iterator[str]:
    yield _attribute("concept:name", ARRIVAL[language])
    yield _attribute("lifecycle:transition", "complete")
    yield _attribute("time:timestamp", run.clock(record.arrived).replace(tzinfo=zone))


def _of_act(
    run: Run, event: _Event, acts: dict[str, str], people: dict[str, str], zone: timezone
) -> Iterator[str]:
    act = event.act
    yield _attribute("concept:name", acts[act.act])
    yield _attribute("concept:instance", str(event.rank[1]))
    yield _attribute("lifecycle:transition", event.transition)
    yield _attribute("time:timestamp", run.clock(event.moment).replace(tzinfo=zone))
    if act.people:
        yield _attribute("org:resource", ", ".join(people[person] for person in act.people))
    yield _attribute("act-id", act.act)
    yield _attribute("how", act.how)
    if event.transition == "start":
        yield _attribute("asked", run.clock(act.asked).replace(tzinfo=zone))
    if act.rule is not None:
        yield _attribute("asked-by", act.rule)
    if any(act.by_rules):
        yield _attribute("by-rules", "; ".join(" ".join(rules) for rules in act.by_rules))


def _in_order(acts: Iterable[tuple[int, ActDone]]) -> list[_Event]:
    events = []
    for number, act in acts:
        first, last = (1, 1) if act.began == act.ended else (2, 0)
        events.append(_Event(act.began, (first, number, 0), act, "start"))
        events.append(_Event(act.ended, (last, number, 1), act, "complete"))
    return sorted(events, key=lambda event: event[:2])


def _event(attributes: list[str]) -> str:
    lines = "".join(f"\t\t\t{line}" for line in attributes)
    return f"\t\t<event>\n{lines}\t\t</event>\n"


def _attribute(key: str, value: _Value) -> str:
    match value:
        case bool():
            text = "true" if value else "false"
        case datetime():
            text = value.isoformat()
        case _:
            text = _NOT_XML.sub("\ufffd", str(value))
    return f"<{_KINDS[type(value)]} key={quoteattr(key)} value={quoteattr(text)}/>\n"
