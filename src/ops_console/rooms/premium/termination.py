"""The insurer's right to end a contract that lapsed long ago and was not reinstated: its cash value goes back.

Source: Insurance Law art 37: two years after the suspension without an agreement on reinstatement the insurer may
terminate, and refunds the cash value; the time is the product's, at least those two years. Where its last day is a day
off, it ends on the next working day (Civil Code art 203).
"""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Refused
from ops_console.data.queries.deaths import deaths_of
from ops_console.data.tables import WorkItem
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.premium.winding_up import tell, wind_up
from ops_console.rooms.units import units_of

TERMINATE, REASON = "premium.terminate_lapsed", "terminated"
SOURCE = "Insurance Law art 37"
DECIDED = ("closed", "archived")
"""States of requests and claims in which nothing is decided any more."""


def may_be_ended_after(position: PolicyPosition) -> date | None:
    """The last day before the insurer may end a lapsed contract: until then its owner may ask for reinstatement. None
    for one that is not lapsed."""
    lapsed_on = position.status.lapsed_on
    return None if not position.is_lapsed or lapsed_on is None else position.reinstatement_ends(lapsed_on)


def is_to_be_ended(view: View, position: PolicyPosition, day: date) -> bool:
    """Is nothing left to wait for? A claim after a death, an open request or units of funds are a clerk's to settle
    first."""
    waits_until = may_be_ended_after(position)
    return waits_until is not None and day > waits_until and _waits_for(view, position) is None


@operation(
    TERMINATE,
    code="PR80",
    label=N_("End a contract that lapsed long ago"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
    hand=Hand.MAKES,
    opens="payment",
)
def terminate_lapsed(view: View, _form: Nothing) -> Plan:
    """Ends a contract that was not reinstated in the product's time after its lapse (Insurance Law art 37) and opens
    the payment of its cash value, that of paid-up additions and accumulated dividends, less loans with interest, and of
    money held, to the account premium came from if it is the applicant's own. What loans are above the value is the
    company's loss. Refused while a request or claim on it is open."""
    position = position_of(view)
    waits_until = may_be_ended_after(position)
    view.refuse_unless(
        waits_until is not None and view.today > waits_until,
        "not_lapsed_long",
        _("{number} is not lapsed, or may still be reinstated.").format(number=position.policy.number),
        SOURCE,
    )
    waits = _waits_for(view, position)
    if waits is not None:
        raise Refused(waits, code="waits", source="company default")
    plan = Plan(change_set=position.policy.id)
    done = wind_up(view, plan, position, REASON)
    lapsed_on = (position.status.lapsed_on or view.today).isoformat()
    tell(view, plan, position, done, "policy_terminated", lapsed=lapsed_on)
    return plan


def _waits_for(view: View, position: PolicyPosition) -> str | None:
    """What has to be settled by somebody before the contract can be ended."""
    number = position.policy.number
    if deaths_of(view.reader, {one.insured_id for one in position.coverages}):
        return _("The insured of {number} has died: the claim decides what is paid.").format(number=number)
    if _is_being_decided(view, position):
        return _("A request or claim on {number} is open: it is decided first.").format(number=number)
    units = units_of(view, position)
    if units is not None and units.value(view.today)[0]:
        return _("{number} still holds units: they are sold by a surrender.").format(number=number)
    return None


def _is_being_decided(view: View, position: PolicyPosition) -> bool:
    """Is a request on the policy open, a reinstatement asked for in time perhaps, or a claim on somebody insured?"""
    requests = view.reader.find(WorkItem, policy_id=position.policy.id, kind="endorsement")
    insured = {one.insured_id for one in position.coverages}
    claims = (claim for party_id in insured for claim in view.reader.find(WorkItem, party_id=party_id, kind="claim"))
    return any(case.state not in DECIDED for case in (*requests, *claims))
