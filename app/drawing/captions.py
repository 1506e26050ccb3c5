"""The words of a picture: labels of arrows, lines of boxes, and tooltips that leave nothing out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guiju.drawing.chart import Arrow, Chart, Effect, Spot
from guiju.drawing.lettering import cut, width
from guiju.drawing.naming import node_name
from guiju.model.alternatives import simplest
from guiju.model.authority import BARS, Bar, Prerequisite
from guiju.model.citation import Citation, articles
from guiju.model.reading import Guard
from guiju.wording import Wording, legible

READING, CASE = "※", "°"


def label(arrow: Arrow, say: Wording, size: float, room: float) -> str:
    """Relation, acts and articles; empty for a mere holding of office that no reading opens."""
    if not any(effect.act for effect in arrow.effects):
        return mark(arrow.effects, say)
    return _short(arrow.effects, say, size, room, name=say.relation_name(arrow.relation))


def own_lines(spot: Spot, say: Wording, size: float, room: float) -> list[str]:
    """One line for each act, the acts in their order in a chain."""
    order = say.rulebook.chain_order
    acts = sorted({effect.act for effect in spot.own}, key=lambda act: order[act])
    found = [_short([e for e in spot.own if e.act == act], say, size, room) for act in acts]
    if spot.recused:
        found.append(say("g-recused", acts=_short(spot.recused, say, size, room - 5 * size)))
    return found


def mark(effects: Iterable[Effect], say: Wording) -> str:
    """Whether what is shown hangs on a reading or on the case, whichever rule is taken."""
    guards = simplest((guard for effect in effects for guard in effect.when), say.rulebook)
    asked = [set(guard.asked) for guard in guards]
    switches = set(say.rulebook.switches)
    reading = READING if asked and all(terms & switches for terms in asked) else ""
    return reading + (CASE if asked and all(terms - switches for terms in asked) else "")


def _short(effects: Iterable[Effect], say: Wording, size: float, room: float, name: str = "") -> str:
    """The longest of some ways to say it that has room; the shortest is cut where need be."""
    ways = list(_ways(list(effects), say, name))
    return next((way for way in ways if width(way, size) <= room), cut(ways[-1], size, room))


def _ways(effects: list[Effect], say: Wording, name: str) -> Iterator[str]:
    """From the full words to one act of how many, under one article of how many."""
    by_act: dict[str, list[Effect]] = {}
    for effect in effects:
        by_act.setdefault(effect.act, []).append(effect)
    marks = {act: mark(some, say) for act, some in by_act.items()}
    same = len(set(marks.values())) == 1 and name
    lead = name + (next(iter(marks.values())) if same else "")
    lead += say("colon") if lead else ""
    acts = [say.act(act) + ("" if same else marks[act]) for act in by_act]
    cited = articles(tuple(effect.rule.basis for effect in effects if effect.rule))
    assumed = any(effect.rule and not isinstance(effect.rule.basis, Citation) for effect in effects)
    for shown in range(len(acts), 0, -1):
        for named in range(max(len(cited), 1), 0, -1):
            where = [_articles(cited, named, say)] if cited else []
            where += [say("assumed")] if assumed else []
            yield legible(f"{lead}{_some(acts, shown, say)} · {say.join(where)}")


def _some(acts: list[str], shown: int, say: Wording) -> str:
    listed = say.join(acts[:shown])
    return listed if shown == len(acts) else say("g-acts", acts=listed, n=len(acts))


def _articles(cited: tuple[str, ...], shown: int, say: Wording) -> str:
    listed = say.join(cited[:shown])
    if shown < len(cited):
        return say("g-articles-more", articles=listed, n=len(cited))
    return say("g-article" if len(cited) == 1 else "g-articles", articles=listed)


def arrow_tip(arrow: Arrow, say: Wording) -> str:
    ends = f"{node_name(arrow.source, say)} → {node_name(arrow.target, say)}"
    head = f"{ends}{say('colon')}{say.relation_name(arrow.relation)}"
    return "\n".join([head, *_by_rule(arrow.effects, say)])


def spot_tip(spot: Spot, chart: Chart, say: Wording) -> str:
    lines = [node_name(spot.node, say), *_by_rule(spot.own, say), *_by_rule(spot.recused, say)]
    if spot.node[0] == "body":
        members = chart.rulebook.bodies[spot.node[1]].members
        lines.insert(1, say("g-members", posts=say.join(map(say.post, members))))
    return "\n".join(lines)


def _by_rule(effects: Iterable[Effect], say: Wording) -> Iterator[str]:
    """One line for each rule and condition: acts, documents, basis, condition, id."""
    found: dict[tuple[str, tuple[Guard, ...]], list[Effect]] = {}
    for effect in effects:
        found.setdefault((effect.rule.id if effect.rule else "", effect.when), []).append(effect)
    for (id, when), some in found.items():
        rule = some[0].rule
        parts = [say.join(say.act(effect.act) for effect in some if effect.act)]
        if rule is not None:
            parts += [say.join(map(say.document, getattr(rule, "documents", ()))), say.basis(rule.basis)]
        words = say.alternatives_of(when)
        parts += [say("g-only", when=words) if words else "", f"[{id}]" if id else ""]
        line = " · ".join(filter(None, parts))
        if line:
            yield ("⊘ " if isinstance(rule, BARS) else "") + line


def bar_line(rule: Bar, say: Wording) -> str:
    """A bar in one line: what it asks, for which acts, of how many documents."""
    name = say.relation_name(type(rule).__name__.lower()) + mark([Effect("", rule, (rule.when,))], say)
    needs = ""
    if isinstance(rule, Prerequisite):
        needs = say("bracket", text=say("needs", when=say.guard(rule.needs)))
    acts = (rule.act,) if isinstance(rule, Prerequisite) else rule.acts
    joined = say.join(map(say.act, acts))
    cited = articles((rule.basis,))
    where = _articles(cited, 1, say) if cited else say("assumed")
    return f"{name}{say('colon')}{joined}{needs} · {where}{say('g-documents', n=len(rule.documents))}"


def bar_tip(rule: Bar, say: Wording) -> str:
    return "\n".join([bar_line(rule, say), *_by_rule([Effect("", rule, (rule.when,))], say)])
