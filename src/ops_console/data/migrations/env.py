"""How Alembic runs here: on the connection it is given, one transaction for all migrations."""

from alembic import context
from sqlmodel import SQLModel

from ops_console.data import tables  # noqa: F401 - fills the metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
context.run_migrations()
