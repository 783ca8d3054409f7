"""A quick look at a store: portable SQL over columns that are integers and texts on both engines.

What a clerk sees first (who they are, their rooms, a queue) is read here without SQLAlchemy and the models, which
take longer to load than a terminal takes to paint. On SQLite the file is opened for reading only; other engines go the
usual way.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.data.damaged import DAMAGED_FILE, damaged

if TYPE_CHECKING:
    from ops_console.data.store import Reader

Lines = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]
"""Runs one SELECT with `:name` parameters and returns its rows."""

_SQLITE = "sqlite:///"


@contextmanager
def glance(location: str) -> Iterator[Lines]:
    """One consistent view of the store at a URL or path; UsageError when there is none."""
    if "://" in location and not location.startswith(_SQLITE):
        with _through_store(location) as lines:
            yield lines
        return
    path = Path(location.removeprefix(_SQLITE)).expanduser().absolute()
    if not path.is_file():
        raise UsageError(
            _("There is no store here. `ops-console init` makes one, `ops-console demo` one for training.")
        )
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
        # Without it each statement would see the store of its own moment.
        connection.execute("BEGIN")
        try:
            yield lambda sql, values: connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            if str(error).startswith(DAMAGED_FILE):
                raise damaged(str(error)) from error
            raise


def listed(ids: Sequence[int]) -> str:
    """Ids as SQL; they are whole numbers whatever the caller held."""
    return ", ".join(str(int(number)) for number in ids) or "-1"


@contextmanager
def _through_store(location: str) -> Iterator[Lines]:
    from ops_console.data.store import store_at

    with store_at(location).read() as reader:
        yield lines_of(reader)


def lines_of(reader: "Reader") -> Lines:
    """The same questions asked of a store that is open the usual way."""
    from sqlalchemy import text

    return lambda sql, values: [tuple(row) for row in reader.connection.execute(text(sql), values)]
