"""The general ledger: balances by account, and the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import LedgerLine


@dataclass(frozen=True)
class Balance:
    """One account: what was debited and credited up to a day, in fen."""

    account: str
    debit: Fen
    credit: Fen

    @property
    def balance(self) -> Fen:
        """Debit less credit."""
        return self.debit - self.credit


def balances(reader: Reader, until: date | None = None, branches: Sequence[int] | None = None) -> list[Balance]:
    """Every account with postings of these branches, by code; of the whole company without them."""
    line = table_of(LedgerLine)
    debit = whole_sum(case((line.c.amount > 0, line.c.amount), else_=0)).label("debit")
    credit = whole_sum(case((line.c.amount < 0, -line.c.amount), else_=0)).label("credit")
    statement = select(line.c.account, debit, credit).group_by(line.c.account)
    if until is not None:
        statement = statement.where(line.c.booked_on <= until)
    if branches is not None:
        statement = statement.where(line.c.branch_id.in_(branches))
    rows = reader.rows(statement.order_by(line.c.account))
    return [Balance(row.account, Fen(row.debit), Fen(row.credit)) for row in rows]


def journal(reader: Reader, first: date, last: date, branches: Sequence[int]) -> list[LedgerLine]:
    """Every line booked from one day to another, in the order they were written."""
    line = table_of(LedgerLine)
    wanted = (line.c.booked_on >= first, line.c.booked_on <= last, line.c.branch_id.in_(branches))
    return reader.find(LedgerLine, *wanted, order_by=("booked_on", "source_id", "line_no"))
