"""All that a rulebook answers, so that two rulebooks with one roster can be compared exactly.

Two conditions say the same under every reading exactly when their diagrams over statuses and open
switches are the same node: a change is seen, or it is proved to change nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from guiju.model.authority import Authority, OfPost, Rule, Silence
from guiju.model.cases import EVERY, cases
from guiju.model.claim import Admission, Claim
from guiju.model.condition import FALSE, TRUE, Away, Condition, InForce, Reads, Vacant, any_of, leaf, leaves
from guiju.model.office import Roster
from guiju.model.rulebook import Rulebook
from guiju.verify.properties import PROPERTIES, Found
from guiju.verify.question import Cast, Mandates, Question
from guiju.verify.space import Space, space_of

MODES: tuple[Mandates, ...] = ("none", "given")
Answer = tuple[Condition, tuple[str, ...]]
"""The settled condition, and the rules by which the text names nobody."""


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
        """Document by document, then the meetings and claims where ``bodies`` asks for them."""
        cast, vacant = Cast(book, self.roster), Admission(vacant=tuple(sorted(book.posts)))
        questions = [Question(cast, {}, mandates, admission=vacant) for mandates in MODES]
        for document in documents:
            for question in questions:
                yield from self._of_document(question, document)
        for question in questions if bodies else ():
            yield from self._of_meetings(question)
        for question in questions if bodies else ():
            yield from self._of_claims(question)

    def _of_meetings(self, question: Question) -> Iterator[tuple[Hashable, Answer]]:
        for body in sorted(question.rulebook.bodies):
            able = question.resolver.actors.at_meeting(body, {})
            for act in sorted(question.rulebook.acts):
                yield (question.mandates, body, act), (question.settle(able.get(act, FALSE)), ())

    def _of_claims(self, question: Question) -> Iterator[tuple[Hashable, Answer]]:
        """When claims about powers fail (two acting heads), and when somebody acts for the post at all."""
        for claim in self.book.claims.values():
            for about, case, violation, _ in PROPERTIES.get(claim.kind, _nothing)(claim, question):
                key = (question.mandates, claim.id, about, tuple(case.values.items()))
                yield key, (question.settle(violation), ())
            if claim.act is not None and claim.post is not None and claim.post in self.book.posts:
                routes = question.resolver.actors.routes(OfPost(claim.post), claim.act, "", {})
                held = any_of(route.condition for route in routes)
                yield (question.mandates, claim.id, "held"), (question.settle(held), ())

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

    @cached_property
    def turning(self) -> frozenset[str]:
        """The readings on which some answer turns."""
        compiled = {self.space.compile(condition) for condition, _ in self.original.values()}
        tested = {index for node in compiled for index in self.space.diagrams.support(node)}
        return frozenset(
            v.id for i, v in enumerate(self.space.variables) if i in tested and v.sort == "reads"
        )

    @cached_property
    def _using(self) -> Mapping[str, frozenset[str]]:
        """Rule -> the documents whose conditions mention it: where a change shows first."""
        resolver, found = Question(Cast(self.book, self.roster), {}).resolver, dict[str, set[str]]()
        for document in self.book.documents:
            every = dict.fromkeys(self.book.documents[document].attributes, EVERY)
            for case in cases(self.book, self.roster, document, every)[:1]:
                for item in leaves(resolver.chain(document, case.values).condition):
                    if isinstance(item, InForce):
                        found.setdefault(item.rule, set()).add(document)
        return {rule: frozenset(documents) for rule, documents in found.items()}

    def differ(self, id: str, mutant: Rule | None) -> bool:
        """Whether some answer changes when a rule becomes the mutant (None: is dropped)."""
        rules = {other: rule for other, rule in self.book.rules.items() if other != id}
        if mutant is not None:
            rules[id] = mutant
        named = tuple(getattr(self.book.rules[id], "documents", ()))
        bodies = bool(getattr(self.book.rules[id], "bodies", ()))
        everything = not named and not bodies
        using = self._using.get(id, frozenset())
        documents = sorted(self.book.documents if everything else named, key=lambda d: (d not in using, d))
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
