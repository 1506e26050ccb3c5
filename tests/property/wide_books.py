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
ACTS = ("review", "sign", "seal")
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
            *([{"body": "council"}, {"body": "board"}] if meets else []),
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
    st.sampled_from([["sign"], ["review", "sign"], ["seal"]]),
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
    st.sampled_from([["sign"], ["review"], ["review", "sign", "seal", "meet"]]), documents, st.sampled_from([["lead"], ["others"], ["lead", "others"]]), guards,
)  # fmt: skip

prerequisites = st.builds(
    lambda act, documents, needs, when: {"effect": "prerequisite", "act": act, "documents": documents, "needs": needs, "when": when},
    st.sampled_from(ACTS), documents, guards.filter(bool), guards,
)  # fmt: skip

apart = st.builds(
    lambda acts, documents, when: {"effect": "incompatibility", "acts": acts, "documents": documents, "when": when},
    st.sampled_from([["review", "sign"], ["sign", "seal"], ["seal", "review"]]), documents, guards,
)  # fmt: skip

silences = st.builds(
    lambda act, documents, when: {"effect": "silence", "act": act, "documents": documents, "when": when},
    st.sampled_from(["review", "review", "seal"]),
    documents,
    guards,
)

meetings = st.builds(
    lambda by, when: {"effect": "authority", "act": "meet", "bodies": ["council"], "by": by, "when": when},
    expressions(1, False),
    guards,
)
boards = st.builds(
    lambda act, by, when: {"effect": "authority", "act": act, "bodies": ["board"], "by": by, "when": when},
    st.sampled_from(["meet", "sign"]), st.one_of(expressions(1, False), st.sampled_from([{"body": "council"}, {"all": [{"body": "council"}, "p3"]}])), guards,
)  # fmt: skip


quorums = st.builds(
    lambda least: {"at-least": least, "cite": CITE},
    st.sampled_from([1, 2, 3, 6, "1/2", "2/3", "1/3", "9/9", "over 1/2", "over 1/3", "over 2/3"]),
)
bodies = st.fixed_dictionaries(
    {
        body: st.one_of(
            st.fixed_dictionaries({"members": st.lists(st.sampled_from(POSTS), min_size=1, unique=True), "quorum": quorums}),
            st.just({"members": ["p1", "p2"]}),
        )
        for body in ("council", "board")
    }
)  # fmt: skip
"""What bodies say of themselves: a number of members, a share, more than a share, or no quorum at all."""


@st.composite
def casts(draw: st.DrawFn) -> tuple[Cast, Entry, Entry]:
    """A random rulebook with a random roster, and both as they were written."""
    rules = draw(
        st.lists(st.one_of(substitutions, substitutions, mandates, mandates, authorities), max_size=4)
    )
    for act in ACTS:
        by = draw(st.one_of(st.sampled_from(["p1", "lead", {"each": "p2"}]), expressions()))
        rules.append({"effect": "authority", "act": act, "documents": list(DOCUMENTS), "by": by})
    rules += draw(st.lists(st.one_of(apart, apart, recusals, prerequisites, silences), max_size=4))
    rules += draw(st.lists(meetings, min_size=1, max_size=2))
    rules += draw(st.lists(boards, min_size=1, max_size=2))
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
    return cast_of(rules, posts, pairs, qualified, others, draw(bodies))


# ---------------------------------------------------------------- few posts, much that leads on from them

close_capacities = st.sampled_from(
    [[{"post": "p1"}], [{"post": "p1"}], [{"post": "p2"}], [{"role": "lead"}], [{"acting": "x"}], [{"acting": "mandate"}],
     [{"post": "p1"}, {"acting": "x"}], [{"role": "others"}]]
)  # fmt: skip
close_covers = st.builds(
    lambda covers, relation, by, trigger, acts, activation, giver, chained, defers, documents: _put(
        {
            "effect": "substitution", "relation": relation, "covers": covers, "by": by, "trigger": trigger,
            "acts": acts, "activation": activation, "timing": ["prior-act"],
        },
        given_by=giver, chained=chained, defers_to_mandates=defers, documents=documents,
    ),
    close_capacities,
    st.sampled_from(["x", "x", "y"]),
    st.sampled_from([
        "partner", "partner", {"tiers": [["p2"], ["p3"]], "ordered": {}}, {"tiers": [["p3"]]}, {"tiers": [["p2", "p3"]]},
        {"tiers": [["p4"], ["p2", "p3"]], "ordered": {}},
    ]),
    st.sampled_from([["any"], ["any", "vacant"], ["vacant"], ["away"], ["always"]]),
    st.sampled_from([["sign"], ["sign"], ["review"], ["sign", "review", "meet"], [{"act": "review", "when": {"r1": "yes"}}]]),
    st.sampled_from([["automatic"], ["automatic"], ["by-mandate"], ["by-mandate"], ["on-notice"]]),
    st.sampled_from([None, None, None, {"post": "p1"}, {"post": "p4"}]),
    st.sampled_from([None, None, {}]),
    st.sampled_from([None, None, {}]),
    st.sampled_from([None, None, None, ["d"], ["e"]]),
)  # fmt: skip
close_mandates = st.builds(
    lambda giver, to, timing, onward: _put(
        {"effect": "mandate", "from": giver, "to": to, "acts": ["sign"], "documents": ["d"], "timing": timing},
        sub_delegation=onward,
    ),
    st.sampled_from([{"post": "p1"}, {"post": "p1"}, {"role": "lead"}, {"post": "p2"}]),
    st.sampled_from([
        ["p2"], ["p3"], ["p4", "p2"], ["p1"], [{"holder": {"acting": "x"}}], [{"holder": {"acting": "x"}}, {"holder": "p2", "when": {"r1": "yes"}}],
        [{"holder": "p3", "when": {"r1": "yes"}}, {"holder": "p2", "when": {"r1": "no"}}],
    ]),
    st.sampled_from([["prior-act"], ["standing"], ["automatic"], ["prior-act", {"mode": "automatic", "when": {"r1": "yes"}}]]),
    st.sampled_from([None, None, {"to": ["p3"]}, {"to": ["p2", "p4"], "levels": 2}]),
)  # fmt: skip


