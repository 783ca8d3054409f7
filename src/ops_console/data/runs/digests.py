"""What seals the rows a run writes: one digest for each chunk, and a root over them that goes on the branch's chain.

A chunk's digest covers its dues, column by column in policy and due order, and its ledger lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from ops_console.data.seals import digest, sealed_line
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import LedgerLine, PremiumDue, RunChunk

_SEPARATOR = ","


@dataclass(frozen=True)
class DueColumns:
    """The columns of dues, each as its values between commas, in policy and due order."""

    policy_ids: str
    due_dates: str
    amounts: str
    channels: str
    branch_ids: str

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.policy_ids, self.due_dates, self.amounts, self.channels, self.branch_ids)


NO_DUES = DueColumns("", "", "", "", "")


def joined(column: ColumnElement[Any], *order: ColumnElement[Any], is_sqlite: bool) -> ColumnElement[str | None]:
    """All values of a column as one text between commas, in the order given: on SQLite that must be the primary key's,
    in which a range of it is walked (it can't order an aggregate before version 3.44)."""
    if is_sqlite:
        return func.group_concat(column)
    return func.string_agg(cast(column, Text), aggregate_order_by(literal(_SEPARATOR), *order))


def merged(passes: Iterable[DueColumns]) -> DueColumns:
    """The dues of several passes over one chunk, in policy and due order again."""
    found = list(passes)
    if len(found) == 1:
        return found[0]
    rows = [row for columns in found for row in zip(*(text.split(_SEPARATOR) for text in columns.texts), strict=True)]
    # Dates have equally many digits, and so have the ids of a branch: texts of a length sort as numbers do.
    rows.sort(key=lambda row: (len(row[0]), row))
    return DueColumns(*(_SEPARATOR.join(column) for column in zip(*rows, strict=True)))


def chunk_digest(dues: DueColumns, lines: Iterable[LedgerLine]) -> str:
    """SHA-256 over a chunk's dues and ledger lines."""
    return digest("\n".join((*dues.texts, *(sealed_line(line) for line in lines))))


def chunk_digest_now(reader: Reader, chunk: RunChunk) -> str:
    """The digest of what the store holds for a chunk; empty when it holds nothing."""
    d = table_of(PremiumDue).c
    columns = (d.policy_id, d.due_date, d.amount, d.channel, d.branch_id)
    row = reader.connection.execute(
        select(*(joined(column, d.policy_id, d.due_date, is_sqlite=reader.is_sqlite) for column in columns)).where(
            d.policy_id.between(chunk.first_id, chunk.last_id), d.source_id == chunk.id
        )
    ).one()
    lines = reader.find(LedgerLine, source_id=chunk.id)
    if row[0] is None and not lines:
        return ""
    return chunk_digest(DueColumns(*(text or "" for text in row)), lines)


def root_of(digests: Iterable[str]) -> str:
    """The digest over a run's chunk digests in chunk order; empty for a run that wrote nothing sealed."""
    written = list(digests)
    return digest("\n".join(written)) if any(written) else ""
