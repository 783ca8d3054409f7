"""Fresh stores for tests, alike on both engines: empty ones, and quick copies of one that took long to fill."""

import itertools
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

Build = Callable[[str], object]
"""Fills the empty store at a URL, and leaves no connection open."""


class Stores(ABC):
    """Makes stores on one engine; `close` removes those of one test."""

    engine: str

    @abstractmethod
    def empty(self) -> str:
        """The URL of a store without a single table."""

    @abstractmethod
    def copy(self, name: str, build: Build) -> str:
        """The URL of a fresh copy of the store that `build` fills; it is filled once a process for each `name`."""

    @abstractmethod
    def close(self) -> None:
        """Remove the stores made, but for those kept to be copied."""


class SqliteStores(Stores):
    """Files."""

    engine = "sqlite"

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder = folder
        self._kept = kept
        self._numbers = itertools.count(1)

    def empty(self) -> str:
        return f"sqlite:///{self._next_path()}"

    def copy(self, name: str, build: Build) -> str:
        template = self._kept / f"{name}.sqlite"
        if not template.exists():
            unfinished = template.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            build(f"sqlite:///{unfinished}")
            unfinished.rename(template)
        return f"sqlite:///{shutil.copyfile(template, self._next_path())}"

    def close(self) -> None:
        """Pytest clears the folder."""

    def _next_path(self) -> Path:
        return self._folder / f"store-{next(self._numbers)}.sqlite"


class PostgresStores(Stores):
    """Databases of one server."""

    engine = "postgres"
    _numbers = itertools.count(1)
    _kept: dict[str, str]

    def __init__(self, server: str, kept: dict[str, str]) -> None:
        self._server = server
        self._kept = kept
        self._made: list[str] = []

    def empty(self) -> str:
        self._made.append(self._create("template0"))
        return self._url(self._made[-1])

    def copy(self, name: str, build: Build) -> str:
        if name not in self._kept:
            template = self._create("template0")
            build(self._url(template))
            self._kept[name] = template
        self._made.append(self._create(self._kept[name]))
        return self._url(self._made[-1])

    def close(self) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            for database in self._made:
                connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(database)))

    def _create(self, template: str) -> str:
        database = f"ops_test_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(self._server, autocommit=True) as connection:
            statement = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            connection.execute(statement.format(Identifier(database), Identifier(template)))
        return database

    def _url(self, database: str) -> str:
        return make_url(self._server).set(database=database).render_as_string(hide_password=False)
