"""The premium department's day: what is due to run, and doing all of it."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _, ngettext
from ops_console.cli.asking import day_of_option, storable
from ops_console.cli.batches import MOST_WORKERS, SomeSetAside, batch, show_progress
from ops_console.cli.output import Row, answer, say
from ops_console.cli.session import session

if TYPE_CHECKING:
    from datetime import date

    from ops_console.batch.day import DayLine, DayReport
    from ops_console.batch.plan import DayPlan
    from ops_console.data.store import Store

AS_OF = N_("This day; the business date without it.")
BRANCH = N_("This branch and those below it; else your own.")


def plan(
    as_of: str = typer.Option("", "--as-of", metavar="DATE", help=AS_OF),
    branch: int = typer.Option(0, "--branch", callback=storable, help=BRANCH),
) -> None:
    """What is due to run on a day and in which order, how much each run has to look at, and when it was done last.

    The figures are counts of what each run looks at; what it would do to the fen says its --dry-run.
    """
    from ops_console.batch.plan import plan_of

    store, actor = session().open(), session().actor()
    with store.read() as reader:
        found = plan_of(reader, actor, _day(store, as_of), branch or None)
    answer(found.as_dict(), _plan_lines(found))
    for text in (found.blocked, *found.notes):
        if text:
            say(text)


def day(
    as_of: str = typer.Option("", "--as-of", metavar="DATE", help=AS_OF),
    branch: int = typer.Option(0, "--branch", callback=storable, help=BRANCH),
    dry_run: bool = typer.Option(
        False, "--dry-run", help=N_("Compute what each run would do on the store as it is now, and do nothing.")
    ),
    workers: int = typer.Option(1, "--workers", min=1, max=MOST_WORKERS, help=N_("Processes that share the work.")),
) -> None:
    """Every run of a day in order, and the day end last. What was cut off goes on where it stopped; the first run that
    fails stops the day."""
    from ops_console.batch.day import run_day

    store, actor = session().open(), session().actor()
    report = run_day(
        store,
        lambda _kind: actor,
        _day(store, as_of),
        branch or None,
        dry_run=dry_run,
        workers=workers,
        told=_tell,
        progress=show_progress if sys.stderr.isatty() else None,
    )
    data, failed = report.as_dict(), report.failed
    if failed is not None and failed.error is not None:
        say(_("{run} stopped the day. What is before it is done; started again, the day goes on here.").format(
            run=failed.run
        ))  # fmt: skip
        # The command's answer has both: why it stopped, and what was done.
        vars(failed.error)["data"] = data
        raise failed.error
    if report.faults:
        raise SomeSetAside(data, report.faults)
    answer(data, _day_lines(report))


def _day(store: "Store", as_of: str) -> "date":
    if as_of:
        return day_of_option(as_of)
    with store.read() as reader:
        return reader.state().business_date


def _tell(line: "DayLine") -> None:
    """A run of the day has ended: one line, and one for each thing it left."""
    from ops_console.batch.day import CAME

    if line.report is None:
        say(f"{line.run}: {_(CAME[line.came])}")
        return
    total = line.report.total
    counted = ngettext("{count} row", "{count} rows", total.rows).format(count=total.rows)
    say(f"{line.run}: {counted}, {total.amount.yuan()}")
    for left in line.report.left:
        say(f"  {left}")


def _plan_lines(found: "DayPlan") -> Iterator[str]:
    from ops_console.batch.plan import STATES

    rows: list[Row] = []
    for no, line in enumerate(found.lines, 1):
        last = line.last_as_of.isoformat() if line.last_as_of else ""
        amount = "" if line.expected.amount is None else line.expected.amount.yuan()
        rows.append([no, line.run, _(line.label), _(STATES[line.state]), line.expected.rows, amount, last])
    headers = [_("No."), _("Run"), _("What"), _("State"), _("To look at"), _("Amount"), _("Done to")]
    yield from table(headers, rows, right=(0, 4, 5))


def _day_lines(report: "DayReport") -> Iterator[str]:
    from ops_console.batch.day import CAME

    rows: list[Row] = []
    for line in report.lines:
        total = line.report.total if line.report else None
        left = len(line.report.left) if line.report else 0
        rows.append(
            [line.run, _(CAME[line.came]), total.rows if total else "", total.amount.yuan() if total else "", left]
        )
    yield from table([_("Run"), _("State"), _("Rows"), _("Amount"), _("Left")], rows, right=(2, 3, 4))


def add_to(_app: typer.Typer) -> None:
    """These commands, beside the runs."""
    batch.command("plan")(plan)
    batch.command("day")(day)
