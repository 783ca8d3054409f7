"""The hashes of the store: what an event's hash covers, and the digest over rows that are written once.

A change of one value in the ledger, the dues or the events shows, and a cut tail shows against exported heads.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from ops_console.data.store import table_of, values_of
from ops_console.data.tables import Event
from ops_console.data.types import canonical_json, day_number

GENESIS = "0" * 64
"""What the first event of a chain follows."""


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_line(record: SQLModel) -> str:
    """One record as the text a digest covers."""
    values = {name: _plain(value) for name, value in values_of(record).items()}
    return canonical_json([table_of(type(record)).name, values])


def seal_of_lines(lines: Iterable[str]) -> str:
    """One digest over lines, whatever their order; empty text for none."""
    ordered = sorted(lines)
    return digest("\n".join(ordered)) if ordered else ""


def seal(records: Iterable[SQLModel]) -> str:
    """One digest over records written once."""
    return seal_of_lines(sealed_line(record) for record in records)


def event_hash(event: Event) -> str:
    """The hash an event must have, from its columns and the hash before it."""
    values = values_of(event)
    del values["hash"]
    values["at"] = event.at.isoformat()
    return digest(canonical_json(values))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return day_number(value) if hasattr(value, "year") else value
