"""The drafts of a clerk, for the lists of the console."""

from dataclasses import dataclass

from ops_console.data.glance import Lines

LISTED = 50


@dataclass(frozen=True)
class DraftLine:
    """A form left half typed, and what it is about: a number, or nothing."""

    operation: str
    subject: str


def drafts_of(lines: Lines, clerk_id: int) -> list[DraftLine]:
    """The clerk's own, newest first."""
    rows = lines(
        f"SELECT operation, subject FROM draft WHERE clerk_id = :clerk ORDER BY kept_at DESC LIMIT {LISTED}",
        {"clerk": clerk_id},
    )
    return [DraftLine(*row) for row in rows]
