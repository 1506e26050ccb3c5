"""Every bad input: exit code 2, ``file:line:column: message`` on standard error, nothing elsewhere.

A bad file is the good rulebook or roster with one piece replaced. In the replacement, ``▸`` marks
the character that the message must point at; the expected place is counted from the text alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from click.testing import CliRunner, Result
from guiju.cli import main

GOOD = Path(__file__).parent.parent / "cases" / "good"
CLUB = (GOOD / "club.yaml").read_text("utf-8")
ROSTER = (GOOD / "club-roster.yaml").read_text("utf-8")
POINT = "▸"
SHAPE = re.compile(r"(?:.+\.yaml:[1-9]\d*:[1-9]\d*|--[a-z-]+(?: .+)?|RULEBOOK): \S")
MIB = 2**20


class Edit(NamedTuple):
    """Replace a piece that occurs once; the message has the ``words``, cut at `` … ``, in order."""

    old: str
    new: str
    words: str


# --- The rulebook, one defect each ----------------------------------------------------------

TITLE = "title: {zh: 读书会章程, en: Rules of the book club}"
CHAIR = "{zh: 会长, en: chair}"
USE = "{use: top}"
WHEN = "when: {scope: signs}"
DESK = "units:\n  desk: {name: {zh: 秘书处, en: desk}, leader: secretary, cite: {article: 2, force: hard}}"
TOP = "{any: [chair, {post: secretary, when: {weight: light}}]}"
ADMITS = "admits: {at-most: 1}"
COVERS = "covers: [{post: chair}]"
ATTRIBUTES = "attributes:\n  in-charge"
SPARE = "attributes:\n  spare: {name: {zh: 甲, en: a}, "
PAIR = "activation: [automatic]"
AMENDMENT = 'amendments:\n  a: {article: "6.1", answers: [G1], text: {zh: 改, en: amended}, '

KEYS = [
    Edit("id: club\n", "▸idd: club\n", "unknown key 'idd'; did you mean 'id'?"),
    Edit("format: guiju", "▸fromat: guiju", "unknown key 'fromat'; did you mean 'format'?"),
    Edit("known-gaps:", "▸known-gap:", "unknown key 'known-gap' … mean 'known-gaps'"),
    Edit("roster: club", "▸rosters: club", "unknown key 'rosters' … mean 'roster'"),
    Edit("units:", "▸unit:", "unknown key 'unit' … mean 'units'"),
    Edit("id: club\n", "id: club\n▸zzz: 1\n", "unknown key 'zzz'"),
    Edit(CHAIR, "{zh: 会长, en: chair, ▸pl: prezes}", "unknown key 'pl' … en, zh"),
    Edit(CHAIR, "{zh: 会长, ▸eng: chair}", "unknown key 'eng'; did you mean 'en'?"),
    Edit("rank: 1,", "▸rnak: 1,", "unknown key 'rnak'; did you mean 'rank'?"),
    Edit("paired: true", "▸pared: true", "unknown key 'pared' … mean 'paired'"),
    Edit("seats: {from: 2, to: 3}", "▸seat: {from: 2, to: 3}", "unknown key 'seat' … mean 'seats'"),
    Edit(
        ATTRIBUTES,
        SPARE + "kind: person, ▸portfolo: required, holders: [vice]}\n  in-charge",
        "unknown key 'portfolo' … mean 'portfolio'",
    ),
    Edit("terms: [会长]", "▸term: [会长]", "unknown key 'term' … mean 'terms'"),
    Edit(ADMITS, "admits: {▸at-mots: 1}", "unknown key 'at-mots' … mean 'at-most'"),
    Edit("ordered: {}", "▸orderd: {}", "unknown key 'orderd' … mean 'ordered'"),
    Edit(USE, "{any: [chair], ▸of: [chair]}", "unknown key 'of'"),
    Edit(CHAIR, "▸{zh: 会长}", "'en' is missing"),
    Edit(f"  chair: {{name: {CHAIR}, rank: 1, ", f"  ▸chair: {{name: {CHAIR}, ", "'rank' is missing"),
    Edit("format: guiju.rulebook/1\nid", "▸id", "'format' is missing"),
    Edit(
        "  charter-sign: {effect: authority, act: sign, documents: [charter], ",
        "  ▸charter-sign: {effect: authority, act: sign, ",
        "'documents' is missing",
    ),
    Edit(COVERS, "covers: [▸{}]", "exactly one of these keys is needed: post, role, acting"),
    Edit(ADMITS, "admits: {stay: [▸{of: [chair]}]}", "'at-least' is missing"),
    Edit(USE, "▸{at-least: 1}", "'of' is missing"),
]

TYPES = [
    Edit("after: [review]", "after: ▸review", "a list … was expected … text"),
    Edit("documents: [charter]\n    admits", "documents: ▸charter\n    admits", "a list … expected … text"),
    Edit("tiers: [[vice]]", "tiers: [▸vice]", "a list … was expected … text"),
    Edit("absent: [kim]", "absent: ▸kim", "a list … was expected … text"),
    Edit(USE, "{any: ▸chair}", "a list … was expected … text"),
    Edit("members: [chair, vice]", "members: ▸【chair, vice】", "a list … was expected … text"),
    Edit(TITLE, "title: ▸Rules", "'key: value' … expected … text"),
    Edit(TITLE, "title: ▸[Rules]", "'key: value' … expected … list"),
    Edit(DESK, "units: ▸[desk]", "'key: value' … expected … list"),
    Edit(DESK, "units:▸", "'key: value' … expected"),
    Edit(WHEN, "when: ▸signs", "'key: value' … expected … text"),
    Edit("from: {post: chair}", "from: ▸chair", "'key: value' … expected … text"),
    Edit(COVERS, "covers: [▸chair]", "'key: value' … expected … text"),
    Edit("id: club\n", "id: ▸[club]\n", "text was expected … list"),
    Edit("id: club\n", "id: ▸{a: b}\n", "text was expected … mapping"),
    Edit(USE, "▸[chair, vice]", "text was expected … list"),
    Edit("id: club\n", 'id: ▸""\n', "must not be blank"),
    Edit("id: club\n", "id:▸\n", "must not be blank"),
    Edit("leader: secretary", 'leader: ▸" "', "must not be blank"),
    Edit("leader: secretary", "leader: ▸", "must not be blank"),
    Edit(USE, "▸''", "must not be blank"),
    *(
        Edit("rank: 1", f"rank: ▸{word}", f"a whole number was expected … '{word}'")
        for word in ("one", "1.5", "0x10", "1_000", "１", "12:30", "NO", "+1", "1e3", "~")
    ),
    Edit("rank: 1", "rank: ▸[1]", "text was expected … list"),
    Edit("rank: 1", "rank: ▸{a: 1}", "text was expected … mapping"),
    Edit("rank: 1", "rank: ▸0", "0 is too small … 1"),
    Edit("rank: 1", "rank: ▸-1", "-1 is too small … 1"),
    Edit("at-most: 1", "at-most: ▸-1", "-1 is too small … 0"),
    Edit("at-most: 1", "at-most: ▸~", "a whole number was expected … '~'"),
    Edit("{article: 5, terms", "{article: 5, paragraph: ▸0, terms", "0 is too small … 1"),
    Edit("paired: true", "paired: ▸NO", "'NO' is not … false, true"),
    Edit("paired: true", "paired: ▸yes", "'yes' is not … false, true"),
    Edit("paired: true", "paired: ▸True", "'True' is not … mean 'true'"),
    Edit("default: chairs", "default: ▸NO", "'NO' is not … option … chairs, signs"),
    Edit(ADMITS, "admits: {never-both: ▸no}", "'no' is not … false, true"),
]

DATES = [
    Edit("2099-12-31", f"▸{word}", f"'{word}' is no valid date")
    for word in (
        "2024-02-30", "2023-02-29", "2099-13-01", "0000-01-01", "2099-1-1", "20991231", "2099/12/31",
        "2099-12-31T00:00:00", "2099-12-31 00:00:00", "2099-W01-1", "tomorrow", "12:30", "２０９９-12-31",
    )
]  # fmt: skip

IDS = [
    Edit("leader: secretary", "leader: ▸secretry", "'secretry' … post … mean 'secretary'"),
    Edit("members: [chair, vice]", "members: [chair, ▸vise]", "'vise' … post … mean 'vice'"),
    Edit("after: [review]", "after: [▸reviw]", "'reviw' … act … mean 'review'"),
    Edit("entails: [away]", "entails: [▸awya]", "'awya' … absence kind … mean 'away'"),
    Edit("entails: [away]", f"entails: [{{kind: ▸awya, {WHEN}}}]", "'awya' … absence kind … mean 'away'"),
    Edit("onset: planned, entails", "onset: ▸planed, entails", "'planed' … mean 'planned'"),
    Edit(ATTRIBUTES, SPARE + "kind: person, holders: [▸vise]}\n  in-charge", "'vise' … post … mean 'vice'"),
    Edit(
        ATTRIBUTES, SPARE + "kind: people, holders: [{post: ▸vise}]}\n  in-charge", "'vise' … post … 'vice'"
    ),
    Edit(
        ATTRIBUTES,
        SPARE + "kind: person, holders: [vice], default: ▸chiar}\n  in-charge",
        "'chiar' … post … mean 'chair'",
    ),
    Edit(
        ATTRIBUTES,
        SPARE + "kind: choice, options: {mild: {zh: 轻, en: a}}, default: ▸midl}\n  in-charge",
        "'midl' … option … mean 'mild'",
    ),
    Edit(ATTRIBUTES, SPARE + "kind: ▸persn, holders: [vice]}\n  in-charge", "'persn' … mean 'person'"),
    Edit("attributes: [weight]", "attributes: [▸wieght]", "'wieght' … attribute … mean 'weight'"),
    Edit("strict: chairs", "strict: ▸chiars", "'chiars' … option … mean 'chairs'"),
    Edit("liberal: signs", "liberal: ▸sings", "'sings' … option … mean 'signs'"),
    Edit("{any: [chair, ", "{any: [▸chiar, ", "'chiar' … post … mean 'chair'"),
    Edit("{post: secretary, when", "{post: ▸secretery, when", "'secretery' … post … mean 'secretary'"),
    Edit("when: {weight: light}", "when: {▸wieght: light}", "'wieght' … attribute … mean 'weight'"),
    Edit("when: {weight: light}", "when: {weight: ▸ligth}", "'ligth' … weight … mean 'light'"),
    Edit("when: {weight: light}", "when: {weight: [light, ▸hevy]}", "'hevy' … weight … mean 'heavy'"),
    Edit(WHEN, "when: {▸scop: signs}", "'scop' … reading … mean 'scope'"),
    Edit(WHEN, "when: {scope: ▸sings}", "'sings' … scope … mean 'signs'"),
    Edit("ordered: {}", "ordered: {▸scop: signs}", "'scop' … reading … mean 'scope'"),
    Edit(PAIR, f"{PAIR}\n    chained: {{▸scop: signs}}", "'scop' … reading … mean 'scope'"),
    Edit(USE, "{use: ▸topp}", "'topp' … named expression … mean 'top'"),
    Edit(USE, "{unit: ▸dask}", "'dask' … unit … mean 'desk'"),
    Edit(USE, "{body: ▸counsil}", "'counsil' … body … mean 'council'"),
    Edit(USE, "{role: ▸in-chrge}", "'in-chrge' … attribute … mean 'in-charge'"),
    Edit(USE, "{each: ▸vicee}", "'vicee' … post … mean 'vice'"),
    Edit(USE, "{post: ▸zzz}", "'zzz' … post … known: chair, secretary, vice"),
    Edit(USE, "{first: [[chair], [▸vicee]]}", "'vicee' … post … mean 'vice'"),
    Edit(USE, "{all: [chair, {any: [▸vicee]}]}", "'vicee' … post … mean 'vice'"),
    Edit(USE, "▸chiar", "'chiar' … post … mean 'chair'"),
    Edit(
        "known-gaps:",
        f"{AMENDMENT}rules: [▸notice-sing]}}\nknown-gaps:",
        "'notice-sing' … rule … mean 'notice-sign'",
    ),
    Edit(
        "known-gaps:", f"{AMENDMENT}rules: [apart], repeals: [▸pair]}}\nknown-gaps:", "'pair' is still a rule"
    ),
    Edit("act: sign, documents: [charter]", "act: ▸sing, documents: [charter]", "'sing' … act … mean 'sign'"),
    Edit("documents: [charter], by", "documents: [▸chartr], by", "'chartr' … document … mean 'charter'"),
    Edit("documents: [charter], by", "bodies: [▸concil], by", "'concil' … body … mean 'council'"),
    Edit("charter-sign: {effect: authority", "charter-sign: {effect: ▸authorty", "'authorty' … 'authority'"),
    Edit(COVERS, "covers: [{post: ▸chiar}]", "'chiar' … post … mean 'chair'"),
    Edit("{role: in-charge}", "{role: ▸incharge}", "'incharge' … attribute … mean 'in-charge'"),
    Edit("tiers: [[vice]]", "tiers: [[▸vise]]", "'vise' … post … mean 'vice'"),
    Edit("by: partner\n    trigger: [away]", "by: partner\n    trigger: [▸awya]", "'awya' … kind … 'away'"),
    Edit("acts: [preside-work, {act", "acts: [▸preside-wrk, {act", "'preside-wrk' … act … 'preside-work'"),
    Edit("{act: sign, when", "{act: ▸sgin, when", "'sgin' … act … mean 'sign'"),
    Edit("[by-mandate]", "[▸by-mandat]", "'by-mandat' … activation … mean 'by-mandate'"),
    Edit("[automatic]", "[▸automatc]", "'automatc' … activation … mean 'automatic'"),
    Edit(
        "[by-mandate]\n    timing: [prior-act]",
        "[by-mandate]\n    timing: [▸prior-ac]",
        "'prior-ac' … timing",
    ),
    Edit(PAIR, f"{PAIR}\n    given-by: {{post: ▸chiar}}", "'chiar' … post … mean 'chair'"),
    Edit("from: {post: chair}", "from: {post: ▸chiar}", "'chiar' … post … mean 'chair'"),
    Edit("to: [secretary]", "to: [▸secretry]", "'secretry' … post … mean 'secretary'"),
    Edit("to: [secretary]", f"to: [{{holder: ▸secretry, {WHEN}}}]", "'secretry' … post … mean 'secretary'"),
    Edit("acts: [review, sign]", "acts: [review, ▸sing]", "'sing' … act … mean 'sign'"),
    Edit("terms: [章程], force: hard", "terms: [章程], force: ▸hart", "'hart' … force … mean 'hard'"),
    Edit("claim: signable", "claim: ▸signabel", "'signabel' … claim … mean 'signable'"),
    Edit("    post: chair\n", "    post: ▸chiar\n", "'chiar' … post … mean 'chair'"),
    Edit("act: preside-work\n", "act: ▸preside-wrok\n", "'preside-wrok' … act … mean 'preside-work'"),
    Edit("documents: [charter]\n    admits", "documents: [▸charer]\n    admits", "'charer' … mean 'charter'"),
    Edit(ADMITS, "mandates: ▸grantble", "'grantble' … mandates … mean 'grantable'"),
    Edit(ADMITS, "admits: {kinds: [▸awya]}", "'awya' … absence kind … mean 'away'"),
    Edit(ADMITS, "admits: {stay: [{at-least: 1, of: [▸chiar]}]}", "'chiar' … post … mean 'chair'"),
    Edit(ADMITS, "admits: {vacant: [▸chiar]}", "'chiar' … post … mean 'chair'"),
    Edit("document: notice", "document: ▸notise", "'notise' … document … mean 'notice'"),
    Edit("relation: pair", "relation: ▸Pair", "the id 'Pair' … lower-case"),
    Edit("  secretary: {", "  ▸秘书: {", "the id '秘书' … lower-case"),
    Edit("  desk: {", "  ▸the_desk: {", "the id 'the_desk' … hyphens"),
    Edit("  desk: {", "  ▸the desk: {", "the id 'the desk' … hyphens"),
]

COUNTS = [
    Edit(USE, "{at-least: ▸3, of: [chair, secretary]}", "3 … asked for … only 2"),
    Edit(USE, "{at-least: ▸0, of: [chair, secretary]}", "0 is too small … 1"),
    Edit(USE, "{at-least: ▸all, of: [chair]}", "a whole number … 'all'"),
    Edit(USE, "{at-least: 1, of: ▸[]}", "list is empty … expression"),
    Edit(USE, "{any: ▸[]}", "list is empty … expression"),
    Edit(USE, "{all: ▸[]}", "list is empty … expression"),
    Edit(USE, "{all: [chair, {any: ▸[]}]}", "list is empty … expression"),
    Edit(USE, "{first: ▸[]}", "list is empty … tier"),
    Edit(USE, "{first: [[chair], ▸[]]}", "list is empty … post"),
    Edit("tiers: [[vice]]", "tiers: ▸[]", "list is empty … tier"),
    Edit("tiers: [[vice]]", "tiers: [[vice], ▸[]]", "list is empty … post"),
    Edit("members: [chair, vice]", "members: ▸[]", "list is empty … post"),
    Edit("after: [review]", "after: ▸[]", "list is empty … act"),
    Edit("by: partner\n    trigger: [away]", "by: partner\n    trigger: ▸[]", "list is empty … kind"),
    Edit("documents: [charter]\n    admits", "documents: ▸[]\n    admits", "list is empty … document"),
    Edit("members: [chair, vice]", "members: [chair, ▸chair]", "'chair' is there twice"),
    Edit("tiers: [[vice]]", "tiers: [[vice, ▸vice]]", "'vice' is there twice"),
    Edit("acts: [review, sign]", "acts: ▸[review]", "exactly two acts … 1"),
    Edit("acts: [review, sign]", "acts: ▸[review, sign, preside-work]", "exactly two acts … 3"),
    Edit("seats: {from: 2, to: 3}", "seats: ▸{from: 3, to: 2}", "range 3..2 is empty"),
    Edit("seats: {from: 2, to: 3}", "seats: {from: ▸0, to: 3}", "0 is too small … 1"),
    Edit(
        'options: {chairs: {zh: 否, en: "no"}, signs: {zh: 是, en: "yes"}}',
        "options: ▸{chairs: {zh: 否, en: a}}",
        "'scope' … at least two options",
    ),
    Edit(TOP, "▸{anny: [chair]}", "exactly one form … 'anny' … mean 'any'"),
    Edit(TOP, "▸{any: [chair], all: [chair]}", "exactly one form … any, all"),
    Edit(
        ATTRIBUTES,
        "attributes:\n  ▸scope: {name: {zh: 甲, en: a}, kind: person, holders: [vice]}\n  in-charge",
        "'scope' is both a reading and a case attribute",
    ),
    Edit(
        "terms: [章程]", "terms: [▸一二三四五六七八九十一二三]", "'一二三四五六七八九十一二三' … more than 12"
    ),
    Edit("terms: [章程]", "terms: [章程, ▸an ASCII term]", "'an ASCII term' … more than 12"),
    Edit("{article: 5, terms", "{article: ▸第五条, terms", "'第五条' is no article number"),
    Edit("{article: 5, terms", "{article: ▸5-1, terms", "'5-1' is no article number"),
    Edit("{article: 5, terms", "{article: ▸５, terms", "'５' is no article number"),
]

LOOPS = [
    Edit(
        "  abroad: {name: {zh: 出国, en: abroad}, onset: planned, entails: [away]",
        "  ▸abroad: {name: {zh: 出国, en: abroad}, onset: planned, entails: [abroad]",
        "endless … absence kind … abroad → abroad",
    ),
    Edit(
        "  away: {name: {zh: 外出, en: away}, onset: planned, cite: {article: 3, force: hard}}\n  abroad",
        "  away: {name: {zh: 外出, en: away}, onset: planned, entails: [abroad],"
        " cite: {article: 3, force: hard}}\n  ▸abroad",
        "endless … absence kind … abroad → away → abroad",
    ),
    Edit(
        "  review: {name: {zh: 审核, en: review}}",
        "  ▸review: {name: {zh: 审核, en: review}, after: [sign]}",
        "endless … act … review → sign → review",
    ),
    Edit("  sign: {name: {zh: 签发, en: sign}, after: [review]}",
         "  ▸sign: {name: {zh: 签发, en: sign}, after: [review, sign]}",
         "endless … act … sign → sign"),
    Edit(
        f"  presiding:\n    effect: substitution\n    relation: presiding\n    {COVERS}",
        "  ▸presiding:\n    effect: substitution\n    relation: presiding\n    covers: [{post: vice}]",
        "endless … cover … vice → vice",
    ),
    Edit(
        f"  presiding:\n    effect: substitution\n    relation: presiding\n    {COVERS}",
        "  ▸a-first:\n    effect: substitution\n    relation: presiding\n    covers: [{acting: presiding}]",
        "endless … cover … presiding → … presiding",
    ),
    Edit(
        f"  presiding:\n    effect: substitution\n    relation: presiding\n    {COVERS}",
        "  ▸a-first:\n    effect: substitution\n    relation: second\n    covers: [{acting: presiding}]\n"
        "    by: {tiers: [[vice]]}\n    trigger: [away]\n    acts: [sign]\n    activation: [automatic]\n"
        "    cite: {article: 4, force: hard}\n"
        "  presiding:\n    effect: substitution\n    relation: presiding\n    covers: [{acting: second}]",
        "endless … cover … presiding … second",
    ),
]  # fmt: skip

WIDE = [
    *(
        Edit(old, new, "full-width colon '：'")
        for old, new in (
            ("id: club\n", "id▸：club\n"),
            ("id: club\n", "id▸： club\n"),
            (TITLE, TITLE.replace(": ", "▸：", 1)),
            (TITLE, TITLE.replace(": ", "▸： ", 1)),
            ("posts:\n", "posts▸：\n"),
            ("known-gaps:\n", "known-gaps▸：\n"),
            ("  presiding:\n", "  presiding▸：\n"),
            ("  chair: {name", "  chair▸：{name"),
            ("  chair: {name", "  chair▸： {name"),
            ("    relation: presiding", "    relation▸：presiding"),
            ("    kind: choice", "    kind▸：choice"),
            ("    default: light", "    default▸： light"),
            ("    cite: {article: 6, force: permissive}", "    cite▸：{article: 6, force: permissive}"),
            ("    until: 2099-12-31", "    until▸：2099-12-31"),
        )
    ),
    Edit("members: [chair, vice]", "members: [▸chair，vice]", "'chair，vice' … full-width … ','"),
    Edit("members: [chair, vice]", "members: [▸chair、vice]", "'chair、vice' … full-width … ','"),
    Edit(
        "attributes: [weight]", "attributes: [▸weight，in-charge]", "'weight，in-charge' … full-width … ','"
    ),
    Edit("  chair: {name", "▸\u3000chair: {name", "full-width space"),
    Edit("  chair: {name", " ▸\u3000chair: {name", "full-width space"),
    Edit("    relation: presiding", "▸\u3000\u3000relation: presiding", "full-width space"),
]

SYNTAX = [
    Edit("id: club\n", "id: ▸&a club\n", "anchors and aliases"),
    Edit("id: club\n", "id: ▸*a\n", "anchors and aliases"),
    Edit("id: club\n", "▸&a id: club\n", "anchors and aliases"),
    Edit("posts:\n", "posts: ▸&p\n", "anchors and aliases"),
    Edit(CHAIR, f"▸&n {CHAIR}", "anchors and aliases"),
    Edit("id: club\n", "id: ▸!!str club\n", "tags (!"),
    Edit("id: club\n", "id: ▸!local club\n", "tags (!"),
    Edit("id: club\n", "id: ▸!!python/object/apply:os.system [echo]\n", "tags (!"),
    Edit("rank: 1", "rank: ▸!!int 1", "tags (!"),
    Edit("id: club\n", "id: club\n▸<<: {a: b}\n", "merge key '<<'"),
    Edit(CHAIR, "{▸<<: {zh: 会长}, en: chair}", "merge key '<<'"),
    Edit("id: club\n", "id: club\n▸---\nx: y\n", "one document … '---'"),
    Edit("    until: 2099-12-31\n", "    until: 2099-12-31\n▸---\n", "one document … '---'"),
    Edit("id: club\n", "id: club\n? ▸[a, b]\n: c\n", "a key must be text"),
    Edit("id: club\n", "id: club\n▸{a: b}: c\n", "a key must be text"),
    Edit("id: club\n", "id: club\n▸id: other\n", "'id' is there twice … line 3"),
    Edit(CHAIR, "{zh: 会长, ▸zh: 会长, en: chair}", "'zh' is there twice … line 16"),
    Edit(CHAIR, '{zh: 会长, ▸"zh": 会长, en: chair}', "'zh' is there twice … line 16"),
    Edit("  secretary: {name", "  ▸chair: {name", "'chair' is there twice … line 16"),
    Edit("id: club\n", "id: club▸: x\n", "not valid YAML"),
    Edit("id: club\n", "id: ▸]\n", "not valid YAML"),
    Edit("id: club\n", "id: ▸@club\n", "not valid YAML"),
    Edit("id: club\n", "id: ▸%club\n", "not valid YAML"),
    Edit("id: club\n", "id: club\n▸- a\n", "not valid YAML"),
    Edit("id: club\n", 'id: "a▸\\q"\n', "not valid YAML … escape"),
    Edit("members: [chair, vice]", "members: [chair, vice▸}", "not valid YAML"),
    Edit("    relation: presiding", "   ▸relation: presiding", "not valid YAML"),
    Edit("  chair: {name", "▸\tchair: {name", "not valid YAML"),
    Edit("    relation: presiding", "  ▸\trelation: presiding", "not valid YAML … tab"),
    *(
        Edit("id: club\n", f"id: cl▸{character}ub\n", "control character")
        for character in ("\x00", "\x07", "\x1b[31m", "\x7f", "\ufffe")
    ),
    Edit("# A small", "# A ▸\x07small", "control character"),
    *(
        Edit("en: Rules of", f"en: Rules ▸{character}of", "invisible bidirectional")
        for character in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ),
    Edit("# A small", "# A ▸\u202esmall", "invisible bidirectional"),
]

VACUOUS = [
    Edit(
        f"  charter-survives-one:\n    claim: signable\n    statement: "
        f"{{zh: 缺一人章程仍可签, en: the charter survives one absence}}\n    documents: [charter]\n    {ADMITS}",
        f"  ▸charter-survives-one:\n    claim: signable\n    statement: {{zh: 甲, en: a}}\n"
        f"    documents: [charter]\n    admits: {{{premises}}}",
        "claim 'charter-survives-one' admit no world",
    )
    for premises in (
        "stay: [{at-least: 2, of: [chair]}]",
        "at-most: 0, stay: [{at-least: 4, of: [chair, vice]}]",
        "within-pair: true, stay: [{at-least: 3, of: [vice]}]",
        "kinds: [ill], never-both: true, stay: [{at-least: all, of: [chair]}, {at-least: 5, of: [chair, vice]}]",
    )
]

RULEBOOK = [*KEYS, *TYPES, *DATES, *IDS, *COUNTS, *LOOPS, *WIDE, *SYNTAX, *VACUOUS]

# --- The roster, one defect each --------------------------------------------------------------

LEE_MAX = "[lee, max]"
SUE = "  sue: {name: {zh: 苏, en: Sue}, posts: [secretary]}"
ROSTERS = [
    Edit("format: guiju.roster/1", "format: ▸guiju.roster/2", "unknown format 'guiju.roster/2' … roster/1"),
    Edit("format: guiju.roster/1", "format: ▸guiju.rulebook/1", "'guiju.rulebook/1' … 'guiju.roster/1'"),
    Edit("pairs:", "▸pair:", "unknown key 'pair' … mean 'pairs'"),
    Edit("people:", "▸poeple:", "unknown key 'poeple'; did you mean 'people'?"),
    Edit(SUE, SUE.replace("{name", "{▸portfolo: {zh: 图, en: a}, name"), "'portfolo' … mean 'portfolio'"),
    Edit("  kim: {name: {zh: 金, en: Kim}, ", "  ▸kim: {", "'name' is missing"),
    Edit("posts: [chair]", "posts: [▸chiar]", "'chiar' … post … mean 'chair'"),
    Edit("posts: [chair]", "posts: ▸[]", "list is empty … post"),
    Edit("posts: [chair]", "posts: ▸chair", "a list … expected … text"),
    Edit("posts: [chair]", "posts: [▸chair，vice]", "'chair，vice' … full-width … ','"),
    Edit(SUE, SUE.replace("{name", "{portfolio: ▸books, name"), "'key: value' … expected … text"),
    Edit("  kim: {", "  ▸Kim: {", "the id 'Kim' … lower-case"),
    Edit("  kim: {", "  kim▸：{", "full-width colon"),
    Edit("id: club-2026", "id▸：club-2026", "full-width colon"),
    Edit("id: club-2026", "id: ▸&a club-2026", "anchors and aliases"),
    Edit(SUE, "  ▸kim: {name: {zh: 苏, en: Sue}, posts: [secretary]}", "'kim' is there twice … line 5"),
    Edit(LEE_MAX, "[lee, ▸maxx]", "'maxx' … person … mean 'max'"),
    Edit(LEE_MAX, "▸[lee]", "a pair has two people … 1"),
    Edit(LEE_MAX, "▸[lee, max, kim]", "a pair has two people … 3"),
    Edit(LEE_MAX, "▸[]", "a pair has two people … 0"),
    Edit(LEE_MAX, "[lee, ▸lee]", "'lee' is there twice"),
    Edit(LEE_MAX, "[▸kim, lee]", "'kim' … no post that is paired … vice"),
    Edit(LEE_MAX, "[lee, ▸sue]", "'sue' … no post that is paired … vice"),
    Edit(LEE_MAX, "▸lee", "a list … expected … text"),
    Edit(SUE, SUE.replace("sue", "▸sue").replace("[sec", "[chair, sec"), "'chair' … at most 1 … kim, sue"),
    Edit(
        "  sue:",
        "  ned: {name: {zh: 宁, en: Ned}, posts: [vice]}\n"
        "  ▸pat: {name: {zh: 白, en: Pat}, posts: [vice]}\n  sue:",
        "'vice' … at most 3 … lee, max, ned, pat",
    ),
]

# --- The same in Chinese ----------------------------------------------------------------------

CHINESE = [
    Edit("leader: secretary", "leader: ▸secretry", "“secretry”不是已定义的职务 … 是否指“secretary”"),
    Edit("id: club\n", "id▸：club\n", "全角冒号“：”"),
    Edit("members: [chair, vice]", "members: [▸chair，vice]", "“chair，vice” … 全角标点"),
    Edit("  chair: {name", "▸\u3000chair: {name", "全角空格"),
    Edit("id: club\n", "id: club\n▸id: other\n", "“id”重复 … 第 3 行"),
    Edit("2099-12-31", "▸2024-02-30", "“2024-02-30”不是有效日期"),
    Edit("paired: true", "▸pared: true", "未知的键“pared” … 是否指“paired”"),
    Edit("after: [review]", "after: ▸review", "应为列表 … 实为文字"),
    Edit(USE, "{at-least: ▸3, of: [chair, secretary]}", "要求 3 个 … 只列了 2 个"),
    Edit("terms: [章程]", "terms: [▸一二三四五六七八九十一二三]", "超过 12 个字符"),
    Edit("id: club\n", "id: ▸!!str club\n", "不允许使用标签"),
    LOOPS[2]._replace(words="行为循环 … review → sign → review"),
    VACUOUS[0]._replace(words="“charter-survives-one” … 不容许任何情形"),
]

# --- Options ----------------------------------------------------------------------------------


class Typed(NamedTuple):
    """What is typed after ``club.yaml``, and the words after the name of the first option."""

    command: str
    words: str


OPTIONS = [
    Typed("verify --document chartr", "'chartr' … document … mean 'charter'"),
    Typed("gaps --document charter --document notise", "'notise' … document … mean 'notice'"),
    Typed("who --document zzz", "'zzz' … document … charter, notice, poster"),
    Typed("gaps --case wieght=heavy", "'wieght' … attribute … mean 'weight'"),
    Typed("gaps --case weight=heavvy", "'heavvy' … value … mean 'heavy'"),
    Typed("who --case in-charge=leee", "'leee' … value … mean 'lee'"),
    Typed("gaps --case in-charge=kim", "'kim' … value … lee, max"),
    Typed("gaps --case weight", "'weight' … ATTR=VALUE"),
    Typed("gaps --case weight=", "'weight=' … ATTR=VALUE"),
    Typed("gaps --case =heavy", "'=heavy' … ATTR=VALUE"),
    Typed("gaps --case weight＝heavy", "'weight＝heavy' … ATTR=VALUE"),
    Typed("gaps --case weight=heavy --document notice", "no selected document … 'weight'"),
    Typed("verify --reading scop=signs", "'scop' … reading … mean 'scope'"),
    Typed("verify --reading scope=sings", "'sings' … option … mean 'signs'"),
    Typed("verify --reading strct", "'strct' … reading … mean 'strict'"),
    Typed("verify --reading scope", "'scope' … default, every, liberal, strict"),
    Typed("verify --reading scope=", "'scope=' … SWITCH=OPTION"),
    Typed("who --reading every", "one reading … 'every'"),
    Typed("who --reading scope=signs --reading every", "one reading … 'every'"),
    Typed("gaps --kinds awya", "'awya' … absence kind … mean 'away'"),
    Typed("gaps --kinds away,il", "'il' … absence kind … mean 'ill'"),
    Typed("gaps --kinds away,", "'' … absence kind … abroad, away, ill"),
    Typed("who --absent kimm=away", "'kimm' … person … mean 'kim'"),
    Typed("who --absent kim=awya", "'awya' … absence kind … mean 'away'"),
    Typed("who --absent kim", "'kim' should look like"),
    Typed("who --absent kim=", "'kim=' should look like"),
    Typed("who --absent kim＝away", "'kim＝away' should look like"),
    Typed("who --absent kim=away --absent kim=ill", "'kim' is given twice"),
    Typed("who --vacant chiar", "'chiar' … post … mean 'chair'"),
    Typed("gaps --absent-at-most -1", "must not be negative"),
    Typed("verify --absent-at-most -1", "must not be negative"),
]
OPTIONS_CHINESE = [
    Typed("gaps --document chartr", "“chartr”不是已定义的公文种类 … 是否指“charter”"),
    Typed("who --absent kim=away --absent kim=ill", "“kim”给了两次"),
    Typed("gaps --absent-at-most -1", "不能小于 0"),
    Typed("who --reading every", "不能用 every"),
]
CHOICES = [
    Typed("gaps --format xml", "--format … xml … text … json"),
    Typed("verify --mandates all", "--mandates … all … none … grantable … given"),
    Typed("gaps --absent-at-most x", "--absent-at-most … x"),
    Typed("gaps --absent-at-most 1.5", "--absent-at-most … 1.5"),
    Typed("gaps --effort 0", "--effort … 0"),
    Typed("gaps --docment charter", "--docment"),
]
"""Refused by click while it reads the command line: its last line names the option and the value."""

# --- Helpers ----------------------------------------------------------------------------------


def place(before: str) -> str:
    """The line and column, from 1, of the character after this text."""
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def unmarked(text: str) -> tuple[str, list[str]]:
    """The text without its marks, and the place of each of them."""
    pieces = text.split(POINT)
    return "".join(pieces), [place("".join(pieces[:n])) for n in range(1, len(pieces))]


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, list[str]]:
    for edit in edits:
        assert text.count(edit.old) == 1, f"not exactly once: {edit.old!r}"
        text = text.replace(edit.old, edit.new)
    return unmarked(text)


def name(row: Edit | Typed) -> str:
    """A short test id."""
    text = row.new if isinstance(row, Edit) else row.command
    return "-".join(re.findall(r"[A-Za-z0-9]+", text))[:48]


def has(text: str, words: str) -> bool:
    """All the words, in this order."""
    return re.search(".*".join(map(re.escape, words.split(" … "))), text) is not None


def contents(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file and folder, hidden ones too, with its size and time."""
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


