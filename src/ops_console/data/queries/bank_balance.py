"""What the books say is in the bank, what the banks' last statements say, and what explains the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ops_console.base.money import Fen
from ops_console.data.queries.hand_booked import HandBooked, booked_by_hand
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BankFile, LedgerLine, PayoutOrder, WorkItem


@dataclass(frozen=True)
class Statement:
    """The last statement of an account of ours: what it stood at when a day ended."""

    bank: str
    account: str
    day: date
    balance: Fen


@dataclass(frozen=True)
class BankBalance:
    """The books' balance of the account of bank money at the end of a day, and what stands against it. `by_hand`: in
    the books, and on no line of a bank; `unpaid`: out of the books, and the bank has not answered."""

    books: Fen
    statements: tuple[Statement, ...]
    by_hand: tuple[HandBooked, ...]
    unpaid: Fen

    @property
    def difference(self) -> Fen:
        """What the books have more than the banks."""
        return Fen(self.books - Fen.total(one.balance for one in self.statements))

    @property
    def unexplained(self) -> Fen:
        return Fen(self.difference - Fen.total(one.receipt.amount for one in self.by_hand) + self.unpaid)


def bank_balance(reader: Reader, account: str, first: date, last: date, branches: Sequence[int]) -> BankBalance:
    """As of the end of a day. Money booked by hand is looked for from the first day on, in these branches; books and
    statements are the whole company's, for a bank account is no branch's."""
    booked = reader.total(LedgerLine, "amount", table_of(LedgerLine).c.booked_on <= last, account=account)
    by_hand = booked_by_hand(reader, branches, first, last)
    return BankBalance(Fen(booked), tuple(_statements(reader, last)), tuple(by_hand), _unpaid(reader))


def _statements(reader: Reader, last: date) -> list[Statement]:
    file = table_of(BankFile).c
    found: dict[tuple[str, str], Statement] = {}
    for one in reader.find(BankFile, file.closing_day <= last, direction="in", order_by="closing_day"):
        if one.closing is not None and one.closing_day is not None:
            key = (one.bank, one.account or "")
            found[key] = Statement(*key, one.closing_day, one.closing)
    return [found[key] for key in sorted(found)]


def _unpaid(reader: Reader) -> Fen:
    order, case = table_of(PayoutOrder), table_of(WorkItem)
    paid = select(whole_sum(order.c.amount)).join(case, case.c.id == order.c.case_id)
    [(amount,)] = reader.rows(paid.where(order.c.state == "sent", case.c.state == "paid"))
    return Fen(amount)
