"""Cover: both of a pair away, pairs listed nowhere, and triggers that do not meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from guiju.model.authority import ALWAYS, OfActing, Substitution
from guiju.model.condition import Condition, all_of, any_of
from guiju.model.procedure import Report
from guiju.verify.lint.finding import Finding, Ref, finding
from guiju.verify.lint.ground import Ground


def cover_findings(ground: Ground) -> Iterator[Finding]:
    yield from both_away(ground)
    yield from unlisted_pairs(ground)
    yield from unreported_cover(ground)
    yield from uneven_triggers(ground)
    yield from unregulated_kinds(ground)


def _in_force(ground: Ground) -> Iterator[Substitution]:
    return (rule for rule in ground.book.substitutions if ground.possible(rule.when))


def both_away(ground: Ground) -> Iterator[Finding]:
    """``both-away``: cover by the other of a pair, and no rule for when both are away."""
    found: dict[str, tuple[list[str], dict[str, None]]] = {}
    for rule in _in_force(ground):
        if rule.tiers:
            continue
        acts = [item.value for item in rule.acts if ground.possible(item.when)]
        open_acts = [
            act for act in acts for covered in rule.covers
            if not ground.always(any_of(_others(ground, rule, covered, act)))
        ]  # fmt: skip
        if open_acts:
            rules, listed = found.setdefault(rule.relation, ([], {}))
            rules.append(rule.id)
            listed.update(dict.fromkeys(open_acts))
    for relation, (rules, acts_left) in sorted(found.items()):
        order = ground.book.chain_order
        acts_words = [Ref("act", act) for act in sorted(acts_left, key=order.__getitem__)]
        about = {"relation": Ref("relation", relation), "acts": acts_words}
        yield finding("both-away", relation, about, rules=rules, book=ground.book)


def _others(ground: Ground, rule: Substitution, covered: object, act: str) -> Iterator[Condition]:
    """The cover of the same capacity, or of the partner who acts, for the same act by somebody else."""
    for other in ground.book.substitutions:
        if other.tiers and (covered in other.covers or OfActing(rule.relation) in other.covers):
            yield all_of([ground.guard(other.when), ground.acts(other, act), ground.absence(other)])


def unlisted_pairs(ground: Ground) -> Iterator[Finding]:
    """``unlisted-pairs``: cover within pairs, and no article says who is paired with whom."""
    rules = [rule.id for rule in _in_force(ground) if not rule.tiers]
    for id, post in sorted(ground.book.posts.items()):
        if rules and post.paired and not post.pair_list:
            yield finding("unlisted-pairs", id, {"post": Ref("post", id)}, rules=rules, book=ground.book)


def unreported_cover(ground: Ground) -> Iterator[Finding]:
    """``unreported-cover``: an absence starts cover and need not be reported: the substitute cannot know.

    Looked at are posts whose holders report some absences.
    """
    reports = [n for n in ground.book.procedure.values() if isinstance(n, Report) and ground.possible(n.when)]
    found: dict[tuple[str, str, frozenset[str]], list[str]] = {}
    for rule in _in_force(ground):
        if any(item.value == ALWAYS for item in rule.trigger):
            continue
        starting = {k for k in ground.kinds_meant(rule.trigger) if ground.book.kinds[k].planned}
        for post in dict.fromkeys(p for covered in rule.covers for p in ground.posts_of(covered)):
            mine = [report for report in reports if post in report.posts]
            told = {kind for report in mine for kind in report.kinds}
            silent = frozenset(kind for kind in starting if not told & ground.entailed(kind))
            if mine and silent:
                behind = found.setdefault((rule.relation, post, silent), [])
                behind += [rule.id, *(report.id for report in mine)]
    for (relation, post, silent), rules in sorted(found.items(), key=lambda item: str(item[0][:2])):
        about = {
            "relation": Ref("relation", relation), "post": Ref("post", post),
            "kinds": [Ref("kind", kind) for kind in sorted(silent)],
        }  # fmt: skip
        yield finding("unreported-cover", f"{relation}-{post}", about, rules=rules, book=ground.book)


def uneven_triggers(ground: Ground) -> Iterator[Finding]:
    """``uneven-triggers``: one kind of cover begins with absences that another does not know."""
    known: dict[str, set[str]] = {}
    rules: dict[str, list[str]] = {}
    for rule in _in_force(ground):
        if not any(item.value == ALWAYS for item in rule.trigger):
            known.setdefault(rule.relation, set()).update(ground.kinds_meant(rule.trigger))
            rules.setdefault(rule.relation, []).append(rule.id)
    for one, other in permutations(sorted(known), 2):
        only = sorted(known[other] - known[one])
        if only:
            about = {
                "relation": Ref("relation", one), "other": Ref("relation", other),
                "kinds": [Ref("kind", kind) for kind in only],
            }  # fmt: skip
            behind = [*rules[one], *rules[other]]
            yield finding("uneven-triggers", f"{one}-{other}", about, rules=behind, book=ground.book)


def unregulated_kinds(ground: Ground) -> Iterator[Finding]:
    """``unregulated-kind``: kinds of absence in which no cover begins."""
    covering = [rule for rule in _in_force(ground) if all(item.value != ALWAYS for item in rule.trigger)]
    known = {kind for rule in covering for kind in ground.kinds_meant(rule.trigger)}
    left = [kind for kind in sorted(ground.book.kinds) if kind not in known]
    if left and covering:
        rules = [rule.id for rule in covering]
        about = {"kinds": [Ref("kind", kind) for kind in left]}
        yield finding("unregulated-kind", "", about, rules=rules, book=ground.book)
