"""Every rule of procedure of the bundled rulebook has an effect: without it a file, a finding or a bound changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from guiju.model.circumstance import Circumstance
from guiju.model.document import ChoiceAttribute
from guiju.model.file_in_hand import FileInHand
from guiju.model.load.calendar import bundled_calendar
from guiju.model.procedure import Cadence, Report
from guiju.model.reading import PROFILES, profile
from guiju.model.rulebook import Rulebook
from guiju.model.sequence import bodies_of
from guiju.source import Source, load
from guiju.verify.lint.cover import cover_findings
from guiju.verify.lint.ground import Ground
from guiju.verify.lint.posts import unreported_posts
from guiju.verify.timing import timings


def _files(book: Rulebook, source: Source, norm: Any) -> Iterator[tuple[object, ...]]:
    """What procedure asks of each document of a norm: nothing shown; or all that makes the norm apply."""
    bodies = set(getattr(norm, "bodies", ()))
    documents = set(getattr(norm, "documents", ())) | {
        d for d in book.documents if bodies & bodies_of(book, d)
    }
    shown = dict.fromkeys((*getattr(norm, "facts", ()), *getattr(norm, "needs", ())), True)
    for name in PROFILES:
        now = Circumstance(book, source.roster, profile(book.switches, name))
        for document in sorted(documents):
            for facts in ({}, shown):
                case = _case(book, document, norm)
                file = FileInHand(now, document, case, bodies_of(book, document), facts)
                yield (
                    name, document, file.requirements(), file.prohibitions(), file.duties(), file.deadlines(),
                )  # fmt: skip


def _case(book: Rulebook, document: str, norm: Any) -> Mapping[str, str]:
    """Choices at which the norm applies, where it asks for any."""
    asked = dict(norm.when.terms)
    return {
        id: asked[id][0] if id in asked else attribute.default
        for id in book.documents[document].attributes
        for attribute in [book.attributes[id]]
        if isinstance(attribute, ChoiceAttribute)
    }


def _effects(book: Rulebook, source: Source, norm: Any) -> tuple[object, ...]:
    if isinstance(norm, Report):
        grounds = (Ground(book, source.roster, profile(book.switches, name)) for name in PROFILES)
        return tuple((*cover_findings(ground), *unreported_posts(ground)) for ground in grounds)
    if isinstance(norm, Cadence):
        ground = Ground(book, source.roster, profile(book.switches, "default"))
        return timings(ground, tuple(book.documents), bundled_calendar())
    return tuple(_files(book, source, norm))


@pytest.mark.parametrize("name", ["xiangshan-2021", "xiangshan-2021-amended"])
def test_without_any_one_of_them_something_changes(name: str) -> None:
    source = load(name, None)
    book = source.rulebook
    assert len(book.procedure) > 70
    idle = []
    for id, norm in book.procedure.items():
        without = replace(book, procedure={k: v for k, v in book.procedure.items() if k != id})
        if _effects(book, source, norm) == _effects(without, source, norm):
            idle.append(id)
    assert idle == []
