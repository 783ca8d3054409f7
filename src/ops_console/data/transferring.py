"""All rows of a store into an empty one, from one engine to the other or the same, a few thousand in memory at a time.

Until all is there and has been compared, the new store is marked: its schema is none of any release, and every door but
a new transfer refuses it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Table, text
from sqlmodel import SQLModel

from ops_console.base.i18n import _
from ops_console.base.problems import Refused
from ops_console.data.bulk import filling
from ops_console.data.partitions import give_partitions
from ops_console.data.release import HEAD, UNFINISHED
from ops_console.data.schema import create_schema, schema_version
from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import BankFile, Branch, ChainHead, Run, RunChunk
from ops_console.data.verify.findings import Raw, raw_rows, stream

AT_ONCE = 20_000
"""Rows of one statement: a server keeps the references of a statement's rows in memory until its end."""
Watch = Callable[[str, int], None]
"""Called after every table: its name, and how many rows it has."""


@dataclass(frozen=True)
class Stands:
    """What differs once anybody has worked on a store: the heads of its chains, and what is worked on without an event
    until its end, which are its runs with their chunks and its files of the banks."""

    heads: dict[int, str]
    files: tuple[tuple[int, str], ...]
    runs: tuple[int, ...]
    chunks_done: int


@dataclass(frozen=True)
class Copied:
    """How many rows by table were copied, and how the source stood."""

    rows: dict[str, int]
    stands: Stands


def copy_rows(source: Store, target: Store, watch: Watch | None = None) -> Copied:
    """Every row of every table, as the source was at one moment. Refused when a run is unfinished, while a file of a
    bank is being read, when the target holds anything, or when somebody has worked on the source meanwhile.
    """
    _clear(target)
    create_schema(target, UNFINISHED)
    counts: dict[str, int] = {}
    with source.read() as reader, filling(target):
        _refuse_unfinished(reader)
        stands = _stands(reader)
        if not reader.state().is_demo:
            with target.write() as tx:
                give_partitions(tx.connection, [branch.id for branch in reader.find(Branch)])
        for table in SQLModel.metadata.sorted_tables:
            with target.write() as tx:
                counts[table.name] = _copy(reader, tx, table)
            if watch:
                watch(table.name, counts[table.name])
    refuse_changed(source, stands)
    return Copied(counts, stands)


def refuse_changed(source: Store, stands: Stands) -> None:
    """Refused when somebody has worked on the source since it stood so, or works on it now."""
    with source.read() as reader:
        _refuse_unfinished(reader)
        if _stands(reader) != stands:
            raise Refused(
                _("Somebody worked on the store meanwhile: what they did is not in the new one. Start again."),
                code="changed_meanwhile",
                source="company default",
            )


def release(tx: Tx) -> None:
    """Take the mark off: the store is one of this release."""
    tx.connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})


def analyse(store: Store) -> None:
    """Let the engine look at what it holds, so that it plans its work well."""
    with store.write() as tx:
        tx.connection.execute(text("ANALYZE"))


def counted(reader: Reader) -> dict[str, int]:
    """How many rows every table has."""
    statement = "SELECT count(*) FROM {}"
    return {
        table.name: int(reader.connection.scalar(text(statement.format(table.name))) or 0)
        for table in SQLModel.metadata.sorted_tables
    }


def _clear(target: Store) -> None:
    """Throw away what an interrupted transfer left. Refused for anything else."""
    stands = schema_version(target)
    if stands is None:
        return
    if stands != UNFINISHED:
        raise Refused(
            _("There is a store here already; nothing was changed."), code="store_exists", source="company default"
        )
    with target.write() as tx:
        cascade = "" if tx.is_sqlite else " CASCADE"
        for name in [*(table.name for table in reversed(SQLModel.metadata.sorted_tables)), "alembic_version"]:
            tx.connection.execute(text(f'DROP TABLE IF EXISTS "{name}"{cascade}'))


def _refuse_unfinished(reader: Reader) -> None:
    unfinished = reader.find(Run, finished_at=None)
    if unfinished:
        raise Refused(
            _("{run} is not finished: start it again first, and let it end.").format(run=unfinished[0].kind),
            code="run_unfinished",
            source="company default",
        )
    half_read = reader.first(BankFile, direction="in", state="reading")
    if half_read is not None:
        raise Refused(
            _("File {name} of {bank} is not read to its end: import it again first, or give it up.").format(
                name=half_read.name, bank=half_read.bank
            ),
            code="file_unfinished",
            source="company default",
        )


def _stands(reader: Reader) -> Stands:
    return Stands(
        {head.branch_id: head.hash for head in reader.find(ChainHead)},
        tuple((file.id, file.state) for file in reader.find(BankFile)),
        tuple(run.id for run in reader.find(Run)),
        reader.count(RunChunk, done=True),
    )


def _copy(reader: Reader, tx: Tx, table: Table) -> int:
    rows = stream(reader, raw_rows(table).order_by(*table.primary_key))
    number = 0
    while part := list(islice(rows, AT_ONCE)):
        _load(tx, table, part)
        number += len(part)
    return number


def _load(tx: Tx, table: Table, rows: list[Raw]) -> None:
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    if tx.is_sqlite:
        signs = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table.name} ({listed}) VALUES ({signs})"  # noqa: S608 - names of our own tables
        tx.connection.exec_driver_sql(statement, [tuple(row[name] for name in names) for row in rows])
        return
    cursor = tx.connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
