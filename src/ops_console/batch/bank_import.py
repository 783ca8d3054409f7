"""bank-import: what banks answered is matched with what they were asked for, line by line, and booked.

Plain answers are booked by sets; every other one by the operation a clerk would use, in the same chunk. All chunks
count as head office's, so that they are worked one after the other: receipts are numbered chunk by chunk in the order
of the lines, whoever works. What fits nothing is kept and told; money that came with it is held, and has a case.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from ops_console.base.i18n import N_
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.batch.bank_lines import Booker
from ops_console.batch.chunks import ChunkResult
from ops_console.batch.report import Expected, Totals, added
from ops_console.batch.runs import RunKind, Task
from ops_console.data.by_key import by_key
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs import bank_booking, bank_matching, bank_stretch
from ops_console.data.runs.bank_stretch import Stretch
from ops_console.data.runs.chunks import Range
from ops_console.data.runs.digests import NO_DUES, chunk_digest, collected_now
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import BankFile, Branch, LedgerLine, Run, RunChunk
from ops_console.rules import postings
from ops_console.rules.bank_answers import next_try

POSTING = "premium_collected"
LINES_PER_CHUNK = 10_000


class _Import:
    """Works off the chunks of one run."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._banking = task.catalog.banking
        self._retried = [code for code, one in self._banking.reasons.items() if one.retry]

    def __call__(self, tx: Tx, chunk: RunChunk) -> ChunkResult:
        file = tx.need(BankFile, bank_stretch.file_of(chunk))
        stretch = Stretch.of(tx, chunk, file, tx.state().business_date)
        with by_key(tx):
            bank_stretch.lock(tx, stretch)
            totals, lines = self._collect(tx, stretch)
            totals += self._reject(tx, stretch)
            bank_matching.mark_repeated(tx, stretch, file.kind)
        booker = Booker(tx, self._task, file)
        for line in bank_stretch.left(tx, stretch):
            booker.book(line)
        digest = chunk_digest(NO_DUES, lines, collected_now(tx, chunk.id)) if lines else ""
        return ChunkResult(added([*totals, *booker.totals]), digest, tuple(booker.left), tuple(booker.faults))

    def _collect(self, tx: Tx, stretch: Stretch) -> tuple[list[dict[int, Totals]], list[LedgerLine]]:
        """The instalments plainly collected, with one posting a branch."""
        if not bank_matching.mark_collected(tx, stretch):
            return [], []
        found = bank_booking.collected(tx, stretch)
        bank_booking.book_collected(tx, stretch, found)
        lines: list[LedgerLine] = []
        for entry_no, one in enumerate(found, 1):
            day = known(tx.hold(Branch, one.branch_id), "branch").open_day
            lines += self._lines(stretch.source, entry_no, len(lines), one, day)
        tx.insert(lines)
        return [{one.branch_id: Totals(one.rows, one.amount)} for one in found], lines

    def _lines(
        self, source: int, entry_no: int, before: int, one: bank_booking.Collected, day: date
    ) -> list[LedgerLine]:
        ledger = self._task.catalog.ledger
        ruled = postings.lines(ledger.rules[POSTING], {"amount": one.amount}, {"money": ledger.money["bank"]})
        return [
            LedgerLine(
                source_id=source,
                line_no=line_no,
                entry_no=entry_no,
                rule=POSTING,
                account=line.account,
                amount=line.amount,
                branch_id=one.branch_id,
                booked_on=day,
            )
            for line_no, line in enumerate(ruled, before + 1)
        ]

    def _reject(self, tx: Tx, stretch: Stretch) -> list[dict[int, Totals]]:
        """Orders plainly rejected that are tried again. The last try is left: the customer is told by letter."""

        @cache
        def again(product: str, version: int, due: date) -> date | None:
            days = catalog_of(tx, version).products[product].grace_days
            ends = self._task.catalog.calendar.legal_deadline(due, days).day
            return next_try(due, self._banking.retry_days, stretch.today, ends)

        found = []
        for one in bank_matching.rejected(tx, stretch, self._retried):
            day = again(one.product, one.catalog_version, one.due_date)
            if day is not None:
                found.append((one, day))
        bank_booking.book_rejected(tx, stretch, found)
        return [{one.branch_id: Totals(1)} for one, _day in found]


def _cut(reader: Reader, task: Task) -> Iterable[Range]:
    """A bank answers to the company: a part of it books nothing."""
    return bank_stretch.ranges(reader, LINES_PER_CHUNK) if task.branches is None else ()


def _expect(reader: Reader, task: Task) -> Expected:
    return Expected(*bank_stretch.waiting(reader)) if task.branches is None else Expected(0, Fen(0))


def _begin(tx: Tx, task: Task, run: Run) -> None:
    """The run says which files it is about."""
    if task.branches is None:
        files = ", ".join(str(file.id) for file in bank_stretch.waiting_files(tx))
        tx.update(Run, {"id": run.id}, {"subject": files or None})


def _after(tx: Tx, _run: Run) -> Mapping[str, Any]:
    """The files that are done, with their digests: so the branch's chain says what the bank's files were."""
    return {"files": [[file.id, file.lines, file.digest] for file in bank_stretch.close_files(tx)]}


BANK_IMPORT = RunKind(
    "bank-import",
    N_("Answers of the banks booked"),
    ("premium",),
    _cut,
    _Import,
    after=_after,
    expect=_expect,
    begin=_begin,
)
