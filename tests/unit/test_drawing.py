"""Pictures of the authority graph: geometry, truth of the arrows, escaping, and other forms."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from geometry import SVG, Piece, check
from guiju.drawing.chart import chart
from guiju.drawing.graphml import network
from guiju.drawing.looks import COVER, FIXED, looks
from guiju.drawing.picture import render
from guiju.model.authority import Mandate, Substitution
from guiju.model.graph import capacity_node
from guiju.model.text import Language, Text
from guiju.model.whole_graph import whole_graph
from guiju.source import Source, load
from guiju.wording import Wording

BOOKS = ("xiangshan-2021", "company-doa", "succession")
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def picture(source: Source, form: str, language: Language = "zh", *documents: str) -> str:
    return render(source, documents, form, Wording(source.rulebook, source.roster, language))


def wires(found: list[Piece]) -> list[Piece]:
    return [piece for piece in found if piece.kind == "wire"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_nothing_overlaps_and_all_can_be_read(name: str, language: Language) -> None:
    source = load(name, None)
    found = check(picture(source, "svg", language))
    assert {p.attributes["data-node"] for p in found if p.kind == "box"} >= {
        f"post:{id}" for id in source.rulebook.posts
    }
    assert wires(found)


@pytest.mark.parametrize("name", BOOKS)
def test_posts_stand_by_rank(name: str) -> None:
    source = load(name, None)
    tops: dict[int, list[float]] = {}
    for piece in check(picture(source, "svg")):
        kind, _, id = piece.attributes.get("data-node", "").partition(":")
        if kind == "post" and piece.frame:
            tops.setdefault(source.rulebook.posts[id].rank, []).append(piece.frame[1])
    ranks = sorted(tops)
    assert all(max(tops[one]) < min(tops[other]) for one, other in pairwise(ranks))


@pytest.mark.parametrize("name", BOOKS)
def test_every_cover_and_mandate_is_an_arrow_that_names_its_rule(name: str) -> None:
    source = load(name, None)
    book = source.rulebook
    drawn = {(p.attributes["data-from"], p.attributes["data-to"], id)
             for p in wires(check(picture(source, "svg"))) for id in re.findall(r"\[([a-z0-9-]+)\]", p.tip)}  # fmt: skip
    expected = set()
    for rule in book.rules.values():
        if isinstance(rule, Substitution):
            posts = {p for tier in rule.tiers for p in tier} or {book.paired_post}
            expected |= {
                (":".join(capacity_node(c)), f"post:{p}", rule.id) for c in rule.covers for p in posts
            }
        elif isinstance(rule, Mandate):
            ends = [":".join(capacity_node(to.value)) for to in rule.to]
            expected |= {(":".join(capacity_node(rule.giver)), end, rule.id) for end in ends}
            expected |= {(end, f"post:{to.value}", rule.id) for end in ends for to in rule.onward}
        elif body := getattr(rule, "bodies", ()):
            assert any(source == f"body:{body[0]}" and id == rule.id for source, _, id in drawn)
            drawn = {arrow for arrow in drawn if arrow[2] != rule.id}
    assert drawn == expected


def test_boxes_say_what_is_done_in_own_right(xiangshan: Source) -> None:
    boxes = {p.attributes["data-node"]: p for p in check(picture(xiangshan, "svg")) if p.kind == "box"}
    head = [text for text, _ in boxes["post:head"].texts]
    assert head[0] == "区长"
    assert "签发 · 第41、44、49、50条" in head
    assert "[head-signs-orders]" in boxes["post:head"].tip
    assert [text for text, _ in boxes["post:office-deputy-head"].texts] == ["区政府办公室副主任"]
    assert "区长、常务副区长" in boxes["body:plenary"].tip
    assert "审核把关" in "".join(text for text, _ in boxes["unit:government-office"].texts)


def test_pair_cover_of_a_role_runs_from_the_role(xiangshan: Source) -> None:
    found = check(picture(xiangshan, "svg"))
    (wire,) = [w for w in wires(found) if "AB角" in w.tip and w.attributes["data-from"] == "role:in-charge"]
    assert wire.attributes["data-to"] == "post:deputy-head"
    assert "ab-scope：portfolio-powers" in wire.tip


def test_what_hangs_on_a_reading_is_marked_and_named(xiangshan: Source) -> None:
    labels = {p.tip: p.texts[-1][0] for p in check(picture(xiangshan, "svg")) if p.kind == "label"}
    for tip, text in labels.items():
        if "[pair-inherits-mandate]" in tip:
            assert "AB角※" in text
            assert "ab-inherits-mandate：inherited" in tip
        if "[mandate-to-executive-deputy]" in tip and "→ 常务副区长" in tip:
            assert "※" not in text


def test_a_label_that_is_too_long_gives_the_count_and_the_tooltip_the_rest(xiangshan: Source) -> None:
    found = check(picture(xiangshan, "svg"))
    (label,) = [p for p in found if p.kind == "label" and p.tip.startswith("区长 → 常务副区长：主持工作")]
    assert "等 8 项" in label.texts[-1][0]
    rule = xiangshan.rulebook.rules["presiding"]
    assert isinstance(rule, Substitution)
    for act in rule.acts:
        assert xiangshan.rulebook.acts[act.value].name.zh in label.tip


@pytest.mark.parametrize("name", BOOKS)
def test_relations_differ_in_black_and_white(name: str) -> None:
    source = load(name, None)
    drawn = chart(whole_graph(source.rulebook, source.roster), source.rulebook)
    found = looks(drawn.relations).values()
    assert len({replace(look, colour="") for look in found}) == len(found)


def test_all_looks_differ_without_their_colour() -> None:
    every = [*FIXED.values(), *COVER]
    assert len({replace(look, colour="") for look in every}) == len(every)


def nasty(source: Source, name: str) -> Source:
    """The same rules, with one name for every post, act, relation and the book itself."""
    text = Text(name, name)
    book = source.rulebook
    posts = {id: replace(post, name=text) for id, post in book.posts.items()}
    acts = {id: replace(act, name=text) for id, act in book.acts.items()}
    rules = {id: replace(r, name=text) if isinstance(r, Substitution) else r for id, r in book.rules.items()}
    return replace(source, rulebook=replace(book, title=text, posts=posts, acts=acts, rules=rules))


NAMES = (
    "<script>alert('1')</script>",
    "R&D \"A\" & 'B' ]]> -->",
    "a\x01b\ufffe",
    'end; x["y"]#{z}`%%',
    "名" * 90,
    "W" * 300,
)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_texts_in_every_form(name: str) -> None:
    source = nasty(load("succession", None), name)
    found = check(picture(source, "svg"))
    root = ET.fromstring(picture(source, "svg").encode("utf-8"))
    assert root.find(f".//{SVG}script") is None
    shown = name.replace("\x01", "\\x01").replace("\ufffe", "\\ufffe")
    assert any(piece.tip.startswith(shown) for piece in found if piece.kind == "box")
    graph = nx.parse_graphml(picture(source, "graphml"))
    assert graph.nodes["post:president"]["label"] == shown
    grammar(picture(source, "mermaid"))


def test_bytes_do_not_depend_on_hashing() -> None:
    texts = set()
    for seed in ("1", "2"):
        for form in ("svg", "graphml", "mermaid"):
            command = [sys.executable, "-m", "guiju", "graph", "company-doa", "--format", form]
            environment = {**os.environ, "PYTHONHASHSEED": seed}
            texts.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(texts) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_graphml_is_read_back_as_it_was(name: str, language: Language) -> None:
    source = load(name, None)
    whole = whole_graph(source.rulebook, source.roster)
    graph = network(whole, source, Wording(source.rulebook, source.roster, language))
    back = nx.parse_graphml(picture(source, "graphml", language), force_multigraph=True)
    assert back.is_directed()
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {e[2]: e for e in back.edges(keys=True, data=True)} == {
        e[2]: e for e in graph.edges(keys=True, data=True)
    }
    assert back.number_of_edges() == len(whole.edges)
    assert {d["label"] for _, d in back.nodes(data=True)} >= {
        p.name.say(language) for p in source.rulebook.posts.values()
    }


TEXT_ = r'"[^"\n]*"'
NODE = re.compile(rf'  ([a-z]+_[a-z0-9_]+)(\[{TEXT_}\]|\(\[{TEXT_}\]\)|\{{\{{{TEXT_}\}}\}}|\[\[{TEXT_}\]\]|\({TEXT_}\)):::(post|role|body|unit|acting)')  # fmt: skip
LINK = re.compile(rf"([a-z]+_[a-z0-9_]+) (-->|-\.->|==>|---)(\|{TEXT_}\|)? ([a-z]+_[a-z0-9_]+)")


def grammar(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Reads a flowchart line by line; anything that is not in the small grammar fails."""
    lines = iter(text.splitlines())
    assert next(lines) == "flowchart TB"
    nodes: list[str] = []
    links: list[tuple[str, str]] = []
    styled, depth = 0, 0
    for line in lines:
        for quoted in re.findall(TEXT_, line):
            inner = quoted[1:-1].replace("<br/>", "")
            assert not re.search(r"[<>`{}\\]|#(?!\d+;)|(?<!#)&|;(?<!\d;)", inner), quoted
        if re.fullmatch(r'subgraph rank\d+\["[^"]*"\]', line):
            depth += 1
        elif line == "end":
            depth -= 1
        elif node := NODE.fullmatch(line):
            assert depth == 1
            nodes.append(node[1])
        elif link := LINK.fullmatch(line):
            links.append((link[1], link[4]))
        elif style := re.fullmatch(r"linkStyle (\d+) stroke:#[0-9a-f]{6}", line):
            assert int(style[1]) == styled
            styled += 1
        else:
            assert re.fullmatch(
                r"classDef [a-z]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}|%% [^{}\n]*", line
            ), line
        assert depth in (0, 1)
    assert depth == 0
    assert styled == len(links)
    assert len(set(nodes)) == len(nodes)
    assert {end for link in links for end in link} <= set(nodes)
    return nodes, links


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_mermaid_has_the_boxes_and_arrows_of_the_picture(name: str, language: Language) -> None:
    source = load(name, None)
    nodes, links = grammar(picture(source, "mermaid", language))
    found = check(picture(source, "svg", language))
    known = {p.attributes["data-node"].replace(":", "_").replace("-", "_") for p in found if p.kind == "box"}
    assert set(nodes) == known
    assert len(links) == len(wires(found))


