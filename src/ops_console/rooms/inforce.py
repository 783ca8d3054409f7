"""A policy comes into force: when it is signed for and its first premium is paid, whichever comes last.

Cover begins at midnight after that day (company default); that day is the anchor of every due date.
"""

from datetime import date, timedelta

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import Application, Billing, DueEvent, PolicyStatus, PremiumDue
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import advance
from ops_console.rules.due_dates import due_date


def put_in_force(view: View, plan: Plan, application: Application, signed_on: date, paid_on: date, held: Fen) -> None:
    """Plan everything that makes an issued policy one in force; what was paid above the first premium is refunded."""
    policy = view.the_policy
    commenced = max(signed_on, paid_on) + timedelta(days=1)
    plan.change(
        PolicyStatus,
        {"policy_id": policy.id},
        day=commenced,
        status="in_force",
        commenced_on=commenced,
        receipted_on=signed_on,
    )
    plan.insert(_billing(view, application, commenced), *_first_due(view, application, commenced))
    standard = application.premium - application.loading
    income = {"income": view.product_of(policy).premium_income}
    plan.post("premium_due", policy.id, income, premium=standard, health_loading=application.loading)
    advance.use(view, plan, application, application.premium)
    advance.refund(view, plan, application, held - application.premium)
    plan.to = "closed"
    plan.outcome = "in_force"
    plan.messages.append(
        _("Policy {number} is in force from {day}.").format(number=policy.number, day=commenced.isoformat())
    )


def _billing(view: View, application: Application, commenced: date) -> Billing:
    next_due = due_date(commenced, application.months, 1)
    ends_on = due_date(commenced, 12, application.pay_years)
    return Billing(
        policy_id=view.the_policy.id,
        branch_id=view.branch.id,
        active=next_due < ends_on,
        next_due=next_due,
        paid_to=next_due,
        ends_on=ends_on,
        months=application.months,
        anchor_day=commenced.day,
        premium=application.premium,
        loading=application.loading,
        channel=application.channel,
        account=view.product_of(view.the_policy).premium_income,
    )


def _first_due(view: View, application: Application, commenced: date) -> tuple[PremiumDue, DueEvent]:
    policy_id = view.the_policy.id
    due = PremiumDue(
        policy_id=policy_id,
        due_date=commenced,
        amount=application.premium,
        channel=application.channel,
        branch_id=view.branch.id,
        source_id=0,
    )
    collected = DueEvent(
        policy_id=policy_id,
        due_date=commenced,
        no=1,
        kind="collected",
        amount=application.premium,
        day=view.booking_day,
        source_id=0,
    )
    return due, collected
