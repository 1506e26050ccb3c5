"""Whom a rule names in their own right: posts, case attributes, units and bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guiju.model.authority import Authority
from guiju.model.document import (
    ByBody,
    ByUnit,
    EachOf,
    Expression,
    FirstOf,
    Holder,
    InRole,
    Named,
    Where,
    parts_of,
)
from guiju.model.reading import Guard
from guiju.model.rulebook import Rulebook
from guiju.verify.findings import compatible
from guiju.verify.lint.finding import Ref


def named(rule: Authority, book: Rulebook, around: Iterable[Guard] = ()) -> frozenset[Ref]:
    """Those whom the rule names where the guards around it can hold too."""
    found: set[Ref] = set()
    stack: list[tuple[Expression, tuple[Guard, ...]]] = [(rule.by, (rule.when, *around))]
    seen: set[tuple[Expression, tuple[Guard, ...]]] = set()
    while stack:
        item, guards = stack.pop()
        if (item, guards) in seen or not compatible(guards):
            continue
        seen.add((item, guards))
        if isinstance(item, Where):
            guards = tuple(dict.fromkeys((*guards, item.guarded.when)))
        if isinstance(item, Named):
            stack.append((book.signers[item.name], guards))
        found.update(_own(item, book))
        stack.extend((part, guards) for part in parts_of(item))
    return frozenset(found)


def _own(item: Expression, book: Rulebook) -> Iterator[Ref]:
    match item:
        case Holder(post):
            yield Ref("post", post)
        case InRole(attribute):
            yield Ref("attribute", attribute)
        case EachOf(target):
            yield Ref("attribute" if target in book.attributes else "post", target)
        case FirstOf(tiers):
            yield from (Ref("post", post) for tier in tiers for post in tier)
        case ByUnit(unit):
            yield Ref("post", book.units[unit].leader)
        case ByBody(body):
            yield Ref("body", body)
