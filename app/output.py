"""Writing results: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem


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
            _replace(path, text)
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        raise InputError([Problem(Span(f"--output {output}", 0, 0), "cannot-write", why)]) from error


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
