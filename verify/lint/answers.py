"""All that a rulebook answers, so that two rulebooks with one roster can be compared exactly.

Two conditions say the same under every reading exactly when their diagrams over statuses and open
switches are the same node: a change is seen, or it is proved to change nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from guiju.model.authority import Authority, Rule, Silence
from guiju.model.cases import EVERY, cases
from guiju.model.claim import Admission, Claim
from guiju.model.condition import FALSE, TRUE, Away, Condition, Reads, Vacant, leaf
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook
from guiju.verify.properties import PROPERTIES, Found
from guiju.verify.question import Cast, Question
from guiju.verify.space import Space, space_of

Answer = tuple[Condition, tuple[str, ...]]
"""The settled condition, and the steps for which the text names nobody."""


def _nothing(claim: Claim, question: Question) -> Found:
    yield from ()


@dataclass(frozen=True)
class Answers:
    """The answers for every document, case, mode of mandates and reading of silence, every meeting and claim.

    They say which steps are asked for and whether somebody can take them all. Any post may be vacant.
    """

    book: Rulebook
    roster: Roster

    def of(self, book: Rulebook, documents: Iterable[str], bodies: bool) -> Iterator[tuple[Hashable, Answer]]:
        cast = Cast(book, self.roster)
        for mandates in ("none", "given"):
            question = Question(cast, {}, mandates, admission=Admission(vacant=tuple(sorted(book.posts))))
            for document in sorted(documents):
                yield from self._of_document(question, document)
            if documents and bodies:
                yield from self._of_claims(question)
            for body in sorted(book.bodies) if bodies else ():
                able = question.resolver.actors.at_meeting(body, {})
                for act in sorted(book.acts):
                    yield (mandates, body, act), (question.settle(able.get(act, FALSE)), ())

    def _of_claims(self, question: Question) -> Iterator[tuple[Hashable, Answer]]:
        """The conditions under which claims about powers fail, such as two acting heads."""
        for claim in self.book.claims.values():
            for about, case, violation, _ in PROPERTIES.get(claim.kind, _nothing)(claim, question):
                key = (question.mandates, claim.id, about, tuple(case.values.items()))
                yield key, (question.settle(violation), ())

    def _of_document(self, question: Question, document: str) -> Iterator[tuple[Hashable, Answer]]:
        """In the cases of the original book: a mutant may tell fewer of them apart."""
        every = dict.fromkeys(self.book.documents[document].attributes, EVERY)
        for case in cases(self.book, self.roster, document, every):
            chain = question.resolver.chain(document, case.values)
            silent = tuple(r.id for s in chain.steps for r in s.rules if isinstance(r, Silence))
            for somebody in (True, False):
                key = (question.mandates, document, tuple(case.values.items()), somebody)
                yield key, (question.settle(chain.condition, somebody=somebody), silent)
            asked = {step.act: step.required for step in chain.steps}
            for act in self._acts(document):
                step = (question.mandates, document, tuple(case.values.items()), act)
                yield step, (question.settle(asked.get(act, FALSE)), ())

    def _acts(self, document: str) -> list[str]:
        """The acts that the original book may ask for: without its only rule a step is gone."""
        naming = self.book.naming(document)
        return sorted({rule.act for rule in naming if isinstance(rule, Authority | Silence)})

    @cached_property
    def original(self) -> Mapping[Hashable, Answer]:
        return dict(self.of(self.book, self.book.documents, True))

    def differ(self, id: str, mutant: Rule | None) -> bool:
        """Whether some answer changes when a rule becomes the mutant (None: is dropped)."""
        rules = {other: rule for other, rule in self.book.rules.items() if other != id}
        if mutant is not None:
            rules[id] = mutant
        named = frozenset(getattr(self.book.rules[id], "documents", ()))
        bodies = bool(getattr(self.book.rules[id], "bodies", ()))
        everything = not named and not bodies
        documents = self.book.documents if everything else named
        changed = self.of(replace(self.book, rules=rules), documents, bodies or everything)
        return any(not self._same(answer, self.original[key]) for key, answer in changed)

    @cached_property
    def space(self) -> Space:
        """One space for all answers, in which every kind of absence is told apart."""
        options = {id: tuple(sorted(switch.options)) for id, switch in self.book.switches.items()}
        apart = [leaf(Away(p, frozenset([k]))) for p in self.roster.people for k in self.book.kinds]
        kept = [leaf(Reads(id, option)) for id in options for option in options[id]]
        vacant = [leaf(Vacant(post)) for post in self.book.posts]
        return space_of([*apart, *kept, *vacant], TRUE, tuple(self.book.kinds), options)

    def _same(self, one: Answer, other: Answer) -> bool:
        if one[1] != other[1]:
            return False
        return one[0] is other[0] or self.space.compile(one[0]) == self.space.compile(other[0])
