"""The members of a group, from a sheet."""

from pathlib import Path

import typer

from ops_console.base.i18n import N_
from ops_console.cli.operating import from_set
from ops_console.cli.outcomes import outcome_of, trial_of
from ops_console.cli.output import answer, say
from ops_console.cli.session import session


def members(
    file: Path = typer.Argument(
        help=N_("A sheet with name, document, sex, birth, occupation and sum of each: xlsx or csv.")
    ),
    case: str = typer.Option(..., "--case", metavar="NUMBER", help=N_("The application, or the request to add them.")),
    given: list[str] = typer.Option(
        [], "--set", metavar="FIELD=VALUE", help=N_("Another field of the form; as often as needed.")
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help=N_("Only check and compute; nothing is kept.")),
) -> None:
    """Key the members of a group from a sheet: all of them, or none and every fault by row and column."""
    from ops_console.batch.members import take_members
    from ops_console.desk.desk import Trial

    store, actor = session().open(), session().actor()
    done = take_members(store, actor, file, case, from_set(given), dry_run=dry_run)
    if isinstance(done, Trial):
        answer(*trial_of(done, case))
        return
    for message in done.messages:
        say(message)
    answer(*outcome_of(done))


def add_to(app: typer.Typer) -> None:
    """The command."""
    app.command("members")(members)
