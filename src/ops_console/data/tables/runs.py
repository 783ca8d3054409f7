"""Runs: a run is a row, its chunks are rows; a run is finished when no chunk is undone."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from ops_console.base.money import Fen
from ops_console.data.tables.record import Table
from ops_console.data.types import DayType, FenType, JsonType, StampType


class Run(Table, table=True):
    """One start of a batch. An unfinished one of the same kind is resumed before a new one begins."""

    __tablename__ = "run"
    __table_args__ = (
        Index(
            "ix_run_open",
            "kind",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )
    id: int = Field(primary_key=True)
    kind: str
    as_of: date = Field(sa_type=DayType)
    branch_id: int
    subject: str | None = None
    """What it is about besides its day: numbers of the bank files it books; None where there is nothing else."""
    clerk_id: int
    started_at: datetime = Field(sa_type=StampType)
    finished_at: datetime | None = Field(default=None, sa_type=StampType)
    rows: int = 0
    amount: Fen = Field(default=Fen(0), sa_type=FenType)
    root: str = ""
    """Digest over the chunk digests in chunk order; goes on the branch's chain when the run ends."""


class RunChunk(Table, table=True):
    """A range of policies, worked in one transaction; `branch_id` issued the first of them."""

    __tablename__ = "run_chunk"
    __table_args__ = (Index("ix_run_chunk_run", "run_id", "done"),)
    id: int = Field(primary_key=True, sa_type=BigInteger)
    """run * 10**6 + chunk number: the source_id of the rows it writes."""
    run_id: int = Field(foreign_key="run.id")
    branch_id: int
    first_id: int = Field(sa_type=BigInteger)
    last_id: int = Field(sa_type=BigInteger)
    done: bool = False
    rows: int = 0
    amount: Fen = Field(default=Fen(0), sa_type=FenType)
    totals: dict[str, list[int]] = Field(default_factory=dict, sa_type=JsonType)
    """Control totals: rows and fen by servicing branch."""
    digest: str = ""
    """Digest over the sealed rows of this chunk; empty when it wrote none."""
    left: list[str] | None = Field(default=None, sa_type=JsonType)
    """What a rule refused, or was set aside because something unforeseen happened: a line each."""
