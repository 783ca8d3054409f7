"""Runs under way: how far each is, by the rows of its chunks, whoever works on them and wherever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from ops_console.base.money import Fen
from ops_console.data.at_work import at_work
from ops_console.data.glance import lines_of
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Clerk, Run, RunChunk

_chunk, _run, _clerk = table_of(RunChunk), table_of(Run), table_of(Clerk)


@dataclass(frozen=True)
class Done:
    """How far a run is: chunks, those done, and what they did in rows and fen."""

    chunks: int
    chunks_done: int
    rows: int
    amount: Fen


@dataclass(frozen=True)
class RunUnderWay:
    """A run that is not finished, or the one asked for: what it is, who started it when, and how far it is."""

    id: int
    kind: str
    as_of: date
    branch_id: int
    clerk: str
    started_at: datetime
    finished_at: datetime | None
    done: Done


def progress_of(reader: Reader, run_id: int) -> Done:
    """How far a run is."""
    c = _chunk.c
    figures = select(
        func.count(), func.count().filter(c.done), whole_sum(c.rows), whole_sum(c.amount)
    ).where(c.run_id == run_id)  # fmt: skip
    chunks, done, rows, amount = reader.connection.execute(figures).one()
    return Done(chunks, done, rows, Fen(amount))


def is_at_work(reader: Reader, kind: str) -> bool:
    """Does somebody work on a run of this kind?"""
    return at_work(lines_of(reader), str(reader.connection.engine.url), kind)


def runs_under_way(
    reader: Reader, branches: Sequence[int] | None = None, run_id: int | None = None
) -> tuple[RunUnderWay, ...]:
    """Runs of these branches (None: of any) not finished, oldest first; or one by its number, finished or not."""
    wanted = _run.c.finished_at.is_(None) if run_id is None else _run.c.id == run_id
    found = (
        select(_run, _clerk.c.name)
        .outerjoin(_clerk, _clerk.c.id == _run.c.clerk_id)
        .where(wanted)
        .order_by(_run.c.id)
    )  # fmt: skip
    if branches is not None:
        found = found.where(_run.c.branch_id.in_(branches))
    return tuple(
        RunUnderWay(
            row.id,
            row.kind,
            row.as_of,
            row.branch_id,
            row.name or "",
            row.started_at,
            row.finished_at,
            progress_of(reader, row.id),
        )
        for row in reader.rows(found)
    )
