"""Rows written once: each under the event or the run chunk that wrote it, whose digest covers exactly these rows."""

import heapq
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Select, Table, select
from sqlmodel import SQLModel

from ops_console.base.i18n import _
from ops_console.data.runs.digests import chunk_digest_now, root_of
from ops_console.data.seals import raw_sealed_line, seal_of_lines
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import (
    DATED,
    SEALED,
    DueEvent,
    Event,
    LedgerLine,
    Payable,
    PremiumDue,
    Receipt,
    Run,
    RunChunk,
)
from ops_console.data.verify.findings import MOST, Finding, answers, raw_rows, stream, whether_any
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH

SOURCED: tuple[type[SQLModel], ...] = (*SEALED, *DATED, Payable)
"""Tables whose rows name what wrote them."""
BY_CHUNKS: tuple[type[SQLModel], ...] = (PremiumDue, LedgerLine, DueEvent, Receipt)
"""Tables that chunks of runs write themselves."""
Line = tuple[int, str]
"""A sealed row: the event that wrote it, and its text."""


def events_cover_their_rows(reader: Reader) -> Iterator[Finding]:
    """The digest of every event is that of the rows that name it."""
    seals = stream(reader, _seals())
    models: tuple[type[SQLModel], ...] = SEALED
    written = [table_of(model) for model, there in zip(models, answers(reader, _any_written()), strict=True) if there]
    found = groupby(heapq.merge(*(_lines(reader, table) for table in written)), key=lambda line: line[0])
    event = next(seals, None)
    for source, lines in found:
        while event is not None and int(event["id"] or 0) < source:
            yield Finding(_place(event), _("rows it wrote are gone"))
            event = next(seals, None)
        if event is None or event["id"] != source:
            yield from _unsealed(reader, source, lines)
            continue
        if seal_of_lines(text for _source, text in lines) != event["sealed"]:
            yield Finding(_place(event), _("rows it wrote were changed, added or removed"))
        event = next(seals, None)
    while event is not None:
        yield Finding(_place(event), _("rows it wrote are gone"))
        event = next(seals, None)


@cache
def _seals() -> Select[Any]:
    event = table_of(Event).c
    return select(event.id, event.sealed, event.operation).where(event.sealed != "").order_by(event.id)


def _lines(reader: Reader, table: Table) -> Iterator[Line]:
    """The rows of a table that events wrote, in the order of the events."""
    for row in stream(reader, _in_order(table)):
        yield int(row["source_id"] or 0), raw_sealed_line(table, row)


@cache
def _written(table: Table) -> Select[Any]:
    return raw_rows(table).where(table.c.source_id >= SEQUENCES_PER_BRANCH)


@cache
def _in_order(table: Table) -> Select[Any]:
    return _written(table).order_by(table.c.source_id)


@cache
def _any_written() -> Select[Any]:
    models: tuple[type[SQLModel], ...] = SEALED
    return whether_any(_written(table_of(model)) for model in models)


def _unsealed(reader: Reader, source: int, lines: Iterable[Line]) -> Iterator[Finding]:
    tables = sorted({text.split('"', 2)[1] for _source, text in lines})
    event = reader.get(Event, source)
    reason = _("the event they name does not exist") if event is None else _("the event they name wrote no such rows")
    yield Finding(f"{', '.join(tables)} source {source}", reason)


def _place(event: dict[str, int | str | bool | None]) -> str:
    return f"event {event['id']} ({event['operation']})"


def chunks_cover_their_rows(reader: Reader) -> Iterator[Finding]:
    """The digest of every chunk that is done is that of the rows that name it; one undone has none. Most chunks of a
    year have neither a digest nor rows, and are not asked one by one."""
    named = {source for model in BY_CHUNKS for (source,) in reader.rows(_by_chunks(table_of(model)))}
    for chunk in reader.find(RunChunk):
        if (chunk.digest or chunk.id in named) and chunk.digest != chunk_digest_now(reader, chunk):
            yield Finding(f"run_chunk {chunk.id}", _("rows it wrote were changed, added or removed"))


@cache
def _by_chunks(table: Table) -> Select[Any]:
    return select(table.c.source_id).where(table.c.source_id < SEQUENCES_PER_BRANCH).distinct()


def roots_are_on_the_chain(reader: Reader) -> Iterator[Finding]:
    """The root of every finished run is the digest of its chunks and stands in the event that ended it."""
    ends: dict[tuple[str, int], set[tuple[int, str]]] = {}
    for run in reader.find(Run):
        if run.finished_at is None:
            continue
        kind = (f"batch.{run.kind}", run.branch_id)
        if kind not in ends:
            told = reader.find(Event, operation=kind[0], branch_id=kind[1])
            ends[kind] = {(event.data.get("run", 0), event.data.get("root", "")) for event in told}
        place = f"run {run.id} ({run.kind})"
        if run.root != root_of(chunk.digest for chunk in reader.find(RunChunk, run_id=run.id)):
            yield Finding(place, _("its root is not that of its chunks"))
        if (run.id, run.root) not in ends[kind]:
            yield Finding(place, _("its root is not on the branch's chain"))


def sources_exist(reader: Reader) -> Iterator[Finding]:
    """Every row that names its source names an event or a chunk there is."""
    for model, lost in zip(SOURCED, answers(reader, _any_lost()), strict=True):
        for (source,) in reader.rows(_lost(table_of(model)).distinct().limit(MOST)) if lost else ():
            yield Finding(f"{table_of(model).name} source {source}", _("neither an event nor a chunk of a run"))


@cache
def _lost(table: Table) -> Select[Any]:
    event, chunk = table_of(Event), table_of(RunChunk)
    return select(table.c.source_id).where(
        ~select(event.c.id).where(event.c.id == table.c.source_id).exists(),
        ~select(chunk.c.id).where(chunk.c.id == table.c.source_id).exists(),
    )


@cache
def _any_lost() -> Select[Any]:
    return whether_any(_lost(table_of(model)) for model in SOURCED)