def run(*words: str, lang: str = "en") -> Result:
    """``color`` lets escape codes through, so that finding none means something."""
    return CliRunner().invoke(main, [*words, "--lang", lang], color=True)


def refused(folder: Path, *words: str, lang: str = "en") -> list[str]:
    """The lines on standard error, after checking what holds for every refusal."""
    before = contents(folder)
    if "--output" not in words:
        words = (*words, "--output", str(folder / "result.txt"))
    result = run(*words, lang=lang)
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "\x1b" not in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(folder) == before
    return result.stderr.splitlines()


def only_line(folder: Path, *words: str, lang: str = "en") -> str:
    lines = refused(folder, *words, lang=lang)
    assert len(lines) == 1, lines
    assert SHAPE.match(lines[0]), lines[0]
    return lines[0]


def check(line: str, where: str, words: str) -> None:
    assert line.startswith(f"{where}: "), line
    assert has(line.removeprefix(f"{where}: "), words), line


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """A folder with the good rulebook and its roster."""
    (tmp_path / "club.yaml").write_text(CLUB, "utf-8")
    (tmp_path / "club-roster.yaml").write_text(ROSTER, "utf-8")
    return tmp_path


def defect(folder: Path, file: str, text: str, edit: Edit, lang: str = "en") -> None:
    """Write the edited file, run, and compare place and words."""
    bad, (where,) = edited(text, [edit])
    (folder / file).write_bytes(bad.encode())
    line = only_line(folder, "verify", str(folder / "club.yaml"), lang=lang)
    check(line, f"{folder / file}:{where}", edit.words)