@st.composite
def close_casts(draw: st.DrawFn) -> tuple[Cast, Entry, Entry]:
    """A random rulebook with little else than cover and mandates of two or three posts."""
    rules = draw(st.lists(st.one_of(close_covers, close_covers, close_mandates), min_size=1, max_size=4))
    signs = [
        "p1", "p1", {"each": "p1"}, {"each": "p2"}, "lead", {"each": "others"}, {"body": "council"},
        {"people": 2, "of": {"any": ["p1", "p2"]}}, {"all": ["p1", {"each": "p2"}], "different": "true"},
    ]  # fmt: skip
    if any(
        "acting" in str(rule.get("to")) for rule in rules
    ):  # open: acting for one holder, mandated by another
        signs = [sign for sign in signs if "each" not in str(sign)]
    rules.append(
        {"effect": "authority", "act": "sign", "documents": ["d", "e"], "by": draw(st.sampled_from(signs))}
    )
    apart = draw(st.integers(0, 3))
    for act, others in (
        ("review", ["p1", "p2", {"any": ["p1", "p2"]}]),
        ("seal", ["p2", {"any": ["p1", "p3"]}]),
    )[:apart]:
        rules.append(
            {"effect": "authority", "act": act, "documents": ["d"], "by": draw(st.sampled_from(others))}
        )
    pairs = [["review", "sign"], ["sign", "seal"], ["seal", "review"]]
    for acts in draw(st.lists(st.sampled_from(pairs), max_size=3)) if apart else ():
        rules.append({"effect": "incompatibility", "acts": acts, "documents": ["d"]})
    rules += [
        {"effect": "authority", "act": "meet", "bodies": ["council"], "by": "p1"},
        {"effect": "authority", "act": "meet", "bodies": ["board"], "by": {"body": "council"}},
    ]
    held = st.sampled_from([["p1"], ["p1"], ["p2"], ["p2", "p3"], ["p3"], ["p4"], ["p1", "p2"], ["p4", "p3"]])
    posts = {p: draw(held) for p in PEOPLE[:4]}
    paired = draw(st.sampled_from([[], [["ann", "bob"]], [["ann", "bob"], ["bob", "cyd"]]]))
    return cast_of(rules, posts, paired, {}, draw(st.sampled_from(["all", "none"])), draw(bodies))


def unguarded(part: Any) -> Any:
    """A rule without its guards, so that more of it is in force at once."""
    if isinstance(part, list):
        return [unguarded(item) for item in part]
    if isinstance(part, dict):
        return {key: {} if key == "when" else unguarded(value) for key, value in part.items()}
    return part


def tidy(rules: list[Entry]) -> list[Entry]:
    """The rules without what the format rejects."""
    rules = [dict(rule) for rule in rules]
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
    declared = {rule.get("relation") for rule in rules}
    return [rule for rule in rules if "x" in declared or "'acting': 'x'" not in str(rule)]


def cast_of(
    rules: list[Entry],
    posts: dict[str, list[str]],
    pairs: list[list[str]],
    qualified: dict[str, list[str]],
    others: str = "none",
    bodies: Entry | None = None,
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
        "acts": {"meet": named, "review": named, "sign": {**named, "after": ["review"]}, "seal": {**named, "after": ["sign"]}},
        "posts": {
            p: {**named, "rank": i + 1, "seats": {"from": 1, "to": 9}, "paired": "true" if p != "p3" else "false", "cite": CITE}
            for i, p in enumerate(POSTS)
        },
        "units": {"desk": {**named, "leader": "p2", "cite": CITE}},
        "bodies": {
            b: {**named, "cite": CITE, **((bodies or {}).get(b) or {"members": ["p1", "p2"]})}
            for b in ("council", "board")
        },
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
        "rules": {f"rule-{i}": rule for i, rule in enumerate(tidy(rules))},
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
