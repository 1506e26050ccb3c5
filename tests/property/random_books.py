"""Small random rulebooks, written as the YAML that a user would write."""

from __future__ import annotations

import json
from typing import Any

from guiju.model.load.nodes import parse_nodes
from guiju.model.load.roster import parse_roster
from guiju.model.load.rulebook import parse_rulebook
from guiju.verify.question import Cast
from hypothesis import strategies as st

PEOPLE = ("ann", "bob", "cyd", "dan")
POSTS = ("p1", "p2", "p3")
KINDS = ("away", "abroad", "ill")
ACTS = ("review", "sign")
NAME = {"zh": "甲", "en": "a"}
CITE = {"article": 1, "force": "hard"}

APART = {"effect": "incompatibility", "acts": ["review", "sign"], "documents": ["d"]}
PRESIDING = {
    "effect": "substitution",
    "relation": "x",
    "covers": [{"post": "p1"}],
    "by": {"tiers": [["p2"], ["p3"]], "ordered": {}},
    "trigger": ["away"],
    "acts": ["sign"],
    "activation": ["automatic"],
}

guards = st.sampled_from([{}, {}, {"r1": "no"}, {"r1": "yes"}, {"r2": "b"}, {"r2": ["a", "c"]}])


def _guarded(key: str, values: tuple[str, ...]) -> st.SearchStrategy[Any]:
    plain = st.sampled_from(values)
    return st.one_of(plain, st.builds(lambda v, g: {key: v, "when": g}, plain, guards))


def _distinct(item: Any) -> str:
    return str(item)


def expressions(depth: int = 2) -> st.SearchStrategy[Any]:
    leaf = st.sampled_from([*POSTS, "lead", {"each": "p2"}, {"use": "named"}])
    if depth == 0:
        return leaf
    inner = st.lists(expressions(depth - 1), min_size=1, max_size=3)
    return st.one_of(
        leaf,
        st.builds(lambda parts: {"any": parts}, inner),
        st.builds(lambda parts: {"all": parts}, inner),
        st.builds(lambda parts, k: {"at-least": min(k, len(parts)), "of": parts}, inner, st.integers(1, 3)),
        st.builds(lambda e, g: {"any": [e], "when": g}, expressions(depth - 1), guards),
        st.just({"first": [["p1"], ["p2", "p3"]]}),
    )


def authorities() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda act, by, when: {"effect": "authority", "act": act, "documents": ["d"], "by": by, "when": when},
        st.sampled_from(ACTS), expressions(), guards,
    )  # fmt: skip


def substitutions() -> st.SearchStrategy[dict[str, Any]]:
    covers = st.sampled_from(
        [[{"post": "p1"}], [{"role": "lead"}], [{"acting": "mandate"}], [{"acting": "x"}]]
    )
    by = st.sampled_from(
        ["partner", "partner", {"tiers": [["p2"], ["p3"]], "ordered": {}}, {"tiers": [["p3"]]}]
    )
    unique = {"min_size": 1, "max_size": 3, "unique_by": _distinct}
    return st.builds(
        lambda covers, by, trigger, acts, activation, chained, when: {
            "effect": "substitution", "relation": "y" if covers == [{"acting": "x"}] else "x",
            "covers": covers, "by": by, "trigger": trigger, "acts": acts, "activation": activation,
            "timing": ["prior-act"], "when": when, **({"chained": {}} if chained else {}),
        },
        covers, by, st.lists(_guarded("kind", (*KINDS, "any", "always")), **unique),
        st.lists(_guarded("act", ACTS), **unique),
        st.lists(_guarded("mode", ("automatic", "on-notice", "by-mandate")), **unique),
        st.booleans(), guards,
    )  # fmt: skip


def mandates() -> st.SearchStrategy[dict[str, Any]]:
    timing = _guarded("mode", ("prior-act", "standing", "automatic"))
    to = st.sampled_from(["p2", "p3", {"holder": {"acting": "x"}, "when": {"r1": "yes"}}])
    return st.builds(
        lambda giver, to, acts, timing, when: {
            "effect": "mandate", "from": giver, "to": [to], "acts": acts, "documents": ["d"],
            "timing": timing, "when": when,
        },
        st.sampled_from([{"post": "p1"}, {"role": "lead"}]), to,
        st.sampled_from([["sign"], ["review", "sign"]]),
        st.lists(timing, min_size=1, max_size=2, unique_by=_distinct), guards,
    )  # fmt: skip


