"""Procedure, quorums and the text itself: every wrong value is refused where it stands, in both languages.

A bad file is the good one with one piece replaced; ``▸`` marks the character to which a message points.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from guiju.cli import main

FOLDER = Path(__file__).parent.parent / "cases" / "good"
ROSTER = (FOLDER / "club-roster.yaml").read_text("utf-8")
C = "cite: {article: 9, force: hard}"
NAME = "{zh: 甲, en: a}"
ADDED = f"""facts:
  heard: {{name: {NAME}, in-order: yes, {C}}}
  rushed: {{name: {NAME}, in-order: no, {C}}}
procedure:
  asked: {{norm: requirement, act: sign, documents: [notice], needs: [heard], facts: [rushed], when: {{}}, {C}}}
  banned: {{norm: prohibition, act: review, documents: all, facts: [rushed], unless: [heard], {C}}}
  owed: {{norm: duty, act: sign, bodies: [council], by: chair, {C}}}
  soon: {{norm: deadline, act: sign, documents: [charter], within: 5 working-days, after: review, silence: nothing, {C}}}
  often: {{norm: cadence, bodies: [council], every: 2 weeks, {C}}}
  leaving: {{norm: report, posts: [vice], to: chair, kinds: [away], {C}}}
articles:
  "9": {{norms: [duty, prohibition], force: [hard], reason: {NAME}, text: {"0" * 64}}}
terms:
  member: {{name: {NAME}, also: [{NAME}], attributes: [weight], facts: [heard], {C}, defined: {{article: 8, force: hard}}}}
parties:
  guests: {{name: {NAME}, {C}}}
scope: {{addressed-to: [guests], applies-to: [guests], {C}}}
adopted: {{body: council, {C}}}
editorial-notes:
  comma: {{articles: ["9"], note: {NAME}}}
