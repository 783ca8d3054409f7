"""What became of an instalment last, as runs, reports and checks ask for it."""

from sqlalchemy import ColumnElement, FromClause, and_, select


def is_last(event: FromClause) -> ColumnElement[bool]:
    """No later row of `due_event` tells of the same instalment."""
    later = event.alias("later")
    after = select(later.c.no).where(
        later.c.policy_id == event.c.policy_id, later.c.due_date == event.c.due_date, later.c.no > event.c.no
    )
    return ~after.exists()


def is_last_of(event: FromClause, due: FromClause) -> ColumnElement[bool]:
    """The last row of `due_event` about an instalment of `due`: looked up by its key for each of them."""
    return and_(event.c.policy_id == due.c.policy_id, event.c.due_date == due.c.due_date, is_last(event))
