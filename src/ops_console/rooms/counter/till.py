"""A clerk's till at the end of the day: counted, compared with its receipts, and handed over."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.queries.tills import Till, tills
from ops_console.data.tables import Clerk, TillClose
from ops_console.desk.forms import Amount, Form, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.everywhere import must_assign
from ops_console.rooms.money_in import hold_till


class Counted(Form):
    """What was counted."""

    counted: Amount = field(
        N_("Cash counted"), help=N_("without the float; with a minus where more was paid out than taken in")
    )
    reason: str = field(N_("Reason of a difference"), default="", max_length=300)
    clerk: str = field(
        N_("Whose till"),
        default="",
        lookup="clerk",
        max_length=40,
        help=N_("empty: your own; that of a clerk who is away is counted by a supervisor"),
    )


@operation(
    "counter.close_till",
    code="CN12",
    label=N_("Close the till"),
    form=Counted,
    on=On.NOTHING,
    duties=("counter", "premium", "cashier"),
    graded=True,
)
def close_till(view: View, form: Counted) -> Plan:
    """Every receipt in cash belongs to the till of who gave it. At the end of the day the till is counted, then handed
    over; a difference needs a reason, and is booked as cash over or short. After that the clerk takes no cash until
    the branch's next day, and the branch's day is not closed before all tills are. The till of who is away is
    counted by who hands out work (company default).
    """
    owner = _owner(view, form)
    hold_till(view, owner.id)
    till = tills(view.reader, view.branch.id, view.booking_day).get(owner.id, Till())
    view.refuse_unless(
        not till.is_untouched,
        "no_cash",
        _("{clerk} took and paid no cash on {day}: there is no till to close.").format(
            clerk=owner.name, day=view.booking_day.isoformat()
        ),
        "company default",
    )
    difference = Fen(form.counted - till.expected)
    if difference and not form.reason:
        message = _("is needed: {counted} counted, {expected} expected").format(
            counted=form.counted.yuan(), expected=till.expected.yuan()
        )
        raise InputErrors([Problem("reason", message)])
    plan = Plan()
    plan.insert(
        TillClose(
            clerk_id=owner.id,
            day=view.booking_day,
            branch_id=view.branch.id,
            receipts=till.receipts,
            expected=till.expected,
            counted=form.counted,
            reason=form.reason if difference else "",
        )
    )
    if difference:
        plan.post("till_over" if difference > 0 else "till_short", amount=abs(difference))
    plan.messages.append(
        _("{receipts} receipts in cash, {expected} expected, {counted} counted and handed over.").format(
            receipts=till.receipts, expected=till.expected.yuan(), counted=form.counted.yuan()
        )
    )
    return plan


def _owner(view: View, form: Counted) -> Clerk:
    """Whose till it is. Another's is for the grade that hands out work; locked clerks have left their cash, too."""
    if form.clerk in ("", view.clerk.login):
        return view.clerk
    must_assign(view)
    clerk = view.reader.first(Clerk, login=form.clerk)
    if clerk is None:
        raise InputErrors([Problem("clerk", _("There is no such clerk"), value=form.clerk)])
    return clerk
