"""Every report by its name: what makes it, and what it can be narrowed to or told apart by."""

from collections.abc import Callable, Mapping, Sequence

from ops_console.cli import archive_reports, ledger_reports, premium_figures, premium_reports
from ops_console.cli.output import Row
from ops_console.cli.report_files import Report

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
    "bank-reconciliation": premium_reports.bank_reconciliation,
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
