"""Who can do each act of a document in one world: shared by ``who`` and ``route``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guiju.model.authority import Authority, Silence
from guiju.model.cases import CaseOf
from guiju.model.citation import Span
from guiju.model.condition import Condition, Granted, grants_of
from guiju.model.load.problem import InputError, Problem
from guiju.model.resolve import Chain, Step
from guiju.model.world import World, evaluate
from guiju.request import Request
from guiju.verify.explain import Explainer, Needs, cited
from guiju.verify.question import Question
from guiju.wording import Wording


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who can act, the rules that let him, and in what relation."""

    person: str
    relation: str
    rules: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActNow:
    """``needs``: how many must act together. ``unmet``: prerequisites without which the act is void.

    ``inquorate``: the bodies that have too few members there.
    """

    act: str
    needs: Needs | None
    possible: bool
    actors: tuple[Actor, ...]
    silent: tuple[str, ...]
    unmet: tuple[str, ...]
    inquorate: tuple[str, ...]


@dataclass(frozen=True)
class DocumentNow:
    """``verdict``: complete, blocked, or unspecified where the text names nobody."""

    document: str
    case: CaseOf
    verdict: str
    acts: tuple[ActNow, ...]
    conflict: tuple[str, ...]


@dataclass(frozen=True)
class Instant:
    """One moment under one reading. ``mandates``: the rules whose grants were given; None: as asked."""

    question: Question
    absent: Mapping[str, str]
    vacant: frozenset[str]
    mandates: frozenset[str] | None = None

    def worlds(self, conditions: Iterable[Condition]) -> tuple[World, World]:
        """The world, where steps for which the text names nobody are done by somebody, and by nobody.

        Only what the conditions could use is granted in it.
        """
        granted = frozenset(item for condition in conditions for item in self._grants(condition))
        reading = self.question.reading
        one, other = (World(self.absent, self.vacant, granted, reading, who) for who in (True, False))
        return one, other

    def _grants(self, condition: Condition) -> frozenset[Granted]:
        if self.mandates is not None:
            return frozenset(item for item in grants_of(condition) if item.rule in self.mandates)
        admission = replace(self.question.admission, vacant=tuple(sorted(self.vacant)))
        return replace(self.question, admission=admission).grants(condition, self.vacant)


def one_reading(request: Request) -> None:
    """Raise InputError unless the request fixes every reading."""
    if set(request.question.reading) != set(request.source.rulebook.switches):
        raise InputError([Problem(Span("--reading", 0, 0), "one-reading")])


def document_now(explainer: Explainer, chain: Chain, case: CaseOf, instant: Instant) -> DocumentNow:
    """Every step that a chain asks for, and whether all of them can be done."""
    worlds = worlds_of(explainer, chain, instant)
    done = [evaluate(chain.condition, world) for world in worlds]
    verdict = "complete" if all(done) else "unspecified" if any(done) else "blocked"
    required = [step for step in chain.steps if evaluate(step.required, worlds[0])]
    acts = tuple(_act(explainer, chain, step, worlds[0]) for step in required)
    return DocumentNow(chain.document, case, verdict, acts, explainer.conflicts(chain, worlds[0]))


def worlds_of(explainer: Explainer, chain: Chain, instant: Instant) -> tuple[World, World]:
    """The worlds of an instant with every grant that the chain, or a way to one of its steps, could use."""
    bare = instant.worlds(())[0]
    routes = (route for step in chain.steps for _, route in explainer.routes(step, chain, bare))
    return instant.worlds([chain.condition, *(route.condition for route in routes)])


def _act(explainer: Explainer, chain: Chain, step: Step, world: World) -> ActNow:
    rules = explainer.cast.rulebook.rules
    actors: dict[tuple[str, tuple[str, ...]], Actor] = {}
    for rule, route in explainer.actors(step, chain, world):
        via = (rule.id, *route.rules)
        actor = Actor(route.person, route.relation, via, cited(via, rules))
        actors.setdefault((route.person, actor.articles), actor)
    silent = [r.id for r in explainer.rules_in(step, chain, world) if isinstance(r, Silence)]
    ordered = tuple(sorted(actors.values(), key=lambda a: (a.person, a.articles)))
    applying = [r for r in explainer.rules_in(step, chain, world) if isinstance(r, Authority)]
    needs = explainer.needs(applying[0], chain, world) if len(applying) == 1 else None
    unmet = explainer.unmet(step.act, chain, world)
    possible = evaluate(step.condition, world)
    inquorate = () if possible else explainer.inquorate(step, chain, world)
    return ActNow(step.act, needs, possible, ordered, tuple(silent), unmet, inquorate)


def act_as_json(act: ActNow) -> dict[str, Any]:
    return {
        "act": act.act,
        "possible": act.possible,
        "needs": [act.needs.count, act.needs.of] if act.needs else None,
        "who": [actor_as_json(actor) for actor in act.actors],
        "silent": list(act.silent),
        "unmet": list(act.unmet),
        "not-quorate": list(act.inquorate),
    }


def actor_as_json(actor: Actor) -> dict[str, Any]:
    return {
        "person": actor.person, "relation": actor.relation, "rules": list(actor.rules),
        "articles": list(actor.articles),
    }  # fmt: skip


def who_words(act: ActNow, say: Wording) -> str:
    """Everybody who can do an act now, what is missing, and where the text names nobody."""
    parts = [say.join(actor_words(act.actors, say), "semicolon")] if act.actors else []
    if act.needs and parts:
        everyone = act.needs.what == "posts" and act.needs.count == act.needs.of
        code = "needs-all" if everyone else f"needs-{act.needs.what}"
        parts = [say(code, k=act.needs.count, n=act.needs.of) + parts[0]]
    if act.unmet:
        rules = [say.rulebook.rules[id] for id in act.unmet]
        parts.append(say("void-act", basis=say.join(say.basis(rule.basis) for rule in rules)))
    parts += map(say.inquorate, act.inquorate)
    if act.silent:
        parts.append(say("silent", act=say.act(act.act)))
    return say.join(parts, "semicolon") if parts else say("nobody")


def actor_words(actors: Iterable[Actor], say: Wording) -> list[str]:
    """People who act in the same way, together: 副区长（二）、副区长（三）（主持工作，第九条）."""
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for actor in actors:
        alike.setdefault((actor.relation, actor.articles), []).append(actor.person)
    return [_alike(people, relation, articles, say) for (relation, articles), people in alike.items()]


def _alike(people: Collection[str], relation: str, articles: tuple[str, ...], say: Wording) -> str:
    name = say("own-right") if relation == "incumbent" else say.relation_name(relation)
    via = say("via", relation=name, articles=say.articles(articles))
    return say.join(map(say.person, sorted(people, key=say.rank))) + say("bracket", text=via)


def away_lines(absent: Mapping[str, str], vacant: Iterable[str], say: Wording) -> list[str]:
    """Who is away and how, and which posts are vacant."""
    colon = "：" if say.language == "zh" else ": "
    away = [say.person(p) + say("bracket", text=say.kinds([k])) for p, k in absent.items()]
    lines = [f"{say('absent-now')}{colon}{say.join(away or [say('nobody-away')])}"]
    posts = list(vacant)
    return lines + ([f"{say('vacant-now')}{colon}{say.join(map(say.post, posts))}"] if posts else [])
