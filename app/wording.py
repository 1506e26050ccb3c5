"""How people, kinds, articles and gaps are put into words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from guiju.messages import HINTS, PROBLEMS, TEXT, WORDS, say
from guiju.model.authority import Capacity, Mandate, OfActing, OfPost, OfRole, Prerequisite, Recusal, Rule
from guiju.model.cases import CaseOf
from guiju.model.citation import Assumption, Basis, Citation, Span, article_order
from guiju.model.document import ChoiceAttribute, MeasureAttribute, PersonAttribute
from guiju.model.load.problem import Problem
from guiju.model.measure import spelled
from guiju.model.office import Roster
from guiju.model.procedure import Period
from guiju.model.reading import Guard
from guiju.model.rulebook import Rulebook
from guiju.model.text import Language
from guiju.quantities import class_words
from guiju.verify.verdict import Box, FailedStep, Gap, Shortfall

_DIGITS = "零一二三四五六七八九"
MOST_KNOWN = 12
_SHEET = re.compile(r"(\.xls[xm]\[[^\[\]]*\]|\.csv)\Z", re.IGNORECASE)


def chinese_number(number: int) -> str:
    """1 to 999 in the numerals of article headings: 四十九, 一百零三."""
    if number < 20:
        return _DIGITS[number] if number < 10 else "十" + (_DIGITS[number - 10] if number > 10 else "")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def problem_text(problem: Problem, language: Language) -> str:
    """``file:line:column: message``, with the nearest right word."""
    words = dict(problem.words)
    translated = ("what", "found") if problem.code.startswith("expected-") else ("what",)
    for key in translated:
        if str(words.get(key)) in WORDS:
            words[key] = say(WORDS, str(words[key]), language)
    near, known, loop = words.get("near"), words.get("known"), words.get("loop")
    listed = tuple(map(str, known)) if isinstance(known, (list, tuple)) else ()
    words["known"] = ", ".join(listed)
    if isinstance(loop, (list, tuple)):
        words["loop"] = " → ".join(map(str, loop))
    text = say(PROBLEMS, problem.code, language, **words)
    if near:
        text += say(HINTS, "near", language, near=near)
    elif 0 < len(listed) <= MOST_KNOWN and "{known}" not in PROBLEMS[problem.code][0]:
        text += say(HINTS, "known", language, known=words["known"])
    return visible(f"{place(problem.span)}: {text}")


def place(span: Span) -> str:
    """``file:line:column``; in a spreadsheet also the name of the cell, as ``(C7)``."""
    if not span.line:
        return span.file
    return f"{span} ({cell_name(span.line, span.column)})" if _SHEET.search(span.file) else str(span)


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell: C7, AB12."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def visible(text: str) -> str:
    """The text on one line, with what cannot be seen spelled out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def legible(text: str) -> str:
    """The text with what XML does not allow spelled out; line breaks stay."""
    return "".join(c if c == "\n" or _in_xml(ord(c)) else visible(c) for c in text)


def _in_xml(code: int) -> bool:
    return code in (0x9, 0xA) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code > 0xFFFF


