"""Parses the amendments that a rulebook lists: which rules carry them, what they settle and repeal."""

from __future__ import annotations

from collections.abc import Collection

from guiju.model.citation import Span
from guiju.model.load.fields import Fields, article_of, bilingual, fail, id_of, ids_of, items_of, text_of
from guiju.model.load.nodes import Node
from guiju.model.rulebook import Amendment


class AmendmentParser:
    """Checks each amendment against the rules and readings of its rulebook, and against the others."""

    def __init__(self, rules: Collection[str], readings: Collection[str]) -> None:
        self.rules, self.readings = rules, readings
        self._named: set[str] = set()

    def parse(self, id: str, node: Node, span: Span) -> Amendment:
        fields = Fields(node, span)
        settles, repeals = fields.get("settles"), fields.get("repeals")
        amendment = Amendment(
            id,
            article_of(text_of(fields.need("article")), fields.need("article").span),
            _distinct(fields.need("answers"), "finding"),
            self._gone(settles, self.readings, "reading"),
            self._once(fields.need("rules")),
            self._gone(repeals, self.rules, "rule"),
            bilingual(fields.need("text")),
            span,
        )
        fields.close()
        return amendment

    def _once(self, node: Node) -> tuple[str, ...]:
        """Rules of this rulebook, none of which another amendment names."""
        found = ids_of(node, self.rules, "rule")
        for item in items_of(node):
            if text_of(item) in self._named:
                raise fail(item.span, "two-amendments", found=text_of(item))
        self._named |= set(found)
        return found

    def _gone(self, node: Node | None, present: Collection[str], what: str) -> tuple[str, ...]:
        """Ids of the text before that this rulebook no longer has."""
        if node is None:
            return ()
        for item in items_of(node):
            if id_of(text_of(item), item.span) in present:
                raise fail(item.span, "still-there", found=text_of(item), what=what)
        return _distinct(node, what)


def _distinct(node: Node, what: str) -> tuple[str, ...]:
    """A list of texts without repetition; it may not be empty."""
    found: dict[str, None] = {}
    for item in items_of(node):
        word = text_of(item)
        if word in found:
            raise fail(item.span, "repeated", found=word)
        found[word] = None
    if not found:
        raise fail(node.span, "empty-list", what=what)
    return tuple(found)
