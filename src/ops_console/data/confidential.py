"""What only those who decide on it may read: it stays out of events, and out of what others are shown of a case."""

from collections.abc import Mapping
from typing import Any

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

CONFIDENTIAL_RULES = frozenset({"claim_assessment"})
"""Rules whose traces tell what a claim is about; a case shows them to those who decide on it."""
HEALTH = "em_points"
"""Input, and column of a cover, that tells of somebody's health, where it is not nothing. What a cover's loading costs
is no secret: the applicant pays it."""
TELLS_OF_HEALTH = frozenset({HEALTH, "extra_mortality"})
"""Names under which events keep it: it is in their record, and not in what is shown of them."""


def is_confidential(rule: str, inputs: Mapping[str, Any]) -> bool:
    """May the trace of a number be shown to those only who decide on the case?"""
    return rule in CONFIDENTIAL_RULES or bool(inputs.get(HEALTH))


def hidden_columns(table: str) -> frozenset[str]:
    """The confidential columns of a table."""
    return frozenset(column for one, column in CONFIDENTIAL if one == table)
