"""What the nodes and conditions of the graph are called."""

from __future__ import annotations

from guiju.model.authority import OfActing, Prerequisite
from guiju.model.graph import Node
from guiju.model.whole_graph import Edge
from guiju.wording import Wording


def node_name(node: Node, say: Wording) -> str:
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
        case "unit":
            return book.units[id].name.say(say.language)
        case "bar":
            return say("bar", id=id)
        case _:
            return say.capacity(OfActing(id))


def edge_condition(edge: Edge, say: Wording) -> str:
    """Where an edge is there, and where single acts of it are; a prerequisite also by what it needs."""
    parts = [say.alternatives_of(edge.when)]
    by_condition: dict[str, list[str]] = {}
    for act, guards in edge.act_guards:
        by_condition.setdefault(say.alternatives_of(guards), []).append(say.act(act))
    parts += [say("only-act", acts=say.join(acts), when=when) for when, acts in by_condition.items()]
    if isinstance(edge.rule, Prerequisite):
        parts.append(say("needs", when=say.guard(edge.rule.needs)))
    return say.join(filter(None, parts), "semicolon")
