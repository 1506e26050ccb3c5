"""Event logs of a run made by hand: what is in them, and that the formats are kept."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

import pytest
from guiju.model.text import Text
from guiju.simulate.names import distinct, names_of
from guiju.simulate.ocel import ocel
from guiju.simulate.record import Run
from guiju.simulate.xes import xes
from guiju.source import Source
from runs import NAMES, document, empty, small

VALUES = {
    "string": lambda text: True,
    "boolean": lambda text: text in ("true", "false"),
    "int": lambda text: str(int(text)) == text,
    "date": lambda text: datetime.fromisoformat(text).tzinfo is not None,
}
ORDER = {"extension": 0, "global": 1, "classifier": 2, "trace": 4}
"""Of the parts of a log; attributes stand before the traces."""
NAME = re.compile(r"[A-Za-z_][-A-Za-z0-9._]*(:[-A-Za-z0-9._]+)?\Z")
"""What an XML name is, of the ids that a rulebook may have."""


def tree(run: Run, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring("".join(xes(run, NAMES, **options)))


def values(element: ElementTree.Element) -> dict[str, str]:
    return {child.attrib["key"]: child.attrib["value"] for child in element if child.tag in VALUES}


def events(log: ElementTree.Element, trace: int) -> list[dict[str, str]]:
    return [values(event) for event in log.findall("trace")[trace].findall("event")]


def test_xes_keeps_the_structure_of_the_schema() -> None:
    """The rules of the schema of IEEE 1849-2016, of those elements that are used."""
    log = tree(small())
    assert (log.tag, log.attrib["xes.version"]) == ("log", "2.0")
    ranks = [ORDER.get(child.tag, 3) for child in log]
    assert ranks == sorted(ranks)
    prefixes = set()
    for extension in log.findall("extension"):
        assert set(extension.attrib) == {"name", "prefix", "uri"}
        prefixes.add(extension.attrib["prefix"])
    for element in log.iter():
        if element.tag in VALUES:
            assert set(element.attrib) == {"key", "value"}
            assert NAME.match(element.attrib["key"])
            assert VALUES[element.tag](element.attrib["value"]), element.attrib
            if ":" in element.attrib["key"]:
                assert element.attrib["key"].split(":")[0] in prefixes
        elif element.tag in ("trace", "event", "global"):
            keys = [child.attrib["key"] for child in element if child.tag in VALUES]
            assert len(keys) == len(set(keys))


def test_xes_gives_every_event_what_is_declared_global() -> None:
    log = tree(small())
    for scope, path in (("trace", "trace"), ("event", "trace/event")):
        (declared,) = [set(values(item)) for item in log.findall("global") if item.attrib["scope"] == scope]
        found = log.findall(path)
        assert found and all(declared <= set(values(element)) for element in found)


def test_one_trace_per_document_in_order_of_time() -> None:
    log = tree(small())
    assert [values(trace)["concept:name"] for trace in log.findall("trace")] == [
        "letter-0", "topic-1", "minutes-2", "letter-3",
    ]  # fmt: skip
    assert [(e["concept:name"], e["lifecycle:transition"], e["time:timestamp"]) for e in events(log, 0)] == [
        ("收到", "complete", "2021-09-20T09:00:00+08:00"),
        ("起草", "start", "2021-09-20T09:00:00+08:00"),
        ("起草", "complete", "2021-09-20T10:00:00+08:00"),
        ("签发", "start", "2021-09-22T23:00:00+08:00"),
        ("签发", "complete", "2021-09-23T00:00:00+08:00"),
    ]
    assert [e["concept:name"] for e in events(log, 3)] == ["收到"]


def test_an_act_that_takes_no_time_begins_before_it_ends() -> None:
    signed = [(e["lifecycle:transition"], e["concept:instance"]) for e in events(tree(small()), 2)[1:]]
    assert signed == [("start", "2"), ("complete", "2")]


def test_an_act_that_ends_is_told_before_the_one_that_begins_then() -> None:
    run = small()
    draft, _, _, sign = run.acts
    no_time = draft._replace(began=draft.ended, act="decide")
    after = sign._replace(began=draft.ended)
    log = tree(replace(run, acts=(after, no_time, draft)))
    told = [(e["concept:name"], e["lifecycle:transition"]) for e in events(log, 0)[1:]]
    assert told == [
        ("起草", "start"), ("起草", "complete"), ("会议决定", "start"), ("会议决定", "complete"),
        ("签发", "start"), ("签发", "complete"),
    ]  # fmt: skip


def test_what_a_trace_says_of_its_document() -> None:
    first, second, *_, last = tree(small(), language="en").findall("trace")
    assert values(first) == {
        "concept:name": "letter-0",
        "document-type": 'letter "urgent" & more',
        "document-type-id": "letter",
        "value.amount": "(5,20]",
        "value.urgency": "high",
        "fact.opinions-asked": "true",
        "finished": "true",
    }
    assert values(second)["topic-of"] == "letter-0"
    assert (values(last)["finished"], values(last)["waits-at"]) == ("false", "sign")


def test_who_did_it_and_by_which_rules() -> None:
    decide = events(tree(small(), language="en"), 1)[1]
    assert decide["org:resource"] == "Lu, Qi"
    assert decide["by-rules"] == "; stand-in"
    assert (decide["asked"], decide["asked-by"], decide["how"]) == (
        "2021-09-20T10:00:00+08:00",
        "items",
        "meeting",
    )
    draft = events(tree(small(), language="en"), 0)[1]
    assert not {"org:resource", "by-rules", "asked-by"} & set(draft)


def test_another_offset() -> None:
    (first, *_) = events(tree(small(), zone=timezone(timedelta(hours=-3))), 0)
    assert first["time:timestamp"] == "2021-09-20T09:00:00-03:00"


def test_characters_that_xml_cannot_hold() -> None:
    odd = replace(document(0, "letter", 0, None), name='a\x00<&"\n\ud800')
    trace = tree(replace(empty(), documents=(odd,))).find("trace")
    assert trace is not None
    assert values(trace)["concept:name"] == 'a\ufffd<&"\n\ufffd'


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_run_gives_the_same_logs(language: Any) -> None:
    assert list(xes(small(), NAMES, language)) == list(xes(small(), NAMES, language))
    assert ocel(small(), NAMES, language) == ocel(small(), NAMES, language)


def test_xes_is_written_trace_by_trace() -> None:
    many = replace(empty(), documents=tuple(document(n, "letter", 0, None) for n in range(50)))
    assert max(map(len, xes(many, NAMES))) < 2000


# OCEL


def log_of(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ocel(run, NAMES, "en"))
    return found


def relations(item: dict[str, Any]) -> set[tuple[str, str]]:
    return {(to["qualifier"], to["objectId"]) for to in item["relationships"]}


def by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = {item["id"]: item for item in items}
    assert len(found) == len(items)
    return found


def attributes(item: dict[str, Any]) -> dict[str, str]:
    return {value["name"]: value["value"] for value in item["attributes"]}


def test_ocel_keeps_the_structure_of_the_schema() -> None:
    """The JSON schema of OCEL 2.0: what is required, that values are texts; and that nothing dangles."""
    log = log_of(small())
    assert set(log) == {"objectTypes", "eventTypes", "objects", "events"}
    objects = by_id(log["objects"])
    for types, items in (("objectTypes", log["objects"]), ("eventTypes", log["events"])):
        declared = {kind["name"]: {a["name"]: a["type"] for a in kind["attributes"]} for kind in log[types]}
        assert len(declared) == len(log[types])
        for item in items:
            for value in item["attributes"]:
                assert isinstance(value["value"], str)
                kind = declared[item["type"]][value["name"]]
                assert kind in {"string", "time", "integer", "boolean"}
                assert {"integer": str.isdecimal, "time": datetime.fromisoformat}.get(kind, str)(
                    value["value"]
                )
                assert types == "eventTypes" or datetime.fromisoformat(value["time"])
            assert all(to["objectId"] in objects for to in item["relationships"])
    for event in log["events"]:
        assert datetime.fromisoformat(event["time"]).utcoffset() == timedelta(hours=8)


def test_ocel_objects() -> None:
    log = log_of(small())
    assert Counter(item["type"] for item in log["objects"]) == {
        'letter "urgent" & more': 2, "topic": 1, "minutes": 1, "person": 2, "meeting": 2,
    }  # fmt: skip
    objects = by_id(log["objects"])
    assert relations(objects["document:1"]) == {("topic-of", "document:0"), ("decided-in", "meeting:0")}
    assert relations(objects["document:2"]) == {("minutes-of", "meeting:0")}
    assert attributes(objects["document:0"])["value.urgency"] == "high"
    assert attributes(objects["person:lu"]) == {"name": "Lu"}
    assert attributes(objects["meeting:1"])["body"] == "board"


def test_ocel_tells_when_a_document_was_finished() -> None:
    objects = by_id(log_of(small())["objects"])
    states = [(v["value"], v["time"]) for v in objects["document:0"]["attributes"] if v["name"] == "state"]
    assert states == [("open", "2021-09-20T09:00:00+08:00"), ("finished", "2021-09-23T00:00:00+08:00")]
    assert attributes(objects["document:3"])["state"] == "open"


def test_ocel_events() -> None:
    log = log_of(small())
    assert Counter(event["type"] for event in log["events"]) == {
        "arrival": 4, "draft": 1, "decide": 1, "sign": 2, "meeting held": 1, "meeting not held": 1,
    }  # fmt: skip
    moments = [event["time"] for event in log["events"]]
    assert moments == sorted(moments)
    events = by_id(log["events"])
    assert relations(events["act:1"]) == {
        ("document", "document:1"), ("own-right", "person:lu"), ("stand-in", "person:qi"), ("in", "meeting:0"),
    }  # fmt: skip
    assert relations(events["act:3"]) == {("document", "document:0"), ("stand-in mandate", "person:qi")}
    assert relations(events["sitting:0"]) == {("meeting", "meeting:0"), ("decided", "document:1")}
    assert attributes(events["sitting:1"]) == {"left": "3", "missing": "chair"}


def test_an_act_is_done_in_the_meeting_that_decided_then() -> None:
    """A document may be decided twice, and other acts of the same document fall into no meeting."""
    run = small()
    again = replace(run.meetings[0], planned=5 * 86_400, held=5 * 86_400, ended=6 * 86_400)
    events = by_id(log_of(replace(run, meetings=(*run.meetings, again)))["events"])
    assert ("in", "meeting:0") in relations(events["act:1"])
    assert ("in", "meeting:2") not in relations(events["act:1"])


def test_only_what_is_done_in_a_meeting_is_related_to_it() -> None:
    run = small()
    desk = run.acts[1]._replace(how="desk")
    events = by_id(log_of(replace(run, acts=(run.acts[0], desk)))["events"])
    assert {qualifier for qualifier, _ in relations(events["act:1"])} == {"document", "own-right", "stand-in"}


def test_facts_are_true_or_false_and_other_attributes_texts() -> None:
    letter = log_of(small())["objectTypes"][0]
    assert {attribute["name"]: attribute["type"] for attribute in letter["attributes"]} == {
        "name": "string", "type-id": "string", "value.amount": "string", "value.urgency": "string",
        "fact.opinions-asked": "boolean", "state": "string",
    }  # fmt: skip


def test_an_act_that_is_called_arrival_is_told_from_it() -> None:
    names = replace(NAMES, acts={**NAMES.acts, "draft": Text("收到", "arrival")})
    log = ElementTree.fromstring("".join(xes(small(), names)))
    assert [event["concept:name"] for event in events(log, 0)][:2] == ["收到", "收到 (draft)"]


def test_names_that_are_taken_are_told_apart() -> None:
    names = {"a": Text("函", "letter"), "b": Text("函", "note"), "c": Text("会议", "meeting")}
    assert distinct(names, "zh", taken=["会议"]) == {"a": "函 (a)", "b": "函 (b)", "c": "会议 (c)"}
    assert distinct(names, "en") == {"a": "letter", "b": "note", "c": "meeting"}


def test_names_of_a_rulebook_hold_all_that_a_run_can_mention(xiangshan: Source) -> None:
    book, roster = xiangshan.rulebook, xiangshan.roster
    names = names_of(book, roster)
    for named, all_of in (
        (names.documents, book.documents), (names.acts, book.acts), (names.bodies, book.bodies),
        (names.kinds, book.kinds), (names.people, roster.people),
    ):  # fmt: skip
        assert set(named) == set(all_of)
    assert names.acts["sign"].zh == book.acts["sign"].name.zh
