"""Who handles a claim 调度: by load, or as a supervisor says; and what the handler notes while handling it."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.store import table_of
from ops_console.data.tables import Clerk, ClerkDuty, Note, WorkItem
from ops_console.desk.checks import in_scope
from ops_console.desk.forms import Amount, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.everywhere import must_assign

DUTY = "claims"
NEGOTIATION = "negotiation"
"""Kind of note: what was said to the claimant about an amount."""


class Dispatch(Form):
    """To whom."""

    handler: str = field(
        N_("Handler"), default="", max_length=40, lookup="clerk", help=N_("empty: who has the fewest claims")
    )


@operation("claims.dispatch", code="CL07", label=N_("Dispatch to a handler"), form=Dispatch, duties=(DUTY,))
def dispatch(view: View, form: Dispatch) -> Plan:
    """Gives the claim to the claims clerk of the branch who has the fewest open claims, of several the one who joined
    first; a supervisor may name another.
    """
    if form.handler:
        must_assign(view)
        clerk = handler_named(view, form.handler, "handler")
    else:
        clerk = _by_load(view)
    plan = Plan(messages=[_("Handler: {clerk}.").format(clerk=clerk.name)], data={"handler": clerk.login})
    plan.change(WorkItem, {"id": view.the_case.id}, assignee_id=clerk.id)
    return plan


def handler_named(view: View, login: str, name: str) -> Clerk:
    """The clerk of the claims room with a login; InputErrors under the field `name` when there is none in scope."""
    clerk = view.reader.first(Clerk, login=login)
    if clerk is None or clerk.locked or view.reader.get(ClerkDuty, clerk.id, DUTY) is None:
        raise InputErrors([Problem(name, _("no clerk of the claims room; F4 lists clerks"), value=login)])
    if not in_scope(view.reader, clerk, view.the_case.branch_id):
        raise InputErrors([Problem(name, _("The case lies outside this clerk's branches"), value=login)])
    return clerk


def _by_load(view: View) -> Clerk:
    """Of the branch's own claims clerks, else of those above it."""
    ids = [row.clerk_id for row in view.reader.find(ClerkDuty, duty=DUTY)]
    clerks = [clerk for one in ids if (clerk := view.reader.need(Clerk, one)) and not clerk.locked]
    near = [clerk for clerk in clerks if clerk.branch_id == view.the_case.branch_id]
    fitting = near or [clerk for clerk in clerks if in_scope(view.reader, clerk, view.the_case.branch_id)]
    view.refuse_unless(bool(fitting), "no_handler", _("No claims clerk works for this branch."), "company default")
    return min(fitting, key=lambda clerk: (_load(view, clerk.id), clerk.id))


def _load(view: View, clerk_id: int) -> int:
    return view.reader.count(WorkItem, table_of(WorkItem).c.open, assignee_id=clerk_id, kind="claim")


class Negotiation(Form):
    """What was talked about with the claimant."""

    with_whom: str = field(N_("With"), min_length=1, max_length=60)
    offered: Amount | None = field(N_("Amount offered"), default=None, gt=0)
    text: str = field(N_("What was said"), min_length=2, max_length=2000, confidential=True)


@operation("claims.negotiate", code="CL10", label=N_("Note a negotiation"), form=Negotiation, duties=(DUTY,))
def negotiate(view: View, form: Negotiation) -> Plan:
    """What was said to the claimant where the amount is open. A settlement by agreement needs one of these notes."""
    offered = _("offered {amount}").format(amount=Fen(form.offered).yuan()) if form.offered else ""
    text = "; ".join(part for part in (form.with_whom, offered, form.text) if part)
    plan = Plan()
    plan.insert(
        Note(
            id=view.new_id(),
            case_id=view.the_case.id,
            kind=NEGOTIATION,
            text=text,
            clerk_id=view.clerk.id,
            written_at=view.now,
        )
    )
    return plan
