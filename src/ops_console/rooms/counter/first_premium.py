"""The first premium, taken before the policy is in force."""

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.data.tables import Application, Party
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import advance
from ops_console.rooms.inforce import put_in_force
from ops_console.rooms.money_in import METHODS, MoneyIn, check_payer
from ops_console.rooms.parties import speaking_to


def _still_owed(view: View) -> dict[str, Fen]:
    """The amount: what is missing to the first premium; none before it is priced, or once it is paid."""
    application = view.own(Application)
    owed = application.premium - advance.advance_held(view, application.case_id)
    return {"amount": Fen(owed)} if owed > 0 else {}


@operation(
    "counter.collect_first_premium",
    code="CN07",
    label=N_("Collect the first premium"),
    form=MoneyIn,
    duties=("counter", "cashier"),
    proposes=_still_owed,
)
def collect_first_premium(view: View, form: MoneyIn) -> Plan:
    """Takes the first premium and gives a numbered receipt. It is held as premium in advance; once the receipt of the
    policy is signed and the premium is full, the policy is in force from the next day (company default). What is paid
    too much is refunded then.
    """
    check_payer(view, form)
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


def _issue_receipt(view: View, plan: Plan, application: Application, form: MoneyIn) -> None:
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
