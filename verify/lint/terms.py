"""The text itself: terms, scope, adoption, silence, words that claim two forces."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.model.citation import Citation
from guiju.model.guards import guards_of
from guiju.model.regulation import Term
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground


def text_findings(ground: Ground) -> Iterator[Finding]:
    yield from silent_acts(ground)
    yield from undefined_terms(ground)
    yield from doubly_named_terms(ground)
    yield from scope_mismatch(ground)
    yield from unrecorded_adoption(ground)
    yield from mixed_force(ground)


def silent_acts(ground: Ground) -> Iterator[Finding]:
    """``silent-act``: an act is asked for, and nobody is named."""
    for rule in ground.book.silences:
        if ground.possible(rule.when):
            documents = [Ref("document", id) for id in rule.documents]
            about = {"act": Ref("act", rule.act), "documents": documents}
            yield finding("silent-act", rule.id, about, rules=[rule.id], book=ground.book)


def undefined_terms(ground: Ground) -> Iterator[Finding]:
    """``undefined-term``: a word on which rules or duties depend, and no article says what it means."""
    for id, term in sorted(ground.book.regulation.terms.items()):
        if not term.defined:
            rules = list(_depending(ground, term))
            about = {"term": Ref("term", id), "rules": [Ref("rule", rule) for rule in rules]}
            yield finding("undefined-term", id, about, term.bases, rules, ground.book)


def _depending(ground: Ground, term: Term) -> Iterator[str]:
    """The rules and norms whose application turns on the term."""
    book = ground.book
    for rule in book.rules.values():
        if any(set(term.attributes) & set(guard.asked) for guard in guards_of(rule, book.signers)):
            yield rule.id
    for norm in book.procedure.values():
        asked = {*norm.when.asked, *getattr(norm, "facts", ()), *getattr(norm, "unless", ())}
        if asked & {*term.attributes, *term.facts}:
            yield norm.id


def doubly_named_terms(ground: Ground) -> Iterator[Finding]:
    """``doubly-named-term``: the text uses several words for one thing."""
    for id, term in sorted(ground.book.regulation.terms.items()):
        if term.others:
            about = {"term": Ref("term", id), "others": term.others}
            yield finding("doubly-named-term", id, about, term.bases)


def scope_mismatch(ground: Ground) -> Iterator[Finding]:
    """``scope-mismatch``: the text is addressed to some to whom it does not say that it applies."""
    scope = ground.book.regulation.scope
    if scope is None:
        return
    outside = [party for party in scope.addressed if party not in scope.applies]
    if outside:
        bases = [basis for id in outside for basis in ground.book.regulation.parties[id].bases]
        about = {"parties": [Ref("party", id) for id in outside]}
        yield finding("scope-mismatch", "", about, [scope.basis, *bases])


def unrecorded_adoption(ground: Ground) -> Iterator[Finding]:
    """``unrecorded-adoption``: bodies decide, and the text does not say which of them adopted it."""
    deciding = [id for id in sorted(ground.book.bodies) if ground.book.at_body(id)]
    if deciding and ground.book.regulation.adopted is None:
        yield finding("unrecorded-adoption", "", {"bodies": [Ref("body", id) for id in deciding]})


def mixed_force(ground: Ground) -> Iterator[Finding]:
    """``mixed-force``: the same words bind and bind in principle only (原则上须)."""
    book = ground.book
    behind: dict[str, list[str]] = {}
    terms: dict[str, Citation] = {}
    for rule in (*book.rules.values(), *book.procedure.values()):
        if isinstance(rule.basis, Citation) and rule.basis.against is not None:
            behind.setdefault(_place(rule.basis), []).append(rule.id)
            terms.setdefault(_place(rule.basis), rule.basis)
    for place, rules in sorted(behind.items()):
        about = {"rules": [Ref("rule", id) for id in rules]}
        yield finding("mixed-force", place, about, [terms[place]], rules, book)


def _place(basis: Citation) -> str:
    return basis.article if basis.paragraph is None else f"{basis.article}-{basis.paragraph}"
