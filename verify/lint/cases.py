"""Defects of the case space: cases that no document type governs, and cases that several govern.

``ungoverned-case``: possible cases in which no document type stands.
``conflicting-rules``: possible cases in which two document types stand whose rules disagree; with
``-by-reading`` where only some of the open readings make them disagree.
``impossible-document``: a document type that stands in no possible case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations as pairs_of

from guiju.model.text import Text
from guiju.verify.diagram import FALSE
from guiju.verify.gaps import Combination
from guiju.verify.lint.disagreement import Disagreement, disagreement
from guiju.verify.lint.finding import Finding, Ref, Words, finding
from guiju.verify.lint.territory import Territory, territory_of
from guiju.verify.question import Question


def case_findings(question: Question) -> tuple[Finding, ...]:
    """All of them; none where the rulebook has no case space."""
    return (*ungoverned(question), *conflicting(question), *impossible(question))


def ungoverned(question: Question) -> tuple[Finding, ...]:
    """One finding for each region in which no document type stands."""
    territory = territory_of(question.rulebook)
    if territory is None:
        return ()
    holes = territory.outside(territory.possible, territory.governed)
    return tuple(
        finding("ungoverned-case", subject(region.terms), {"where": region})
        for region in territory.regions(holes)
    )


def subject(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """A region as part of an id."""
    return ",".join(f"{attribute}={'|'.join(options)}" for attribute, options in terms)


def impossible(question: Question) -> tuple[Finding, ...]:
    territory = territory_of(question.rulebook)
    if territory is None:
        return ()
    return tuple(
        finding(
            "impossible-document",
            id,
            {"document": Ref("document", id)},
            question.rulebook.documents[id].bases,
        )
        for id, node in territory.standing.items()
        if node == FALSE
    )


def conflicting(question: Question, among: Collection[str] | None = None) -> tuple[Finding, ...]:
    """One finding for each pair of document types; ``among``: pairs of these only."""
    territory = territory_of(question.rulebook)
    if territory is None:
        return ()
    listed = [id for id in territory.standing if among is None or id in among]
    return tuple(found for pair in pairs_of(listed, 2) for found in _conflicts(question, territory, *pair))


def _conflicts(question: Question, territory: Territory, one: str, other: str) -> Iterator[Finding]:
    """The cases in which both stand, by what they disagree on there."""
    shared = territory.diagrams.both(territory.standing[one], territory.standing[other])
    documents = question.rulebook.documents
    told = {*documents[one].attributes, *documents[other].attributes}
    found: dict[Disagreement, int] = {}
    for chosen, part in territory.parts(shared, told):
        disagrees = disagreement(question, one, other, chosen)
        if disagrees is not None:
            found[disagrees] = territory.diagrams.either(found.get(disagrees, FALSE), part)
    for number, (disagrees, node) in enumerate(found.items()):
        name = f"{one}+{other}" + (f"/{'+'.join(disagrees.acts)}" if number else "")
        about: dict[str, Words | Iterable[Words]] = {
            "one": Ref("document", one),
            "other": Ref("document", other),
            "acts": [Ref("act", act) for act in disagrees.acts],
            "ours": _side(disagrees.ours),
            "theirs": _side(disagrees.theirs),
            "where": territory.regions(node),
        }
        code = "conflicting-rules"
        if disagrees.readings:
            code, about["readings"] = f"{code}-by-reading", readings(disagrees.readings)
        bases = (*documents[one].bases, *documents[other].bases)
        rules = (*disagrees.ours, *disagrees.theirs)
        yield finding(code, name, about, bases, rules, question.rulebook)


def _side(rules: tuple[str, ...]) -> list[Words]:
    """The rules of one side; it is said where none of its own is behind it."""
    return [Ref("rule", rule) for rule in rules] or [Text("没有另作规定", "no rule of its own")]


def readings(combinations: tuple[Combination, ...]) -> tuple[Text, ...]:
    """Combinations of options as they are written on the command line."""
    shown = [" ".join(f"{switch}={option}" for switch, option in chosen) for chosen in combinations]
    return tuple(Text(text, text) for text in shown)
