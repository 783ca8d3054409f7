"""Whom account-run is about: universal life covers with months to book, or a planned premium that has moved."""

from datetime import date

from sqlalchemy import and_, func, or_, select

from ops_console.data.last_events import is_last
from ops_console.data.runs.candidates import Candidates, standing, within
from ops_console.data.store import table_of
from ops_console.data.tables import AccountEntry, Billing, Coverage, DueEvent, PolicyAccount, PolicyStatus
from ops_console.data.types import FOREVER

_billing, _status, _coverage = (table_of(model) for model in (Billing, PolicyStatus, Coverage))
_account, _entry, _due_event = (table_of(model) for model in (PolicyAccount, AccountEntry, DueEvent))
UNIVERSAL = "universal"
"""Kind of an account of a universal life cover."""


def accounts_to_roll(day: date, products: set[tuple[str, str]], branches: tuple[int, ...] | None) -> Candidates:
    """Policies in force with an account that was not rolled up to a day, or that has an instalment collected and not
    put in, or put in and returned. `products`: those with accounts in money, by code and what their premium is booked
    on, by which most others are told apart without a look at their covers."""
    b, codes = _billing.c, sorted({code for code, _account in products})
    sold = (
        select(_coverage.c.policy_id)
        .where(_coverage.c.policy_id == b.policy_id, _coverage.c.valid_to == FOREVER, _coverage.c.product.in_(codes))
        .exists()
    )
    rolled = (
        select(_account.c.policy_id)
        .where(_account.c.policy_id == b.policy_id, _account.c.kind == UNIVERSAL, _account.c.rolled_to > day)
        .exists()
    )
    is_in = (
        select(func.coalesce(func.sum(_entry.c.amount), 0))
        .where(
            _entry.c.policy_id == b.policy_id,
            _entry.c.kind == UNIVERSAL,
            _entry.c.what == "premium",
            _entry.c.due_date == _due_event.c.due_date,
        )
        .scalar_subquery()
    )
    moved = (
        select(_due_event.c.no)
        .where(
            _due_event.c.policy_id == b.policy_id,
            is_last(_due_event),
            (_due_event.c.kind == "collected") != (is_in != 0),
        )
        .exists()
    )
    booked = b.account.in_(sorted({account for _code, account in products}))
    stands = standing(_status.c.status == "in_force", _status.c.commenced_on <= day)
    wanted = and_(booked, sold, stands, or_(~rolled, moved))
    return Candidates(b.policy_id, within(wanted, b.branch_id, branches))
