"""``coverage`` as a page: what carries each article, and whether a copy of the text bears it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from guiju.messages import ARTICLES, say
from guiju.model.articles import ArticleRow, Mention, missing_numbers, unaccounted
from guiju.model.authority import Incompatibility, Mandate, Prerequisite, Recusal, Rule, Silence, Substitution
from guiju.model.procedure import Cadence, Norm, Report
from guiju.model.text_check import ArticleCheck, FailedCitation, TextCheck
from guiju.page import page, table
from guiju.wording import Wording, chinese_number, visible

MOST_NAMES, MOST_LISTED = 5, 40
_WIDTHS = [12, 20, 12, 44, 32]


def as_text(rows: tuple[ArticleRow, ...], check: TextCheck | None, file: str, words: Wording) -> str:
    """The answer first, then the table, what was recorded, and what a copy of the text shows."""
    return _Page(words).whole(rows, check, file)


class _Page:
    """Speaks about the articles of one rulebook in one language."""

    def __init__(self, words: Wording) -> None:
        self.words, self.book = words, words.rulebook

    def __call__(self, code: str, **blanks: object) -> str:
        return say(ARTICLES, code, self.words.language, **blanks)

    def whole(self, rows: tuple[ArticleRow, ...], check: TextCheck | None, file: str) -> str:
        language = self.words.language
        title = self.book.title.say(language)
        lines = [title + self.words("bracket", text=self.book.source.say(language)), self._total(rows)]
        lines += self._doubts(rows, check)
        if check:
            lines.append(self._text_total(check, file))
        sections = [*self._check(rows, check)] if check else []
        sections += [
            ("h-table", self._table(rows)),
            ("h-recorded", self._recorded(rows)),
            ("h-ids", [self._ids(row) for row in rows if row.rules or row.procedure]),
        ]
        for number, (code, content) in enumerate(((c, s) for c, s in sections if s), 1):
            numeral = chinese_number(number) if language == "zh" else str(number)
            lines += ["", self.words("section", number=numeral, title=self(code)), "", *content]
        return page(lines)

    def _total(self, rows: tuple[ArticleRow, ...]) -> str:
        states = Counter(row.state for row in rows)
        kinds = Counter(self._norms(row) for row in rows if row.state == "reason")
        counted = [self("count", name=name, n=n) for name, n in kinds.most_common()]
        shown = self.words("bracket", text=self.words.join(counted, "semicolon")) if counted else ""
        return self(
            "total", n=len(rows), kinds=shown, encoded=states["encoded"], definition=states["definition"],
            reason=states["reason"], neither=states["neither"],
        )  # fmt: skip

    def _doubts(self, rows: tuple[ArticleRow, ...], check: TextCheck | None) -> list[str]:
        listed = bool(self.book.regulation.articles)
        left = unaccounted(rows)
        missing = missing_numbers(rows) if listed and not check else ()
        lines = [] if listed or check else [self("no-list")]
        lines += [self("neither-line", articles=self.words.articles(left))] if left else []
        return lines + ([self("missing", articles=self.words.articles(missing))] if missing else [])

    def _table(self, rows: tuple[ArticleRow, ...]) -> list[str]:
        cells = [
            [
                self.words.article(row.id), self._norms(row), self._force(row), self._carried(row),
                self._why(row),
            ]
            for row in rows
        ]  # fmt: skip
        heads = [self(code) for code in ("c-norms", "c-force", "c-encoded", "c-why-not")]
        return table(cells, [self.words("c-article"), *heads], _WIDTHS).split("\n")

    def _norms(self, row: ArticleRow) -> str:
        if row.listed is None:
            return self("not-listed")
        return self.words.join(self(f"norm-{norm}") for norm in row.listed.norms)

    def _force(self, row: ArticleRow) -> str:
        forces = row.listed.force if row.listed else ()
        return self.words.join(self(f"force-{force}") for force in forces) or "—"

    def _why(self, row: ArticleRow) -> str:
        reason = row.listed.reason if row.listed else None
        return reason.say(self.words.language) if reason else ""

    def _carried(self, row: ArticleRow) -> str:
        if row.state == "neither":
            return self("neither")
        rules = [rule_name(self.book.rules[id], self.words) for id in row.rules]
        norms = [norm_name(self.book.procedure[id], self.words) for id in row.procedure]
        groups = [self._group("rule", rules), self._group("procedure", norms)]
        by_sort = Counter(item.sort for item in row.definitions) + Counter(reading=len(row.readings))
        groups += [self("group-bare", sort=self(f"sort-{sort}"), n=n) for sort, n in by_sort.items()]
        return self.words.join((g for g in groups if g), "semicolon") or "—"

    def _group(self, sort: str, names: list[str]) -> str:
        if not names:
            return ""
        distinct = list(dict.fromkeys(names))
        shown = self.words.join(distinct[:MOST_NAMES])
        more = self("and-more") if len(distinct) > MOST_NAMES else ""
        return self("group", sort=self(f"sort-{sort}"), n=len(names), names=shown + more)

    def _recorded(self, rows: tuple[ArticleRow, ...]) -> list[str]:
        reasons = {id: item.reason for id, item in self.book.recorded.items()}
        notes = {id: item.note for id, item in self.book.regulation.notes.items()}
        return [
            "  · " + self(
                "recorded-line", article=self.words.article(row.id), id=id,
                reason=texts[id].say(self.words.language),
            )
            for row in rows
            for texts, ids in ((reasons, row.recorded), (notes, row.notes))
            for id in ids
        ]  # fmt: skip

    def _ids(self, row: ArticleRow) -> str:
        ids = self.words.join((*row.rules, *row.procedure))
        return "  · " + self("ids-line", article=self.words.article(row.id), ids=ids)

    def _text_total(self, check: TextCheck, file: str) -> str:
        same = Counter(item.sameness for item in check.articles)
        return self(
            "text-total", file=visible(file), n=len(check.articles) - same["absent"],
            citations=check.citations, failed=len(check.failed), same=same["same"], differs=same["differs"],
            unrecorded=same["unrecorded"],
        )  # fmt: skip

    def _check(self, rows: tuple[ArticleRow, ...], check: TextCheck) -> Iterable[tuple[str, list[str]]]:
        by_id = {item.id: item for item in check.articles}
        changed = [row for row in rows if by_id[row.id].sameness == "differs"]
        yield "h-failed", [f"  · {self._failed(item)}" for item in check.failed]
        yield "h-changed", [line for row in changed for line in self._changed(row, by_id[row.id])]
        yield "h-numbering", [f"  · {line}" for line in self._numbering(check)]
        yield (
            "h-digests",
            [f"  · {item.id}: {item.digest}" for item in check.articles if item.sameness == "unrecorded"],
        )

    def _failed(self, item: FailedCitation) -> str:
        places = [self.words.article(item.article, n) if n else self("title") for n in item.found]
        return self(
            item.fault, what=self("part", sort=self(f"sort-{item.sort}"), id=item.id), n=item.paragraphs,
            term=visible(item.term or ""), article=self.words.article(item.article, item.paragraph),
            found=self.words.join(places),
        )  # fmt: skip

    def _changed(self, row: ArticleRow, item: ArticleCheck) -> list[str]:
        title = "■ " + self("changed", article=self.words.article(row.id), n=item.paragraphs)
        by_sort: dict[str, list[Mention]] = {}
        for part in row.parts:
            by_sort.setdefault(part.sort, []).append(part)
        parts = [
            self("changed-part", sort=self(f"sort-{sort}"), ids=self.words.join(part.id for part in found))
            for sort, found in by_sort.items()
        ]
        parts = [*(parts or [self("changed-nothing")]), self("new-digest", digest=item.digest)]
        return [title, *(f"  · {part}" for part in parts)]

    def _numbering(self, check: TextCheck) -> list[str]:
        absent = [item.id for item in check.articles if item.sameness == "absent"]
        listed = (("absent", absent), ("unlisted", check.unlisted), ("gap", check.gaps))
        lines = [self(code, articles=self.words.articles(ids)) for code, ids in listed if ids]
        twice = check.duplicates[:MOST_LISTED]
        lines += [self("duplicate", article=self.words.article(id), line=line) for id, line in twice]
        rest = len(check.duplicates) - len(twice)
        return lines + ([self("more", n=rest)] if rest else [])


def rule_name(rule: Rule, words: Wording) -> str:
    """A rule in a word or two, as officials would name it: 签发, 委托签发, 主持工作."""
    match rule:
        case Substitution():
            return words.relation_name(rule.relation)
        case Recusal() | Prerequisite():
            return words(f"rel-{type(rule).__name__.lower()}")
        case Mandate() | Incompatibility():
            return _named(type(rule).__name__.lower(), rule.acts, words)
        case Silence():
            return _named("silence", (rule.act,), words)
        case _:
            return words.act(rule.act)


def norm_name(norm: Norm, words: Wording) -> str:
    """A rule of procedure in a word or two: 期限内印发, 禁止起草."""
    acts = () if isinstance(norm, Cadence | Report) else (norm.act,)
    return _named(type(norm).__name__.lower(), acts, words)


def _named(sort: str, acts: tuple[str, ...], words: Wording) -> str:
    return say(ARTICLES, f"rule-{sort}", words.language, acts=words.join(map(words.act, acts)))
