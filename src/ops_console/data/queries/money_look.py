"""The money of a case and its policy: instalments, receipts, loans, payments and ledger lines. Amounts in fen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import (
    Dividend,
    DueEvent,
    Event,
    LedgerLine,
    Loan,
    Payable,
    PremiumDue,
    Receipt,
    Suspense,
    WorkItem,
)

DUES_SHOWN = 12
LINES_SHOWN = 60


@dataclass(frozen=True)
class DueLook:
    """An instalment and what became of it last: open, collected, returned, waived, cancelled, lent."""

    due_date: date
    amount: int
    state: str


@dataclass(frozen=True)
class LineLook:
    """One ledger line; debit positive, credit negative."""

    source_id: int
    booked_on: date
    rule: str
    account: str
    amount: int


@dataclass(frozen=True)
class LoanLook:
    """A loan that runs; rate per year in millionths."""

    kind: str
    principal: int
    rate: int
    granted_on: date
    term_ends: date


@dataclass(frozen=True)
class DividendLook:
    """The dividend of a policy year and how it was used; `additions` is the sum assured it bought."""

    year: int
    due_on: date
    amount: int
    option: str
    additions: int


@dataclass(frozen=True)
class PayableLook:
    """A payment decided: what it is for and where its case stands."""

    case_id: int
    number: str
    amount: int
    reason: str
    state: str


@dataclass(frozen=True)
class MoneyLook:
    """All of it. `held` is what lies in suspense for the case or the policy."""

    dues: tuple[DueLook, ...]
    receipts: tuple[tuple[int, date, int, str, str], ...]
    """Number, day, amount, method, purpose."""
    held: int
    loans: tuple[LoanLook, ...]
    dividends: tuple[DividendLook, ...]
    payables: tuple[PayableLook, ...]
    lines: tuple[LineLook, ...]


def money_of(reader: Reader, policy_id: int | None, case_id: int | None) -> MoneyLook:
    """The money of a policy and of a case, newest first."""
    return MoneyLook(
        dues=_dues(reader, policy_id) if policy_id else (),
        receipts=_receipts(reader, policy_id, case_id),
        held=_held(reader, policy_id, case_id),
        loans=_loans(reader, policy_id) if policy_id else (),
        dividends=_dividends(reader, policy_id) if policy_id else (),
        payables=_payables(reader, case_id) if case_id else (),
        lines=_lines(reader, case_id) if case_id else _policy_lines(reader, policy_id),
    )


def _dues(reader: Reader, policy_id: int) -> tuple[DueLook, ...]:
    rows = reader.find(PremiumDue, policy_id=policy_id, order_by="-due_date", limit=DUES_SHOWN)
    last: dict[date, str] = {}
    for event in reader.find(DueEvent, policy_id=policy_id):
        last[event.due_date] = event.kind
    return tuple(DueLook(row.due_date, row.amount, last.get(row.due_date, "open")) for row in rows)


def _receipts(
    reader: Reader, policy_id: int | None, case_id: int | None
) -> tuple[tuple[int, date, int, str, str], ...]:
    rows: dict[tuple[int, int], Receipt] = {}
    for equal in ({"policy_id": policy_id}, {"case_id": case_id}):
        if None not in equal.values():
            found = reader.find(Receipt, order_by=("-day", "-no"), limit=20, **equal)
            rows |= {(row.branch_id, row.no): row for row in found}
    return tuple((row.no, row.day, row.amount, row.method, row.purpose) for row in rows.values())


def _held(reader: Reader, policy_id: int | None, case_id: int | None) -> int:
    rows: dict[tuple[int, int], int] = {}
    for found in (
        reader.find(Suspense, policy_id=policy_id) if policy_id is not None else [],
        reader.find(Suspense, case_id=case_id) if case_id is not None else [],
    ):
        rows |= {(row.source_id, row.no): row.amount for row in found}
    return sum(rows.values())


def _loans(reader: Reader, policy_id: int) -> tuple[LoanLook, ...]:
    rows = reader.find(Loan, policy_id=policy_id, closed_on=None)
    return tuple(LoanLook(row.kind, row.principal, row.rate, row.granted_on, row.term_ends) for row in rows)


def _dividends(reader: Reader, policy_id: int) -> tuple[DividendLook, ...]:
    rows = reader.find(Dividend, policy_id=policy_id, order_by="-year", limit=DUES_SHOWN)
    return tuple(DividendLook(row.year, row.due_on, row.amount, row.option, row.additions) for row in rows)


def _payables(reader: Reader, case_id: int) -> tuple[PayableLook, ...]:
    found = []
    for item in [
        *reader.find(WorkItem, id=case_id, kind="payment"),
        *reader.find(WorkItem, parent_id=case_id, kind="payment"),
    ]:
        row = reader.need(Payable, item.id)
        found.append(PayableLook(item.id, item.number, row.amount, row.reason, item.state))
    return tuple(found)


def _lines(reader: Reader, case_id: int) -> tuple[LineLook, ...]:
    """The ledger lines of the case's own events."""
    events = reader.find(Event, case_id=case_id, order_by="-id", limit=LINES_SHOWN)
    table = table_of(LedgerLine)
    return _shown(reader.find(LedgerLine, table.c.source_id.in_([event.id for event in events]), limit=LINES_SHOWN))


def _policy_lines(reader: Reader, policy_id: int | None) -> tuple[LineLook, ...]:
    if policy_id is None:
        return ()
    return _shown(reader.find(LedgerLine, policy_id=policy_id, order_by="-source_id", limit=LINES_SHOWN))


def _shown(rows: Iterable[LedgerLine]) -> tuple[LineLook, ...]:
    return tuple(LineLook(row.source_id, row.booked_on, row.rule, row.account, row.amount) for row in rows)
