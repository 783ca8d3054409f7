"""Items on universal life accounts: additional premium (39), partial withdrawal (40); and what a surrender empties.

Source: account clause of the contract (company default).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Billing
from ops_console.desk.forms import Account, Amount, Flag, Form, field
from ops_console.desk.payables import pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.account_booking import book
from ops_console.rooms.accounts import (
    ADDITIONAL,
    CHARGE,
    SURRENDER,
    WITHDRAWAL,
    Forward,
    account_of,
    entry,
    forward,
)
from ops_console.rooms.accounts import Account as HeldAccount
from ops_console.rooms.deaths import refuse_after_death
from ops_console.rooms.money_in import CHECKED, check_payee
from ops_console.rooms.policies import ONE_DAY, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.preservation.document import refuse_while_lost
from ops_console.rooms.preservation.items import OUT, Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rooms.preservation.units import buy, ordered, withdrawn
from ops_console.rooms.settling import HELD, settle_instalments
from ops_console.rooms.units import units_of
from ops_console.rules.due_dates import next_due_after
from ops_console.rules.products.universal import charge_on_additional, surrender_charge

HOLDS, SURRENDER_CHARGE = N_("Account"), N_("surrender charge")
ACCOUNT_VALUE = N_("account")


class Additional(Form):
    """What the customer pays besides the planned premiums."""

    amount: Amount = field(N_("Amount"), gt=0)


@item(39, name="pay_additional", code="PS39", label=N_("Pay an additional premium"), form=Additional)
def pay_additional(view: View, form: Additional) -> Effect:
    """Puts an additional premium into the account of a universal life cover, less the initial charge that goes on in
    the last years. It counts from the day it is paid, and carries charges that were lacking. Of a unit-linked cover it
    buys units at the next price."""
    position = _of_living(view)
    _check_least(position, form.amount)
    of_units = ordered(view, position, form.amount)
    if of_units is not None:
        return of_units
    ahead = _brought_forward(view, position)
    plan = Plan()
    after = additional(view, plan, position, ahead, form.amount)
    endorse(view, plan, position.applicant_id, [(HOLDS, ahead.after.balance.yuan(), after.yuan())], form.amount)
    return Effect(plan, to_pay=form.amount)


class Withdrawal(Form):
    """How much is taken out of the account, and where the rest goes once the charge is kept."""

    amount: Amount = field(N_("Amount"), gt=0, help=N_("taken out of the account, before the surrender charge"))
    account_no: Account = field(N_("Applicant's own account"))
    identity_checked: Flag = field(CHECKED, default=False, help=N_("needed for large sums"))


@item(40, name="withdraw_part", code="PS40", label=N_("Withdraw part of the account"), form=Withdrawal, measures=(OUT,))
def withdraw(view: View, form: Withdrawal) -> Effect:
    """Takes part out of the account of a universal life cover and pays it less the surrender charge of the policy year.
    At least a least planned premium stays in. The sum assured stays as it is. Of a unit-linked cover units are sold at
    the next price, and paid then."""
    position = _of_living(view)
    refuse_while_lost(view, position)
    check_payee(view, form.amount, checked=form.identity_checked)
    of_units = withdrawn(view, position, form.amount, _least(position))
    if of_units is not None:
        return of_units
    ahead = _brought_forward(view, position)
    there, stays = ahead.after.balance, _least(position)
    if form.amount + stays > there:
        message = _("{balance} is there, and at least {stays} stays").format(balance=there.yuan(), stays=stays.yuan())
        raise InputErrors([Problem("amount", message, value=form.amount.yuan())])
    plan, policy_id = Plan(), position.policy.id
    charge, why = surrender_charge(ahead.after.cover, form.amount, view.today)
    after = ahead.after.with_entries([entry(view.today, WITHDRAWAL, -form.amount)])
    book(plan, ahead.before, after, [*ahead.whys, why])
    plan.post("account_withdrawal", policy_id, account=form.amount, surrender_charge=charge)
    net = Fen(form.amount - charge)
    pay(view, plan, position.applicant_id, net, "preservation", form.account_no)
    endorse(view, plan, position.applicant_id, [(HOLDS, there.yuan(), after.balance.yuan())], net)
    return Effect(plan, out=net)


def additional(view: View, plan: Plan, position: PolicyPosition, ahead: Forward, amount: Fen) -> Fen:
    """Put money held into the account, less the charge on additional premiums; what it holds then."""
    charge, why = charge_on_additional(ahead.after.cover, amount, view.today)
    rows = [entry(view.today, ADDITIONAL, amount)]
    if charge:
        rows.append(entry(view.today, CHARGE, -charge))
    after = ahead.after.with_entries(rows)
    book(plan, ahead.before, after, [*ahead.whys, why])
    plan.post("account_additional", position.policy.id, {"money": HELD}, premium=amount, initial_charge=charge)
    return after.balance


def emptied(view: View, plan: Plan, position: PolicyPosition) -> Sequence[tuple[str, Fen]] | None:
    """Everything taken out of the account on surrender, with interest to today: the lines of what is paid. None for a
    policy without an account in money."""
    account = account_of(view, position)
    if account is None:
        return None
    ahead = forward(position, account, max(view.today, account.cover.commencement))
    made, value, why = ahead.value(max(view.today, account.cover.commencement))
    if value < 0:
        raise Refused(
            _("The account is overdrawn by {amount}: nothing can be paid.").format(amount=(-value).yuan()),
            code="overdrawn",
            source="company default",
        )
    charge, charge_why = surrender_charge(account.cover, value, max(view.today, account.cover.commencement))
    rows = [entry(made.day, made.what, made.amount, rate=made.rate)] if made else []
    if value:
        rows.append(entry(view.today, SURRENDER, -value))
    book(plan, account, ahead.after.with_entries(rows), [*ahead.whys, why, charge_why])
    plan.post("account_surrender", position.policy.id, account=value, surrender_charge=charge)
    return ((ACCOUNT_VALUE, value), (SURRENDER_CHARGE, -charge))


class Restored(NamedTuple):
    """What brings a lapsed policy back, but for its status: the plan, the premium in it, and all the customer pays."""

    plan: Plan
    premium: Fen
    to_pay: Fen


def restored(view: View, position: PolicyPosition) -> Restored | None:
    """A lapsed cover with an account, in money or in units, goes on with one planned premium, as an additional one.
    Nothing is charged or credited for the time of the lapse; charges begin again on the next monthly day. Planned
    premiums of that time are passed over. None for a policy without an account."""
    plan, billing, premium = Plan(), position.current_billing, position.terms.premium
    account, units = account_of(view, position), units_of(view, position)
    if account is not None:
        _go_on(view, plan, position, account, premium)
    elif units is not None:
        buy(view, plan, position, units, premium)
    else:
        return None
    next_due = next_due_after(position.commenced_on, billing.months, view.today)
    plan.change(Billing, {"policy_id": position.policy.id}, next_due=next_due, active=next_due < billing.ends_on)
    passed = [one for one in position.instalments if not one.is_paid]
    settle_instalments(view, plan, position.after_raising((), next_due), passed, "skipped")
    return Restored(plan, premium, premium)


def _go_on(view: View, plan: Plan, position: PolicyPosition, account: HeldAccount, premium: Fen) -> None:
    ahead = forward(position, account, account.rolled_to)
    made, _value, why = ahead.value(account.rolled_to)
    plan.whys.append(why)
    interest = [entry(made.day, made.what, made.amount, rate=made.rate)] if made else []
    monthly_day = next_due_after(position.commenced_on, 1, view.today - ONE_DAY)
    ahead = replace(ahead, after=ahead.after.with_entries(interest, monthly_day))
    additional(view, plan, position, ahead, premium)


def _of_living(view: View) -> PolicyPosition:
    """A policy in force whose insured lives; Refused for any other."""
    position = position_of(view)
    refuse_unless_in_force(position)
    refuse_after_death(view, position)
    return position


def _brought_forward(view: View, position: PolicyPosition) -> Forward:
    """The account in money of a policy, brought forward to today; Refused for one without."""
    account = account_of(view, position)
    if account is None:
        raise Refused(
            _("{product} has no account in money.").format(product=position.product.label),
            code="no_account",
            source="catalog: product",
        )
    view.refuse_unless(
        account.cover.commencement <= view.today,
        "not_begun",
        _("Cover begins on {day}.").format(day=account.cover.commencement.isoformat()),
        "company default",
    )
    return forward(position, account, view.today)


def _check_least(position: PolicyPosition, amount: Fen) -> None:
    if amount < _least(position):
        message = _("at least {least}").format(least=_least(position).yuan())
        raise InputErrors([Problem("amount", message, value=amount.yuan())])


def _least(position: PolicyPosition) -> Fen:
    """The least planned premium of the product."""
    planned = position.product.planned
    return planned.minimum if planned else Fen(0)
