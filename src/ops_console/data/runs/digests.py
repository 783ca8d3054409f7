"""What seals the rows a run writes: one digest for each chunk, and a root over them that goes on the branch's chain.

A chunk's digest covers its dues, column by column in policy and due order, and its ledger lines; of a chunk that books
what a bank collected, also the events of the instalments and the receipts, likewise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from ops_console.data.seals import digest, sealed_line
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import DueEvent, LedgerLine, PremiumDue, Receipt, RunChunk

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
    """All values of a column as one text between commas, in the order given, or as the rows come: on SQLite in that of
    the primary key, in which a range of it is walked (it can't order an aggregate before version 3.44)."""
    if is_sqlite:
        return func.group_concat(column)
    if not order:
        return func.string_agg(cast(column, Text), literal(_SEPARATOR))
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


def chunk_digest(dues: DueColumns, lines: Iterable[LedgerLine], collected: Iterable[str] = ()) -> str:
    """SHA-256 over a chunk's dues and ledger lines, and what `collected_now` says of its collections."""
    return digest("\n".join((*dues.texts, *(sealed_line(line) for line in lines), *collected)))


def collected_now(reader: Reader, chunk_id: int) -> tuple[str, ...]:
    """The columns of the receipts and of the events of instalments that a chunk wrote, each as its values between
    commas, in the order of their keys; empty when it wrote none."""
    events, receipts = table_of(DueEvent).c, table_of(Receipt).c
    kept = (
        *_columns_now(reader, chunk_id, _columns_but_source(events), (events.policy_id, events.due_date, events.no)),
        *_columns_now(reader, chunk_id, _columns_but_source(receipts), (receipts.branch_id, receipts.no)),
    )
    return kept if any(kept) else ()


def _columns_but_source(columns: Any) -> list[ColumnElement[Any]]:
    return [column for column in columns if column.name != "source_id"]


def _columns_now(
    reader: Reader, chunk_id: int, columns: Iterable[ColumnElement[Any]], order: tuple[ColumnElement[Any], ...]
) -> tuple[str, ...]:
    """Whatever may be null is an empty text: an aggregate passes over nulls."""
    source = order[0].table.c.source_id
    values = [func.coalesce(cast(column, Text), "").label(column.name) for column in columns]
    rows = select(*values, *(column.label(f"by_{place}") for place, column in enumerate(order))).where(
        source == chunk_id
    )
    if reader.is_sqlite:
        # SQLite can't order an aggregate before version 3.44; it takes the rows of a subquery as they come.
        rows = rows.order_by(*order)
    ordered = rows.subquery()
    by = tuple(ordered.c[f"by_{place}"] for place in range(len(order)))
    texts = [joined(ordered.c[value.name], *by, is_sqlite=reader.is_sqlite) for value in values]
    return tuple(text or "" for text in reader.connection.execute(select(*texts)).one())


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
    collected = collected_now(reader, chunk.id)
    if row[0] is None and not lines and not collected:
        return ""
    return chunk_digest(DueColumns(*(text or "" for text in row)), lines, collected)


def root_of(digests: Iterable[str]) -> str:
    """The digest over a run's chunk digests in chunk order; empty for a run that wrote nothing sealed."""
    written = list(digests)
    return digest("\n".join(written)) if any(written) else ""
