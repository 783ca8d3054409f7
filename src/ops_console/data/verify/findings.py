"""What a check finds, and how it reads the store: raw values in a stream, so that a million rows fit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, select, type_coerce
from sqlalchemy.types import TypeDecorator

from ops_console.data.store import Reader

Raw = dict[str, int | str | bool | None]
"""A row as stored: days as yyyymmdd, instants as microseconds, money as fen, JSON as its text."""

MOST = 100
"""Findings a check lists at most; one alone is reason to stop trusting the store."""

_AT_ONCE = 5_000


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be. `place` names the row: `ledger_line source 101000000000007 entry 1`."""

    place: str
    message: str


Check = Callable[[Reader], Iterator[Finding]]


def raw_columns(table: Table) -> list[object]:
    """The table's columns without conversion."""
    return [
        type_coerce(column, column.type.impl_instance).label(column.name)
        if isinstance(column.type, TypeDecorator)
        else column
        for column in table.columns
    ]


@cache
def raw_rows(table: Table) -> "Select[tuple[object, ...]]":
    """A SELECT of raw rows, still to be narrowed and ordered."""
    return select(*raw_columns(table))  # type: ignore[call-overload, no-any-return]


def whether_any(statements: "Iterable[Select[Any]]") -> "Select[Any]":
    """One statement that asks of each whether it has a row: most have none, and asking each of them takes the time."""
    asked: list[Any] = [statement.exists() for statement in statements]
    return select(*asked)


def answers(reader: Reader, asked: "Select[Any]") -> list[bool]:
    """What the statement of `whether_any` finds, in the order of those it asks for."""
    return [bool(found) for found in reader.connection.execute(asked).one()]


def number(reader: Reader, statement: "Select[Any]") -> int:
    """What a statement of one sum comes to."""
    return int(reader.connection.scalar(statement) or 0)


def stream(reader: Reader, statement: "Select[tuple[object, ...]]") -> Iterator[Raw]:
    """The rows of a statement, a few thousand in memory at a time."""
    # For this statement alone: options of a connection hold for all that follow.
    result = reader.connection.execute(statement, execution_options={"yield_per": _AT_ONCE})
    names = tuple(result.keys())
    for row in result:
        yield dict(zip(names, row, strict=True))  # type: ignore[arg-type]
