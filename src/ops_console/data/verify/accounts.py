"""Universal life accounts: what their entries add up to, and what the ledger owes for them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.last_events import is_last
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import AccountEntry, Billing, DueEvent, LedgerLine, PolicyAccount, PremiumDue
from ops_console.data.verify.findings import MOST, Finding, number
from ops_console.data.verify.ledger import balance_of
from ops_console.rules.postings import Side

UNIVERSAL = "universal"
PREMIUM_IN = "account_premium"
"""Posting rule that takes a planned premium off the clearing account and puts it into the account."""
NOT_ASKED_FOR = ("cancelled", "skipped")
"""Kinds of due event after which nothing stands on the clearing account."""


def accounts_are_their_entries(reader: Reader) -> Iterator[Finding]:
    """An account holds what its entries add up to."""
    totals = _by_policy(reader, _moved())
    for policy_id, balance in _differing(totals, _held(reader)):
        message = _("holds {balance}, its entries make {total}").format(
            balance=balance.yuan(), total=Fen(totals.get(policy_id, 0)).yuan()
        )
        yield Finding(f"policy_account policy {policy_id}", message)


@cache
def _moved() -> Select[Any]:
    entry = table_of(AccountEntry).c
    return _totals(entry.policy_id, entry.amount).where(entry.kind == UNIVERSAL)


def accounts_are_booked(reader: Reader) -> Iterator[Finding]:
    """The ledger owes each policy exactly what its account holds."""
    account = _account(reader, Side.CREDIT)
    if account is None:
        return
    owed = _by_policy(reader, _owed(account))
    for policy_id, balance in _differing(owed, _held(reader)):
        booked = Fen(owed.get(policy_id, 0))
        yield Finding(f"account {account} policy {policy_id}", _told(booked, balance, "policy_account"))


@cache
def _owed(account: str) -> Select[Any]:
    line = table_of(LedgerLine).c
    return _totals(line.policy_id, -line.amount).where(line.account == account)


def planned_premiums_are_put_in(reader: Reader) -> Iterator[Finding]:
    """The clearing account owes exactly the planned premiums asked for that are not in an account yet."""
    account = _account(reader, Side.DEBIT)
    if account is None:
        return
    wanted = Fen(number(reader, _asked_for(account)) - number(reader, _put_in()))
    booked = Fen(-balance_of(reader, account))
    if booked != wanted:
        yield Finding(f"account {account}", _told(booked, wanted, "premium_due"))


@cache
def _asked_for(account: str) -> Select[Any]:
    due, event, billing = (table_of(model) for model in (PremiumDue, DueEvent, Billing))
    same = and_(event.c.policy_id == due.c.policy_id, event.c.due_date == due.c.due_date)
    gone = exists().where(same, is_last(event), event.c.kind.in_(NOT_ASKED_FOR))
    of_account = exists().where(billing.c.policy_id == due.c.policy_id, billing.c.account == account)
    return select(whole_sum(due.c.amount)).where(of_account, ~gone)


@cache
def _put_in() -> Select[Any]:
    entry = table_of(AccountEntry).c
    of_premiums = (entry.kind == UNIVERSAL, entry.what == "premium", entry.due_date.is_not(None))
    return select(whole_sum(entry.amount)).where(*of_premiums)


def _account(reader: Reader, side: Side) -> str | None:
    """None for a catalog that knows no accounts yet."""
    rule = catalog_of(reader, reader.state().catalog_version).ledger.rules.get(PREMIUM_IN)
    return next(leg.account for leg in rule.legs if leg.side is side) if rule else None


def _held(reader: Reader) -> dict[int, int]:
    return _by_policy(reader, _balances())


@cache
def _balances() -> Select[Any]:
    account = table_of(PolicyAccount).c
    return _totals(account.policy_id, account.balance).where(account.kind == UNIVERSAL)


def _totals(policy_id: ColumnElement[int], amount: ColumnElement[int]) -> Select[Any, Any]:
    return select(policy_id.label("policy_id"), whole_sum(amount).label("total")).group_by(policy_id)


def _by_policy(reader: Reader, sums: Select[Any, Any]) -> dict[int, int]:
    return {row.policy_id: int(row.total) for row in reader.rows(sums)}


def _differing(found: dict[int, int], held: dict[int, int]) -> list[tuple[int, Fen]]:
    """Policies whose account holds something else than was found, and what it holds."""
    wrong = [one for one in {*found, *held} if found.get(one, 0) != held.get(one, 0)]
    return [(one, Fen(held.get(one, 0))) for one in sorted(wrong)[:MOST]]


def _told(booked: Fen, wanted: Fen, name: str) -> str:
    return _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
        booked=booked.yuan(), wanted=wanted.yuan(), name=name
    )
