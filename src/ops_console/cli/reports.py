"""Reports from the books."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import UsageError
from ops_console.base.safe_text import safe
from ops_console.cli import archive_reports, ledger_reports, premium_reports
from ops_console.cli.asking import day_of_option
from ops_console.cli.output import Row, answer
from ops_console.cli.session import session

FORMULA = ("=", "+", "-", "@", "\t")


def report(
    name: str = typer.Argument(
        help=N_(
            "trial-balance, account-sheet, journal, postings, valuation, archive-index, box-labels, file-loans, looks, "
            "runs, suspense, assignments or orphans."
        )
    ),
    first: str = typer.Option("", "--from", metavar="DATE", help=N_("First day; else the last one.")),
    last: str = typer.Option("", "--to", metavar="DATE", help=N_("Last day; the business date without it.")),
    branch: int = typer.Option(0, "--branch", help=N_("Only of this branch; else of yours and those below.")),
    account: str = typer.Option("", "--account", metavar="CODE", help=N_("Account sheet, journal: of this account.")),
    posting: str = typer.Option("", "--posting", metavar="RULE", help=N_("Journal: of this posting rule.")),
    form: str = typer.Option("table", "--format", help=N_("table, csv or json.")),
) -> None:
    """The trial balance, the sheet of an account, the journal of some days line by line or summed by posting, what a
    valuation found, the archive's books, who looked at what is confidential, the runs
    of some days with what they left, money held, who looks after policies, or the policies of agents who left."""
    if name not in REPORTS:
        raise UsageError(
            _("There is no report {name}. Reports are {known}.").format(name=name, known=", ".join(REPORTS))
        )
    if form not in ("table", "csv", "json"):
        raise UsageError(_("Formats are table, csv and json."))
    narrowed = {option: code for option, code in (("account", account), ("posting", posting)) if code}
    if not narrowed.keys() <= set(NARROWED.get(name, ())):
        raise UsageError(_("The report {name} is not narrowed by account or posting.").format(name=name))
    branches = tuple(one for one in session().scope() if branch in (0, one))
    with session().open().read() as reader:
        today = reader.state().business_date
        end = day_of_option(last) if last else today
        begin = day_of_option(first) if first else end
        headers, rows, amounts = REPORTS[name](reader, begin, end, branches, **narrowed)
    if form == "json":
        session().json = True
    lines = _csv(headers, rows) if form == "csv" else table(headers, [_shown(row) for row in rows], right=amounts)
    data = [dict(zip(headers, row, strict=True)) for row in rows]
    answer(data, lines)


Report = tuple[list[str], list[Row], Sequence[int]]

REPORTS: Mapping[str, Callable[..., Report]] = {
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
NARROWED = {"account-sheet": ("account",), "journal": ("account", "posting")}
"""Reports that can be asked of one account or posting rule alone."""


def _shown(row: Row) -> Row:
    return [cell.yuan() if isinstance(cell, Fen) else cell for cell in row]


def _csv(headers: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Amounts as plain decimals; a text that a spreadsheet would take for a formula is quoted."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([cell.yuan().replace(",", "") if isinstance(cell, Fen) else _inert(cell) for cell in row])
    return made.getvalue().splitlines()


def _inert(cell: object) -> object:
    text = safe(str(cell))
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


def add_to(app: typer.Typer) -> None:
    """These commands."""
    app.command("report")(report)
