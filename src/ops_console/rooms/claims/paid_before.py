"""What other claims on a cover have been paid, as far as less of it is left for this one."""

from collections.abc import Sequence
from datetime import date

from ops_console.base.money import Fen
from ops_console.data.tables import Claim, ClaimItem, Coverage, WorkItem
from ops_console.desk.view import View
from ops_console.rooms.claims.insured import Insured
from ops_console.rules.claims.facts import Event, EventKind
from ops_console.rules.due_dates import policy_year

DECIDED = ("approved", "closed", "archived")
"""States of a claim whose payments were approved."""


def is_paid_out(view: View, insured: Insured, coverage: Coverage) -> bool:
    """Has another claim been paid for a critical illness?"""
    paid = paid_items(view, insured.then.insured_id, insured.policy.id, coverage.no)
    return any(
        claim.case_id != view.the_case.id and claim.event_kind == EventKind.CRITICAL_ILLNESS for claim, _item in paid
    )


def days_used(view: View, insured: Insured, coverage: Coverage, event: Event) -> int:
    """Days in hospital paid by earlier claims of the same policy year."""
    if event.kind is not EventKind.HOSPITAL:
        return 0
    year = policy_year(insured.now.commenced_on, event.day)[0]
    used = 0
    for claim, item in paid_items(view, insured.then.insured_id, insured.policy.id, coverage.no):
        if policy_year(insured.now.commenced_on, claim.event_date)[0] == year and claim.event_kind == event.kind:
            used += item.benefit // coverage.sum_assured
    return used


def paid_for_disability(view: View, insured: Insured, coverage: Coverage, event: Event) -> Fen:
    """Of the sum assured, by earlier claims for disability; of a cover renewed year by year by those of its term. None
    before the contract has commenced."""
    if event.kind not in (EventKind.DISABILITY, EventKind.DEATH) or insured.then.status.commenced_on is None:
        return Fen(0)
    since = insured.then.began(coverage) if insured.now.product.renewed_as_new_term else date.min
    paid = paid_items(view, insured.then.insured_id, insured.policy.id, coverage.no)
    return Fen.total(
        item.benefit for claim, item in paid if claim.event_kind == EventKind.DISABILITY and since <= claim.event_date
    )


def paid_items(view: View, insured_id: int, policy_id: int, no: int) -> Sequence[tuple[Claim, ClaimItem]]:
    """Approved claims of a person that paid for a cover."""
    cases = view.reader.find(WorkItem, kind="claim", party_id=insured_id)
    found = []
    for case in cases:
        item = view.reader.get(ClaimItem, case.id, policy_id, no)
        if item is not None and item.conclusion == "pay" and case.state in DECIDED:
            found.append((view.reader.need(Claim, case.id), item))
    return found
