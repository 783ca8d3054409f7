"""Statements that are asked for all day, built once each: building one costs as much as running it."""

from functools import cache
from typing import Any, Literal

from sqlalchemy import BigInteger, Insert, Select, Table, Update, bindparam, cast, func, insert, select, update
from sqlalchemy.sql import ColumnElement
from sqlmodel import SQLModel

Lock = Literal["", "update", "share"]
LIMIT = "limit_"
"""Parameter that takes the limit of a select."""


def table_of(model: type[SQLModel]) -> Table:
    """The Core table of a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


@cache
def key_columns(model: type[SQLModel]) -> tuple[str, ...]:
    """Names of the primary key's columns."""
    return tuple(column.name for column in table_of(model).primary_key)


@cache
def columns_of(model: type[SQLModel]) -> tuple[str, ...]:
    """Names of all columns, in order."""
    return tuple(column.name for column in table_of(model).columns)


@cache
def select_equal(
    model: type[SQLModel], given: tuple[str, ...], empty: tuple[str, ...], order: tuple[str, ...], locked: Lock = ""
) -> Select[Any]:
    """Records whose columns `given` equal parameters of the same names and whose columns `empty` are null.

    In the order of columns (a leading - is descending); `locked` for an update to come, or shared with others who need
    them to stay as they are.
    """
    table = table_of(model)
    statement = select(table).where(*_equal(model, given, empty))
    statement = statement.order_by(*(_ordered(table, name) for name in order))
    # Keys never change, so rows that name this one may still be written meanwhile.
    return statement.with_for_update(key_share=locked == "update", read=locked == "share") if locked else statement


@cache
def select_some(
    model: type[SQLModel], given: tuple[str, ...], empty: tuple[str, ...], order: tuple[str, ...]
) -> Select[Any]:
    """The same, at most as many as the parameter LIMIT says."""
    return select_equal(model, given, empty, order).limit(bindparam(LIMIT, type_=None))


@cache
def total_equal(model: type[SQLModel], column: str, given: tuple[str, ...], empty: tuple[str, ...]) -> Select[Any]:
    """The sum of an integer column over such records."""
    return select(whole_sum(table_of(model).c[column])).where(*_equal(model, given, empty))


@cache
def count_equal(model: type[SQLModel], given: tuple[str, ...], empty: tuple[str, ...]) -> Select[Any]:
    """How many such records there are."""
    return select(func.count()).select_from(table_of(model)).where(*_equal(model, given, empty))


@cache
def insert_into(model: type[SQLModel]) -> Insert:
    """A new record, every column a parameter of its name."""
    return insert(table_of(model))


@cache
def update_equal(model: type[SQLModel], key: tuple[str, ...], changed: tuple[str, ...]) -> Update:
    """New values, parameters `new_NAME`, where the columns of `key` equal parameters `key_NAME`."""
    table = table_of(model)
    conditions = [table.c[name] == bindparam(f"key_{name}") for name in key]
    return update(table).where(*conditions).values({name: bindparam(f"new_{name}") for name in changed})


def whole_sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum of an integer column, 0 of none. PostgreSQL's own sum of a bigint is a decimal."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _equal(model: type[SQLModel], given: tuple[str, ...], empty: tuple[str, ...]) -> list[ColumnElement[bool]]:
    columns = table_of(model).c
    return [*(columns[name] == bindparam(name) for name in given), *(columns[name].is_(None) for name in empty)]


def _ordered(table: Table, name: str) -> ColumnElement[Any]:
    column = table.c[name.removeprefix("-")]
    return column.desc() if name.startswith("-") else column
