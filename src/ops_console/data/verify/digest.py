"""One hash over the business content of a store: equal for two stores in which the same has happened."""

import hashlib
import json

from sqlalchemy import Table
from sqlmodel import SQLModel

from ops_console.data.seals import digest
from ops_console.data.store import Reader
from ops_console.data.types import StampType
from ops_console.data.verify.findings import raw_rows, stream

APART = frozenset({"event", "chain_head", "run", "run_chunk", "branch_counter", "draft"})
"""Tables that say how the content came about, or what is not posted yet."""
LEFT_OUT = frozenset({"source_id", "reverses", "password_hash", "wrong_passwords"})
"""Columns that name events and chunks, salted hashes and tries at them; stamps are left out by their type."""
LEFT_OUT_OF = frozenset({("bank_file", "digest")})
"""Table and column: what a bank is sent says at which moment it was made."""
_MODULUS = 2**256
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def digest_of(reader: Reader) -> str:
    """SHA-256 in hex. Rows count whatever their order; stamps, run ids and chain fields don't."""
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in APART]
    return digest("\n".join(_table_line(reader, table) for table in sorted(tables, key=lambda one: one.name)))


def _table_line(reader: Reader, table: Table) -> str:
    """Name, number of rows and the sum of their hashes: so nothing needs to be sorted or kept."""
    names = [
        column.name
        for column in table.columns
        if column.name not in LEFT_OUT
        and (table.name, column.name) not in LEFT_OUT_OF
        and not isinstance(column.type, StampType)
    ]
    number = total = 0
    for row in stream(reader, raw_rows(table)):
        text = _as_json([row[name] for name in names])
        total += int.from_bytes(hashlib.sha256(text.encode()).digest())
        number += 1
    return f"{table.name} {number} {total % _MODULUS:064x}"
