"""The hashes of the store: what an event's hash covers, and the digest over rows that are written once.

A change of one value in the ledger, the dues or the events shows, and a cut tail shows against exported heads.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from ops_console.data.store import table_of, values_of
from ops_console.data.tables import Event
from ops_console.data.types import JsonType, canonical_json, day_number, day_of, instant_of

GENESIS = "0" * 64
"""What the first event of a chain follows."""

GAP = "\0"
"""Stands in a value for what differs from row to row. No text that is stored can hold it: PostgreSQL refuses it."""
_GAP_IN_JSON = '"\\u0000"'
_as_json = json.JSONEncoder(ensure_ascii=False).encode


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


def pattern_of(value: Any) -> str:
    """Canonical JSON of a value with gaps, each a `%s` to be filled with a whole number or a JSON text, in the order of
    the keys. For rows by the thousand that differ in little: filling is many times quicker than encoding each."""
    return canonical_json(value).replace("%", "%%").replace(_GAP_IN_JSON, "%s")


def sealed_pattern(table: Table, values: Mapping[str, Any]) -> str:
    """`raw_sealed_line` of rows as stored, with gaps."""
    return pattern_of([table.name, values])


def event_pattern(values: Mapping[str, Any]) -> str:
    """`raw_event_text` of events as stored, with gaps."""
    return pattern_of({**values, "at": instant_of(values["at"]).isoformat(), "day": day_of(values["day"])})


def raw_sealed_line(table: Table, row: Mapping[str, Any]) -> str:
    """`sealed_line` of a row as stored. Its JSON is not taken apart: it is canonical already, or was tampered with."""
    return f'["{table.name}",{_object(row, _json_columns(table))}]'


def raw_event_hash(row: Mapping[str, Any]) -> str:
    """`event_hash` of a row as stored."""
    return digest(raw_event_text(row))


def raw_event_text(row: Mapping[str, Any]) -> str:
    """What the hash of an event, given as stored, covers."""
    values = {name: value for name, value in row.items() if name != "hash"}
    values["at"] = instant_of(row["at"]).isoformat()
    values["day"] = day_of(row["day"]).isoformat()
    return _object(values, frozenset({"data"}))


@cache
def _json_columns(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, JsonType))


def _object(values: Mapping[str, Any], as_they_are: frozenset[str]) -> str:
    """Canonical JSON of an object some of whose values are JSON texts."""
    parts = []
    for name in sorted(values):
        value = values[name]
        text = value if name in as_they_are and value is not None else _scalar(value)
        parts.append(f'"{name}":{text}')
    return f"{{{','.join(parts)}}}"


def _scalar(value: Any) -> str:
    """JSON of a number or text; the encoder takes as long to begin as for all numbers of a row."""
    if type(value) is int:
        return str(value)
    return "null" if value is None else _as_json(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return day_number(value) if hasattr(value, "year") else value
