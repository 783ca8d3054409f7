"""Column types that hold the same bits on SQLite and on PostgreSQL.

Every column of the store is an integer or a text: days are integers yyyymmdd, instants are microseconds since 1970 in
UTC, money is fen, structured values are canonical JSON. So both engines sort, compare and hash alike.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

from ops_console.base.money import Fen
from ops_console.data.days import FOREVER as FOREVER
from ops_console.data.days import day_number as day_number
from ops_console.data.days import day_of as day_of

_DAYS_KNOWN = 50_000
"""More than a store has at once: those of a hundred years."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@compiles(BigInteger, "sqlite")
def _sqlite_integer(_type: BigInteger, _compiler: Any, **_options: Any) -> str:
    """SQLite keeps 64 bits in any integer; only a key declared INTEGER is the row's own address, without an index."""
    return "INTEGER"


def instant_of(microseconds: int) -> datetime:
    """A stored instant as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def stamp_of(instant: datetime) -> int:
    """An aware instant as it is stored. ValueError for one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("a time stamp needs a time zone")
    return (instant - _EPOCH) // timedelta(microseconds=1)


def canonical_json(value: Any) -> str:
    """One text for one value: keys sorted, no spaces, dates as ISO text. What is hashed is always this."""
    return _canonical(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"not a value that can be stored as JSON: {type(value).__name__}")


# `json.dumps` makes a new encoder for each value, which takes as long as the value itself.
_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode


@lru_cache(_DAYS_KNOWN)
def _day_read(value: int | None) -> date | None:
    return None if value is None else day_of(value)


def _fen_read(value: int | None) -> Fen | None:
    if type(value) is int:
        # Nothing that `Fen` would refuse: not asked again, of a million rows.
        return int.__new__(Fen, value)
    return None if value is None else Fen(value)


class DayType(TypeDecorator[date]):
    """A calendar date, stored as the integer yyyymmdd."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, _dialect: Dialect) -> int | None:
        return None if value is None else day_number(value)

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[int | None], date | None]:
        # Instead of `process_result_value`, which is called through two others: runs read a million rows.
        return _day_read


class StampType(TypeDecorator[datetime]):
    """An aware instant, stored as microseconds since 1970-01-01 UTC. A naive datetime is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        return None if value is None else stamp_of(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else instant_of(value)


class FenType(TypeDecorator[Fen]):
    """Money in whole fen."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, _dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[int | None], Fen | None]:
        return _fen_read


class JsonType(TypeDecorator[Any]):
    """A structured value as canonical JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
