"""Persistency 继续率: how much of what was sold in a month is still paid for after one, two and three years."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from ops_console.base.money import Fen
from ops_console.catalog.model import Catalog
from ops_console.data.days import day_of
from ops_console.data.queries.reports.collection import CAME
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
from ops_console.data.tables import BillingTerms, Coverage, DueEvent, Policy, PolicyStatus
from ops_console.data.types import FOREVER
from ops_console.rules.calendar import add_months

YEARS = {13: 12, 25: 24, 37: 36}
"""Name of the figure → months from the first day of cover to the instalment it asks about."""
A_YEAR = 12
STORED_YEAR, LEAP_DAY = 10_000, 229
"""Between two years of stored days, yyyymmdd; the month and day of 29 February in them."""
NEVER_SOLD = ("hesitation",)
"""Reasons of an end after which the contract counts as never made: it is left out altogether."""
NOT_TO_KEEP = ("claimed", "death", "matured", "expired")
"""Reasons of an end that no customer chose: before the instalment fell due, the contract is left out."""
PAID = (*CAME, "waived")
TAKEN_BACK = ("returned", "reopened")


@dataclass(frozen=True)
class Persistency:
    """Contracts whose cover began in one month, in one group: all that count, and those kept, by number and by yearly
    premium as sold in fen; and how many were left out."""

    month: date
    group: str
    after: int
    """13, 25 or 37."""
    sold: int
    sold_premium: Fen
    kept: int
    kept_premium: Fen
    left_out: int


def persistency(
    reader: Reader, catalog: Catalog, months: Sequence[date], after: int, branches: Sequence[int], by: str | None
) -> list[Persistency]:
    """Contracts for more than a year whose cover began in these months (their first days). Kept is a contract whose
    instalment of the anniversary was paid, lent or waived no later than its grace ended; one paid up before has nothing
    more to pay and is left out. A month is told once grace is over for all of it.

    Left out: one-year covers, contracts cancelled in the hesitation period, and those that ended by claim, death or
    their term before the anniversary.
    """
    sums: dict[tuple[date, str], list[int]] = {}
    today = reader.state().business_date
    ends_of: dict[tuple[date, int], date] = {}
    for begun, days, group, counts, paid, number, premium in map(
        tuple, reader.connection.execute(_statement(catalog, months, after, branches, by))
    ):
        ends = ends_of.setdefault((begun, days), catalog.calendar.legal_deadline(_anniversary(begun, after), days).day)
        if ends >= today:
            continue
        figures = sums.setdefault((begun.replace(day=1), named(catalog, by, group)), [0] * 5)
        if not counts:
            figures[4] += number
            continue
        kept = paid is not None and day_of(paid) <= ends
        for place, figure in enumerate((number, premium, number if kept else 0, premium if kept else 0)):
            figures[place] += figure
    return [_told(*key, after, figures) for key, figures in sorted(sums.items())]


def _statement(
    catalog: Catalog, months: Sequence[date], after: int, branches: Sequence[int], by: str | None
) -> Select[Any]:
    """Numbers and yearly premium, by first day of cover, days of grace, group, whether it counts, and the day on which
    the instalment of the anniversary was paid."""
    policy, status, terms, cover = (table_of(model) for model in (Policy, PolicyStatus, BillingTerms, Coverage))
    main = and_(cover.c.policy_id == policy.c.id, cover.c.no == 1, cover.c.revision == 1)
    begun = type_coerce(status.c.commenced_on, Integer)
    # No 29 February follows another within three years.
    due = begun + YEARS[after] // A_YEAR * STORED_YEAR - case((begun % STORED_YEAR == LEAP_DAY, 1), else_=0)
    left_out = and_(
        status.c.status == "ended",
        or_(
            status.c.end_reason.in_(NEVER_SOLD),
            and_(status.c.end_reason.in_(NOT_TO_KEEP), type_coerce(status.c.valid_from, Integer) <= due),
        ),
    )
    groups: dict[str, ColumnElement[Any]] = {
        BRANCH: status.c.branch_id,
        REGION: status.c.branch_id,
        CHANNEL: terms.c.channel,
        PRODUCT: policy.c.product,
    }
    group = groups[by] if by else literal("")
    key = [
        status.c.commenced_on,
        grace_days(catalog, policy.c.product),
        group,
        case((left_out, 0), else_=1),
        _paid_on(policy, due),
    ]
    in_months = [status.c.commenced_on.between(month, _last_of(month)) for month in months]
    contracts = (
        select(*(part.label(f"key_{no}") for no, part in enumerate(key)))
        .add_columns((terms.c.premium * A_YEAR // terms.c.months).label("yearly"))
        .select_from(status)
        .join(policy, policy.c.id == status.c.policy_id)
        .join(terms, and_(terms.c.policy_id == policy.c.id, terms.c.revision == 1))
        .join(cover, main)
        .where(
            status.c.valid_to == FOREVER,
            status.c.branch_id.in_(branches),
            or_(*in_months),
            policy.c.product.in_(long_term(catalog)),
            cover.c.pay_years * A_YEAR > YEARS[after],
        )
        .subquery()
    )
    keys = [contracts.c[f"key_{no}"] for no in range(len(key))]
    return select(*keys, func.count(), whole_sum(contracts.c.yearly)).group_by(*keys)


def _paid_on(policy: FromClause, due: ColumnElement[int]) -> ColumnElement[int | None]:
    """The day, as stored, on which the instalment due then was paid and that never taken back."""
    event, later = table_of(DueEvent), table_of(DueEvent).alias("later")
    taken_back = (
        select(later.c.policy_id)
        .where(
            later.c.policy_id == event.c.policy_id,
            later.c.due_date == event.c.due_date,
            later.c.no > event.c.no,
            later.c.kind.in_(TAKEN_BACK),
        )
        .exists()
    )
    return (
        select(func.min(type_coerce(event.c.day, Integer)))
        .where(
            event.c.policy_id == policy.c.id,
            type_coerce(event.c.due_date, Integer) == due,
            event.c.kind.in_(PAID),
            ~taken_back,
        )
        .scalar_subquery()
    )


def _anniversary(begun: date, after: int) -> date:
    return add_months(begun, YEARS[after])


def _last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _told(month: date, group: str, after: int, figures: Sequence[int]) -> Persistency:
    sold, sold_fen, kept, kept_fen, left_out = figures
    return Persistency(month, group, after, sold, Fen(sold_fen), kept, Fen(kept_fen), left_out)
