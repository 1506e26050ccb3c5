"""The claim ``one-rule-per-case``: every possible case is governed, and no two rules for it disagree."""

from __future__ import annotations

from guiju.model.citation import articles
from guiju.model.claim import Claim
from guiju.verify.lint.cases import conflicting, ungoverned
from guiju.verify.lint.finding import Finding
from guiju.verify.question import Question
from guiju.verify.verdict import Verdict


def one_rule_per_case(
    claim: Claim, question: Question
) -> tuple[Verdict, tuple[Finding, ...], tuple[str, ...]]:
    """The verdict, the holes and conflicts that refute it, and the articles that a proof rests on.

    Holes are cases in which no document type at all stands; conflicts are looked for among those of the
    claim. A reading that is left open refutes it if some option makes rules disagree.
    """
    book = question.rulebook
    if book.case_space is None:
        return "vacuous", (), ()
    found = (*ungoverned(question), *conflicting(question, claim.documents))
    if found:
        return "refuted", found, ()
    standing = (book.documents[id] for id in claim.documents if book.documents[id].where)
    return "proved", (), articles(tuple(basis for document in standing for basis in document.bases))
