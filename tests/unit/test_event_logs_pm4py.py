"""Both event logs opened by pm4py. It is AGPL and large: no dependency, run only where it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from guiju.simulate.ocel import ocel
from guiju.simulate.xes import xes
from runs import NAMES, small

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def test_xes_is_read(tmp_path: Path) -> None:
    pm4py = pytest.importorskip("pm4py")
    file = tmp_path / "log.xes"
    file.write_text("".join(xes(small(), NAMES, "zh")), "utf-8")
    log = pm4py.read_xes(str(file))
    assert log["case:concept:name"].nunique() == 4
    assert len(log) == 4 + 2 * 4
    assert set(log["concept:name"]) == {"收到", "起草", "会议决定", "签发"}
    assert (log["lifecycle:transition"] == "start").sum() == 4
    assert log["time:timestamp"].min().isoformat() == "2021-09-20T01:00:00+00:00", "moved to UTC"
    assert set(log["case:document-type-id"]) == {"letter", "topic", "minutes"}
    assert list(pm4py.get_start_activities(log)) == ["收到"]


def test_ocel_is_read(tmp_path: Path) -> None:
    pm4py = pytest.importorskip("pm4py")
    file = tmp_path / "log.json"
    file.write_bytes(ocel(small(), NAMES, "en"))
    log = pm4py.read_ocel2_json(str(file))
    assert (len(log.events), len(log.objects)) == (10, 8)
    assert set(pm4py.ocel_get_object_types(log)) == {
        'letter "urgent" & more', "topic", "minutes", "person", "meeting",
    }  # fmt: skip
    assert set(log.o2o["ocel:qualifier"]) == {"topic-of", "decided-in", "minutes-of"}
    flat = pm4py.ocel_flattening(log, "person")
    assert len(flat) == 4, "two sat in the meeting, two signed"
    assert list(log.object_changes["state"]) == ["finished"] * 3
