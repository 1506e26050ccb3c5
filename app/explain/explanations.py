"""What every code of the tool means: read from ``texts/*.yaml``, offline and without a rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from guiju.messages import FINDING_TITLES
from guiju.model.text import Text

GROUPS = ("lint", "space", "verdict", "known-gap", "claim")
"""The files, in the order in which codes are listed."""
BY_READING = "-by-reading"


@dataclass(frozen=True, slots=True)
class Explanation:
    """``snippet``: what to write in the rulebook, empty where there is nothing to write.

    ``by_reading``: the code asked for ends in -by-reading: the defect is there under some readings only.
    """

    code: str
    group: str
    title: Text
    what: Text
    why: Text
    example: Text
    fix: Text
    snippet: str
    see: tuple[str, ...]
    by_reading: bool = False


@cache
def explanations() -> Mapping[str, Explanation]:
    """Code -> explanation, in the order of the files."""
    found: dict[str, Explanation] = {}
    for group in GROUPS:
        text = files("guiju.explain").joinpath("texts", f"{group}.yaml").read_text("utf-8")
        for code, entry in yaml.safe_load(text).items():
            found[code] = _explanation(code, group, entry)
    return found


def _explanation(code: str, group: str, entry: dict[str, Any]) -> Explanation:
    zh, en = FINDING_TITLES[code] if code in FINDING_TITLES else (entry["title"]["zh"], entry["title"]["en"])
    what, why, example, fix = (_text(entry[part]) for part in ("what", "why", "example", "fix"))
    snippet, see = entry.get("yaml", ""), tuple(entry.get("see", ()))
    return Explanation(code, group, Text(zh, en), what, why, example, fix, snippet, see)


def _text(entry: dict[str, str]) -> Text:
    """Chinese lines join without a space, English ones with one."""
    return Text("".join(entry["zh"].split("\n")).strip(), " ".join(entry["en"].split()))
