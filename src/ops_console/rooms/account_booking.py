"""What happens to an account in money, written: its entries, its record, and the postings of premiums and months.

A plan is written in one step, whatever it does to an account: entries numbered on, balance and first day not rolled.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.revival import revived
from ops_console.data.store import table_of
from ops_console.data.tables import AccountEntry, ChangeSet, PolicyAccount
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.accounts import (
    CHARGE,
    FEE,
    INTEREST,
    KIND,
    PREMIUM,
    RELEASED,
    RISK,
    Account,
    account_of,
    entry,
    with_premiums,
)
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.why import Why

MONTHLY = (INTEREST, FEE, RISK)
"""What a monthly day books."""


def book(plan: Plan, before: Account, after: Account, whys: Iterable[Why] = ()) -> None:
    """Write what happened to an account: its new entries, its record, and the postings of premiums and months."""
    new = after.entries[len(before.entries) :]
    plan.insert(*new)
    plan.whys.extend(whys)
    for due in sorted({one.due_date for one in new if one.due_date is not None}):
        _post_premium(plan, before.policy_id, [one for one in new if one.due_date == due])
    months: dict[str, Any] = {what: abs(Fen.total(one.amount for one in new if one.what == what)) for what in MONTHLY}
    if any(months.values()):
        plan.post("account_month", before.policy_id, **months)
    _keep(plan, before, after)


def release(view: View, plan: Plan, position: PolicyPosition) -> None:
    """What is left in the account of a contract that ends is set against what is paid for it; premiums collected and
    not put in yet are put in first, what the bank took back is taken out. Nothing for a policy without an account."""
    account = account_of(view, position, plan)
    if account is None:
        return
    day = max(view.today, account.cover.commencement)
    ahead, allocated = with_premiums(position, account, day)
    left = ahead.balance
    if left:
        ahead = ahead.with_entries([entry(day, RELEASED, -left)])
        plan.post("account_released" if left > 0 else "account_overdrawn", account.policy_id, amount=abs(left))
    if len(ahead.entries) > len(account.entries):
        book(plan, account, ahead, [one.why for one in allocated])


def take_out_returned(view: View, plan: Plan, position: PolicyPosition) -> None:
    """A premium the bank took back from a policy that is no longer in force is taken out of its account at once; of a
    contract that has ended the company bears what is lacking. Nothing for a policy without an account."""
    if position.status.status == "ended":
        release(view, plan, position)
        return
    account = account_of(view, position, plan)
    if account is not None:
        ahead, allocated = with_premiums(position, account, max(view.today, account.cover.commencement))
        book(plan, account, ahead, [one.why for one in allocated])


def take_back(view: View, plan: Plan, position: PolicyPosition, change_set: ChangeSet) -> None:
    """What an endorsement has moved, the other way round on the same days, and the account rolled no further than it
    was. No posting. Refused when more has moved since. Nothing for a policy without an account."""
    account = account_of(view, position)
    made = [one for one in account.entries if one.source_id == change_set.source_id] if account else []
    if account is None or not made:
        return
    view.refuse_unless(
        made[-1] is account.entries[-1],
        "moved_on",
        _("The account of {number} has moved since.").format(number=position.policy.number),
        "company default",
    )
    before = [
        revived(PolicyAccount, change["before"])
        for change in change_set.changes
        if change["table"] == table_of(PolicyAccount).name and change["key"]["kind"] == KIND
    ]
    rolled_to = before[0].get("rolled_to", account.rolled_to) if before else account.cover.commencement
    rows = [entry(one.day, one.what, -one.amount, one.due_date, one.rate) for one in made]
    back = account.with_entries(rows, rolled_to)
    plan.insert(*back.entries[len(account.entries) :])
    _keep(plan, account, back)


def _keep(plan: Plan, before: Account, after: Account) -> None:
    key: dict[str, Any] = {"policy_id": before.policy_id, "coverage_no": before.coverage.no, "kind": KIND}
    made = [one for one in plan.inserts if isinstance(one, PolicyAccount) and one.policy_id == before.policy_id]
    if made:
        made[0].balance, made[0].rolled_to = after.balance, after.rolled_to
    elif before.is_open:
        plan.change(PolicyAccount, key, balance=after.balance, rolled_to=after.rolled_to)
    else:
        plan.insert(PolicyAccount(**key, balance=after.balance, rolled_to=after.rolled_to))


def _post_premium(plan: Plan, policy_id: int, rows: Sequence[AccountEntry]) -> None:
    """Premium and charge of one due date: put in, or taken out again."""
    premium = Fen.total(one.amount for one in rows if one.what == PREMIUM)
    charge = -Fen.total(one.amount for one in rows if one.what == CHARGE)
    rule = "account_premium" if premium > 0 else "account_premium_returned"
    plan.post(rule, policy_id, premium=abs(premium), initial_charge=abs(charge))
