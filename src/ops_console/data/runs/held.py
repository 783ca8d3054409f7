"""Policies that owe an instalment and have the money for it held: what was paid before it was raised, or too much."""

from sqlalchemy import and_, func, select

from ops_console.data.runs.candidates import Candidates, in_force, within
from ops_console.data.store import table_of, whole_sum
from ops_console.data.tables import Billing, PremiumDue, Suspense

_billing, _held, _due = table_of(Billing), table_of(Suspense), table_of(PremiumDue)


def with_money_held(account: str, branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force with as much held on the account as one of the instalments comes to that were raised and not
    paid for: as it was raised, whatever an instalment comes to now. Which of them it pays, the run looks at closely."""
    held = (
        select(whole_sum(_held.c.amount))
        .where(_held.c.policy_id == _billing.c.policy_id, _held.c.account == account)
        .scalar_subquery()
    )
    raised = (
        select(func.min(_due.c.amount))
        .where(
            _due.c.policy_id == _billing.c.policy_id,
            _due.c.due_date >= _billing.c.paid_to,
            _due.c.due_date < _billing.c.next_due,
        )
        .scalar_subquery()
    )
    # Few have money held: of the others no instalment is looked up.
    of_policy = select(_held.c.policy_id).where(_held.c.policy_id == _billing.c.policy_id, _held.c.account == account)
    wanted = and_(_billing.c.paid_to < _billing.c.next_due, of_policy.exists(), held >= raised, in_force())
    return Candidates(_billing.c.policy_id, within(wanted, _billing.c.branch_id, branches), raised)