# --- Tests ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["verify", "gaps", "who", "graph"])
def test_the_good_files_are_accepted(club: Path, command: str) -> None:
    result = run(command, str(club / "club.yaml"))
    assert result.exit_code in (0, 1)
    assert result.stderr == ""
    assert len(result.stdout.splitlines()) > 5


def test_places_count_characters_from_one() -> None:
    assert unmarked("▸a\n会▸b\n▸") == ("a\n会b\n", ["1:1", "2:2", "3:1"])


@pytest.mark.parametrize("edit", RULEBOOK, ids=name)
def test_rulebook(club: Path, edit: Edit) -> None:
    defect(club, "club.yaml", CLUB, edit)


@pytest.mark.parametrize("edit", ROSTERS, ids=name)
def test_roster(club: Path, edit: Edit) -> None:
    defect(club, "club-roster.yaml", ROSTER, edit)


@pytest.mark.parametrize("edit", CHINESE, ids=name)
def test_rulebook_in_chinese(club: Path, edit: Edit) -> None:
    defect(club, "club.yaml", CLUB, edit, "zh")


@pytest.mark.parametrize(
    "edit",
    [
        Edit("en: Rules of the book club", "en: NO", ""),
        Edit("en: Rules of the book club", "en: 12:30", ""),
        Edit("en: Rules of the book club", "en: 'a：b'", ""),
        Edit("2099-12-31", "2024-02-29", ""),
        Edit("terms: [章程]", "terms: [一二三四五六七八九十一二]", ""),
        Edit("# A small", "---\n# A small", ""),
        Edit("# A small", "\ufeff# A small", ""),
        Edit(USE, "{at-least: 2, of: [chair, secretary]}", ""),
        Edit("rank: 1", "rank: 7", ""),
    ],
    ids=name,
)
def test_the_nearest_good_input_is_accepted(club: Path, edit: Edit) -> None:
    good, _ = edited(CLUB, [edit])
    (club / "club.yaml").write_text(good, "utf-8")
    result = run("graph", str(club / "club.yaml"))
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("word", ["NO", "12:30", "1e3", "2024-02-30", "~", "null"])
def test_words_that_yaml_would_convert_stay_text(club: Path, word: str) -> None:
    good, _ = edited(CLUB, [Edit(CHAIR, f"{{zh: 会长, en: {word}}}", "")])
    (club / "club.yaml").write_text(good, "utf-8")
    result = run("graph", str(club / "club.yaml"))
    assert result.exit_code == 0
    assert re.search(rf"^{re.escape(word)} +Kim ", result.stdout, re.MULTILINE)


