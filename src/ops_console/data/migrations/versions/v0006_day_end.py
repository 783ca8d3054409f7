"""The day's lines of the ledger, the day's receipts in cash and the runs that are not finished, by index.

Without them day end reads all that was ever booked, and every start of a run all runs there ever were.

A receipt may have a red-letter invoice beside its invoice. What a bank's statement says the account stood at is kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ledger_line_day", "ledger_line", ["branch_id", "booked_on"])
    for name, table, columns, condition in (
        ("ix_receipt_cash", "receipt", ["branch_id", "day"], "method = 'cash'"),
        ("ix_run_open", "run", ["kind"], "finished_at IS NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    op.add_column("bank_file", sa.Column("account", sa.String(), nullable=True))
    op.add_column("bank_file", sa.Column("closing", sa.BigInteger(), nullable=True))
    op.add_column("bank_file", sa.Column("closing_day", sa.Integer(), nullable=True))
    op.drop_index("ix_invoice_receipt", "invoice")
    op.create_index("ix_invoice_receipt", "invoice", ["branch_id", "receipt_no", "amount"], unique=True)
