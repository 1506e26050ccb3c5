"""What every command does alike: options of printing, exit codes, bad input as a message, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click
from guiju.messages import TEXT, say
from guiju.model.actors import ExpansionTooLarge
from guiju.model.citation import Span
from guiju.model.load.problem import InputError, Problem
from guiju.model.text import Language
from guiju.wording import problem_text

BAD_INPUT, REFUTED, UNKNOWN, INTERRUPTED = 2, 1, 3, 130
F = TypeVar("F", bound=Callable[..., Any])


def locale_language() -> Language:
    """English where the locale says so; Chinese is the tool's first language."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if name.lower().startswith("en") else "zh"


PRINTED = [
    click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出形式 · output format"),
    click.option("--lang", "language", type=click.Choice(["zh", "en"]), default=locale_language, help="语言 · language"),
    click.option("--output", metavar="FILE", help="写入文件 · write to a file instead"),
]  # fmt: skip


def options(chosen: list[Callable[[F], F]]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for option in reversed(chosen):
            function = option(function)
        return function

    return decorate


def reporting(function: Callable[..., int]) -> Callable[..., None]:
    """Runs a command; bad input becomes a message and exit code 2, never a traceback."""

    @wraps(function)
    def run(**words: Any) -> None:
        try:
            code = function(**words)
        except InputError as error:
            for problem in error.problems:
                click.echo(problem_text(problem, words["language"]), err=True)
            code = BAD_INPUT
        except ExpansionTooLarge as error:
            problem = Problem(
                Span(words.get("rulebook") or words["plan"], 0, 0), "too-large-step", {"why": str(error)}
            )
            click.echo(problem_text(problem, words["language"]), err=True)
            code = BAD_INPUT
        except BrokenPipeError:
            raise
        except OSError as error:
            why = {"why": error.strerror or str(error)}
            click.echo(
                problem_text(Problem(Span("-", 0, 0), "cannot-write", why), words["language"]), err=True
            )
            code = BAD_INPUT
        except KeyboardInterrupt:
            code = INTERRUPTED
        sys.exit(code)

    return run


BAR = 24


def progress(language: Language, what: str = "solving") -> Callable[[int, int], None]:
    """A bar and a counter on standard error, on a terminal only."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def show(done: int, total: int) -> None:
        full = BAR * done // max(total, 1)
        text = f"{say(TEXT, what, language)} {'█' * full}{'░' * (BAR - full)} {done}/{total}"
        click.echo(text + "\r" if done < total else " " * 2 * len(text) + "\r", nl=False, err=True)

    return show
