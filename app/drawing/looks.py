"""How relations and kinds of boxes look: colour, line and head, so that black and white is enough."""

from __future__ import annotations

from collections.abc import Iterable

from guiju.drawing.shapes import Look

FIXED = {
    "may-hold": Look("#6f6f6f", "1.5 3", 1.1, False, "ring"),
    "acts-through": Look("#6f6f6f", "", 1.1, False, "ring"),
    "authority": Look("#111111", "", 1.5, False, "full"),
    "mandate": Look("#1b4f9c", "9 4", 1.6, False, "open"),
    "sub-delegation": Look("#1b4f9c", "9 3 2 3", 1.6, False, "open"),
}
COVER = (
    Look("#b3261e", "", 1.1, True, "hollow"),
    Look("#a85400", "3 3", 2.4, False, "hollow"),
    Look("#6a3d9a", "13 4 3 4", 1.9, False, "hollow"),
    Look("#00695c", "6 2 2 2 2 2", 1.9, False, "hollow"),
    Look("#9c1f63", "16 5", 2.2, False, "hollow"),
    Look("#6d5a00", "2 5", 2.8, False, "hollow"),
)
FILLS = {"post": "#ffffff", "role": "#eef4fc", "body": "#fff6df", "unit": "#f0f0f0", "acting": "#fbeeed"}


def looks(relations: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Look]:
    """(style, relation) -> look. Each relation of cover takes the next, in turn."""
    listed = list(relations)
    cover = [item for item in listed if item[0] == "cover"]
    found = {item: FIXED[item[0]] for item in listed if item[0] != "cover"}
    return found | {item: COVER[number % len(COVER)] for number, item in enumerate(cover)}
