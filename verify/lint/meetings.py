"""Meetings: no quorum, and nobody who convenes or chairs for an absent chair."""

from __future__ import annotations

from collections.abc import Iterator

from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground


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
    """``no-stand-in-chair``: one person alone may convene or chair, and nobody stands in for him."""
    for id in sorted(ground.book.bodies):
        acts: dict[str, None] = {}
        posts: dict[str, None] = {}
        behind = []
        for rule in ground.book.at_body(id):
            for capacity in sorted(ground.needed(rule.by), key=str) if ground.possible(rule.when) else ():
                named = ground.posts_of(capacity)
                if _one_seat(ground, named) and not ground.always(ground.covered(capacity, rule.act)):
                    acts[rule.act] = None
                    posts.update(dict.fromkeys(named))
                    behind.append(rule.id)
        if acts:
            order = ground.book.chain_order
            about = {
                "body": Ref("body", id), "posts": [Ref("post", post) for post in posts],
                "acts": [Ref("act", act) for act in sorted(acts, key=order.__getitem__)],
            }  # fmt: skip
            yield finding("no-stand-in-chair", id, about, rules=behind, book=ground.book)


def _one_seat(ground: Ground, posts: tuple[str, ...]) -> bool:
    return len(posts) == 1 and ground.book.posts[posts[0]].seats[1] == 1
