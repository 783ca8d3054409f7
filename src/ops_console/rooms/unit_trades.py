"""Trades of units: what differs between those there are and those that the orders make at today's prices, and how that
is booked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ops_console.base.money import Fen
from ops_console.data.tables import Endorsement, FundHolding, FundOrder, FundTrade
from ops_console.desk.payables import pay
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.unit_orders import FEE, RELEASE, RISK
from ops_console.rooms.units import UnitCover
from ops_console.rules.products.units import Trade, value_of
from ops_console.rules.products.universal import surrender_charge

PAID_OUT = {"surrender": "surrender", "withdrawal": "preservation"}
"""What an order was for → what its proceeds are owed as."""
SURRENDER_CLOCK = "surrender_value"


@dataclass(frozen=True)
class Retraded:
    """Trades that are to be taken back, those that are to be made, and the orders that are carried out by now."""

    back: tuple[FundTrade, ...]
    new: tuple[Trade, ...]
    done: tuple[FundOrder, ...]
    """For the first time."""

    @property
    def is_news(self) -> bool:
        return bool(self.back or self.new or self.done)

    @property
    def amount(self) -> Fen:
        """Everything bought and sold."""
        return Fen.total(abs(one.amount) for one in self.new)


def retraded(units: UnitCover) -> Retraded:
    """What differs. A trade that stays as it is, is left alone."""
    live = {_key(one): one for one in units.live}
    wanted = {_key(one): one for one in units.done.trades}
    return Retraded(
        tuple(one for key, one in live.items() if key not in wanted),
        tuple(one for key, one in wanted.items() if key not in live),
        tuple(one for one in units.standing if one.done_on is None and one.no in units.done.days),
    )


def book(view: View, plan: Plan, position: PolicyPosition, units: UnitCover, found: Retraded) -> None:
    """Take back, make anew, carry the units at their price, pay what was sold to be paid."""
    whats = {one.no: one.what for one in units.orders}
    _insert(plan, units, found)
    _post_back(plan, units.policy_id, [(whats[one.order_no], one.amount) for one in found.back])
    _post_new(plan, units.policy_id, [(one.what, one.amount) for one in found.new])
    _carry(view, plan, units, found)
    for order in found.done:
        key = {"policy_id": units.policy_id, "coverage_no": units.coverage.no, "no": order.no}
        plan.change(FundOrder, key, done_on=units.done.days[order.no])
    for order in units.standing:
        if order.what in PAID_OUT:
            _pay_out(view, plan, position, units, order)
    plan.whys += [units.risk_why(one) for one in units.standing if _is_charged(one, found)]
    if units.done.trades:
        plan.whys.append(units.value(max(one.day for one in units.done.trades))[1])


def _is_charged(order: FundOrder, found: Retraded) -> bool:
    return order.what == RISK and any(one.order_no == order.no for one in found.new)


def _key(one: FundTrade | Trade) -> tuple[object, ...]:
    return one.order_no, one.fund, one.day, one.price, one.units, one.amount


def _insert(plan: Plan, units: UnitCover, found: Retraded) -> None:
    """The trades, numbered on: first those that take back."""
    rows = [
        *(_row(one, units=-one.units, amount=-one.amount, reverses=one.no) for one in found.back),
        *(_row(one, units=one.units, amount=one.amount) for one in found.new),
    ]
    for no, row in enumerate(rows, len(units.trades) + 1):
        plan.insert(row.model_copy(update={"policy_id": units.policy_id, "coverage_no": units.coverage.no, "no": no}))


def _row(one: FundTrade | Trade, units: int, amount: Fen, reverses: int | None = None) -> FundTrade:
    return FundTrade(
        policy_id=0,
        coverage_no=0,
        no=0,
        order_no=one.order_no,
        fund=one.fund,
        day=one.day,
        price=one.price,
        units=units,
        amount=amount,
        reverses=reverses,
        source_id=0,
    )


def _sum(trades: Iterable[tuple[str, Fen]], *whats: str, bought: bool = False) -> Fen:
    """Amounts bought, or those sold, of these kinds of orders; of all without any."""
    fitting = (amount for what, amount in trades if (not whats or what in whats) and (amount > 0) == bought)
    return abs(Fen.total(fitting))


def _post_new(plan: Plan, policy_id: int, trades: Sequence[tuple[str, Fen]]) -> None:
    plan.post("units_bought", policy_id, amount=_sum(trades, bought=True))
    plan.post("units_sold", policy_id, amount=_sum(trades))
    plan.post("units_charged", policy_id, fee=_sum(trades, FEE), risk=_sum(trades, RISK))
    plan.post("units_released", policy_id, amount=_sum(trades, RELEASE))


def _post_back(plan: Plan, policy_id: int, trades: Sequence[tuple[str, Fen]]) -> None:
    plan.post("units_buying_taken_back", policy_id, amount=_sum(trades, bought=True))
    plan.post("units_selling_taken_back", policy_id, amount=_sum(trades))
    plan.post("units_charges_taken_back", policy_id, fee=_sum(trades, FEE), risk=_sum(trades, RISK))
    plan.post("units_release_taken_back", policy_id, amount=_sum(trades, RELEASE))


def _carry(view: View, plan: Plan, units: UnitCover, found: Retraded) -> None:
    """Holdings after the trades, carried at the price of the last one; what that changes, and a part of a fen, is
    booked as revaluation."""
    gain = loss = Fen(0)
    for fund in sorted({*(one.fund for one in found.back), *(one.fund for one in found.new)}):
        policy_id, no = units.policy_id, units.coverage.no
        before = view.reader.get(FundHolding, policy_id, no, fund)
        of_fund = [one for one in units.done.trades if one.fund == fund]
        held = sum(one.units for one in of_fund)
        value = value_of(held, max(of_fund, key=lambda one: one.day).price) if of_fund else Fen(0)
        moved = [one.amount for one in found.new if one.fund == fund] + [
            -one.amount for one in found.back if one.fund == fund
        ]
        change = value - (before.value if before else Fen(0)) - Fen.total(moved)
        gain, loss = gain + max(change, 0), loss + max(-change, 0)
        if before is None:
            plan.insert(FundHolding(policy_id=policy_id, coverage_no=no, fund=fund, units=held, value=value))
        else:
            key = {"policy_id": policy_id, "coverage_no": no, "fund": fund}
            plan.change(FundHolding, key, units=held, value=value)
    plan.post("units_revalued", units.policy_id, gain=gain, loss=loss)


def _pay_out(view: View, plan: Plan, position: PolicyPosition, units: UnitCover, order: FundOrder) -> None:
    """What an order was sold for, less the surrender charge, is owed to the applicant, to the account named in the
    request. Once that is booked, only what a corrected price changes: the customer gets what is missing, the company
    bears what was too much; the charge stays (company default)."""
    if order.no not in units.done.days or order.case_id is None:
        return
    proceeds = -Fen.total(one.amount for one in units.done.trades if one.order_no == order.no)
    reason, request = PAID_OUT[order.what], view.reader.need(Endorsement, order.case_id)
    payable = {"payable": view.catalog.ledger.payables[reason]}
    if order.done_on is None:
        charge, why = surrender_charge(units.cover, proceeds, order.day)
        plan.post("units_paid_out", units.policy_id, payable, value=proceeds, surrender_charge=charge)
        plan.whys.append(why)
        owed = proceeds - charge
    else:
        owed = proceeds + Fen.total(one.amount for one in units.live if one.order_no == order.no)
        plan.post("units_compensated", units.policy_id, payable, missing=max(owed, 0), too_much=max(-owed, 0))
    clocks = [ClockStart(SURRENDER_CLOCK, request.requested)] if order.what == "surrender" else []
    if owed > 0:
        pay(view, plan, position.applicant_id, owed, reason, request.input["account_no"], clocks)
