"""The general ledger: every entry balances, and each control account equals the sub-ledger behind it."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import case, func, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.catalog.model import Ledger
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.queries.books import balances
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
    line = table_of(LedgerLine)
    total = whole_sum(line.c.amount)
    by_entry = select(line.c.source_id, line.c.entry_no).group_by(line.c.source_id, line.c.entry_no)
    for row in reader.rows(by_entry.having(total != 0).limit(MOST)):
        yield Finding(f"ledger_line source {row.source_id} entry {row.entry_no}", _("debit and credit differ"))


def accounts_are_known(reader: Reader) -> Iterator[Finding]:
    """Nothing is booked on an account that is not in the chart."""
    known = _ledger(reader).accounts
    for balance in balances(reader):
        if balance.account not in known:
            yield Finding(f"ledger_line account {balance.account}", _("not in the chart of accounts"))


def closed_days_hold(reader: Reader) -> Iterator[Finding]:
    """A closed day of a branch has the lines, debit and credit it was closed with, and the till what it held then."""
    line, day = table_of(LedgerLine).c, table_of(BranchDay).c
    cash = _ledger(reader).money[CASH]
    first_columns = (line.branch_id, line.booked_on)
    booked = select(
        *first_columns,
        func.count().label("lines"),
        whole_sum(case((line.amount > 0, line.amount), else_=0)).label("debit"),
        whole_sum(case((line.amount < 0, -line.amount), else_=0)).label("credit"),
        whole_sum(case((line.account == cash, line.amount), else_=0)).label("cash"),
    ).where(line.branch_id.in_(select(day.branch_id)))
    days = {tuple(row[:2]): row for row in reader.rows(booked.group_by(*first_columns))}
    closed = {(row.branch_id, row.day): row for row in reader.find(BranchDay)}
    till: dict[int, int] = {}
    for branch_id, on in sorted({*days, *closed}):
        found, kept = days.get((branch_id, on)), closed.get((branch_id, on))
        till[branch_id] = till.get(branch_id, 0) + (int(found.cash) if found else 0)
        now = (found.lines, int(found.debit), int(found.credit)) if found else (0, 0, 0)
        if kept and (*now, till[branch_id]) != (kept.lines, kept.debit, kept.credit, kept.cash):
            place = f"branch_day branch {branch_id} day {on.isoformat()}"
            yield Finding(place, _("the ledger differs from the totals it was closed with"))


def money_held(reader: Reader) -> Iterator[Finding]:
    """Money held for applications and policies equals its accounts; nobody's balance is negative but that of money the
    bank took from the company's account."""
    table, unidentified = table_of(Suspense), _ledger(reader).money.get(UNIDENTIFIED)
    amount = whole_sum(table.c.amount)
    held = reader.rows(select(table.c.account, amount.label("held")).group_by(table.c.account))
    accounts = {_account(_ledger(reader), rule, Side.DEBIT) for rule in HELD}
    yield from _compare(reader, accounts, {row.account: -int(row.held) for row in held}, "suspense")
    owners = (table.c.account, table.c.case_id, table.c.policy_id)
    short = select(*owners).where(table.c.case_id.is_not(None)).group_by(*owners).having(amount < 0).limit(MOST)
    for row in reader.rows(short.where(table.c.account.is_distinct_from(unidentified))):
        place = f"suspense account {row.account} case {row.case_id} policy {row.policy_id}"
        if not _made_good(reader, row.account, row.policy_id):
            yield Finding(place, _("more was taken out than paid in"))


def payables_are_owed(reader: Reader) -> Iterator[Finding]:
    """What the payables' accounts owe is exactly the payments not yet paid."""
    ledger = _ledger(reader)
    payable, item = table_of(Payable), table_of(WorkItem)
    owed = (
        select(payable.c.reason, whole_sum(payable.c.amount).label("owed"))
        .join(item, item.c.id == payable.c.case_id)
        .where(item.c.state.not_in(NOT_OWED))
        .group_by(payable.c.reason)
    )
    amounts: dict[str, int] = dict.fromkeys(ledger.payables.values(), 0)
    for row in reader.rows(owed):
        if row.reason in ledger.payables:
            amounts[ledger.payables[row.reason]] -= int(row.owed)
        else:
            yield Finding(f"payable reason {row.reason}", _("has no account in the catalog"))
    yield from _compare(reader, ledger.payables.values(), amounts, "payable")


def loans_are_booked(reader: Reader) -> Iterator[Finding]:
    """The principal of the loans that run equals their accounts."""
    ledger = _ledger(reader)
    table = table_of(Loan)
    owed = reader.rows(select(table.c.kind, whole_sum(table.c.principal).label("owed")).group_by(table.c.kind))
    kinds = {row.kind: int(row.owed) for row in owed}
    accounts = {_account(ledger, rule, Side.DEBIT): kinds.get(kind, 0) for kind, rule in LENDING.items()}
    yield from _compare(reader, accounts, accounts, "loan")


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
