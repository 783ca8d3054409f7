"""The premium department's figures: collection, persistency, lapses, success at banks and of collectors, forecasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.rates import Rate
from ops_console.cli.report_files import Report
from ops_console.data.catalog_rows import catalog_in_force
from ops_console.rules.calendar import add_months

if TYPE_CHECKING:
    from ops_console.catalog.model import Catalog
    from ops_console.data.store import Reader

BY = {"branch": N_("Branch"), "region": N_("Region"), "channel": N_("Channel"), "product": N_("Product")}
"""What figures may be told apart by, and how the column is called."""


@dataclass(frozen=True)
class Asked:
    """The days, branches and grouping a report is asked for."""

    first: date
    last: date
    branches: tuple[int, ...]
    by: str | None
    months: int


def collection(reader: "Reader", asked: Asked) -> Report:
    """Due and collected by month of the due date, and the rate at the end of grace."""
    from ops_console.data.queries.reports.collection import collection as figures

    catalog = catalog_in_force(reader)
    found = figures(reader, catalog, asked.first, asked.last, asked.branches, asked.by)
    headers = [_("Month"), *_grouped(asked), _("Instalments"), _("Due"), _("Paid"), _("Rate"), _("Grace over")]
    headers += [_("In grace"), _("Grace-end rate")]
    rows = [
        [
            _month(one.month),
            *_group(catalog, asked, one.group),
            one.due,
            one.due_amount,
            one.came_amount,
            Rate(one.came_amount, one.due_amount),
            one.over_amount,
            one.in_grace_amount,
            Rate(one.in_grace_amount, one.over_amount),
        ]
        for one in found
    ]
    notes = [
        _("Paid: collected by now, or lent by a premium loan. In grace: paid before grace ended, of those over."),
        _("Left out: one-year covers; instalments cancelled, waived or passed over."),
    ]
    return _report(headers, rows, asked, plot=len(headers) - 1, notes=notes)


def persistency(reader: "Reader", asked: Asked) -> Report:
    """13, 25 and 37 months' persistency of what was sold in each month."""
    from ops_console.data.queries.reports.persistency import YEARS
    from ops_console.data.queries.reports.persistency import persistency as figures

    catalog = catalog_in_force(reader)
    headers = [_("Month"), _("After months"), *_grouped(asked), _("Sold"), _("Kept"), _("By number")]
    headers += [_("Premium sold"), _("Premium kept"), _("By premium"), _("Left out")]
    rows = [
        [
            _month(one.month),
            str(after),
            *_group(catalog, asked, one.group),
            one.sold,
            one.kept,
            Rate(one.kept, one.sold),
            one.sold_premium,
            one.kept_premium,
            Rate(one.kept_premium, one.sold_premium),
            one.left_out,
        ]
        for after in YEARS
        for one in figures(reader, catalog, _months(asked), after, asked.branches, asked.by)
    ]
    notes = [
        _("Sold: contracts whose cover began in the month, by yearly premium as sold."),
        _("Kept: the instalment of the anniversary was paid, lent or waived before its grace ended."),
        _("Left out: one-year covers; contracts cancelled in hesitation, ended by claim, death or term, or paid up."),
    ]
    return _report(headers, rows, asked, plot=len(headers) - 2, notes=notes, names=2)


def lapses(reader: "Reader", asked: Asked) -> Report:
    """Lapsed and reinstated by month."""
    from ops_console.data.queries.reports.lapses import lapses as figures

    catalog = catalog_in_force(reader)
    headers = [_("Month"), *_grouped(asked), _("In force"), _("Lapsed"), _("Lapse rate"), _("Reinstated")]
    headers += [_("Reinstatement rate")]
    rows = [
        [
            _month(one.month),
            *_group(catalog, asked, one.group),
            one.in_force,
            one.lapsed,
            Rate(one.lapsed, one.in_force),
            one.reinstated,
            Rate(one.reinstated, one.lapsed),
        ]
        for one in figures(reader, catalog, _months(asked), asked.branches, asked.by)
    ]
    notes = [_("In force on the month's first day. Reinstated in the month, of those lapsed in it.")]
    return _report(headers, rows, asked, plot=len(headers) - 3, notes=notes)