@st.composite
def casts(draw: st.DrawFn) -> Cast:
    """A random rulebook with a random roster; most have two steps for different people."""
    rules = draw(st.lists(st.one_of(authorities(), substitutions(), mandates()), max_size=5))
    for act in ACTS:
        by = draw(st.one_of(st.sampled_from(["p1", "lead"]), expressions()))
        rules.append({"effect": "authority", "act": act, "documents": ["d"], "by": by})
    rules += draw(st.sampled_from([[], [PRESIDING], [PRESIDING, APART], [PRESIDING, APART], [APART]]))
    rules = [dict(rule) for rule in rules]
    if draw(st.booleans()):
        rules.append({"effect": "silence", "act": "review", "documents": ["d"], "when": draw(guards)})
    declared = {rule.get("relation") for rule in rules}
    rules = [rule for rule in rules if "x" in declared or "'acting': 'x'" not in str(rule)]
    for rule in rules:
        rule["cite"] = CITE
        if (
            rule["effect"] == "substitution"
            and "timing" in rule
            and not any("by-mandate" in str(a) for a in rule["activation"])
        ):
            del rule["timing"]
    holders = {
        person: draw(st.lists(st.sampled_from(POSTS), min_size=1, max_size=2, unique=True))
        for person in PEOPLE
    }
    pairs = draw(
        st.sampled_from(
            [[], [["ann", "bob"]], [["ann", "bob"], ["cyd", "dan"]], [["ann", "bob"], ["bob", "cyd"]]]
        )
    )
    return _cast(rules, holders, pairs)


def _cast(rules: list[dict[str, Any]], holders: dict[str, list[str]], pairs: list[list[str]]) -> Cast:
    switch = {"question": NAME, "cite": CITE}
    book = {
        "format": "guiju.rulebook/1", "id": "random", "title": NAME, "source": NAME,
        "absence-kinds": {
            "away": {"name": NAME, "onset": "planned", "cite": CITE},
            "abroad": {"name": NAME, "onset": "planned", "cite": CITE, "entails": ["away"]},
            "ill": {"name": NAME, "onset": "sudden", "cite": CITE,
                    "entails": [{"kind": "away", "when": {"r2": "c"}}]},
        },
        "acts": {"review": {"name": NAME}, "sign": {"name": NAME, "after": ["review"]}},
        "posts": {p: {"name": NAME, "rank": i + 1, "seats": {"from": 1, "to": 9}, "paired": "true", "cite": CITE}
                  for i, p in enumerate(POSTS)},
        "attributes": {"lead": {"name": NAME, "kind": "person", "holders": ["p2", {"post": "p3", "when": {"r1": "yes"}}]}},
        "readings": {
            "r1": {**switch, "options": {"no": NAME, "yes": NAME}, "strict": "no", "liberal": "yes", "default": "no"},
            "r2": {**switch, "options": {"a": NAME, "b": NAME, "c": NAME}, "strict": "a", "liberal": "c", "default": "a"},
        },
        "documents": {"d": {"name": NAME, "attributes": ["lead"], "cite": CITE}},
        "signers": {"named": {"any": ["p1", {"all": ["p2", "p3"]}]}},
        "rules": {f"rule-{i}": rule for i, rule in enumerate(rules)},
    }  # fmt: skip
    roster = {
        "format": "guiju.roster/1", "id": "random", "title": NAME, "pairs": pairs,
        "people": {person: {"name": NAME, "posts": posts} for person, posts in holders.items()},
    }  # fmt: skip
    rulebook, _ = parse_rulebook(parse_nodes(json.dumps(book), "random.yaml"))
    return Cast(rulebook, parse_roster(parse_nodes(json.dumps(roster), "roster.yaml"), rulebook))
