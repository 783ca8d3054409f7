"""What only those who decide on it may read: it stays out of events, and out of what others are shown of a case."""

CONFIDENTIAL = frozenset(
    {
        ("application", "health"),
        ("application", "findings"),
        ("claim", "cause"),
        ("claim", "course"),
        ("claim", "diagnosis"),
        ("claim_item", "reason"),
        ("claim_item", "article"),
        ("claim_item", "why"),
        ("clerk", "password_hash"),
        ("endorsement", "confidential"),
        ("referral", "confidential"),
        ("referral", "comment"),
        ("referral", "answer"),
        ("task", "opinion"),
    }
)
"""Table and column."""


def hidden_columns(table: str) -> frozenset[str]:
    """The confidential columns of a table."""
    return frozenset(column for one, column in CONFIDENTIAL if one == table)
