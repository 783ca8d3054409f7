"""Statements handed to the driver ready made.

SQLAlchemy compiles a statement once; what it does around each later execution costs ten times the lookup of a row by
its key. The statements every operation is made of (`statements.py`), and those of queries that are constants of their
modules, therefore go to the driver as text, and their values through the converters of their column types, chosen once.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.type_api import TypeEngine
from sqlmodel import SQLModel

from ops_console.data.statements import columns_of, table_of

Convert = Callable[[Any], Any]
Values = Mapping[str, Any]


class Prepared:
    """One statement, compiled for one kind of engine."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        self._error: type[BaseException] = dialect.loaded_dbapi.Error
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self._text: str = compiled.string
        self._order: tuple[str, ...] | None = tuple(compiled.positiontup) if compiled.positional else None
        self._fixed = {name: bound.value for bound, name in compiled.bind_names.items() if not bound.required}
        self._binders = {
            name: convert
            for bound, name in compiled.bind_names.items()
            if (convert := bound.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }

    def execute(self, connection: Connection, values: Values) -> Any:
        """The driver's cursor after one execution."""
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._text, self._given(values))
        except self._error as error:
            raise DBAPIError(self._text, None, error) from error
        return cursor

    def execute_each(self, connection: Connection, many: Sequence[Values]) -> None:
        """Once for each of the values."""
        if len(many) == 1:
            self.execute(connection, many[0])
            return
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(self._text, [self._given(values) for values in many])
        except self._error as error:
            raise DBAPIError(self._text, None, error) from error

    def _given(self, values: Values) -> Any:
        given = {**self._fixed, **values}
        for name, convert in self._binders.items():
            given[name] = convert(given[name])
        return given if self._order is None else [given[name] for name in self._order]


class Reading:
    """How rows of a table become the values of records."""

    def __init__(self, model: type[SQLModel], dialect: Dialect) -> None:
        columns = table_of(model).columns
        self._names = columns_of(model)
        self._converters = tuple(
            (column.name, convert) for column in columns if (convert := _result(column.type, dialect)) is not None
        )

    def values(self, row: Sequence[Any]) -> dict[str, Any]:
        """A row as the driver gives it, by column name, converted."""
        found = dict(zip(self._names, row, strict=True))
        for name, convert in self._converters:
            found[name] = convert(found[name])
        return found


def prepared(connection: Connection, statement: Executable) -> Prepared:
    """A statement that is made once, for it is remembered for ever."""
    return _prepared(statement, _alike(connection.dialect))


def reading(connection: Connection, model: type[SQLModel]) -> Reading:
    """How rows of a model's table are read."""
    return _reading(model, _alike(connection.dialect))


_prepared, _reading = cache(Prepared), cache(Reading)
_dialects: dict[str, Dialect] = {}


def _alike(dialect: Dialect) -> Dialect:
    """The first dialect of its name: what one store has prepared serves the next."""
    return _dialects.setdefault(dialect.name, dialect)


def _result(column_type: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    convert: Convert | None = column_type.dialect_impl(dialect).result_processor(dialect, None)
    return convert
