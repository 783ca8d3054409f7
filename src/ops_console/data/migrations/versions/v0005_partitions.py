"""PostgreSQL: billing rows, dues, what became of them and collection orders in partitions by issuing branch.

SQLite has one table each, before and after.
"""

from alembic import op

from ops_console.data.triggers import written_once

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEYS = {
    "billing": "policy_id",
    "premium_due": "policy_id, due_date",
    "due_event": "policy_id, due_date, no",
    "collection_order": "policy_id, due_date, attempt",
}
INDEXES = {
    "due_event": ("ix_due_event_source_id", "source_id"),
    "collection_order": ("ix_collection_order_file", "file_id, policy_id"),
}
WRITTEN_ONCE = ("premium_due", "due_event")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, key in KEYS.items():
        whole, rest = f"{table}_whole", f"{table}_rest"
        op.execute(f"ALTER TABLE {table} RENAME TO {whole}")
        op.execute(f"ALTER INDEX {table}_pkey RENAME TO {whole}_pkey")
        op.execute(f"CREATE TABLE {table} (LIKE {whole} INCLUDING DEFAULTS) PARTITION BY RANGE (policy_id)")
        op.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key})")
        op.execute(f"CREATE TABLE {rest} PARTITION OF {table} DEFAULT")
        op.execute(f"INSERT INTO {table} SELECT * FROM {whole}")  # noqa: S608
        op.execute(f"DROP TABLE {whole}")
        if table in INDEXES:
            name, columns = INDEXES[table]
            op.execute(f"CREATE INDEX {name} ON {table} ({columns})")
        if table in WRITTEN_ONCE:
            for statement in written_once((table, rest), "postgresql"):
                op.execute(statement)
    op.create_foreign_key("billing_policy_id_fkey", "billing", "policy", ["policy_id"], ["id"])
