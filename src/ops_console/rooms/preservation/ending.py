"""Items that end a contract at the customer's wish: surrender (32), cancellation in the hesitation period (33)."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Endorsement
from ops_console.desk.forms import Form, field
from ops_console.desk.payables import pay
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.preservation.items import OUT, Effect, item
from ops_console.rooms.settling import end_policy, hold, settle_loans
from ops_console.rules import clocks

SURRENDER_CLOCK = "surrender_value"
"""Insurance Law art 47: cash value within 30 days of the notice."""
REASONS = {"surrendered": N_("surrender"), "hesitation": N_("cancellation in the hesitation period")}


class Payee(Form):
    """Where the money goes: only to the applicant's own account (Sales Conduct Rules 2023 art 32)."""

    account_no: str = field(N_("Applicant's own account"), min_length=8, max_length=30)


@item(32, name="surrender", code="PS05", label=N_("Surrender"), form=Payee, measures=(OUT,))
def surrender(view: View, form: Payee) -> Effect:
    """Ends the contract and pays its cash value less loans with interest, and money held, within 30 days of the request
    (Insurance Law art 47). Small sums at once, others after review."""
    position = position_of(view)
    _refuse_unless_living(position)
    value, whys = position.cash_value(view.today)
    unearned, more_whys = position.unearned_premium(view.today)
    plan = Plan(whys=[*whys, *more_whys])
    debts = settle_loans(plan, position, view.today)
    net = value + unearned - sum(debts.values())
    if net < 0:
        raise Refused(
            _("Debts of {debts} are above the value of {value}: nothing can be paid, the loans come first.").format(
                debts=Fen(sum(debts.values())).yuan(), value=(value + unearned).yuan()
            ),
            code="debts_above_value",
            source="company default",
        )
    plan.post("surrender", position.policy.id, None, cash_value=value, unearned_premium=unearned, **debts)
    lines = [
        (_("cash value"), value),
        (_("unearned premium"), unearned),
        (_("loans with interest"), Fen(-sum(debts.values()))),
    ]
    _ends(view, plan, position, "surrendered", net, form.account_no, lines)
    return Effect(plan, out=net + position.suspense)


@item(
    33,
    name="cancel_in_hesitation",
    code="PS06",
    label=N_("Cancel in the hesitation period"),
    form=Payee,
    measures=(OUT,),
)
def cancel_in_hesitation(view: View, form: Payee) -> Effect:
    """Within the hesitation period, its last day included, the contract is cancelled and all premium refunded, less at
    most the production fee (product data). The period runs from the day after the signed receipt."""
    position = position_of(view)
    _refuse_unless_living(position)
    last_day = position.hesitation_ends()
    requested = view.own(Endorsement).requested
    view.refuse_unless(
        last_day is not None and requested <= last_day,
        "hesitation_over",
        _("The hesitation period ended on {day}.").format(day=last_day),
        "contract; Insurance Law art 15; Health Insurance Rules 2019",
    )
    plan = Plan()
    debts = settle_loans(plan, position, view.today)
    paid = [one for one in position.instalments if one.is_paid]
    premium = Fen.total(one.amount for one in paid)
    loading = position.terms.loading * len(paid)
    fee = min(position.product.production_fee, premium)
    net = premium - fee - sum(debts.values())
    plan.post(
        "hesitation_refund",
        position.policy.id,
        None,
        premium=premium - loading,
        loading=loading,
        production_fee=fee,
        **debts,
    )
    lines = [
        (_("premium paid"), premium),
        (_("production fee"), Fen(-fee)),
        (_("loans with interest"), Fen(-sum(debts.values()))),
    ]
    _ends(view, plan, position, "hesitation", net, form.account_no, lines)
    return Effect(plan, out=net + position.suspense)


def _refuse_unless_living(position: PolicyPosition) -> None:
    view_status = position.status.status
    if view_status not in ("in_force", "lapsed"):
        raise Refused(
            _("Policy {number} cannot be ended: it is {status}.").format(
                number=position.policy.number, status=view_status
            ),
            code="not_living",
            source="company default",
        )


def _ends(
    view: View,
    plan: Plan,
    position: PolicyPosition,
    reason: str,
    net: Fen,
    account_no: str,
    lines: list[tuple[str, Fen]],
) -> None:
    """The contract ends; its value and the money held on it are owed to the applicant, who is told."""
    requested = view.own(Endorsement).requested
    end_policy(view, plan, position, reason)
    pay(view, plan, position.applicant_id, net, "surrender", account_no, [ClockStart(SURRENDER_CLOCK, requested)])
    if position.suspense:
        plan.post("suspense_refunded", position.policy.id, amount=position.suspense)
        hold(view, plan, position.policy.id, -position.suspense)
        pay(view, plan, position.applicant_id, position.suspense, "refund", account_no)
    lines.append((_("money held"), position.suspense))
    due = clocks.start(view.catalog.standards[SURRENDER_CLOCK], requested, view.calendar).due
    plan.notify(
        "surrender_notice",
        position.applicant_id,
        account=account_no,
        amount=(net + position.suspense).yuan(),
        due=due.isoformat(),
        effective=view.today.isoformat(),
        kind=_(REASONS[reason]),
        lines="\n".join(f"{what}: {amount.yuan()}" for what, amount in lines if amount),
        policy=position.policy.number,
        received=requested.isoformat(),
    )
