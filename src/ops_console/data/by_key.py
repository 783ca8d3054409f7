"""Statements that have to find their rows by key, whatever the engine believes of its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ops_console.data.store import Reader

_OTHER_WAYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material")


@contextmanager
def by_key(reader: Reader) -> Iterator[None]:
    """PostgreSQL goes by the keys in this block, as SQLite does anyway.

    What PostgreSQL knows of its tables may be from before a run, when those were empty that the run fills: then it
    walks through a whole table for every policy. And for a page of a million rows it reads others whole to join them.
    """
    ways = () if reader.is_sqlite else _OTHER_WAYS
    for way in ways:
        reader.connection.execute(text(f"SET LOCAL {way} = off"))
    yield
    for way in ways:
        reader.connection.execute(text(f"SET LOCAL {way} TO DEFAULT"))


class following(FunctionElement[Any]):  # noqa: N801 - named as the functions of SQL are
    """A column that a statement comes to by another: SQLite, which knows nothing of how many rows its tables have, does
    not begin with the table that is compared with it, or limited by it. To PostgreSQL it is the column.

    Else a run over a few policies of a branch reads the roles of all, or the instalments of years.
    """

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(following)
def _as_it_is(element: following, compiler: Any, **options: Any) -> str:
    text_of: str = compiler.process(next(iter(element.clauses)), **options)
    return text_of


@compiles(following, "sqlite")
def _not_to_begin_with(element: following, compiler: Any, **options: Any) -> str:
    return f"+{_as_it_is(element, compiler, **options)}"
