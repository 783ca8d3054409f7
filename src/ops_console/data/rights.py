"""PostgreSQL: what the role for daily work may do. It reads, adds rows and changes those that may be changed; it makes
and drops nothing, and what is written once it can neither change nor delete, triggers or not.

The owner of the tables makes, upgrades and grants; nobody works as the owner.
"""

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from ops_console.base.i18n import _
from ops_console.base.problems import Refused, UsageError
from ops_console.data.partitions import REST, partitioned
from ops_console.data.schema import WRITTEN_ONCE
from ops_console.data.store import Store, Tx, table_of
from ops_console.data.tables import DELETED

_STANDING = """
SELECT rolsuper OR pg_has_role(rolname, (SELECT tableowner FROM pg_tables WHERE tablename = 'event'), 'MEMBER')
FROM pg_roles WHERE rolname = :role
"""
_GRANTED = """
SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_schema = current_schema() AND table_name = 'event' AND privilege_type = 'INSERT'
    AND grantee <> (SELECT tableowner FROM pg_tables WHERE tablename = 'event')
"""


def grant(store: Store, role: str) -> None:
    """Give a role of the server what daily work needs, and take from it what it does not. UsageError where there is no
    such role, or the store is a file; Refused for one that owns the tables, and so could do everything.
    """
    if store.engine.dialect.name != "postgresql":
        raise UsageError(_("A store in a file has no roles: who may write the file may do everything."))
    with store.write() as tx:
        may_all = tx.connection.scalar(text(_STANDING), {"role": role})
        if may_all is None:
            raise UsageError(
                _("There is no role {role} on this server. Its administrator makes one: CREATE ROLE ... LOGIN").format(
                    role=role
                )
            )
        if may_all:
            raise Refused(
                _("{role} owns the tables, or may do everything: it is no role for daily work.").format(role=role),
                code="owner",
                source="company default",
            )
        _grant(tx.connection, role)


def grant_again(tx: Tx) -> tuple[str, ...]:
    """After new tables were made: the roles for daily work get their rights on them, too. Returns the roles."""
    if tx.is_sqlite:
        return ()
    roles = tuple(sorted(tx.connection.scalars(text(_GRANTED))))
    for role in roles:
        _grant(tx.connection, role)
    return roles


def _grant(connection: Connection, role: str) -> None:
    quote = connection.dialect.identifier_preparer.quote_identifier
    to = quote(role)
    database = quote(str(connection.scalar(text("SELECT current_database()"))))
    schema = quote(str(connection.scalar(text("SELECT current_schema()"))))
    tables = [table.name for table in SQLModel.metadata.sorted_tables]
    changed = [name for name in tables if name not in WRITTEN_ONCE]
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {to}",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {to}",
        f"GRANT USAGE ON SCHEMA {schema} TO {to}",
        f"GRANT SELECT ON {_listed(['alembic_version', *(f'{table}_{REST}' for table in partitioned())])} TO {to}",
        f"GRANT SELECT, INSERT ON {_listed(tables)} TO {to}",
        f"GRANT UPDATE ON {_listed(changed)} TO {to}",
        f"GRANT DELETE ON {_listed([table_of(model).name for model in DELETED])} TO {to}",
    ):
        connection.execute(text(statement))


def _listed(tables: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in tables)
