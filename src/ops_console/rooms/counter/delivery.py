"""What the customer signs: changed terms, the delivery of the policy, the receipt; and an application withdrawn."""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Callback, Party, PolicyStatus, Task
from ops_console.desk.forms import Account, Day, Form, Reason, field
from ops_console.desk.operations import operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms import advance
from ops_console.rooms.inforce import put_in_force


class Signed(Form):
    signed_on: Day = field(N_("Signed on"))


class Delivered(Form):
    delivered_on: Day = field(N_("Delivered on"))


class Withdrawn(Reason):
    account_no: Account = field(
        N_("Applicant's account for a refund"), default="", help=N_("empty: the one on the application")
    )


@operation(
    "counter.accept_terms",
    code="CN04",
    label=N_("Record acceptance of changed terms"),
    form=Signed,
    duties=("counter",),
)
def accept_terms(view: View, form: Signed) -> Plan:
    """The applicant has accepted the changed terms in writing, without which they are not issued. The clocks go on."""
    _refuse_future("signed_on", form.signed_on, view.today)
    return Plan(to="accepted", waits_over=True, clocks_met=["offer_answered"], data={"signed_on": form.signed_on})


@operation("counter.record_delivery", code="CN05", label=N_("Record the delivery"), form=Delivered, duties=("counter",))
def record_delivery(view: View, form: Delivered) -> Plan:
    """The policy has reached the applicant: a clean application is made and delivered within 15 working days (Basic
    Service Rules 2010 art 11).
    """
    policy = view.the_policy
    _refuse_future("delivered_on", form.delivered_on, view.today)
    _refuse_before("delivered_on", form.delivered_on, policy.issued_on, _("issued"))
    plan = Plan(to="delivered", clocks_met=["clean_application", "after_examination"])
    plan.change(Application, {"case_id": view.the_case.id}, delivered_on=form.delivered_on)
    return plan


@operation(
    "counter.record_receipt", code="CN06", label=N_("Record the signed receipt"), form=Signed, duties=("counter",)
)
def record_receipt(view: View, form: Signed) -> Plan:
    """The hesitation period begins on the day after the signature, and a contract longer than one year is called back
    within it (Basic Service Rules 2010 art 15). With the first premium paid the policy is in force from the next day.
    """
    application = view.own(Application)
    _refuse_future("signed_on", form.signed_on, view.today)
    _refuse_before("signed_on", form.signed_on, known(application.delivered_on, "delivery"), _("delivered"))
    plan = Plan()
    plan.change(Application, {"case_id": application.case_id}, receipted_on=form.signed_on)
    _open_callback(view, plan, application, form.signed_on)
    held = advance.advance_held(view, application.case_id)
    if held >= application.premium:
        paid_on = advance.last_paid(view.reader, application.case_id)
        put_in_force(view, plan, application, form.signed_on, paid_on, held)
        return plan
    plan.to = "receipted"
    plan.change(PolicyStatus, {"policy_id": view.the_policy.id}, day=form.signed_on, receipted_on=form.signed_on)
    plan.messages.append(
        _("In force when the first premium is paid; still missing: {amount}.").format(
            amount=(application.premium - held).yuan()
        )
    )
    return plan


@operation(
    "counter.withdraw_application",
    code="CN08",
    label=N_("Withdraw the application"),
    form=Withdrawn,
    duties=("counter",),
)
def withdraw_application(view: View, form: Withdrawn) -> Plan:
    """The applicant no longer wants the policy, or has not answered an offer in time (company default). What was paid
    is owed back in full.
    """
    application = view.own(Application)
    plan = Plan(to="closed", outcome="withdrawn")
    plan.change(Application, {"case_id": application.case_id}, conclusion="withdrawn")
    for task in view.reader.find(Task, case_id=application.case_id, done=None):
        plan.change(Task, {"id": task.id}, done=view.today, outcome="withdrawn")
    held = advance.advance_held(view, application.case_id)
    account = form.account_no or application.account_no
    if held and not account:
        raise InputErrors([Problem("account_no", _("is needed: money was paid"))])
    advance.refund(view, plan, application, held, account)
    if held:
        plan.messages.append(_("To be refunded: {amount}.").format(amount=held.yuan()))
    return plan


def _open_callback(view: View, plan: Plan, application: Application, signed_on: date) -> None:
    """Due inside the hesitation period that the product grants."""
    policy = view.the_policy
    product = view.product_of(policy)
    if not product.callback:
        return
    applicant = view.reader.need(Party, application.applicant_id)
    case_id, vip = view.new_id(), is_vip(applicant)
    clocks = (
        ClockStart("callback", signed_on, allowed=product.hesitation_days, vip=vip),
        ClockStart("callback_attempt", signed_on, vip=vip),
    )
    plan.cases.append(
        NewCase(
            case_id,
            "callback",
            view.branch.id,
            Callback(case_id=case_id),
            party_id=applicant.id,
            policy_id=policy.id,
            parent_id=application.case_id,
            clocks=clocks,
        )
    )


def _refuse_future(field_name: str, day: date, today: date) -> None:
    if day > today:
        raise InputErrors([Problem(field_name, _("lies in the future"), value=day.isoformat())])


def _refuse_before(field_name: str, day: date, earliest: date, what: str) -> None:
    if day < earliest:
        message = _("it was {what} on {day}, not before").format(what=what, day=earliest.isoformat())
        raise InputErrors([Problem(field_name, message, value=day.isoformat())])
