"""The catalog: checking a folder, proposing it, reading what is in force."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli.outcomes import outcome_of
from ops_console.cli.output import answer, outline, say
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.catalog.model import Catalog

catalog = typer.Typer(help=N_("The company's data: products, standards, authority, branches ..."), no_args_is_help=True)


@catalog.command("check")
def check(folder: Path = typer.Argument(help=N_("A catalog folder."))) -> None:
    """Read a whole catalog folder and list every error."""
    from ops_console.catalog.load import load

    rows = load(folder).rows
    say(_("No errors."))
    answer({"entries": len(rows)}, [_("{count} entries").format(count=len(rows))])


@catalog.command("load")
def load_catalog(folder: Path = typer.Argument(help=N_("A catalog folder, or the file of one product."))) -> None:
    """Propose a catalog folder or one product; another administrator loads it: `do administration.approve_catalog`."""
    from ops_console.desk.desk import perform

    values = {"folder": str(folder.resolve())}
    outcome = perform(session().open(), "administration.propose_catalog", session().actor(), None, values)
    for message in outcome.messages:
        say(message)
    answer(*outcome_of(outcome))


@catalog.command("show")
def show_catalog(
    kind: str = typer.Argument("", help=N_("Kind of entry; without it, the kinds.")),
    code: str = typer.Argument("", help=N_("One entry.")),
) -> None:
    """What is in force: of the store if there is one, else what is shipped."""
    rows = in_force().rows
    if not kind:
        kinds = {name: sum(row.kind == name for row in rows) for name in dict.fromkeys(row.kind for row in rows)}
        answer(kinds, table([_("Kind"), _("Entries")], [[name, number] for name, number in kinds.items()], right=[1]))
        return
    chosen = [row for row in rows if row.kind == kind and code in ("", row.code)]
    if not chosen:
        raise UsageError(_("There is no {entry} in the catalog.").format(entry=f"{kind} {code}".strip()))
    data = [
        {"kind": row.kind, "code": row.code, "valid_from": row.valid_from, "body": dict(row.body)} for row in chosen
    ]
    answer(data, outline({one["code"]: one["body"] for one in data}))


def in_force() -> "Catalog":
    """The catalog of the store if there is one, else what is shipped."""
    from ops_console.catalog.load import shipped
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.glance import lines_of
    from ops_console.data.release import must_be_of_this_release
    from ops_console.data.store import Store

    store = Store(session().location)
    try:
        if not store.exists():
            return shipped()
        with store.read() as reader:
            must_be_of_this_release(lines_of(reader))
            return catalog_in_force(reader)
    finally:
        store.close()


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.add_typer(catalog, name="catalog")
