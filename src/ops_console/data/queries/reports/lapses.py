"""Lapses and reinstatements 失效率、复效率, by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from ops_console.catalog.model import Catalog
from ops_console.data.queries.reports.dimensions import BRANCH, PRODUCT, REGION, long_term, named
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Policy, PolicyStatus
from ops_console.rules.calendar import add_months

IN_FORCE, LAPSED = "in_force", "lapsed"


@dataclass(frozen=True)
class Lapses:
    """Policies of one group: in force on the month's first day, lapsed in the month, reinstated in it."""

    month: date
    group: str
    in_force: int
    lapsed: int
    reinstated: int


def lapses(
    reader: Reader, catalog: Catalog, months: Sequence[date], branches: Sequence[int], by: str | None
) -> list[Lapses]:
    """What became of the contracts for more than one year in these months (their first days). A policy that lapsed, or
    was reinstated, twice in a month counts twice."""
    status = table_of(PolicyStatus)
    found: list[Lapses] = []
    for month in months:
        last = add_months(month, 1) - timedelta(days=1)
        in_month = status.c.valid_from.between(month, last)
        standing = and_(status.c.valid_from <= month, status.c.valid_to > month, status.c.status == IN_FORCE)
        lapsed = and_(status.c.status == LAPSED, in_month, status.c.lapsed_on.between(month, last))
        back = and_(status.c.status == IN_FORCE, in_month, status.c.reinstated_on.between(month, last))
        counted = [_count(reader, catalog, wanted, branches, by) for wanted in (standing, lapsed, back)]
        for group in sorted({name for one in counted for name in one}):
            found.append(Lapses(month, group, *(one.get(group, 0) for one in counted)))
    return found


def _count(
    reader: Reader, catalog: Catalog, wanted: ColumnElement[bool], branches: Sequence[int], by: str | None
) -> dict[str, int]:
    policy, status = table_of(Policy), table_of(PolicyStatus)
    grouped: list[ColumnElement[Any]] = (
        [status.c.branch_id] if by in (BRANCH, REGION) else [policy.c.product] if by == PRODUCT else []
    )
    rows: Sequence[Sequence[Any]] = reader.rows(
        select(func.count(), *grouped)
        .select_from(status)
        .join(policy, policy.c.id == status.c.policy_id)
        .where(wanted, status.c.branch_id.in_(branches), policy.c.product.in_(long_term(catalog)))
        .group_by(*grouped)
    )
    sums: dict[str, int] = {}
    for number, *group in rows:
        name = named(catalog, by, group[0]) if group else ""
        sums[name] = sums.get(name, 0) + number
    return sums
