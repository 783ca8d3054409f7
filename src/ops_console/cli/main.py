"""The command line. Without a command it is the console's door, which opens without what reads commands.

Exit codes: 0 done, 2 usage, 3 refused by a rule, 4 not allowed, 5 the input has errors, 1 anything unexpected.
"""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from ops_console.base.i18n import _, parse_language, set_language
from ops_console.base.problems import OpsError, Unexpected
from ops_console.cli.arguments import asks_for_json, global_options, language_asked
from ops_console.cli.session import Session, begin, enter, session

INTERRUPTED = 130


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
    except KeyboardInterrupt:
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
    options = global_options(arguments)
    if options is None:
        from ops_console.cli.commands import run_command

        code = run_command(arguments)
    else:
        from ops_console.cli.console import open_console

        enter(
            options,
            json="--json" in options,
            quiet=bool({"--quiet", "-q"} & options.keys()),
            password_stdin="--password-stdin" in options,
        )
        open_console()
        code = 0
    sys.stdout.flush()
    return code


def _unexpected(error: Exception) -> Unexpected:
    """One line for the user, everything for who looks into it."""
    import traceback

    from platformdirs import user_log_path

    # Of an engine's error what the engine said, without the statement.
    said = (str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__])[0]
    try:
        folder = user_log_path("ops-console", appauthor=False, ensure_exists=True)
        path = folder / f"error-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.log"
        path.write_text("".join(traceback.format_exception(error)), "utf-8")
        path.chmod(0o600)
    except OSError:
        return Unexpected(_("Unexpected: {error}").format(error=said))
    return Unexpected(_("Unexpected: {error}. Details are in {path}").format(error=said, path=path))


def run() -> None:
    """The entry point."""
    sys.exit(main(sys.argv[1:]))