IDENTIFIED = {
    "absence-kinds", "acts", "posts", "units", "bodies", "attributes", "readings", "documents", "signers",
    "rules", "claims", "known-gaps", "options", "people",
}  # fmt: skip
"""The keys below these are ids, which anybody may choose."""
LEFT_OUT = {
    "posts", "documents", "rules", "force", "cite", "options", "activation", "timing", "absent", "assumed",
    "attributes", "any", "post", "use", "scope", "weight",
}  # fmt: skip
"""Other words of the format that another test looks at, or that are not reported at their own place."""


def fixed_keys(node: yaml.Node, ids: bool = False) -> Iterator[yaml.Node]:
    """The keys that the format prescribes."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not ids:
                yield key
            yield from fixed_keys(value, not ids and key.value in IDENTIFIED)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from fixed_keys(item)


@pytest.mark.parametrize(("file", "text"), [("club.yaml", CLUB), ("club-roster.yaml", ROSTER)])
def test_every_misspelt_key_is_reported_where_it_stands(club: Path, file: str, text: str) -> None:
    root = yaml.compose(text)
    assert root is not None
    keys = [key for key in fixed_keys(root) if key.value not in LEFT_OUT]
    assert len(keys) > 15
    for key in keys:
        start, end = key.start_mark.index, key.end_mark.index
        (club / file).write_text(f"{text[:start]}{key.value}x{text[end:]}", "utf-8")
        line = refused(club, "graph", str(club / "club.yaml"))[0]
        check(line, f"{club / file}:{place(text[:start])}", f"'{key.value}")
        assert f"'{key.value}x'" in line


def test_all_defects_are_reported_in_the_order_of_their_lines(club: Path) -> None:
    """Nine comes before thirteen, and the order is not that in which the sections are read."""
    edits = [
        Edit("members: [chair, vice]", "members: [chair, ▸vise]", "'vise'"),
        Edit("leader: secretary", "leader: ▸secretry", "'secretry'"),
        Edit("after: [review]", "after: [▸reviw]", "'reviw'"),
        Edit("entails: [away]", "entails: [▸awya]", "'awya'"),
        Edit("attributes: [weight]", "attributes: [▸wieght]", "'wieght'"),
    ]
    several(club, "club.yaml", CLUB, edits, ["'awya'", "'reviw'", "'secretry'", "'vise'", "'wieght'"])


def test_all_defects_in_rules_claims_and_known_gaps_are_reported(club: Path) -> None:
    edits = [
        Edit("document: notice", "document: ▸notise", ""),
        Edit("known-gaps:", "▸zzz: {}\nknown-gaps:", ""),
        Edit("act: preside-work\n", "act: ▸preside-wrok\n", ""),
        Edit("from: {post: chair}", "from: {post: ▸chiar}", ""),
        Edit(USE, "{use: ▸topp}", ""),
        Edit(TOP, "{any: ▸[]}", ""),
    ]
    words = ["list is empty", "'topp'", "'chiar'", "'preside-wrok'", "'zzz'", "'notise'"]
    several(club, "club.yaml", CLUB, edits, words)


def test_all_defects_in_a_roster_are_reported(club: Path) -> None:
    edits = [
        Edit("pairs:\n", "pairs:\n  - ▸[sue]\n", ""),
        Edit(LEE_MAX, "[lee, ▸maxx]", ""),
        Edit("posts: [chair]", "posts: [▸chiar]", ""),
        Edit(SUE, SUE.replace("{name", "{▸nmae"), ""),
        Edit("people:\n", "▸zzz: 1\npeople:\n", ""),
    ]
    words = ["'zzz'", "'chiar'", "'nmae'", "two people", "'maxx'"]
    several(club, "club-roster.yaml", ROSTER, edits, words)


def test_all_claims_without_a_world_are_reported(club: Path) -> None:
    edits = [
        VACUOUS[0],
        Edit(
            "  one-presides:\n    claim: sole-authority\n",
            "  ▸one-presides:\n    admits: {stay: [{at-least: 2, of: [secretary]}]}\n"
            "    claim: sole-authority\n",
            "",
        ),
    ]
    several(club, "club.yaml", CLUB, edits, ["'charter-survives-one'", "'one-presides'"])


def several(folder: Path, file: str, text: str, edits: list[Edit], words: list[str]) -> None:
    bad, places = edited(text, edits)
    (folder / file).write_text(bad, "utf-8")
    lines = refused(folder, "verify", str(folder / "club.yaml"))
    assert len(lines) == len(edits), lines
    for line, where, word in zip(lines, places, words, strict=True):
        check(line, f"{folder / file}:{where}", word)


@pytest.mark.parametrize(
    ("raw", "where", "words"),
    [
        (b"", "1:1", "the file is empty"),
        (b"  \n\n", "1:1", "the file is empty"),
        (b"# nothing but a remark\n", "1:1", "the file is empty"),
        (b"---\n", "1:1", "the file is empty"),
        (b"\xef\xbb\xbf", "1:1", "the file is empty"),
        (b"~\n", "1:1", "'key: value' … expected … text"),
        (b"- a\n- b\n", "1:1", "'key: value' … expected … list"),
        (b"only words\n", "1:1", "'key: value' … expected … text"),
        (b"{}\n", "1:1", "'format' is missing"),
        (b"id: a\nid: b\n", "2:1", "'id' is there twice … line 1"),
        (b"\t\n", "1:1", "not valid YAML"),
        (CLUB.encode("gbk"), place(CLUB[: CLUB.index("读")]), "not UTF-8"),
        (CLUB.encode("utf-16"), "1:1", "not UTF-8"),
        (CLUB.replace("id: club", "id: cl\udcffub").encode("utf-8", "surrogateescape"), "3:7", "not UTF-8"),
        (CLUB.replace("rulebook/1", "rulebook/2").encode(), "2:9", "'guiju.rulebook/2' … 'guiju.rulebook/1'"),
        (CLUB.replace("guiju.rulebook/1", "'1'").encode(), "2:9", "unknown format '1'"),
        (CLUB.replace("roster: club-roster.yaml\n", "").encode(), "1:1", "names no roster … --roster"),
        (
            CLUB.replace("leader: secretary", "leader: secretry").replace("\n", "\r\n").encode(),
            place(CLUB[: CLUB.index("leader: ") + 8]),
            "'secretry' … mean 'secretary'",
        ),
    ],
)
def test_whole_file(club: Path, raw: bytes, where: str, words: str) -> None:
    (club / "club.yaml").write_bytes(raw)
    line = only_line(club, "graph", str(club / "club.yaml"))
    check(line, f"{club / 'club.yaml'}:{where}", words)


@pytest.mark.parametrize(
    ("start", "level", "times"),
    [
        ("id: ", "[", 1000),
        ("id: ", "[", 200_000),
        ("id: ", "{a: ", 1000),
        ("id: ", "{a: ", 200_000),
        ("id:\n  ", "- ", 1000),
        ("id:\n  ", "- ", 200_000),
        ("id:\n  ", "? ", 1000),
        ("id:\n  ", "? ", 200_000),
    ],
)
def test_nesting(club: Path, start: str, level: str, times: int) -> None:
    """The file itself is level 1, so the 64th level inside it is one too many."""
    head, tail = CLUB.split("id: club")
    (club / "club.yaml").write_text(f"{head}{start}{level * times}x{tail}", "utf-8")
    line = only_line(club, "graph", str(club / "club.yaml"))
    check(line, f"{club / 'club.yaml'}:{place(head + start + level * 63)}", "more than 64 levels")


def test_nesting_of_block_mappings(club: Path) -> None:
    head, tail = CLUB.split("id: club")
    rows = [" " * depth + "a:" for depth in range(1, 1001)]
    (club / "club.yaml").write_text("\n".join([f"{head}id:", *rows]) + tail, "utf-8")
    line = only_line(club, "graph", str(club / "club.yaml"))
    where = place("\n".join([f"{head}id:", *rows[:63], " " * 64]))
    check(line, f"{club / 'club.yaml'}:{where}", "more than 64 levels")


@pytest.mark.parametrize(("levels", "words"), [(63, "text was expected"), (64, "more than 64 levels")])
def test_the_last_level_that_is_read(club: Path, levels: int, words: str) -> None:
    bad, _ = edited(CLUB, [Edit("id: club\n", f"id: {'[' * levels}{']' * levels}\n", "")])
    (club / "club.yaml").write_text(bad, "utf-8")
    assert words in only_line(club, "graph", str(club / "club.yaml"))


@pytest.mark.parametrize("size", [50 * MIB, 32 * MIB + 1])
@pytest.mark.parametrize("file", ["club.yaml", "club-roster.yaml"])
def test_too_large(club: Path, file: str, size: int) -> None:
    with (club / file).open("r+b") as opened:
        opened.truncate(size)
    line = only_line(club, "graph", str(club / "club.yaml"))
    check(line, f"{club / file}:1:1", "larger than 32 MiB")


@pytest.mark.parametrize(
    ("rulebook", "where", "words"),
    [
        ("nowhere.yaml", "nowhere.yaml:1:1", "no such file"),
        ("nowhere/club.yaml", "nowhere/club.yaml:1:1", "no such file"),
        ("club.yaml/x.yaml", "club.yaml/x.yaml:1:1", "cannot be read"),
        ("folder.yaml", "folder.yaml:1:1", "folder … YAML file was expected"),
        ("club-roster.yaml", "club-roster.yaml:1:9", "'guiju.roster/1' … 'guiju.rulebook/1'"),
        ("xiangshan-2012", "RULEBOOK", "'xiangshan-2012' … rulebook … mean 'xiangshan-2021'"),
        ("Xiangshan_2021", "RULEBOOK", "'Xiangshan_2021' … rulebook … mean 'xiangshan-2021'"),
        (
            "zzz",
            "RULEBOOK",
            "'zzz' … rulebook … known: company-doa, succession, xiangshan-2021, xiangshan-2021-amended",
        ),
    ],
)
def test_rulebook_argument(
    club: Path, monkeypatch: pytest.MonkeyPatch, rulebook: str, where: str, words: str
) -> None:
    (club / "folder.yaml").mkdir()
    monkeypatch.chdir(club)
    check(only_line(club, "graph", rulebook), where, words)


@pytest.mark.parametrize("rulebook", ["club.yaml", "xiangshan-2021"])
@pytest.mark.parametrize(
    ("roster", "where", "words"),
    [
        ("nowhere.yaml", "1:1", "no such file"),
        ("folder.yaml", "1:1", "folder … YAML file was expected"),
        ("club.yaml", "2:9", "'guiju.rulebook/1' … 'guiju.roster/1'"),
        ("empty.yaml", "1:1", "the file is empty"),
    ],
)
def test_roster_option(
    club: Path, monkeypatch: pytest.MonkeyPatch, rulebook: str, roster: str, where: str, words: str
) -> None:
    (club / "folder.yaml").mkdir()
    (club / "empty.yaml").touch()
    monkeypatch.chdir(club)
    check(only_line(club, "graph", rulebook, "--roster", roster), f"{roster}:{where}", words)


def test_a_folder_without_a_suffix(club: Path) -> None:
    result = run("graph", str(club))
    assert (result.exit_code, result.stdout) == (2, "")
    check(result.stderr.strip(), f"{club}:1:1", "folder … YAML file was expected")


def test_a_roster_of_another_rulebook(club: Path) -> None:
    """Its people hold posts that the bundled rulebook does not have."""
    lines = refused(club, "graph", "xiangshan-2021", "--roster", str(club / "club-roster.yaml"))
    check(lines[0], f"{club / 'club-roster.yaml'}:{place(ROSTER[: ROSTER.index('chair')])}", "'chair' … post")


def test_the_roster_that_the_rulebook_names_is_missing(club: Path) -> None:
    (club / "club-roster.yaml").unlink()
    line = only_line(club, "graph", str(club / "club.yaml"))
    check(line, f"{club / 'club-roster.yaml'}:1:1", "no such file")


@pytest.mark.parametrize("command", ["verify", "gaps", "who", "graph"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_every_command_refuses_a_bad_rulebook(club: Path, command: str, form: str) -> None:
    bad, (where,) = edited(CLUB, [IDS[0]])
    (club / "club.yaml").write_text(bad, "utf-8")
    line = only_line(club, command, str(club / "club.yaml"), "--format", form)
    check(line, f"{club / 'club.yaml'}:{where}", IDS[0].words)


def typed(folder: Path, row: Typed) -> tuple[str, ...]:
    command, *words = row.command.split(" ")
    return (command, str(folder / "club.yaml"), *words)


@pytest.mark.parametrize("row", OPTIONS, ids=name)
def test_option(club: Path, row: Typed) -> None:
    check(only_line(club, *typed(club, row)), row.command.split(" ")[1], row.words)


@pytest.mark.parametrize("row", OPTIONS_CHINESE, ids=name)
def test_option_in_chinese(club: Path, row: Typed) -> None:
    check(only_line(club, *typed(club, row), lang="zh"), row.command.split(" ")[1], row.words)


@pytest.mark.parametrize("option", ["--document", "--kinds", "--reading", "--vacant", "--absent", "--case"])
def test_empty_option(club: Path, option: str) -> None:
    line = only_line(club, "who", str(club / "club.yaml"), option, "")
    check(line, option, "''")


@pytest.mark.parametrize("row", CHOICES, ids=name)
def test_value_that_click_refuses(club: Path, row: Typed) -> None:
    assert has(refused(club, *typed(club, row))[-1], row.words)


@pytest.mark.parametrize("words", [["frobnicate", "club.yaml"], ["gaps"], ["graph", "a.yaml", "b.yaml"]])
def test_command_line_that_click_refuses(tmp_path: Path, words: list[str]) -> None:
    wrong = {"frobnicate": "frobnicate", "gaps": "RULEBOOK", "graph": "b.yaml"}[words[0]]
    assert wrong in refused(tmp_path, *words)[-1]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("nowhere/result.txt", "cannot be written … No such file or directory"),
        ("folder", "cannot be written … Is a directory"),
        ("club.yaml/result.txt", "cannot be written … Not a directory"),
        ("a" * 300, "cannot be written … File name too long"),
    ],
)
@pytest.mark.parametrize("command", ["verify", "gaps", "who", "graph"])
def test_output_that_cannot_be_written(club: Path, command: str, output: str, words: str) -> None:
    (club / "folder").mkdir()
    path = str(club / output)
    line = only_line(club, command, str(club / "club.yaml"), "--output", path)
    check(line, f"--output {path}", words)


@pytest.mark.parametrize(
    "words",
    [["club.yaml"], ["good.yaml", "--document", "zzz"], ["nowhere.yaml"], ["good.yaml", "--lang", "x"]],
)
def test_an_earlier_output_stays_as_it_was(club: Path, words: list[str]) -> None:
    """The good rulebook does replace it."""
    bad, _ = edited(CLUB, [IDS[0]])
    (club / "club.yaml").write_text(bad, "utf-8")
    (club / "good.yaml").write_text(CLUB, "utf-8")
    earlier = club / "result.txt"
    earlier.write_bytes(b"earlier \xff result")
    before = contents(club)
    rulebook, *options = words
    result = CliRunner().invoke(
        main, ["gaps", str(club / rulebook), "--lang", "en", "--output", str(earlier), *options]
    )
    assert result.exit_code == 2
    assert contents(club) == before
    assert earlier.read_bytes() == b"earlier \xff result"
    assert run("gaps", str(club / "good.yaml"), "--output", str(earlier)).exit_code == 1
    assert b"Kim" in earlier.read_bytes()


def started(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, with pipes instead of a terminal."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    command = [sys.executable, "-m", "guiju", *words]
    return subprocess.run(command, cwd=folder, env={**kept, **environment}, capture_output=True, check=False)


@pytest.mark.parametrize("colour", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1", "TERM": "xterm-256color"}])
def test_process_with_a_bad_rulebook(club: Path, colour: dict[str, str]) -> None:
    bad, (where,) = edited(CLUB, [IDS[0]])
    (club / "club.yaml").write_text(bad, "utf-8")
    (club / "result.txt").write_text("earlier", "utf-8")
    before = contents(club)
    done = started(club, "verify", "club.yaml", "--output", "result.txt", LC_ALL="en_US.UTF-8", **colour)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        f"club.yaml:{where}: 'secretry' is not a known post; did you mean 'secretary'?\n"
    )
    assert contents(club) == before


def test_process_with_a_missing_file_speaks_chinese_in_utf8(club: Path) -> None:
    done = started(club, "gaps", "nowhere.yaml", "--output", "result.txt", LC_ALL="C")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode("utf-8") == "nowhere.yaml:1:1: 找不到该文件\n"
    assert not (club / "result.txt").exists()


def test_process_with_a_bad_option(club: Path) -> None:
    done = started(club, "who", "club.yaml", "--absent", "kimm=away", LC_ALL="en_US.UTF-8")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "--absent: 'kimm' is not a known person; did you mean 'kim'?\n"
