"""The letter that a one-year cover is not continued, and why."""

from collections.abc import Sequence
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.data.tables import Coverage, Party
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition

REASONS = {
    "declined": N_("renewal was declined"),
    "withdrawn": N_("the product is no longer sold"),
    "age": N_("the insured has reached the highest age of the product"),
    "occupation": N_("the product does not insure the occupation the insured now has"),
    "claims": N_("benefits were claimed as often as the contract allows"),
    "unpaid": N_("the premium was not paid by the end of grace"),
    "members": N_("the group has fewer members than a group needs"),
    "died": N_("the claim on the insured's death decides"),
}
"""Why a cover ends with its year, in the words of the letter."""


def members_not_renewed(
    view: View, plan: Plan, position: PolicyPosition, start: date, left_out: Sequence[tuple[Coverage, str]]
) -> None:
    """The letter that a group goes on without some members, and why each is left out."""
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "members_not_renewed",
            applicant.id,
            end=start.isoformat(),
            members=[
                f"{view.reader.need(Party, coverage.insured_id).name}: {_(REASONS[reason])}"
                for coverage, reason in left_out
            ],
            policy=position.policy.number,
            product=str(position.product.label),
        )


def not_renewed(view: View, plan: Plan, position: PolicyPosition, ended: date, reason: str) -> None:
    """The letter that a one-year cover ends on a day, and why."""
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "not_renewed",
            applicant.id,
            end=ended.isoformat(),
            policy=position.policy.number,
            product=str(position.product.label),
            reason=_(REASONS[reason]),
        )
