"""Pieces of plans that several rooms share: settling instalments and loans, holding money, ending a policy."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import Billing, Loan, PolicyStatus, Suspense
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.account_booking import release
from ops_console.rooms.dues import Instalment, paid_to
from ops_console.rooms.mandates import POLICY_ENDED, end_mandate
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.unit_orders import release as release_units
from ops_console.rules import clocks

HELD = "suspense"
"""Way money moves when it comes out of, or goes back to, money held."""

_LOAN_LEGS: Mapping[str, tuple[str, str, str]] = {
    "loan": ("loan_interest", "loan_principal", "loan_interest"),
    "premium_loan": ("apl_interest", "apl_principal", "apl_interest"),
}
"""Kind of loan: rule that books its interest, and the legs by which other rules settle principal and interest."""


NOTICE_STANDARD = "lapse_notice"
"""So many working days after a lapse the customer is told at the latest."""
_INVERSE = {
    "collected": "returned",
    "lent": "returned",
    "cancelled": "reopened",
    "reopened": "cancelled",
    "skipped": "cancelled",
}
"""What undoes an event of an instalment; one that a reinstatement passed over had been cancelled by the lapse."""


def settle_instalments(
    view: View, plan: Plan, position: PolicyPosition, instalments: Iterable[Instalment], kind: str
) -> PolicyPosition:
    """What became of instalments (collected, lent, cancelled, returned …), and paid-to, which follows. No posting.

    Returns the position as it is afterwards.
    """
    after = {one.due_date: one for one in position.instalments}
    for one in instalments:
        moved = after.get(one.due_date, one).next(kind, view.booking_day)
        plan.insert(moved.events[-1])
        after[one.due_date] = moved
    ordered = tuple(after[due] for due in sorted(after))
    billing = position.current_billing
    reached = paid_to(ordered, billing.next_due)
    if reached != billing.paid_to:
        plan.change(Billing, {"policy_id": position.policy.id}, paid_to=reached)
    return replace(position, instalments=ordered, billing=billing.model_copy(update={"paid_to": reached}))


def settle_loans(plan: Plan, position: PolicyPosition, day: date) -> dict[str, int]:
    """Close every loan of the policy as of a day, its interest booked.

    Returns the amounts for the posting that settles them: loan_principal, loan_interest, apl_principal, apl_interest.
    """
    legs: dict[str, int] = {}
    for debt in position.debts(day):
        accrual, principal, interest = _LOAN_LEGS[debt.loan.kind]
        plan.post(accrual, policy_id=position.policy.id, amount=debt.interest)
        legs[principal] = legs.get(principal, 0) + debt.loan.principal
        legs[interest] = legs.get(interest, 0) + debt.interest
        plan.change(Loan, {"id": debt.loan.id}, principal=Fen(0), interest_from=day, closed_on=day)
        plan.whys.append(debt.why)
    return legs


def hold(view: View, plan: Plan, policy_id: int, *amounts: int) -> None:
    """Movements of the money held on a policy: received positive, used or refunded negative. No posting."""
    account = view.catalog.ledger.money[HELD]
    no = sum(isinstance(row, Suspense) for row in plan.inserts)
    for amount in filter(None, amounts):
        no += 1
        plan.insert(
            Suspense(
                source_id=0,
                no=no,
                amount=Fen(amount),
                day=view.booking_day,
                account=account,
                case_id=view.case.id if view.case else None,
                policy_id=policy_id,
            )
        )


def take_back_instalments(view: View, plan: Plan, position: PolicyPosition, source_id: int) -> PolicyPosition:
    """Undo what an operation did with instalments, the last first; those it raised are cancelled. No posting."""
    done = [event for one in position.instalments for event in one.events if event.source_id == source_id]
    for event in sorted(done, key=lambda event: (event.due_date, event.no), reverse=True):
        one = next(one for one in position.instalments if one.due_date == event.due_date)
        position = settle_instalments(view, plan, position, [one], _INVERSE[event.kind])
    raised = [one for one in position.owed if one.due.source_id == source_id]
    return settle_instalments(view, plan, position, raised, "cancelled")


def cancel_owed(view: View, plan: Plan, position: PolicyPosition) -> None:
    """Instalments that nobody owes any more, because the cover has stopped: out of the receivable again."""
    income = {"income": position.current_billing.account}
    settle_instalments(view, plan, position, position.owed, "cancelled")
    for one in position.owed:
        plan.post("premium_cancelled", position.policy.id, income, **position.parts(one))


def suspend(view: View, plan: Plan, position: PolicyPosition, day: date) -> None:
    """The cover is suspended from a day: status, billing, instalments still owed. Values and debts stay. By when the
    customer has to be told is kept with the event (Basic Service Rules for Personal Insurance 2010 art 21)."""
    key = {"policy_id": position.policy.id}
    standard = view.catalog.standards[NOTICE_STANDARD]
    notice_due = clocks.start(standard, day, view.calendar).due
    plan.data["notice_due"] = notice_due
    if view.today > notice_due:
        plan.messages.append(_("The notice of the lapse was due by {day}: it goes out late.").format(day=notice_due))
    plan.change(PolicyStatus, key, day=day, status="lapsed", lapsed_on=day, reinstated_on=None)
    plan.change(Billing, key, active=False)
    cancel_owed(view, plan, position)


def end_policy(view: View, plan: Plan, position: PolicyPosition, reason: str, ended: date | None = None) -> None:
    """The contract is over from a day, else from today: status, mandate, billing, instalments still owed. Values and
    debts are the caller's."""
    key = {"policy_id": position.policy.id}
    day = max(ended or view.today, position.status.valid_from)
    plan.change(PolicyStatus, key, day=day, status="ended", end_reason=reason)
    end_mandate(view, plan, position.policy.id, POLICY_ENDED, day)
    if position.billing is not None:
        plan.change(Billing, key, active=False)
        cancel_owed(view, plan, position)
        release(view, plan, position)
        release_units(view, plan, position)
