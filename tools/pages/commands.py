"""docs/commands.md: every command with what its --help says, and the exit codes."""

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from typing import Any
from unittest.mock import patch

import typer

from ops_console.base.problems import InputErrors, NotAllowed, Refused, Unexpected, UsageError
from ops_console.cli.commands import app
from ops_console.cli.main import main
from tools.pages.markdown import MADE, table, text

WIDTH = "100"
PROGRAM = "ops-console"
CODES: tuple[tuple[int, str], ...] = (
    (0, "done; a referral to a higher grade too, `data.referred_to` names it"),
    (UsageError.exit_code, "the command was not understood"),
    (Refused.exit_code, "refused by a rule, which is named with its source; or another clerk was quicker"),
    (NotAllowed.exit_code, "the clerk lacks duty, grade, branch or login"),
    (InputErrors.exit_code, "the input has errors; each is told with field and line"),
    (
        Unexpected.exit_code,
        "anything unexpected; `verify` when it finds something, a run that had to set something aside",
    ),
)


def names() -> tuple[str, ...]:
    """Every command, those of groups with the group's name before: `catalog check`."""
    return tuple(_names(typer.main.get_command(app), ()))


def page() -> str:
    """Every command's help."""
    return text(_lines())


def _lines() -> Iterator[str]:
    yield from ("# Commands", "", MADE, "")
    yield (
        "Global options stand before or after the command. Data goes to standard output, talk and progress to standard "
        'error. With `--json` the answer is `{"ok": true, "data": ...}`, or `{"ok": false, "error": {"code", '
        '"message", "source", "problems"}}`.'
    )
    yield ""
    yield from table(["exit code", "means"], [[str(code), meaning] for code, meaning in CODES])
    yield from _help("")
    for name in names():
        yield from _help(name)


def _help(name: str) -> Iterator[str]:
    printed = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": WIDTH}), redirect_stdout(printed):
        main([*name.split(), "--help"])
    yield from (f"## {PROGRAM} {name}".rstrip(), "", "```text")
    yield from (line.rstrip() for line in printed.getvalue().strip().splitlines())
    yield from ("```", "")


def _names(command: Any, above: tuple[str, ...]) -> Iterator[str]:
    """A group has `commands`; Typer's own classes are not part of its interface, so that they are not asked for."""
    for name, below in getattr(command, "commands", {}).items():
        if hasattr(below, "commands"):
            yield from _names(below, (*above, name))
        else:
            yield " ".join((*above, name))
