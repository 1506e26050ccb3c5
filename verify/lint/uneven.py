"""A step that one family of documents asks for on account of its content, and another one does not.

Let h be the harder form of p (``special-of``), and x an act for which some rule on h can ask under the
reading, or a fact that h must always show. Option o of attribute a *brings* x where h stands in a possible
case with a = o, p (and not h) stands where only a differs from that case, h has x and p has not. It is
*uneven*, and ``uneven-step`` (an act) or ``uneven-requirement`` (a fact), where changing one other attribute
of that case leads to a possible case, a = o still, in which a document type e stands and none that has x,
even conditionally. Left out are such e

* in which whoever does x on h takes part anyway, and
* for which the text, under some reading, names nobody at all: that silence is found elsewhere.

The harder form says which attribute matters: without it "legal content in special meetings" and "special
meetings with legal content" would be one and the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from guiju.model.authority import Authority, Silence
from guiju.model.document import ChoiceAttribute
from guiju.model.procedure import Requirement
from guiju.model.reading import Guard, Reading
from guiju.model.rulebook import Rulebook
from guiju.verify.diagram import FALSE, TRUE, Diagrams
from guiju.verify.lint.finding import Finding, Ref, Region, Words, finding
from guiju.verify.lint.names import named
from guiju.verify.lint.territory import Territory, territory_of
from guiju.verify.question import Question

Option = tuple[str, str]


def uneven(question: Question) -> tuple[Finding, ...]:
    """One finding for each option and step, with the documents that have it and those that lack it."""
    territory = territory_of(question.rulebook)
    if territory is None:
        return ()
    return tuple(_Uneven(question.rulebook, question.reading, territory).findings())


@dataclass(frozen=True)
class _Uneven:
    book: Rulebook
    reading: Reading
    territory: Territory

    def findings(self) -> Iterator[Finding]:
        having: dict[tuple[Option, Ref], list[str]] = {}
        lacking: dict[tuple[Option, Ref], set[str]] = {}
        for harder in self.territory.standing:
            for plain in self.book.documents[harder].special_of:
                for step in sorted(self._always(harder) - self._always(plain)):
                    for option, where in self._brings(harder, plain, step):
                        having.setdefault((option, step), []).append(harder)
                        missed = self._missed(harder, step, option, where)
                        lacking.setdefault((option, step), set()).update(missed)
        for key, documents in having.items():
            if lacking[key]:
                yield self._finding(*key, tuple(dict.fromkeys(documents)), tuple(sorted(lacking[key])))

    def _brings(self, harder: str, plain: str, step: Ref) -> Iterator[tuple[Option, int]]:
        """The options that bring a step, with the cases in which they do."""
        territory, diagrams = self.territory, self.territory.diagrams
        if plain not in territory.standing:
            return
        hard = self._with(harder, step)
        simple = territory.outside(territory.standing[plain], territory.standing[harder])
        for attribute, options in territory.options.items():
            for option in options:
                here = territory.having(attribute, [option])
                other = diagrams.exists(territory.outside(simple, here), territory.variable(attribute))
                where = diagrams.all([hard, here, other])
                if where != FALSE:
                    yield (attribute, option), where

    def _missed(self, harder: str, step: Ref, option: Option, where: int) -> Iterator[str]:
        """The documents that stand next to these cases, with the same option, and lack the step."""
        territory, diagrams = self.territory, self.territory.diagrams
        attribute, chosen = option
        having = diagrams.any(self._with(id, step) for id in territory.standing)
        here = territory.outside(territory.having(attribute, [chosen]), having)
        doers = self._doers(harder, step)
        for id, node in territory.standing.items():
            left = diagrams.both(node, here)
            near = any(
                diagrams.both(where, diagrams.exists(left, territory.variable(other))) != FALSE
                for other in territory.options
                if other != attribute
            )
            if near and self._speaks(id) and not (doers and doers <= self._takes_part(id)):
                yield id

    def _always(self, document: str) -> frozenset[Ref]:
        """The acts for which some rule asks, and the facts that every file must show."""
        return frozenset(self._acts(document)) | {
            Ref("fact", fact)
            for norm in self._requirements(document)
            if not norm.facts
            for fact in norm.needs
        }

    def _acts(self, document: str) -> Mapping[Ref, list[Authority | Silence]]:
        found: dict[Ref, list[Authority | Silence]] = {}
        for rule in self.book.naming(document):
            if isinstance(rule, Authority | Silence) and self._can_apply(rule.when):
                found.setdefault(Ref("act", rule.act), []).append(rule)
        return found

    def _can_apply(self, guard: Guard) -> bool:
        """Whether the reading lets a guard hold."""
        return all(self.reading.get(term, options[0]) in options for term, options in guard.terms)

    def _requirements(self, document: str) -> tuple[Requirement, ...]:
        norms = (norm for norm in self.book.procedure_of(document) if isinstance(norm, Requirement))
        return tuple(norm for norm in norms if self._can_apply(norm.when))

    def _with(self, document: str, step: Ref) -> int:
        """The cases in which a document type stands and has a step, be it conditionally."""
        territory = self.territory
        guards: list[Guard] = [rule.when for rule in self._acts(document).get(step, ())]
        if step.sort == "fact":
            guards = [norm.when for norm in self._requirements(document) if step.id in norm.needs]
        own = self.book.documents[document].attributes
        return territory.diagrams.both(
            territory.standing[document],
            territory.diagrams.any(
                territory.diagrams.all(
                    territory.having(term, options)
                    for term, options in guard.terms
                    if term in territory.options and term in own
                )
                for guard in guards
            ),
        )

    def _doers(self, document: str, step: Ref) -> frozenset[Ref]:
        """Those whom the text names for a step."""
        return frozenset(who for rule in self._acts(document).get(step, ()) for who in self._named[rule.id])

    def _takes_part(self, document: str) -> frozenset[Ref]:
        return frozenset(
            who for rules in self._acts(document).values() for r in rules for who in self._named[r.id]
        )

    @cached_property
    def _named(self) -> Mapping[str, frozenset[Ref]]:
        return {
            id: named(rule, self.book) if isinstance(rule, Authority) else frozenset()
            for id, rule in self.book.rules.items()
            if isinstance(rule, Authority | Silence)
        }

    def _speaks(self, document: str) -> bool:
        """Whether, whatever the reading, the text names somebody for an act on it in the default case."""
        switches = {id: tuple(switch.options) for id, switch in self.book.switches.items()}
        order, readings = list(switches), Diagrams([len(options) for options in switches.values()])
        return (
            readings.any(
                readings.all(
                    readings.literal(order.index(term), map(switches[term].index, options))
                    for term, options in rule.when.terms
                    if term in switches
                )
                for rule in self.book.naming(document)
                if isinstance(rule, Authority) and self._by_default(rule.when)
            )
            == TRUE
        )

    def _by_default(self, guard: Guard) -> bool:
        """Whether the choices that a case makes unless it says otherwise meet a guard."""
        attributes = ((self.book.attributes.get(term), options) for term, options in guard.terms)
        return all(
            item.default in options for item, options in attributes if isinstance(item, ChoiceAttribute)
        )

    def _finding(
        self, option: Option, step: Ref, having: tuple[str, ...], lacking: tuple[str, ...]
    ) -> Finding:
        attribute, chosen = option
        about: dict[str, Words | Iterable[Words]] = {
            "option": Region(((attribute, (chosen,)),)),
            "step": step,
            "having": [Ref("document", id) for id in having],
            "lacking": [Ref("document", id) for id in lacking],
        }
        rules = [rule.id for id in having for rule in self._acts(id).get(step, ())]
        rules += [
            n.id
            for id in having
            for n in self._requirements(id)
            if step.id in n.needs and step.sort == "fact"
        ]
        bases = [basis for id in lacking for basis in self.book.documents[id].bases]
        code = "uneven-step" if step.sort == "act" else "uneven-requirement"
        return finding(code, f"{attribute}={chosen}/{step.id}", about, bases, rules, self.book)
