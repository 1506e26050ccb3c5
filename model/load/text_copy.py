"""Reads a user's copy of the regulation: plain text or Markdown, in UTF-8 or GB18030."""

from __future__ import annotations

import re
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.fields import fail
from guiju.model.load.nodes import read_bytes
from guiju.model.text_copy import TextCopy, cut

_MARKDOWN = (".md", ".markdown")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def read_copy(path: Path, name: str) -> TextCopy:
    """Read a copy and cut it into articles.

    Raises InputError for a missing, huge, empty or binary file, and where no article is found.
    """
    start = Span(name, 1, 1)
    if path.is_dir():
        raise fail(start, "text-folder")
    text = _decoded(read_bytes(path, name), start)
    if not text.strip():
        raise fail(start, "text-empty")
    copy = cut(text, path.suffix.lower() in _MARKDOWN)
    if not copy.articles:
        raise fail(start, "text-no-article")
    return copy


def _decoded(raw: bytes, start: Span) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    raise fail(start, "text-binary")
