"""Meetings: no quorum, and nobody who convenes or chairs for an absent chair."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.model.authority import Authority
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.lasting import Lasting


def meeting_findings(ground: Ground) -> Iterator[Finding]:
    yield from missing_quorums(ground)
    yield from missing_chairs(ground)


def missing_quorums(ground: Ground) -> Iterator[Finding]:
    """``no-quorum``: a body with members that meets, and no number that must be there."""
    for id, body in sorted(ground.book.bodies.items()):
        rules = [rule.id for rule in ground.book.at_body(id) if ground.possible(rule.when)]
        if body.members and rules and body.quorum is None:
            yield finding("no-quorum", id, {"body": Ref("body", id)}, body.bases, rules, ground.book)


def missing_chairs(ground: Ground) -> Iterator[Finding]:
    """``no-stand-in-chair``: nobody can convene or chair without one person, and nobody stands in for him."""
    for id in sorted(ground.book.bodies):
        acts: dict[str, None] = {}
        posts: dict[str, None] = {}
        behind: dict[str, None] = {}
        for rule in ground.book.at_body(id):
            for post in _single(ground, rule):
                if ground.ever(Lasting(ground, post, rule.act, None).stops(rule, ground.book.at_body(id))):
                    acts[rule.act] = posts[post] = behind[rule.id] = None
        if acts:
            order = ground.book.chain_order
            about = {
                "body": Ref("body", id), "posts": [Ref("post", post) for post in posts],
                "acts": [Ref("act", act) for act in sorted(acts, key=order.__getitem__)],
            }  # fmt: skip
            yield finding("no-stand-in-chair", id, about, rules=behind, book=ground.book)


def _single(ground: Ground, rule: Authority) -> Iterator[str]:
    """The posts with one seat whose holders a rule names."""
    named = (post for capacity, _ in ground.capacities(rule.by) for post in ground.posts_of(capacity))
    yield from (post for post in dict.fromkeys(named) if ground.book.posts[post].seats[1] == 1)
