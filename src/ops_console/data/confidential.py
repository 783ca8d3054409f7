"""What only those who decide on it may read: it stays out of events, and out of what others are shown of a case."""

CONFIDENTIAL = frozenset(
    {
        ("application", "health"),
        ("application", "findings"),
        ("claim", "cause"),
        ("claim", "course"),
        ("claim", "diagnosis"),
        ("claim", "disability_degree"),
        ("claim_item", "reason"),
        ("claim_item", "article"),
        ("claim_item", "why"),
        ("clerk", "password_hash"),
        ("endorsement", "confidential"),
        ("referral", "confidential"),
        ("referral", "comment"),
        ("referral", "answer"),
        ("task", "opinion"),
        ("task", "outcome"),
    }
)
"""Table and column."""
REPORTED = frozenset({"examination", "inspection"})
"""Kinds of task whose outcome is an opinion on a person; that of all others may be shown to everybody."""


def hidden_columns(table: str) -> frozenset[str]:
    """The confidential columns of a table."""
    return frozenset(column for one, column in CONFIDENTIAL if one == table)
