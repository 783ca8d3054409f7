"""Money a decision owes somebody. A deciding operation never pays: it opens a payment, which others release and pay."""

from collections.abc import Sequence

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Party, Payable
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rules import accounts

SETTLED = "payment_settled"
"""The company's standard for every payment."""
ORDINARY = "ordinary"
"""Tier of a client without VIP limits."""


def is_vip(party: Party) -> bool:
    """Does the party have the VIP limits of the service standards?"""
    return party.tier != ORDINARY


def not_their_own(account_no: str, party: Party) -> str | None:
    """What stands against paying to an account whose holder was named: money goes to the payee's own only (Sales
    Conduct Rules 2023 art 32). None for an account of theirs, and for one without a holder."""
    holder = accounts.read(account_no).holder if account_no else ""
    if holder in ("", party.name):
        return None
    return _("the account is that of {holder}, money goes to {name}'s own").format(holder=holder, name=party.name)


def pay(
    view: View,
    plan: Plan,
    party_id: int,
    amount: Fen,
    reason: str,
    account_no: str,
    clocks: Sequence[ClockStart] = (),
    policy_id: int | None = None,
    party: Party | None = None,
) -> None:
    """Open a payment to a party, which belongs to the case worked on; nothing for an amount of zero.

    `reason` is one of the catalog's payables (claim, surrender, preservation, refund): it names the account that the
    decision's own posting has credited. `clocks` are legal ones, next to the company's. `policy_id` is needed
    where the case is about several policies, `party` where the same plan makes the payee's record.
    InputErrors when the account is another person's.
    """
    if not amount:
        return
    party = party or view.reader.need(Party, party_id)
    fault = not_their_own(account_no, party)
    if fault is not None:
        raise InputErrors([Problem("account_no", fault, value=accounts.mask(account_no))])
    case_id = view.new_id()
    if policy_id is None and view.policy is not None:
        policy_id = view.policy.id
    plan.cases.append(
        NewCase(
            id=case_id,
            kind="payment",
            branch_id=view.branch.id,
            record=Payable(
                case_id=case_id,
                party_id=party.id,
                policy_id=policy_id,
                amount=amount,
                reason=reason,
                account_no=account_no,
                source_id=0,
            ),
            party_id=party.id,
            policy_id=policy_id,
            parent_id=view.case.id if view.case else None,
            clocks=(ClockStart(SETTLED, view.today, vip=is_vip(party)), *clocks),
        )
    )
