"""The premium department: mandates, orders and files of the bank, collectors and their receipts, invoices, targets."""

import sqlalchemy as sa
from alembic import op

from ops_console.data.triggers import written_once

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("hand_in", "invoice")


def upgrade() -> None:
    op.create_table(
        "mandate",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("account_no", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"]),
        sa.PrimaryKeyConstraint("policy_id", "revision"),
    )
    op.create_table(
        "bank_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value_day", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bank_file_day", "bank_file", ["direction", "day"])
    op.create_index("ix_bank_file_digest", "bank_file", ["digest"])
    op.create_index("ix_bank_file_message", "bank_file", ["bank", "message"])
    op.create_index("ix_bank_file_no", "bank_file", ["kind", "bank", "branch_id", "no"], unique=True)
    op.create_table(
        "bank_line",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("policy_id", sa.BigInteger(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["bank_file.id"]),
        sa.PrimaryKeyConstraint("file_id", "no"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bank_line_policy", "bank_line", ["policy_id"])
    op.create_table(
        "collection_order",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("due_date", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("account_no", sa.String(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("sequence", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Integer(), nullable=True),
        sa.Column("retry_on", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("policy_id", "due_date", "attempt"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_collection_order_file", "collection_order", ["file_id", "policy_id"])
    op.create_table(
        "payout_order",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("account_no", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "attempt"),
    )
    op.create_index("ix_payout_order_file", "payout_order", ["file_id", "case_id"])
    op.create_table(
        "bank_item",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("policy_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["work_item.id"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index("ix_bank_item_line", "bank_item", ["file_id", "line_no"])
    op.create_table(
        "assignment",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Integer(), nullable=False),
        sa.Column("valid_to", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("told_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"]),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"]),
        sa.PrimaryKeyConstraint("policy_id", "kind", "revision"),
    )
    op.create_index("ix_assignment_clerk", "assignment", ["clerk_id", "kind", "valid_to"])
    op.create_table(
        "receipt_book",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("first_no", sa.BigInteger(), nullable=False),
        sa.Column("last_no", sa.BigInteger(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"]),
        sa.PrimaryKeyConstraint("branch_id", "first_no"),
    )
    op.create_index("ix_receipt_book_clerk", "receipt_book", ["clerk_id", "closed_on"])
    op.create_table(
        "temporary_receipt",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("handed_in_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"]),
        sa.PrimaryKeyConstraint("branch_id", "no"),
    )
    op.create_index("ix_temporary_receipt_clerk", "temporary_receipt", ["clerk_id", "handed_in_on"])
    op.create_index("ix_temporary_receipt_policy", "temporary_receipt", ["policy_id"])
    op.create_table(
        "hand_in",
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("transfer", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        sa.ForeignKeyConstraint(["clerk_id"], ["clerk.id"]),
        sa.ForeignKeyConstraint(["taken_by"], ["clerk.id"]),
        sa.PrimaryKeyConstraint("clerk_id", "day", "no"),
    )
    op.create_index("ix_hand_in_source_id", "hand_in", ["source_id"])
    op.create_table(
        "invoice",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("receipt_no", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("tax_no", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "no"),
    )
    op.create_index("ix_invoice_receipt", "invoice", ["branch_id", "receipt_no"], unique=True)
    op.create_table(
        "premium_target",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"]),
        sa.PrimaryKeyConstraint("branch_id", "month"),
    )
    op.create_table(
        "premium_notice",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("due_date", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", "due_date", "kind"),
        sqlite_with_rowid=False,
    )
    op.add_column("loan", sa.Column("terms_from", sa.Integer(), nullable=True))
    op.add_column("agent", sa.Column("left_on", sa.Integer(), nullable=True))
    op.add_column("run", sa.Column("subject", sa.String(), nullable=True))
    for statement in written_once(WRITTEN_ONCE, op.get_bind().dialect.name):
        op.execute(statement)
