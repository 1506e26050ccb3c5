"""Parses the amendments that a rulebook lists: what carries them, what they settle and repeal."""

from __future__ import annotations

from collections.abc import Collection

from guiju.model.citation import Span
from guiju.model.load.fields import Fields, article_of, bilingual, fail, id_of, ids_of, items_of, text_of
from guiju.model.load.nodes import Mapping, Node
from guiju.model.rulebook import Amendment

ALONE = ("scope", "adopted", "case-space")
"""Sections that are one thing: named by themselves."""
SECTIONS = (
    "absence-kinds", "acts", "posts", "units", "bodies", "attributes", "documents", "facts", "articles",
    "terms", "parties", "editorial-notes",
)  # fmt: skip
"""Sections whose entries are named ``section/id``."""


class AmendmentParser:
    """Checks each amendment against its rulebook, and against the others.

    ``parts``: whatever of the rulebook an amendment may name besides rules, as ``section/id`` or ``section``.
    """

    def __init__(self, rules: Collection[str], readings: Collection[str], parts: Collection[str]) -> None:
        self.rules, self.readings, self.parts = rules, readings, parts
        self._named: set[str] = set()

    def parse(self, id: str, node: Node, span: Span) -> Amendment:
        fields = Fields(node, span)
        settles, repeals = fields.get("settles"), fields.get("repeals")
        changes = fields.get("changes")
        rules = fields.get("rules") if changes is not None else fields.need("rules")
        amendment = Amendment(
            id,
            article_of(text_of(fields.need("article")), fields.need("article").span),
            _distinct(fields.need("answers"), "finding"),
            self._gone(settles, self.readings, "reading"),
            self._once(rules, self.rules, "rule"),
            self._once(changes, self.parts, "part"),
            self._gone(repeals, self.rules, "rule"),
            bilingual(fields.need("text")),
            span,
        )
        fields.close()
        return amendment

    def _once(self, node: Node | None, known: Collection[str], what: str) -> tuple[str, ...]:
        """Rules or other parts of this rulebook, none of which another amendment names."""
        if node is None:
            return ()
        found = ids_of(node, known, what)
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


def parts_of(rulebook: Mapping) -> tuple[str, ...]:
    """All that ``changes`` may name, from the sections that a rulebook has."""
    sections = rulebook.entries
    entries = ((id, sections[id]) for id in SECTIONS if isinstance(sections.get(id), Mapping))
    inside = [f"{section}/{id}" for section, node in entries for id in node.entries]  # type: ignore[union-attr]
    return (*(id for id in ALONE if id in sections), *inside)
