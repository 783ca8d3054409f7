"""What an engine says when it can't go on, in words that tell a clerk what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from ops_console.base.i18n import _
from ops_console.base.problems import Conflict, NotAllowed, OpsError, Unexpected
from ops_console.data.damaged import DAMAGED_FILE, damaged
from ops_console.data.waiting import Waiting

# PostgreSQL's SQLSTATE codes; SQLite has words only.
_TAKEN = "23505"
_LOCKED, _DEADLOCK, _SERIALIZATION = "55P03", "40P01", "40001"
_CANCELLED = "57014"
_FORBIDDEN = "42501"
_FULL = ("53100", "53200")
_GONE = ("08", "57P01", "57P02", "57P03", "57P05", "25P03")
_FULL_FILE = "database or disk is full"
_LOCKED_FILE = "database is locked"
_READ_ONLY_FILE = "attempt to write a readonly database"


@contextmanager
def told(given_up: Callable[[], Conflict] | None = None) -> Iterator[None]:
    """What the engine refuses inside the block is raised as what it means; anything unforeseen stays as it is.
    `given_up`: what is told to who waited too long."""
    try:
        yield
    except DBAPIError as error:
        meaning = _meaning(error, given_up or Waiting().given_up)
        if meaning is None:
            raise
        raise meaning from error


def _meaning(error: DBAPIError, given_up: Callable[[], Conflict]) -> OpsError | None:
    text, state = str(error.orig), _state(error)
    if state in (_LOCKED, _DEADLOCK, _SERIALIZATION) or _LOCKED_FILE in text:
        return given_up()
    if state == _TAKEN:
        return Conflict(_("Someone else has just entered the same number. Nothing was changed; look at theirs first."))
    if state == _CANCELLED:
        return Unexpected(_("The server ended this because it took too long. Nothing was changed."), code="too_long")
    if state == _FORBIDDEN or _READ_ONLY_FILE in text:
        return NotAllowed(
            _("The database does not let this program do that: {reason}").format(reason=_first_line(text)),
            code="database_rights",
        )
    if text.startswith(DAMAGED_FILE):
        return damaged(text)
    if state in _FULL or _FULL_FILE in text:
        return Unexpected(
            _("The disk of the store is full. Nothing was changed; make room and try again."), code="full"
        )
    if error.connection_invalidated or state.startswith(_GONE) or _never_answered(error, state):
        return Unexpected(
            _("The database server does not answer: {reason}. What was under way was not kept; try again when it runs.")
            .format(reason=_first_line(text)),
            code="no_server",
        )  # fmt: skip
    return None


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _never_answered(error: DBAPIError, state: str) -> bool:
    """An error of the connection itself comes without a code; a statement's has one."""
    kind: Any = type(error.orig)
    return not state and kind.__module__.startswith("psycopg") and kind.__name__ == "OperationalError"


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0].rstrip(". ")
