"""Item 43, reversal of an endorsement 保全回退: everything it changed stands again as before, its money included."""

from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import (
    ChangeSet,
    Endorsement,
    Event,
    LedgerLine,
    Loan,
    Party,
    PolicyRole,
    Suspense,
    WorkItem,
)
from ops_console.data.types import FOREVER
from ops_console.desk.forms import Form, field
from ops_console.desk.plan import CaseMove, Plan
from ops_console.desk.reversal import built_on, restored_by, taken_back
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.account_booking import take_back
from ops_console.rooms.accumulation import take_back_movements
from ops_console.rooms.mandates import TAKEN_BACK, end_mandate
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import Effect, item, item_of
from ops_console.rooms.preservation.naming import NOBODY
from ops_console.rooms.preservation.notices import changes_lines
from ops_console.rooms.preservation.units import take_back_orders
from ops_console.rooms.settling import hold, take_back_instalments
from ops_console.rules import accounts, numbers

RECEIVED = "suspense_received"
"""Posting of what the customer paid: it stays with us, as money held."""
TOLD = {
    "phone": N_("Telephone"),
    "address": N_("Address"),
    "postcode": N_("Postcode"),
    "email": N_("E-mail"),
    "status": N_("Status of the policy"),
    "paid_to": N_("Paid to"),
    "occupation": N_("Occupation"),
    "employer": N_("Employer"),
    "marital": N_("Marital status"),
    "channel": N_("Collected by"),
    "account_no": N_("Bank account"),
    "premium_loan": N_("Automatic premium loan"),
    "dividend": N_("Dividends"),
    "lost_on": N_("Policy document reported lost"),
}
"""Columns whose restoring the letter tells."""


class Reversal(Form):
    """The endorsement that is undone, and why."""

    endorsement: str = field(N_("Endorsement to be reversed"), max_length=20, help=N_("its number"))
    reason: str = field(N_("Reason"), min_length=2, max_length=300)


@item(43, name="reverse", code="PS08", label=N_("Reverse an endorsement"), form=Reversal)
def reverse(view: View, form: Reversal) -> Effect:
    """Undoes an endorsement of the same policy: values as before, ledger entries taken back, payments not yet made
    stopped. What the customer had paid is held. Refused when a later change builds on it, or its money has been paid
    out."""
    case, change_set = _found(view, form.endorsement)
    _refuse_when_built_on(view, case, change_set)
    plan = Plan(reverses=change_set.source_id)
    position = position_of(view)
    _stop_payments(view, plan, case)
    plan.postings.extend(taken_back(view.reader, change_set.source_id, position.policy.id, but=RECEIVED))
    hold(view, plan, position.policy.id, _used(view, change_set))
    take_back_instalments(view, plan, position, change_set.source_id)
    take_back(view, plan, position, change_set)
    take_back_movements(view, plan, position, change_set.source_id)
    take_back_orders(view, plan, position, change_set, _made(view, change_set, "fund_order"))
    for (loan_id,) in _made(view, change_set, "loan"):
        plan.change(Loan, {"id": loan_id}, principal=Fen(0), closed_on=view.today)
    for policy_id, role, no, _revision in _made(view, change_set, "policy_role"):
        key = {"policy_id": policy_id, "role": role, "no": no}
        place = view.reader.find(PolicyRole, **key, valid_to=FOREVER)[0]
        plan.change(PolicyRole, key, day=max(view.today, place.valid_from), **NOBODY)
    for policy_id, _first in _made(view, change_set, "mandate"):
        end_mandate(view, plan, policy_id, TAKEN_BACK)
    restored = restored_by(change_set, raised=bool(_made(view, change_set, "premium_due")))
    plan.changes.extend(one.inverse(view) for one in restored if one.back)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        lines = [
            (TOLD[name], _said(name, one.after[name]), _said(name, value))
            for one in restored
            for name, value in one.before.items()
            if name in TOLD
        ]
        plan.notify(
            "reversal",
            applicant.id,
            amount=Fen(_used(view, change_set)).yuan(),
            changes=changes_lines(lines),
            effective=view.today.isoformat(),
            endorsement=case.number,
            policy=position.policy.number,
            reasons=form.reason,
        )
    return Effect(plan)


