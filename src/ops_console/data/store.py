"""The store: where reading and writing begin and end.

`Reader` reads rows as plain records (never attached to a session); `Tx` is a reader inside one write transaction.
Everything above this floor gets one of the two and never sees an engine, a connection or a commit.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, bindparam, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ColumnElement, Executable
from sqlalchemy.sql.selectable import TypedReturnsRows
from sqlmodel import SQLModel

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.data.engine import WRITING, open_engine, store_url
from ops_console.data.holders import known_to_others
from ops_console.data.prepared import prepared, reading
from ops_console.data.statements import (
    LIMIT,
    Lock,
    columns_of,
    count_equal,
    insert_into,
    key_columns,
    select_equal,
    select_some,
    total_equal,
    update_equal,
)
from ops_console.data.statements import table_of as table_of
from ops_console.data.statements import whole_sum as whole_sum
from ops_console.data.tables import BranchCounter, StoreState
from ops_console.data.trouble import told
from ops_console.data.types import FOREVER
from ops_console.data.waiting import Waiting
from ops_console.rules.numbers import make_id

AnyRecord = SQLModel
"""A record of any table, for floors that do not know what a table is made of."""
Record = TypeVar("Record", bound=SQLModel)

MOST_WHOLE = 2**63 - 1
"""The largest number a column holds: a larger one, typed by somebody, is no key."""

_COUNTER = table_of(BranchCounter)
_NEXT_NUMBER = (
    update(_COUNTER)
    .where(_COUNTER.c.branch_id == bindparam("branch"), _COUNTER.c.name == bindparam("counter"))
    .values(next=_COUNTER.c.next + 1)
    .returning(_COUNTER.c.next)
)


def key_of(record: SQLModel) -> dict[str, Any]:
    """The primary key of a record, by column name."""
    return {name: getattr(record, name) for name in key_columns(type(record))}


class Reader:
    """Reads records. One per `with store.read()`; not to be handed to another thread."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def get(self, model: type[Record], *key: Any) -> Record | None:
        """The record with this primary key."""
        return self._one(model, key)

    def need(self, model: type[Record], *key: Any) -> Record:
        """Like get, for a record that must exist: LookupError when it does not."""
        record = self.get(model, *key)
        if record is None:
            raise LookupError(f"{model.__name__} {key}")
        return record

    def find(
        self,
        model: type[Record],
        *where: ColumnElement[bool],
        order_by: str | Sequence[str] | None = None,
        limit: int | None = None,
        **equal: Any,
    ) -> list[Record]:
        """All records that fit, by primary key unless `order_by` names columns (a leading - is descending)."""
        given, empty = _apart(equal)
        order = (order_by,) if isinstance(order_by, str) else tuple(order_by or key_columns(model))
        if limit is None:
            statement = select_equal(model, tuple(given), empty, order)
        else:
            statement = select_some(model, tuple(given), empty, order)
            given[LIMIT] = limit
        if where:
            found = self.connection.execute(statement.where(*where), given)
            return [_record(model, row._asdict()) for row in found]
        return self._records(model, statement, given)

    def first(self, model: type[Record], *where: ColumnElement[bool], **equal: Any) -> Record | None:
        """The first of find, or None."""
        found = self.find(model, *where, limit=1, **equal)
        return found[0] if found else None

    def current(self, model: type[Record], policy_id: int, **equal: Any) -> list[Record]:
        """The dated rows of a policy that are valid now and on."""
        return self.find(model, policy_id=policy_id, valid_to=FOREVER, **equal)

    def as_at(self, model: type[Record], policy_id: int, day: Any) -> list[Record]:
        """The dated rows of a policy that were valid on a day."""
        table = table_of(model)
        return self.find(model, table.c.valid_from <= day, table.c.valid_to > day, policy_id=policy_id)

    def rows(self, statement: TypedReturnsRows[Any]) -> Sequence[Row[Any]]:
        """The rows of a query written on this floor."""
        return self.connection.execute(statement).all()

    def asked(self, statement: Executable, **given: Any) -> Sequence[Sequence[Any]]:
        """The rows of a query that is made once, as a constant of its module, with values of these names to come.

        Its columns are whole numbers and texts: nothing makes a day or a flag of what the driver gives. A list of
        values (`IN`) can't be given.
        """
        rows: Sequence[Sequence[Any]] = prepared(self.connection, statement).execute(self.connection, given).fetchall()
        return rows

    def total(self, model: type[SQLModel], column: str, *where: ColumnElement[bool], **equal: Any) -> int:
        """The sum of an integer column over the records that fit; 0 for none."""
        given, empty = _apart(equal)
        return self._number(total_equal(model, column, tuple(given), empty), where, given)

    def count(self, model: type[SQLModel], *where: ColumnElement[bool], **equal: Any) -> int:
        """How many records fit."""
        given, empty = _apart(equal)
        return self._number(count_equal(model, tuple(given), empty), where, given)

    def state(self) -> StoreState:
        """What this store is and which day it is in it."""
        return self.need(StoreState, 1)

    def _one(self, model: type[Record], key: Sequence[Any], lock: Lock = "") -> Record | None:
        if any(isinstance(part, int) and part > MOST_WHOLE for part in key):
            return None
        # SQLite has one writer, who holds the whole file already.
        statement = select_equal(model, key_columns(model), (), (), "" if self.is_sqlite else lock)
        found = self._records(model, statement, dict(zip(key_columns(model), key, strict=True)))
        return found[0] if found else None

    def _number(self, statement: Select[Any], where: Sequence[ColumnElement[bool]], given: dict[str, Any]) -> int:
        if where:
            return int(self.connection.scalar(statement.where(*where), given) or 0)
        return int(prepared(self.connection, statement).execute(self.connection, given).fetchone()[0] or 0)

    def _records(self, model: type[Record], statement: Executable, given: dict[str, Any]) -> list[Record]:
        values = reading(self.connection, model).values
        rows = prepared(self.connection, statement).execute(self.connection, given).fetchall()
        return [_record(model, values(row)) for row in rows]