def bank_success(reader: "Reader", asked: Asked) -> Report:
    """What became of collection orders, by bank, attempt and reason."""
    from ops_console.data.queries.reports.success import bank_success as figures
    from ops_console.desk.words import word

    found = figures(reader, asked.first, asked.last, asked.branches)
    orders: dict[tuple[str, int], int] = {}
    for one in found:
        key = (one.bank, one.attempt)
        orders[key] = orders.get(key, 0) + one.orders
    rows = [
        [
            one.bank,
            str(one.attempt),
            word(one.state),
            word(one.reason) if one.reason else "",
            one.orders,
            one.amount,
            Rate(one.orders, orders[one.bank, one.attempt]),
        ]
        for one in found
    ]
    headers = [_("Bank"), _("Attempt"), _("State"), _("Reason"), _("Orders"), _("Amount"), _("Of the attempt")]
    return Report(headers, rows, (4, 5, 6), plot=6)


def collectors(reader: "Reader", asked: Asked) -> Report:
    """What each collector was to collect, and did; their receipts and the money still with them."""
    from ops_console.data.queries.reports.success import collector_success as figures
    from ops_console.data.queries.temporary_receipts import how_many, not_handed_in
    from ops_console.data.tables import Clerk

    rows = []
    for one in figures(reader, asked.first, asked.last, asked.branches):
        clerk = reader.find(Clerk, login=one.login)[0]
        receipts = how_many(reader, clerk.id)
        outside = sum(row.amount for row in not_handed_in(reader, clerk_id=clerk.id))
        rows.append(
            [
                one.login,
                one.name,
                str(one.branch_id),
                one.policies,
                one.due_amount,
                one.came_amount,
                Rate(one.came_amount, one.due_amount),
                *(receipts.get(state, 0) for state in ("blank", "used", "void", "missing")),
                Fen(outside),
            ]
        )
    headers = [_("Login"), _("Collector"), _("Branch"), _("Policies"), _("Due"), _("Paid"), _("Rate")]
    headers += [_("Blank"), _("Used"), _("Void"), _("Missing"), _("Not handed in")]
    return Report(headers, rows, tuple(range(3, 12)), plot=6)


def forecast(reader: "Reader", asked: Asked) -> Report:
    """Premium that falls due in the months to come, and what of it may be expected."""
    from ops_console.data.queries.reports.collection import collection as figures
    from ops_console.data.queries.reports.forecast import forecast as foreseen

    today = reader.state().business_date
    before = figures(reader, catalog_in_force(reader), add_months(today, -12), today, asked.branches, None)
    rate = Rate(sum(one.in_grace_amount for one in before), sum(one.over_amount for one in before))
    rows = [
        [_month(one.month), one.instalments, one.amount, one.expected]
        for one in foreseen(reader, today, asked.months, asked.branches, rate)
    ]
    told = _("Expected: as much as came in grace of what fell due in the twelve months before, {rate}.")
    notes = [
        told.format(rate=str(rate) or "-"),
        _("By the contracts billed now; nothing is foreseen of sales and ends to come."),
    ]
    return Report([_("Month"), _("Instalments"), _("Due"), _("Expected")], rows, (1, 2, 3), plot=2, notes=notes)


def targets(reader: "Reader", asked: Asked) -> Report:
    """What each branch collected in each month, against its target."""
    from ops_console.data.queries.reports.forecast import against_targets

    catalog = catalog_in_force(reader)
    rows = [
        [
            _month(one.month),
            str(catalog.branches[one.branch_id].label),
            one.target,
            one.collected,
            Rate(one.collected, one.target),
        ]
        for one in against_targets(reader, asked.first, asked.last, asked.branches)
    ]
    return Report([_("Month"), _("Branch"), _("Target"), _("Collected"), _("Reached")], rows, (2, 3, 4), plot=4)


def _report(
    headers: Sequence[str], rows: list[list[object]], asked: Asked, plot: int, notes: Sequence[str], names: int = 1
) -> Report:
    first = names + bool(asked.by)
    return Report(headers, rows, tuple(range(first, len(headers))), plot, notes)


def _grouped(asked: Asked) -> list[str]:
    return [_(BY[asked.by])] if asked.by else []


def _group(catalog: "Catalog", asked: Asked, group: str) -> list[str]:
    from ops_console.desk.words import word

    if not asked.by:
        return []
    if asked.by in ("branch", "region"):
        return [str(catalog.branches[int(group)].label)]
    return [word(group) if asked.by == "channel" else group]


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _months(asked: Asked) -> list[date]:
    """First days of the months asked for."""
    month = asked.first.replace(day=1)
    months = 12 * (asked.last.year - month.year) + asked.last.month - month.month
    return [add_months(month, no) for no in range(months + 1)]
