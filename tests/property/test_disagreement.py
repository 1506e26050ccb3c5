"""Two document types disagree exactly where a plain loop over worlds tells their rules apart."""

from __future__ import annotations

from dataclasses import replace

from guiju.model.authority import Incompatibility, Silence
from guiju.model.cases import cases
from guiju.model.condition import grants_of, people_of
from guiju.model.reading import Reading, profile
from guiju.model.resolve import Chain, Step
from guiju.verify.lint.disagreement import disagreement
from guiju.verify.question import Cast, Question
from hypothesis import given, settings
from hypothesis import strategies as st
from random_books import ACTS, casts
from test_random_books import Status, evaluate, statuses, world_of

COVERED = {"agree": 0, "differ": 0}


@st.composite
def pairs(draw: st.DrawFn) -> Cast:
    """A random rulebook in which each rule names one of two document types, or both."""
    cast = draw(casts())
    rules = {}
    for id, rule in cast.rulebook.rules.items():
        if getattr(rule, "documents", ()):
            rule = replace(rule, documents=draw(st.sampled_from([("d", "e"), ("d", "e"), ("d",), ("e",)])))  # type: ignore[call-arg]
        rules[id] = rule
    documents = {**cast.rulebook.documents, "e": replace(cast.rulebook.documents["d"], id="e")}
    return Cast(replace(cast.rulebook, rules=rules, documents=documents), cast.roster)


def differ(question: Question, act: str, one: Chain, other: Chain, reading: Reading) -> bool:
    """Whether some world tells two chains apart in one act."""
    mine, its = (next((s for s in chain.steps if s.act == act), None) for chain in (one, other))
    asked = [
        step is not None and evaluate(step.required, world_of({}, reading=reading)) for step in (mine, its)
    ]
    bars = [in_force(question, act, chain, reading) for chain in (one, other)]
    if asked[0] != asked[1] or bars[0] != bars[1]:
        return True
    if not asked[0] or any(
        silent(question, step, chain, reading) for step, chain in ((mine, one), (its, other))
    ):
        return False
    assert mine is not None
    assert its is not None
    people = tuple(sorted(people_of(mine.condition) | people_of(its.condition)))
    return any(
        can(mine, status, reading, granted) != can(its, status, reading, granted)
        for status in statuses(people)
        for granted in (False, True)
    )


def in_force(question: Question, act: str, chain: Chain, reading: Reading) -> set[tuple[str, str]]:
    guard = question.resolver.walk.guard
    return {
        rule.acts
        for rule in question.rulebook.naming(chain.document)
        if isinstance(rule, Incompatibility) and act in rule.acts
        if evaluate(guard(rule.when, chain.case), world_of({}, reading=reading))
    }


def silent(question: Question, step: Step | None, chain: Chain, reading: Reading) -> bool:
    guard = question.resolver.walk.guard
    rules = step.rules if step is not None else ()
    world = world_of({}, reading=reading)
    return any(isinstance(r, Silence) and evaluate(guard(r.when, chain.case), world) for r in rules)


def can(step: Step, status: Status, reading: Reading, granted: bool) -> bool:
    grants = grants_of(step.condition) if granted else frozenset()
    return evaluate(step.condition, world_of(status, granted=grants, reading=reading, somebody=True))


@given(pairs(), st.sampled_from(["strict", "liberal"]))
@settings(max_examples=120)
def test_two_types_disagree_where_some_world_tells_them_apart(cast: Cast, name: str) -> None:
    reading = profile(cast.rulebook.switches, name)
    question = Question(cast, reading)
    wanted = set()
    for case in cases(cast.rulebook, cast.roster, "d", {}):
        one, other = (question.resolver.chain(id, case.values) for id in ("d", "e"))
        wanted |= {act for act in ACTS if differ(question, act, one, other, reading)}
    found = disagreement(question, "d", "e", {})
    assert set(found.acts if found else ()) == wanted
    opened = disagreement(Question(cast, {}), "d", "e", {})
    assert opened is not None or not wanted
    if opened is not None and not opened.readings:
        assert set(opened.acts) >= wanted
    COVERED["differ" if wanted else "agree"] += 1


def test_both_outcomes_were_drawn() -> None:
    assert min(COVERED.values()) > 10


@given(pairs(), st.data())
@settings(max_examples=60)
def test_the_readings_named_are_those_that_bring_it_about(cast: Cast, data: st.DataObject) -> None:
    opened = disagreement(Question(cast, {}), "d", "e", {})
    reading = {id: data.draw(st.sampled_from(sorted(s.options))) for id, s in cast.rulebook.switches.items()}
    fixed = disagreement(Question(cast, reading), "d", "e", {})
    named = opened is not None and (
        not opened.readings or any(all(reading[s] == o for s, o in chosen) for chosen in opened.readings)
    )
    assert (fixed is not None) == named
