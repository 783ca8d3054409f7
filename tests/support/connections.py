"""Connections to a database of the tests, kept for the test that has it next: a new one is a new process of the server,
which must read the catalog and plan every statement anew, and that takes longer than most tests.
"""

import os
from collections.abc import Callable
from threading import Lock
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

_AS_NEW = "RESET ALL; RESET SESSION AUTHORIZATION; DISCARD TEMP; SELECT pg_advisory_unlock_all()"

_kept: dict[str, list["KeptConnection"]] = {}
"""By database, for those whose connections are kept."""
_lock = Lock()


class KeptConnection(psycopg.Connection[Any]):
    """A connection that whoever closes it gives back as it was."""

    def close(self) -> None:
        if not self.closed and self._is_as_new():
            with _lock:
                kept = _kept.get(self.info.dbname)
                if kept is not None:
                    kept.append(self)
                    return
        super().close()

    def is_alive(self) -> bool:
        """The server may have ended it meanwhile, as tests let it."""
        try:
            self.execute("")
            self.rollback()
        except psycopg.Error:
            return False
        return True

    def _is_as_new(self) -> bool:
        try:
            if self.info.transaction_status is not TransactionStatus.IDLE:
                self.rollback()
            self.isolation_level = self.read_only = None
            self.autocommit = True
            self.execute(_AS_NEW)
            self.autocommit = False
        except psycopg.Error:
            return False
        return True


def _not_those_of_the_parent() -> None:
    """In a copy of the process: a session of the server can't be two processes'. They are not closed either, which
    would end them for the parent."""
    _parents.extend(kept for connections in _kept.values() for kept in connections)
    for connections in _kept.values():
        connections.clear()


_parents: list[KeptConnection] = []
os.register_at_fork(after_in_child=_not_those_of_the_parent)


def keep_connections(database: str) -> None:
    """Keep those that will be opened to a database."""
    with _lock:
        _kept[database] = []


def close_connections(database: str) -> None:
    """Close them, and keep no others."""
    with _lock:
        kept = _kept.pop(database, [])
    for connection in kept:
        connection.close()


def engine_with_kept_connections(url: str, **options: Any) -> Engine:
    """As SQLAlchemy's `create_engine`."""
    made = make_url(url)
    if made.database in _kept:
        plain = made.set(drivername="postgresql").render_as_string(False)
        options["creator"] = _opener(made.database, made.username, plain)
    return create_engine(url, **options)


def _opener(database: str, user: str | None, url: str) -> Callable[[], KeptConnection]:
    def opened() -> KeptConnection:
        with _lock:
            kept = _kept.get(database, [])
            # What one role may do another may not.
            for connection in [one for one in kept if one.info.user == user]:
                kept.remove(connection)
                if connection.is_alive():
                    return connection
        return KeptConnection.connect(url)

    return opened
