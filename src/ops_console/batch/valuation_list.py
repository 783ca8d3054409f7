"""What a valuation found, coverage by coverage, as a CSV file for an actuary."""

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import UsageError
from ops_console.batch.chunks import chunks_of
from ops_console.batch.report import RunReport
from ops_console.batch.runs import branches_below
from ops_console.batch.valuation import POLICIES_PER_CHUNK
from ops_console.batch.valuer import Valuer, Worth
from ops_console.data.runs import valuation as rows
from ops_console.data.runs.valuation import Row
from ops_console.data.store import Store
from ops_console.rules.numbers import HEAD_OFFICE, Prefix, printed

HEADERS = ("policy", "coverage", "product", "issued_by", "serviced_by", "cash_value", "reserve", "unearned_premium")


def write_list(store: Store, report: RunReport, path: Path) -> int:
    """Write a line for each coverage the run valued, amounts in yuan; returns how many. UsageError for a file that
    can't be written."""
    count = 0
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADERS)
            for line in _lines(store, report):
                writer.writerow(line)
                count += 1
    except OSError as error:
        raise UsageError(_("{file} can't be written: {error}").format(file=path, error=error)) from None
    return count


def _lines(store: Store, report: RunReport) -> Iterator[tuple[object, ...]]:
    with store.read() as reader:
        branches = None if report.branch_id == HEAD_OFFICE else branches_below(reader, report.branch_id)
        valuer = Valuer(report.as_of, branches)
        for chunk in chunks_of(0, rows.ranges(reader, branches, POLICIES_PER_CHUNK)):
            found: list[tuple[Row, Worth]] = []
            valuer.chunk(reader, chunk, partial(_keep, found))
            for row, worth in found:
                yield _line(row, worth)


def _keep(found: list[tuple[Row, Worth]], row: Row, worth: Worth) -> None:
    found.append((row, worth))


def _line(row: Row, worth: Worth) -> tuple[object, ...]:
    amounts = (Fen(amount).yuan().replace(",", "") for amount in worth)
    number = printed(Prefix.POLICY, row.policy_id)
    return (number, row.no, row.product, row.issued_by, row.branch_id, *amounts)
