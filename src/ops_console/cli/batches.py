"""The work of the rooms for many at once: applications from a sheet, and the runs."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.problems import InputErrors, Problem, Unexpected, UsageError
from ops_console.cli.asking import day_of_option, storable
from ops_console.cli.output import Words, answer, outline, say, single
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.batch.report import Progress, RunReport

MOST_WORKERS = 64
"""More processes than that are a slip of the finger."""


class _Runs(TyperGroup):
    """`batch renewal-run` is short for `batch run renewal-run`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, args if not args or args[0] in known else ["run", *args])


batch = typer.Typer(
    cls=_Runs,
    help=N_("Runs for many policies at once: `batch renewal-run` is short for `batch run renewal-run`."),
    no_args_is_help=True,
)


@batch.command("run")
def run(
    name: str = typer.Argument(help=N_("renewal-run, notice-run, grace-run, payout-run, valuation-run, day-end ...")),
    as_of: str = typer.Option("", "--as-of", metavar="DATE", help=N_("Up to this day; the business date without it.")),
    branch: int = typer.Option(
        0, "--branch", callback=storable, help=N_("This branch and those below it; else your own.")
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help=N_("Compute what the run would do, and do nothing.")),
    workers: int = typer.Option(1, "--workers", min=1, max=MOST_WORKERS, help=N_("Processes that share the work.")),
    out: Path | None = typer.Option(
        None, "--out", help=N_("valuation-run: a line a coverage, as CSV, into this file.")
    ),
) -> None:
    """Start a run, or go on with one that was cut off. Nothing is run as of a day after the business date, but to look
    ahead with --dry-run."""
    from ops_console.batch.crew import crew_of
    from ops_console.batch.registry import BATCHES
    from ops_console.batch.runs import check_day
    from ops_console.batch.valuation import VALUATION

    if name not in BATCHES:
        raise UsageError(_("There is no run {name}. Runs are {known}.").format(name=name, known=", ".join(BATCHES)))
    if out is not None and name != VALUATION.name:
        raise UsageError(_("--out is for {name}.").format(name=VALUATION.name))
    store, actor = session().open(), session().actor()
    with store.read() as reader:
        day = day_of_option(as_of) if as_of else reader.state().business_date
        if not dry_run:
            check_day(reader, day)
    if workers > 1 and store.engine.dialect.name == "sqlite":
        say(_("A store in a file has one writer at a time: going on with one worker."))
    report = BATCHES[name].run(store, actor, day, branch or None, dry_run, show_progress, crew_of(workers))
    if out is not None:
        from ops_console.batch.valuation_list import write_list

        say(_("{count} coverages in {file}").format(count=write_list(store, report, out), file=out))
    tell_report(report)


TOTALS: Mapping[str, str] = {
    "name": N_("Run"), "as_of": N_("As at"), "branch_id": N_("Branch"), "dry_run": N_("Only tried"),
    "run_id": N_("Record"), "chunks": N_("Chunks"), "rows": N_("Rows"),
    "amount": N_("Amount"), "resumed": N_("Gone on with"),
}  # fmt: skip
"""What a run's report calls its control totals."""


def tell_report(report: "RunReport") -> None:
    """The control totals, and what was left; SomeSetAside when that was not only refused by rules."""
    for line in report.left:
        say(line)
    data = report.as_dict()
    if report.faults:
        raise SomeSetAside(data, report.faults)
    words = Words(lambda name: _(TOTALS.get(name, name)), lambda _name, value: single(value))
    totals = {key: value for key, value in data.items() if key not in ("left", "faults", "branches")}
    answer(data, [*outline(totals, words=words), *_by_branch(report)])


def _by_branch(report: "RunReport") -> list[str]:
    rows = [
        [branch, total.rows, total.amount.yuan()] for branch, total in sorted(report.branches.items()) if total.rows
    ]
    return ["", *table([_("Branch"), _("Rows"), _("Amount")], rows, right=(0, 1, 2))] if rows else []


def show_progress(progress: "Progress") -> None:
    done, chunks, rows = progress.chunks_done, progress.chunks, progress.rows
    text = _("{done} of {chunks} chunks, {rows} rows").format(done=done, chunks=chunks, rows=rows)
    if progress.waiting:
        text = _("{text}; the rest is in the hands of other workers").format(text=text)
    show_over(text, last=done == chunks)


def show_over(text: str, *, last: bool) -> None:
    """A line that is written over on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        say(text)
    elif not session().quiet:
        sys.stderr.write(f"\r{text}" + ("\n" if last else ""))
        sys.stderr.flush()


class SomeSetAside(Unexpected):
    """What a run set aside because something unforeseen happened to it; what came of all else is told with it."""

    def __init__(
        self, data: dict[str, Any], faults: Sequence[str], told: Sequence[str] = (), more: Sequence[Problem] = ()
    ) -> None:
        text = ngettext(
            "{count} was set aside: something unforeseen happened. The rest is done.",
            "{count} were set aside: something unforeseen happened. The rest is done.",
            len(faults),
        )
        super().__init__(text.format(count=len(faults)), problems=[*(Problem("", fault) for fault in faults), *more])
        self.data = {name: value for name, value in data.items() if name not in ("left", "faults")}
        self.told = told


class SomeRowsWrong(InputErrors):
    """Rows of a sheet, or lines of a bank's file, have errors; what came of the others is told with them."""

    def __init__(
        self, data: dict[str, Any], problems: Sequence[Problem], told: list[str], message: str | None = None
    ) -> None:
        super().__init__(problems, message=message)
        self.data = {name: value for name, value in data.items() if name != "problems"}
        self.told = told


def intake(
    file: Path = typer.Argument(help=N_("A sheet: xlsx or csv.")),
    dry_run: bool = typer.Option(False, "--dry-run", help=N_("Only check; nothing is kept.")),
    faults: Path | None = typer.Option(
        None, "--faults", help=N_("Write the faulty rows here, to be mended: xlsx or csv.")
    ),
) -> None:
    """Take in applications from a sheet; rows with errors are told, good ones kept, known form numbers skipped."""
    from ops_console.batch.intake import intake as take_in

    report = take_in(session().open(), session().actor(), file, dry_run=dry_run, faults=faults, watch=_rows)
    data = report.as_dict()
    if report.problems:
        raise SomeRowsWrong(data, report.problems, _summed_up(data))
    answer(data, _summed_up(data))


def _summed_up(data: Mapping[str, Any]) -> list[str]:
    """For a reader: a sheet's hundreds of case numbers are in the rooms, and in --json."""
    return list(outline({**data, "cases": len(data["cases"])}))


def _rows(done: int, rows: int) -> None:
    if sys.stderr.isatty() or done == rows:
        show_over(_("{done} of {rows} rows").format(done=done, rows=rows), last=done == rows)


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.command("intake")(intake)
    app.add_typer(batch, name="batch")
