"""Policies that owe an instalment and have the money for it held: what was paid before it was raised, or too much."""

from sqlalchemy import and_, select

from ops_console.data.runs.candidates import Candidates, in_force, within
from ops_console.data.store import table_of, whole_sum
from ops_console.data.tables import Billing, Suspense

_billing, _held = table_of(Billing), table_of(Suspense)


def with_money_held(account: str, branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force with an instalment not paid for and as much held on the account as an instalment comes to now.
    One that was raised under other terms is looked at closely by the run."""
    held = (
        select(whole_sum(_held.c.amount))
        .where(_held.c.policy_id == _billing.c.policy_id, _held.c.account == account)
        .scalar_subquery()
    )
    wanted = and_(_billing.c.paid_to < _billing.c.next_due, held >= _billing.c.premium, in_force())
    return Candidates(_billing.c.policy_id, within(wanted, _billing.c.branch_id, branches), _billing.c.premium)
