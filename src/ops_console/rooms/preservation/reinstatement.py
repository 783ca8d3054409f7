"""Item 31, reinstatement of a lapsed policy (Insurance Law art 37; Interpretation III art 8)."""

from datetime import date
from fractions import Fraction

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.data.tables import Billing, Endorsement, PolicyStatus, PremiumDue
from ops_console.desk.forms import Flag, Form, field
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.deaths import refuse_after_death
from ops_console.rooms.dues import Instalment
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.preservation.accounts import Restored, restored
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.settling import HELD, settle_instalments, settle_loans
from ops_console.rules.due_dates import next_due_after
from ops_console.rules.products.loans import reinstatement_amount

INTEREST = "reinstatement_interest"
"""Setting: yearly interest on arrears, in basis points."""
BASIS_POINTS = 10**4


class HealthNow(Form):
    """The insured's health since the lapse."""

    healthy: Flag = field(N_("Health unchanged since the lapse"), help=N_("as declared and signed by the insured"))
    health: str = field(N_("What has changed"), default="", max_length=1000, confidential=True)


@item(31, name="reinstate", code="PS07", label=N_("Reinstate"), form=HealthNow)
def reinstate(view: View, form: HealthNow) -> Effect:
    """Brings a lapsed policy back within the product's time after the lapse (Insurance Law art 37): every instalment
    since with interest, and all loans with interest; for a cover with an account one planned premium. In force from the
    day it is paid; the suicide clause begins anew.
    """
    position = position_of(view)
    _refuse_unless_in_time(view, position)
    refuse_after_death(view, position)
    plan, premium, to_pay = restored(view, position) or _with_arrears(view, position)
    plan.change(
        PolicyStatus,
        {"policy_id": position.policy.id},
        day=view.today,
        status="in_force",
        lapsed_on=None,
        reinstated_on=view.today,
    )
    if not form.healthy:
        plan.messages.append(_("Health has changed since the lapse: see what was declared."))
    plan.notify(
        "reinstatement_notice",
        position.applicant_id,
        amount=to_pay.yuan(),
        arrears=premium.yuan(),
        effective=view.today.isoformat(),
        interest=(to_pay - premium).yuan(),
        policy=position.policy.number,
    )
    return Effect(plan, to_pay=to_pay)


def _with_arrears(view: View, position: PolicyPosition) -> Restored:
    """Arrears and loans with interest; billing goes on."""
    arrears = position.arrears(view.today)
    rate = Fraction(view.catalog.setting(INTEREST), BASIS_POINTS)
    amount = reinstatement_amount(arrears, rate, view.today)
    plan = Plan(whys=[amount.why])
    debts = settle_loans(plan, position, view.today)
    raised = {one.due_date: position.parts(one)["health_loading"] for one in position.instalments}
    loading = sum(raised.get(due, int(position.terms.loading)) for due, _amount in arrears)
    plan.post(
        "reinstatement",
        position.policy.id,
        {"money": HELD, "income": position.current_billing.account},
        premium=amount.premium - loading,
        health_loading=loading,
        interest=amount.interest,
        **debts,
    )
    _collect(view, plan, position, arrears)
    return Restored(plan, amount.premium, Fen(amount.total + sum(debts.values())))


def _refuse_unless_in_time(view: View, position: PolicyPosition) -> None:
    lapsed_on = position.status.lapsed_on
    view.refuse_unless(
        position.is_lapsed and lapsed_on is not None,
        "not_lapsed",
        _("Policy {number} is not lapsed: there is nothing to reinstate.").format(number=position.policy.number),
        "Insurance Law art 37",
    )
    last_day = position.reinstatement_ends(lapsed_on or view.today)
    view.refuse_unless(
        view.own(Endorsement).requested <= last_day,
        "too_late",
        _("Reinstatement could be asked for until {day}.").format(day=last_day.isoformat()),
        "Insurance Law art 37",
    )


def _collect(view: View, plan: Plan, position: PolicyPosition, arrears: tuple[tuple[date, Fen], ...]) -> None:
    """The dues of the lapse are settled: those cancelled by it, and those that were never raised. Billing goes on."""
    billing = position.current_billing
    known = {one.due_date: one for one in position.instalments}
    cancelled = [known[due] for due, _amount in arrears if due in known]
    raised = [_raise(plan, billing, due, amount) for due, amount in arrears if due not in known]
    next_due = next_due_after(position.commenced_on, billing.months, view.today)
    if position.is_waived(next_due):
        next_due = billing.ends_on
    key = {"policy_id": position.policy.id}
    plan.change(Billing, key, next_due=next_due, active=next_due < billing.ends_on)
    reopened = settle_instalments(view, plan, position.after_raising(raised, next_due), cancelled, "reopened")
    dues = {due for due, _amount in arrears}
    settle_instalments(view, plan, reopened, [one for one in reopened.instalments if one.due_date in dues], "collected")


def _raise(plan: Plan, billing: Billing, due: date, amount: Fen) -> Instalment:
    record = PremiumDue(
        policy_id=billing.policy_id,
        due_date=due,
        amount=amount,
        channel=billing.channel,
        branch_id=billing.branch_id,
        source_id=0,
    )
    plan.insert(record)
    return Instalment(record, ())
