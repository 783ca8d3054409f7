"""The yearly statement of units: what they were bought and sold for in a policy year, and what is held at its end."""

from collections.abc import Iterable
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import FundOrder, Party
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.unit_orders import FEE, PREMIUM, RISK, WITHDRAWAL
from ops_console.rooms.units import UnitCover
from ops_console.rules.due_dates import due_date, policy_year
from ops_console.rules.products.units import UNITS, priced

STATEMENT = "units_statement"


def state(view: View, plan: Plan, position: PolicyPosition, units: UnitCover, done: Iterable[FundOrder]) -> None:
    """A statement of every policy year that is over: the first charges of the next one close it."""
    for order in done:
        year, start, _end = policy_year(units.cover.commencement, order.day)
        if order.what == RISK and order.day == start and year > 1:
            _tell(view, plan, position, units, year - 1, units.done.days[order.no])


def _tell(view: View, plan: Plan, position: PolicyPosition, units: UnitCover, year: int, priced_on: date) -> None:
    """Of one policy year; units are told at the price its next year's first charges were taken at."""
    start, end = (due_date(units.cover.commencement, 12, number) for number in (year - 1, year))
    within = {one.no for one in units.standing if start <= one.day < end}

    def total(*whats: str) -> str:
        moved = (one.amount for one in units.done.trades if one.order_no in within and one.what in whats)
        return abs(Fen.total(moved)).yuan()

    value, _why = units.value(priced_on)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        lines = [
            _("{fund}: {units} units at {price} CNY").format(
                fund=view.catalog.funds[fund].label,
                units=f"{held / UNITS:,.6f}",
                price=priced(units.prices[fund][priced_on]),
            )
            for fund, held in units.units(priced_on).items()
        ]
        plan.notify(
            STATEMENT,
            applicant.id,
            charges=total(FEE, RISK),
            day=priced_on.isoformat(),
            end=end.isoformat(),
            lines=lines,
            policy=position.policy.number,
            premiums=total(PREMIUM),
            start=start.isoformat(),
            value=value.yuan(),
            withdrawn=total(WITHDRAWAL),
            year=year,
        )
