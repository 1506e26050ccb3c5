"""The rules that a proof leans on: a minimal core, confirmed by a second engine."""

from __future__ import annotations

from guiju.model.authority import BARS
from guiju.model.condition import FALSE, TRUE, Condition, InForce, Leaf, constant, leaves, rewrite
from guiju.model.resolve import Chain
from guiju.verify import diagram
from guiju.verify.gaps import premises_for, space_for
from guiju.verify.question import Question
from guiju.verify.solver import core


def core_of(question: Question, chain: Chain) -> tuple[str, ...]:
    """A minimal set of rules that proves a chain, sorted by id; empty if none is needed.

    Raises RuntimeError when Z3 and the diagrams disagree about the core.
    """
    condition = question.settle(chain.condition, rules=True)
    rules = sorted({item.rule for item in leaves(condition) if isinstance(item, InForce)})
    space = space_for(question, [condition])
    found = core(space, condition, premises_for(question, [condition]), rules, question.effort)
    if found is None:
        return ()
    if not _suffices(question, condition, found):
        raise RuntimeError(f"{chain.document}: Z3's core {sorted(found)} does not carry the proof")
    return tuple(sorted(found))


def _suffices(question: Question, condition: Condition, kept: frozenset[str]) -> bool:
    """With every granting rule outside the core repealed and every bar in force, it holds."""
    rules = question.rulebook.rules

    def value(item: Leaf) -> Condition | None:
        if isinstance(item, InForce):
            return constant(item.rule in kept or isinstance(rules[item.rule], BARS))
        return None

    left = rewrite(condition, value)
    if left in (TRUE, FALSE):
        return left is TRUE
    space = space_for(question, [left])
    blocked = space.diagrams.negate(space.compile(left))
    return space.diagrams.both(blocked, space.compile(premises_for(question, [left]))) == diagram.FALSE
