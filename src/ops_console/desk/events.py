"""Events: one for each operation, append-only, hash-chained, one chain a branch.

The hash covers every column of the event and the hash before it; `sealed` covers the rows written once with it. So a change
of one value in the ledger, the dues or the events themselves shows, and a cut tail shows against exported heads.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from ops_console.data.store import Tx, table_of, values_of
from ops_console.data.tables import ChainHead, Event
from ops_console.data.types import canonical_json, day_number
from ops_console.rules.numbers import make_id

GENESIS = "0" * 64


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal(records: Iterable[SQLModel]) -> str:
    """One digest over records written once, whatever their order; empty text for none."""
    lines = sorted(canonical_json([table_of(type(record)).name, _plain(record)]) for record in records)
    return digest("\n".join(lines)) if lines else ""


def event_hash(event: Event) -> str:
    """The hash an event must have, from its columns and the hash before it."""
    values = values_of(event)
    del values["hash"]
    values["at"] = event.at.isoformat()
    return digest(canonical_json(values))


def next_event_id(tx: Tx, branch_id: int) -> tuple[int, str]:
    """Lock the branch's chain; returns the id of the next event and the hash it follows."""
    head = tx.lock(ChainHead, branch_id)
    if head is None:
        tx.insert([ChainHead(branch_id=branch_id, seq=0, hash=GENESIS)])
        return make_id(branch_id, 1), GENESIS
    return make_id(branch_id, head.seq + 1), head.hash


def append(tx: Tx, event: Event) -> None:
    """Write the event and move the head of its chain onto it."""
    event.hash = event_hash(event)
    tx.insert([event])
    tx.update(ChainHead, {"branch_id": event.branch_id}, {"seq": event.id % 10**11, "hash": event.hash})


def _plain(record: SQLModel) -> dict[str, Any]:
    return {name: _value(value) for name, value in values_of(record).items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return day_number(value) if hasattr(value, "year") else value
