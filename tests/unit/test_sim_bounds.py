"""No leg of a run takes longer than what is proved of it, where the run keeps the premises of the proof."""

from __future__ import annotations

from datetime import date

import pytest
from guiju.model.load.calendar import bundled_calendar
from guiju.model.reading import profile
from guiju.scenarios.law import Fixed, Uniform
from guiju.scenarios.scenario import EVEN
from guiju.simulate.measures import measures
from guiju.simulate.observation import Key
from guiju.simulate.run import prepare, run
from guiju.source import Source
from guiju.verify.lint.ground import Ground
from guiju.verify.timing import Timing, bound, timings
from made_scenario import fixed, meeting, scenario, taking, workload
from sim_invariants import check, watched

REPLY = "seven-days-for-the-listed-classes"


def proved(source: Source) -> Timing:
    """Seven working days for opinions, a fortnight to the meeting, five working days to issue."""
    ground = Ground(source.rulebook, source.roster, profile(source.rulebook.switches, "default"))
    listed = timings(ground, ("normative-document",), bundled_calendar())
    (found,) = (item for item in listed if dict(item.choices)["decided-by"] == "executive-meeting")
    return found


@pytest.mark.parametrize(("cut_off", "turns"), [(0, 1), (4, 2)])
def test_legs(xiangshan: Source, cut_off: int, turns: int) -> None:
    """Five years, nobody away, every meeting held, room for everything, little work."""
    acts = {
        "draft": fixed(60), "consult": fixed(5), "reply": taking(Uniform(1, 60), "hours", replies=3),
        "issue": taking(Uniform(0.1, 4.5), "working-days"),
    }  # fmt: skip
    work = workload(
        "normative-document", 120, case={"in-charge": EVEN, "decided-by": "executive-meeting"},
        facts={"seven-day-class": 0.8}, also=("draft", "consult", "reply", "issue"),
    )  # fmt: skip
    made_of = scenario(
        xiangshan, date(2021, 1, 1), date(2025, 12, 31), work, acts=acts, any_act=taking(Fixed(5)),
        mandates=[], meetings=[meeting("executive-meeting", date(2021, 1, 6), hours=1, cut_off=cut_off)],
    )  # fmt: skip
    found = watched(made_of)
    check(found)
    assert all(m.held is not None for m in found.run.meetings)
    observed = measures(found.prepared, found.run)
    timing = proved(xiangshan)
    total = 0.0
    for leg in timing.legs:
        limit = bound(bundled_calendar(), (leg,), turns)
        longest = observed[Key("leg-longest", leg.norm)].value
        assert limit is not None
        assert longest is not None
        assert longest <= limit.longest, (leg, longest, limit)
        near = limit if not leg.meeting else bound(bundled_calendar(), (leg,), 1)
        assert near is not None
        assert longest >= near.longest - 1, "a run of five years comes near to the bound"
        total += longest
    proof = timing.caught if turns == 1 else timing.missed
    assert proof is not None
    assert total <= proof.longest
    late = sum(v.top for key, v in observed.items() if key.measure == "late")
    assert late == 0


def test_outside_the_premises_a_wait_can_be_longer(xiangshan: Source) -> None:
    """With room for one item a fortnight, documents wait longer than is proved of those that are taken up."""
    work = workload("order", 40, case={"decided-by": "executive-meeting"}, also=("issue",))
    made_of = scenario(
        xiangshan, date(2021, 1, 1), date(2021, 12, 31), work, any_act=fixed(1),
        meetings=[meeting("executive-meeting", date(2021, 1, 6), hours=1, capacity=1)],
    )  # fmt: skip
    prepared = prepare(made_of)
    observed = measures(prepared, run(prepared, 1, 0))
    longest = observed[Key("leg-longest", "executive-meets-every-two-weeks")].value
    assert longest is not None
    assert longest > 34
