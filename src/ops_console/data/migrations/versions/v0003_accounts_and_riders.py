"""Accounts, funds, dividends, riders and members; traces kept with decisions; what a valuation found."""

import sqlalchemy as sa
from alembic import op

from ops_console.data.triggers import written_once

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("account_entry", "fund_price", "fund_trade", "dividend", "trace")


def upgrade() -> None:
    op.create_table(
        "policy_account",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("coverage_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("rolled_to", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["policy.id"],
        ),
        sa.PrimaryKeyConstraint("policy_id", "coverage_no", "kind"),
    )
    op.create_table(
        "account_entry",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("coverage_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_date", sa.Integer(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", "coverage_no", "kind", "no"),
    )
    op.create_index("ix_account_entry_source_id", "account_entry", ["source_id"])
    op.create_table(
        "fund_price",
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fund", "day", "revision"),
    )
    op.create_table(
        "fund_order",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("coverage_no", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("units", sa.BigInteger(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("due_date", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("done_on", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["policy.id"],
        ),
        sa.PrimaryKeyConstraint("policy_id", "coverage_no", "no"),
    )
    op.create_index("ix_fund_order_open", "fund_order", ["done_on", "fund"])
    op.create_table(
        "fund_trade",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("coverage_no", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", "coverage_no", "no"),
    )
    op.create_index("ix_fund_trade_source_id", "fund_trade", ["source_id"])
    op.create_table(
        "fund_holding",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("coverage_no", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["policy_id"],
            ["policy.id"],
        ),
        sa.PrimaryKeyConstraint("policy_id", "coverage_no", "fund"),
    )
    op.create_table(
        "dividend",
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        sa.Column("coverage_no", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("additions", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", "coverage_no", "year"),
    )
    op.create_index("ix_dividend_source_id", "dividend", ["source_id"])
    op.create_table(
        "trace",
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("policy_id", sa.BigInteger(), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("catalog_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", "no"),
    )
    op.create_index("ix_trace_case", "trace", ["case_id"])
    op.create_index("ix_trace_policy", "trace", ["policy_id"])
    op.create_table(
        "valuation_total",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("coverages", sa.Integer(), nullable=False),
        sa.Column("cash_value", sa.BigInteger(), nullable=False),
        sa.Column("reserve", sa.BigInteger(), nullable=False),
        sa.Column("unearned", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("run_id", "branch_id", "product"),
    )
    op.add_column("application", sa.Column("riders", sa.Text(), nullable=True))
    op.add_column("application", sa.Column("members", sa.Text(), nullable=True))
    op.add_column("application", sa.Column("planned_premium", sa.BigInteger(), nullable=True))
    op.add_column("application", sa.Column("allocation", sa.Text(), nullable=True))
    op.add_column("application", sa.Column("dividend", sa.String(), nullable=True))
    op.add_column("application", sa.Column("catalog_version", sa.Integer(), nullable=True))
    op.add_column("billing_terms", sa.Column("waived_from", sa.Integer(), nullable=True))
    op.add_column("billing_terms", sa.Column("dividend", sa.String(), nullable=True))
    op.add_column("billing_terms", sa.Column("allocation", sa.Text(), nullable=True))
    op.add_column("coverage", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("coverage", sa.Column("occupation_class", sa.Integer(), nullable=True))
    op.add_column("coverage", sa.Column("premium", sa.BigInteger(), nullable=True))
    op.add_column("coverage", sa.Column("loading", sa.BigInteger(), nullable=True))
    for statement in written_once(WRITTEN_ONCE, op.get_bind().dialect.name):
        op.execute(statement)
