"""What the books say is in the bank, what the banks' last statements say, and what explains the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from ops_console.base.money import Fen
from ops_console.data.queries.hand_booked import HandBooked, booked_by_hand
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BankFile, BankLine, LedgerLine, Payout, PayoutOrder
from ops_console.rules.references import PayoutReference, read_reference

SENT = "sent"
CARRIED_OUT = ("settled", "debited")
"""Outcomes of lines by which a payment left our account."""


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
    the books, and on no line of a bank; `unpaid`: out of the books, and the bank had not paid it when the day ended."""

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
    return BankBalance(Fen(booked), tuple(_statements(reader, last)), tuple(by_hand), _unpaid(reader, last))


def _statements(reader: Reader, last: date) -> list[Statement]:
    file = table_of(BankFile).c
    found: dict[tuple[str, str], Statement] = {}
    for one in reader.find(BankFile, file.closing_day <= last, direction="in", order_by="closing_day"):
        if one.closing is not None and one.closing_day is not None:
            key = (one.bank, one.account or "")
            found[key] = Statement(*key, one.closing_day, one.closing)
    return [found[key] for key in sorted(found)]


def _unpaid(reader: Reader, last: date) -> Fen:
    """Orders to pay that were out of the books when the day ended, and that no bank had carried out by then. An answer
    that was read later tells of the day on which the money moved."""
    order, out, back = table_of(PayoutOrder).c, table_of(Payout), table_of(Payout).alias("back")
    # Each order is a payout; what comes back is the next row of its payment.
    of_order = and_(out.c.case_id == order.case_id, out.c.no == 2 * order.attempt - 1)
    came_back = and_(back.c.case_id == order.case_id, back.c.no == 2 * order.attempt, back.c.day <= last)
    confirmed = and_(order.state == "confirmed", order.answered_on <= last)
    payouts = and_(out.c.day <= last, back.c.no.is_(None), ~confirmed)
    joined = table_of(PayoutOrder).join(out, of_order).outerjoin(back, came_back)
    waiting = select(whole_sum(order.amount)).select_from(joined).where(payouts, order.state == SENT)
    [(unanswered,)] = reader.rows(waiting)
    answered = select(order.case_id, order.attempt, order.amount, out.c.day).select_from(joined)
    later = reader.rows(answered.where(payouts, order.state != SENT))
    carried = _carried_out(reader, {row.case_id for row in later}, min((row.day for row in later), default=last), last)
    return Fen(unanswered + sum(row.amount for row in later if (row.case_id, row.attempt) not in carried))


def _carried_out(reader: Reader, cases: set[int], first: date, last: date) -> set[tuple[int, int]]:
    """Which orders (payment and attempt) of these payments the banks' lines say were carried out by the end of a day,
    and did not come back by then; in files read from the first day on."""
    if not cases:
        return set()
    file, line = table_of(BankFile).c, table_of(BankLine).c
    day = func.coalesce(line.day, file.day)
    told = (
        select(line.case_id, line.reference, line.outcome)
        .join(table_of(BankFile), and_(file.id == line.file_id, file.direction == "in", file.day >= first))
        .where(line.case_id.is_not(None), line.state == "booked", day <= last)
    )
    out: set[tuple[int, int]] = set()
    back: set[tuple[int, int]] = set()
    for case_id, reference, outcome in map(tuple, reader.rows(told)):
        named = read_reference(reference) if case_id in cases else None
        if isinstance(named, PayoutReference):
            (out if outcome in CARRIED_OUT else back).add((named.case_id, named.attempt))
    return out - back
