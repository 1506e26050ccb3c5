"""Signing coverage: every document, in every case, with its gaps explained and replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from guiju.model.authority import Silence
from guiju.model.cases import CaseOf, cases
from guiju.model.citation import articles
from guiju.model.condition import Condition
from guiju.model.reading import Reading, profile
from guiju.model.resolve import Chain
from guiju.model.world import World, evaluate
from guiju.verify.cause import Causes
from guiju.verify.core import core_of
from guiju.verify.explain import Explainer, cited, quorums
from guiju.verify.gaps import EnginesDisagree, shape_of, shapes_of
from guiju.verify.likeness import likeness, renamed
from guiju.verify.question import Question
from guiju.verify.verdict import Box, DocumentResult, Gap, Unspecified, Verdict

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Coverage:
    """Answers one question for any documents; equal conditions are solved once."""

    question: Question
    _gaps: dict[tuple[object, ...], Gap] = field(default_factory=dict)

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.question.cast)

    @cached_property
    def causes(self) -> Causes:
        return Causes(self.question)

    def documents(
        self,
        ids: Iterable[str],
        named: Mapping[str, str],
        progress: Progress = lambda done, total: None,
        *,
        explain: bool = True,
    ) -> tuple[DocumentResult, ...]:
        """Results sorted by document and case. Without ``explain``, gaps are boxes only."""
        book, roster = self.question.rulebook, self.question.roster
        todo = [(id, case) for id in sorted(ids) for case in cases(book, roster, id, named)]
        return self.cases(todo, progress, explain=explain)

    def cases(
        self,
        todo: Sequence[tuple[str, CaseOf]],
        progress: Progress = lambda done, total: None,
        *,
        explain: bool = True,
    ) -> tuple[DocumentResult, ...]:
        """Results of documents in given cases, in order; those of one pattern are solved once."""
        alike = likeness(self.question, todo)
        shapes_of(self.question, (c for id, case in alike.firsts for c in self._conditions(id, case)))
        solved = []
        for done, (id, case) in enumerate(alike.firsts):
            solved.append(self.document(id, case, explain=explain))
            progress(done + 1, len(alike.firsts))
        book = self.question.rulebook
        return tuple(
            solved[first] if names is None else renamed(solved[first], item, names, book)
            for item, first, names in zip(todo, alike.first, alike.renamings, strict=True)
        )

    def _conditions(self, id: str, case: CaseOf) -> tuple[Condition, Condition]:
        """The settled chain with unnamed steps done by somebody, and by nobody."""
        question = self.question
        chain = question.resolver.chain(id, case.values)
        somebody = question.settle(chain.condition)
        if not self._silences(chain):
            return somebody, somebody
        return somebody, question.settle(chain.condition, somebody=False)

    def document(self, id: str, case: CaseOf, *, explain: bool = True) -> DocumentResult:
        question = self.question
        chain = question.resolver.chain(id, case.values)
        shape, nobody = (shape_of(question, condition) for condition in self._conditions(id, case))
        silences = self._silences(chain)
        verdict = _verdict(shape.verdict, nobody.verdict)
        gaps = tuple(self.gap(chain, box) if explain else Gap(box) for box in shape.boxes)
        core: tuple[str, ...] = ()
        if verdict == "proved":
            core = core_of(question, chain)
        return DocumentResult(
            id,
            case,
            verdict,
            shape.resilience,
            shape.at_least,
            shape.complete and nobody.complete,
            silences,
            gaps,
            bool(silences) and nobody.verdict != "proved",
            core,
            cited(core, question.rulebook.rules),
            shape.unlisted,
        )

    def _silences(self, chain: Chain) -> tuple[Unspecified, ...]:
        return tuple(
            Unspecified(step.act, rule.id, articles((rule.basis,)))
            for step in chain.steps
            for rule in step.rules
            if isinstance(rule, Silence)
        )

    def gap(self, chain: Chain, box: Box) -> Gap:
        """Replay a box through ``evaluate`` and say what is behind it."""
        key = (chain.signature, tuple(sorted(chain.case.items())), box)
        if key not in self._gaps:
            self._gaps[key] = self._gap(chain, box)
        return self._gaps[key]

    def _gap(self, chain: Chain, box: Box) -> Gap:
        reading = self._reading(box)
        full = self.explainer.chain(chain.document, chain.case, reading)
        world = self._world(box, full, reading)
        if evaluate(full.condition, world):
            raise EnginesDisagree(f"{chain.document}: the replayed world is not blocked: {box!r}")
        failed = self.explainer.failed_steps(full, world)
        conflict = self.explainer.conflicts(full, world)
        behind = {rule for step in failed for rule in step.rules} | set(conflict)
        behind |= {shortfall.rule for step in failed for shortfall in step.shortfalls}
        behind |= self._in_conflict(conflict, full, world)
        return Gap(
            box,
            tuple(sorted(behind)),
            cited(behind, self.question.rulebook.rules, quorums(failed, self.question.rulebook)),
            failed,
            conflict,
            self.causes.of(full, box, reading),
        )

    def _in_conflict(self, conflict: tuple[str, ...], chain: Chain, world: World) -> set[str]:
        """The rules by which the same person comes to do both acts."""
        book = self.question.rulebook
        acts = {act for id in conflict for act in getattr(book.rules[id], "acts", ())}
        return {
            id
            for step in chain.steps
            if step.act in acts
            for rule, route in self.explainer.actors(step, chain, world)
            for id in (rule.id, *route.rules)
        }

    def _reading(self, box: Box) -> Reading:
        """The reading in force, with one for which the box holds where switches are open."""
        strict = profile(self.question.rulebook.switches, "strict")
        return {**strict, **self.question.reading, **dict(box.readings[0] if box.readings else ())}

    def _world(self, box: Box, chain: Chain, reading: Reading) -> World:
        """The canonical world of a box: the first kind each, everybody else present."""
        absent = {person: kinds[0] for person, kinds in box.absent}
        vacant = frozenset(box.vacant)
        return World(absent, vacant, self.question.grants(chain.condition, vacant), reading, somebody=True)


def _verdict(somebody: Verdict, nobody: Verdict) -> Verdict:
    """The verdict of a step that names nobody: the same either way, or ``unspecified``."""
    if somebody == nobody:
        return somebody
    if "unknown" in (somebody, nobody):
        return "unknown"
    return "unspecified"
