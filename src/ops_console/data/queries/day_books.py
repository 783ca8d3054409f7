"""One day of one branch: what was booked, and what the till took and gave."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, literal_column, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BranchDay, HandIn, LedgerLine, Payout, Receipt, TillClose, WorkItem

CASH = "cash"
"""Method of receipts and payouts that go over the till."""
IN_CASH = table_of(Receipt).c.method == literal_column(f"'{CASH}'")
"""Of receipts; written out, so that the index of those in cash serves."""


@dataclass(frozen=True)
class DayBooks:
    """Control totals of a branch's day, in fen. `till` is what receipts, hand-ins, payouts and the counts of tills say,
    `cash` what was booked."""

    lines: int
    debit: Fen
    credit: Fen
    cash: Fen
    till: Fen


def day_books(reader: Reader, branch_id: int, day: date, cash_account: str) -> DayBooks:
    """The control totals of a branch's day."""
    line = table_of(LedgerLine).c
    sums = select(
        func.count(),
        whole_sum(case((line.amount > 0, line.amount), else_=0)),
        whole_sum(case((line.amount < 0, -line.amount), else_=0)),
        whole_sum(case((line.account == cash_account, line.amount), else_=0)),
    ).where(line.branch_id == branch_id, line.booked_on == day)
    lines, debit, credit, cash = reader.connection.execute(sums).one()
    received = reader.total(Receipt, "amount", IN_CASH, branch_id=branch_id, day=day)
    paid = _cash_paid(reader, branch_id, day)
    handed_in = reader.total(HandIn, "cash", branch_id=branch_id, day=day)
    over = sum(row.counted - row.expected for row in reader.find(TillClose, branch_id=branch_id, day=day))
    return DayBooks(lines, Fen(debit), Fen(credit), Fen(cash), Fen(received + handed_in - paid + over))


def cash_balance(reader: Reader, branch_id: int, cash_account: str) -> Fen:
    """What is in a branch's till by the books: what it was when its last day was closed, and what was booked since."""
    closed = next(iter(reader.find(BranchDay, branch_id=branch_id, order_by="-day", limit=1)), None)
    since = () if closed is None else (table_of(LedgerLine).c.booked_on > closed.day,)
    booked = reader.total(LedgerLine, "amount", *since, branch_id=branch_id, account=cash_account)
    return Fen(booked + (closed.cash if closed else 0))


def _cash_paid(reader: Reader, branch_id: int, day: date) -> int:
    payout, item = table_of(Payout), table_of(WorkItem)
    total = (
        select(whole_sum(payout.c.amount))
        .join(item, item.c.id == payout.c.case_id)
        .where(payout.c.day == day, payout.c.method == CASH, item.c.branch_id == branch_id)
    )
    [(amount,)] = reader.rows(total)
    return int(amount)
