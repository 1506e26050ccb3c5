"""How long acts take, and who does those for which the text names nobody."""

from __future__ import annotations

from collections.abc import Mapping

from guiju.model.load.fields import Fields, fail, word_of
from guiju.model.load.nodes import Mapping as MappingNode
from guiju.model.load.nodes import Node, Scalar
from guiju.scenarios.law import Fixed, Length
from guiju.scenarios.load.ground import Ground
from guiju.scenarios.load.quantities import LAW_KEYS, count_of, working_length
from guiju.scenarios.scenario import Work

ANY = "any"
"""All acts for which nothing else is given, unless the rulebook has an act of this name."""
WITH_THE_MINUTES = "minutes-of-the-meeting"
MOST_REPLIES = 1000


def acts(node: Node | None, ground: Ground, part: str) -> dict[str, Work]:
    """Act -> how it is done."""
    found: dict[str, Work] = {}
    for act, value, span in ground.entries(node):
        with ground.collector.trying():
            ground.key(act, span, {*ground.book.acts, ANY}, "act")
            found[act] = _work(value, ground, f"{part}/{act}")
    return dict(sorted(found.items()))


def any_act(found: Mapping[str, Work], ground: Ground) -> tuple[dict[str, Work], Work | None]:
    """The acts of the rulebook, and the time of all others."""
    if ANY in ground.book.acts:
        return dict(found), None
    return {act: work for act, work in found.items() if act != ANY}, found.get(ANY)


def _work(node: Node, ground: Ground, part: str) -> Work:
    """A time, or a mapping with ``takes``."""
    law_alone = isinstance(node, MappingNode) and node.entries and node.entries.keys() <= {*LAW_KEYS}
    if not isinstance(node, MappingNode) or law_alone:
        ground.assumed[part] = None
        takes, minutes = _takes(node, ground)
        return Work(takes, minutes=minutes)
    fields = Fields(node)
    time, by, replies = fields.need("takes"), fields.get("by"), fields.get("replies")
    source = ground.source(fields, part)
    fields.close()
    takes, minutes = _takes(time, ground)
    return Work(
        takes,
        word_of(by, ground.book.posts, "post") if by is not None else None,
        count_of(replies, MOST_REPLIES, 1) if replies is not None else 0,
        minutes,
        source,
    )


def _takes(node: Node, ground: Ground) -> tuple[Length, bool]:
    if not (isinstance(node, Scalar) and node.text == WITH_THE_MINUTES):
        return working_length(node, ground.places), False
    if not any(body.minutes for body in ground.book.bodies.values()):
        raise fail(node.span, "no-minutes")
    return Length(Fixed(0), "minutes"), True
