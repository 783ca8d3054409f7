"""How often a policy has paid: what renewal asks."""

from datetime import date

from sqlalchemy import func, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Claim, ClaimItem, WorkItem

DECIDED = ("approved", "closed", "archived")
"""States of a claim whose payments were approved."""

_case, _claim, _item = (table_of(model) for model in (WorkItem, Claim, ClaimItem))


def paid_claims(reader: Reader, insured_id: int, policy_id: int, since: date) -> int:
    """Claims on the insured, of events from a day on, of which the policy paid a benefit."""
    wanted = (
        select(func.count(func.distinct(_claim.c.case_id)))
        .join_from(_case, _claim, _claim.c.case_id == _case.c.id)
        .join(_item, _item.c.case_id == _case.c.id)
        .where(
            _case.c.party_id == insured_id,
            _case.c.kind == "claim",
            _case.c.state.in_(DECIDED),
            _claim.c.event_date >= since,
            _item.c.policy_id == policy_id,
            _item.c.conclusion == "pay",
        )
    )
    return int(reader.connection.scalar(wanted) or 0)
