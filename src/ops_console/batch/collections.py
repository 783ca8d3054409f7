"""collection-run: what customers owe and the bank is to collect is ordered from it, each instalment once at a time.

An order is made into the file of its bank and issuing branch. Nothing is booked: what the bank answers is. No number is
given out before the run's end, and an order's key is that of its instalment: so the orders are the same whoever makes
them, and two runs can't order one instalment twice.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from ops_console.base.i18n import N_, _
from ops_console.batch.bank_files import count_in, number_files, open_files
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Expected, Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.runs import collections as rows
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import RunChunk

POLICIES_PER_CHUNK = 25_000
REHEARSAL = 0
"""Run of the chunks of a dry run."""


class _Collections:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._scope = _scope(task)

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        if chunk.run_id == REHEARSAL:
            _open(tx, self._task, datetime.now(UTC), chunk)
        ordered = rows.order(tx, self._scope, chunk)
        files: dict[int, tuple[int, int]] = {}
        for one in ordered:
            lines, amount = files.get(one.file_id, (0, 0))
            files[one.file_id] = (lines + one.orders, amount + one.amount)
        count_in(tx, files)
        totals = added({one.branch_id: Totals(one.orders, one.amount)} for one in ordered)
        return ChunkResult(totals, left=_unserved(tx, self._scope, chunk))


def unserved(reader: Reader, task: Task) -> tuple[str, ...]:
    """A line for each bank that the catalog does not have and under whose mandates premium is owed: nobody asks it."""
    return _unserved(reader, _scope(task))


def _unserved(reader: Reader, scope: rows.Scope, chunk: RunChunk | None = None) -> tuple[str, ...]:
    return tuple(
        _(
            "The catalog has no bank {bank}: nothing is collected under its mandates, of {policy} first; policies that "
            "owe premium: {count}."
        ).format(bank=bank, policy=number, count=count)
        for bank, count, number in rows.unserved(reader, scope, chunk)
    )


def _scope(task: Task) -> rows.Scope:
    return rows.Scope(task.as_of, task.branches, tuple(sorted(task.catalog.banking.banks)))


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    return rows.waiting(_scope(task)).ranges(reader, POLICIES_PER_CHUNK)


def _open(tx: Tx, task: Task, at: datetime, chunk: RunChunk | None = None) -> None:
    """Files for everything that may be ordered, or for a chunk."""
    open_files(tx, task.catalog, rows.COLLECTION, task.as_of, at, rows.places(tx, _scope(task), chunk))


def _expect(reader: Reader, task: Task) -> Expected:
    return Expected(*rows.count(reader, _scope(task)))


COLLECTION = RunKind(
    "collection-run",
    N_("Premiums ordered from the banks"),
    ("premium",),
    _cut,
    _Collections,
    after=lambda tx, _run: number_files(tx, rows.COLLECTION),
    expect=_expect,
    in_order=False,
    begin=lambda tx, task, run: _open(tx, task, run.started_at),
)
