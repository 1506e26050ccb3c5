"""Who is away and when, which posts are vacant, and which mandates are given."""

from __future__ import annotations

from itertools import pairwise

from guiju.model.citation import Span
from guiju.model.load.case_file import needing_a_grant
from guiju.model.load.fields import Fields, fail, ids_of, text_of, word_of
from guiju.model.load.nodes import Mapping, Node, Scalar
from guiju.scenarios.load.ground import Ground, items_or_none
from guiju.scenarios.load.quantities import length_of, rate_of, share_of
from guiju.scenarios.load.tree import NONE
from guiju.scenarios.scenario import Absence, DailyAbsence, DatedAbsence, Given, RandomAbsence, Vacancy

GIVEN = "given"
WHO = ("person", "people", "post", "everyone")


def absences(node: Node | None, ground: Ground) -> tuple[Absence, ...]:
    """By date, by rate or by the day. Dated absences of one person must not overlap."""
    found: list[Absence] = []
    for item in items_or_none(node):
        with ground.collector.trying():
            found += _absence(item, ground)
    _apart([a for a in found if isinstance(a, DatedAbsence)], ground)
    return tuple(found)


def _absence(node: Node, ground: Ground) -> list[Absence]:
    fields = Fields(node)
    people = _people(fields, ground)
    kind = word_of(fields.need("kind"), ground.book.kinds, "absence kind")
    ground.source(fields, "absences")
    if "share" in fields:
        share = float(share_of(fields.need("share")))
        fields.close()
        return [DailyAbsence(people, kind, share, fields.span)]
    if "rate" in fields or "lasts" in fields:
        rate, lasts = rate_of(fields.need("rate")), fields.need("lasts")
        fields.close()
        return [RandomAbsence(people, kind, rate, length_of(lasts, ground.places, some=True), fields.span)]
    first, last = ground.days(fields)
    fields.close()
    return [DatedAbsence(person, kind, first, last, fields.span) for person in people]


def _people(fields: Fields, ground: Ground) -> tuple[str, ...]:
    """Exactly one of ``person``, ``people``, ``post`` (its holders) and ``everyone: yes``."""
    nodes = {key: fields.get(key) for key in WHO}
    given = [key for key in WHO if nodes[key] is not None]
    if len(given) != 1:
        raise fail(fields.span, "one-key", known=list(WHO))
    (key,), (node,) = given, [node for node in nodes.values() if node is not None]
    everybody = ground.roster.people
    if key == "person":
        return (word_of(node, everybody, "person"),)
    if key == "people":
        return tuple(sorted(ids_of(node, everybody, "person")))
    if key == "post":
        post = word_of(node, ground.book.posts, "post")
        if post not in ground.roster.incumbents:
            raise fail(node.span, "nobody-holds", found=post)
        return ground.roster.incumbents[post]
    word_of(node, ("yes",), "everyone")
    return tuple(sorted(everybody))


def _apart(dated: list[DatedAbsence], ground: Ground) -> None:
    for one, other in pairwise(sorted(dated, key=lambda a: (a.person, a.first, a.last))):
        if one.person == other.person and other.first <= one.last:
            with ground.collector.trying():
                raise fail(other.span, "spans-overlap", found=one.person, other=str(one.span))


def vacancies(node: Node | None, ground: Ground) -> tuple[Vacancy, ...]:
    found: list[tuple[Vacancy, Span]] = []
    for item in items_or_none(node):
        with ground.collector.trying():
            fields = Fields(item)
            post = word_of(fields.need("post"), ground.book.posts, "post")
            first, last = ground.days(fields, needed=False)
            ground.source(fields, "vacancies")
            fields.close()
            found.append((Vacancy(post, first, last), fields.span))
    for (one, span), (other, place) in pairwise(sorted(found, key=lambda v: (v[0].post, v[0].first, v[1]))):
        if one.post == other.post and other.first <= one.last:
            with ground.collector.trying():
                raise fail(place, "spans-overlap", found=one.post, other=str(span))
    return tuple(vacancy for vacancy, _ in found)


def mandates(node: Node | None, ground: Ground) -> tuple[Given, ...]:
    """``none``; ``given``: every rule that needs a grant has one all the time; or a list of rules."""
    rules = needing_a_grant(ground.book)
    if node is None:
        return ()
    if isinstance(node, Scalar):
        all_given = word_of(node, (GIVEN, NONE), "mandates") == GIVEN
        return tuple(Given(id, ground.first, ground.last) for id in sorted(rules) if all_given)
    found: list[tuple[Given, Span]] = []
    for item in items_or_none(node):
        with ground.collector.trying():
            found.append((_given(item, ground), item.span))
    for (one, span), (other, place) in pairwise(sorted(found, key=lambda g: (g[0].rule, g[0].first, g[1]))):
        if one.rule == other.rule and other.first <= one.last:
            with ground.collector.trying():
                raise fail(place, "spans-overlap", found=one.rule, other=str(span))
    return tuple(given for given, _ in found)


def _given(node: Node, ground: Ground) -> Given:
    """A rule, or a rule from a day until a day."""
    if not isinstance(node, Mapping):
        return Given(_rule(node, ground), ground.first, ground.last)
    fields = Fields(node)
    rule = _rule(fields.need("rule"), ground)
    first, last = ground.days(fields, needed=False)
    fields.close()
    return Given(rule, first, last)


def _rule(node: Node, ground: Ground) -> str:
    rules = needing_a_grant(ground.book)
    word = text_of(node)
    if word in ground.book.rules and word not in rules:
        raise fail(node.span, "no-mandate", found=word, known=sorted(rules))
    return word_of(node, rules, "mandate")
