"""Other ways to list every gap of a monotone condition, each as its own users would do it.

A generator for each engine, of gaps as sets of people. All read the same plain circuit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, count
from typing import NamedTuple

from guiju.model.condition import Away, Condition, postorder

Gap = frozenset[int]


class Gate(NamedTuple):
    """Fails when at least ``least`` of its parts do; parts are places in the circuit."""

    least: int
    parts: tuple[int, ...]


class Circuit(NamedTuple):
    """How a condition fails. People are the first places, then come the gates; the last is all of it."""

    names: tuple[str, ...]
    gates: tuple[Gate, ...]

    @property
    def people(self) -> range:
        return range(len(self.names))


def circuit_of(condition: Condition) -> Circuit:
    """The circuit of a condition over people who are there (negated leaves)."""
    nodes = postorder(condition)
    names = tuple(node.leaf.person for node in nodes if isinstance(node.leaf, Away))
    place: dict[Condition, int] = {}
    people, later, gates = count(), count(len(names)), []
    for node in nodes:
        parts = tuple(place[part] for part in node.parts)
        if node.op == "leaf":
            place[node] = next(people)
        elif node.op == "not":
            place[node] = parts[0]
        else:
            holds = {"all": len(parts), "any": 1, "at-least": node.count}[node.op]
            gates.append(Gate(len(parts) - holds + 1, parts))
            place[node] = next(later)
    return Circuit(names, tuple(gates))


def brute_force(circuit: Circuit) -> Iterator[Gap]:
    """Sets of people by size; a set that holds no smaller gap and fails is a gap."""
    found: list[int] = []
    for size in range(len(circuit.names) + 1):
        for chosen in combinations(circuit.people, size):
            mask = sum(1 << person for person in chosen)
            if not any(gap & mask == gap for gap in found) and fails(circuit, frozenset(chosen)):
                found.append(mask)
                yield frozenset(chosen)


def fails(circuit: Circuit, away: Gap) -> bool:
    """Whether the condition fails when these people are away."""
    values = [person in away for person in circuit.people]
    for gate in circuit.gates:
        values.append(sum(values[part] for part in gate.parts) >= gate.least)
    return values[-1]


def z3_shrink_and_block(circuit: Circuit) -> Iterator[Gap]:
    """Find a blocked world, drop absences as long as it stays blocked, block its supersets, again.

    The quickest of twelve ways that were tried: three solvers, with and without a preference for
    false and a first unsatisfiable core.
    """
    import z3

    away = [z3.Bool(f"a{person}") for person in circuit.people]
    built = list(away)
    for least, parts in circuit.gates:
        inner = [built[part] for part in parts]
        whole = z3.And(inner) if least == len(inner) else z3.AtLeast(*inner, least)
        built.append(z3.Or(inner) if least == 1 else whole)
    search, check = z3.SolverFor("QF_FD"), z3.SolverFor("QF_FD")
    search.set("phase", "always_false")
    search.add(built[-1])
    check.add(z3.Not(built[-1]))
    while search.check() == z3.sat:
        model = search.model()
        gap = [person for person in circuit.people if z3.is_true(model[away[person]])]
        for person in tuple(gap):
            rest = [other for other in gap if other != person]
            if check.check([away[other] for other in rest]) == z3.unsat:
                gap = rest
        search.add(z3.Or([z3.Not(away[person]) for person in gap]))
        yield frozenset(gap)


def clauses(circuit: Circuit) -> list[list[int]]:
    """CNF of "it fails": place p is variable p + 1, and a gate that is true really fails."""
    listed = [[len(circuit.names) + len(circuit.gates)]]
    for number, (least, parts) in enumerate(circuit.gates, len(circuit.names) + 1):
        listed += [
            [-number, *(part + 1 for part in some)] for some in combinations(parts, len(parts) - least + 1)
        ]
    return listed


def sat_shrink_and_block(circuit: Circuit) -> Iterator[Gap]:
    """The same loop with CaDiCaL, present first; a set is shrunk by evaluating the circuit."""
    from pysat.solvers import Solver

    last = len(circuit.names) + len(circuit.gates)
    with Solver(name="cadical195", bootstrap_with=clauses(circuit)) as solver:
        solver.set_phases([-variable for variable in range(1, last + 1)])
        while solver.solve():
            model = solver.get_model()
            gap = {person for person in circuit.people if model[person] > 0}
            for person in tuple(gap):
                if fails(circuit, frozenset(gap - {person})):
                    gap.remove(person)
            solver.add_clause([-person - 1 for person in gap])
            yield frozenset(gap)


def sat_lbx(circuit: Circuit) -> Iterator[Gap]:
    """Gaps as minimal correction sets of "everybody is there", by LBX over Glucose 4."""
    from pysat.examples.lbx import LBX
    from pysat.formula import WCNF

    formula = WCNF()
    for clause in clauses(circuit):
        formula.append(clause)
    for person in circuit.people:
        formula.append([-person - 1], weight=1)
    with LBX(formula, solver_name="g4") as search:
        for chosen in search.enumerate():
            search.block(chosen)
            yield frozenset(number - 1 for number in chosen)


def clingo_domain(circuit: Circuit) -> Iterator[Gap]:
    """Answer sets that are subset-minimal in who is away, by domain heuristics."""
    import clingo

    last = len(circuit.names) + len(circuit.gates) - 1
    names = [f"away({person})" for person in circuit.people]
    names += [f"fails({place})" for place in range(len(names), last + 1)]
    lines = [f"{{away(0..{len(circuit.names) - 1})}}. #show away/1. :- not fails({last})."]
    for number, (least, parts) in enumerate(circuit.gates, len(circuit.names)):
        lines.append(f"fails({number}) :- {least} {{{'; '.join(names[part] for part in parts)}}}.")
    options = ["--heuristic=Domain", "--enum-mode=domRec", "--dom-mod=5,16", "-n", "0"]
    control = clingo.Control(options)
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    with control.solve(yield_=True) as models:
        for model in models:
            yield frozenset(symbol.arguments[0].number for symbol in model.symbols(shown=True))


def guiju(condition: Condition, engine: str) -> Iterator[frozenset[str]]:
    """The engine of this project, asked for one condition; the list is proved by Z3 if so named."""
    from guiju.model.condition import TRUE
    from guiju.verify import cudd
    from guiju.verify.diagram import TRUE as EVERY
    from guiju.verify.enumeration import blocked_family
    from guiju.verify.family import Families
    from guiju.verify.space import space_of

    space, families = space_of([condition], TRUE, ("away",), {}), Families()
    cudd.LEAST = 0  # whatever the size, the engine that is named
    assert cudd.suits(space) == ("CUDD" in engine)
    family = blocked_family(space, families, condition, EVERY)
    if "proof" in engine:
        from guiju.verify.solver import fails_exactly_in

        outcome = fails_exactly_in(space, TRUE, condition, families, family)
        if outcome != "holds":
            raise SystemExit(f"Z3 answers {outcome}: {families.count(family):,} gaps, none of them listed")
    names = [variable.id for variable in space.variables]
    for point in families.points(family):
        yield frozenset(names[variable] for variable, _ in point)
