"""The books of an approved claim: the benefit or refund owed, premium owed collected by deduction, loans settled."""

from collections.abc import Sequence
from dataclasses import replace

from ops_console.data.tables import Claim, ClaimItem
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.contracts import Insured
from ops_console.rooms.dues import Instalment
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.settling import settle_instalments, settle_loans
from ops_console.rules.claims.conclusions import Conclusion

EX_GRATIA = (Conclusion.EX_GRATIA, Conclusion.AGREEMENT)


def book(view: View, plan: Plan, claim: Claim, insured: Insured, items: Sequence[ClaimItem]) -> PolicyPosition:
    """Postings of one policy's items; the position as it is afterwards."""
    position = insured.now
    for item in items:
        if not item.benefit and not item.refunds:
            continue
        legs: dict[str, int] = {**item.refunds}
        if item.benefit:
            legs[_benefit(insured, claim, item)] = item.benefit
        owed = item.deductions.get("premium_owed", 0)
        if owed:
            legs["premium_owed"] = owed
            position = _collect(view, plan, position, insured.owed(claim.event_date))
        if item.deductions.keys() - {"premium_owed"}:
            legs |= settle_loans(plan, position, claim.event_date)
            position = replace(position, loans=())
        rule = "claim_paid" if item.benefit else "claim_refused_cash_value"
        plan.post(rule, insured.policy.id, None, **legs)
    return position


def _benefit(insured: Insured, claim: Claim, item: ClaimItem) -> str:
    """The name under which the posting rule knows the benefit; ex gratia is told apart."""
    if item.conclusion in EX_GRATIA:
        return "ex_gratia"
    coverage = next(one for one in insured.then.coverages if one.no == item.coverage_no)
    return insured.now.products[coverage.product].benefits[claim.event_kind]


def _collect(view: View, plan: Plan, position: PolicyPosition, owed: Sequence[Instalment]) -> PolicyPosition:
    """Instalments paid by deduction. One that a lapse has cancelled since is raised again: the event came before."""
    cancelled = [one for one in owed if not one.is_owed]
    if cancelled:
        position = settle_instalments(view, plan, position, cancelled, "reopened")
        income = {"income": position.current_billing.account}
        for one in cancelled:
            plan.post("premium_due", position.policy.id, income, **position.parts(one))
    dates = {one.due_date for one in owed}
    due = [one for one in position.instalments if one.due_date in dates]
    return settle_instalments(view, plan, position, due, "collected")
