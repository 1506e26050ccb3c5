"""``graph`` as text and JSON: one line or object per effect of a rule."""

from __future__ import annotations

from typing import Any

from guiju.as_json import basis, condition
from guiju.drawing.naming import edge_condition, node_name
from guiju.model.alternatives import ALWAYS, Alternatives
from guiju.model.authority import Prerequisite
from guiju.model.whole_graph import Edge, WholeGraph
from guiju.page import table
from guiju.source import Source
from guiju.wording import Wording


def as_json(source: Source, whole: WholeGraph) -> dict[str, Any]:
    return {
        "format": "guiju.graph/1",
        "rulebook": source.rulebook.id,
        "roster": source.roster.id,
        "nodes": [{"kind": kind, "id": id} for kind, id in whole.nodes],
        "edges": [_edge(edge) for edge in whole.edges],
    }


def _edge(edge: Edge) -> dict[str, Any]:
    """``when`` lists alternatives, each a mapping from a reading or attribute to values; null: always."""
    return {
        "from": {"kind": edge.source[0], "id": edge.source[1]},
        "to": {"kind": edge.target[0], "id": edge.target[1]},
        "kind": edge.kind,
        "relation": edge.relation,
        "acts": list(edge.acts),
        "rule": edge.rule.id if edge.rule else None,
        "basis": basis(edge.rule.basis) if edge.rule else None,
        "when": _alternatives(edge.when),
        "acts-when": {act: _alternatives(guards) for act, guards in edge.act_guards},
        **({"needs": condition(edge.rule.needs)} if isinstance(edge.rule, Prerequisite) else {}),
    }


def _alternatives(guards: Alternatives) -> list[dict[str, list[str]]] | None:
    return None if guards == ALWAYS else [condition(guard) for guard in guards]


def as_text(whole: WholeGraph, say: Wording) -> str:
    rows = [
        [
            node_name(edge.source, say),
            node_name(edge.target, say),
            say.relation_name(edge.relation),
            (say.acts(edge.acts) if edge.kind == "grant" else say.join(map(say.act, edge.acts))) or "—",
            say.basis(edge.rule.basis) if edge.rule else "—",
            edge_condition(edge, say) or "—",
        ]
        for edge in whole.edges
    ]
    headers = [say(c) for c in ("c-from", "c-to", "c-relation", "c-act", "c-article", "c-when")]
    return table(rows, headers, [28, 20, 13, 22, 16, 26]) + "\n"
