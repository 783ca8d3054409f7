"""A collector's receipt that was entered wrong: the entry is taken back whole, and the receipt is entered again."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, NotAllowed, Problem
from ops_console.data.queries.temporary_receipts import USED
from ops_console.data.tables import Clerk, Event, Receipt, TemporaryReceipt
from ops_console.desk.forms import Reason, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Change, Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import position_of
from ops_console.rooms.premium.returns import WRONG_ENTRY, undo_entry
from ops_console.rooms.premium.temporary_receipts import COLLECT

SOURCE = "company default"


class WrongEntry(Reason):
    """Which receipt was entered wrong, and what was wrong with it."""

    receipt: Whole = field(N_("Temporary receipt"), ge=1, help=N_("its number in the policy's branch"))


@operation(
    WRONG_ENTRY,
    code="PR56",
    label=N_("Take back a receipt entered wrong"),
    form=WrongEntry,
    on=On.POLICY,
    duties=("premium", "counter"),
)
def take_back_entry(view: View, form: WrongEntry) -> Plan:
    """A collector's receipt that was entered with a wrong amount, way or day: everything its entry did is undone, and
    its number can be entered again as it stands on the paper. By another clerk than who entered it, until its money was
    handed in, which is counted to the fen (company default)."""
    row = view.reader.get(TemporaryReceipt, view.branch.id, form.receipt)
    problem = ""
    if row is None or row.state != USED or row.policy_id != view.the_policy.id:
        problem = _("was not entered for this policy")
    elif row.handed_in_on is not None:
        problem = _("was handed in on {day}: the money counted is its amount").format(day=row.handed_in_on.isoformat())
    if problem or row is None:
        raise InputErrors([Problem("receipt", problem, value=str(form.receipt))])
    view.lock(Clerk, row.clerk_id)
    entry = _entry(view, form.receipt)
    if view.clerk.id in (entry.clerk_id, row.clerk_id):
        raise NotAllowed(
            _("You entered this receipt, or the money is in your hands: another clerk takes it back."),
            code="own_work",
            source=SOURCE,
        )
    [receipt] = view.reader.find(Receipt, source_id=entry.id)
    plan = Plan(comment=form.reason)
    undo_entry(view, plan, position_of(view), receipt)
    plan.removals.append(Change(TemporaryReceipt, {"branch_id": row.branch_id, "no": row.no}, {}))
    plan.messages.append(_("Temporary receipt {no} can be entered again.").format(no=row.no))
    return plan


def _entry(view: View, number: int) -> Event:
    """The event that entered a temporary receipt: the last, where one was taken back before."""
    entered = view.reader.find(Event, policy_id=view.the_policy.id, operation=COLLECT, order_by="-id")
    return next(event for event in entered if int(event.data["input"]["receipt"]) == number)
