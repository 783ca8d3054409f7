"""Orders for units of funds: what premiums buy, what is sold for charges, and what ends them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ops_console.base.money import Fen
from ops_console.data.tables import FundOrder, PolicyStatus
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.allocating import Allocation, to_allocate, to_take_out
from ops_console.rooms.deaths import died_on
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.units import UnitCover, units_of
from ops_console.rules.due_dates import due_date, instalments_due_by
from ops_console.rules.products.units import allocated
from ops_console.rules.products.universal import initial_charge

ALL = ""
"""Of every fund."""
PREMIUM, FEE, RISK, SURRENDER, RELEASE = "premium", "fee", "risk", "surrender", "release"
SWITCH_OUT, SWITCH_IN, WITHDRAWAL = "switch_out", "switch_in", "withdrawal"


def bring_up(view: View, plan: Plan, position: PolicyPosition, until: date) -> UnitCover | None:
    """Give the orders that are due by a day: collected premiums buy units, returned ones are as if they never had,
    each month's charges are sold for. The units as they are then; None for a policy without."""
    units = units_of(view, position)
    if units is None:
        return None
    put_in = units.put_in
    allocations = to_allocate(position, units.cover, put_in)
    made = [row for one in allocations for row in _buying(position, one)]
    for one in allocations:
        plan.post("units_initial_charge", units.policy_id, amount=one.charge)
        plan.whys.append(one.why)
    returned = set(to_take_out(position, put_in))
    for due in sorted(returned):
        _give_back_charge(plan, position, units, due)
    gone = [one for one in units.standing if one.due_date in returned]
    made += _charges(view, units, until)
    return _given(view, plan, units, made, gone)


def order(view: View, plan: Plan, units: UnitCover, *rows: FundOrder) -> UnitCover:
    """Give orders; the units with them."""
    return _given(view, plan, units, rows, ())


def row(what: str, day: date, fund: str = ALL, amount: Fen | None = None, units: int | None = None) -> FundOrder:
    """An order that is to be given; whoever gives it numbers it."""
    return FundOrder(policy_id=0, coverage_no=0, no=0, fund=fund, what=what, day=day, amount=amount, units=units)


def release(view: View, plan: Plan, position: PolicyPosition) -> None:
    """The contract ends: its units, those of the day of a death where there was one, are sold at the next price and set
    against what is paid. Orders for later days are as if they never were; premium collected later is released whole.
    Nothing for a policy without units, and for one whose units are sold to be paid out."""
    if any(isinstance(one, FundOrder) and one.what == SURRENDER for one in plan.inserts):
        return
    ended = died_on(view, position.insured_id) or view.today
    units = bring_up(view, plan, position, ended)
    if units is None:
        return
    day = max(ended, units.cover.commencement)
    late = [one for one in units.standing if one.day > day]
    premiums = {one.due_date for one in late if one.due_date is not None}
    for due in sorted(premiums):
        _give_back_charge(plan, position, units, due)
    paid = Fen.total(one.amount for one in position.instalments if one.due_date in premiums)
    plan.post("units_released", units.policy_id, amount=paid)
    _given(view, plan, units, [row(RELEASE, day)], late)


def bear_returned(view: View, plan: Plan, before: PolicyPosition, after: PolicyPosition) -> None:
    """Premium the bank took back from a contract whose units were sold because it has ended: the company bears what
    bought units, or was released whole. Nothing for a policy without units, and while they wait to be sold on
    surrender: then it is as if it had bought nothing."""
    units = units_of(view, after)
    if units is None or any(one.what == SURRENDER and one.done_on is None for one in units.standing):
        return
    received = {one.due_date for one in before.instalments if one.is_received}
    lost = Fen(0)
    for one in after.instalments:
        if one.due_date not in received or one.is_received:
            continue
        lost = Fen(lost + one.amount)
        if units.put_in.get(one.due_date):
            charge, _why = initial_charge(units.cover, one.amount, one.due_date)
            plan.post("units_initial_charge_returned", units.policy_id, amount=charge)
            lost = Fen(lost - charge)
    plan.post("units_release_taken_back", units.policy_id, amount=lost)


def _given(view: View, plan: Plan, units: UnitCover, made: Iterable[FundOrder], gone: Iterable[FundOrder]) -> UnitCover:
    orders = {one.no: one for one in units.orders}
    planned = {id(one) for one in plan.inserts}
    for one in gone:
        if id(one) in planned:
            one.cancelled_on = view.today
            continue
        key = {"policy_id": units.policy_id, "coverage_no": units.coverage.no, "no": one.no}
        plan.change(FundOrder, key, cancelled_on=view.today)
        orders[one.no] = one.model_copy(update={"cancelled_on": view.today})
    for one in made:
        no = max(orders, default=0) + 1
        numbered = {"policy_id": units.policy_id, "coverage_no": units.coverage.no, "no": no}
        orders[no] = one.model_copy(update=numbered)
        plan.insert(orders[no])
    return replace(units, orders=tuple(orders.values()))


def _buying(position: PolicyPosition, one: Allocation) -> list[FundOrder]:
    parts = allocated(one.premium - one.charge, position.terms.allocation or {})
    return [
        row(PREMIUM, one.day, fund, amount).model_copy(update={"due_date": one.due_date})
        for fund, amount in parts.items()
        if amount
    ]


def _charges(view: View, units: UnitCover, until: date) -> list[FundOrder]:
    """Fee and risk charge of every month that begins by a day while the contract is in force, each once."""
    known = {one.day for one in units.orders if one.what == RISK}
    stands = view.reader.find(PolicyStatus, policy_id=units.policy_id, status="in_force")
    first, fee = units.cover.commencement, units.cover.account.monthly_fee
    made = []
    for month in range(instalments_due_by(first, 1, until)):
        day = due_date(first, 1, month)
        if day not in known and any(one.valid_from <= day < one.valid_to for one in stands):
            made += [row(FEE, day, amount=-fee)] if fee else []
            made.append(row(RISK, day))
    return made


def _give_back_charge(plan: Plan, position: PolicyPosition, units: UnitCover, due: date) -> None:
    instalment = next(one for one in position.instalments if one.due_date == due)
    charge, _why = initial_charge(units.cover, instalment.amount, due)
    plan.post("units_initial_charge_returned", units.policy_id, amount=charge)