def _found(view: View, typed: str) -> tuple[WorkItem, ChangeSet]:
    """The endorsement and what it changed. InputErrors when there is no such thing on this policy."""
    case = view.reader.get(WorkItem, numbers.parse(typed, numbers.Prefix.ENDORSEMENT).id)
    if case is None or case.policy_id != view.the_policy.id:
        message = _("there is no such endorsement on policy {policy}").format(policy=view.the_policy.number)
        raise InputErrors([Problem("endorsement", message, value=typed)])
    sets = view.reader.find(ChangeSet, case_id=case.id)
    if not sets or sets[0].reverses is not None:
        raise InputErrors([Problem("endorsement", _("has changed nothing that could be reversed"), value=typed)])
    made = view.reader.need(Endorsement, case.id)
    view.refuse_unless(
        item_of(made).reversible,
        "not_reversible",
        _("{item} can't be taken back.").format(item=view.catalog.items[made.item].label),
        "company default",
    )
    return case, sets[0]


def _refuse_when_built_on(view: View, case: WorkItem, change_set: ChangeSet) -> None:
    reader = view.reader
    done_before = reader.first(ChangeSet, policy_id=change_set.policy_id, reverses=change_set.source_id)
    view.refuse_unless(
        done_before is None,
        "reversed_already",
        _("{number} has been reversed already.").format(number=case.number),
        "company default",
    )
    later = [
        reader.need(WorkItem, one.case_id).number if one.case_id else reader.need(Event, one.source_id).operation
        for one in built_on(reader, change_set)
    ]
    view.refuse_unless(
        not later,
        "built_on",
        _("Later changes build on {number}; reverse them first: {later}.").format(
            number=case.number, later=", ".join(later)
        ),
        "company default",
    )
    moved = [one.place[0] for one in restored_by(change_set) if not one.still_stands(reader)]
    view.refuse_unless(
        not moved,
        "moved_on",
        _("What {number} changed has changed since: {tables}.").format(number=case.number, tables=", ".join(moved)),
        "company default",
    )


def _stop_payments(view: View, plan: Plan, case: WorkItem) -> None:
    """Payments the endorsement opened are not made; Refused when one has been."""
    for payment in view.reader.find(WorkItem, parent_id=case.id, kind="payment"):
        payment = view.lock(WorkItem, payment.id)
        if payment.state == "paid":
            raise Refused(
                _("{payment} has been paid: the money is out, and {number} stands.").format(
                    payment=payment.number, number=case.number
                ),
                code="paid_out",
                source="company default",
            )
        plan.moves.append(CaseMove(payment.id, "cancelled", "reversed"))


def _used(view: View, change_set: ChangeSet) -> int:
    """Money held that the endorsement used, or refunded, apart from what came in with it."""
    source = {"source_id": change_set.source_id}
    moved = view.reader.total(Suspense, "amount", **source, policy_id=change_set.policy_id)
    account = view.catalog.ledger.money["suspense"]
    received = -view.reader.total(LedgerLine, "amount", **source, rule=RECEIVED, account=account)
    return received - moved


def _made(view: View, change_set: ChangeSet, table: str) -> list[list[Any]]:
    """The keys of the rows of a table that the endorsement added."""
    event = view.reader.need(Event, change_set.source_id)
    return [key for name, *key in event.data.get("added", []) if name == table]


def _said(name: str, value: Any) -> str:
    """A restored value for the letter, in the language now spoken."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "account_no":
        return accounts.mask(str(value))
    return word(value, name) if isinstance(value, str) else str(value)
