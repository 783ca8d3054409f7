"""The general ledger: balances by account, and the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Label, case, func, select

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
    debit, credit = _sides()
    statement = select(line.c.account, debit, credit).group_by(line.c.account)
    if until is not None:
        statement = statement.where(line.c.booked_on <= until)
    if branches is not None:
        statement = statement.where(line.c.branch_id.in_(branches))
    rows = reader.rows(statement.order_by(line.c.account))
    return [Balance(row.account, Fen(row.debit), Fen(row.credit)) for row in rows]


def journal(reader: Reader, first: date, last: date, branches: Sequence[int], **equal: str) -> list[LedgerLine]:
    """Every line booked from one day to another, of one `rule` or `account` if named, in the order written."""
    line = table_of(LedgerLine)
    named = (line.c[column] == value for column, value in equal.items())
    wanted = (line.c.booked_on >= first, line.c.booked_on <= last, line.c.branch_id.in_(branches), *named)
    return reader.find(LedgerLine, *wanted, order_by=("booked_on", "source_id", "line_no"))


def balance_before(reader: Reader, account: str, day: date, branches: Sequence[int]) -> Fen:
    """What an account stood at when a day began: debit less credit."""
    line = table_of(LedgerLine)
    before = (line.c.booked_on < day, line.c.branch_id.in_(branches), line.c.account == account)
    return Fen(reader.total(LedgerLine, "amount", *before))


@dataclass(frozen=True)
class Posted:
    """What one posting rule booked on one account on one day, in fen."""

    day: date
    rule: str
    account: str
    debit: Fen
    credit: Fen
    lines: int


def by_posting(reader: Reader, first: date, last: date, branches: Sequence[int]) -> list[Posted]:
    """The journal of some days, summed by day, posting rule and account, in that order."""
    line = table_of(LedgerLine)
    key = (line.c.booked_on, line.c.rule, line.c.account)
    debit, credit = _sides()
    wanted = (line.c.booked_on >= first, line.c.booked_on <= last, line.c.branch_id.in_(branches))
    statement = select(*key, debit, credit, func.count().label("lines")).where(*wanted).group_by(*key).order_by(*key)
    return [
        Posted(row.booked_on, row.rule, row.account, Fen(row.debit), Fen(row.credit), row.lines)
        for row in reader.rows(statement)
    ]


def _sides() -> tuple[Label[int], Label[int]]:
    """Debit and credit of lines, summed."""
    line = table_of(LedgerLine)
    debit = whole_sum(case((line.c.amount > 0, line.c.amount), else_=0)).label("debit")
    return debit, whole_sum(case((line.c.amount < 0, -line.c.amount), else_=0)).label("credit")
