"""Nodes to YAML, as a person would lay it out: one entry on a line where it fits."""

from __future__ import annotations

from collections.abc import Iterable

from guiju.model.load.cells import flow, flow_key
from guiju.model.load.nodes import Mapping, Node, Sequence

WIDTH = 110


def yaml_of(root: Mapping, order: Iterable[str] = ()) -> str:
    """YAML that reads back to the same tree; keys named in ``order`` come first, in that order."""
    keys = [key for key in order if key in root.entries]
    keys += [key for key in root.entries if key not in keys]
    if not keys:
        return "{}\n"
    parts = [_entry(key, root.entries[key], 0) for key in keys]
    return "\n".join("\n" + part if "\n" in part else part for part in parts).lstrip("\n") + "\n"


def _entry(key: str, node: Node, indent: int) -> str:
    start = f"{' ' * indent}{flow_key(key)}:"
    line = f"{start} {flow(node)}"
    section = indent == 0 and isinstance(node, Mapping) and not node.entries.keys() <= {"zh", "en"}
    if len(line) <= WIDTH and not section:
        return line
    if isinstance(node, Mapping) and node.entries:
        return "\n".join([start, *(_entry(k, v, indent + 2) for k, v in node.entries.items())])
    if isinstance(node, Sequence) and node.items:
        return "\n".join([start, *(f"{' ' * indent}  - {flow(item)}" for item in node.items)])
    return line
