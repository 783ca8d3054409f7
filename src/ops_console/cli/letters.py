"""The outbox: notices waiting to be printed."""

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli.asking import storable
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

letters = typer.Typer(help=N_("Notices to customers."), no_args_is_help=True)


@letters.command("list")
def list_letters(
    branch: int = typer.Option(
        0, "--branch", callback=storable, help=N_("Only of this branch; else of yours and those below.")
    ),
    everything: bool = typer.Option(False, "--all", help=N_("Those printed before as well.")),
    limit: int = typer.Option(100, "--limit", min=1, max=10_000, help=N_("Letters at most.")),
) -> None:
    """The letters that wait to be printed."""
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.queries.outbox import outbox

    branches = session().branches(branch)
    with session().open().read() as reader:
        found = outbox(reader, branches, everything=everything, limit=limit)
        templates = catalog_in_force(reader).letters
    kinds = {code: str(template.label) for code, template in templates.items()}
    data = [
        {"id": one.id, "kind": one.kind, "day": one.day, "branch": one.branch_id, "to": one.values.get("name", ""),
         "language": one.language, "printed": one.printed}
        for one in found
    ]  # fmt: skip
    rows = [
        [one["id"], kinds.get(one["kind"], one["kind"]), one["day"], one["branch"], one["to"], one["printed"] or ""]
        for one in data
    ]
    answer(data, table(["#", _("Letter"), _("Day"), _("Branch"), _("To"), _("Printed")], rows))


@letters.command("print")
def print_letters(numbers: list[int] = typer.Argument(help=N_("Numbers of the letters."))) -> None:
    """Print letters as text; the second time they are marked as copies."""
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.tables import Letter
    from ops_console.desk.desk import perform
    from ops_console.exchange.letters import printed_lines

    store, actor = session().open(), session().actor()
    with store.read() as reader:
        catalog = catalog_in_force(reader)
        found = [(number, reader.get(Letter, storable(number))) for number in numbers]
    missing = [str(number) for number, letter in found if letter is None]
    if missing:
        raise UsageError(_("There is no letter {number} in this store.").format(number=", ".join(missing)))
    chosen = [letter for _number, letter in found if letter is not None]
    perform(store, "desk.print_letters", actor, None, {"letters": [str(letter.id) for letter in chosen]})
    texts = [printed_lines(catalog, letter) for letter in chosen]
    say(_("{count} letters").format(count=len(texts)))
    data = [{"id": letter.id, "lines": text} for letter, text in zip(chosen, texts, strict=True)]
    answer(data, [line for text in texts for line in [*text, "", "-" * 72]])


def add_to(app: typer.Typer) -> None:
    """The group of commands."""
    app.add_typer(letters, name="letters")
