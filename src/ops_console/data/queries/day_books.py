"""One day of one branch: what was booked, and what the till took and gave."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, func, literal_column, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BranchDay, HandIn, LedgerLine, Payout, Receipt, TillClose, WorkItem

CASH = "cash"
"""Method of receipts and payouts that go over the till."""
IN_CASH = table_of(Receipt).c.method == literal_column(f"'{CASH}'")
"""Of receipts; written out, so that the index of those in cash serves."""


_line, _receipt, _payout, _item, _hand_in, _till = (
    table_of(model).c for model in (LedgerLine, Receipt, Payout, WorkItem, HandIn, TillClose)
)
_BRANCH: BindParameter[Any] = bindparam("branch")
_DAY: BindParameter[Any] = bindparam("day")
_ACCOUNT: BindParameter[Any] = bindparam("account")


def _sum(amount: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[Any]:
    """Of a table's rows; 0 for none."""
    return select(whole_sum(amount)).where(*where).scalar_subquery()


def _booked(wanted: ColumnElement[bool], amount: ColumnElement[Any]) -> ColumnElement[Any]:
    return whole_sum(case((wanted, amount), else_=0))


_BOOKS = select(
    func.count(),
    _booked(_line.amount > 0, _line.amount),
    _booked(_line.amount < 0, -_line.amount),
    _booked(_line.account == _ACCOUNT, _line.amount),
    _sum(_receipt.amount, IN_CASH, _receipt.branch_id == _BRANCH, _receipt.day == _DAY),
    _sum(_hand_in.cash, _hand_in.branch_id == _BRANCH, _hand_in.day == _DAY),
    _sum(
        _payout.amount,
        _payout.day == _DAY,
        _payout.method == CASH,
        _item.id == _payout.case_id,
        _item.branch_id == _BRANCH,
    ),
    _sum(_till.counted - _till.expected, _till.branch_id == _BRANCH, _till.day == _DAY),
).where(_line.branch_id == _BRANCH, _line.booked_on == _DAY)
_SINCE = select(whole_sum(_line.amount)).where(
    _line.branch_id == _BRANCH, _line.account == _ACCOUNT, _line.booked_on > _DAY
)


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
    [found] = reader.asked(_BOOKS, branch=branch_id, day=day, account=cash_account)
    lines, debit, credit, cash, received, handed_in, paid, over = found
    return DayBooks(lines, Fen(debit), Fen(credit), Fen(cash), Fen(received + handed_in - paid + over))


def cash_balance(reader: Reader, branch_id: int, cash_account: str) -> Fen:
    """What is in a branch's till by the books: what it was when its last day was closed, and what was booked since."""
    closed = next(iter(reader.find(BranchDay, branch_id=branch_id, order_by="-day", limit=1)), None)
    [(booked,)] = reader.asked(_SINCE, branch=branch_id, account=cash_account, day=closed.day if closed else date.min)
    return Fen(booked + (closed.cash if closed else 0))
