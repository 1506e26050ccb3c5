"""Posts: without cover, without work, never created, vacant, or bound to tell nobody that they leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from guiju.model.authority import Authority, Capacity, Mandate, OfPost, Substitution
from guiju.model.condition import FALSE, TRUE, Condition, all_of, any_of, negate
from guiju.model.procedure import Duty, Report
from guiju.model.reading import Guard
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.lasting import Lasting


def post_findings(ground: Ground) -> Iterator[Finding]:
    yield from uncovered_posts(ground)
    yield from vacancies(ground)
    yield from idle_posts(ground)
    yield from uncreated_posts(ground)
    yield from unreported_posts(ground)


def uncovered_posts(ground: Ground) -> Iterator[Finding]:
    """``uncovered-post``: acts of a post that stop when its holder is away, since nobody stands in.

    Nothing stops where the rule itself, or another one for the same act, lets somebody else do it.
    """
    acts: dict[str, dict[str, None]] = {}
    rules: dict[str, list[str]] = {}
    for rule, post in dict.fromkeys((power.rule, power.post) for power in ground.powers):
        if any(map(ground.ever, _stopping(ground, rule, post))):
            acts.setdefault(post, {})[rule.act] = None
            rules.setdefault(post, []).append(rule.id)
    for post in sorted(acts, key=_by_rank(ground)):
        about = {
            "post": Ref("post", post),
            "acts": [Ref("act", act) for act in _in_order(ground, acts[post])],
        }
        yield finding("uncovered-post", post, about, rules=rules[post], book=ground.book)


def _stopping(ground: Ground, rule: Authority, post: str) -> Iterator[Condition]:
    """For each document and body of a rule, when its act stops without the holder of the post."""
    for document in rule.documents:
        others = [r for r in ground.book.naming(document) if isinstance(r, Authority)]
        yield Lasting(ground, post, rule.act, document).stops(rule, others)
    for body in rule.bodies:
        yield Lasting(ground, post, rule.act, None).stops(rule, ground.book.at_body(body))


def vacancies(ground: Ground) -> Iterator[Finding]:
    """``vacancy-uncovered``: posts with acts for which no rule answers a vacancy."""
    busy: dict[str, list[Condition]] = {}
    for power in ground.powers:
        busy.setdefault(power.post, []).append(power.holds)
    left = [
        post for post in sorted(busy, key=_by_rank(ground))
        if ground.ever(all_of([any_of(busy[post]), negate(_on_vacancy(ground, post))]))
    ]  # fmt: skip
    if left:
        bases = [basis for post in left for basis in ground.book.posts[post].bases]
        yield finding("vacancy-uncovered", "", {"posts": [Ref("post", post) for post in left]}, bases)


def _on_vacancy(ground: Ground, post: str) -> Condition:
    covering = [rule for rule in ground.book.substitutions if OfPost(post) in rule.covers]
    return any_of(map(ground.on_vacancy, covering))


def idle_posts(ground: Ground) -> Iterator[Finding]:
    """``idle-post``: a post to which no rule gives an act, a mandate, cover or a duty."""
    busy: dict[str, list[Condition]] = {id: [] for id in ground.book.posts}
    for power in ground.powers:
        busy[power.post].append(power.holds)
    for capacity, given in _given(ground):
        for post, held in ground.holders_of(capacity).items():
            busy[post].append(all_of([given, held]))
    for id, post_ in sorted(ground.book.posts.items()):
        if not ground.always(any_of(busy[id])):
            bodies = [Ref("body", b.id) for b in ground.book.bodies.values() if id in b.members]
            yield finding("idle-post", id, {"post": Ref("post", id), "bodies": bodies}, post_.bases)


def _given(ground: Ground) -> Iterator[tuple[Capacity, Condition]]:
    """Those whom a rule makes a substitute or a mandatee, or on whom it lays a duty."""
    for rule in ground.book.rules.values():
        for capacity, when in _recipients(rule):
            yield capacity, all_of([ground.guard(rule.when), ground.guard(when)])
    for norm in ground.book.procedure.values():
        if isinstance(norm, Duty) and norm.by is not None:
            for capacity, around in ground.capacities(norm.by):
                yield capacity, all_of([ground.guard(norm.when), around])


def _recipients(rule: object) -> Iterator[tuple[Capacity, Guard]]:
    if isinstance(rule, Substitution):
        yield from ((OfPost(post), Guard()) for tier in rule.tiers for post in tier)
    elif isinstance(rule, Mandate):
        yield from ((item.value, item.when) for item in rule.to)


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
    told = {
        post: any_of(ground.guard(report.when) for report in reports if post in report.posts)
        for post in book.posts
    }
    for post in sorted(book.posts, key=_by_rank(ground)):
        if ground.ever(_alone_silent(ground, post, told)):
            others = [p for p in _ranked(ground, set(told) - {post}) if told[p] is not FALSE]
            about = {"post": Ref("post", post), "peers": [Ref("post", p) for p in others]}
            yield finding(
                "unreported-post", post, about, book.posts[post].bases, [r.id for r in reports], book
            )


def _alone_silent(ground: Ground, post: str, told: Mapping[str, Condition]) -> Condition:
    """Some holder reports by no post of his; one who sits with him does, and one of no higher rank."""
    book = ground.book
    peers = {p for body in book.bodies.values() if post in body.members for p in body.members}
    lower = [p for p in told if book.posts[p].rank >= book.posts[post].rank]
    holders = ground.roster.incumbents.get(post, ())
    silent = [negate(any_of(told[p] for p in ground.roster.people[h].posts)) for h in holders]
    return all_of(
        [
            negate(told[post]), any_of(silent) if holders else TRUE,
            any_of(told[p] for p in peers), any_of(told[p] for p in lower),
        ]
    )  # fmt: skip


def _by_rank(ground: Ground) -> Callable[[str], tuple[int, str]]:
    return lambda post: (ground.book.posts[post].rank, post)


def _ranked(ground: Ground, posts: set[str]) -> list[str]:
    return sorted(posts, key=_by_rank(ground))


def _in_order(ground: Ground, acts: dict[str, None]) -> list[str]:
    return sorted(acts, key=ground.book.chain_order.__getitem__)
