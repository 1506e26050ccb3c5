"""The text itself: its articles, its terms, whom it binds, who adopted it."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.model.citation import Basis, Force, Span
from guiju.model.text import Text

NORMS = (
    "post", "body", "signing", "review", "countersign", "mandate", "substitution", "acting", "meeting",
    "agenda", "minutes", "deadline", "silence", "prerequisite", "prohibition", "leave", "publication",
    "approval", "duty", "scope", "declaratory",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the kinds of norm in it, and why it carries no rule, or no more than it does.

    ``force`` is None where it binds nobody. ``digest`` is the SHA-256 of its text without white space,
    None where none was taken.
    """

    id: str
    norms: tuple[str, ...]
    force: tuple[Force, ...]
    reason: Text | None
    digest: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """A word on which rules depend. ``defined``: where the text says what it means.

    ``others``: further words that the text uses for the same thing. ``attributes`` and ``facts``: the
    case attributes and facts that stand for it.
    """

    id: str
    name: Text
    others: tuple[Text, ...]
    attributes: tuple[str, ...]
    facts: tuple[str, ...]
    bases: tuple[Basis, ...]
    defined: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Party:
    """Those whom the text addresses or binds, posts of the roster or not (乡镇、街道)."""

    id: str
    name: Text
    bases: tuple[Basis, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Scope:
    """To whom the text is addressed, and to whom it says that it applies."""

    addressed: tuple[str, ...]
    applies: tuple[str, ...]
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class Adoption:
    """The body that adopted the text."""

    body: str
    basis: Basis
    span: Span


@dataclass(frozen=True, slots=True)
class EditorialNote:
    """A defect of wording that changes no decision: recorded for the next revision."""

    id: str
    articles: tuple[str, ...]
    note: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Regulation:
    """What a rulebook says of its text, apart from the rules in it."""

    articles: dict[str, Article]
    terms: dict[str, Term]
    parties: dict[str, Party]
    scope: Scope | None
    adopted: Adoption | None
    notes: dict[str, EditorialNote]
