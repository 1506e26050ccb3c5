"""Claims settled by reading the rules, without a world: each holds when no finding speaks against it.

covered-posts: every post with an act to perform has somebody who stands in for its absent holder.
timely: every step of the documents has a limit in numbers; the bounds of the numbered legs are given.
live: every rule changes some answer, every act is asked for, something turns on every reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from guiju.model.claim import Claim
from guiju.verify.lint.finding import Finding, Ref
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.live import idle_by_comparison, idle_findings, too_many
from guiju.verify.lint.posts import uncovered_posts
from guiju.verify.lint.time import time_findings
from guiju.verify.question import Question


def against(claim: Claim, question: Question) -> tuple[Finding, ...]:
    """The findings that refute a claim under the reading of a question."""
    ground = Ground(question.rulebook, question.roster, question.reading)
    return tuple(found for found in STATIC[claim.kind](ground) if _speaks_of(found, claim))


def looked_for(claim: Claim, question: Question) -> bool:
    """Whether all that could refute the claim was looked for: idle rules are not in very large rulebooks."""
    return claim.kind != "live" or not too_many(question.rulebook)


def _speaks_of(found: Finding, claim: Claim) -> bool:
    """A finding about documents counts where the claim speaks of one of them."""
    documents = {word.id for key, words in found.about if key == "documents" for word in words
                 if isinstance(word, Ref)}  # fmt: skip
    return not documents or bool(documents & set(claim.documents))


STATIC: Mapping[str, Callable[[Ground], Iterable[Finding]]] = {
    "covered-posts": uncovered_posts,
    "timely": time_findings,
    "live": lambda ground: (*idle_by_comparison(ground), *idle_findings(ground)),
}
