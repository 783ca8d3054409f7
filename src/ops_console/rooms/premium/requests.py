"""The customer pays for a preservation request, and the request takes effect."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.desk.forms import Amount, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan, ReceiptPlan
from ops_console.desk.view import View
from ops_console.rooms.money_in import METHODS, Method, MoneyIn, check_payer
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import takes_effect
from ops_console.rooms.preservation.requests import recomputed
from ops_console.rooms.settling import hold


class Settlement(MoneyIn):
    """What the customer pays for the request."""

    amount: Amount = field(N_("Amount"), default=Fen(0), ge=0, help=N_("0 when money held on the policy covers it"))
    method: Method = field(N_("Way of payment"), default="cash", choices=METHODS)


def _still_owed(view: View) -> dict[str, Fen]:
    """The amount: what the customer owes for the request as of today, less the money held on the policy."""
    return {"amount": Fen(max(0, recomputed(view).to_pay - position_of(view).suspense))}


@operation(
    "premium.settle_request",
    code="PR03",
    label=N_("Take payment for a request"),
    form=Settlement,
    duties=("premium", "counter"),
    proposes=_still_owed,
)
def settle_request(view: View, form: Settlement) -> Plan:
    """Takes what the customer owes for a request, with a numbered receipt, and lets the request take effect. It is
    computed as of today; money held on the policy counts, what is paid too much stays held."""
    check_payer(view, form)
    position = position_of(view)
    effect = recomputed(view)
    missing = effect.to_pay - position.suspense - form.amount
    if missing > 0:
        message = _("{owed} is owed and {held} held: {missing} is missing").format(
            owed=effect.to_pay.yuan(), held=position.suspense.yuan(), missing=missing.yuan()
        )
        raise InputErrors([Problem("amount", message, value=form.amount.yuan())])
    plan = Plan(waits_over=True)
    if form.amount:
        plan.receipts.append(
            ReceiptPlan(
                form.amount,
                form.method,
                "request",
                policy_id=position.policy.id,
                case_id=view.the_case.id,
                party_id=position.applicant_id,
            )
        )
    plan.post("suspense_received", position.policy.id, {"money": form.method}, amount=form.amount)
    hold(view, plan, position.policy.id, form.amount, -effect.to_pay)
    if missing < 0:
        plan.messages.append(_("{amount} stays held on the policy.").format(amount=(-missing).yuan()))
    return takes_effect(view, effect, plan)
