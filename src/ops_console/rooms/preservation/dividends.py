"""Items on dividends: how they are used from now on (16), and what has accumulated paid out (19)."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import BillingTerms, Party
from ops_console.desk.forms import Account, Amount, Flag, Form, field
from ops_console.desk.payables import pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.accumulation import accumulation_of, move
from ops_console.rooms.deaths import refuse_after_death
from ops_console.rooms.dividends import OPTIONS
from ops_console.rooms.money_in import CHECKED, check_payee
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of, refuse_when_ended
from ops_console.rooms.preservation.document import refuse_while_lost
from ops_console.rooms.preservation.items import OUT, Effect, item
from ops_console.rooms.preservation.notices import endorse

DIVIDENDS, ACCUMULATED = N_("Dividends"), N_("Accumulated with interest")


class DividendOption(Form):
    """How dividends are used from now on."""

    dividend: Literal["cash", "accumulate", "additions", "premium"] = field(DIVIDENDS, choices=OPTIONS)


@item(16, name="change_dividend", code="PS16", label=N_("Change the use of dividends"), form=DividendOption)
def change_dividend(view: View, form: DividendOption) -> Effect:
    """Dividends granted from now on are paid out, left to accumulate, buy paid-up additions or are set off against the
    premium. What has accumulated stays until it is withdrawn, additions stay for good (contract)."""
    position = position_of(view)
    refuse_when_ended(position)
    view.refuse_unless(
        position.product.basis.participating,
        "not_participating",
        _("{product} does not share in the surplus.").format(product=position.product.label),
        "catalog: product",
    )
    before = position.terms.dividend
    if form.dividend == before:
        raise InputErrors([Problem("dividend", _("nothing here differs from what is known"))])
    plan = Plan()
    day = max(view.today, position.terms.valid_from)
    plan.change(BillingTerms, {"policy_id": position.policy.id}, day=day, dividend=form.dividend)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        line = (DIVIDENDS, word(before, "dividend"), word(form.dividend, "dividend"))
    endorse(view, plan, applicant.id, [line])
    return Effect(plan)


class Withdrawal(Form):
    """How much of the accumulated dividends is paid out, and where to."""

    amount: Amount | None = field(
        N_("Amount"), default=None, gt=0, help=N_("empty: everything, with interest to today")
    )
    account_no: Account = field(N_("Applicant's own account"))
    identity_checked: Flag = field(CHECKED, default=False, help=N_("needed for large sums"))


@item(
    19,
    name="withdraw_dividends",
    code="PS19",
    label=N_("Withdraw dividends"),
    form=Withdrawal,
    measures=(OUT,),
)
def withdraw_dividends(view: View, form: Withdrawal) -> Effect:
    """Pays out dividends that were left to accumulate, with interest to the day, all of them or in part. On a lapsed
    policy too: they are the applicant's own money (dividend clause of the contract)."""
    position = position_of(view)
    refuse_when_ended(position)
    refuse_while_lost(view, position)
    refuse_after_death(view, position)
    found = accumulation_of(view, position, view.today)
    amount = found.balance if form.amount is None else form.amount
    if not 0 < amount <= found.balance:
        message = _("accumulated, with interest to today: {balance}").format(balance=found.balance.yuan())
        raise InputErrors([Problem("amount", message, value=amount.yuan())])
    check_payee(view, amount, checked=form.identity_checked)
    plan = Plan()
    move(view, plan, position, found, "withdrawal", Fen(-amount))
    plan.post("dividend_withdrawn", position.policy.id, amount=amount)
    pay(view, plan, position.applicant_id, amount, "dividend", form.account_no)
    left = Fen(found.balance - amount)
    endorse(view, plan, position.applicant_id, [(ACCUMULATED, found.balance.yuan(), left.yuan())], amount)
    return Effect(plan, out=amount)
