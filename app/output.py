"""Writing results: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem

writing = False
"""Whether temporary files stand beside their places at this moment."""


def emit(text: str, output: str | None, inputs: Iterable[str] = ()) -> None:
    """Print, or replace a file in one step.

    Links are followed, an existing file keeps its mode, and what is no plain file (a device, a
    pipe) is written in place. Raises InputError when that fails or would overwrite an input.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    path = Path(os.path.realpath(output))
    if any(os.path.realpath(name) == str(path) for name in inputs):
        raise InputError([Problem(Span(f"--output {output}", 0, 0), "same-as-input")])
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_text(text, "utf-8")
        else:
            replace_all({path: text.encode("utf-8")})
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        raise InputError([Problem(Span(f"--output {output}", 0, 0), "cannot-write", why)]) from error


def write_new(contents: Mapping[Path, bytes], overwrite: bool, inputs: Iterable[str] = ()) -> None:
    """Write files that do not exist yet, or replace them; folders are made.

    Raises InputError before anything is written: for a file that exists unless ``overwrite``, and
    for one of ``inputs`` always.
    """
    read = {os.path.realpath(name) for name in inputs}
    problems = []
    for path in contents:
        if os.path.realpath(path) in read:
            problems.append(Problem(Span(str(path), 0, 0), "same-as-input"))
        elif path.is_dir():
            problems.append(Problem(Span(str(path), 0, 0), "is-folder-output"))
        elif os.path.lexists(path) and not overwrite:
            problems.append(Problem(Span(str(path), 0, 0), "exists"))
    if problems:
        raise InputError(problems)
    try:
        for folder in {path.parent for path in contents}:
            folder.mkdir(parents=True, exist_ok=True)
        replace_all({Path(os.path.realpath(path)): content for path, content in contents.items()})
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        folder = next(iter(contents)).parent
        raise InputError([Problem(Span(str(folder), 0, 0), "cannot-write", why)]) from error


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """Replace files in one step each, after all of them were written beside their places."""
    global writing
    written: dict[Path, str] = {}
    writing = True
    try:
        for path, content in contents.items():
            handle, written[path] = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(written[path], _mode(path))
        for path, temporary in written.items():
            os.replace(temporary, path)
    finally:
        for temporary in written.values():
            Path(temporary).unlink(missing_ok=True)
        writing = False


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
