"""``graph``: the authority graph, one line per rule effect."""

from __future__ import annotations

from typing import Any

from guiju.as_json import basis
from guiju.model.authority import OfActing
from guiju.model.graph import Node, authority_graph
from guiju.page import table
from guiju.source import Source
from guiju.wording import Wording


def _edges(source: Source) -> list[tuple[Node, Node, dict[str, Any]]]:
    graph = authority_graph(source.rulebook, source.roster)
    edges = [(u, v, data) for u, v, data in graph.edges(data=True)]
    return sorted(edges, key=lambda e: (e[0], e[1], e[2]["relation"], getattr(e[2].get("rule"), "id", "")))


def as_json(source: Source) -> dict[str, Any]:
    graph = authority_graph(source.rulebook, source.roster)
    return {
        "format": "guiju.graph/1",
        "rulebook": source.rulebook.id,
        "roster": source.roster.id,
        "nodes": [{"kind": kind, "id": id} for kind, id in sorted(graph.nodes)],
        "edges": [
            {
                "from": {"kind": u[0], "id": u[1]},
                "to": {"kind": v[0], "id": v[1]},
                "relation": data["relation"],
                "acts": list(data.get("acts", ())),
                "rule": data["rule"].id if "rule" in data else None,
                "basis": basis(data["rule"].basis) if "rule" in data else None,
            }
            for u, v, data in _edges(source)
        ],
    }


def as_text(source: Source, say: Wording) -> str:
    rows = [
        [
            _name(u, say),
            _name(v, say),
            say.relation_name(data["relation"]),
            say.acts(data.get("acts", ())) or "—",
            say.basis(data["rule"].basis) if "rule" in data else "—",
        ]
        for u, v, data in _edges(source)
    ]
    headers = [say(c) for c in ("c-from", "c-to", "c-relation", "c-act", "c-article")]
    return table(rows, headers, [34, 24, 14, 30, 30]) + "\n"


def _name(node: Node, say: Wording) -> str:
    kind, id = node
    book = say.rulebook
    match kind:
        case "person":
            return say.person(id)
        case "document":
            return say.document(id)
        case "post":
            return say.post(id)
        case "role":
            return book.attributes[id].name.say(say.language)
        case "body":
            return book.bodies[id].name.say(say.language)
        case _:
            return say.capacity(OfActing(id))
