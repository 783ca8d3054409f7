"""Clerks, for administrators: shorter names of the operations of administration."""

from typing import Any

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.cli.asking import new_password, storable
from ops_console.cli.outcomes import outcome_of
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

app = typer.Typer(help=N_("Clerks and what they may do."), no_args_is_help=True, rich_markup_mode=None)


@app.command("add")
def add(
    login: str = typer.Argument(help=N_("Login name.")),
    name: str = typer.Option(..., "--name", help=N_("The person's name.")),
    branch: int = typer.Option(..., "--branch", callback=storable, help=N_("Number of the branch.")),
    duty: list[str] = typer.Option([], "--duty", help=N_("A duty; as often as needed.")),
    grade: str = typer.Option("clerk", "--grade", help=N_("Grade on the ladder of authority.")),
) -> None:
    """Add a clerk; the password is set by `passwd`."""
    values = {"login": login, "name": name, "branch": branch, "duties": duty, "grade": grade}
    _perform("administration.add_clerk", values)


@app.command("role")
def role(
    clerk: str = typer.Argument(help=N_("Login name.")),
    duty: list[str] = typer.Option([], "--duty", help=N_("A duty; all the clerk shall have.")),
    grade: str = typer.Option("", "--grade", help=N_("A new grade.")),
) -> None:
    """Set a clerk's duties, all of them, and the grade."""
    _perform("administration.set_duties", {"clerk": clerk, "duties": duty, "grade": grade})


@app.command("lock")
def lock(
    clerk: str = typer.Argument(help=N_("Login name.")),
    undo: bool = typer.Option(False, "--undo", help=N_("Unlock again.")),
) -> None:
    """Lock a clerk, or unlock."""
    _perform("administration.lock_clerk", {"clerk": clerk, "locked": not undo})


@app.command("passwd")
def passwd(clerk: str = typer.Argument(help=N_("Login name."))) -> None:
    """Set a password: asked for on a terminal, else read from standard input."""
    actor = session().actor()
    password = new_password()
    from ops_console.desk.desk import perform

    perform(session().open(), "administration.set_password", actor, None, {"clerk": clerk, "password": password})
    say(_("The password is set."))
    answer({"clerk": clerk})


@app.command("list")
def list_clerks() -> None:
    """Everybody who works in your branches, with grade and duties."""
    from ops_console.data.tables import Clerk, ClerkDuty
    from ops_console.desk.words import word

    scope = frozenset(session().scope())
    with session().open().read() as reader:
        duties: dict[int, list[str]] = {}
        for row in reader.find(ClerkDuty):
            duties.setdefault(row.clerk_id, []).append(row.duty)
        data = [
            {"id": c.id, "login": c.login, "name": c.name, "branch": c.branch_id, "grade": c.grade, "locked": c.locked,
             "duties": duties.get(c.id, [])}
            for c in reader.find(Clerk)
            if c.branch_id in scope
        ]  # fmt: skip
    rows = [
        [*list(one.values())[:4], word(str(one["grade"])), ", ".join(map(word, duties.get(int(str(one["id"])), []))),
         _("locked") if one["locked"] else ""]
        for one in data
    ]  # fmt: skip
    answer(data, table(["#", _("Login"), _("Name"), _("Branch"), _("Grade"), _("Duties"), ""], rows))


def _perform(operation: str, values: dict[str, Any]) -> None:
    from ops_console.desk.desk import perform

    outcome = perform(session().open(), operation, session().actor(), None, values)
    for message in outcome.messages:
        say(message)
    answer(*outcome_of(outcome))


def add_to(parent: typer.Typer) -> None:
    """The group of commands."""
    parent.add_typer(app, name="clerk")