class Tx(Reader):
    """One write transaction. Commits when the block of `store.write()` ends, or leaves nothing."""

    still = False
    """All of it sees the store as at one moment, or it ends in Conflict: what is read need not be locked."""

    def lock(self, model: type[Record], *key: Any) -> Record | None:
        """Like get, and nobody else changes the record before this transaction ends."""
        return self._one(model, key, "update")

    def hold(self, model: type[Record], *key: Any) -> Record | None:
        """Like lock, but several transactions may hold the record at once: each needs it to stay as it is."""
        return self._one(model, key, "share")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of its own: undone when the block raises, while what was written before it stays."""
        part = self.connection.begin_nested()
        try:
            yield
        except BaseException as error:
            try:
                part.rollback()
            except DBAPIError:
                # SQLite takes back the whole transaction by itself when the disk is full: then nothing is left of the
                # part, and what is to be told is why.
                raise error from None
            raise
        part.commit()

    def insert(self, records: Sequence[SQLModel]) -> None:
        """Write new records of one or several tables, in order."""
        start = 0
        for end in range(1, len(records) + 1):
            if end == len(records) or type(records[end]) is not type(records[start]):
                batch = records[start:end]
                statement = prepared(self.connection, insert_into(type(batch[0])))
                statement.execute_each(self.connection, [values_of(record) for record in batch])
                start = end

    def update(self, model: type[SQLModel], key: dict[str, Any], values: dict[str, Any]) -> int:
        """Change columns of the records with this key; returns how many there were."""
        given = {f"key_{name}": value for name, value in key.items()}
        given |= {f"new_{name}": value for name, value in values.items()}
        statement = prepared(self.connection, update_equal(model, tuple(key), tuple(values)))
        return int(statement.execute(self.connection, given).rowcount)

    def delete(self, model: type[SQLModel], key: dict[str, Any]) -> None:
        """Remove the record with this key (duties of a clerk, undone dated rows); never a sealed one."""
        table = table_of(model)
        self.connection.execute(table.delete().where(*(table.c[name] == value for name, value in key.items())))

    def next_number(self, branch_id: int, name: str) -> int:
        """The next number of a branch's counter, from 1; the counter's row stays locked until the end."""
        statement = prepared(self.connection, _NEXT_NUMBER)
        following = statement.execute(self.connection, {"branch": branch_id, "counter": name}).fetchall()
        if not following:
            self.insert([BranchCounter(branch_id=branch_id, name=name, next=2)])
            return 1
        return int(following[0][0]) - 1

    def new_id(self, branch_id: int) -> int:
        """A new row id: branch * 10**11 + the branch's sequence."""
        return make_id(branch_id, self.next_number(branch_id, "id"))


class Store:
    """A store by URL or path."""

    def __init__(self, location: str) -> None:
        self.url = store_url(location)
        self.engine = open_engine(self.url)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One consistent view of the store: all of it as it was at the first statement."""
        options = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with told(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield Reader(connection)

    @contextmanager
    def write(self, still: bool = False) -> Iterator[Tx]:
        """One write transaction. A lock that cannot be had in time ends in Conflict, which names who holds it where
        that is known; nothing changed.

        `still`: it sees the store as it is at its first statement, and ends in Conflict when it is to change or hold a
        row that somebody else has changed since. On SQLite it is so anyway: the one writer holds the whole file.
        """
        wait = Waiting()
        options: dict[str, Any] = {WRITING: wait}
        if still and self.engine.dialect.name != "sqlite":
            options["isolation_level"] = "REPEATABLE READ"
        with (
            told(wait.given_up),
            self.engine.connect().execution_options(**options) as connection,
            known_to_others(connection, wait),
            connection.begin(),
        ):
            tx = Tx(connection)
            tx.still = still or tx.is_sqlite
            yield tx

    def exists(self) -> bool:
        """True when the store has been set up. Unexpected when its server does not answer, or the file is none of
        ours; a file that is not there, or empty, is not touched."""
        if self.engine.dialect.name == "sqlite" and not _holds_something(self.engine.url.database):
            return False
        try:
            with self.read() as reader:
                # Not the record: an older store may lack one of its columns.
                return reader.connection.scalar(select(table_of(StoreState).c.id)) is not None
        except DBAPIError:
            return False

    def must_exist(self) -> "Store":
        """The store itself, or UsageError telling how to make one."""
        if not self.exists():
            raise UsageError(
                _("There is no store here. `ops-console init` makes one, `ops-console demo` one for training.")
            )
        return self

    def close(self) -> None:
        self.engine.dispose()


def _holds_something(database: str | None) -> bool:
    path = Path(database or "")
    if path.is_dir():
        raise UsageError(_("{path} is a folder, not a store.").format(path=path))
    return path.is_file() and path.stat().st_size > 0


@cache
def store_at(location: str) -> Store:
    """The one store of this process at a location: its connections are kept for the next who asks."""
    return Store(location)


def _apart(equal: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The columns that equal a value, and the names of those that are null."""
    given = {name: value for name, value in equal.items() if value is not None}
    return given, tuple(name for name in equal if name not in given)


def values_of(record: SQLModel) -> dict[str, Any]:
    """The columns of a record, by name."""
    held = record.__dict__
    return {name: held[name] for name in columns_of(type(record))}


def _record(model: type[Record], values: dict[str, Any]) -> Record:
    """A record without its constructor, which would look for defaults."""
    record: Record = model.__new__(model)
    record.__dict__.update(values)
    return record
