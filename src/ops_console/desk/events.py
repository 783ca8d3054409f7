"""Events: one for each operation, append-only, hash-chained, one chain a branch.

The hash covers every column of the event and the hash before it; `sealed` covers the rows written once with it. So one
value changed in the ledger, the dues or the events themselves shows, and a cut tail shows against exported heads.
"""

from datetime import date

from ops_console.data.seals import GENESIS, event_hash
from ops_console.data.store import Tx
from ops_console.data.tables import ChainHead, Event
from ops_console.rules.numbers import make_id, sequence_of

BUSINESS_DATE = "business_date"
"""In an event's data: the business date on which it was done, where the branch's books stood on another day."""


def done_on(event: Event) -> date:
    """The business date of an operation, by which deadlines count. Releases before this one kept the day of the books
    alone."""
    said = event.data.get(BUSINESS_DATE)
    return date.fromisoformat(said) if said else event.day


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
    tx.update(ChainHead, {"branch_id": event.branch_id}, {"seq": sequence_of(event.id), "hash": event.hash})
