"""The section ``amendments``: what it holds, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from guiju.model.load.problem import InputError
from test_cover import club

GOOD = {
    "article": "6.1",
    "answers": ["G1"],
    "rules": ["notice-sign"],
    "text": {"zh": "通知由会长签发。", "en": "The chair signs notices."},
}


def amended(*amendments: dict[str, Any]) -> Any:
    def change(book: Any) -> None:
        book["amendments"] = {f"a{number}": {**GOOD, **item} for number, item in enumerate(amendments)}

    return club(change).rulebook.amendments


def refused(*amendments: dict[str, Any]) -> list[tuple[str, Any]]:
    with pytest.raises(InputError) as error:
        amended(*amendments)
    return [(problem.code, problem.words.get("found")) for problem in error.value.problems]


def test_an_amendment_is_read() -> None:
    found = amended({"settles": ["silence"], "repeals": ["nobody-signs"], "answers": ["G1", "L10"]})["a0"]
    assert (found.id, found.article, found.answers) == ("a0", "6.1", ("G1", "L10"))
    assert (found.settles, found.rules, found.repeals) == (("silence",), ("notice-sign",), ("nobody-signs",))
    assert (found.text.zh, found.text.en) == ("通知由会长签发。", "The chair signs notices.")


def test_a_rulebook_needs_none() -> None:
    assert club().rulebook.amendments == {}
    plain = amended({})["a0"]
    assert (plain.settles, plain.repeals) == ((), ())


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"rules": ["notice-sing"]}, ("unknown-word", "notice-sing")),
        ({"rules": ["notice-sign", "notice-sign"]}, ("repeated", "notice-sign")),
        ({"rules": []}, ("empty-list", None)),
        ({"answers": []}, ("empty-list", None)),
        ({"answers": ["G1", "G1"]}, ("repeated", "G1")),
        ({"answers": "G1"}, ("expected-list", "text")),
        ({"article": "six"}, ("bad-article", "six")),
        ({"settles": ["scope"]}, ("still-there", "scope")),
        ({"settles": ["old", "old"]}, ("repeated", "old")),
        ({"settles": ["Old one"]}, ("bad-id", "Old one")),
        ({"repeals": ["notice-review"]}, ("still-there", "notice-review")),
        ({"repeals": []}, ("empty-list", None)),
        ({"text": {"zh": "通知"}}, ("missing-key", None)),
        ({"setles": ["old"]}, ("unknown-key", None)),
    ],
)
def test_a_defect_is_one_problem(change: dict[str, Any], problem: tuple[str, Any]) -> None:
    assert refused(change) == [problem]


def test_an_amendment_may_change_other_parts() -> None:
    found = amended({"changes": ["posts/chair", "documents/notice"]})["a0"]
    assert found.changes == ("posts/chair", "documents/notice")

    def change(book: Any) -> None:
        parts = {name: value for name, value in GOOD.items() if name != "rules"}
        book["amendments"] = {"a": {**parts, "changes": ["absence-kinds/away"]}}

    (only,) = club(change).rulebook.amendments.values()
    assert (only.rules, only.changes) == ((), ("absence-kinds/away",))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (["posts/chiar"], ("unknown-word", "posts/chiar")),
        (["chair"], ("unknown-word", "chair")),
        (["scope"], ("unknown-word", "scope")),
        (["rules/notice-sign"], ("unknown-word", "rules/notice-sign")),
        (["posts/chair", "posts/chair"], ("repeated", "posts/chair")),
        ([], ("empty-list", None)),
    ],
)
def test_what_it_changes_is_there(changes: list[str], problem: tuple[str, Any]) -> None:
    assert refused({"changes": changes}) == [problem]


def test_a_part_belongs_to_one_amendment() -> None:
    other = {"article": "6.2", "rules": ["notice-review"], "changes": ["posts/chair"]}
    assert refused({"changes": ["posts/chair"]}, other) == [("two-amendments", "posts/chair")]


def test_a_rule_belongs_to_one_amendment() -> None:
    assert refused({}, {"article": "6.2"}) == [("two-amendments", "notice-sign")]


@pytest.mark.parametrize("key", ["article", "answers", "rules", "text"])
def test_what_an_amendment_needs(key: str) -> None:
    def change(book: Any) -> None:
        book["amendments"] = {"a": {name: value for name, value in GOOD.items() if name != key}}

    with pytest.raises(InputError) as error:
        club(change)
    assert [(p.code, p.words) for p in error.value.problems] == [("missing-key", {"key": key})]
