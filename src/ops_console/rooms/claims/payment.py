"""The books of an approved claim: the benefit or refund owed, premium owed collected by deduction, loans settled.

The postings of an earlier decision on the claim are taken back first, so that the books say once what is owed.
"""

from collections.abc import Sequence
from dataclasses import replace

from ops_console.base.money import Fen
from ops_console.data.store import table_of
from ops_console.data.tables import Claim, ClaimItem, Event, LedgerLine
from ops_console.desk.plan import Plan, Posting
from ops_console.desk.view import View
from ops_console.rooms.claims.dividends import settle_at_death
from ops_console.rooms.claims.insured import Insured, cover_day
from ops_console.rooms.dues import Instalment
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.settling import settle_instalments, settle_loans
from ops_console.rules.claims.conclusions import Conclusion
from ops_console.rules.claims.facts import EventKind
from ops_console.rules.postings import Line

EX_GRATIA = (Conclusion.EX_GRATIA, Conclusion.AGREEMENT)
PAID, REFUSED = "claim_paid", "claim_refused_cash_value"
PREMIUM_OWED, DIVIDENDS = "premium_owed", "dividends"


def book(view: View, plan: Plan, claim: Claim, insured: Insured, items: Sequence[ClaimItem]) -> PolicyPosition:
    """Postings of one policy's items; the position as it is afterwards."""
    position = insured.now
    _take_back(view, plan, claim, insured)
    for item in items:
        _settle_advance(plan, item)
        if not item.benefit and not item.refunds:
            continue
        legs: dict[str, int] = {**item.refunds, **item.deductions}
        if item.benefit:
            legs[_benefit(insured, claim, item)] = item.benefit
        if PREMIUM_OWED in item.deductions:
            position = _collect(view, plan, position, insured.owed(cover_day(claim)))
        if item.deductions.keys() - {PREMIUM_OWED}:
            # Loans that an earlier decision settled are closed: only those still open are left to be.
            settle_loans(plan, position, cover_day(claim))
            position = replace(position, loans=())
        plan.post(PAID if item.benefit else REFUSED, insured.policy.id, None, **legs)
    if ends_by_death(claim, position):
        dividends = Fen.total(Fen(item.refunds.get(DIVIDENDS, 0)) for item in items)
        settle_at_death(view, plan, position, cover_day(claim), dividends)
    return position


def ends_by_death(claim: Claim, position: PolicyPosition) -> bool:
    """Does the first decision on a death end the contract, and has nothing else ended it before?"""
    is_first = claim.event_kind == EventKind.DEATH and claim.reopened_on is None
    return is_first and position.status.status != "ended"


def _take_back(view: View, plan: Plan, claim: Claim, insured: Insured) -> None:
    """What earlier decisions on the claim have booked for the policy, the other way round."""
    if claim.reopened_on is None:
        return
    events = [event.id for event in view.reader.find(Event, case_id=claim.case_id)]
    table = table_of(LedgerLine)
    booked = view.reader.find(
        LedgerLine, table.c.source_id.in_(events), table.c.rule.in_((PAID, REFUSED)), policy_id=insured.policy.id
    )
    by_account: dict[str, int] = {}
    for line in booked:
        by_account[line.account] = by_account.get(line.account, 0) - line.amount
    lines = tuple(Line(account, Fen(amount)) for account, amount in by_account.items() if amount)
    if lines:
        plan.postings.append(Posting(PAID, {}, policy_id=insured.policy.id, lines=lines))


def _settle_advance(plan: Plan, item: ClaimItem) -> None:
    """What was paid in advance is part of what is owed now (Insurance Law art 25)."""
    if not item.advanced:
        return
    plan.post("claim_advance_settled", item.policy_id, amount=item.advanced)
    key = {"case_id": item.case_id, "policy_id": item.policy_id, "coverage_no": item.coverage_no}
    plan.change(ClaimItem, key, advanced=None)


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
