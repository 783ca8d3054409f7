"""The first premium, taken before the policy is in force."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Party
from ops_console.desk.forms import Amount, Flag, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import advance
from ops_console.rooms.inforce import put_in_force
from ops_console.rooms.parties import speaking_to

METHODS = {"bank": N_("debit of the account"), "transfer": N_("transfer"), "cash": N_("cash")}


class FirstPremium(Form):
    amount: Amount = field(N_("Amount"), gt=0)
    method: Literal["bank", "transfer", "cash"] = field(N_("Way of payment"), choices=METHODS)
    identity_checked: Flag = field(
        N_("Payer's identity checked"), default=False, help=N_("needed for large sums in cash or by transfer")
    )


@operation(
    "counter.collect_first_premium",
    code="CN07",
    label=N_("Collect the first premium"),
    form=FirstPremium,
    duties=("counter", "cashier"),
)
def collect_first_premium(view: View, form: FirstPremium) -> Plan:
    """Takes the first premium and gives a numbered receipt. It is held as premium in advance; once the receipt of the
    policy is signed and the premium is full, the policy is in force from the next day (company default). What is paid
    too much is refunded then.
    """
    _check_identity(view, form)
    application = view.own(Application)
    plan = Plan()
    advance.receive(view, plan, application, form.amount, form.method)
    _issue_receipt(view, plan, application, form)
    held = advance.advance_held(view, application.case_id) + form.amount
    if view.the_case.state == "receipted" and held >= application.premium:
        signed_on = known(application.receipted_on, "signed receipt")
        put_in_force(view, plan, application, signed_on, view.booking_day, held)
    if application.premium:
        plan.messages.append(_balance(held, application.premium))
    return plan


def _issue_receipt(view: View, plan: Plan, application: Application, form: FirstPremium) -> None:
    applicant = view.reader.need(Party, application.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "first_premium_receipt",
            applicant.id,
            amount=form.amount.yuan(),
            application=view.the_case.number,
            channel=_(METHODS[form.method]),
            received=view.booking_day.isoformat(),
        )


def _balance(held: Fen, premium: Fen) -> str:
    if held < premium:
        return _("Still to pay: {amount}.").format(amount=(premium - held).yuan())
    if held > premium:
        return _("Paid too much, refunded when the policy is in force: {amount}.").format(
            amount=(held - premium).yuan()
        )
    return _("The first premium is paid in full.")


def _check_identity(view: View, form: FirstPremium) -> None:
    """From the catalog's sums up the payer's identity is checked (company default, stricter than the older rules)."""
    limit = view.catalog.setting("identity_check_cash" if form.method == "cash" else "identity_check_transfer")
    if form.amount >= limit and not form.identity_checked:
        message = _("from {amount} the payer's identity has to be checked").format(amount=Fen(limit).yuan())
        raise InputErrors([Problem("identity_checked", message)])
