"""Events of what is done beside the operations: making and upgrading a store, runs, bank files, logins."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from ops_console.data.store import Tx
from ops_console.data.tables import Branch, Event
from ops_console.desk.entry import Actor
from ops_console.desk.events import append, next_event_id

SETUP = Actor(0, "setup")
"""Nobody: who starts a program that looks after a store has no clerk in it."""


def record(
    tx: Tx, branch_id: int, operation: str, data: Mapping[str, Any], actor: Actor = SETUP, day: date | None = None
) -> int:
    """Write the event of something done on a branch's chain, on its open day unless another is said; the event's id."""
    event_id, prev = next_event_id(tx, branch_id)
    append(
        tx,
        Event(
            id=event_id,
            branch_id=branch_id,
            at=actor.at or datetime.now(UTC),
            day=day or tx.need(Branch, branch_id).open_day,
            clerk_id=actor.clerk_id,
            door=actor.door,
            operation=operation,
            data=dict(data),
            sealed="",
            prev=prev,
            hash="",
        ),
    )
    return event_id
