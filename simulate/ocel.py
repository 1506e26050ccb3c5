"""A run as an object-centric event log: OCEL 2.0 as JSON (https://www.ocel-standard.org).

Objects are documents (each document type is an object type), people and meetings. An event is an arrival, an
act at its end, or a planned meeting, held or not; its relations say in which role each object takes part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timezone
from typing import Any

from guiju.model.text import Language
from guiju.simulate.names import Names, distinct
from guiju.simulate.record import ActDone, DocumentRecord, MeetingRecord, Run
from guiju.simulate.xes import ARRIVAL, BEIJING

_Json = dict[str, Any]
_ALWAYS = "1970-01-01T00:00:00Z"
"""When an attribute that never changes was set, by the standard's convention."""
_WORDS = {
    "person": {"zh": "人员", "en": "person"},
    "meeting": {"zh": "会议", "en": "meeting"},
    "held": {"zh": "开会", "en": "meeting held"},
    "not held": {"zh": "会议未召开", "en": "meeting not held"},
}
_OWN_RIGHT = "own-right"
_FACT = "fact."
_OF_ACT = {"asked": "time", "began": "time", "how": "string", "asked-by": "string", "act-id": "string"}
_OF_MEETING = {"body": "string", "planned": "time", "moved": "boolean"}
_OF_MEETING_EVENT = {"ended": "time", "left": "integer", "missing": "string"}


def ocel(run: Run, names: Names, language: Language = "zh", zone: timezone = BEIJING) -> bytes:
    """The log as UTF-8; the same run gives the same bytes."""
    found = _Writer(run, names, language, zone).log()
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


class _Writer:
    """What all parts of one log share: the run and its names in one language."""

    def __init__(self, run: Run, names: Names, language: Language, zone: timezone) -> None:
        self.run, self.zone = run, zone
        self.words = {id: word[language] for id, word in _WORDS.items()}
        self.arrival = ARRIVAL[language]
        self.documents = distinct(names.documents, language, taken=self.words.values())
        self.acts = distinct(names.acts, language, taken=[*self.words.values(), self.arrival])
        self.people = distinct(names.people, language)
        self.bodies = distinct(names.bodies, language)
        self.decided: dict[int, list[int]] = {}
        for number, meeting in enumerate(run.meetings):
            for document in meeting.decided:
                self.decided.setdefault(document, []).append(number)

    def log(self) -> _Json:
        objects = [*self._documents(), *self._people(), *self._meetings()]
        events = sorted(
            [*self._arrivals(), *self._acts_done(), *self._sittings()], key=lambda event: event[0]
        )
        return {
            "objectTypes": self._object_types(),
            "eventTypes": self._event_types(),
            "objects": objects,
            "events": [event for _, event in events],
        }

    def _object_types(self) -> list[_Json]:
        used: dict[str, set[str]] = {}
        for record in self.run.documents:
            used.setdefault(record.type, set()).update(_given(record))
        types = [_type(self.documents[id], _kinds(used[id])) for id in sorted(used)]
        types.append(_type(self.words["person"], {"name": "string"}))
        return [*types, _type(self.words["meeting"], _OF_MEETING)]

    def _event_types(self) -> list[_Json]:
        used = sorted({act.act for act in self.run.acts})
        types = [_type(self.arrival, {}), *(_type(self.acts[id], _OF_ACT) for id in used)]
        return types + [_type(self.words[word], _OF_MEETING_EVENT) for word in ("held", "not held")]

    def _documents(self) -> Iterator[_Json]:
        minutes: dict[int, list[_Json]] = {}
        for number, meeting in enumerate(self.run.meetings):
            if meeting.minutes is not None:
                minutes.setdefault(meeting.minutes, []).append(_to(_meeting(number), "minutes-of"))
        for record in self.run.documents:
            related = [] if record.parent is None else [_to(_document(record.parent), "topic-of")]
            related += minutes.get(record.number, [])
            related += [_to(_meeting(n), "decided-in") for n in self.decided.get(record.number, ())]
            fixed = [_value(name, value, _ALWAYS) for name, value in _given(record).items()]
            states = [_value("state", "open", self._time(record.arrived))]
            if record.finished is not None:
                states.append(_value("state", "finished", self._time(record.finished)))
            kind = self.documents[record.type]
            yield _object(_document(record.number), kind, fixed + states, related)

    def _people(self) -> Iterator[_Json]:
        for person in sorted({person for act in self.run.acts for person in act.people}):
            name = _value("name", self.people[person], _ALWAYS)
            yield _object(_person(person), self.words["person"], [name], [])

    def _meetings(self) -> Iterator[_Json]:
        for number, meeting in enumerate(self.run.meetings):
            values = {
                "body": self.bodies[meeting.body],
                "planned": self._time(meeting.planned),
                "moved": _text(meeting.moved),
            }
            fixed = [_value(name, value, _ALWAYS) for name, value in values.items()]
            yield _object(_meeting(number), self.words["meeting"], fixed, [])

    def _arrivals(self) -> Iterator[tuple[int, _Json]]:
        for record in self.run.documents:
            related = [_to(_document(record.number), "arrives")]
            yield self._event(f"arrival:{record.number}", self.arrival, record.arrived, {}, related)

    def _acts_done(self) -> Iterator[tuple[int, _Json]]:
        for number, act in enumerate(self.run.acts):
            related = [_to(_document(act.document), "document")]
            for person, rules in zip(act.people, act.by_rules, strict=True):
                related.append(_to(_person(person), " ".join(rules) or _OWN_RIGHT))
            related += [_to(_meeting(n), "in") for n in self._meetings_of(act)]
            values = {
                "asked": self._time(act.asked),
                "began": self._time(act.began),
                "how": act.how,
                "asked-by": act.rule,
                "act-id": act.act,
            }
            yield self._event(f"act:{number}", self.acts[act.act], act.ended, values, related)

    def _meetings_of(self, act: ActDone) -> Iterator[int]:
        """The meeting in which an act was done: the document was decided there, at that time."""
        if act.how == "meeting":
            for number in self.decided.get(act.document, ()):
                if _during(act, self.run.meetings[number]):
                    yield number

    def _sittings(self) -> Iterator[tuple[int, _Json]]:
        for number, meeting in enumerate(self.run.meetings):
            held = meeting.held is not None
            moment = meeting.planned if meeting.held is None else meeting.held
            related = [_to(_meeting(number), "meeting")]
            related += [_to(_document(document), "decided") for document in meeting.decided]
            values = {
                "ended": None if meeting.ended is None else self._time(meeting.ended),
                "left": str(meeting.left),
                "missing": " ".join(meeting.missing) or None,
            }
            kind = self.words["held" if held else "not held"]
            yield self._event(f"sitting:{number}", kind, moment, values, related)

    def _event(
        self, id: str, kind: str, moment: int, values: dict[str, str | None], related: list[_Json]
    ) -> tuple[int, _Json]:
        """With its moment, by which events are put in order."""
        given = [{"name": name, "value": value} for name, value in values.items() if value is not None]
        return moment, {
            "id": id,
            "type": kind,
            "time": self._time(moment),
            "attributes": given,
            "relationships": related,
        }

    def _time(self, moment: int) -> str:
        return self.run.clock(moment).replace(tzinfo=self.zone).isoformat()


