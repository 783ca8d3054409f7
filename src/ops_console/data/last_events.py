"""What became of an instalment last, as runs and checks ask for it."""

from sqlalchemy import ColumnElement, FromClause, select


def is_last(event: FromClause) -> ColumnElement[bool]:
    """No later row of `due_event` tells of the same instalment."""
    later = event.alias("later")
    after = select(later.c.no).where(
        later.c.policy_id == event.c.policy_id, later.c.due_date == event.c.due_date, later.c.no > event.c.no
    )
    return ~after.exists()
