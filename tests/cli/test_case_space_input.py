"""Bad input about the space of cases, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_bad_input import CLUB, ROSTER, Edit, club, defect, edited, name, run

__all__ = ["club"]

POSTER = "  poster: {name: {zh: 海报, en: poster}, cite"
NOTICE = "  notice: {name: {zh: 通知, en: notice}, attributes: [in-charge], "
RULES = "rules:\n  charter-sign"
SPACE = "case-space: {attributes: [weight]}\n"


def placed(where: str) -> str:
    """The poster, somewhere in the case space."""
    return f"  poster: {{name: {{zh: 海报, en: poster}}, where: {where}, cite"


SPACES = [
    (Edit(RULES, "case-space: {attributes: [▸wieght]}\n" + RULES, "'wieght' is not a known choice attribute; did you mean 'weight'?"),
     "“wieght”不是已定义的选项属性"),
    (Edit(RULES, "case-space: {attributes: [▸in-charge]}\n" + RULES, "'in-charge' is not a known choice attribute"),
     "“in-charge”不是已定义的选项属性"),
    (Edit(RULES, "case-space: {attributes: ▸[]}\n" + RULES, "the list is empty"), "列表为空"),
    (Edit(RULES, "case-space: {attributes: [weight], impossible: ▸[]}\n" + RULES, "the list is empty"), "列表为空"),
    (Edit(RULES, "case-space: ▸{impossible: [{weight: light}]}\n" + RULES, "'attributes' is missing"), "缺少“attributes”"),
    (Edit(RULES, "case-space: {attributes: [weight], impossible: [{weight: ▸havy}]}\n" + RULES,
          "'havy' is not a known weight; did you mean 'heavy'?"), "“havy”不是已定义的"),
    (Edit(RULES, "case-space: {attributes: [weight], impossible: [{▸wieght: heavy}]}\n" + RULES, "'wieght' is not a known"),
     "“wieght”不是已定义的"),
    (Edit(RULES, "case-space: {attributes: [weight], impossible: [▸{in-charge: vice}]}\n" + RULES,
          "'in-charge' is not among the attributes of the case-space"), "“in-charge”不在 case-space 的属性之内"),
    (Edit(RULES, "case-space: {attributes: [weight], impossible: [▸{scope: signs}]}\n" + RULES,
          "'scope' is not among the attributes of the case-space"), "“scope”不在 case-space 的属性之内"),
    (Edit(RULES, "case-space: {attributes: [weight], ▸imposible: [{weight: light}]}\n" + RULES,
          "unknown key 'imposible'; did you mean 'impossible'?"), "未知的键“imposible”"),
    (Edit(POSTER, "  ▸" + placed("[{weight: light}]").lstrip(), "the document 'poster' has 'where', but there is no case-space"),
     "公文“poster”写了 where，但没有 case-space"),
    (Edit(POSTER, placed("▸[]"), "the list is empty"), "列表为空"),
    (Edit(POSTER, placed("▸{weight: light}"), "a list [ … ] was expected"), "应为列表"),
    (Edit(POSTER, placed("[{▸wieght: light}]"), "'wieght' is not a known"), "“wieght”不是已定义的"),
    (Edit(NOTICE, NOTICE + "special-of: [▸postre], ", "'postre' is not a known document; did you mean 'poster'?"),
     "“postre”不是已定义的公文种类"),
    (Edit(NOTICE, NOTICE + "special-of: ▸[], ", "the list is empty"), "列表为空"),
    (Edit(NOTICE, NOTICE + "special-of: ▸[notice], ", "the document 'notice' cannot be a harder form of itself"),
     "公文“notice”不能是自己的特别形式"),
    (Edit("claims:\n", "claims:\n"
          "  cases:\n    claim: one-rule-per-case\n    statement: {zh: 甲, en: a}\n    mandates: ▸none\n"
          "    cite: {article: 1, force: hard}\n", "the claim 'one-rule-per-case' is about the rules themselves"),
     "断言“one-rule-per-case”只看规则本身"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "chinese"), SPACES, ids=lambda item: name(item) if isinstance(item, Edit) else ""
)
def test_bad_spaces_are_refused_where_they_stand(club: Path, edit: Edit, chinese: str) -> None:
    defect(club, "club.yaml", CLUB, edit)
    (club / "club.yaml").write_text(CLUB, "utf-8")
    defect(club, "club.yaml", CLUB, edit._replace(words=chinese), "zh")


def test_a_person_attribute_cannot_place_a_document(club: Path) -> None:
    placed_poster = Edit(POSTER, placed("[{in-charge: vice}]").replace("  poster", "  ▸poster"),
                         "'in-charge' is not among the attributes of the case-space")  # fmt: skip
    spaced, _ = edited(CLUB, [Edit(RULES, SPACE + RULES, "")])
    defect(club, "club.yaml", spaced, placed_poster)


def test_a_good_space_is_accepted(club: Path) -> None:
    good, _ = edited(
        CLUB, [Edit(RULES, SPACE + RULES, ""), Edit(POSTER, placed("[{weight: [light, heavy]}]"), "")]
    )
    (club / "club.yaml").write_text(good, "utf-8")
    (club / "club-roster.yaml").write_text(ROSTER, "utf-8")
    result = run("graph", str(club / "club.yaml"))
    assert (result.exit_code, result.stderr) == (0, "")
