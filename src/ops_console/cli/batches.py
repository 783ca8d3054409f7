"""The work of the rooms for many at once: applications from a sheet, and the runs."""

import sys
from pathlib import Path

import typer

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, UsageError
from ops_console.cli.cases import outline
from ops_console.cli.output import answer, problem_line, say
from ops_console.cli.session import session
from ops_console.cli.stores import day_of_option

ROWS_A_LINE = 100


def batch(
    name: str = typer.Argument(help="renewal-run, notice-run, grace-run, payout-run, day-end ..."),
    as_of: str = typer.Option("", "--as-of", metavar="DATE", help="Up to this day; the business date without it."),
    branch: int = typer.Option(1, "--branch", help="This branch and those below it."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Compute what the run would do, and do nothing."),
) -> None:
    """Start a run, or go on with one that was cut off."""
    from ops_console.batch.registry import BATCHES

    if name not in BATCHES:
        raise UsageError(_("There is no run {name}. Runs are {known}.").format(name=name, known=", ".join(BATCHES)))
    store, actor = session().open(), session().actor()
    with store.read() as reader:
        day = day_of_option(as_of) if as_of else reader.state().business_date
    report = BATCHES[name].run(store, actor, day, branch, dry_run, _watch)
    for line in report.left:
        say(line)
    data = report.as_dict()
    answer(data, outline({key: value for key, value in data.items() if key != "left"}))


def _watch(progress: object) -> None:
    """A line that is written over on a terminal, plain lines elsewhere."""
    done, chunks, rows = (getattr(progress, name) for name in ("chunks_done", "chunks", "rows"))
    text = _("{done} of {chunks} chunks, {rows} rows").format(done=done, chunks=chunks, rows=rows)
    if sys.stderr.isatty() and not session().quiet:
        sys.stderr.write(f"\r{text}" + ("\n" if done == chunks else ""))
        sys.stderr.flush()
    else:
        say(text)


def intake(
    file: Path = typer.Argument(help="A sheet: xlsx or csv."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only check; nothing is kept."),
) -> None:
    """Take in applications from a sheet; rows with errors are told, good ones kept, known form numbers skipped."""
    from ops_console.batch.intake import intake as take_in

    report = take_in(session().open(), session().actor(), file, dry_run=dry_run, watch=_count)
    data = report.as_dict()
    answer(data, outline({name: value for name, value in data.items() if name != "problems"}))
    for problem in report.problems:
        say(problem_line(problem))
    if report.problems:
        raise typer.Exit(InputErrors.exit_code)


def _count(done: int, rows: int) -> None:
    """Every hundred rows a line."""
    if done % ROWS_A_LINE == 0:
        say(_("{done} of {rows} rows").format(done=done, rows=rows))


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.command("intake")(intake)
    app.command("batch")(batch)
