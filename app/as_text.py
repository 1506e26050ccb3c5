"""Results as pages of text that a policy drafter reads without help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guiju import timetable
from guiju.finding_words import sentence, structural
from guiju.model.authority import Mandate, Rule, Substitution
from guiju.model.cases import CaseOf
from guiju.model.citation import Citation, article_order
from guiju.model.document import ByBody, atoms
from guiju.model.load.calendar import bundled_calendar
from guiju.model.procedure import Cadence
from guiju.page import case_label, default_label, heading, page, table
from guiju.request import Request
from guiju.verification import Row, Verification
from guiju.verify.claims import ClaimResult, Violation
from guiju.verify.verdict import DocumentResult, Gap, ReadingRange, Unspecified
from guiju.wording import Wording, chinese_number

MOST_NAMED, MOST_KEY_PEOPLE = 8, 20


def resilience(result: DocumentResult, say: Wording) -> str:
    if result.verdict in ("unspecified", "unknown", "vacuous"):
        return say(f"verdict-{result.verdict}")
    r = result.resilience
    if r is None:
        return say("never")
    if result.at_least:
        return say("at-least", n=r)
    if r < 1:
        return say("blocked-always" if r < 0 else "survives-0")
    return say("survives", n=r, m=r + 1)


def other_readings(found: ReadingRange, say: Wording) -> str:
    least, greatest = found.resilience
    if not found.switches:
        return say("same")
    shown = [say("unbounded") if v is None else str(v) for v in (least, greatest)]
    text = (
        say("range-one", least=shown[0])
        if least == greatest
        else say("range", least=shown[0], greatest=shown[1])
    )
    if found.verdicts == ("unspecified",):
        text = say("verdict-unspecified")
    elif "unspecified" in found.verdicts:
        text = say("range-one", least=shown[0]) if shown[1] == say("unbounded") else text
        text += say("or-silent")
    return text + say("depends", n=len(found.switches))


@dataclass(frozen=True)
class Grouped:
    """Documents and cases for which the same can be said."""

    documents: tuple[str, ...]
    cases: tuple[CaseOf, ...]
    rows: tuple[Row, ...]


def group(rows: Iterable[Row], say: Wording) -> list[Grouped]:
    """First the cases of a document that read alike, then the documents that do.

    Documents come in the order of the articles that name them.
    """
    by_document: dict[str, dict[tuple[object, ...], list[Row]]] = {}
    for row in sorted(rows, key=lambda row: _by_article(row, say)):
        by_document.setdefault(row.guaranteed.document, {}).setdefault(_reads(row, say), []).append(row)
    by_text: dict[tuple[object, ...], list[Row]] = {}
    for groups in by_document.values():
        for text, alike in groups.items():
            cases = tuple(tuple(sorted(row.guaranteed.case.chosen.items())) for row in alike)
            by_text.setdefault((text, cases), []).extend(alike)
    found = []
    for alike in by_text.values():
        documents = tuple(dict.fromkeys(row.guaranteed.document for row in alike))
        first = [row for row in alike if row.guaranteed.document == documents[0]]
        found.append(Grouped(documents, tuple(row.guaranteed.case for row in first), tuple(first)))
    return found


def _by_article(row: Row, say: Wording) -> tuple[object, ...]:
    bases = [b for b in say.rulebook.documents[row.guaranteed.document].bases if isinstance(b, Citation)]
    first = (article_order(bases[0].article), bases[0].paragraph or 0) if bases else ((), 0)
    return (*first, row.guaranteed.document)


def _reads(row: Row, say: Wording) -> tuple[object, ...]:
    names = say.roles(row.guaranteed.case)
    return (
        resilience(row.guaranteed, say),
        resilience(row.attainable, say),
        other_readings(row.readings, say),
        tuple(sorted(set(_gap_lines(row, names, say)))),
        tuple(u.articles for u in row.guaranteed.unspecified),
    )


def _gap_lines(row: Row, names: Mapping[str, str], say: Wording) -> list[str]:
    domain = say.rulebook.kinds
    lines = []
    for gap in row.guaranteed.gaps:
        help = {"none": [], "partly": [say("partly")], "whole": [say("helped")]}[row.help(gap.box)]
        marks = _cause(gap, say) + help
        lines.append(say.gap(gap, names, domain) + _bracket(marks, say) + _only_under(gap, say))
    return list(dict.fromkeys(lines))


def _cause(gap: Gap, say: Wording) -> list[str]:
    return [say(f"cause-{gap.cause}")] if gap.cause else []


def _bracket(marks: list[str], say: Wording) -> str:
    return say("stop") + say("marks", text=say.join(marks, "semicolon")) if marks else ""


def verification(found: Verification, say: Wording) -> str:
    """The whole of ``verify``: the answer first, then what is behind it, section by section."""
    groups = group(found.rows, say)
    sections = [
        ("h-documents", [*_documents(groups, say), "", say("resilience-note")]),
        ("h-key-people", _key_people(found, say)),
        ("h-gaps", _gaps(groups, say)),
        ("h-silent", _silences(found.rows, say)),
        ("h-mandates", _advice(found, say)),
        ("h-findings", ["  · " + structural(item, say) for item in found.findings]),
        ("h-claims", _claims(found, say)),
        ("h-timing", timetable.as_text(found.timings, bundled_calendar(), say) if found.timings else []),
        ("h-readings", _readings(found, say)),
        ("h-known", _stale(found, say)),
    ]
    lines = [
        *heading(found.request, say, mandates=False),
        *_defaults(found.rows, say),
        "",
        _summary(found, say),
        *_judged(found, say),
    ]
    shown = [(code, content) for code, content in sections if content]
    for number, (code, content) in enumerate(shown, 1):
        numeral = chinese_number(number) if say.language == "zh" else str(number)
        lines += ["", say("section", number=numeral, title=say(code)), "", *content]
    complete = all(row.guaranteed.complete for row in found.rows)
    unlisted = sum(row.guaranteed.unlisted for row in found.rows)
    last = say("unlisted", n=unlisted) if unlisted else say("complete" if complete else "incomplete")
    return page([*lines, "", last])


def _defaults(rows: tuple[Row, ...], say: Wording) -> list[str]:
    """The attributes that nobody named, with the values at which they were looked at."""
    assumed = {id: value for row in rows for id, value in row.guaranteed.case.assumed.items()}
    if not assumed:
        return []
    shown = [default_label(id, value, say) for id, value in sorted(assumed.items())]
    return [say("defaults", defaults=say.join(shown, "semicolon"))]


def _documents(groups: list[Grouped], say: Wording) -> list[str]:
    titles = [say.join(map(say.document, item.documents)) for item in groups]
    rows = [
        [
            "" if index and titles[index - 1] == titles[index] else titles[index],
            case_label(item.cases, say) or "—",
            resilience(item.rows[0].guaranteed, say),
            resilience(item.rows[0].attainable, say),
            other_readings(item.rows[0].readings, say),
        ]
        for index, item in enumerate(groups)
    ]
    headers = [say(c) for c in ("c-document", "c-case", "c-guaranteed", "c-attainable", "c-readings")]
    return table(rows, headers, [36, 34, 14, 14, 26]).split("\n")


def _summary(found: Verification, say: Wording) -> str:
    verdicts = [row.guaranteed.verdict for row in found.rows]
    return say(
        "summary",
        documents=len({row.guaranteed.document for row in found.rows}),
        cases=len(found.rows),
        proved=verdicts.count("proved"),
        refuted=verdicts.count("refuted"),
        unspecified=verdicts.count("unspecified"),
    )


def _judged(found: Verification, say: Wording) -> list[str]:
    """Which gaps fail nothing, because claims say what a document must survive."""
    judged = {r.guaranteed.document for r in found.rows if r.judged_by_claims and r.guaranteed.gaps}
    return [say("judged-by-claims", n=len(judged))] if judged else []


def _gaps(groups: list[Grouped], say: Wording) -> list[str]:
    lines = []
    for item in groups:
        names = say.roles(item.cases[0])
        texts = _gap_lines(item.rows[0], names, say)
        core = item.rows[0].guaranteed.core_articles
        texts += [say("leans", articles=say.articles(core))] if core else []
        if texts:
            label = case_label(item.cases, say)
            title = say.join(map(say.document, item.documents))
            lines.append(f"■ {title}" + (say("bracket", text=label) if label else ""))
            lines += [f"  · {text}" for text in texts]
    return lines


def _key_people(found: Verification, say: Wording) -> list[str]:
    """Who blocks what by his absence alone; long lists of documents are cut."""
    lines = []
    for item in found.key_people:
        names = [say.document(id) for id in item.documents]
        shown = say.join(names[:MOST_NAMED])
        code = "key-person-more" if len(names) > MOST_NAMED else "key-person"
        lines.append("  · " + say(code, person=say.person(item.person), n=len(names), documents=shown))
    if len(lines) > MOST_KEY_PEOPLE:
        lines = [*lines[:MOST_KEY_PEOPLE], "  · " + say("key-people-more", n=len(lines) - MOST_KEY_PEOPLE)]
    return lines


def _silences(rows: tuple[Row, ...], say: Wording) -> list[str]:
    lines = dict.fromkeys(
        _silent(row.guaranteed.document, unspecified, say)
        for row in sorted(rows, key=lambda row: _by_article(row, say))
        for unspecified in row.guaranteed.unspecified
    )
    return list(lines)


def _silent(document: str, unspecified: Unspecified, say: Wording) -> str:
    articles, act = say.articles(unspecified.articles), say.act(unspecified.act)
    return "  · " + say("silent-line", document=say.document(document), act=act, articles=articles)


def _advice(found: Verification, say: Wording) -> list[str]:
    if not found.advice:
        return []
    by_rule: dict[str, list[str]] = {}
    for item in found.advice:
        by_rule.setdefault(item.rule.id, []).extend(item.documents)
    return [
        "  · " + _mandate(say.rulebook.rules[rule], list(dict.fromkeys(documents)), say)
        for rule, documents in by_rule.items()
    ]


def _mandate(rule: Rule, documents: list[str], say: Wording) -> str:
    if isinstance(rule, Mandate):
        giver, to = rule.giver, [say.capacity(item.value) for item in rule.to]
    else:
        assert isinstance(rule, Substitution)
        giver, to = rule.giver or rule.covers[0], [say.post(post) for tier in rule.tiers for post in tier]
    return say(
        "mandate-line", giver=say.capacity(giver), to=say.alternatives(to), articles=say.basis(rule.basis),
        documents=say.join(map(say.document, documents)),
    )  # fmt: skip


def _claims(found: Verification, say: Wording) -> list[str]:
    lines = []
    for item in found.claims:
        verdict = say(f"verdict-{item.verdict}")
        lines.append(f"  · {item.claim.statement.say(say.language)} —— {verdict}")
        lines.append(f"      {say('c-basis')}：{say.basis(item.claim.basis)}" if say.language == "zh"
                     else f"      {say('c-basis')}: {say.basis(item.claim.basis)}")  # fmt: skip
        lines += [f"      {text}" for text in _evidence(item, say)]
    return lines


def _evidence(item: ClaimResult, say: Wording) -> list[str]:
    if item.findings:
        shown = [sentence(found, say) for found in item.findings[:MOST_NAMED]]
        more = len(item.findings) - len(shown)
        return [*shown, *([say("findings-more", n=more)] if more else [])]
    if any(violation.body for violation in item.violations):
        return [_not_convenable(violation, say) for violation in item.violations]
    refuting = [v for v in item.violations if v.boxes]
    if not refuting:
        if item.verdict != "proved":
            return []
        rests_on = [say("leans", articles=say.articles(item.articles))] if item.articles else []
        held = say("holds-but", known=say.join(_known(item, say))) if item.tolerated else say("holds")
        return [held, *rests_on]
    first = refuting[0]
    who = say.who(first.boxes[0], {}, say.rulebook.kinds) or say("everybody")
    if not first.document:
        return [say("counterexample-world", who=who)]
    return [say("counterexample", who=who, document=_where(first, say), n=len(refuting))]


def _not_convenable(violation: Violation, say: Wording) -> str:
    """The meeting that fails, and the documents that stop with it."""
    book = say.rulebook
    who = say.who(violation.boxes[0], {}, book.kinds) or say("everybody")
    name = book.bodies[violation.body].name.say(say.language)
    every = [
        n.every for n in book.procedure.values() if isinstance(n, Cadence) and violation.body in n.bodies
    ]
    text = say("not-convenable", who=who, body=name)
    if every:
        text += say("cadence-fails", every=say.period(every[0]))
    stopped = _decided_by(violation.body, say)
    if stopped:
        text += say("stops", documents=say.join(map(say.document, stopped[:MOST_NAMED])), n=len(stopped))
    return text + say("stop").rstrip()


def _decided_by(body: str, say: Wording) -> list[str]:
    """The documents with a step that the body does."""
    found = [
        document
        for rule in say.rulebook.authorities
        for part in atoms(rule.by, say.rulebook.signers)
        if isinstance(part, ByBody) and part.body == body
        for document in rule.documents
    ]
    return list(dict.fromkeys(found))


def _known(item: ClaimResult, say: Wording) -> list[str]:
    """The known gaps that a claim tolerates."""
    tolerated = {v.document for v in item.tolerated}
    return [id for id, known in sorted(say.rulebook.known_gaps.items()) if known.document in tolerated]


def _where(violation: Violation, say: Wording) -> str:
    case, document = say.case(violation.case), say.document(violation.document)
    if not case:
        return document
    return document + say("bracket", text=case)


def _readings(found: Verification, say: Wording) -> list[str]:
    used = sorted({s for row in found.rows for s in row.readings.touching})
    reading = found.request.question.reading
    lines = []
    for id in used:
        switch = say.rulebook.switches[id]
        chosen = reading.get(id)
        option = switch.options[chosen].say(say.language) if chosen else say("every-option")
        lines.append(f"  · {switch.question.say(say.language)} {option} [{id}={chosen or '*'}]")
    return lines


def _stale(found: Verification, say: Wording) -> list[str]:
    known = say.rulebook.known_gaps
    if not known:
        return []
    stale = {item.known.id: item for item in found.stale}
    lines = []
    for id, item in sorted(known.items()):
        code = f"known-{stale[id].why}" if id in stale else "known-shown"
        lines.append("  · " + say(code, id=id, until=item.until, reason=item.reason.say(say.language)))
    return lines


def gaps(request: Request, results: tuple[DocumentResult, ...], say: Wording) -> str:
    """One block per document and case: verdict, then a sentence per gap."""
    lines = heading(request, say)
    for result in results:
        label = case_label((result.case,), say)
        title = say.document(result.document) + (say("bracket", text=label) if label else "")
        lines += ["", f"■ {title} —— {resilience(result, say)}"]
        names = say.roles(result.case)
        for gap in result.gaps:
            text = say.gap(gap, names, say.rulebook.kinds) + _bracket(_cause(gap, say), say)
            lines.append(f"  · {text}{_only_under(gap, say)}")
        lines += [_silent(result.document, silent, say) for silent in result.unspecified]
        if result.verdict == "proved" and result.core_articles:
            lines.append("  · " + say("leans", articles=say.articles(result.core_articles)))
        if result.unlisted:
            lines.append("  · " + say("unlisted", n=result.unlisted))
        elif not result.complete:
            lines.append("  · " + say("incomplete"))
    return page(lines)


def _only_under(gap: Gap, say: Wording) -> str:
    if not gap.box.readings or () in gap.box.readings:
        return ""
    shown = " | ".join(" ".join(f"{s}={o}" for s, o in combination) for combination in gap.box.readings[:3])
    if len(gap.box.readings) > 3:
        shown += " | …"
    return say("readings-hold", readings=shown)
