"""Cover: both of a pair away, pairs listed nowhere, and triggers that do not meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from guiju.model.authority import Capacity, OfActing, Substitution
from guiju.model.condition import FALSE, Condition, all_of, any_of, negate
from guiju.model.procedure import Report
from guiju.model.reading import Guarded
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
        open_acts = [item.value for item in rule.acts if ground.ever(_nobody_else(ground, rule, item))]
        if open_acts:
            rules, listed = found.setdefault(rule.relation, ([], {}))
            rules.append(rule.id)
            listed.update(dict.fromkeys(open_acts))
    for relation, (rules, acts_left) in sorted(found.items()):
        order = ground.book.chain_order
        acts_words = [Ref("act", act) for act in sorted(acts_left, key=order.__getitem__)]
        about = {"relation": Ref("relation", relation), "acts": acts_words}
        yield finding("both-away", relation, about, rules=rules, book=ground.book)


def _nobody_else(ground: Ground, rule: Substitution, act: Guarded[str]) -> Condition:
    """The pair covers the act, and nobody but the partner does for one of those whom it covers."""
    others = all_of(any_of(_others(ground, rule, covered, act.value)) for covered in rule.covers)
    return all_of([ground.guard(rule.when), ground.guard(act.when), negate(others)])


def _others(ground: Ground, rule: Substitution, covered: Capacity, act: str) -> Iterator[Condition]:
    """The cover of the same capacity, or of the partner who acts, for the same act by somebody else."""
    for other in ground.book.substitutions:
        everywhere = not other.documents or set(rule.documents or ground.book.documents) <= set(
            other.documents
        )
        of_either = covered in other.covers or OfActing(rule.relation) in other.covers
        if other.tiers and of_either and everywhere:
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
    reports = [norm for norm in ground.book.procedure.values() if isinstance(norm, Report)]
    found: dict[tuple[str, str, frozenset[str]], list[str]] = {}
    for rule in _in_force(ground):
        for post, held in _posts(ground, rule).items():
            mine = [r for r in reports if post in r.posts and ground.possible(r.when)]
            silent = frozenset(
                id for id, kind in ground.book.kinds.items()
                if kind.planned and ground.ever(all_of([held, _silent(ground, rule, id, mine)]))
            )  # fmt: skip
            if silent:
                behind = found.setdefault((rule.relation, post, silent), [])
                behind += [rule.id, *(report.id for report in mine)]
    for (relation, post, silent), rules in sorted(found.items(), key=lambda item: str(item[0][:2])):
        about = {
            "relation": Ref("relation", relation), "post": Ref("post", post),
            "kinds": [Ref("kind", kind) for kind in sorted(silent)],
        }  # fmt: skip
        yield finding("unreported-cover", f"{relation}-{post}", about, rules=rules, book=ground.book)


def _posts(ground: Ground, rule: Substitution) -> dict[str, Condition]:
    """The posts whose holders a rule covers, and under which readings."""
    found: dict[str, Condition] = {}
    for covered in rule.covers:
        for post, held in ground.holders_of(covered).items():
            found[post] = any_of([found.get(post, FALSE), held])
    return found


def _silent(ground: Ground, rule: Substitution, kind: str, reports: list[Report]) -> Condition:
    """The absence starts the cover, and of all that is reported this is not."""
    told = any_of(
        all_of([ground.guard(report.when), ground.is_also(kind, other)])
        for report in reports
        for other in report.kinds
    )
    some = any_of(ground.guard(report.when) for report in reports)
    return all_of([ground.begins_in(rule, kind), some, negate(told)])


def uneven_triggers(ground: Ground) -> Iterator[Finding]:
    """``uneven-triggers``: one kind of cover begins with absences that another does not know."""
    by_relation: dict[str, list[Substitution]] = {}
    for rule in _in_force(ground):
        if ground.begins(rule) is not FALSE:
            by_relation.setdefault(rule.relation, []).append(rule)
    for one, other in permutations(sorted(by_relation), 2):
        mine, theirs = by_relation[one], by_relation[other]
        only = [
            kind for kind in sorted(ground.book.kinds)
            if ground.ever(all_of([_begins(ground, theirs, kind), _begins_not(ground, mine, kind)]))
        ]  # fmt: skip
        if only:
            about = {
                "relation": Ref("relation", one), "other": Ref("relation", other),
                "kinds": [Ref("kind", kind) for kind in only],
            }  # fmt: skip
            behind = [rule.id for rule in (*mine, *theirs)]
            yield finding("uneven-triggers", f"{one}-{other}", about, rules=behind, book=ground.book)


def _begins(ground: Ground, rules: list[Substitution], kind: str) -> Condition:
    return any_of(ground.begins_in(rule, kind) for rule in rules)


def _begins_not(ground: Ground, rules: list[Substitution], kind: str) -> Condition:
    """Some of the rules begin with absences, and none with this kind."""
    return all_of([any_of(map(ground.begins, rules)), negate(_begins(ground, rules, kind))])


def unregulated_kinds(ground: Ground) -> Iterator[Finding]:
    """``unregulated-kind``: kinds of absence in which no cover begins."""
    covering = [rule for rule in _in_force(ground) if ground.begins(rule) is not FALSE]
    kinds = sorted(ground.book.kinds)
    left = [kind for kind in kinds if ground.ever(_begins_not(ground, covering, kind))]
    if left:
        rules = [rule.id for rule in covering]
        about = {"kinds": [Ref("kind", kind) for kind in left]}
        yield finding("unregulated-kind", "", about, rules=rules, book=ground.book)
