"""What is wrong with an input: a place, a code, and the words to fill its message with."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from guiju.model.citation import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect. ``code`` names a message; ``words`` fills it."""

    span: Span
    code: str
    words: Mapping[str, object] = field(default_factory=dict)


class InputError(Exception):
    """Bad input; carries every defect that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.span.file, p.span.line, p.span.column)))
        super().__init__("; ".join(f"{p.span}: {p.code} {dict(p.words)}" for p in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        """It travels between processes."""
        return InputError, (self.problems,)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that the writer most likely meant."""
    known = sorted(words)
    folded = {w.casefold().replace("_", "-"): w for w in known}
    found = difflib.get_close_matches(word.casefold().replace("_", "-"), folded, n=1, cutoff=0.5)
    return folded[found[0]] if found else None