def test_a_focus_keeps_what_the_document_can_come_to(xiangshan: Source) -> None:
    found = check(picture(xiangshan, "svg", "zh", "order"))
    boxes = {p.attributes["data-node"] for p in found if p.kind == "box"}
    assert {"post:head", "post:executive-deputy-head", "post:deputy-head", "body:plenary"} <= boxes
    assert not boxes & {"post:counsellor-post", "role:in-charge", "unit:justice-bureau"}
    found = check(picture(xiangshan, "svg", "zh", "letter"))
    (wire,) = [w for w in wires(found) if "[pair-covers-portfolio]" in w.tip]
    assert "审核、签发 · 第十条" in wire.tip
    assert "处理日常事务" not in wire.tip
    assert any(text.startswith("只绘：") for p in found for text, _ in p.texts)


def test_a_box_that_points_at_itself(tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent / "cases" / "good"
    text = (folder / "club.yaml").read_text("utf-8")
    post = next(iter(load(str(folder / "club.yaml"), None).rulebook.posts))
    document = next(iter(load(str(folder / "club.yaml"), None).rulebook.documents))
    rule = f"  to-a-colleague: {{effect: mandate, from: {{post: {post}}}, to: [{post}], acts: [sign], documents: [{document}], timing: [prior-act], cite: {{article: 9, force: hard}}}}\n"
    (tmp_path / "club.yaml").write_text(text.replace("\nrules:\n", "\nrules:\n" + rule), "utf-8")
    (tmp_path / "club-roster.yaml").write_text((folder / "club-roster.yaml").read_text("utf-8"), "utf-8")
    found = check(picture(load(str(tmp_path / "club.yaml"), None), "svg"))
    assert any(w.attributes["data-from"] == w.attributes["data-to"] == f"post:{post}" for w in wires(found))


def test_the_picture_in_the_documentation_is_what_is_drawn() -> None:
    shown = Path(__file__).parent.parent.parent / "docs" / "graph.svg"
    drawn = picture(load("succession", None), "svg", "en")
    if os.environ.get("GUIJU_UPDATE_GOLDEN"):
        shown.write_text(drawn, "utf-8")
    assert shown.read_text("utf-8") == drawn
