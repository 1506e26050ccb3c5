"""Node trees as YAML could give them, with the texts that spreadsheets and YAML are apt to mistake."""

from __future__ import annotations

from guiju.model.citation import NOWHERE
from guiju.model.load.nodes import Mapping, Node, Scalar, Sequence
from hypothesis import strategies as st

TRICKY = [
    "", " ", "a ", " a", "　甲", "甲　乙", "a:　b", "a: b", "a #b", "#N/A", "=1+1", "+a", "-a", "@a", "'a", '"a"', "[a", "{a}",
    "［甲］", "｛甲｝", "a：b", "会签，区长", "a\nb", "a\r\nb", "a\tb", "\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e",
    "\ufeff", "\uffff", "\U0001f600", "\xa0", "_x000D_", "_x005F_", "1", "007", "-5", "+5", "4.10", "1e3", "1,000", "NO", "null",
    "~", "true", "12:30", "2027-12-31", "<<", "---", "&a", "*a", "!a", "|", ">", "%a", "`a", "?", "? a", "- a", ",", "\\", "a\\",
    "value", "id", "key", "TRUE", "官员；“引号”", "é", "x" * 1000,
]  # fmt: skip
IDS = [
    "id",
    "key",
    "value",
    "zh",
    "en",
    "name",
    "cite",
    "when",
    "rulebook",
    "roster",
    "rules",
    "people",
    "pairs",
    "1",
    "2",
]

_texts = st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_keys = st.sampled_from(IDS) | st.sampled_from("abcde") | _texts.filter(lambda key: key != "<<")
scalars = st.builds(Scalar, _texts, st.booleans(), st.just(NOWHERE))


def _mapping(entries: dict[str, Node]) -> Mapping:
    return Mapping(entries, dict.fromkeys(entries, NOWHERE), NOWHERE)


def _sequence(items: list[Node]) -> Sequence:
    return Sequence(tuple(items), NOWHERE)


def mappings(
    values: st.SearchStrategy[Node], keys: st.SearchStrategy[str] = _keys
) -> st.SearchStrategy[Mapping]:
    return st.dictionaries(keys, values, max_size=5).map(_mapping)


nodes: st.SearchStrategy[Node] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4).map(_sequence) | mappings(inner), max_leaves=8
)
_regular = mappings(
    nodes | mappings(scalars, st.sampled_from(["zh", "en"])), st.sampled_from(["name", "cite", "when"])
)
_pairs = st.lists(st.tuples(nodes, nodes).map(lambda two: _sequence([*two])), min_size=1, max_size=4).map(
    _sequence
)
sections = mappings(_regular | mappings(nodes)) | _pairs | nodes
roots = mappings(sections)
