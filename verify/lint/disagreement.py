"""On what two document types disagree that stand in the same case.

They agree where the same steps are asked for, the same people can do each of them in every world, the
same bars and the same requirements and prohibitions apply. A step for which the text names nobody
contradicts nobody: its silence is found elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from guiju.model.authority import BARS, Rule, Silence, Substitution
from guiju.model.cases import EVERY, CaseOf, cases
from guiju.model.condition import FALSE as NEVER
from guiju.model.condition import TRUE as ALWAYS
from guiju.model.condition import Condition, any_of
from guiju.model.procedure import Norm, Prohibition, Requirement
from guiju.verify.diagram import FALSE, TRUE
from guiju.verify.gaps import Combination, combinations, space_for
from guiju.verify.question import Question
from guiju.verify.space import Space

Aspects = Mapping[tuple[str, ...], Condition]
"""(act, what is compared, …) -> when it holds."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The acts, the rules and norms of each side about them, and the readings that bring it about.

    ``readings`` is empty where it is there whatever the open readings.
    """

    acts: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    readings: tuple[Combination, ...]


def disagreement(question: Question, one: str, other: str, chosen: Mapping[str, str]) -> Disagreement | None:
    """What two document types disagree on where the case has the chosen options; None: nothing."""
    pairs = tuple(_cases(question, one, other, chosen))
    compared = [(_aspects(question, one, mine), _aspects(question, other, its)) for mine, its in pairs]
    space = space_for(question, [c for pair in compared for aspects in pair for c in aspects.values()])
    where: dict[str, int] = {}
    for ours, theirs in compared:
        for key in dict.fromkeys((*ours, *theirs)):
            found = _differs(space, key, ours, theirs)
            where[key[0]] = space.diagrams.either(where.get(key[0], FALSE), found)
    order = question.rulebook.chain_order
    acts = tuple(sorted((act for act, node in where.items() if node != FALSE), key=order.__getitem__))
    if not acts:
        return None
    always = space.diagrams.any(where[act] for act in acts)
    readings = () if always == TRUE else combinations(space, always)
    ours_of, theirs_of = (_behind(question, d, acts, chosen) for d in (one, other))
    return Disagreement(acts, _without(ours_of, theirs_of), _without(theirs_of, ours_of), readings)


def _without(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(id for id in some if id not in others)


def _cases(
    question: Question, one: str, other: str, chosen: Mapping[str, str]
) -> Iterator[tuple[CaseOf, CaseOf]]:
    """Every case of the one with every case of the other that says the same where both say something."""
    book, roster = question.rulebook, question.roster
    every = {**dict.fromkeys(book.attributes, EVERY), **chosen}
    for mine in cases(book, roster, one, every):
        for its in cases(book, roster, other, {**every, **mine.values}):
            yield mine, its


def _aspects(question: Question, document: str, case: CaseOf) -> Aspects:
    found: dict[tuple[str, ...], list[Condition]] = {}
    guard = question.resolver.walk.guard
    for step in question.resolver.chain(document, case.values).steps:
        found[step.act, "asked"] = [step.required]
        silent = [guard(rule.when, case.values) for rule in step.rules if isinstance(rule, Silence)]
        found[step.act, "silent"] = silent
        for mandates in ("none", "given"):
            able = replace(question, mandates=mandates).settle(step.condition)
            found[step.act, "able", mandates] = [able]
    for rule in question.rulebook.naming(document):
        if isinstance(rule, BARS):
            for act in _acts(rule):
                found.setdefault((act, *_terms(rule)), []).append(guard(rule.when, case.values))
    for norm in _norms(question, document):
        found.setdefault((norm.act, *_terms(norm)), []).append(guard(norm.when, case.values))
    return {key: any_of(conditions) for key, conditions in found.items()}


def _norms(question: Question, document: str) -> Iterator[Requirement | Prohibition]:
    for norm in question.rulebook.procedure_of(document):
        if isinstance(norm, Requirement | Prohibition):
            yield norm


def _terms(item: Rule | Norm) -> tuple[str, ...]:
    """What a bar or a norm says, apart from its own name and the documents it names."""
    keys = ("acts", "people", "needs", "facts", "unless")
    return (type(item).__name__, *(repr(getattr(item, key, ())) for key in keys))


def _acts(rule: Rule | Norm) -> tuple[str, ...]:
    if isinstance(rule, Substitution):
        return tuple(item.value for item in rule.acts)
    return getattr(rule, "acts", ()) or (getattr(rule, "act", ""),)


def _differs(space: Space, key: tuple[str, ...], ours: Aspects, theirs: Aspects) -> int:
    """The readings under which some world tells the two apart in one aspect."""
    if key[1] == "silent":
        return FALSE
    diagrams = space.diagrams
    fallback = ALWAYS if key[1] == "able" else NEVER
    one, other = (space.compile(side.get(key, fallback)) for side in (ours, theirs))
    found = diagrams.either(
        diagrams.both(one, diagrams.negate(other)), diagrams.both(other, diagrams.negate(one))
    )
    if key[1] == "able":
        for side in (ours, theirs):
            silent = space.compile(side.get((key[0], "silent"), NEVER))
            found = diagrams.both(found, diagrams.negate(silent))
    return diagrams.map_from(found, space.border, lambda node: TRUE if node != FALSE else FALSE)


def _behind(
    question: Question, document: str, acts: Iterable[str], chosen: Mapping[str, str]
) -> tuple[str, ...]:
    """The rules and norms on these acts that can apply under the reading, where the case is as chosen."""
    every = {**dict.fromkeys(question.rulebook.attributes, EVERY), **chosen}
    listed = tuple(cases(question.rulebook, question.roster, document, every))
    guard = question.resolver.walk.guard
    return tuple(
        item.id
        for item in (*question.rulebook.naming(document), *_norms(question, document))
        if set(_acts(item)) & set(acts) and any(guard(item.when, case.values) is not NEVER for case in listed)
    )
