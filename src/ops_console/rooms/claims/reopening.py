"""Reopening a closed claim 重开: new clocks, the old ones stay on record; only what changes is paid."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Refused
from ops_console.data.store import Reader
from ops_console.data.tables import Claim, ClaimItem, Party, WorkItem
from ops_console.desk.forms import Reason
from ops_console.desk.operations import operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View

WITHDRAWN = "withdrawn"


def _was_decided(_reader: Reader, case: WorkItem) -> None:
    if case.outcome == WITHDRAWN:
        raise Refused(
            _("{number} was withdrawn by the claimant, who may report the event again.").format(number=case.number),
            code="withdrawn",
            source="company default",
        )


@operation(
    "claims.reopen",
    code="CL17",
    label=N_("Reopen the claim"),
    form=Reason,
    duties=("claims",),
    suits=_was_decided,
)
def reopen(view: View, form: Reason) -> Plan:
    """After an appeal, a new paper or a mistake found: the claim is assessed again by who did not approve it, and
    approved again. What was paid counts, so that only the difference is paid. New clocks start; the old ones stay.
    """
    claim = view.own(Claim)
    vip = is_vip(view.reader.need(Party, claim.insured_id))
    plan = Plan(to="assessing", messages=[form.reason], clocks_met=["archive_file"])
    plan.change(WorkItem, {"id": claim.case_id}, outcome=None, closed_on=None)
    plan.change(Claim, {"case_id": claim.case_id}, reopened_on=view.today, conclusion=None)
    for item in view.reader.find(ClaimItem, case_id=claim.case_id):
        key = {"case_id": item.case_id, "policy_id": item.policy_id, "coverage_no": item.coverage_no}
        plan.change(
            ClaimItem, key, decided={"net": int(item.net), "deductions": item.deductions, "refunds": item.refunds}
        )
    plan.clocks += [ClockStart("claim", view.today, vip=vip), ClockStart("claim_decision", view.today)]
    return plan
