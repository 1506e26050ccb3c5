"""The bundled rulebook: complete, cited, and free of order."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from guiju.cli import main
from guiju.model.citation import Assumption, Citation
from guiju.model.rulebook import Rulebook
from guiju.source import Source, bundled

FIXED = {
    "order", "congress-motion", "personnel-matter", "plenary-minutes", "executive-minutes", "head-office-minutes",
    "meeting-in-government-name", "request-to-city", "report-to-city", "important-downward-document", "letter",
    "letter-several-portfolios", "office-document", "important-office-document", "office-document-for-government",
    "special-minutes", "special-minutes-legal",
}  # fmt: skip
FIXED_SWITCHES = {
    "presiding-scope": ["chair-only", "signs"], "presiding-trigger": ["out-of-district", "any-inability"],
    "presiding-order": ["executive-first", "free-choice"],
    "mandate-timing": ["prior-act", "standing", "automatic"], "mandatee": ["executive-only", "presider"],
    "ab-scope": ["routine", "portfolio-powers"], "ab-activation": ["automatic", "on-notice"],
    "ab-chain": ["one-hop", "chained"], "ab-inherits-mandate": ["not-inherited", "inherited"],
    "reviewer-signs": ["forbidden", "allowed"], "convener-away": ["convener-only", "substitute"],
    "special-convener": ["any-one", "jointly"], "leave-is-away": ["not-away", "away"],
    "head-steps-in": ["not-implied", "implied"], "meeting-without-head": ["head-only", "presider"],
    "important-office-signers": ["both", "either", "in-sequence"],
    "office-policy-signer": ["leader-or-mandate", "director-own-power"],
}  # fmt: skip
PEOPLE = {
    "mayor", "executive-deputy", "deputy-2", "deputy-3", "deputy-4", "office-director", "office-deputy-director",
    "justice-director", "audit-director", "city-management-commissioner", "counsellor",
}  # fmt: skip


def test_fixed_ids(xiangshan: Source) -> None:
    book, roster = xiangshan.rulebook, xiangshan.roster
    assert set(book.documents) >= FIXED
    assert len(book.documents) == 44
    for switch, options in FIXED_SWITCHES.items():
        assert sorted(book.switches[switch].options) == sorted(options)
        assert book.switches[switch].profile["strict"] == options[0]
    assert len(book.switches["letter-countersign"].options) == 4
    assert set(roster.people) > PEOPLE
    assert len(roster.people) == 13
    assert roster.pairs == (("deputy-2", "executive-deputy"), ("deputy-3", "deputy-4"))
    assert roster.note is not None, "the roster says that it is illustrative"


def test_every_rule_is_cited_or_marked_assumed(book: Rulebook) -> None:
    for rule in book.rules.values():
        assert isinstance(rule.basis, (Citation, Assumption)), rule.id
        if isinstance(rule.basis, Citation):
            assert 1 <= int(rule.basis.article) <= 65, rule.id
            assert rule.basis.terms, rule.id
            assert all(len(term) <= 12 for term in rule.basis.terms), rule.id
    assert isinstance(book.rules["reviewer-is-not-signer"].basis, Assumption)


def test_every_ambiguity_is_a_switch_or_recorded(book: Rulebook) -> None:
    assert len(book.switches) == 30
    assert len(book.recorded) == 11
    for recorded in book.recorded.values():
        assert recorded.articles
        assert recorded.reason.zh


def shuffled(node: Any, rng: random.Random) -> Any:
    """The same data with the entries of every mapping in another order."""
    if isinstance(node, dict):
        items = [(key, shuffled(value, rng)) for key, value in node.items()]
        rng.shuffle(items)
        return dict(items)
    return [shuffled(item, rng) for item in node] if isinstance(node, list) else node


@pytest.mark.parametrize("seed", [1, 2])
def test_order_in_the_file_never_matters(seed: int, tmp_path: Path) -> None:
    folder = Path(__file__).parent.parent.parent / "model/rulebooks/xiangshan-2021"
    rng = random.Random(seed)
    for name in ("rulebook.yaml", "roster.yaml"):
        data = yaml.load((folder / name).read_text("utf-8"), Loader=yaml.BaseLoader)
        dumped = json.dumps(shuffled(data, rng), ensure_ascii=False)
        for number in ("paragraph", "rank", "from", "to", "at-least", "at-most", "article"):
            dumped = __import__("re").sub(rf'"{number}": "(\d+)"', rf'"{number}": \1', dumped)
        (tmp_path / name).write_text(dumped, "utf-8")
    for command in (["gaps", "--format", "json"], ["graph", "--format", "json"]):
        one, other = (
            CliRunner().invoke(main, [command[0], source, *command[1:]]).stdout
            for source in ("xiangshan-2021", str(tmp_path / "rulebook.yaml"))
        )
        assert one == other


def test_bundled_names() -> None:
    assert bundled() == ("company-doa", "succession", "xiangshan-2021", "xiangshan-2021-amended")


def test_the_project_stands_alone() -> None:
    """No file refers to the workplace, and no sentence of a regulation is in the rulebook."""
    root = Path(__file__).parent.parent.parent
    folders = ("model", "scenarios", "verify", "app", "docs", "benchmarks", "tests")
    words = ["." + "./shared", "/work" + "/", ".lib" + "rary"]
    for path in [
        p for folder in folders for p in (root / folder).rglob("*") if p.suffix in (".py", ".yaml", ".md")
    ]:
        text = path.read_text("utf-8")
        assert not any(word in text for word in words), path
