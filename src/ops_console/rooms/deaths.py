"""A death that the company knows of: what it has made due is settled by its claim, and by nothing else before."""

from datetime import date

from ops_console.base.i18n import _
from ops_console.data.tables import Claim, Party, WorkItem
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition


def died_on(view: View, insured_id: int) -> date | None:
    """The day of a death that is on record, or reported and not withdrawn; None when nothing is known of one."""
    insured = view.reader.need(Party, insured_id)
    if insured.died_on is not None:
        return insured.died_on
    reported = view.reader.find(Claim, insured_id=insured_id, event_kind="death", order_by="case_id")
    return next(
        (one.event_date for one in reported if view.reader.need(WorkItem, one.case_id).outcome != "withdrawn"), None
    )


def refuse_after_death(view: View, position: PolicyPosition) -> None:
    """Refused once the insured's death is known: who is entitled by it would lose what is lent or paid out now."""
    day = died_on(view, position.insured_id)
    view.refuse_unless(
        day is None,
        "after_the_event",
        _("The insured died on {day}: the claim decides what is paid on this policy.").format(day=day),
        "company default: what is due on a death is settled by its claim",
    )
