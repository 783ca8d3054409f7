"""Units of funds: holdings are what their trades make, and the ledger carries them at their value."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, exists, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.last_events import is_last
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import (
    Billing,
    DueEvent,
    FundHolding,
    FundOrder,
    FundTrade,
    LedgerLine,
    PolicyStatus,
    PremiumDue,
)
from ops_console.data.types import FOREVER
from ops_console.data.verify.accounts import NOT_ASKED_FOR
from ops_console.data.verify.findings import MOST, Finding, number
from ops_console.data.verify.ledger import balance_of
from ops_console.rules.postings import Side

REVALUED, RELEASED = "units_revalued", "units_released"
"""Posting rules: a gain's debit names the fund assets, its credit the units; a release's debit the money waiting."""
GAIN = "gain"


def holdings_are_their_trades(reader: Reader) -> Iterator[Finding]:
    """A cover holds of each fund what its trades add up to."""
    made, held = (
        {tuple(row)[:3]: int(row.units) for row in reader.rows(units)} for units in (_traded(), _units_held())
    )
    for policy_id, no, fund in _differing(made, held):
        message = _("holds {units} millionths of a unit, its trades make {total}").format(
            units=held.get((policy_id, no, fund), 0), total=made.get((policy_id, no, fund), 0)
        )
        yield Finding(f"fund_holding policy {policy_id} coverage {no} fund {fund}", message)


@cache
def _traded() -> Select[Any]:
    trade = table_of(FundTrade).c
    key = (trade.policy_id, trade.coverage_no, trade.fund)
    return select(*key, _sum(trade.units)).group_by(*key)


@cache
def _units_held() -> Select[Any]:
    holding = table_of(FundHolding).c
    return select(holding.policy_id, holding.coverage_no, holding.fund, holding.units)


def units_are_booked(reader: Reader) -> Iterator[Finding]:
    """The ledger carries the units of each policy, and the funds' assets behind them, at the value of its holdings."""
    accounts = _accounts(reader, REVALUED, GAIN)
    held = {row.policy_id: int(row.value) for row in reader.rows(_values_held())}
    for side, account in accounts.items():
        sign = 1 if side is Side.DEBIT else -1
        booked = {policy_id: sign * amount for policy_id, amount in _booked(reader, account).items()}
        for policy_id in _differing(booked, held):
            message = _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
                booked=Fen(booked.get(policy_id, 0)).yuan(),
                wanted=Fen(held.get(policy_id, 0)).yuan(),
                name="fund_holding",
            )
            yield Finding(f"account {account} policy {policy_id}", message)


@cache
def _values_held() -> Select[Any]:
    holding = table_of(FundHolding).c
    return select(holding.policy_id, _sum(holding.value)).group_by(holding.policy_id)


def nothing_waits_on_ended_contracts(reader: Reader) -> Iterator[Finding]:
    """A contract that has ended, all of whose orders were carried out, owes nobody money that waits for a price.
    Premiums raised by a run are not booked by policy, so that only a rest that is owed shows here; for the account as a
    whole see `money_waiting_is_accounted_for`."""
    account = _accounts(reader, RELEASED, "amount").get(Side.DEBIT)
    if account is None:
        return
    over = {policy_id for (policy_id,) in reader.rows(_over())}
    stuck = [(policy_id, amount) for policy_id, amount in _booked(reader, account).items() if amount < 0]
    for policy_id, amount in stuck[:MOST]:
        if policy_id in over:
            message = _("{amount} CNY of an ended contract wait for nothing").format(amount=Fen(-amount).yuan())
            yield Finding(f"account {account} policy {policy_id}", message)


@cache
def _over() -> Select[Any]:
    """Contracts that have ended and have no order under way."""
    order, status = table_of(FundOrder).c, table_of(PolicyStatus).c
    waiting = select(order.policy_id).where(order.done_on.is_(None), order.cancelled_on.is_(None))
    return select(status.policy_id).where(
        status.valid_to == FOREVER, status.status == "ended", status.policy_id.not_in(waiting)
    )


def money_waiting_is_accounted_for(reader: Reader) -> Iterator[Finding]:
    """What waits for a price is exactly the premiums asked for that bought nothing yet, of contracts that go on, and
    the orders to buy that are not carried out."""
    account = _accounts(reader, RELEASED, "amount").get(Side.DEBIT)
    if account is None:
        return
    wanted = Fen(number(reader, _bought_nothing(account)) + number(reader, _to_buy()))
    booked = Fen(-balance_of(reader, account))
    if booked != wanted:
        message = _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
            booked=booked.yuan(), wanted=wanted.yuan(), name="fund_order"
        )
        yield Finding(f"account {account}", message)


@cache
def _bought_nothing(account: str) -> Select[Any]:
    """Premiums asked for of contracts that go on, for which no order was made."""
    due, event, billing, order, status = (
        table_of(model) for model in (PremiumDue, DueEvent, Billing, FundOrder, PolicyStatus)
    )
    of_due = and_(event.c.policy_id == due.c.policy_id, event.c.due_date == due.c.due_date)
    gone = exists().where(of_due, is_last(event), event.c.kind.in_(NOT_ASKED_FOR))
    of_units = exists().where(billing.c.policy_id == due.c.policy_id, billing.c.account == account)
    is_over = exists().where(
        status.c.policy_id == due.c.policy_id, status.c.valid_to == FOREVER, status.c.status == "ended"
    )
    ordered = exists().where(
        order.c.policy_id == due.c.policy_id, order.c.due_date == due.c.due_date, order.c.cancelled_on.is_(None)
    )
    return select(whole_sum(due.c.amount)).where(of_units, ~gone, ~is_over, ~ordered)


@cache
def _to_buy() -> Select[Any]:
    order = table_of(FundOrder).c
    waiting = (order.what == "premium", order.done_on.is_(None), order.cancelled_on.is_(None))
    return select(whole_sum(order.amount)).where(*waiting)


def _sum(column: Any) -> Any:
    return whole_sum(column).label(column.name)


def _booked(reader: Reader, account: str) -> dict[int, int]:
    """What is booked on an account by policies, in their order."""
    return {row.policy_id: int(row.amount) for row in reader.rows(_booked_on(account))}


@cache
def _booked_on(account: str) -> Select[Any]:
    line = table_of(LedgerLine).c
    sums = select(line.policy_id, _sum(line.amount)).where(line.account == account, line.policy_id.is_not(None))
    return sums.group_by(line.policy_id).order_by(line.policy_id)


def _differing(one: Mapping[Any, int], other: Mapping[Any, int]) -> list[Any]:
    return sorted(key for key in {*one, *other} if one.get(key, 0) != other.get(key, 0))[:MOST]


def _accounts(reader: Reader, rule: str, amount: str) -> dict[Side, str]:
    """Side → account of a posting's amount; none in a catalog that knows no units yet."""
    found = catalog_of(reader, reader.state().catalog_version).ledger.rules.get(rule)
    return {leg.side: leg.account for leg in found.legs if leg.amount == amount} if found else {}
