"""Unit prices of funds: taken in from a file, and listed."""

from pathlib import Path

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.cli.asking import day_of_option
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

IMPORT = "premium.import_prices"

prices = typer.Typer(help=N_("Unit prices of funds."), no_args_is_help=True)


@prices.command("import")
def take_in(
    file: Path = typer.Argument(help=N_("A sheet with fund, date and price: xlsx or csv.")),
    dry_run: bool = typer.Option(False, "--dry-run", help=N_("Only check; nothing is kept.")),
) -> None:
    """Take in the prices of a file, all of them or none; the same file twice changes nothing."""
    from ops_console.desk.desk import perform, trial

    store, actor, values = session().open(), session().actor(), {"file": str(file)}
    if dry_run:
        plan = trial(store, IMPORT, actor, None, values).plan
        answer(dict(plan.data), plan.messages)
        return
    outcome = perform(store, IMPORT, actor, None, values)
    for message in outcome.messages:
        say(message)
    answer({"event": outcome.event_id}, [])


@prices.command("list")
def listed(
    fund: str = typer.Option("", "--fund", help=N_("This fund only.")),
    first: str = typer.Option("", "--from", metavar="DATE", help=N_("From this day on.")),
    last: str = typer.Option("", "--to", metavar="DATE", help=N_("Up to this day.")),
) -> None:
    """The prices that are known, the last revision of each day."""
    from ops_console.data.queries.prices import prices_between
    from ops_console.rules.products.units import priced

    start, end = (day_of_option(text) if text else None for text in (first, last))
    with session().open().read() as reader:
        found = prices_between(reader, start, end, [fund] if fund else None)
    data = [{"fund": one.fund, "day": one.day, "price": priced(one.price), "revision": one.revision} for one in found]
    headers = [_("Fund"), _("Day"), _("Price"), _("Revision")]
    answer(data, table(headers, [list(one.values()) for one in data]))


def add_to(app: typer.Typer) -> None:
    """The group of commands."""
    app.add_typer(prices, name="prices")
