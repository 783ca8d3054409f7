"""Money in: premium collected at the till or by the bank, and money held that pays a due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import CollectionOrder, DueEvent, Party
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan, ReceiptPlan
from ops_console.desk.view import View
from ops_console.rooms.dues import Instalment
from ops_console.rooms.money_in import WAYS, MoneyIn, check_payer
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.settling import hold, settle_instalments

NOTHING = Fen(0)
TOLERANCE = "premium_tolerance"
"""Setting: an instalment that money lacks no more of is paid; the company bears the difference."""


@dataclass(frozen=True)
class Allotment:
    """Where money goes: instalments it pays whole, oldest first, and the part of it that stays held. `rounded`: what
    the last of them lacked, which is nobody's debt."""

    paid: tuple[Instalment, ...]
    from_money: Fen
    from_held: Fen
    to_held: Fen
    rounded: Fen = NOTHING


def allot(owed: Iterable[Instalment], money: Fen, held: Fen, tolerance: Fen = NOTHING) -> Allotment:
    """The oldest instalments that new money and money already held pay whole; new money is used first.

    An instalment is never paid in part: what does not reach the next one stays held, unless it lacks no more than the
    tolerance for what another system has rounded.
    """
    left, paid = money + held, []
    for one in owed:
        if one.amount > left + (tolerance if left else NOTHING):
            break
        left -= one.amount
        paid.append(one)
        if left <= 0:
            break
    rounded = max(NOTHING, Fen(-left))
    total = Fen(Fen.total(one.amount for one in paid) - rounded)
    from_money = min(money, total)
    return Allotment(tuple(paid), from_money, total - from_money, money - from_money, rounded)


@operation(
    "premium.collect",
    code="PR01",
    label=N_("Collect premium"),
    form=MoneyIn,
    on=On.POLICY,
    duties=("premium", "counter"),
)
def collect(view: View, form: MoneyIn) -> Plan:
    """Takes premium in with a numbered receipt and pays the oldest instalments owed. What is more than owed, and all
    money that comes for a lapsed policy, is held: after lapse it is not premium until reinstatement is agreed. What an
    instalment lacks through rounding elsewhere, up to the company's tolerance, is the company's.
    """
    check_payer(view, form)
    plan = taken_in(view, form.amount, form.method)
    tell_what_the_bank_has(view, plan)
    return plan


def taken_in(view: View, amount: Fen, way: str) -> Plan:
    """What money that came by one of the `WAYS` does on the policy."""
    position = _payable(view)
    owed = position.owed if position.is_in_force else ()
    tolerance = Fen(view.catalog.setting(TOLERANCE))
    allotment = allot(owed, amount, position.suspense if owed else NOTHING, tolerance)
    plan = Plan()
    plan.receipts.append(
        ReceiptPlan(
            amount,
            way,
            "premium" if allotment.paid else "suspense",
            policy_id=position.policy.id,
            party_id=position.applicant_id,
        )
    )
    plan.post("premium_collected", position.policy.id, {"money": way}, amount=allotment.from_money)
    plan.post("suspense_received", position.policy.id, {"money": way}, amount=allotment.to_held)
    plan.post("premium_rounded", position.policy.id, amount=allotment.rounded)
    _apply(view, plan, position, allotment)
    if allotment.paid:
        _issue_receipt(view, plan, position, amount, way, allotment)
    if allotment.to_held:
        unpaid = owed[len(allotment.paid) :]
        plan.messages.append(_why_held(position, allotment.to_held, unpaid[0].due_date if unpaid else None))
    return plan


@operation(
    "premium.apply_suspense",
    code="PR10",
    label=N_("Use money held for premium"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def apply_suspense(view: View, _form: Nothing) -> Plan:
    """Pays the oldest instalments owed out of the money held on the policy."""
    position = _payable(view)
    allotment = allot(position.owed, Fen(0), position.suspense)
    view.refuse_unless(
        position.is_in_force and bool(allotment.paid),
        "nothing_to_apply",
        _("Held {held}, owed {owed}: no instalment can be paid from it.").format(
            held=position.suspense.yuan(), owed=position.premium_owed.yuan()
        ),
        "company default",
    )
    plan = Plan()
    _apply(view, plan, position, allotment)
    return plan


def _payable(view: View) -> PolicyPosition:
    """The policy, if it takes money at all."""
    position = position_of(view)
    if position.status.status == "issued":
        raise Refused(
            _("{number} is not in force yet: collect the first premium on its application.").format(
                number=position.policy.number
            ),
            code="not_in_force",
            source="company default",
        )
    view.refuse_unless(
        position.status.status != "ended",
        "ended",
        _("{number} has ended: no premium is due on it any more.").format(number=position.policy.number),
        "company default",
    )
    return position


def _apply(view: View, plan: Plan, position: PolicyPosition, allotment: Allotment) -> None:
    """The instalments are collected; money held moves by what is used and what is left over."""
    settle_instalments(view, plan, position, allotment.paid, "collected")
    plan.post("suspense_applied", position.policy.id, amount=allotment.from_held)
    hold(view, plan, position.policy.id, allotment.to_held, -allotment.from_held)
    if allotment.paid:
        dates = ", ".join(one.due_date.isoformat() for one in allotment.paid)
        plan.messages.append(_("Paid: the instalments due on {dates}.").format(dates=dates))


def _issue_receipt(
    view: View, plan: Plan, position: PolicyPosition, amount: Fen, way: str, allotment: Allotment
) -> None:
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "premium_receipt",
            applicant.id,
            amount=amount.yuan(),
            channel=_(WAYS[way]),
            due=", ".join(one.due_date.isoformat() for one in allotment.paid),
            policy=position.policy.number,
            received=view.booking_day.isoformat(),
        )


def tell_what_the_bank_has(view: View, plan: Plan) -> None:
    """What is paid now may come from the bank as well, and is then held."""
    paid = {row.due_date for row in plan.inserts if isinstance(row, DueEvent)}
    for order in view.reader.find(CollectionOrder, policy_id=view.the_policy.id, state="sent"):
        if order.due_date in paid:
            text = _("The instalment due on {date} is with bank {bank} already: what it collects will be held.")
            plan.messages.append(text.format(date=order.due_date.isoformat(), bank=order.bank))


def _why_held(position: PolicyPosition, amount: Fen, unpaid: date | None) -> str:
    if position.is_lapsed:
        return _("{amount} is held, not premium: the policy is lapsed and needs reinstatement.").format(
            amount=amount.yuan()
        )
    if unpaid is not None:
        return _("{amount} is held: it does not pay the instalment due on {date}.").format(
            amount=amount.yuan(), date=unpaid.isoformat()
        )
    return _("{amount} is held: it is more than the instalments owed.").format(amount=amount.yuan())
