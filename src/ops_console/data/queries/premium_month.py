"""A month's renewal premium: what the renewal runs raised in it, and what was collected in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ops_console.data.days import day_number
from ops_console.data.glance import Lines, listed

RENEWAL = "renewal-run"
FIRST_EVENT = 10**11
"""Sources from here on are events, smaller ones chunks of runs."""
RUN = 10**6
"""Chunks of a run have its number times this as their first digits."""


@dataclass(frozen=True)
class PremiumMonth:
    """Renewal premium of a month so far, in fen: raised, and collected less what banks took back."""

    due: int
    collected: int


def premium_month(lines: Lines, scope: Sequence[int], today: date) -> PremiumMonth:
    """From the first of the month to today, for policies the branches of the scope service."""
    first = day_number(today.replace(day=1))
    return PremiumMonth(
        _due(lines, scope, first, day_number(today)), _collected(lines, scope, first, day_number(today))
    )


def _due(lines: Lines, scope: Sequence[int], first: int, last: int) -> int:
    rows = lines(
        "SELECT c.totals FROM run r JOIN run_chunk c ON c.run_id = r.id "
        "WHERE r.kind = :kind AND r.as_of BETWEEN :first AND :last",
        {"kind": RENEWAL, "first": first, "last": last},
    )
    branches = {str(branch) for branch in scope}
    totals = (json.loads(text).items() for (text,) in rows)
    return sum(amount for chunk in totals for branch, (_rows, amount) in chunk if branch in branches)


def _collected(lines: Lines, scope: Sequence[int], first: int, last: int) -> int:
    begun = lines(
        f"SELECT MIN(id) FROM event WHERE branch_id IN ({listed(scope)}) AND day >= :first GROUP BY branch_id",
        {"first": first},
    )
    runs = lines("SELECT id FROM run WHERE as_of BETWEEN :first AND :last", {"first": first, "last": last})
    sources = [(event, (event // FIRST_EVENT + 1) * FIRST_EVENT) for (event,) in begun]
    sources += [(run * RUN, (run + 1) * RUN) for (run,) in runs]
    return sum(_moved(lines, scope, *source) for source in sources)


def _moved(lines: Lines, scope: Sequence[int], source: int, beyond: int) -> int:
    """Collected less returned, of dues that runs raised, by sources from one to another."""
    ((amount,),) = lines(
        "SELECT COALESCE(SUM(CASE e.kind WHEN 'collected' THEN e.amount WHEN 'returned' THEN -e.amount ELSE 0 END), 0) "
        "FROM due_event e JOIN premium_due d ON d.policy_id = e.policy_id AND d.due_date = e.due_date "
        "WHERE e.source_id >= :source AND e.source_id < :beyond AND d.source_id < :event "
        f"AND d.branch_id IN ({listed(scope)})",
        {"source": source, "beyond": beyond, "event": FIRST_EVENT},
    )
    return int(amount)
