"""The command line. Commands are small modules that import what they need when they run, so that help comes at once.

Exit codes: 0 done, 2 usage, 3 refused by a rule, 4 not allowed, 5 the input has errors, 1 anything unexpected.
"""

import gettext
import os
import sys
from collections.abc import Container, Sequence
from datetime import UTC, datetime
from typing import Any

import typer

from ops_console.base.i18n import DOMAIN, LOCALE_FOLDER, N_, _, language, parse_language, set_language
from ops_console.base.problems import OpsError, Unexpected, UsageError
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
from ops_console.cli.arguments import asks_for_json, language_asked, to_front
from ops_console.cli.listed import built_for
from ops_console.cli.session import Session, begin, session

INTERRUPTED = 130
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
    if lang and parse_language(lang) is None:
        raise UsageError(_("Languages are en and zh."))
    begin(Session(store or None, json, quiet, clerk or None, password_stdin))
    if context.invoked_subcommand is None:
        opening.open_console()


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code. Whatever goes wrong is told, never thrown at the user."""
    from ops_console.cli.output import tell

    as_json = asks_for_json(arguments)
    begin(Session(json=as_json))
    asked = parse_language(language_asked(arguments) or "")
    if asked is not None:
        set_language(asked)
    try:
        return _run(arguments)
    except OpsError as error:
        tell(error, as_json=as_json)
        return error.exit_code
    except typer.TyperException as error:
        format_message = getattr(error, "format_message", error.__str__)
        tell(UsageError(format_message()), as_json=as_json)
        return UsageError.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read us has gone, which Typer answers by leaving; Python would complain on closing standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a user
        tell(_unexpected(error), as_json=as_json)
        return Unexpected.exit_code
    finally:
        session().close()


def _run(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(built_for(app, arguments))
    _speak_to_typer()
    _translate(command, arguments)
    code = command.main(to_front(arguments), prog_name="ops-console", standalone_mode=False)
    sys.stdout.flush()
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


def _unexpected(error: Exception) -> Unexpected:
    """One line for the user, everything for who looks into it."""
    import traceback

    from platformdirs import user_log_path

    try:
        folder = user_log_path("ops-console", appauthor=False, ensure_exists=True)
        path = folder / f"error-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.log"
        path.write_text("".join(traceback.format_exception(error)), "utf-8")
        path.chmod(0o600)
    except OSError:
        return Unexpected(_("Unexpected: {error}").format(error=error))
    return Unexpected(_("Unexpected: {error}. Details are in {path}").format(error=error, path=path))


def run() -> None:
    """The entry point."""
    sys.exit(main(sys.argv[1:]))
