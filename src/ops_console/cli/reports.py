"""Reports: from the books, the rooms, and the premium department's figures."""

from pathlib import Path

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli.asking import day_of_option, storable
from ops_console.cli.session import session

MONTHS = 12
"""How far back figures reach, and forecasts ahead, where nothing is said."""


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
    branch: int = typer.Option(
        0, "--branch", callback=storable, help=N_("Only of this branch; else of yours and those below.")
    ),
    by: str = typer.Option("", "--by", help=N_("Figures told apart by branch, region, channel or product.")),
    months: int = typer.Option(MONTHS, "--months", min=1, max=120, help=N_("Forecast: so many months.")),
    account: str = typer.Option("", "--account", metavar="CODE", help=N_("Account sheet, journal: of this account.")),
    posting: str = typer.Option("", "--posting", metavar="RULE", help=N_("Journal: of this posting rule.")),
    form: str = typer.Option("table", "--format", help=N_("table, csv, xlsx, json or plot.")),
    file: Path | None = typer.Option(None, "--out", metavar="FILE", help=N_("Write csv or xlsx to this file.")),
) -> None:
    """Lists from the books and rooms, and figures of the premium department; docs/reports.md says what each counts."""
    from ops_console.cli.premium_figures import Asked
    from ops_console.cli.report_files import FORMATS, Report, put_out
    from ops_console.cli.report_register import BOOKS, FIGURES, GROUPED, NARROWED, REPORTS
    from ops_console.rules.calendar import add_months

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
    branches = session().branches(branch)
    with session().open().read() as reader:
        end = day_of_option(last) if last else reader.state().business_date
        without = add_months(end.replace(day=1), 1 - MONTHS) if name in FIGURES else end
        begin = day_of_option(first) if first else without
        if begin > end:
            raise UsageError(
                _("--from {first} is after --to {last}.").format(first=begin.isoformat(), last=end.isoformat())
            )
        if name in FIGURES:
            found = FIGURES[name](reader, Asked(begin, end, branches, by or None, months))
        else:
            found = Report(*BOOKS[name](reader, begin, end, branches, **narrowed))
    put_out(found, form, file)


def add_to(app: typer.Typer) -> None:
    """These commands."""
    app.command("report")(report)
