"""What decides a result, and its key: whoever has the same key has the same result."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from guiju.model.load.nodes import read_bytes
from guiju.scenarios.scenario import Scenario
from guiju.scenarios.sweep import Cell
from guiju.simulate import ENGINE


def canonical(data: Any) -> str:
    """One text for one content: sorted keys, no spaces, the shortest digits that give the number back."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def content_of(scenario: Scenario) -> str:
    """The digest of what the files of a scenario hold, wherever they lie, and of its calendar, which may have
    come without a file. Raises InputError for a file that cannot be read.
    """
    read = [sha256(read_bytes(Path(file), file)).hexdigest() for file in scenario.files]
    return digest(canonical([*read, repr(scenario.calendar)]))


def versions() -> dict[str, Any]:
    """The versions of the program on which results depend."""
    return {"engine": ENGINE, "guiju": version("guiju")}


def about(cell: Cell, content: str, seed: int, replication: int) -> str:
    """Everything that decides the result of one replication, as canonical JSON; its digest is the key."""
    return canonical(
        {
            **versions(), "scenario": content, "reading": dict(cell.reading), "seed": seed,
            "replication": replication,
        }
    )  # fmt: skip
