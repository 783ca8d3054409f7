"""What will fall due, month by month, and what of it may be expected by how it went in the year before; targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, and_, func, or_, select, type_coerce

from ops_console.base.money import Fen
from ops_console.base.rates import Rate
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Billing, DueEvent, PremiumDue, PremiumTarget
from ops_console.rules.calendar import add_months

A_MONTH = 100


@dataclass(frozen=True)
class Forecast:
    """One month: instalments that fall due by the contracts in force, and the part of them that may be expected."""

    month: date
    instalments: int
    amount: Fen
    expected: Fen


def forecast(reader: Reader, first: date, months: int, branches: Sequence[int], rate: Rate) -> list[Forecast]:
    """From the month of `first` on, so many months, for the policies that are billed now; `rate` is the part that came
    in of what fell due before. Nothing is foreseen of contracts that will be sold, or end."""
    billing = table_of(Billing)
    due_month, last_month = (
        type_coerce(column, Integer) // A_MONTH for column in (billing.c.next_due, billing.c.ends_on)
    )
    rows: Sequence[Sequence[Any]] = reader.rows(
        select(due_month, last_month, billing.c.months, func.count(), whole_sum(billing.c.premium))
        .where(billing.c.active, billing.c.branch_id.in_(branches))
        .group_by(due_month, last_month, billing.c.months)
    )
    start, sums = date(first.year, first.month, 1), dict[date, list[int]]()
    wanted = [add_months(start, no) for no in range(months)]
    for due, ends, every, number, premium in rows:
        month = date(due // A_MONTH, due % A_MONTH, 1)
        while month <= wanted[-1] and month.year * A_MONTH + month.month < ends:
            if month >= start:
                known = sums.setdefault(month, [0, 0])
                known[0] += number
                known[1] += premium
            month = add_months(month, every)
    return [_told(month, *sums.get(month, [0, 0]), rate=rate) for month in wanted]


def _told(month: date, number: int, premium: int, *, rate: Rate) -> Forecast:
    expected = premium * rate.part // rate.whole if rate.whole else 0
    return Forecast(month, number, Fen(premium), Fen(expected))


@dataclass(frozen=True)
class Against:
    """A branch's target of a month, and what was collected of its premiums then."""

    month: date
    branch_id: int
    target: Fen
    collected: Fen


def against_targets(reader: Reader, first: date, last: date, branches: Sequence[int]) -> list[Against]:
    """Targets of the months from one to another, with what was collected in each (collected less returned)."""
    event, due, before = table_of(DueEvent), table_of(PremiumDue), table_of(DueEvent).alias("before")
    signs = {"collected": 1, "returned": -1}
    month = type_coerce(event.c.day, Integer) // A_MONTH
    came: dict[tuple[date, int], int] = {}
    until = add_months(date(last.year, last.month, 1), 1)
    for kind, sign in signs.items():
        rows: Sequence[Sequence[Any]] = reader.rows(
            select(month, due.c.branch_id, whole_sum(event.c.amount))
            .join(due, (due.c.policy_id == event.c.policy_id) & (due.c.due_date == event.c.due_date))
            .join(
                before,
                and_(
                    before.c.policy_id == event.c.policy_id,
                    before.c.due_date == event.c.due_date,
                    before.c.no == event.c.no - 1,
                ),
                isouter=True,
            )
            .where(
                # What was lent and is taken back again was never money that came in.
                or_(event.c.kind != "returned", before.c.kind == "collected"),
                event.c.kind == kind,
                event.c.day >= date(first.year, first.month, 1),
                event.c.day < until,
            )
            .group_by(month, due.c.branch_id)
        )
        for stored, branch_id, amount in rows:
            key = (date(stored // A_MONTH, stored % A_MONTH, 1), branch_id)
            came[key] = came.get(key, 0) + sign * int(amount)
    targets = {
        (one.month, one.branch_id): one.amount
        for one in reader.find(PremiumTarget)
        if date(first.year, first.month, 1) <= one.month < until and one.branch_id in branches
    }
    keys = sorted(key for key in targets.keys() | came.keys() if key[1] in branches)
    return [Against(*key, targets.get(key, Fen(0)), Fen(came.get(key, 0))) for key in keys]
