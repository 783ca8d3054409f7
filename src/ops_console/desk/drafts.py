"""Half-typed forms, kept so that an interruption, the idle lock or a killed console loses nothing.

A draft is no business: no event tells of it, no digest covers it, and it belongs to the clerk who typed it. It goes
when its form is posted, and with age at day end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import Draft


@dataclass(frozen=True)
class Place:
    """Whose draft, of which form, about what: the number of a case or policy, or nothing."""

    clerk_id: int
    operation: str
    subject: str = ""

    @property
    def key(self) -> dict[str, Any]:
        return {"clerk_id": self.clerk_id, "operation": self.operation, "subject": self.subject}


def keep(store: Store, place: Place, values: Mapping[str, Any], at: datetime) -> None:
    """Keep what is typed now in place of what was kept before."""
    with store.write() as tx:
        if not tx.update(Draft, place.key, {"values": dict(values), "kept_at": at}):
            tx.insert([Draft(**place.key, values=dict(values), kept_at=at)])


def kept(reader: Reader, place: Place) -> Mapping[str, Any]:
    """What was kept; nothing where there is no draft."""
    draft = reader.get(Draft, place.clerk_id, place.operation, place.subject)
    return draft.values if draft else {}


def forget(tx: Tx, place: Place) -> None:
    """It was posted, or emptied by hand."""
    tx.delete(Draft, place.key)
