"""Writing results: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem


def emit(text: str, output: str | None) -> None:
    """Print, or replace a file in one step. Raises InputError when the file cannot be written."""
    if output is None:
        click.echo(text, nl=False)
        return
    path = Path(output)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        raise InputError([Problem(Span(f"--output {output}", 0, 0), "cannot-write", why)]) from error
