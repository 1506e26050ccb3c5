"""One act on one document left to two authorities by two provisions.

``two-authorities``: two rules of different articles or paragraphs, both of which can apply to one
document in one case under one reading, name different people for one act in their own right, and
neither names all whom the other one names. Alternatives inside one paragraph are no such defect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from guiju.model.authority import Authority
from guiju.model.citation import Citation
from guiju.model.rulebook import Rulebook
from guiju.model.text import Text
from guiju.verify.findings import compatible
from guiju.verify.lint.cases import readings
from guiju.verify.lint.finding import Finding, Ref, Words, finding
from guiju.verify.lint.names import named

Pair = tuple[str, str]


def two_authorities(book: Rulebook) -> tuple[Finding, ...]:
    """One finding for each pair of rules, over all documents that both name."""
    found: dict[Pair, list[str]] = {}
    for document in sorted(book.documents):
        for pair in _pairs(book, document):
            found.setdefault(pair, []).append(document)
    return tuple(_finding(book, pair, documents) for pair, documents in sorted(found.items()))


def _pairs(book: Rulebook, document: str) -> Iterator[Pair]:
    rules = [rule for rule in book.naming(document) if isinstance(rule, Authority)]
    for one, other in combinations(rules, 2):
        if one.act == other.act and _apart(one, other) and compatible((one.when, other.when)):
            ours, theirs = named(one, book, [other.when]), named(other, book, [one.when])
            if ours - theirs and theirs - ours:
                yield one.id, other.id


def _apart(one: Authority, other: Authority) -> bool:
    """Two provisions: another article, or another paragraph of the same."""
    bases = (one.basis, other.basis)
    places = [(basis.article, basis.paragraph) for basis in bases if isinstance(basis, Citation)]
    return len(set(places)) == 2


def _finding(book: Rulebook, pair: Pair, documents: list[str]) -> Finding:
    one, other = (rule for rule in (book.rules[id] for id in pair) if isinstance(rule, Authority))
    about: dict[str, Words | Iterable[Words]] = {
        "documents": [Ref("document", id) for id in documents],
        "act": Ref("act", one.act),
        "ours": sorted(named(one, book, [other.when])),
        "theirs": sorted(named(other, book, [one.when])),
    }
    code, under = "two-authorities", _readings(book, one, other)
    if under:
        code, about["readings"] = f"{code}-by-reading", under
    return finding(code, "+".join(pair), about, rules=pair, book=book)


def _readings(book: Rulebook, one: Authority, other: Authority) -> tuple[Text, ...]:
    """The options under which both rules apply; empty where every reading lets them."""
    allowed: dict[str, set[str]] = {}
    for term, options in (*one.when.terms, *other.when.terms):
        if term in book.switches:
            allowed[term] = allowed.get(term, set(options)) & set(options)
    ids = sorted(allowed)
    if not ids:
        return ()
    chosen = product(*(sorted(allowed[id]) for id in ids))
    return readings(tuple(tuple(zip(ids, options, strict=True)) for options in chosen))
