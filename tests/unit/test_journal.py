"""The journal: what is in it stays, what is not its own or damaged is refused and left alone."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from guiju.model.load.problem import InputError
from guiju.simulate import journal as journals
from guiju.simulate.journal import Journal, decoded, encoded, opened
from guiju.simulate.observation import Key, Observations, Observed
from guiju.wording import problem_text

SEEN: Observations = {Key("b", "令"): Observed(0.1 + 0.2, 3), Key("a", ""): Observed(7)}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "plan.journal.sqlite"


def filled(place: Path, count: int = 20) -> Path:
    with opened(place, "plan") as journal:
        for number in range(count):
            journal.write(f'{{"n":{number}}}', SEEN)
    return place


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refused(place: Path, plan: str = "plan") -> str:
    """The one message that opening ends in; no file was changed."""
    before = files(place.parent) if place.parent.is_dir() else {}
    with pytest.raises(InputError) as caught, opened(place, plan):
        pytest.fail("it was opened")
    assert (files(place.parent) if before else {}) == before
    (problem,) = caught.value.problems
    assert problem_text(problem, "en").startswith(f"{place}: ")
    return problem_text(problem, "en").removeprefix(f"{place}: ")


def test_what_was_written_is_read_back_to_the_last_bit(place: Path) -> None:
    filled(place)
    with opened(place, "plan") as journal:
        assert len(journal.keys) == 20
        assert journal.read('{"n":3}') == SEEN
        with pytest.raises(KeyError):
            journal.read('{"n":99}')


def test_observations_are_written_in_one_way_only() -> None:
    assert encoded(SEEN) == encoded(dict(reversed(SEEN.items()))) == encoded(decoded(encoded(SEEN)))
    assert encoded(SEEN) == '[["a","",7.0,1.0],["b","令",0.30000000000000004,3.0]]'
    with pytest.raises(ValueError, match="JSON"):
        encoded({Key("a", ""): Observed(float("nan"))})


def test_nothing_is_ever_written_twice(place: Path) -> None:
    filled(place)
    with opened(place, "plan") as journal, pytest.raises(sqlite3.IntegrityError):
        journal.write('{"n":3}', {})
    with opened(place, "plan") as journal:
        assert journal.read('{"n":3}') == SEEN


def test_a_journal_of_another_version_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(place)
    for name, other in (("FORMAT", "guiju.journal/2"), ("versions", lambda: {"engine": 2, "guiju": "0.1.0"})):
        with monkeypatch.context() as patch:
            patch.setattr(journals, name, other)
            assert refused(place).startswith("a journal from another version (")
    with monkeypatch.context() as patch:
        patch.setattr(journals, "versions", lambda: {"engine": 1, "guiju": "9.9"})
        assert "guiju 0.1.0; this program has guiju 9.9" in refused(place)


def test_a_journal_of_another_plan_is_refused(place: Path) -> None:
    filled(place)
    assert refused(place, "other").startswith("the journal of the plan 'plan', not of 'other'")


def a_text(place: Path) -> None:
    place.write_text("format: guiju.sweep/1\n" * 20)


def a_database_of_somebody_else(place: Path) -> None:
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE results (key)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("make", [a_text, a_database_of_somebody_else])
def test_what_is_no_journal_is_refused(place: Path, make: Callable[[Path], None]) -> None:
    make(place)
    assert refused(place).startswith("no journal of guiju")


def test_a_folder_and_a_place_without_a_folder_are_refused(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path)
    assert refused(tmp_path / "none" / "j.sqlite").startswith("cannot be written")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.99])
def test_a_truncated_journal_is_refused(place: Path, share: float) -> None:
    size = filled(place, 400).stat().st_size
    os.truncate(place, int(size * share))
    assert refused(place).startswith(("the journal is damaged", "no journal of guiju"))


def test_a_changed_result_is_found(place: Path) -> None:
    """SQLite itself sees nothing wrong with it."""
    content = filled(place).read_bytes()
    assert content.count(b"0.30000000000000004") == 20
    place.write_bytes(content.replace(b"0.30000000000000004", b"0.40000000000000004", 1))
    assert refused(place).startswith("the journal is damaged")


def killed_while_filling(place: Path, count: int) -> None:
    """Leaves a log beside the journal that nobody has folded into it."""
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from guiju.simulate.journal import opened\n"
        "from guiju.simulate.observation import Key, Observed\n"
        f"with opened(Path({str(place)!r}), 'plan') as journal:\n"
        f"    for n in range({count}): journal.write('{{\"n\":%d}}' % n, {{Key('a', ''): Observed(n)}})\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], check=False)
    assert run.returncode == -signal.SIGKILL
    assert log_of(place).stat().st_size > 0


def log_of(place: Path) -> Path:
    return place.with_name(place.name + "-wal")


def test_a_truncated_log_loses_only_its_end(place: Path, tmp_path: Path) -> None:
    """Whatever is cut off or overwritten, what comes before it is there, and the rest can be computed again."""
    killed_while_filling(place, 30)
    whole, kept = log_of(place).read_bytes(), []
    for part in (1.0, 0.9, 0.5, 0.2, 0.0):
        copy = tmp_path / str(part) / place.name
        copy.parent.mkdir()
        shutil.copy(place, copy)
        log_of(copy).write_bytes(whole[: int(len(whole) * part)])
        with opened(copy, "plan") as journal:
            there = [n for n in range(30) if held(journal, n)]
        assert there == list(range(len(there)))
        kept.append(len(there))
    assert kept[0] == 30
    assert kept[-1] == 0
    assert kept == sorted(kept, reverse=True)


def held(journal: Journal, n: int) -> bool:
    try:
        return journal.read(f'{{"n":{n}}}') == {Key("a", ""): Observed(n)}
    except KeyError:
        return False


def test_a_log_without_its_journal_is_not_thrown_away(place: Path) -> None:
    """SQLite would take the journal for new and delete the log."""
    killed_while_filling(place, 5)
    os.truncate(place, 0)
    assert refused(place).startswith("the journal is damaged")
    place.unlink()
    assert refused(place).startswith("the journal is damaged")


def test_a_second_sweep_is_refused_while_the_first_is_at_work(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import sys; from pathlib import Path; from guiju.simulate import journal\n"
        "from guiju.model.load.problem import InputError\n"
        "journal.PATIENCE = 0.1\n"
        "try:\n"
        f"    with journal.opened(Path({str(place)!r}), 'plan'): print('opened')\n"
        "except InputError as error: print(error.problems[0].code)\n"
    )

    def second() -> str:
        return subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout

    with opened(place, "plan") as journal:
        assert second() == "journal-busy\n"
        journal.write("{}", SEEN)
        assert second() == "journal-busy\n"
    assert second() == "opened\n"


def test_killed_at_any_statement_of_its_making_it_is_made_again(place: Path) -> None:
    """Before the first, after the first … until it lives through all of them."""
    script = (
        "import os, signal, sqlite3, sys; from pathlib import Path\n"
        "from guiju.simulate import journal\n"
        "left = int(sys.argv[2])\n"
        "class Mortal(sqlite3.Connection):\n"
        "    def execute(self, *words):\n"
        "        global left\n"
        "        if not left: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        left -= 1\n"
        "        return super().execute(*words)\n"
        "connect = sqlite3.connect\n"
        "journal.sqlite3.connect = lambda *a, **k: connect(*a, **k, factory=Mortal)\n"
        "with journal.opened(Path(sys.argv[1]), 'plan'): pass\n"
    )
    kills = 0
    while True:
        copy = place.parent / str(kills) / place.name
        copy.parent.mkdir()
        run = subprocess.run([sys.executable, "-c", script, str(copy), str(kills)], check=False)
        with opened(copy, "plan") as journal:
            journal.write("{}", SEEN)
        with opened(copy, "plan") as journal:
            assert journal.read("{}") == SEEN
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL
        kills += 1
    assert kills >= 12
