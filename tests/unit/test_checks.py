"""The checks that stand between a defect of guiju and a verdict: each is made to fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from guiju.model.claim import Admission
from guiju.model.reading import profile
from guiju.verify import core, coverage, gaps
from guiju.verify.coverage import Coverage
from guiju.verify.gaps import EnginesDisagree
from guiju.verify.question import Question
from test_cover import club


def question(**fields: Any) -> Question:
    cast = club()
    return Question(cast, profile(cast.rulebook.switches, "strict"), **fields)


def _lossy(real: Callable[..., Any], more: Any) -> Callable[..., Any]:
    return lambda *words, **named: more(real(*words, **named))


def test_z3_refuses_a_list_that_misses_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    lossy = _lossy(gaps.boxed, lambda cubes: cubes[1:])
    monkeypatch.setattr(gaps, "boxed", lossy)
    with pytest.raises(EnginesDisagree):
        Coverage(question()).documents(["charter"], {})


def test_a_gap_that_does_not_replay_is_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "evaluate", lambda condition, world: True)
    with pytest.raises(EnginesDisagree):
        Coverage(question()).documents(["charter"], {})


def test_a_core_that_does_not_carry_the_proof_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = question(admission=Admission(1))
    chain = asked.resolver.chain("charter", {"weight": "light"})
    monkeypatch.setattr(core, "core", lambda *words: frozenset())
    with pytest.raises(RuntimeError, match="does not carry the proof"):
        core.core_of(asked, chain)
