"""Deputies: while a supervisor is away, a clerk they named decides with their grade, in the duties and in
the branches of both.

What the deputy does is the deputy's: whoever made something ready does not check it as somebody's deputy either, and
the event says in whose place it was done. Source: company default.
"""

from dataclasses import dataclass
from datetime import date

from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader, values_of
from ops_console.data.tables import Clerk
from ops_console.desk.checks import duties_of, in_scope


@dataclass(frozen=True)
class Standing:
    """A clerk as they act: with their own grade, or with that of the clerk in whose place they stand."""

    clerk: Clerk
    deputy_of: Clerk | None = None


def standing(
    reader: Reader, catalog: Catalog, clerk: Clerk, own: frozenset[str], duty: str, branch_id: int, today: date
) -> Standing:
    """How a clerk with their own duties acts under one of them today, in a branch in which the absent one could act,
    too. Without a duty (what any clerk may do) one in common is enough. Of several absent the highest counts, and
    nobody below the clerk's own grade.
    """
    ladder = catalog.authority
    found = None
    for absent in reader.find(Clerk, deputy_id=clerk.id, locked=False):
        common = own & duties_of(reader, absent)
        higher = ladder.grade(absent.grade).rank > ladder.grade(found.grade if found else clerk.grade).rank
        suits = (duty in common if duty else common) and in_scope(reader, absent, branch_id)
        if higher and is_away(absent, today) and suits:
            found = absent
    if found is None:
        return Standing(clerk)
    return Standing(Clerk(**{**values_of(clerk), "grade": found.grade}), found)


def is_away(clerk: Clerk, today: date) -> bool:
    """Does a deputy stand in for the clerk today? Both days count."""
    first, last = clerk.deputy_from, clerk.deputy_until
    return first is not None and last is not None and first <= today <= last
