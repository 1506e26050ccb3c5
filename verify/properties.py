"""The properties behind claims: each yields the conditions under which it fails.

sole-authority: unsatisfiable iff never two people act as the post under one grant.
separation: unsatisfiable iff no document can be completed only by breaking an incompatibility.
reserved: unsatisfiable iff nobody but the holder (or those listed) can do the act or take part in it.
convenable: unsatisfiable iff every meeting can be convened and chaired, and its minutes signed in some case.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import prod

from guiju.model.actors import ExpansionTooLarge
from guiju.model.authority import Mandate, OfPost, OfRole, Substitution
from guiju.model.cases import EVERY, CaseOf, cases
from guiju.model.claim import Claim
from guiju.model.condition import (
    Condition,
    Granted,
    Leaf,
    all_of,
    any_of,
    at_least,
    constant,
    leaves,
    negate,
    rewrite,
)
from guiju.model.route import Route
from guiju.verify.question import Question

MOST_GRANTS = 4096


def every_case(question: Question) -> dict[str, str]:
    """Claims hold for every case: all values of all attributes."""
    return dict.fromkeys(question.rulebook.attributes, EVERY)


def claimed(claim: Claim, question: Question, document: str) -> Iterator[CaseOf]:
    """The cases of a document that a claim speaks of: every one, unless it names values."""
    used = question.rulebook.documents[document].attributes
    named = {id: values for id, values in claim.case.items() if id in used}
    seen: set[tuple[tuple[str, str], ...]] = set()
    for chosen in itertools.product(*named.values()):
        asked = {**every_case(question), **dict(zip(named, chosen, strict=True))}
        for case in cases(question.rulebook, question.roster, document, asked):
            key = tuple(sorted(case.values.items()))
            if key not in seen:
                seen.add(key)
                yield case


Found = Iterator[tuple[str, CaseOf, Condition, frozenset[str]]]
"""Document (or body), case, the condition under which the claim fails, and the rules that were examined."""


def _sole_authority(claim: Claim, question: Question) -> Found:
    """Two who act in place of the holder, under one grant of each mandate."""
    assert claim.post is not None and claim.act is not None
    nowhere = CaseOf({}, {}, {})
    routes = question.resolver.actors.routes(OfPost(claim.post), claim.act, "", {})
    acting = [route for route in routes if route.relation != "incumbent"]
    two = at_least(2, _by_person(acting).values())
    violation = any_of(_one_grant(two, grants, question) for grants in _single_grants(two, question))
    yield "", nowhere, violation, _rules_of(acting)


def _single_grants(condition: Condition, question: Question) -> Iterator[frozenset[Granted]]:
    """Every way to grant each mandate to one person; notices are not grants."""
    book = question.rulebook
    by_rule: dict[str, list[Granted]] = {}
    for item in leaves(condition):
        if isinstance(item, Granted):
            rule = book.rules[item.rule]
            mandated = isinstance(rule, Mandate) or (
                isinstance(rule, Substitution) and any(a.value == "by-mandate" for a in rule.activation)
            )
            if mandated:
                by_rule.setdefault(item.rule, []).append(item)
    ways = [[None, *sorted({g.to for g in grants})] for grants in by_rule.values()]
    if prod(map(len, ways)) > MOST_GRANTS:
        raise ExpansionTooLarge(f"more than {MOST_GRANTS} ways to grant the mandates of one claim")
    for chosen in itertools.product(*ways):
        to = dict(zip(by_rule, chosen, strict=True))
        yield frozenset(g for rule, grants in by_rule.items() for g in grants if g.to == to[rule])


def _one_grant(condition: Condition, grants: frozenset[Granted], question: Question) -> Condition:
    rules = {g.rule for g in leaves(condition) if isinstance(g, Granted)}

    def value(item: Leaf) -> Condition | None:
        if isinstance(item, Granted):
            rule = question.rulebook.rules[item.rule]
            notice = isinstance(rule, Substitution) and not any(
                a.value == "by-mandate" for a in rule.activation
            )
            return constant(notice or item in grants)
        return None

    return rewrite(condition, value) if rules else condition


def _separation(claim: Claim, question: Question) -> Found:
    for document in claim.documents:
        for case in claimed(claim, question, document):
            chain = question.resolver.chain(document, case.values)
            examined = frozenset(rule.id for step in chain.steps for rule in step.rules)
            yield document, case, _and_not(chain.waived, chain.separated), examined


def _reserved(claim: Claim, question: Question) -> Found:
    """Anybody but those who may can do the act, or take part in it, under any rule on the document."""
    assert claim.post is not None and claim.act is not None
    book, roster = question.rulebook, question.roster
    for document in claim.documents:
        for case in claimed(claim, question, document):
            allowed = {p for p, who in roster.people.items() if set(claim.to) & set(who.posts)}
            capacity = OfPost(claim.post) if claim.post in book.posts else OfRole(claim.post)
            circumstance = question.resolver.walk.circumstance
            allowed |= {person for person, _ in circumstance.incumbents(capacity, case.values)}
            found = [
                (condition, rules)
                for person, condition, rules in question.resolver.doers(claim.act, document, case.values)
                if person not in allowed
            ]
            behind = frozenset(rule for _, rules in found for rule in rules)
            own = frozenset(question.resolver.signature(document))
            yield document, case, any_of(condition for condition, _ in found), behind | own


def _convenable(claim: Claim, question: Question) -> Found:
    """The first item is the body. Its minutes are signed by whoever the case names, such as the convener."""
    book, resolver = question.rulebook, question.resolver
    for body in claim.bodies:
        minuted = [
            any_of(resolver.chain(document, case.values).condition for case in _all_cases(question, document))
            for document in book.bodies[body].minutes
        ]
        examined = [rule.id for rule in book.at_body(body)]
        examined += [rule.id for document in book.bodies[body].minutes for rule in book.naming(document)]
        able = all_of([resolver.actors.meets(body, {}), *minuted])
        yield body, CaseOf({}, {}, {}), negate(able), frozenset(examined)


def _all_cases(question: Question, document: str) -> tuple[CaseOf, ...]:
    return cases(question.rulebook, question.roster, document, every_case(question))


def _and_not(one: Condition, other: Condition) -> Condition:
    return negate(any_of([negate(one), other]))


def _rules_of(routes: Iterable[Route]) -> frozenset[str]:
    return frozenset(rule for route in routes for rule in route.rules)


def _by_person(routes: Iterable[Route]) -> dict[str, Condition]:
    found: dict[str, list[Condition]] = {}
    for route in routes:
        found.setdefault(route.person, []).append(route.condition)
    return {person: any_of(ways) for person, ways in sorted(found.items())}


PROPERTIES: Mapping[str, Callable[[Claim, Question], Found]] = {
    "sole-authority": _sole_authority,
    "separation": _separation,
    "reserved": _reserved,
    "convenable": _convenable,
}
