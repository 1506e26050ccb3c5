"""``gaps --stream``: JSON Lines, one gap a line, for lists too long to hold.

A line about a document comes before its gaps and says how many there are and whether Z3 proved the
list complete; the last line sums up. A stream without a last line was cut off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from guiju.as_json import head
from guiju.model.authority import Silence
from guiju.model.cases import cases
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.request import Request
from guiju.verify.stream import stream

FORMAT = "guiju.gaps-stream/1"


def lines(request: Request) -> Iterator[tuple[str, str]]:
    """Each line with what it means for the verdict: proved, refuted, unspecified or unknown.

    Raises InputError unless the request fixes every reading.
    """
    book, question = request.source.rulebook, request.question
    if set(question.reading) != set(book.switches):
        raise InputError([Problem(Span("--reading", 0, 0), "one-reading")])
    yield _line(head(request, FORMAT)), "proved"
    documents, roster = sorted(request.documents), question.roster
    listed = [(id, case) for id in documents for case in cases(book, roster, id, request.case)]
    total, complete = 0, True
    for id, case in listed:
        chain = question.resolver.chain(id, case.values)
        found = stream(question, question.settle(chain.condition))
        silent = any(isinstance(rule, Silence) for step in chain.steps for rule in step.rules)
        total, complete = total + found.total, complete and found.complete
        about = {
            "document": id, "case": dict(sorted(case.values.items())), "gaps": found.total,
            "complete": found.complete, "checked-by": found.checked_by, "unspecified": silent,
        }  # fmt: skip
        yield _line(about), _meaning(found.total, silent, found.complete)
        for box in found.boxes:
            gap: dict[str, Any] = {"document": id, "absent": {p: list(kinds) for p, kinds in box.absent}}
            extra = {"present": box.present, "vacant": box.vacant, "filled": box.filled}
            yield _line({**gap, **{key: list(value) for key, value in extra.items() if value}}), "refuted"
    yield _line({"end": True, "documents": len(listed), "gaps": total, "complete": complete}), "proved"


def _meaning(gaps: int, silent: bool, complete: bool) -> str:
    if gaps:
        return "refuted"
    if silent:
        return "unspecified"
    return "proved" if complete else "unknown"


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
