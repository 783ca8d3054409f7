"""A claim on a member of a group: it sees that member's cover alone, and ends it, not the contract.

The premium of a group is owed by the employer, and is not taken off what is paid for a member (company default).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import Claim, ClaimItem, Coverage
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.insured import Insured
from ops_console.rooms.instalments import ask_for
from ops_console.rooms.members import end_member
from ops_console.rooms.policies import position_of
from ops_console.rooms.settling import end_policy
from ops_console.rules.claims.facts import Contract, Debts, EventKind, Standing
from ops_console.rules.due_dates import due_date
from ops_console.rules.products.values import unearned_premium

CLAIMED = "claimed"


def of_member(
    view: View,
    insured: Insured,
    coverage: Coverage,
    contract: Contract,
    paid: Sequence[ClaimItem],
    pays: bool,
    day: date,
) -> Contract:
    """A member's cover on a day as the rules of claims take it: periods count from its own first day; it pays once,
    whatever has become of the contract since. `paid`: what other claims have paid for it."""
    rows = view.reader.find(Coverage, policy_id=coverage.policy_id, no=coverage.no)
    first = rows[0].valid_from
    over = paid or day >= insured.now.current_billing.ends_on
    return replace(
        contract,
        standing=Standing.ENDED if over else insured.standing,
        concluded=max(contract.concluded, first),
        commenced=max(insured.now.commenced_on, first),
        owed_since=None,
        grace_ends=None,
        paid_after=_paid_after(insured, rows, day, pays),
        debts=Debts(),
    )


def _paid_after(insured: Insured, rows: Sequence[Coverage], day: date, pays: bool) -> Fen:
    """Premium for time after the event: the member's part of instalments due later; and where no benefit is due, the
    unearned part of the year's (1/365 method, company default)."""
    instalments = insured.now.instalments
    later = [one.due_date for one in instalments if one.is_received and one.due_date > day]
    after = Fen.total(_part(rows, due) for due in later)
    begun = [one.due_date for one in instalments if one.is_received and one.due_date <= day]
    if pays or not begun:
        return after
    start, premium = max(begun), insured.then.coverages[0].premium or Fen(0)
    return after + unearned_premium(premium, start, due_date(start, 12, 1), day)[0]


def _part(rows: Sequence[Coverage], due: date) -> Fen:
    """The member's part of the instalment of a day."""
    return Fen.total(row.premium or Fen(0) for row in rows if row.valid_from <= due < row.valid_to)


def leave_group(view: View, plan: Plan, insured: Insured, claim: Claim) -> None:
    """A death ends the member's cover, and the next instalment is that of the members left; with the last of them the
    contract ends. Nothing is done twice when the claim was decided before."""
    position = position_of(view, insured.policy)
    coverage = next((one for one in position.coverages if one.insured_id == claim.insured_id), None)
    if claim.event_kind != EventKind.DEATH or coverage is None or position.status.status == "ended":
        return
    end_member(plan, position, coverage, max(view.today, coverage.valid_from))
    if len(position.coverages) == 1:
        end_policy(view, plan, position, CLAIMED)
        return
    ask_for(view, plan, position, -(coverage.premium or Fen(0)), 0)
    plan.messages.append(_("The member's cover has ended; the group goes on."))
