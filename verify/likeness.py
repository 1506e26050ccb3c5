"""Documents of the same pattern are solved once; the others' answers are the first one's, renamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guiju.model.cases import CaseOf
from guiju.model.claim import Admission
from guiju.model.pattern import Pattern, Renaming, renaming
from guiju.model.rulebook import Rulebook
from guiju.verify.explain import cited, quorums
from guiju.verify.question import Question
from guiju.verify.verdict import Box, DocumentResult, FailedStep, Gap, Unspecified, box_order

Item = tuple[str, CaseOf]


@dataclass(frozen=True)
class Likeness:
    """``first[i]`` is the place, among ``firsts``, of the item whose pattern item i shares."""

    firsts: tuple[Item, ...]
    first: tuple[int, ...]
    renamings: tuple[Renaming | None, ...]


def likeness(question: Question, todo: Sequence[Item]) -> Likeness:
    """Group documents by pattern, where exchanging names cannot change the answer."""
    if not symmetric(question.admission):
        return Likeness(tuple(todo), tuple(range(len(todo))), (None,) * len(todo))
    firsts: list[tuple[Item, Pattern]] = []
    place: dict[object, int] = {}
    first: list[int] = []
    renamings: list[Renaming | None] = []
    for item in todo:
        pattern = question.cast.patterns.of(item[0], item[1].values)
        index = place.setdefault(pattern.key, len(firsts))
        if index == len(firsts):
            firsts.append((item, pattern))
            renamings.append(None)
        else:
            renamings.append(renaming(firsts[index][1], pattern))
        first.append(index)
    return Likeness(tuple(item for item, _ in firsts), tuple(first), tuple(renamings))


def symmetric(admission: Admission) -> bool:
    """Whether the admitted absences name nobody in particular."""
    return admission == Admission(at_most=admission.at_most, kinds=admission.kinds)


def renamed(result: DocumentResult, item: Item, names: Renaming, book: Rulebook) -> DocumentResult:
    """The answer for another document of the same pattern."""
    core = _rules(result.core, names)
    gaps = (_gap(gap, names, book) for gap in result.gaps)
    return replace(
        result,
        document=item[0],
        case=item[1],
        unspecified=tuple(_unspecified(u, names, book) for u in result.unspecified),
        gaps=tuple(sorted(gaps, key=lambda gap: box_order(gap.box))),
        core=tuple(sorted(core)),
        core_articles=cited(core, book.rules),
    )


def _rules(rules: Iterable[str], names: Renaming) -> tuple[str, ...]:
    return tuple(names.rules[rule] for rule in rules)


def _unspecified(item: Unspecified, names: Renaming, book: Rulebook) -> Unspecified:
    rule = names.rules[item.rule]
    return Unspecified(item.act, rule, cited((rule,), book.rules))


def _gap(gap: Gap, names: Renaming, book: Rulebook) -> Gap:
    return replace(
        gap,
        box=_box(gap.box, names),
        rules=tuple(sorted(_rules(gap.rules, names))),
        articles=cited(_rules(gap.rules, names), book.rules, quorums(gap.failed, book)),
        failed=tuple(_failed(step, names) for step in gap.failed),
        conflict=_rules(gap.conflict, names),
    )


def _box(box: Box, names: Renaming) -> Box:
    return Box(
        tuple(sorted((names.people[person], kinds) for person, kinds in box.absent)),
        tuple(sorted(names.people[person] for person in box.present)),
        tuple(sorted(names.posts[post] for post in box.vacant)),
        tuple(sorted(names.posts[post] for post in box.filled)),
        box.readings,
    )


def _failed(step: FailedStep, names: Renaming) -> FailedStep:
    shortfalls = tuple(
        replace(short, rule=names.rules[short.rule], person=names.people[short.person])
        for short in step.shortfalls
    )
    return replace(
        step, rules=_rules(step.rules, names), shortfalls=shortfalls, unmet=_rules(step.unmet, names)
    )
