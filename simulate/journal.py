"""The journal of a sweep: one row for each finished replication, in an SQLite file.

Every result is committed by itself in write-ahead mode with ``synchronous=NORMAL``: a process killed at any
moment loses nothing that was written; a power failure may lose the last rows and damages none. The file is
held in exclusive mode from opening to closing, so that a second sweep is refused. Nothing is ever deleted
or overwritten.

POSIX drops the locks of a process on a file when it closes *any* handle to it: whoever holds a journal open
must not open its file by other means.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.simulate.keys import canonical, digest, versions
from guiju.simulate.observation import Key, Observations, Observed

FORMAT = "guiju.journal/1"
MARK = 0x67756A75
"""The application id in the header of the file: ``guju``."""
PATIENCE = 1.0
"""Seconds to wait for a sweep that is just ending."""
_MAGIC = b"SQLite format 3\x00"
_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE results (key TEXT PRIMARY KEY, about TEXT NOT NULL, value TEXT NOT NULL,"
    " digest TEXT NOT NULL) STRICT",
)


class Journal:
    """An open journal. ``keys``: of the results that it holds."""

    def __init__(self, path: Path, connection: sqlite3.Connection, keys: set[str]) -> None:
        self._path, self._connection, self.keys = path, connection, keys

    def write(self, about: str, observations: Observations) -> None:
        """Keep a result for good. Raises InputError when it cannot be written."""
        key, value = digest(about), encoded(observations)
        row = (key, about, value, digest(key + value))
        with _telling(self._path):
            self._connection.execute("INSERT INTO results VALUES (?, ?, ?, ?)", row)
        self.keys.add(key)

    def read(self, about: str) -> Observations:
        """A result that the journal holds. Raises KeyError otherwise."""
        with _telling(self._path):
            found = self._connection.execute("SELECT value FROM results WHERE key = ?", (digest(about),))
            row = found.fetchone()
        if row is None:
            raise KeyError(about)
        return decoded(row[0])


def encoded(observations: Observations) -> str:
    return canonical(
        [[*key, float(seen.top), float(seen.bottom)] for key, seen in sorted(observations.items())]
    )


def decoded(text: str) -> Observations:
    return {Key(measure, of): Observed(top, bottom) for measure, of, top, bottom in json.loads(text)}


@contextmanager
def opened(path: Path, plan: str) -> Iterator[Journal]:
    """The journal of a plan, made where there is none.

    Raises InputError for a file that is no journal, is damaged, belongs to another plan or version, or is in
    use; such a file is left as it is.
    """
    _refuse_strangers(path)
    with _telling(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    with closing(connection):
        with _telling(path):
            _make(connection, plan)
            keys = _checked(path, connection, plan)
        yield Journal(path, connection, keys)


def _refuse_strangers(path: Path) -> None:
    """Look at the first bytes before SQLite does: it would mend, or take for empty, what is not ours."""
    if path.is_dir():
        raise _problem(path, "is-folder-output")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        head = b""
    except OSError as error:
        raise _problem(path, "unreadable", why=error.strerror or str(error)) from error
    if not head:
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise _problem(path, "journal-damaged", why=f"{path.name} = 0, {log.name} > 0")
    elif head[:16] != _MAGIC or int.from_bytes(head[68:72], "big") != MARK:
        raise _problem(path, "not-journal")


def _make(connection: sqlite3.Connection, plan: str) -> None:
    """Take the file, and make its tables where it has none: killed in between, it is still taken for new.

    The mark comes first, and alone, since what is in the log only is not in the header.
    """
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    new = connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    if new:
        connection.execute(f"PRAGMA application_id={MARK}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    if new:
        connection.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            connection.execute(table)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", _meta(plan).items())
        connection.execute("COMMIT")


def _meta(plan: str) -> dict[str, str]:
    return {"format": FORMAT, **{name: str(value) for name, value in versions().items()}, "plan": plan}


def _checked(path: Path, connection: sqlite3.Connection, plan: str) -> set[str]:
    """The keys of a journal of this plan and version, all of whose rows are whole."""
    for (verdict,) in connection.execute("PRAGMA quick_check(1)"):
        if verdict != "ok":
            raise _problem(path, "journal-damaged", why=verdict)
    found, expected = dict(connection.execute("SELECT name, value FROM meta")), _meta(plan)
    for name in ("format", "guiju", "engine"):
        if found.get(name) != expected[name]:
            words = {"found": f"{name} {found.get(name)}", "expected": f"{name} {expected[name]}"}
            raise _problem(path, "journal-version", **words)
    if found.get("plan") != plan:
        raise _problem(path, "journal-plan", found=found.get("plan"), expected=plan)
    keys = set()
    for key, about, value, checked in connection.execute("SELECT key, about, value, digest FROM results"):
        if key != digest(about) or checked != digest(key + value):
            raise _problem(path, "journal-damaged", why=f"results {key[:12]}")
        keys.add(key)
    return keys


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turns what SQLite says about the file into a Problem; what it says about us stays an error."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise _problem(path, "journal-busy") from error
        if name.startswith(
            ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM")
        ):
            raise _problem(path, "cannot-write", why=str(error)) from error
        raise _problem(path, "journal-damaged", why=str(error)) from error


def _problem(path: Path, code: str, **words: object) -> InputError:
    return InputError([Problem(Span(str(path), 0, 0), code, words)])
