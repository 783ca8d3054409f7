"""Reports: from the books, the rooms, and the premium department's figures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli import archive_reports, ledger_reports, premium_figures, premium_reports
from ops_console.cli.asking import day_of_option
from ops_console.cli.output import Row
from ops_console.cli.premium_figures import Asked
from ops_console.cli.report_files import FORMATS, Report, put_out
from ops_console.cli.session import session
from ops_console.rules.calendar import add_months

MONTHS = 12
"""How far back figures reach, and forecasts ahead, where nothing is said."""

BOOKS: Mapping[str, Callable[..., tuple[list[str], list[Row], Sequence[int]]]] = {
    "trial-balance": ledger_reports.trial_balance,
    "account-sheet": ledger_reports.account_sheet,
    "journal": ledger_reports.journal,
    "postings": ledger_reports.postings,
    "valuation": ledger_reports.valuation,
    "archive-index": archive_reports.index,
    "box-labels": archive_reports.labels,
    "file-loans": archive_reports.loans,
    "looks": archive_reports.looks,
    "runs": premium_reports.runs,
    "suspense": premium_reports.suspense,
    "assignments": premium_reports.assignments,
    "orphans": premium_reports.orphans,
}
"""Lists of a day or some days."""
FIGURES: Mapping[str, Callable[..., Report]] = {
    "collection": premium_figures.collection,
    "persistency": premium_figures.persistency,
    "lapse": premium_figures.lapses,
    "bank-success": premium_figures.bank_success,
    "collectors": premium_figures.collectors,
    "forecast": premium_figures.forecast,
    "targets": premium_figures.targets,
}
"""Figures of some months."""
REPORTS = (*BOOKS, *FIGURES)
NARROWED = {"account-sheet": ("account",), "journal": ("account", "posting")}
"""Reports that can be asked of one account or posting rule alone."""
GROUPED = {
    "collection": ("branch", "region", "channel", "product"),
    "persistency": ("branch", "region", "channel", "product"),
    "lapse": ("branch", "region", "product"),
}
"""Figures that can be told apart, and by what."""


def report(
    name: str = typer.Argument(
        help=N_(
            "trial-balance, account-sheet, journal, postings, valuation, archive-index, box-labels, file-loans, looks, "
            "runs, suspense, assignments, orphans; collection, persistency, lapse, bank-success, collectors, forecast "
            "or targets."
        )
    ),
    first: str = typer.Option(
        "", "--from", metavar="DATE", help=N_("First day; else the last one, of figures the month a year ago.")
    ),
    last: str = typer.Option("", "--to", metavar="DATE", help=N_("Last day; the business date without it.")),
    branch: int = typer.Option(0, "--branch", help=N_("Only of this branch; else of yours and those below.")),
    by: str = typer.Option("", "--by", help=N_("Figures told apart by branch, region, channel or product.")),
    months: int = typer.Option(MONTHS, "--months", min=1, max=120, help=N_("Forecast: so many months.")),
    account: str = typer.Option("", "--account", metavar="CODE", help=N_("Account sheet, journal: of this account.")),
    posting: str = typer.Option("", "--posting", metavar="RULE", help=N_("Journal: of this posting rule.")),
    form: str = typer.Option("table", "--format", help=N_("table, csv, xlsx, json or plot.")),
    file: Path | None = typer.Option(None, "--out", metavar="FILE", help=N_("Write csv or xlsx to this file.")),
) -> None:
    """Lists from the books and rooms, and figures of the premium department; docs/reports.md says what each counts."""
    if name not in REPORTS:
        raise UsageError(
            _("There is no report {name}. Reports are {known}.").format(name=name, known=", ".join(REPORTS))
        )
    if form not in FORMATS:
        raise UsageError(_("Formats are {known}.").format(known=", ".join(FORMATS)))
    narrowed = {option: code for option, code in (("account", account), ("posting", posting)) if code}
    if not narrowed.keys() <= set(NARROWED.get(name, ())):
        raise UsageError(_("The report {name} is not narrowed by account or posting.").format(name=name))
    if by and by not in GROUPED.get(name, ()):
        known = ", ".join(GROUPED.get(name, ())) or "-"
        raise UsageError(_("The report {name} is told apart by: {known}.").format(name=name, known=known))
    branches = tuple(one for one in session().scope() if branch in (0, one))
    with session().open().read() as reader:
        end = day_of_option(last) if last else reader.state().business_date
        begin = day_of_option(first) if first else _a_year_before(end) if name in FIGURES else end
        if name in FIGURES:
            found = FIGURES[name](reader, Asked(begin, end, branches, by or None, months))
        else:
            found = Report(*BOOKS[name](reader, begin, end, branches, **narrowed))
    put_out(found, form, file)


def _a_year_before(day: date) -> date:
    return add_months(day.replace(day=1), 1 - MONTHS)


def add_to(app: typer.Typer) -> None:
    """These commands."""
    app.command("report")(report)
