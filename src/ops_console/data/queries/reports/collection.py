"""What fell due, what of it came in, and how much of it by the end of grace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, func, literal, or_, select

from ops_console.base.money import Fen
from ops_console.catalog.model import Catalog
from ops_console.data.last_events import is_last_of
from ops_console.data.queries.reports.dimensions import (
    BRANCH,
    CHANNEL,
    PRODUCT,
    REGION,
    grace_days,
    long_term,
    named,
)
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import DueEvent, Policy, PremiumDue

NOT_COUNTED = ("cancelled", "waived", "skipped")
"""What became of an instalment that nobody was to pay: the contract ended before, it was waived, or it was planned."""
CAME = ("collected", "lent")


@dataclass(frozen=True)
class Collected:
    """Instalments of one month of due dates in one group: numbers and fen. `came`: paid by now, a premium loan too;
    `over`: those whose grace is over; `in_grace`: those of them paid before it was."""

    month: date
    group: str
    due: int
    due_amount: Fen
    came: int
    came_amount: Fen
    over: int
    over_amount: Fen
    in_grace: int
    in_grace_amount: Fen


def collection(
    reader: Reader, catalog: Catalog, first: date, last: date, branches: Sequence[int], by: str | None
) -> list[Collected]:
    """Instalments due from one day to another, by month and by `by` (branch, region, channel or product; None: all
    together). Left out are one-year covers, and instalments that were cancelled, waived or passed over."""
    due, policy, event = table_of(PremiumDue), table_of(Policy), table_of(DueEvent)
    came = event.c.kind.in_(CAME)
    paid_on = case((came, event.c.day))
    key = [due.c.due_date, paid_on, grace_days(catalog, policy.c.product), _group(by, due, policy)]
    statement = (
        select(*key, func.count(), whole_sum(due.c.amount))
        .select_from(due)
        .join(policy, policy.c.id == due.c.policy_id)
        .outerjoin(event, is_last_of(event, due))
        .where(
            due.c.due_date.between(first, last),
            due.c.branch_id.in_(branches),
            policy.c.product.in_(long_term(catalog)),
            or_(event.c.kind.is_(None), event.c.kind.not_in(NOT_COUNTED)),
        )
        .group_by(*key)
    )
    today = reader.state().business_date
    sums: dict[tuple[date, str], list[int]] = {}
    for due_date, paid, days, group, number, amount in map(tuple, reader.connection.execute(statement)):
        ends = catalog.calendar.legal_deadline(due_date, days).day
        figures = sums.setdefault((due_date.replace(day=1), named(catalog, by, group)), [0] * 8)
        over = ends < today
        for place, counts in enumerate((True, paid is not None, over, over and paid is not None and paid <= ends)):
            figures[2 * place] += number if counts else 0
            figures[2 * place + 1] += amount if counts else 0
    return [_told(*key, figures) for key, figures in sorted(sums.items())]


def _told(month: date, group: str, figures: Sequence[int]) -> Collected:
    due, due_fen, came, came_fen, over, over_fen, in_grace, in_grace_fen = figures
    return Collected(
        month, group, due, Fen(due_fen), came, Fen(came_fen), over, Fen(over_fen), in_grace, Fen(in_grace_fen)
    )


def _group(by: str | None, due: FromClause, policy: FromClause) -> ColumnElement[Any]:
    wanted = {BRANCH: due.c.branch_id, REGION: due.c.branch_id, CHANNEL: due.c.channel, PRODUCT: policy.c.product}
    return wanted[by] if by else literal("")
