"""Reports from the books."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import UsageError
from ops_console.base.safe_text import safe
from ops_console.cli import archive_reports, premium_reports
from ops_console.cli.asking import day_of_option
from ops_console.cli.output import Row, answer, table
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.data.store import Reader

FORMULA = ("=", "+", "-", "@", "\t")


def report(
    name: str = typer.Argument(
        help=N_("trial-balance, journal, archive-index, box-labels, file-loans, looks, runs or suspense.")
    ),
    first: str = typer.Option("", "--from", metavar="DATE", help=N_("First day; else the last one.")),
    last: str = typer.Option("", "--to", metavar="DATE", help=N_("Last day; the business date without it.")),
    branch: int = typer.Option(0, "--branch", help=N_("Only of this branch; else of yours and those below.")),
    form: str = typer.Option("table", "--format", help=N_("table, csv or json.")),
) -> None:
    """The trial balance, the journal of some days, the archive's books, who looked at what is confidential, the runs
    of some days with what they left, or money held."""
    if name not in REPORTS:
        raise UsageError(
            _("There is no report {name}. Reports are {known}.").format(name=name, known=", ".join(REPORTS))
        )
    if form not in ("table", "csv", "json"):
        raise UsageError(_("Formats are table, csv and json."))
    branches = tuple(one for one in session().scope() if branch in (0, one))
    with session().open().read() as reader:
        today = reader.state().business_date
        end = day_of_option(last) if last else today
        headers, rows, amounts = REPORTS[name](reader, day_of_option(first) if first else end, end, branches)
    if form == "json":
        session().json = True
    lines = _csv(headers, rows) if form == "csv" else table(headers, [_shown(row) for row in rows], right=amounts)
    data = [dict(zip(headers, row, strict=True)) for row in rows]
    answer(data, lines)


Report = tuple[list[str], list[Row], Sequence[int]]


def _trial_balance(reader: "Reader", _first: date, last: date, branches: tuple[int, ...]) -> Report:
    """Debit and credit of every account; the last line sums them, and both sides are equal."""
    from ops_console.data.catalog_rows import catalog_of
    from ops_console.data.queries.books import balances

    accounts = catalog_of(reader, reader.state().catalog_version).ledger.accounts
    found = balances(reader, last, branches)
    rows: list[Row] = [
        [
            one.account,
            str(accounts[one.account].label) if one.account in accounts else "",
            one.debit,
            one.credit,
            one.balance,
        ]
        for one in found
    ]
    debit, credit = Fen.total(one.debit for one in found), Fen.total(one.credit for one in found)
    rows.append([_("Sum"), "", debit, credit, debit - credit])
    return [_("Account"), _("Name"), _("Debit"), _("Credit"), _("Balance")], rows, (2, 3, 4)


def _journal(reader: "Reader", first: date, last: date, branches: tuple[int, ...]) -> Report:
    """Every line booked on these days; posting and account by their names too."""
    from ops_console.data.catalog_rows import catalog_of
    from ops_console.data.queries.books import journal

    ledger = catalog_of(reader, reader.state().catalog_version).ledger
    rows: list[Row] = [
        [
            one.booked_on.isoformat(),
            one.source_id,
            one.entry_no,
            str(ledger.rules[one.rule].label) if one.rule in ledger.rules else one.rule,
            one.account,
            str(ledger.accounts[one.account].label) if one.account in ledger.accounts else "",
            one.amount,
            one.branch_id,
        ]
        for one in journal(reader, first, last, branches)
    ]
    headers = [_("Day"), _("Source"), _("Entry"), _("Posting"), _("Account"), _("Name"), _("Amount"), _("Branch")]
    return headers, rows, (6,)


REPORTS = {
    "trial-balance": _trial_balance,
    "journal": _journal,
    "archive-index": archive_reports.index,
    "box-labels": archive_reports.labels,
    "file-loans": archive_reports.loans,
    "looks": archive_reports.looks,
    "runs": premium_reports.runs,
    "suspense": premium_reports.suspense,
}


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
