"""Items on units of funds: fund switch (41); and how an additional premium (39), a partial withdrawal (40) and a
surrender (32) become orders. Orders are carried out at the next price; what they are sold for is paid out then.

Source: fund clause of the contract (company default).
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.store import table_of
from ops_console.data.tables import ChangeSet, FundOrder
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.deaths import refuse_after_death
from ops_console.rooms.policies import PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rooms.settling import HELD
from ops_console.rooms.unit_orders import PREMIUM, SURRENDER, SWITCH_IN, SWITCH_OUT, WITHDRAWAL, bring_up, order, row
from ops_console.rooms.units import UnitCover, units_of
from ops_console.rules.products.units import CHARGES, UNITS, allocated
from ops_console.rules.products.universal import charge_on_additional, surrender_charge
from ops_console.rules.why import Why

PERCENT = 100
SWITCHED, ORDERED = N_("Units switched at the next price"), N_("Units ordered at the next price")
SOLD = N_("Units sold at the next price")


class Switch(Form):
    """Out of which fund, into which, and how much of it."""

    sell: str = field(N_("Fund to be sold"), lookup="fund", max_length=20)
    buy: str = field(N_("Fund to be bought"), lookup="fund", max_length=20)
    percent: Whole = field(N_("Per cent of its units"), default=PERCENT, ge=1, le=PERCENT)


@item(41, name="switch_funds", code="PS41", label=N_("Switch funds"), form=Switch)
def switch_funds(view: View, form: Switch) -> Effect:
    """Sells units of one fund and buys units of another for what they are sold for, both at the prices of the same day,
    the next after today. Premiums to come are divided as before."""
    position = position_of(view)
    refuse_unless_in_force(position)
    refuse_after_death(view, position)
    units = need_units(view, position)
    held = units.units(view.today)
    problems = [
        Problem(name, _("one of: {values}").format(values=", ".join(units.funds)), value=fund)
        for name, fund in (("sell", form.sell), ("buy", form.buy))
        if fund not in units.funds
    ]
    if not problems and form.sell == form.buy:
        problems.append(Problem("buy", _("is the fund that is sold"), value=form.buy))
    if not problems and not held[form.sell]:
        problems.append(Problem("sell", _("no units of it are held"), value=form.sell))
    if problems:
        raise InputErrors(problems)
    plan, count = Plan(), held[form.sell] * form.percent // PERCENT
    given = order(view, plan, units, _of_case(view, row(SWITCH_OUT, view.today, form.sell, units=-count)))
    after = given.orders[-1].no
    bought = row(SWITCH_IN, view.today, form.buy).model_copy(update={"after": after})
    order(view, plan, given, _of_case(view, bought))
    line = (SWITCHED, f"{count / UNITS:,.6f} {form.sell}", form.buy)
    endorse(view, plan, position.applicant_id, [line])
    return Effect(plan)


def need_units(view: View, position: PolicyPosition) -> UnitCover:
    """The units of a policy; Refused for one without."""
    units = units_of(view, position)
    if units is None:
        raise Refused(
            _("{product} holds no units of funds.").format(product=position.product.label),
            code="no_units",
            source="catalog: product",
        )
    return units


def ordered(view: View, position: PolicyPosition, amount: Fen) -> Effect | None:
    """An additional premium that buys units. None for a policy without units."""
    units = units_of(view, position)
    if units is None:
        return None
    plan = Plan()
    bought = buy(view, plan, position, units, amount)
    endorse(view, plan, position.applicant_id, [(ORDERED, "", bought.yuan())], amount)
    return Effect(plan, to_pay=amount)


def buy(view: View, plan: Plan, position: PolicyPosition, units: UnitCover, amount: Fen) -> Fen:
    """Money held, less the charge that goes on in the last years, buys units as premiums do; for how much."""
    day = max(view.today, units.cover.commencement)
    charge, why = charge_on_additional(units.cover, amount, day)
    parts = allocated(amount - charge, position.terms.allocation or {})
    rows = [_of_case(view, row(PREMIUM, day, fund, part)) for fund, part in parts.items() if part]
    order(view, plan, units, *rows)
    plan.whys.append(why)
    plan.post("units_additional", position.policy.id, {"money": HELD}, premium=amount, initial_charge=charge)
    return amount - charge


def withdrawn(view: View, position: PolicyPosition, amount: Fen, stays: Fen) -> Effect | None:
    """Units worth an amount are sold at the next price, of every fund in proportion. By the last price so much has to
    stay, once other withdrawals that wait are carried out. None for a policy without units."""
    units = units_of(view, position)
    if units is None:
        return None
    worth, why = units.value(view.today)
    there = Fen(worth - _asked_for(units))
    if amount + stays > there:
        message = _("{balance} is there, and at least {stays} stays").format(balance=there.yuan(), stays=stays.yuan())
        raise InputErrors([Problem("amount", message, value=amount.yuan())])
    plan = Plan(whys=[why])
    order(view, plan, units, _of_case(view, row(WITHDRAWAL, view.today, amount=-amount)))
    endorse(view, plan, position.applicant_id, [(SOLD, "", amount.yuan())])
    return Effect(plan, out=amount)


def _asked_for(units: UnitCover) -> Fen:
    """What other withdrawals wait for a price to take."""
    waiting = (one for one in units.standing if one.what == WITHDRAWAL and one.done_on is None)
    return Fen.total(-(one.amount or Fen(0)) for one in waiting)


class Sale(NamedTuple):
    """What is to be sold, by the last price: its worth, and what is left of it after the surrender charge."""

    value: Fen
    after_charge: Fen
    whys: tuple[Why, ...]


def sold_whole(view: View, plan: Plan, position: PolicyPosition) -> Sale | None:
    """All units are sold at the next price, on surrender, those that a premium collected before is still to buy among
    them. None for a policy without units."""
    units = bring_up(view, plan, position, view.today)
    if units is None:
        return None
    day = max(view.today, units.cover.commencement)
    value, why = units.value(view.today)
    charge, charge_why = surrender_charge(units.cover, value, day)
    order(view, plan, units, _of_case(view, row(SURRENDER, day)))
    return Sale(value, value - charge, (why, charge_why))


def refuse_while_withdrawing(view: View, position: PolicyPosition) -> None:
    """Refused while units are still to be sold for a withdrawal: nobody knows yet how much of the premium it takes."""
    waiting = view.reader.count(
        FundOrder, policy_id=position.policy.id, what=WITHDRAWAL, done_on=None, cancelled_on=None
    )
    view.refuse_unless(
        not waiting,
        "withdrawing",
        _("Units of {number} are being sold for a withdrawal: it waits for its price.").format(
            number=position.policy.number
        ),
        "company default",
    )


def take_back_orders(
    view: View, plan: Plan, position: PolicyPosition, change_set: ChangeSet, made: Iterable[Sequence[Any]]
) -> None:
    """What a request did with orders: those it gave (`made`, their keys) are cancelled, those it cancelled stand again.
    Charges that were due anyway stay; a premium is ordered again by the next run. Refused once a price carried out
    what the request itself wanted."""
    numbers = {no for _policy, _coverage, no in made}
    there = view.reader.find(FundOrder, policy_id=position.policy.id)
    given = [one for one in there if one.no in numbers and one.what not in CHARGES]
    view.refuse_unless(
        all(one.done_on is None or one.due_date is not None for one in given),
        "traded",
        _("Units of {number} were traded for it: that is not taken back.").format(number=position.policy.number),
        "company default: trades at a price stand",
    )
    for one in given:
        if one.cancelled_on is None:
            key = {"policy_id": one.policy_id, "coverage_no": one.coverage_no, "no": one.no}
            plan.change(FundOrder, key, cancelled_on=view.today)
    for change in change_set.changes:
        if change["table"] == table_of(FundOrder).name and change["after"].get("cancelled_on") is not None:
            plan.change(FundOrder, change["key"], cancelled_on=None)


def _of_case(view: View, given: FundOrder) -> FundOrder:
    given.case_id = view.the_case.id
    return given
