"""The general ledger: every entry balances, and each control account equals the sub-ledger behind it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, case, func, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.catalog.model import Ledger
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.queries.day_books import CASH
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BranchDay, LedgerLine, Loan, Payable, Suspense, WorkItem
from ops_console.data.verify.findings import MOST, Finding
from ops_console.rules.postings import Side

LENDING = {"loan": "loan_granted", "premium_loan": "apl_granted"}
"""Kind of loan → posting rule whose debit names the account its principal stands on."""
HELD = ("advance_applied", "suspense_applied")
"""Posting rules whose debit names an account that holds money not yet premium."""
UNIDENTIFIED = "unidentified"
"""The way of money whose account holds what is nobody's yet."""
NOT_OWED = ("paid", "cancelled")
"""States of a payment that is not owed any more."""


def entries_balance(reader: Reader) -> Iterator[Finding]:
    """The lines of every entry sum to zero."""
    for row in reader.rows(_out_of_balance()):
        yield Finding(f"ledger_line source {row.source_id} entry {row.entry_no}", _("debit and credit differ"))


@cache
def _out_of_balance() -> Select[Any]:
    line = table_of(LedgerLine).c
    key = (line.source_id, line.entry_no)
    return select(*key).group_by(*key).having(whole_sum(line.amount) != 0).limit(MOST)


def accounts_are_known(reader: Reader) -> Iterator[Finding]:
    """Nothing is booked on an account that is not in the chart."""
    known = _ledger(reader).accounts
    for (account,) in reader.rows(_accounts_used()):
        if account not in known:
            yield Finding(f"ledger_line account {account}", _("not in the chart of accounts"))


@cache
def _accounts_used() -> Select[Any]:
    account = table_of(LedgerLine).c.account
    return select(account).distinct().order_by(account)


def closed_days_hold(reader: Reader) -> Iterator[Finding]:
    """A closed day of a branch has the lines, debit and credit it was closed with, and the till what it held then."""
    days = {tuple(row[:2]): row for row in reader.rows(_booked_by_day(_ledger(reader).money[CASH]))}
    closed = {(row.branch_id, row.day): row for row in reader.find(BranchDay)}
    till: dict[int, int] = {}
    for branch_id, on in sorted({*days, *closed}):
        found, kept = days.get((branch_id, on)), closed.get((branch_id, on))
        till[branch_id] = till.get(branch_id, 0) + (int(found.cash) if found else 0)
        now = (found.lines, int(found.debit), int(found.credit)) if found else (0, 0, 0)
        if kept and (*now, till[branch_id]) != (kept.lines, kept.debit, kept.credit, kept.cash):
            place = f"branch_day branch {branch_id} day {on.isoformat()}"
            yield Finding(place, _("the ledger differs from the totals it was closed with"))


@cache
def _booked_by_day(cash: str) -> Select[Any]:
    """What was booked in each branch that has closed a day, by days; `cash`: the account of the tills."""
    line, day = table_of(LedgerLine).c, table_of(BranchDay).c
    key = (line.branch_id, line.booked_on)
    booked = select(
        *key,
        func.count().label("lines"),
        whole_sum(case((line.amount > 0, line.amount), else_=0)).label("debit"),
        whole_sum(case((line.amount < 0, -line.amount), else_=0)).label("credit"),
        whole_sum(case((line.account == cash, line.amount), else_=0)).label("cash"),
    )
    return booked.where(line.branch_id.in_(select(day.branch_id))).group_by(*key)


def money_held(reader: Reader) -> Iterator[Finding]:
    """Money held for applications and policies equals its accounts; nobody's balance is negative but that of money the
    bank took from the company's account."""
    ledger = _ledger(reader)
    accounts = {_account(ledger, rule, Side.DEBIT) for rule in HELD}
    yield from _compare(reader, accounts, {row.account: -int(row.held) for row in reader.rows(_held())}, "suspense")
    for row in reader.rows(_overdrawn(ledger.money.get(UNIDENTIFIED))):
        place = f"suspense account {row.account} case {row.case_id} policy {row.policy_id}"
        if not _made_good(reader, row.account, row.policy_id):
            yield Finding(place, _("more was taken out than paid in"))


@cache
def _held() -> Select[Any]:
    held = table_of(Suspense).c
    return select(held.account, whole_sum(held.amount).label("held")).group_by(held.account)


@cache
def _overdrawn(unidentified: str | None) -> Select[Any]:
    held = table_of(Suspense).c
    owners = (held.account, held.case_id, held.policy_id)
    of_cases = (held.case_id.is_not(None), held.account.is_distinct_from(unidentified))
    return select(*owners).where(*of_cases).group_by(*owners).having(whole_sum(held.amount) < 0).limit(MOST)


def payables_are_owed(reader: Reader) -> Iterator[Finding]:
    """What the payables' accounts owe is exactly the payments not yet paid."""
    ledger = _ledger(reader)
    amounts: dict[str, int] = dict.fromkeys(ledger.payables.values(), 0)
    for row in reader.rows(_owed()):
        if row.reason in ledger.payables:
            amounts[ledger.payables[row.reason]] -= int(row.owed)
        else:
            yield Finding(f"payable reason {row.reason}", _("has no account in the catalog"))
    yield from _compare(reader, ledger.payables.values(), amounts, "payable")


@cache
def _owed() -> Select[Any]:
    payable, item = table_of(Payable), table_of(WorkItem)
    return (
        select(payable.c.reason, whole_sum(payable.c.amount).label("owed"))
        .join(item, item.c.id == payable.c.case_id)
        .where(item.c.state.not_in(NOT_OWED))
        .group_by(payable.c.reason)
    )


def loans_are_booked(reader: Reader) -> Iterator[Finding]:
    """The principal of the loans that run equals their accounts."""
    ledger = _ledger(reader)
    kinds = {row.kind: int(row.lent) for row in reader.rows(_lent())}
    accounts = {_account(ledger, rule, Side.DEBIT): kinds.get(kind, 0) for kind, rule in LENDING.items()}
    yield from _compare(reader, accounts, accounts, "loan")


@cache
def _lent() -> Select[Any]:
    loan = table_of(Loan).c
    return select(loan.kind, whole_sum(loan.principal).label("lent")).group_by(loan.kind)


def receivable_account(reader: Reader) -> str:
    """The account raised premiums are owed on."""
    return _account(_ledger(reader), "premium_due", Side.DEBIT)


def balance_of(reader: Reader, account: str) -> Fen:
    """Debit less credit of one account."""
    return Fen(reader.total(LedgerLine, "amount", account=account))


def _made_good(reader: Reader, account: str, policy_id: int | None) -> bool:
    """Money paid in under one case may be used under another of the same policy."""
    return policy_id is not None and reader.total(Suspense, "amount", account=account, policy_id=policy_id) >= 0


def _compare(
    reader: Reader, accounts: Iterable[str], expected: Mapping[str, int], sub_ledger: str
) -> Iterator[Finding]:
    for account in sorted({*accounts, *expected}):
        booked, wanted = balance_of(reader, account), Fen(expected.get(account, 0))
        if booked != wanted:
            message = _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
                booked=booked.yuan(), wanted=wanted.yuan(), name=sub_ledger
            )
            yield Finding(f"account {account}", message)


def _account(ledger: Ledger, rule: str, side: Side) -> str:
    return next(leg.account for leg in ledger.rules[rule].legs if leg.side is side)


def _ledger(reader: Reader) -> Ledger:
    return catalog_of(reader, reader.state().catalog_version).ledger
