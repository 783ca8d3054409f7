"""Requests that wait too long for their customer expire: for papers, or for the payment of what was approved.

What waits for the company never expires: it is late, and its clocks say so.
"""

from datetime import date, timedelta

from ops_console.base.i18n import N_, _
from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader
from ops_console.data.tables import Clock, Endorsement, Party, Task, WorkItem
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import DONE, ROOM

PAPER = "paper"
"""Kind of task: a paper that is waited for; its detail is the paper's code."""
UNANSWERED, UNPAID = "request_expires", "request_unpaid_expires"
"""Settings: days a request waits for papers, and an approved one for its payment."""
WAITING = ("papers", "payment_due")
"""States in which a request waits for its customer, and may expire."""


def last_day(reader: Reader, catalog: Catalog, case: WorkItem) -> date | None:
    """The last day on which the customer may still answer or pay; None for a request that does not wait for one, and
    for one approved by a release that kept no day of it.

    Days count from the letter that asked for papers, or from the approval; that day is not counted.
    """
    if case.state == "papers":
        since = [task.opened for task in reader.find(Task, case_id=case.id, kind=PAPER, done=None)]
        days = catalog.setting(UNANSWERED)
    elif case.state == "payment_due":
        since = [clock.started for clock in reader.find(Clock, case_id=case.id, standard=DONE)]
        days = catalog.setting(UNPAID)
    else:
        return None
    return max(since) + timedelta(days=days) if since else None


@operation(
    "preservation.expire",
    code="PS26",
    label=N_("Let the request expire"),
    form=Nothing,
    duties=(ROOM, "counter"),
)
def expire(view: View, _form: Nothing) -> Plan:
    """The customer has neither handed in what was asked for nor paid in time: the request is closed and the applicant
    told. Nothing of it takes effect; it may be asked for again."""
    until = last_day(view.reader, view.catalog, view.the_case)
    view.refuse_unless(
        until is not None,
        "waits_since",
        _("Nobody knows since when it waits: it may be withdrawn instead."),
        "company default",
    )
    view.refuse_unless(
        until is not None and view.today > until,
        "not_expired",
        _("The customer has time until {day}.").format(day=until),
        "company default",
    )
    unpaid = view.the_case.state == "payment_due"
    plan = Plan(to="closed", outcome="expired")
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "request_expired",
            applicant.id,
            item=str(view.catalog.items[view.own(Endorsement).item].label),
            policy=view.the_policy.number,
            received=view.the_case.received.isoformat(),
            due=str(until),
            why=_("it was not paid") if unpaid else _("the papers did not come"),
        )
    return plan
