"""Making and upgrading the tables of a store.

A new store gets its tables straight from the models, stamped as if every migration had run; Alembic is imported only
to upgrade an older one. A test proves that both ways end in the same schema.
"""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from ops_console.base.i18n import _
from ops_console.base.problems import Unexpected
from ops_console.data.engine import WRITING
from ops_console.data.partitions import REST, partitioned, rest_of
from ops_console.data.release import HEAD, MIGRATIONS
from ops_console.data.store import Store, Tx, table_of
from ops_console.data.tables import SEALED, CatalogEntry, Event
from ops_console.data.triggers import written_once
from ops_console.data.waiting import Waiting

WRITTEN_ONCE = tuple(table_of(model).name for model in (Event, CatalogEntry, *SEALED))


def create_schema(store: Store, stamp: str = HEAD) -> None:
    """All tables and their protection, in an empty database, marked as of a migration."""
    with store.engine.connect().execution_options(**{WRITING: Waiting()}) as connection, connection.begin():
        SQLModel.metadata.create_all(connection, checkfirst=False)
        once = list(WRITTEN_ONCE)
        if connection.dialect.name == "postgresql":
            for table in partitioned():
                connection.execute(text(rest_of(table)))
            # A statement that names a partition passes over what protects its table.
            once += [f"{table}_{REST}" for table in partitioned() if table in WRITTEN_ONCE]
        for statement in written_once(once, connection.dialect.name):
            connection.execute(text(statement))
        _stamp(connection, stamp)


def _stamp(connection: Connection, stamp: str) -> None:
    """What Alembic itself would write, without importing it."""
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:stamp)"), {"stamp": stamp})


def schema_version(store: Store) -> str | None:
    """The migration a store stands at; None for a database without one."""
    with store.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return version


def upgrade(tx: Tx) -> None:
    """Run the migrations a store still lacks. Unexpected when one of them fails."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = tx.connection
    try:
        command.upgrade(config, "head")
    except (DBAPIError, CommandError) as error:
        raise Unexpected(_("The tables can't be brought up to date: {error}").format(error=error)) from error
