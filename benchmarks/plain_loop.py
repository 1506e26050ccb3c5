"""What a plain user of Z3 would write: each document in each case by itself, until no gap is left.

Called by ``verification.py``. A document's condition is guiju's, settled for no mandates; all else
is a loop: find a blocked world, widen it to a box of worlds that are all blocked (first by whole
people, then by kinds of absence), exclude the box, again; the last answer, unsatisfiable, proves
the list complete.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import z3
from guiju.model.cases import cases
from guiju.model.condition import Away, Condition, leaves, postorder
from guiju.model.load import nodes
from guiju.request import Options, Request, request_of
from guiju.source import load

Status = tuple[str, str]
"""A person and a kind of absence; "" when he is there."""
Hot = dict[Status, z3.BoolRef]
STEP = 0.5
"""Seconds between two notes of how far the loop came."""


def gaps(condition: Condition, kinds: tuple[str, ...]) -> Iterator[frozenset[Status]]:
    """Boxes of blocked worlds, each as the statuses that are excluded, until no other world is blocked."""
    people = dict.fromkeys(item.person for item in leaves(condition) if isinstance(item, Away))
    hot = {(p, kind): z3.Bool(f"{p} {kind}") for p in people for kind in ("", *kinds)}
    one_each = [z3.PbEq([(hot[p, kind], 1) for kind in ("", *kinds)], 1) for p in people]
    holds = _formula(condition, hot)
    bounds = {status: z3.Not(variable) for status, variable in hot.items()}
    search, check = z3.SimpleSolver(), z3.SimpleSolver()
    search.add(*one_each, z3.Not(holds))
    check.add(*one_each, holds)
    while search.check() == z3.sat:
        model = search.model()
        chosen = {p: kind for (p, kind), variable in hot.items() if z3.is_true(model[variable])}
        check.check([bounds[p, kind] for p, kind in hot if kind != chosen[p]])
        needed = {literal.get_id() for literal in check.unsat_core()}
        box = [status for status, bound in bounds.items() if bound.get_id() in needed]
        for person in sorted(people, key=lambda p: chosen[p] != ""):
            box = _without({status for status in box if status[0] == person}, box, bounds, check)
        for status in tuple(box):
            box = _without({status}, box, bounds, check)
        search.add(z3.Or([hot[status] for status in box]))
        yield frozenset(box)


def _without(some: set[Status], box: list[Status], bounds: Hot, check: z3.Solver) -> list[Status]:
    """The box without some of its bounds, if all of it still blocks."""
    rest = [status for status in box if status not in some]
    return rest if some and check.check([bounds[status] for status in rest]) == z3.unsat else box


def _formula(condition: Condition, hot: Hot) -> z3.BoolRef:
    built: dict[Condition, z3.BoolRef] = {}
    for node in postorder(condition):
        parts = [built[part] for part in node.parts]
        match node.op:
            case "leaf":
                assert isinstance(node.leaf, Away)
                built[node] = z3.Or([hot[node.leaf.person, kind] for kind in sorted(node.leaf.kinds)])
            case "not":
                built[node] = z3.Not(parts[0])
            case "all":
                built[node] = z3.And(parts)
            case "any":
                built[node] = z3.Or(parts)
            case "at-least":
                built[node] = z3.AtLeast(*parts, node.count)
            case _:
                built[node] = z3.BoolVal(node.op == "true")
    return built[condition]


def request(rulebook: str) -> Request:
    """The default question about all documents, of a file of any size."""
    nodes.MOST_BYTES = 1 << 30
    return request_of(load(rulebook, None), Options())


def conditions(asked: Request) -> Iterator[tuple[str, Condition]]:
    """Every document in every case, with its settled condition."""
    book, question = asked.source.rulebook, asked.question
    for id in asked.documents:
        for case in cases(book, asked.source.roster, id, {}):
            yield id, question.settle(question.resolver.chain(id, case.values).condition)


def main() -> None:
    asked = request(sys.argv[1])
    done = found = blocked = 0
    said = loaded = time.process_time()
    for _, condition in conditions(asked):
        listed = sum(1 for _ in gaps(condition, asked.question.domain))
        done, found, blocked = done + 1, found + listed, blocked + (listed > 0)
        if time.process_time() > said + STEP:
            said = time.process_time()
            print(done, found, blocked, loaded, flush=True)
    print(done, found, blocked, loaded, flush=True)


if __name__ == "__main__":
    main()
