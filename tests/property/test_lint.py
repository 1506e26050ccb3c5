"""Open readings: what `lint` finds under `every` is what it finds under some combination of options."""

from __future__ import annotations

from itertools import product
from typing import Any

from guiju.verify.lint.detectors import DETECTORS
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.live import idle_by_comparison
from guiju.verify.question import Cast
from hypothesis import given, settings
from hypothesis import strategies as st
from wide_books import ACTS, CITE, KINDS, NAME, POSTS, Entry, casts, loaded, readings_only

kinds = st.lists(st.sampled_from([kind for kind in KINDS if kind != "ill"]), min_size=1, unique=True)
documents = st.sampled_from([["d"], ["d", "e"], "all"])
acts = st.sampled_from(ACTS)
facts = st.lists(st.sampled_from(["f", "g"]), unique=True)
norms = st.one_of(
    st.builds(
        lambda posts, kinds: {"norm": "report", "posts": posts, "to": "p1", "kinds": kinds},
        st.lists(st.sampled_from(POSTS), min_size=1, unique=True), kinds,
    ),
    st.builds(lambda act, d: {"norm": "deadline", "act": act, "documents": d, "within": "5 days"}, acts, documents),
    st.builds(
        lambda act, d, by: {"norm": "duty", "act": act, "documents": d, "by": by},
        acts, documents, st.sampled_from([*POSTS, {"any": ["p3"], "when": {"r1": "yes"}}]),
    ),
    st.builds(
        lambda act, d, facts: {"norm": "prohibition", "act": act, "documents": d, **({"facts": facts} if facts else {})},
        acts, documents, facts,
    ),
    st.builds(
        lambda act, d, force: {
            "norm": "requirement", "act": act, "documents": d, "needs": ["h"], "cite": {"article": 2, "force": force},
        },
        acts, documents, st.sampled_from(["hard", "permissive"]),
    ),
    st.just({"norm": "cadence", "bodies": ["council"], "every": "2 weeks"}),
)  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> Cast:
    """A random rulebook with a little procedure, much of it under some reading only."""
    _, book, roster = draw(casts())
    book["facts"] = {
        fact: {"name": NAME, "in-order": "yes" if fact == "h" else "no", "cite": CITE} for fact in "fgh"
    }
    listed: list[Entry] = draw(st.lists(st.tuples(norms, readings_only).map(_guarded), max_size=5))
    book["procedure"] = {f"norm-{i}": {"cite": CITE, **norm} for i, norm in enumerate(listed)}
    return loaded(book, roster)


def _guarded(made: tuple[Entry, Entry]) -> Entry:
    norm, when = made
    return {**norm, "when": when}


def ids(cast: Cast, reading: dict[str, Any]) -> set[str]:
    """All but idle rules, which do not depend on the reading in force."""
    ground = Ground(cast.rulebook, cast.roster, reading)
    return {
        found.id for detector in DETECTORS if detector is not idle_by_comparison for found in detector(ground)
    }


@given(books())
@settings(max_examples=60)
def test_a_finding_under_open_readings_is_one_under_some_option(cast: Cast) -> None:
    switches = cast.rulebook.switches
    combinations = product(*(switches[id].options for id in switches))
    by_option = [ids(cast, dict(zip(switches, options, strict=True))) for options in combinations]
    assert ids(cast, {}) == set().union(*by_option)