def _given(record: DocumentRecord) -> dict[str, str]:
    """What is known of a document from the start."""
    facts = {f"{_FACT}{fact}": "true" for fact in sorted(record.facts)}
    values = {f"value.{name}": value for name, value in sorted(record.case.items())}
    return {"name": record.name, "type-id": record.type} | values | facts


def _kinds(given: set[str]) -> dict[str, str]:
    """The attributes of a document type: those known from the start of any document, and its state."""
    facts = {name for name in given if name.startswith(_FACT)}
    return {name: "boolean" if name in facts else "string" for name in sorted(given)} | {"state": "string"}


def _during(act: ActDone, meeting: MeetingRecord) -> bool:
    return (
        meeting.held is not None and meeting.ended is not None and meeting.held <= act.ended <= meeting.ended
    )


def _type(name: str, attributes: Mapping[str, str]) -> _Json:
    listed = [{"name": attribute, "type": kind} for attribute, kind in attributes.items()]
    return {"name": name, "attributes": listed}


def _object(id: str, kind: str, attributes: list[_Json], related: list[_Json]) -> _Json:
    return {"id": id, "type": kind, "attributes": attributes, "relationships": related}


def _value(name: str, value: str, time: str) -> _Json:
    return {"name": name, "time": time, "value": value}


def _to(id: str, qualifier: str) -> _Json:
    return {"objectId": id, "qualifier": qualifier}


def _text(value: bool) -> str:
    return "true" if value else "false"


def _document(number: int) -> str:
    return f"document:{number}"


def _person(id: str) -> str:
    return f"person:{id}"


def _meeting(number: int) -> str:
    return f"meeting:{number}"
