"""Which case of a room comes next: by clock, then tier, then age."""

from collections.abc import Collection, Sequence

from ops_console.data.days import FOREVER
from ops_console.data.queries.queue import QueueRow


def next_of(
    rows: Sequence[QueueRow], clerk_id: int, not_this: int | None = None, above: Collection[str] = ()
) -> QueueRow | None:
    """The most urgent case that nobody else has taken, that is not referred to a grade `above` the clerk's, and that
    does not wait for something.

    Earliest due first; of one day a VIP's before others', the longer received before the later. After the last comes
    the first again. Source: company default.
    """
    mine = [row for row in rows if row.assignee_id in (None, clerk_id) and row.referred_to not in above]
    free = [row for row in mine if row.due != FOREVER]
    ordered = sorted(free, key=lambda row: (row.due, row.tier != "vip", -row.priority, row.received, row.id))
    ids = [row.id for row in ordered]
    if not_this not in ids:
        return ordered[0] if ordered else None
    following = ordered[(ids.index(not_this) + 1) % len(ordered)]
    return following if following.id != not_this else None
