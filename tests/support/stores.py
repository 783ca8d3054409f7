"""Fresh stores for tests, alike on both engines: empty ones, and quick copies of one that took long to fill."""

import fcntl
import itertools
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from tests.support.restoring import Restorable

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
        """The URL of a fresh copy of the store that `build` fills; it is filled once for each `name`."""

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
        # Who comes while another fills it waits, for that is quicker than to fill one more.
        with template.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not template.exists():
                unfinished = template.with_suffix(".new")
                unfinished.unlink(missing_ok=True)
                build(f"sqlite:///{unfinished}")
                unfinished.rename(template)
        return f"sqlite:///{shutil.copyfile(template, self._next_path())}"

    def close(self) -> None:
        """They lie in memory. The folder stays: a second store of the same name would be taken for the first."""
        for made in self._folder.glob("store-*.sqlite*"):
            made.unlink()

    def _next_path(self) -> Path:
        return self._folder / f"store-{next(self._numbers)}.sqlite"


@dataclass
class KeptDatabases:
    """What is kept on a server from test to test: filled databases to copy, and copies no test has at the moment."""

    templates: dict[str, str] = field(default_factory=dict)
    spare: dict[str, list[Restorable]] = field(default_factory=dict)


class PostgresStores(Stores):
    """Databases of one server."""

    engine = "postgres"
    _numbers = itertools.count(1)

    def __init__(self, server: str, kept: KeptDatabases) -> None:
        self._server = server
        self._kept = kept
        self._made: list[str] = []
        self._copies: list[tuple[str, Restorable]] = []

    def empty(self) -> str:
        self._made.append(self._create("template0"))
        return self._url(self._made[-1])

    def copy(self, name: str, build: Build) -> str:
        if name not in self._kept.templates:
            template = self._create("template0")
            build(self._url(template))
            self._kept.templates[name] = template
        spare = self._kept.spare.setdefault(name, [])
        if not spare:
            database = self._create(self._kept.templates[name])
            spare.append(Restorable(database, self._url(database)))
        self._copies.append((name, spare.pop()))
        return self._url(self._copies[-1][1].database)

    def close(self) -> None:
        for name, copy in self._copies:
            if copy.restore():
                self._kept.spare[name].append(copy)
            else:
                copy.close()
                self._made.append(copy.database)
        self._drop(self._made)

    def forget(self) -> None:
        """Remove what is kept as well."""
        for copy in itertools.chain.from_iterable(self._kept.spare.values()):
            copy.close()
            self._drop([copy.database])
        self._drop(self._kept.templates.values())

    def _create(self, template: str) -> str:
        database = f"ops_test_{os.getpid()}_{next(self._numbers)}"
        with psycopg.connect(self._server, autocommit=True) as connection:
            statement = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            connection.execute(statement.format(Identifier(database), Identifier(template)))
        return database

    def _drop(self, databases: Iterable[str]) -> None:
        for database in databases:
            with psycopg.connect(self._server, autocommit=True) as connection:
                connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(database)))

    def _url(self, database: str) -> str:
        """Another one each time: what the program remembers of a store it remembers by its URL."""
        query = {"application_name": f"test-{next(self._numbers)}"}
        return make_url(self._server).set(database=database, query=query).render_as_string(hide_password=False)
