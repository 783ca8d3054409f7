"""All commands. They are small modules that import what they need when they run, so that help comes at once."""

import gettext
import os
from collections.abc import Container, Sequence
from typing import Any

import typer

from ops_console.base.i18n import DOMAIN, LOCALE_FOLDER, N_, _, language
from ops_console.base.problems import UsageError
from ops_console.base.waits import listening
from ops_console.cli import (
    actuarial,
    bank,
    batch_days,
    batch_workers,
    batches,
    cases,
    catalogs,
    clerks,
    copies,
    documents,
    drills,
    letters,
    members,
    opening,
    operating,
    prices,
    products,
    quoting,
    reports,
    stores,
    verifying,
)
from ops_console.cli.arguments import to_front
from ops_console.cli.console import open_console
from ops_console.cli.listed import built_for
from ops_console.cli.output import say
from ops_console.cli.session import enter

HELP_NAMES = ["-h", "--help"]
TYPERS_OWN = (
    N_("Options"),
    N_("Arguments"),
    N_("Commands"),
    N_("required"),
    N_("default: {default}"),
    N_("Missing command."),
    N_("No such command {name!r}."),
)
"""What Typer says by itself, through gettext."""

app = typer.Typer(
    name="ops-console",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": HELP_NAMES, "max_content_width": 100},
)
for module in (
    opening, drills, stores, copies, clerks, operating, cases, batches, batch_days, batch_workers, bank, catalogs,
    prices, members, products, quoting, actuarial, letters, documents, reports, verifying,
):  # fmt: skip
    module.add_to(app)


@app.callback(invoke_without_command=True)
def ops_console(
    context: typer.Context,
    store: str = typer.Option("", help=N_("Store: path of a file, or URL. Also OPS_CONSOLE_STORE.")),
    lang: str = typer.Option("", help=N_("Language: en or zh.")),
    json: bool = typer.Option(False, "--json", help=N_("Answer in JSON.")),
    quiet: bool = typer.Option(False, "--quiet", "-q", help=N_("No talk on standard error.")),
    clerk: str = typer.Option("", "--as", metavar="CLERK", help=N_("Who acts: login or number.")),
    password_stdin: bool = typer.Option(
        False, "--password-stdin", help=N_("The clerk's password comes on standard input.")
    ),
) -> None:
    """The back office of a life insurer in a terminal. Without a command it opens the console.

    Global options stand before or after the command.
    """
    enter({"--store": store, "--lang": lang, "--as": clerk}, json=json, quiet=quiet, password_stdin=password_stdin)
    if context.invoked_subcommand is None:
        open_console()


def run_command(arguments: Sequence[str]) -> int:
    """Run a command; the exit code. UsageError when Typer does not understand, KeyboardInterrupt when broken off."""
    command = typer.main.get_command(built_for(app, arguments))
    _speak_to_typer()
    _translate(command, arguments)
    try:
        with listening(say):
            code = command.main(to_front(arguments), prog_name="ops-console", standalone_mode=False)
    except typer.TyperException as error:
        format_message = getattr(error, "format_message", error.__str__)
        raise UsageError(format_message()) from error
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    return code if isinstance(code, int) else 0


def _speak_to_typer() -> None:
    """Let the library's own texts be looked up in our catalogue, in the language spoken."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, str(LOCALE_FOLDER))
    gettext.textdomain(DOMAIN)


def _translate(command: Any, named: Container[str] | None = None) -> None:
    """Help of commands and options in the language spoken: Typer has taken it from docstrings and options as it is.
    Of commands not named only what a list shows."""
    _translate_line(command)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    asking = command.get_help_option(typer.Context(command, help_option_names=HELP_NAMES))
    if asking is not None:
        asking.help = _("Show this message and exit.")
    for name, part in getattr(command, "commands", {}).items():
        if named is None or name in named:
            _translate(part)
        else:
            _translate_line(part)


def _translate_line(command: Any) -> None:
    if command.help:
        text = " ".join(command.help.split())
        command.help = _(text)
