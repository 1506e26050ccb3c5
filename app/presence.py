"""``who``: who can do what on each document in one world, and by which article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from guiju.as_json import head
from guiju.model.authority import Authority, Silence
from guiju.model.cases import CaseOf, cases
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.model.resolve import Chain, Step
from guiju.model.world import World, evaluate
from guiju.page import case_label, heading, page, table
from guiju.request import Request, known, split_pair
from guiju.verify.explain import Explainer, Needs, cited
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
class Presence:
    request: Request
    absent: Mapping[str, str]
    vacant: tuple[str, ...]
    documents: tuple[DocumentNow, ...]


def presence(request: Request, absent: tuple[str, ...], vacant: tuple[str, ...]) -> Presence:
    """Evaluate every document in one world. Raises InputError."""
    book, roster, question = request.source.rulebook, request.source.roster, request.question
    if set(question.reading) != set(book.switches):
        raise InputError([Problem(Span("--reading", 0, 0), "one-reading")])
    away: dict[str, str] = {}
    for item in absent:
        person, kind = split_pair("--absent", item, "mayor=abroad")
        person = known("--absent", person, roster.people, "person")
        if person in away:
            raise InputError([Problem(Span("--absent", 0, 0), "given-twice", {"found": person})])
        away[person] = known("--absent", kind, book.kinds, "absence kind")
    posts = tuple(sorted({known("--vacant", post, book.posts, "post") for post in vacant}))
    explainer = Explainer(question.cast)
    found = tuple(
        _document(request, explainer, id, case, away, frozenset(posts))
        for id in sorted(request.documents)
        for case in cases(book, roster, id, request.case)
    )
    return Presence(request, dict(sorted(away.items())), posts, found)


def _document(
    request: Request, explainer: Explainer, id: str, case: CaseOf, away: dict[str, str],
    vacant: frozenset[str],
) -> DocumentNow:  # fmt: skip
    chain = explainer.chain(id, case.values, request.question.reading)
    question = request.question
    admission = replace(question.admission, vacant=tuple(sorted(vacant)))
    grants = replace(question, admission=admission).grants(chain.condition, vacant)
    worlds = [World(away, vacant, grants, request.question.reading, somebody) for somebody in (True, False)]
    done = [evaluate(chain.condition, world) for world in worlds]
    verdict = "complete" if all(done) else "unspecified" if any(done) else "blocked"
    required = [step for step in chain.steps if evaluate(step.required, worlds[0])]
    acts = tuple(_act(explainer, chain, step, worlds[0]) for step in required)
    return DocumentNow(id, case, verdict, acts, explainer.conflicts(chain, worlds[0]))


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


def as_json(found: Presence) -> dict[str, Any]:
    return {
        **head(found.request, "guiju.who/1"),
        "absent": dict(found.absent),
        "vacant": list(found.vacant),
        "documents": [
            {
                "id": d.document,
                "case": dict(sorted(d.case.chosen.items())),
                "case-defaults": dict(sorted(d.case.assumed.items())),
                "verdict": d.verdict,
                "steps": [
                    {
                        "act": a.act,
                        "possible": a.possible,
                        "needs": [a.needs.count, a.needs.of] if a.needs else None,
                        "who": [
                            {"person": w.person, "relation": w.relation, "rules": list(w.rules),
                             "articles": list(w.articles)}
                            for w in a.actors
                        ],
                        "silent": list(a.silent),
                        "unmet": list(a.unmet),
                        "not-quorate": list(a.inquorate),
                    }
                    for a in d.acts
                ],
                "incompatible": list(d.conflict),
            }
            for d in found.documents
        ],
    }  # fmt: skip


def as_text(found: Presence, say: Wording) -> str:
    colon = "：" if say.language == "zh" else ": "
    away = [say.person(p) + say("bracket", text=say.kinds([k])) for p, k in found.absent.items()]
    lines = heading(found.request, say, mandates=False)[:-1]
    lines.append(f"{say('mandates')}{colon}{say('mandates-' + found.request.question.mandates)}")
    lines.append(f"{say('absent-now')}{colon}{say.join(away or [say('nobody-away')])}")
    if found.vacant:
        lines.append(f"{say('vacant-now')}{colon}{say.join(map(say.post, found.vacant))}")
    rows = []
    for item in found.documents:
        name = say.document(item.document)
        verdict = {"complete": "can-complete", "blocked": "cannot-complete"}.get(
            item.verdict, "unspecified-complete"
        )
        text = say("same-person") if item.conflict else say(verdict)
        if not item.acts:
            rows.append([name, case_label((item.case,), say), "", say("gap-unruled"), text])
        for index, act in enumerate(item.acts):
            who = say.join(_actors(act, say), "semicolon")
            if act.needs and who:
                everyone = act.needs.what == "posts" and act.needs.count == act.needs.of
                code = "needs-all" if everyone else f"needs-{act.needs.what}"
                who = say(code, k=act.needs.count, n=act.needs.of) + who
            if act.unmet:
                rules = [say.rulebook.rules[id] for id in act.unmet]
                void = say("void-act", basis=say.join(say.basis(rule.basis) for rule in rules))
                who = say.join([*([who] if who else []), void], "semicolon")
            if act.inquorate:
                who = say.join([*([who] if who else []), *map(say.inquorate, act.inquorate)], "semicolon")
            if act.silent:
                who = say.join([*([who] if who else []), say("silent", act=say.act(act.act))], "semicolon")
            first = index == 0
            rows.append([
                name if first else "", case_label((item.case,), say) if first else "", say.act(act.act),
                who or say("nobody"), text if first else "",
            ])  # fmt: skip
    headers = [say(c) for c in ("c-document", "c-case", "c-act", "c-who", "c-verdict")]
    lines += ["", table(rows, headers, [24, 22, 12, 46, 16])]
    return page(lines)


def _actors(act: ActNow, say: Wording) -> list[str]:
    """People who act in the same way, together: 副区长（二）、副区长（三）（主持工作，第九条）."""
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for actor in act.actors:
        alike.setdefault((actor.relation, actor.articles), []).append(actor.person)
    texts = []
    for (relation, articles), people in alike.items():
        name = say("own-right") if relation == "incumbent" else say.relation_name(relation)
        via = say("via", relation=name, articles=say.articles(articles))
        joined = say.join(map(say.person, sorted(people, key=say.rank)))
        texts.append(joined + say("bracket", text=via))
    return texts
