"""Random rulebooks that use every construct of the format, written as the JSON that a user would write."""

from __future__ import annotations

import json
from typing import Any

from guiju.model.load.nodes import parse_nodes
from guiju.model.load.roster import parse_roster
from guiju.model.load.rulebook import parse_rulebook
from guiju.verify.question import Cast
from hypothesis import strategies as st

PEOPLE = ("ann", "bob", "cyd", "dan", "eve")
POSTS = ("p1", "p2", "p3", "p4")
KINDS = ("away", "abroad", "ill")
ACTS = ("review", "sign")
DOCUMENTS = ("d", "e")
NAME = {"zh": "甲", "en": "a"}
CITE = {"article": 1, "force": "hard"}
ATTRIBUTES = ("lead", "others", "amount", "due", "weight")

Entry = dict[str, Any]

bounds = st.sampled_from(
    [
        {"amount": "small"},
        {"amount": ["large", "middle"]},
        {"amount": {"up-to": "5万 CNY"}},
        {"amount": [{"over": "20000 CNY", "below": "100,000 CNY"}, {"from": "7000 USD"}]},
        {"amount": {"from": "50000 CNY", "up-to": "50000 CNY"}},
        {"due": {"up-to": "2026-12-31"}},
        {"due": {"over": "2026-06-30", "below": "2027-01-01"}},
    ]
)
guards = st.one_of(
    st.just({}),
    st.just({}),
    st.sampled_from(
        [{"r1": "no"}, {"r1": "yes"}, {"r2": "b"}, {"r2": ["a", "c"]}, {"weight": "heavy"}, {"lead": "p3"}]
    ),
    bounds,
    st.builds(lambda b: {"r1": "yes", **b}, bounds),
)
readings_only = st.sampled_from([{}, {}, {"r1": "no"}, {"r1": "yes"}, {"r2": "b"}])


def _guarded(
    key: str, values: tuple[str, ...], when: st.SearchStrategy[Entry] = guards
) -> st.SearchStrategy[Any]:
    plain = st.sampled_from(values)
    return st.one_of(plain, st.builds(lambda v, g: {key: v, "when": g}, plain, when))


