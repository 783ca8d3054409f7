"""A death that the company knows of: what it has made due is settled by its claim, and by nothing else before."""

from datetime import date

from ops_console.base.i18n import _
from ops_console.data.queries.deaths import deaths_of
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition


def died_on(view: View, insured_id: int) -> date | None:
    """The day of a death that is on record, or reported and not withdrawn; None when nothing is known of one."""
    return deaths_of(view.reader, [insured_id]).get(insured_id)


def refuse_after_death(view: View, position: PolicyPosition) -> None:
    """Refused once the death of somebody insured is known: who is entitled by it would lose what is lent or paid out
    now."""
    known = deaths_of(view.reader, {one.insured_id for one in position.coverages})
    view.refuse_unless(
        not known,
        "after_the_event",
        _("The insured died on {day}: the claim decides what is paid on this policy.").format(
            day=min(known.values(), default=None)
        ),
        "company default: what is due on a death is settled by its claim",
    )