@dataclass(frozen=True)
class Wording:
    """Speaks about one rulebook and roster in one language."""

    rulebook: Rulebook
    roster: Roster
    language: Language
    _kinds: dict[frozenset[str], str] = field(default_factory=dict, repr=False)
    _ranks: dict[str, tuple[int, str]] = field(default_factory=dict, repr=False)

    def __call__(self, code: str, **words: object) -> str:
        return say(TEXT, code, self.language, **words)

    def join(self, parts: Iterable[str], code: str = "and") -> str:
        return self(code).join(parts)

    def article(self, article: str, paragraph: int | None = None) -> str:
        if self.language == "en":
            return f"art. {article}" + (f"({paragraph})" if paragraph else "")
        number = chinese_number(int(article)) if article.isdigit() and int(article) < 1000 else article
        return f"第{number}条" + (f"第{chinese_number(paragraph)}款" if paragraph else "")

    def articles(self, articles: Iterable[str]) -> str:
        listed = sorted(set(articles), key=article_order)
        if self.language == "en" and len(listed) > 1:
            return "arts. " + ", ".join(listed)
        return self.join(map(self.article, listed)) or self("none")

    def basis(self, basis: Basis) -> str:
        if isinstance(basis, Assumption):
            return (
                f"{self('assumed')}：{basis.reason.zh}"
                if self.language == "zh"
                else f"assumed: {basis.reason.en}"
            )
        return self.article(basis.article, basis.paragraph)

    def document(self, id: str) -> str:
        return self.rulebook.documents[id].name.say(self.language)

    def act(self, id: str) -> str:
        return self.rulebook.acts[id].name.say(self.language)

    def acts(self, ids: Iterable[str]) -> str:
        return self.alternatives(dict.fromkeys(map(self.act, ids)))

    def post(self, id: str) -> str:
        return self.rulebook.posts[id].name.say(self.language)

    def person(self, id: str) -> str:
        person = self.roster.people.get(id)
        return person.name.say(self.language) if person else id

    def people(self, value: str) -> str:
        """A case value: ``all``, ``none``, or ids joined by +."""
        words = {"all": "all-people", "none": "none"}
        if value in words:
            return self(words[value])
        return self.join(map(self.person, value.split("+")))

    def kinds(self, kinds: Iterable[str]) -> str:
        """The kinds by their widest names: a kind that entails another listed one is left out."""
        key = frozenset(kinds)
        if key not in self._kinds:
            self._kinds[key] = self._widest(key)
        return self._kinds[key]

    def _widest(self, listed: frozenset[str]) -> str:
        widest = [k for k in self._in_order(listed) if not (self._entailed(k) & listed)]
        return self.alternatives(self.rulebook.kinds[k].name.say(self.language) for k in widest)

    def alternatives(self, words: Iterable[str]) -> str:
        """甲、乙或丙."""
        listed = list(words)
        if len(listed) < 2:
            return "".join(listed)
        return self.join(listed[:-1]) + self("or") + listed[-1]

    def _in_order(self, kinds: Iterable[str]) -> list[str]:
        """Planned absences first, the widest of them before those that it takes in."""
        entailing = {k: len(self._entailed(k)) for k in kinds}
        return sorted(kinds, key=lambda k: (not self.rulebook.kinds[k].planned, entailing[k], k))

    def _entailed(self, kind: str) -> set[str]:
        direct = {e.value for e in self.rulebook.kinds[kind].entails if not e.when.terms}
        return direct | {further for other in direct for further in self._entailed(other)}

    def rule(self, rule: Rule) -> str:
        """A rule by its relation and article: 主持工作（第九条）."""
        relation = "mandate" if isinstance(rule, Mandate) else getattr(rule, "relation", "authority")
        if isinstance(rule, Recusal | Prerequisite):
            relation = type(rule).__name__.lower()
        name = self.relation_name(relation)
        where = self.basis(rule.basis) if isinstance(rule.basis, Citation) else self("assumed")
        return name + self("bracket", text=where)

    def _reason(self, short: Shortfall) -> str:
        """Cover that starts on notice lacks the notice; everything else inactive lacks a mandate."""
        rule = self.rulebook.rules[short.rule]
        modes = {item.value for item in getattr(rule, "activation", ())}
        notice = short.aspect == "activation" and modes and "by-mandate" not in modes
        return "short-notice" if notice else f"short-{short.aspect}"

    def period(self, period: Period) -> str:
        return self(f"period-{period.unit}", n=period.count)

    def capacity(self, capacity: Capacity) -> str:
        match capacity:
            case OfPost(post):
                return self.post(post)
            case OfRole(attribute):
                return self.rulebook.attributes[attribute].name.say(self.language)
            case OfActing(relation):
                if relation == "mandate":
                    return self("mandatee")
                return self("acting", relation=self.relation_name(relation))

    def relation_name(self, relation: str) -> str:
        """What the rulebook calls a relation; the tool has words for its own three only."""
        if f"rel-{relation}" in TEXT:
            return self(f"rel-{relation}")
        names = (rule.name for rule in self.rulebook.substitutions if rule.relation == relation and rule.name)
        name = next(names, None)
        return name.say(self.language) if name else relation

    def roles(self, case: CaseOf) -> dict[str, str]:
        """Person -> how the case lets us call him: the leader in charge, the convener."""
        names: dict[str, str] = {}
        for id, value in sorted(case.values.items()):
            attribute = self.rulebook.attributes[id]
            if isinstance(attribute, PersonAttribute) and value in self.roster.people:
                names[value] = attribute.name.say(self.language)
        return names

    def names_in(self, box: Box, roles: Mapping[str, str]) -> dict[str, str]:
        """The roles, and the partner of somebody in the box as his partner."""
        names = dict(roles)
        relation = next((rule.relation for rule in self.rulebook.substitutions if not rule.tiers), "")
        for one, other in self.roster.pairs:
            for person, partner in ((one, other), (other, one)):
                if person in roles and person in box.people and partner not in roles:
                    cover = self.relation_name(relation)
                    names[partner] = self("partner", name=roles[person], relation=cover)
        return names

    def guard(self, guard: Guard) -> str:
        """A guard in words: 金额：超过5万元；性质：重大."""
        colon = "：" if self.language == "zh" else ": "
        parts = []
        for term, options in guard.terms:
            attribute = self.rulebook.attributes.get(term)
            name = attribute.name.say(self.language) if attribute else term
            if isinstance(attribute, ChoiceAttribute):
                words = [attribute.options[option].say(self.language) for option in options]
            else:
                words = list(options) if attribute is None else list(map(self.post, options))
            parts.append(f"{name}{colon}{self.alternatives(words)}")
        for term, intervals in guard.bounds:
            attribute = self.rulebook.attributes[term]
            assert isinstance(attribute, MeasureAttribute)
            words = [class_words(attribute, spelled(i), self.language) for i in intervals]
            shown = self.join(words, "or-class")
            parts.append(f"{attribute.name.say(self.language)}{colon}{shown}")
        return self.join(parts, "semicolon")

    def alternatives_of(self, guards: Iterable[Guard]) -> str:
        """Guards any of which will do; nothing where one of them asks for nothing."""
        words = [self.guard(guard) for guard in guards]
        return "" if "" in words else self.join(words, "or-class")

    def case(self, chosen: Mapping[str, str]) -> str:
        parts = []
        for id, value in sorted(chosen.items()):
            attribute = self.rulebook.attributes[id]
            if isinstance(attribute, ChoiceAttribute):
                shown = attribute.options[value].say(self.language)
            elif isinstance(attribute, MeasureAttribute):
                shown = class_words(attribute, value, self.language)
            else:
                shown = self.people(value)
            parts.append(
                f"{attribute.name.say(self.language)}：{shown}"
                if self.language == "zh"
                else f"{attribute.name.en}: {shown}"
            )
        return self.join(parts, "semicolon")

    def who(self, box: Box, names: Mapping[str, str], domain: Iterable[str]) -> str:
        """The absences of a box as one phrase."""
        names = self.names_in(box, names)
        by_kinds: dict[tuple[str, ...], list[str]] = {}
        order = list(names)
        ranked = sorted(
            box.absent,
            key=lambda item: (order.index(item[0]) if item[0] in names else len(order), self.rank(item[0])),
        )
        for person, kinds in ranked:
            by_kinds.setdefault(kinds, []).append(names.get(person) or self.person(person))
        parts = [self._away(people, kinds, set(domain)) for kinds, people in by_kinds.items()]
        if box.vacant:
            parts.append(self("vacant", posts=self.join(map(self.post, box.vacant))))
        if box.filled:
            parts.append(self("filled", posts=self.join(map(self.post, box.filled))))
        if box.present:
            there = self.join(names.get(p) or self.person(p) for p in box.present)
            several = len(box.present) > 1
            code = "though-present" + ("-both" if several else "")
            parts.append(self(code if parts else "present-only", people=there))
        return self.join(parts, "comma")

    def rank(self, person: str) -> tuple[int, str]:
        if person not in self._ranks:
            posts = self.roster.people[person].posts if person in self.roster.people else ()
            rank = min((self.rulebook.posts[post].rank for post in posts), default=99)
            self._ranks[person] = (rank, person)
        return self._ranks[person]

    def by_rank(self, people: Iterable[str]) -> list[str]:
        return sorted(people, key=self.rank)

    def _away(self, people: list[str], kinds: tuple[str, ...], domain: set[str]) -> str:
        both = "-both" if len(people) > 1 else ""
        joined = self.join(people)
        if set(kinds) == domain and len(domain) > 1:
            return self(f"away{both}-any", people=joined)
        return self("away-both" if both else "away-kinds", people=joined, kinds=self.kinds(kinds))

    def gap(self, gap: Gap, names: Mapping[str, str], domain: Iterable[str]) -> str:
        """One sentence: who is away, what nobody can do, which articles, who fell short."""
        who = self.who(gap.box, names, domain)
        if gap.failed and all(step.unmet for step in gap.failed):
            unmet = [self.rulebook.rules[rule] for step in gap.failed for rule in step.unmet]
            acts = self.acts(step.act for step in gap.failed)
            return self("gap-void", acts=acts, basis=self.join(self.basis(rule.basis) for rule in unmet))
        if not gap.failed and not gap.conflict and not gap.rules:
            return self("gap-unruled")
        if len(gap.conflict) > 1 and not gap.failed:
            rules = [self.rulebook.rules[id] for id in gap.conflict]
            listed = self.acts(act for rule in rules for act in getattr(rule, "acts", ()))
            head = self("gap-joint", who=who or self("everybody"), acts=listed)
        elif gap.failed or not gap.conflict:
            acts = self.acts(step.act for step in gap.failed)
            head = self("gap", who=who, acts=acts) if who else self("gap-nobody-away", acts=acts)
        else:
            rule = self.rulebook.rules[gap.conflict[0]]
            one, other = getattr(rule, "acts", ("", ""))
            words = {"one": self.act(one), "other": self.act(other)}
            head = self("gap-conflict", who=who, **words) if who else self("gap-conflict-nobody", **words)
        behind = self("basis", articles=self.articles(gap.articles)) if gap.articles else self("none")
        return head + self("bracket", text=behind) + self.shortfalls(gap.failed)

    def shortfalls(self, failed: Iterable[FailedStep]) -> str:
        """Which cover did not help, and why: one clause per rule."""
        found: dict[str, dict[str, str]] = {}
        recused: dict[str, list[str]] = {}
        bodies: dict[str, None] = {}
        for step in failed:
            bodies.update(dict.fromkeys(step.inquorate))
            for short in step.shortfalls:
                if short.aspect == "recusal":
                    who = recused.setdefault(short.rule, [])
                    who += [self.person(short.person)] if self.person(short.person) not in who else []
                    continue
                why = self(self._reason(short))
                if short.switches:
                    why += self("by-switch", switches=self.join(short.switches))
                found.setdefault(self.rule(self.rulebook.rules[short.rule]), {}).setdefault(short.aspect, why)
        clauses = [
            self("short", rule=rule, why=self.join(reasons.values(), "comma"))
            for rule, reasons in found.items()
        ]
        clauses += [
            self("recused", who=self.join(who), basis=self.basis(self.rulebook.rules[rule].basis))
            for rule, who in recused.items()
        ]
        clauses += map(self.inquorate, bodies)
        return self("stop") + self.join(clauses, "semicolon") if clauses else ""

    def inquorate(self, body: str) -> str:
        """董事会达不到法定人数（第1.5条）."""
        found = self.rulebook.bodies[body]
        assert found.quorum is not None
        name, basis = found.name.say(self.language), self.basis(found.quorum.basis)
        return self("not-quorate", body=name, basis=basis)
