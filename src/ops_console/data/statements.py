"""Statements that are asked for all day, built once each: building one costs as much as running it."""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, Table, Update, bindparam, insert, select, update
from sqlalchemy.sql import ColumnElement
from sqlmodel import SQLModel

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
    model: type[SQLModel], given: tuple[str, ...], empty: tuple[str, ...], order: tuple[str, ...], locked: bool = False
) -> Select[Any]:
    """Records whose columns `given` equal parameters of the same names and whose columns `empty` are null.

    In the order of columns (a leading - is descending), at most `LIMIT` of them; `locked` for an update to come.
    """
    table = table_of(model)
    conditions = [table.c[name] == bindparam(name) for name in given]
    statement = select(table).where(*conditions, *(table.c[name].is_(None) for name in empty))
    statement = statement.order_by(*(_ordered(table, name) for name in order))
    # Keys never change, so rows that name this one may still be written meanwhile.
    return statement.with_for_update(key_share=True) if locked else statement


@cache
def select_some(
    model: type[SQLModel], given: tuple[str, ...], empty: tuple[str, ...], order: tuple[str, ...]
) -> Select[Any]:
    """The same, at most as many as the parameter LIMIT says."""
    return select_equal(model, given, empty, order).limit(bindparam(LIMIT, type_=None))


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


def _ordered(table: Table, name: str) -> ColumnElement[Any]:
    column = table.c[name.removeprefix("-")]
    return column.desc() if name.startswith("-") else column