"""
BASE = (FOLDER / "club.yaml").read_text("utf-8").replace(
    "members: [chair, vice],",
    f"members: [chair, vice], minutes: [poster], topics: [notice], quorum: {{at-least: 2, {C}}},",
).replace("paired: true,", "paired: true, mentioned: false, pair-list: {article: 12, force: hard},").replace(
    "    kind: choice\n", "    kind: choice\n    urgency: true\n"
).replace(
    "    timing: [prior-act]\n    cite: {article: 6,",
    f"    timing: [prior-act]\n    grant: {{form: {NAME}, ends: {NAME}}}\n    sub-delegation: forbidden\n    cite: {{article: 6,",
) + ADDED


class Bad(NamedTuple):
    old: str
    new: str
    words: str


ASKED, BANNED, OWED = (
    "norm: requirement, act: sign",
    "norm: prohibition, act: review",
    "norm: duty, act: sign",
)
QUORUM = f"quorum: {{at-least: 2, {C}}}"
SOON = "within: 5 working-days, after: review"

BAD = [
    # quorum, minutes, topics
    *(
        Bad("at-least: 2, cite", f"at-least: ▸{word}, cite", words)
        for word, words in (
            ("0", "0 is too small"),
            ("-1", "-1 is too small"),
            ("half", "'half'"),
            ("0/2", "'0/2'"),
            ("1/0", "'1/0'"),
            ("3/2", "more than everybody"),
            ("over 3/2", "more than everybody"),
            ("over 2/2", "more than everybody"),
            ("over 2", "'over 2'"),
            ("5", "more than everybody"),
            ("1.5", "'1.5'"),
            ("50%", "'50%'"),
            ('"2"', "'2'"),
            ("[2]", "text was expected"),
            ("{}", "text was expected"),
            ('""', "blank"),
        )
    ),
    Bad(QUORUM, f"▸quorums: {{at-least: 2, {C}}}", "unknown key 'quorums'"),
    Bad(QUORUM, "quorum: ▸2", "'key: value'"),
    Bad(QUORUM, "quorum: ▸[2]", "'key: value'"),
    Bad(QUORUM, f"quorum: ▸{{{C}}}", "'at-least' is missing"),
    Bad(QUORUM, "quorum: ▸{at-least: 2}", "'cite' is missing"),
    Bad(QUORUM, f"quorum: {{at-least: 2, ▸of: 3, {C}}}", "unknown key 'of'"),
    Bad(
        f"members: [chair, vice], minutes: [poster], topics: [notice], {QUORUM}",
        f"quorum: ▸{{at-least: 2, {C}}}",
        "counts members … missing",
    ),
    Bad("minutes: [poster]", "minutes: [▸postr]", "'postr' … document … mean 'poster'"),
    Bad("minutes: [poster]", "minutes: ▸[]", "at least one"),
    Bad("minutes: [poster]", "minutes: ▸poster", "a list"),
    Bad("minutes: [poster]", "minutes: [poster, ▸poster]", "twice"),
    Bad("topics: [notice]", "topics: [▸notices]", "'notices' … document … mean 'notice'"),
    Bad("topics: [notice]", "topics: ▸{}", "a list"),
    # posts, attributes, mandates
    Bad("mentioned: false", "mentioned: ▸perhaps", "'perhaps' is not"),
    Bad("pair-list: {article: 12, force: hard}", "pair-list: ▸12", "'key: value'"),
    Bad("pair-list: {article: 12, force: hard}", "pair-list: ▸{force: hard}", "'article' is missing"),
    Bad("pair-list: {article: 12,", "pair-list: {article: ▸twelve,", "'twelve' is no article"),
    Bad("urgency: true", "urgency: ▸urgent", "'urgent' is not"),
    Bad("urgency: true", "urgency: ▸[true]", "text was expected"),
    Bad(f"grant: {{form: {NAME},", "grant: {form: ▸written,", "'key: value'"),
    Bad(f"grant: {{form: {NAME},", f"grant: {{▸from: {NAME},", "unknown key 'from'"),
    Bad(f"grant: {{form: {NAME}, ends: {NAME}}}", "grant: ▸forever", "'key: value'"),
    Bad(f"grant: {{form: {NAME}, ends: {NAME}}}", "grant: {form: ▸{zh: 甲}}", "'en' is missing"),
    Bad("sub-delegation: forbidden", "sub-delegation: ▸forbiden", "'forbiden' … mean 'forbidden'"),
    Bad("sub-delegation: forbidden", "sub-delegation: ▸[forbidden]", "'key: value'"),
    # facts
    Bad(
        f"heard: {{name: {NAME}, in-order: yes,", f"heard: {{name: {NAME}, in-order: ▸true,", "'true' is not"
    ),
    Bad(f"heard: {{name: {NAME}, in-order: yes,", f"▸heard: {{name: {NAME},", "'in-order' is missing"),
    Bad(f"heard: {{name: {NAME}, in-order: yes,", "▸heard: {in-order: yes,", "'name' is missing"),
    Bad(
        f"rushed: {{name: {NAME}, in-order: no, {C}}}",
        f"▸rushed: {{name: {NAME}, in-order: no}}",
        "'cite' is missing",
    ),
    Bad(f"rushed: {{name: {NAME}, in-order: no, {C}}}", "rushed: ▸no", "'key: value'"),
    Bad("  rushed: {name", "  ▸Rushed!: {name", "'Rushed!'"),
    # every norm
    Bad("norm: requirement", "norm: ▸requirment", "'requirment' … mean 'requirement'"),
    Bad("norm: requirement", "norm: ▸[duty]", "text was expected"),
    Bad("asked: {norm: requirement, ", "▸asked: {", "'norm' is missing"),
    Bad(f"asked: {{{ASKED},", "asked: {norm: requirement, act: ▸sing,", "'sing' … act … mean 'sign'"),
    Bad(f"asked: {{{ASKED},", "▸asked: {norm: requirement,", "'act' is missing"),
    Bad("documents: [notice], needs", "documents: [▸notes], needs", "'notes' … document"),
    Bad("documents: [notice], needs", "documents: ▸every, needs", "a list"),
    Bad("documents: [notice], needs", "documents: ▸[], needs", "at least one"),
    Bad("needs: [heard]", "needs: [▸herd]", "'herd' … fact … mean 'heard'"),
    Bad("needs: [heard]", "needs: ▸[rushed]", "in-order: yes"),
    Bad("needs: [heard]", "needs: ▸heard", "a list"),
    Bad("needs: [heard], ", "", "'needs' is missing"),
    Bad("needs: [heard], facts: [rushed]", "needs: [heard], facts: [▸rush]", "'rush' … fact"),
    Bad(
        "facts: [rushed], when: {}",
        "facts: [rushed], when: {▸mood: good}",
        "'mood' … reading or case attribute",
    ),
    Bad(
        "[notice], needs: [heard], facts: [rushed], when: {}",
        "▸[notice], needs: [heard], facts: [rushed], when: {weight: heavy}",
        "no case attribute 'weight'",
    ),
    Bad("facts: [rushed], when: {}", "facts: [rushed], ▸unless: [heard]", "unknown key 'unless'"),
    Bad(
        f"{BANNED}, documents: all, facts: [rushed]",
        f"{BANNED}, documents: all, facts: ▸[heard]",
        "in-order: no",
    ),
    Bad("unless: [heard]", "unless: [▸heared]", "'heared' … fact … mean 'heard'"),
    Bad("unless: [heard]", "unless: ▸[]", "at least one"),
    Bad("unless: [heard]", "unless: [heard], ▸needs: [heard]", "unknown key 'needs'"),
    Bad(f"{OWED}, bodies: [council]", f"{OWED}, bodies: [▸counsel]", "'counsel' … body … mean 'council'"),
    Bad(
        "  owed: {norm: duty, act: sign, bodies: [council], ",
        "  ▸owed: {norm: duty, act: sign, ",
        "'documents' is missing",
    ),
    Bad("[council], by: chair, cite", "[council], by: ▸char, cite", "'char' … mean 'chair'"),
    Bad("[council], by: chair, cite", "[council], by: {use: ▸bottom}, cite", "'bottom'"),
    Bad("[council], by: chair, cite", "[council], by: {any: ▸[]}, cite", "at least one"),
    Bad(SOON, "within: ▸5, after: review", "'5' is no period"),
    Bad(SOON, "within: ▸0 days, after: review", "'0 days' is no period"),
    Bad(SOON, "within: ▸five days, after: review", "'five days' is no period"),
    Bad(SOON, "within: ▸5 working days, after: review", "'5 working days' is no period"),
    Bad(SOON, "within: ▸99999 days, after: review", "no period"),
    Bad(SOON, "within: ▸[5 days], after: review", "text was expected"),
    Bad(
        f"  soon: {{norm: deadline, act: sign, documents: [charter], {SOON}",
        "  ▸soon: {norm: deadline, act: sign, documents: [charter], after: review",
        "within, word",
    ),
    Bad(
        f"  soon: {{norm: deadline, act: sign, documents: [charter], {SOON}",
        f"  ▸soon: {{norm: deadline, act: sign, documents: [charter], word: {NAME}, {SOON}",
        "within, word",
    ),
    Bad(SOON, "word: ▸promptly, after: review", "'key: value'"),
    Bad(SOON, "within: 5 days, after: ▸reviw", "'reviw' … act … mean 'review'"),
    Bad(SOON, "within: 5 days, after: review, before: ▸review", "after, before"),
    Bad("silence: nothing", "silence: ▸consent", "'consent' is not"),
    Bad("every: 2 weeks", "every: ▸fortnight", "'fortnight' is no period"),
    Bad(
        "  often: {norm: cadence, bodies: [council], every: 2 weeks,",
        "  ▸often: {norm: cadence, bodies: [council],",
        "'every' is missing",
    ),
    Bad("norm: cadence, bodies: [council]", "norm: cadence, bodies: ▸all", "a list"),
    Bad(
        "norm: cadence, bodies: [council]",
        "norm: cadence, bodies: [council], ▸documents: [notice]",
        "unknown key 'documents'",
    ),
    Bad("posts: [vice], to: chair", "posts: [▸vise], to: chair", "'vise' … post … mean 'vice'"),
    Bad("posts: [vice], to: chair", "posts: [vice], to: ▸[chair]", "text was expected"),
    Bad("posts: [vice], to: chair", "posts: [vice], to: ▸chairs", "'chairs' … post … mean 'chair'"),
    Bad("kinds: [away]", "kinds: [▸ill]", "'ill' … planned kind of absence"),
    Bad("kinds: [away]", "kinds: ▸[]", "at least one"),
    Bad("  asked: {norm", "  ▸charter-sign: {norm", "a rule already"),
    Bad("  asked: {norm", "  ▸Asked: {norm", "'Asked'"),
    # the text itself
    Bad("norms: [duty, prohibition]", "norms: [▸dty]", "'dty' … mean 'duty'"),
    Bad("norms: [duty, prohibition]", "norms: ▸duty", "a list"),
    Bad("force: [hard], reason", "force: [▸hardy], reason", "'hardy' … mean 'hard'"),
    Bad("force: [hard], reason", "force: ▸[], reason", "at least one"),
    Bad(f"reason: {NAME}", "reason: ▸none", "'key: value'"),
    Bad("0" * 64, "▸" + "0" * 63, "no digest"),
    Bad("0" * 64, "▸" + "F" * 64, "no digest"),
    Bad('  "9": {norms', '  ▸"nine": {norms', "'nine' is no article"),
    Bad('  "9": {norms', '  ▸"4.2.1.1.1": {norms', "'4.2.1.1.1' is no article"),
    Bad(f"also: [{NAME}]", f"also: ▸{NAME}", "a list"),
    Bad(f"also: [{NAME}]", "also: [▸other]", "'key: value'"),
    Bad(
        "attributes: [weight], facts: [heard], cite",
        "attributes: [▸wieght], facts: [heard], cite",
        "'wieght' … mean 'weight'",
    ),
    Bad(
        "attributes: [weight], facts: [heard], cite",
        "attributes: [weight], facts: [▸herd], cite",
        "'herd' … mean 'heard'",
    ),
    Bad("defined: {article: 8,", "defined: {article: ▸eight,", "'eight' is no article"),
    Bad("defined: {article: 8, force: hard}", "defined: ▸true", "'key: value'"),
    Bad(f"guests: {{name: {NAME},", f"guests: {{▸nme: {NAME},", "unknown key 'nme'"),
    Bad("addressed-to: [guests]", "addressed-to: [▸gests]", "'gests' … party … mean 'guests'"),
    Bad("addressed-to: [guests]", "addressed-to: ▸[]", "at least one"),
    Bad("scope: {addressed-to: [guests], ", "scope: ▸{", "'addressed-to' is missing"),
    Bad("applies-to: [guests]", "applies-to: ▸guests", "a list"),
    Bad(f"scope: {{addressed-to: [guests], applies-to: [guests], {C}}}", "scope: ▸everybody", "'key: value'"),
    Bad("adopted: {body: council", "adopted: {body: ▸counsel", "'counsel' … body … mean 'council'"),
    Bad("adopted: {body: council, ", "adopted: ▸{", "'body' is missing"),
    Bad(f"adopted: {{body: council, {C}}}", "adopted: ▸yes", "'key: value'"),
    Bad('articles: ["9"], note', 'articles: [▸"nine"], note', "'nine' is no article"),
    Bad('articles: ["9"], note', 'articles: ▸"9", note', "a list"),
    Bad('articles: ["9"], note', "articles: ▸[], note", "at least one"),
    Bad(f"note: {NAME}", "note: ▸missing", "'key: value'"),
]


def refused(folder: Path, row: Bad, lang: str) -> tuple[str, str | None]:
    """The one line of the refusal, and the place that it should name, as far as it is marked."""
    assert BASE.count(row.old) == 1, row.old
    text = BASE.replace(row.old, row.new)
    before, mark, _ = text.partition("▸")
    where = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}" if mark else None
    (folder / "club.yaml").write_text(text.replace("▸", ""), "utf-8")
    (folder / "club-roster.yaml").write_text(ROSTER, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(folder / "club.yaml"), "--lang", lang])
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line, where


def test_the_good_file_is_good(tmp_path: Path) -> None:
    (tmp_path / "club.yaml").write_text(BASE, "utf-8")
    (tmp_path / "club-roster.yaml").write_text(ROSTER, "utf-8")
    result = CliRunner().invoke(main, ["lint", str(tmp_path / "club.yaml"), "--lang", "en"])
    assert result.exit_code in (0, 1), result.stderr


@pytest.mark.parametrize("row", BAD, ids=lambda row: "-".join(re.findall(r"[A-Za-z0-9]+", row.new))[:50])
def test_refused_where_it_stands(tmp_path: Path, row: Bad) -> None:
    line, where = refused(tmp_path, row, "en")
    assert re.match(r".+club\.yaml:\d+:\d+: \S", line), line
    if where is not None:
        assert line.startswith(f"{tmp_path / 'club.yaml'}:{where}: "), line
    assert re.search(".*".join(map(re.escape, row.words.split(" … "))), line), line
    chinese, _ = refused(tmp_path, row, "zh")
    assert chinese.split(": ")[0] == line.split(": ")[0]
    assert re.search("[\u4e00-\u9fff]", chinese), chinese
