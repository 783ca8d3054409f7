"""The end of grace: money held pays the instalment, or a premium loan that the customer chose, or the policy lapses;
one that was only planned is passed over.

Insurance Law art 36 and the contracts: grace is the product's days after the due date, to the end of its last day.
"""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Refused
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.dues import Instalment
from ops_console.rooms.orders import awaited_until
from ops_console.rooms.policies import ONE_DAY, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.premium.not_renewed import not_renewed
from ops_console.rooms.preservation.loans import new_loan, percent
from ops_console.rooms.settling import end_policy, settle_instalments, suspend
from ops_console.rules.due_dates import next_due_after
from ops_console.rules.products.loans import Advance, AutomaticLoan, automatic_premium_loan

LAPSE_SOURCE = "Insurance Law art 36"


def after_grace(position: PolicyPosition, day: date) -> str | None:
    """Name of the operation that has to be done on a policy on a day because grace is over; None when it is not."""
    overdue = _overdue(position, day)
    if overdue is None:
        return None
    if position.suspense >= overdue.amount:
        return "premium.apply_suspense"
    if position.product.basis.account is not None:
        return "premium.skip_planned"
    offered = _premium_loan(position, overdue, day)
    if offered is not None and offered.advance is Advance.FULL:
        return "premium.grant_premium_loan"
    return "premium.lapse"


@operation(
    "premium.grant_premium_loan",
    code="PR08",
    label=N_("Lend the premium"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def grant_premium_loan(view: View, _form: Nothing) -> Plan:
    """After grace, if the customer chose automatic premium loans and the cash value on the day before grace began, less
    debts, carries the whole instalment, it is lent and the cover goes on."""
    position, overdue = _needs_it(view, "premium.grant_premium_loan")
    offered, lending = _premium_loan(position, overdue, view.today), position.product.basis.loan
    if offered is None or lending is None:
        raise LookupError("a premium loan is offered, but there are no terms for it")
    plan = Plan(whys=[offered.why], change_set=position.policy.id)
    plan.insert(new_loan(view, position, lending, "premium_loan", offered.amount))
    plan.post("apl_granted", position.policy.id, amount=offered.amount)
    settle_instalments(view, plan, position, [overdue], "lent")
    plan.notify(
        "apl_notice",
        position.applicant_id,
        amount=overdue.amount.yuan(),
        debt=(position.debt(view.today) + offered.amount).yuan(),
        due=overdue.due_date.isoformat(),
        granted=view.today.isoformat(),
        interest=percent(lending),
        policy=position.policy.number,
    )
    return plan


@operation(
    "premium.lapse",
    code="PR09",
    label=N_("Lapse"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def lapse(view: View, _form: Nothing) -> Plan:
    """After grace, with neither money held nor a premium loan for the instalment, the cover is suspended from the day
    after grace ended and what was owed is cancelled. A product without reinstatement, such as a one-year cover, ends
    instead."""
    position, overdue = _needs_it(view, "premium.lapse")
    lapsed_on = position.grace_ends(overdue.due_date) + ONE_DAY
    plan = Plan(change_set=position.policy.id)
    offered = _premium_loan(position, overdue, view.today)
    if offered is not None:
        plan.whys.append(offered.why)
    if not position.product.reinstatement_months:
        end_policy(view, plan, position, "unpaid", lapsed_on)
        not_renewed(view, plan, position, lapsed_on, "unpaid")
        return plan
    suspend(view, plan, position, lapsed_on)
    until = position.reinstatement_ends(lapsed_on)
    plan.notify(
        "lapse_notice",
        position.applicant_id,
        amount=overdue.amount.yuan(),
        due=overdue.due_date.isoformat(),
        lapsed=lapsed_on.isoformat(),
        policy=position.policy.number,
        reinstate_until=until.isoformat(),
    )
    return plan


@operation(
    "premium.skip_planned",
    code="PR24",
    label=N_("Pass over a planned premium"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def skip_planned(view: View, _form: Nothing) -> Plan:
    """A premium of a cover with an account is planned, not owed: after the days of grace it is no longer asked for. The
    cover goes on as long as the account carries its charges; an additional premium may make up for it."""
    position, overdue = _needs_it(view, "premium.skip_planned")
    plan = Plan(change_set=position.policy.id)
    settle_instalments(view, plan, position, [overdue], "skipped")
    income = {"income": position.current_billing.account}
    plan.post("premium_cancelled", position.policy.id, income, **position.parts(overdue))
    plan.messages.append(
        _("The premium planned for {due} is passed over; charges are taken out of the account.").format(
            due=overdue.due_date.isoformat()
        )
    )
    return plan


def _needs_it(view: View, operation_name: str) -> tuple[PolicyPosition, Instalment]:
    """The policy and its overdue instalment, when exactly this operation has to be done; else Refused, saying what."""
    position = position_of(view)
    refuse_unless_in_force(position)
    until = awaited_until(view, position, view.today)
    if until is not None:
        raise Refused(
            _("The oldest instalment of {number} is with the bank, whose answer is waited for until {until}.").format(
                number=position.policy.number, until=until.isoformat()
            ),
            code="with_the_bank",
            source="catalog: bank_answer_wait",
        )
    overdue, needed = _overdue(position, view.today), after_grace(position, view.today)
    if overdue is not None and needed == operation_name:
        return position, overdue
    reasons = {
        None: _("No instalment of {number} is past its grace."),
        "premium.apply_suspense": _("Money held on {number} covers the instalment."),
        "premium.grant_premium_loan": _("A premium loan was chosen on {number} and its cash value carries it."),
        "premium.skip_planned": _("The instalment of {number} was planned, not owed: it is passed over."),
        "premium.lapse": _("Neither money held nor a premium loan carries the instalment of {number}."),
    }
    raise Refused(reasons[needed].format(number=position.policy.number), code="grace", source=LAPSE_SOURCE)


def _overdue(position: PolicyPosition, day: date) -> Instalment | None:
    """The oldest instalment owed, when its grace is over."""
    oldest = position.owed[0] if position.owed else None
    if oldest is None or not position.is_in_force or day <= position.grace_ends(oldest.due_date):
        return None
    return oldest


def _premium_loan(position: PolicyPosition, overdue: Instalment, day: date) -> AutomaticLoan | None:
    """What an automatic premium loan would carry; None when it was not chosen or the product has none.

    Grace begins the day after the due date, so its eve is the due date itself; debts are those of the day of lending.
    """
    if not (position.terms.premium_loan and position.product.automatic_premium_loan):
        return None
    value, _whys = position.cash_value(overdue.due_date)
    period_ends = next_due_after(position.commenced_on, position.current_billing.months, overdue.due_date)
    days = (period_ends - overdue.due_date).days
    return automatic_premium_loan(overdue.amount, value, position.debt(day), days)
