"""Posts: without cover, without work, never created, vacant, or bound to tell nobody that they leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guiju.model.authority import Capacity, Mandate, OfPost, Substitution
from guiju.model.condition import any_of
from guiju.model.procedure import Duty, Report
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground


def post_findings(ground: Ground) -> Iterator[Finding]:
    yield from uncovered_posts(ground)
    yield from vacancies(ground)
    yield from idle_posts(ground)
    yield from uncreated_posts(ground)
    yield from unreported_posts(ground)


def uncovered_posts(ground: Ground) -> Iterator[Finding]:
    """``uncovered-post``: acts of a post for which nobody stands in when its holder is away."""
    acts: dict[str, dict[str, None]] = {}
    rules: dict[str, list[str]] = {}
    for rule, capacity in ground.powers:
        if ground.always(ground.covered(capacity, rule.act)):
            continue
        for post in ground.posts_of(capacity):
            acts.setdefault(post, {})[rule.act] = None
            rules.setdefault(post, []).append(rule.id)
    for post in sorted(acts, key=_by_rank(ground)):
        about = {
            "post": Ref("post", post),
            "acts": [Ref("act", act) for act in _in_order(ground, acts[post])],
        }
        yield finding("uncovered-post", post, about, rules=rules[post], book=ground.book)


def vacancies(ground: Ground) -> Iterator[Finding]:
    """``vacancy-uncovered``: posts with acts for which no rule answers a vacancy."""
    posts = {post for _, capacity in ground.powers for post in ground.posts_of(capacity)}
    left = [post for post in sorted(posts, key=_by_rank(ground)) if not _vacancy_covered(ground, post)]
    if left:
        bases = [basis for post in left for basis in ground.book.posts[post].bases]
        yield finding("vacancy-uncovered", "", {"posts": [Ref("post", post) for post in left]}, bases)


def _vacancy_covered(ground: Ground, post: str) -> bool:
    covering = [rule for rule in ground.book.substitutions if OfPost(post) in rule.covers]
    return ground.always(any_of(map(ground.on_vacancy, covering)))


def idle_posts(ground: Ground) -> Iterator[Finding]:
    """``idle-post``: a post to which no rule gives an act, a mandate, cover or a duty."""
    acting = [rule for rule in ground.book.authorities if ground.possible(rule.when)]
    busy = {p for rule in acting for c in ground.capacities(rule.by) for p in ground.posts_of(c)}
    for rule in ground.book.rules.values():
        busy |= {post for capacity in _recipients(rule) for post in ground.posts_of(capacity)}
    for norm in ground.book.procedure.values():
        if isinstance(norm, Duty) and norm.by is not None and ground.possible(norm.when):
            busy |= {post for c in ground.capacities(norm.by) for post in ground.posts_of(c)}
    for id, post in sorted(ground.book.posts.items()):
        if id not in busy:
            bodies = [Ref("body", b.id) for b in ground.book.bodies.values() if id in b.members]
            yield finding("idle-post", id, {"post": Ref("post", id), "bodies": bodies}, post.bases)


def _recipients(rule: object) -> Iterator[Capacity]:
    if isinstance(rule, Substitution):
        yield from (OfPost(post) for tier in rule.tiers for post in tier)
    elif isinstance(rule, Mandate):
        yield from (item.value for item in rule.to)


def uncreated_posts(ground: Ground) -> Iterator[Finding]:
    """``uncreated-post``: a post that the text uses and no article creates."""
    for id, post in sorted(ground.book.posts.items()):
        if post.mentioned:
            yield finding("uncreated-post", id, {"post": Ref("post", id)}, post.bases)


def unreported_posts(ground: Ground) -> Iterator[Finding]:
    """``unreported-post``: some of those who sit together report before they leave, others do not.

    Looked at are posts in a body with those who report, of no lower rank than the lowest of them.
    """
    book = ground.book
    reports = [n for n in book.procedure.values() if isinstance(n, Report) and ground.possible(n.when)]
    reporting = {post for report in reports for post in report.posts}
    if not reporting:
        return
    lowest = max(book.posts[post].rank for post in reporting)
    peers = {p for body in book.bodies.values() if reporting & set(body.members) for p in body.members}
    for post in sorted(peers - reporting, key=_by_rank(ground)):
        if book.posts[post].rank <= lowest and _somebody_only(ground, post, reporting):
            about = {"post": Ref("post", post), "peers": [Ref("post", p) for p in _ranked(ground, reporting)]}
            yield finding(
                "unreported-post", post, about, book.posts[post].bases, [r.id for r in reports], book
            )


def _somebody_only(ground: Ground, post: str, reporting: set[str]) -> bool:
    """Some holder, if there is any, has no other post by which he reports."""
    holders = ground.roster.incumbents.get(post, ())
    return not holders or any(not reporting & set(ground.roster.people[p].posts) for p in holders)


def _by_rank(ground: Ground) -> Callable[[str], tuple[int, str]]:
    return lambda post: (ground.book.posts[post].rank, post)


def _ranked(ground: Ground, posts: set[str]) -> list[str]:
    return sorted(posts, key=_by_rank(ground))


def _in_order(ground: Ground, acts: dict[str, None]) -> list[str]:
    return sorted(acts, key=ground.book.chain_order.__getitem__)
