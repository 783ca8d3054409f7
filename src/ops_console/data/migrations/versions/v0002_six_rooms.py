"""What the rooms need for a day's work: images, calls, enquiries, samples, stocktakes, tills, drafts, deputies."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_body",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "policy_copy",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["policy.id"],
        ),
        sa.PrimaryKeyConstraint("policy_id", "no"),
    )
    op.create_table(
        "survival_benefit",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("coverage_no", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("told_on", sa.Integer(), nullable=True),
        sa.Column("granted_on", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["policy.id"],
        ),
        sa.PrimaryKeyConstraint("policy_id", "coverage_no", "due_on"),
    )
    op.create_table(
        "call",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["work_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_call_case_id", "call", ["case_id"])
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["work_item.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_document_case_id", "document", ["case_id"])
    op.create_index("ix_document_digest", "document", ["digest"])
    op.create_table(
        "draft",
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clerk_id"],
            ["clerk.id"],
        ),
        sa.PrimaryKeyConstraint("clerk_id", "operation", "subject"),
    )
    op.create_table(
        "finding",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=True),
        sa.Column("settled_how", sa.String(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["work_item.id"],
        ),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "service_request",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("complex", sa.Boolean(), nullable=False),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("extended_to", sa.Integer(), nullable=True),
        sa.Column("asked_room", sa.String(), nullable=True),
        sa.Column("statement", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Integer(), nullable=True),
        sa.Column("justified", sa.Boolean(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("review", sa.String(), nullable=True),
        sa.Column("review_answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["work_item.id"],
        ),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "stocktake",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("cabinet", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=True),
        sa.Column("surplus", sa.Text(), nullable=True),
        sa.Column("counted_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["work_item.id"],
        ),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "till_close",
        sa.Column("clerk_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["branch.id"],
        ),
        sa.ForeignKeyConstraint(
            ["clerk_id"],
            ["clerk.id"],
        ),
        sa.PrimaryKeyConstraint("clerk_id", "day"),
    )
    op.create_table(
        "claim_sample",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Integer(), nullable=True),
        sa.Column("defects", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["claim.case_id"],
        ),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.add_column("application", sa.Column("asked_sum", sa.BigInteger(), nullable=True))
    op.add_column("application", sa.Column("exclusion", sa.String(), nullable=True))
    op.add_column("application", sa.Column("postponed_to", sa.Integer(), nullable=True))
    op.add_column("archive_file", sa.Column("missing_since", sa.Integer(), nullable=True))
    op.create_index("ix_archive_file_place", "archive_file", ["cabinet", "box", "no"], unique=True)
    op.add_column("billing_terms", sa.Column("renewal", sa.String(), nullable=True))
    op.add_column("callback", sa.Column("call_on", sa.Integer(), nullable=True))
    op.add_column("callback", sa.Column("call_hours", sa.String(), nullable=True))
    op.add_column("callback", sa.Column("other_phone", sa.String(), nullable=True))
    op.add_column("callback", sa.Column("escalated_on", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("diagnosis", sa.String(), nullable=True))
    op.add_column("claim", sa.Column("disability_degree", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("known_on", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("reopened_on", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("disappeared_on", sa.Integer(), nullable=True))
    op.add_column("claim", sa.Column("other_insurers", sa.Boolean(), nullable=True))
    op.add_column("claim", sa.Column("signals", sa.Text(), nullable=True))
    op.add_column("claim", sa.Column("advance", sa.Text(), nullable=True))
    op.add_column("claim_item", sa.Column("advanced", sa.BigInteger(), nullable=True))
    op.add_column("claim_item", sa.Column("decided", sa.Text(), nullable=True))
    op.add_column("clerk", sa.Column("deputy_id", sa.Integer(), nullable=True))
    op.create_index("ix_clerk_deputy_id", "clerk", ["deputy_id"])
    op.add_column("clerk", sa.Column("deputy_from", sa.Integer(), nullable=True))
    op.add_column("clerk", sa.Column("deputy_until", sa.Integer(), nullable=True))
    op.add_column("clerk", sa.Column("wrong_passwords", sa.Integer(), nullable=True))
    op.add_column("clerk", sa.Column("shut_until", sa.BigInteger(), nullable=True))
    op.add_column("coverage", sa.Column("term_from", sa.Integer(), nullable=True))
    op.add_column("file_loan", sa.Column("extended_on", sa.Integer(), nullable=True))
    op.add_column("file_loan", sa.Column("reminded_on", sa.Integer(), nullable=True))
    op.add_column("file_loan", sa.Column("escalated_on", sa.Integer(), nullable=True))
    op.add_column("party", sa.Column("occupation", sa.String(), nullable=True))
    op.add_column("party", sa.Column("employer", sa.String(), nullable=True))
    op.add_column("party", sa.Column("marital", sa.String(), nullable=True))
    op.add_column("policy_status", sa.Column("lost_on", sa.Integer(), nullable=True))
    op.add_column("referral", sa.Column("answer", sa.String(), nullable=True))
    op.add_column("referral", sa.Column("confidential", sa.Text(), nullable=True))
    op.create_index("ix_policy_number_end", "policy", [sa.text("substr(number, length(number) - 3)")])
    op.add_column("run_chunk", sa.Column("left", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("due", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("clerk_id", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("data", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("outcome", sa.String(), nullable=True))
    op.add_column("task", sa.Column("opinion", sa.Text(), nullable=True))
    op.add_column("work_item", sa.Column("closed_on", sa.Integer(), nullable=True))
    op.create_index("ix_work_item_received", "work_item", ["received", "branch_id"])
    op.create_index(
        "ix_work_item_closed",
        "work_item",
        ["closed_on", "branch_id"],
        sqlite_where=sa.text("closed_on IS NOT NULL"),
        postgresql_where=sa.text("closed_on IS NOT NULL"),
    )
    op.create_index("ix_event_day", "event", ["branch_id", "day", "operation", "clerk_id", "case_id"])
