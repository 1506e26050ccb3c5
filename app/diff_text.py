"""What differs, as a page that a drafter reads: one row per document type, then who, when, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guiju.diff_words import DIFF
from guiju.diffing import Diff
from guiju.explain.rule_words import rule_sentence
from guiju.messages import say as lookup
from guiju.model.cases import CaseOf
from guiju.model.text import Language
from guiju.page import case_label, page, table
from guiju.request import Request
from guiju.verify.change.definitions import Change, Key
from guiju.verify.change.norms import NormChange, TimingChange
from guiju.verify.change.result import CaseChange, DocumentChange, End, Power, Turns
from guiju.verify.change.sides import Side, joint_book, joint_roster
from guiju.verify.timing import Timing
from guiju.wording import Wording, chinese_number

MOST_WORLDS, MOST_CHANGES = 4, 5


def render(diff: Diff, language: Language) -> str:
    return page(_Page(diff, language).lines())


@dataclass(frozen=True)
class _Page:
    diff: Diff
    language: Language

    @property
    def say(self) -> Wording:
        old, new = self.diff.found.sides
        return Wording(joint_book(old, new), joint_roster(old, new), self.language)

    def word(self, code: str, **words: object) -> str:
        return lookup(DIFF, code, self.language, **words)

    def lines(self) -> list[str]:
        found = self.diff.found
        sections: list[tuple[str, list[str]]] = [
            ("h-documents", self._table()),
            ("h-differences", self._differences()),
            ("h-procedure", [line for norm in found.norms for line in self._norm(norm)]),
            ("h-timing", list(dict.fromkeys(map(self._timing, found.timings)))),
            ("h-claims", [self._claim(c.claim, c.before, c.after) for c in found.claims]),
            ("h-renamed", [self._renamed(r.space, r.before, r.after) for r in found.renamed]),
            ("h-changes", self._idle()),
        ]
        lines = [self._side("old", self.diff.old), self._side("new", self.diff.new), "", *self._summary()]
        shown = [(code, content) for code, content in sections if content]
        for number, (code, content) in enumerate(shown, 1):
            numeral = chinese_number(number) if self.language == "zh" else str(number)
            lines += ["", self.say("section", number=numeral, title=self.word(code)), "", *content]
        return [*lines, "", self.word("complete" if found.complete else "incomplete")]

    def _side(self, code: str, request: Request) -> str:
        source = request.source
        base, _, changes = request.reading_name.partition(" ")
        reading = self.say(f"profile-{base}") + (self.say("comma") + changes if changes else "")
        title, roster = (item.title.say(self.language) for item in (source.rulebook, source.roster))
        return self.word(code, title=title, roster=roster, reading=reading)

    def _summary(self) -> list[str]:
        found = self.diff.found
        if not found.any:
            return [self.word("nothing")]
        kinds = [item.signing for item in found.documents]
        counts = {
            "same": kinds.count("equivalent"), "more": kinds.count("more-permissive"),
            "less": kinds.count("less-permissive"), "mixed": kinds.count("incomparable"),
        }  # fmt: skip
        opens = sum(any(case.gap_opens for case in item.cases) for item in found.documents)
        last = self.word("opens", n=opens) if opens else self.word("opens-none")
        return [self.word("summary", n=len(kinds), **counts), last]

    def _table(self) -> list[str]:
        found = self.diff.found
        rows: dict[tuple[str, ...], list[str]] = {}
        for item in found.documents:
            if item.cases:
                row = (self.word(item.signing), self.word(item.powers), self._gaps(item))
                rows.setdefault(row, []).append(self.say.document(item.document))
        cells = [[self.say.join(names), *row] for row, names in rows.items()]
        for code, ids in (("added", found.documents_added), ("removed", found.documents_removed)):
            cells += [[self.say.document(id), self.word(f"document-{code}"), "—", "—"] for id in ids]
        headers = [self.word(f"c-{code}") for code in ("document", "signing", "powers", "gaps")]
        return table(cells, headers, [60, 16, 16, 24]).split("\n") if cells else []

    def _gaps(self, item: DocumentChange) -> str:
        ends = [end for case in item.cases for end in case.ends]
        more, less = (sum(len(getattr(end, f"gaps_{way}")) for end in ends) for way in ("opened", "closed"))
        return self.word("gap-count", more=more, less=less) if more or less else "—"

    def _differences(self) -> list[str]:
        blocks: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for item in self.diff.found.documents:
            by_text: dict[tuple[str, ...], list[CaseChange]] = {}
            for case in item.cases:
                by_text.setdefault(tuple(self._case(case)), []).append(case)
            for text, cases in by_text.items():
                every = len(cases) == item.compared
                label = "" if every else case_label(tuple(map(_case_of, cases)), self.say)
                blocks.setdefault((label, text), []).append(self.say.document(item.document))
        lines = []
        for (label, text), names in blocks.items():
            bracket = self.say("bracket", text=label) if label else ""
            lines += [f"■ {self.say.join(names)}{bracket}", *text]
        return lines

    def _case(self, case: CaseChange) -> list[str]:
        for_act: Callable[[str], str] = self.say.act
        lines = [self.word("step-added", act=for_act(act)) for act in case.steps_added]
        lines += [self.word("step-removed", act=for_act(act)) for act in case.steps_removed]
        lines += [self.word("silence-added", act=for_act(act)) for act in case.silences_added]
        lines += [self.word("silence-removed", act=for_act(act)) for act in case.silences_removed]
        lines = [f"  · {line}" for line in lines]
        roles = self.say.roles(_case_of(case))
        for way in ("opened", "closed"):
            for turns, mark in self._by_end([(end, getattr(end, way)) for end in case.ends], len(case.ends)):
                lines += self._turns(way, turns, roles, {"end": mark})
        return [*lines, *self._powers(case.powers, roles, len(case.ends))]

    def _by_end(
        self, ends: list[tuple[End, Turns]] | list[tuple[Power, Turns]], count: int
    ) -> list[tuple[Turns, str]]:
        """What holds at every end is said once, without naming it."""
        listed = [(end.mandates, turns) for end, turns in ends if turns.worlds]
        worlds = [tuple(turn.box for turn in turns.worlds) for _, turns in listed]
        if len(listed) == count and len(set(worlds)) == 1:
            return [(listed[0][1], "")]
        return [(turns, self.word(f"end-{mandates}") if count > 1 else "") for mandates, turns in listed]

    def _turns(self, way: str, turns: Turns, roles: dict[str, str], words: dict[str, object]) -> list[str]:
        lines = [f"  · {self.word(way, who=self._when(turns, roles), **words)}"]
        behind = dict.fromkeys(change for turn in turns.worlds[:MOST_WORLDS] for change in turn.enough)
        undo = dict.fromkeys(change for turn in turns.worlds[:MOST_WORLDS] for change in turn.undo)
        lines.append("      " + self.word("because", changes=self._changes(behind)))
        if set(undo) != set(behind):
            lines.append("      " + self.word("undone", changes=self._changes(undo)))
        return lines

    def _when(self, turns: Turns, roles: dict[str, str]) -> str:
        kinds = self.say.rulebook.kinds
        boxes = [turn.box for turn in turns.worlds]
        shown = [self.say.who(box, roles, kinds) or self.say("everybody") for box in boxes[:MOST_WORLDS]]
        more = len(boxes) - len(shown)
        return self.say.join(shown, "semicolon") + (self.word("more-worlds", n=more) if more else "")

    def _powers(self, powers: Iterable[Power], roles: dict[str, str], count: int) -> list[str]:
        by_person: dict[tuple[str, str], list[Power]] = {}
        for power in powers:
            by_person.setdefault((power.act, power.person), []).append(power)
        groups: dict[tuple[str, str, str, str], tuple[Turns, list[str]]] = {}
        for way in ("gained", "lost"):
            for (act, person), listed in by_person.items():
                for turns, mark in self._by_end([(p, getattr(p, way)) for p in listed], count):
                    key = (way, act, self._when(turns, roles), mark)
                    groups.setdefault(key, (turns, []))[1].append(person)
        lines = []
        for (way, act, _, mark), (turns, people) in groups.items():
            names = self.say.join(roles.get(p) or self.say.person(p) for p in self.say.by_rank(people))
            words: dict[str, object] = {"act": self.say.act(act), "people": names, "end": mark}
            lines += self._turns(way, turns, roles, words)
        return lines

    def _changes(self, changes: Iterable[Change]) -> str:
        words = list(dict.fromkeys(map(self._change, changes)))
        more = self.word("and-others", n=len(words)) if len(words) > MOST_CHANGES else ""
        return self.say.join(words[:MOST_CHANGES]) + more

    def _change(self, change: Change) -> str:
        before, after = (self.say.articles(a) if a else "" for a in (change.before, change.after))
        what = f"{self._kind(change.key)} {change.key[1]}".strip()
        if change.how == "changed" and before and after and before != after:
            place = self.word("moved", before=before, after=after)
        else:
            place = after or before
        return self.word(change.how, what=what) + (self.say("bracket", text=place) if place else "")

    def _kind(self, key: Key) -> str:
        return self.word("claim-kind" if key[0] == "claim" else key[0])

    def _norm(self, item: NormChange) -> list[str]:
        place = {"before": item.before, "after": item.after}
        lines = [f"  · {self._change(Change(('norm', item.norm), item.how, *place.values()))}"]
        for code, side in zip(("before", "after"), self.diff.found.sides, strict=True):
            if item.norm in side.book.procedure:
                lines.append("      " + self.word(f"norm-{code}", text=self._sentence(side, item.norm)))
        return lines

    def _sentence(self, side: Side, norm: str) -> str:
        return rule_sentence(side.book.procedure[norm], Wording(side.book, side.roster, self.language))

    def _timing(self, item: TimingChange) -> str:
        case = self.say.case(dict(item.choices))
        before, after = self._longest(item.before), self._longest(item.after)
        code = "timing-legs" if before == after else "timing"
        words = {"document": self.say.document(item.document), "before": before, "after": after}
        return "  · " + self.word(code, case=self.say("bracket", text=case) if case else "", **words)

    def _longest(self, timing: Timing | None) -> str:
        bound = None if timing is None else timing.missed
        return self.word("no-number") if bound is None else str(bound.longest)

    def _claim(self, id: str, before: str | None, after: str | None) -> str:
        statement = self.say.rulebook.claims[id].statement.say(self.language)
        verdicts = [self.say(f"verdict-{v}") if v else self.word("no-claim") for v in (before, after)]
        return "  · " + self.word("claim", statement=statement, before=verdicts[0], after=verdicts[1])

    def _renamed(self, space: str, before: str, after: str) -> str:
        return "  · " + self.word("renamed", kind=self._kind((space, "")), before=before, after=after)

    def _idle(self) -> list[str]:
        """Definitions that changed and stand behind no difference shown."""
        found = self.diff.found
        cases = [case for item in found.documents for case in item.cases]
        turns = [t for case in cases for end in case.ends for t in (end.opened, end.closed)]
        turns += [t for case in cases for power in case.powers for t in (power.gained, power.lost)]
        behind = {c for t in turns for turn in t.worlds for c in (*turn.enough, *turn.undo)}
        if not self.diff.whole:
            return []
        named = {norm.norm for norm in found.norms}
        rest = [c for c in found.changes if c not in behind and c.key[1] not in named]
        idle = [c for c in rest if c.how == "changed" or c.key[0] != "reading"]
        return [f"  · {self._change(change)}" for change in idle]


def _case_of(case: CaseChange) -> CaseOf:
    return CaseOf(case.case, {}, case.case)