def _some(item: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(item, min_size=1, max_size=most, unique_by=str)


documents = st.sampled_from([["d"], ["d"], ["d", "e"], ["e"]])
eligible = st.one_of(st.none(), st.none(), _some(_guarded("qualification", ("q1", "q2"))))


def _put(entry: Entry, **optional: Any) -> Entry:
    return {**entry, **{key.replace("_", "-"): value for key, value in optional.items() if value is not None}}


def expressions(depth: int = 2, meets: bool = True, nobody: bool = True) -> st.SearchStrategy[Any]:
    """``meets``: bodies may act; ``nobody``: the expression may ask for nobody at all."""
    leaf = st.sampled_from(
        [
            *POSTS,
            "lead",
            {"each": "p2"},
            {"use": "named"},
            {"use": "outer"},
            {"first": [["p1"], ["p2", "p3"]]},
            {"unit": "desk"},
            *([{"each": "others"}] if nobody else []),
            *([{"body": "council"}] if meets else []),
        ]
    )
    if depth == 0:
        return leaf
    inner = st.lists(expressions(depth - 1, meets, nobody), min_size=1, max_size=3)
    more = st.sampled_from([{}, {"different": "true"}])
    return st.one_of(
        leaf,
        st.builds(lambda parts: {"any": parts}, inner),
        st.builds(lambda parts, d: {"all": parts, **d}, inner, more),
        st.builds(
            lambda parts, k, d: {"at-least": min(k, len(parts)), "of": parts, **d},
            inner,
            st.integers(1, 3),
            more,
        ),
        st.builds(
            lambda e, k: {"people": k, "of": e}, expressions(depth - 1, False, False), st.integers(1, 3)
        ),
        st.builds(lambda e, g: {"any": [e], "when": g}, expressions(depth - 1, meets, nobody), guards),
    )


authorities = st.builds(
    lambda act, documents, by, when: {"effect": "authority", "act": act, "documents": documents, "by": by, "when": when},
    st.sampled_from(ACTS), documents, expressions(), guards,
)  # fmt: skip

substitutions = st.builds(
    lambda covers, relation, by, trigger, acts, activation, timing, giver, chained, defers, documents, eligible, when: _put(
        {
            "effect": "substitution", "relation": relation, "covers": covers, "by": by, "trigger": trigger,
            "acts": acts, "activation": activation, "timing": timing, "when": when,
        },
        given_by=giver, chained=chained, defers_to_mandates=defers, documents=documents, eligible=eligible,
    ),
    st.sampled_from([
        [{"post": "p1"}], [{"post": "p1"}], [{"post": "p2"}], [{"role": "lead"}], [{"role": "others"}, {"post": "p4"}],
        [{"acting": "mandate"}], [{"acting": "x"}],
    ]),
    st.sampled_from(["x", "x", "y"]),
    st.sampled_from([
        "partner", "partner", {"tiers": [["p2"], ["p3"]], "ordered": {}}, {"tiers": [["p3"]]},
        {"tiers": [["p4"], ["p2", "p3"]], "ordered": {"r1": "yes"}},
    ]),
    _some(_guarded("kind", (*KINDS, "any", "always", "vacant", "away", "vacant")), 3),
    _some(_guarded("act", (*ACTS, "sign", "meet")), 3),
    _some(_guarded("mode", ("automatic", "automatic", "on-notice", "by-mandate"))),
    _some(_guarded("mode", ("prior-act", "standing", "automatic"))),
    st.sampled_from([None, None, None, {"post": "p1"}, {"post": "p4"}, {"role": "lead"}]),
    st.sampled_from([None, None, {}, {"r1": "yes"}]),
    st.sampled_from([None, None, None, {}, {"r2": "b"}]),
    st.sampled_from([None, None, None, ["d"], ["e"]]),
    eligible,
    guards,
)  # fmt: skip

mandates = st.builds(
    lambda giver, to, acts, documents, timing, eligible, onward, when: _put(
        {
            "effect": "mandate", "from": giver, "to": to, "acts": acts, "documents": documents, "timing": timing,
            "when": when,
        },
        eligible=eligible, sub_delegation=onward,
    ),
    st.sampled_from([{"post": "p1"}, {"post": "p1"}, {"role": "lead"}, {"post": "p4"}]),
    _some(st.sampled_from(["p2", "p3", {"holder": {"acting": "x"}, "when": {"r1": "yes"}}, {"holder": {"acting": "x"}}])),
    st.sampled_from([["sign"], ["review", "sign"]]),
    documents,
    _some(_guarded("mode", ("prior-act", "standing", "automatic"))),
    eligible,
    st.one_of(
        st.none(), st.none(),
        st.builds(lambda to, levels: {"to": to, "levels": levels}, _some(_guarded("holder", POSTS)), st.integers(1, 2)),
    ),
    guards,
)  # fmt: skip

recusals = st.builds(
    lambda acts, documents, people, when: {"effect": "recusal", "acts": acts, "documents": documents, "people": people, "when": when},
    st.sampled_from([["sign"], ["review"], ["review", "sign", "meet"]]), documents, st.sampled_from([["lead"], ["others"], ["lead", "others"]]), guards,
)  # fmt: skip

prerequisites = st.builds(
    lambda act, documents, needs, when: {"effect": "prerequisite", "act": act, "documents": documents, "needs": needs, "when": when},
    st.sampled_from(ACTS), documents, guards.filter(bool), guards,
)  # fmt: skip

apart = st.builds(
    lambda documents, when: {"effect": "incompatibility", "acts": ["review", "sign"], "documents": documents, "when": when},
    documents, guards,
)  # fmt: skip

silences = st.builds(
    lambda documents, when: {"effect": "silence", "act": "review", "documents": documents, "when": when},
    documents,
    guards,
)

meetings = st.builds(
    lambda by, when: {"effect": "authority", "act": "meet", "bodies": ["council"], "by": by, "when": when},
    expressions(1, False), guards,
)  # fmt: skip


@st.composite
def casts(draw: st.DrawFn) -> tuple[Cast, Entry, Entry]:
    """A random rulebook with a random roster, and both as they were written."""
    rules = draw(
        st.lists(st.one_of(substitutions, substitutions, mandates, mandates, authorities), max_size=4)
    )
    for act in ACTS:
        by = draw(st.one_of(st.sampled_from(["p1", "lead", {"each": "p2"}]), expressions()))
        rules.append({"effect": "authority", "act": act, "documents": list(DOCUMENTS), "by": by})
    rules += draw(st.lists(st.one_of(apart, apart, recusals, prerequisites, silences), max_size=3))
    rules += draw(st.lists(meetings, min_size=1, max_size=2))
    if draw(st.booleans()):
        rules = [unguarded(rule) for rule in rules]
    posts = {p: draw(st.lists(st.sampled_from(POSTS), min_size=1, max_size=2, unique=True)) for p in PEOPLE}
    qualified = {p: draw(st.sampled_from([[], ["q1"], ["q1", "q2"]])) for p in PEOPLE}
    pairs = draw(
        st.sampled_from(
            [[], [["ann", "bob"]], [["ann", "bob"], ["cyd", "dan"]], [["ann", "bob"], ["bob", "cyd"]]]
        )
    )
    others = draw(st.sampled_from(["all", "none"]))
    posts["eve"] = sorted({*posts["eve"], "p2"})  # somebody holds the post whose holders all sign
    return cast_of(rules, posts, pairs, qualified, others)


def unguarded(part: Any) -> Any:
    """A rule without its guards, so that more of it is in force at once."""
    if isinstance(part, list):
        return [unguarded(item) for item in part]
    if isinstance(part, dict):
        return {key: {} if key == "when" else unguarded(value) for key, value in part.items()}
    return part


def tidy(rules: list[Entry], posts: dict[str, list[str]]) -> list[Entry]:
    """The rules without what the format rejects, or what the documentation leaves open."""
    rules = [dict(rule) for rule in rules]
    acting = any("'acting': 'x'" in str(rule.get("to")) for rule in rules)
    for rule in rules:
        rule["cite"] = CITE
        if rule["effect"] == "substitution" and rule["by"] != "partner":
            tiers = {post for tier in rule["by"]["tiers"] for post in tier}
            rule["covers"] = [c for c in rule["covers"] if c.get("post") not in tiers] or [{"post": "p1"}]
            if {"acting": "x"} in rule["covers"]:
                rule["relation"] = "y"
        if (
            "timing" in rule
            and rule["effect"] == "substitution"
            and "by-mandate" not in str(rule["activation"])
        ):
            del rule["timing"]
            rule.pop("given-by", None)
        if rule["effect"] == "substitution":
            if acting and rule["relation"] == "x":
                rule.pop("documents", None)  # open: does he act in the relation on other documents?
            covered = [c for c in rule["covers"] if sum(c.get("post") in held for held in posts.values()) > 1]
            if covered and "timing" in rule:
                rule.setdefault("given-by", covered[0])  # open: does one holder mandate the cover of another?
    covered_by = [str(c) for rule in rules for c in rule.get("covers", ())]
    for rule in rules:
        if rule.get("by") == "partner" and any(
            "acting" not in c and covered_by.count(str(c)) > 1 for c in rule["covers"]
        ):
            rule["by"] = {
                "tiers": [["p3"]]
            }  # open: does other cover of the same post pass on from a partner?
    declared = {rule.get("relation") for rule in rules}
    return [rule for rule in rules if "x" in declared or "'acting': 'x'" not in str(rule)]


def cast_of(
    rules: list[Entry],
    posts: dict[str, list[str]],
    pairs: list[list[str]],
    qualified: dict[str, list[str]],
    others: str = "none",
) -> tuple[Cast, Entry, Entry]:
    switch = {"question": NAME, "cite": CITE}
    named = {"name": NAME}
    book: Entry = {
        "format": "guiju.rulebook/1", "id": "random", "title": NAME, "source": NAME,
        "absence-kinds": {
            "away": {**named, "onset": "planned", "cite": CITE},
            "abroad": {**named, "onset": "planned", "cite": CITE, "entails": ["away"]},
            "ill": {**named, "onset": "sudden", "cite": CITE, "entails": [{"kind": "away", "when": {"r2": "c"}}]},
        },
        "acts": {"meet": named, "review": named, "sign": {**named, "after": ["review"]}},
        "posts": {
            p: {**named, "rank": i + 1, "seats": {"from": 1, "to": 9}, "paired": "true" if p != "p3" else "false", "cite": CITE}
            for i, p in enumerate(POSTS)
        },
        "units": {"desk": {**named, "leader": "p2", "cite": CITE}},
        "bodies": {"council": {**named, "members": ["p1", "p2"], "cite": CITE}},
        "qualifications": {q: {**named, "cite": CITE} for q in ("q1", "q2")},
        "attributes": {
            "lead": {**named, "kind": "person", "holders": ["p2", {"post": "p3", "when": {"r1": "yes"}}]},
            "others": {**named, "kind": "people", "holders": ["p2", "p4"], "besides": "lead", "default": others},
            "amount": {
                **named, "kind": "amount", "currencies": ["CNY", "USD"],
                "bands": {
                    "small": {**named, "bounds": [{"up-to": "50000 CNY"}, {"below": "7000 USD"}]},
                    "middle": {**named, "bounds": [{"over": "50000 CNY", "up-to": "200000 CNY"}]},
                    "large": {**named, "bounds": [{"over": "20万 CNY"}, {"from": "7,000 USD"}]},
                },
            },
            "due": {**named, "kind": "date"},
            "weight": {**named, "kind": "choice", "default": "light", "options": {"light": NAME, "heavy": NAME}},
        },
        "readings": {
            "r1": {**switch, "options": {"no": NAME, "yes": NAME}, "strict": "no", "liberal": "yes", "default": "no"},
            "r2": {**switch, "options": {"a": NAME, "b": NAME, "c": NAME}, "strict": "a", "liberal": "c", "default": "a"},
        },
        "documents": {d: {**named, "attributes": list(ATTRIBUTES), "cite": CITE} for d in DOCUMENTS},
        "signers": {
            "named": {"any": ["p1", {"all": ["p2", "p3"]}]},
            "outer": {"at-least": 2, "of": ["p4", {"use": "named"}, {"post": "p2", "when": {"r1": "yes"}}], "different": "true"},
        },
        "rules": {f"rule-{i}": rule for i, rule in enumerate(tidy(rules, posts))},
    }  # fmt: skip
    people: Entry = {p: {"name": NAME, "posts": posts[p]} for p in posts}
    for person, found in qualified.items():
        if found:
            people[person]["qualifications"] = found
    pairs = [pair for pair in pairs if all(posts[person] != ["p3"] for person in pair)]
    roster: Entry = {
        "format": "guiju.roster/1",
        "id": "random",
        "title": NAME,
        "pairs": pairs,
        "people": people,
    }
    return loaded(book, roster), book, roster


def loaded(book: Entry, roster: Entry) -> Cast:
    rulebook, _ = parse_rulebook(parse_nodes(json.dumps(book), "random.yaml"))
    return Cast(rulebook, parse_roster(parse_nodes(json.dumps(roster), "roster.yaml"), rulebook))
