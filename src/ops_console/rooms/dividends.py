"""The dividend of a participating contract that comes next: of which policy year, and whether its rate is declared.

A dividend is earned when the contract was in force to the end of its policy year and that year's premium is paid
(company default). What was earned before a contract ended is granted after its end, too.
"""

from dataclasses import dataclass
from datetime import date

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.data.tables import Coverage, Dividend, PolicyStatus
from ops_console.desk.view import View
from ops_console.rooms.accumulation import MAIN
from ops_console.rooms.deaths import died_on
from ops_console.rooms.policies import ADDITION, MONTHS_A_YEAR, ONE_DAY, PolicyPosition
from ops_console.rules.due_dates import due_date, instalments_due_by
from ops_console.rules.products.dividends import Part, dividend
from ops_console.rules.products.priced import years_of_cover
from ops_console.rules.why import Why

OPTIONS = {
    "cash": N_("paid out"),
    "accumulate": N_("left to accumulate"),
    "additions": N_("paid-up additions"),
    "premium": N_("set off against the premium"),
}
"""How dividends may be used."""


@dataclass(frozen=True)
class DividendDue:
    """The dividend of one policy year, before it is used. `amount` None: its rate is not declared yet."""

    year: int
    due_on: date
    declared_for: int
    """The calendar year in which the policy year ended."""
    amount: Fen | None
    whys: tuple[Why, ...] = ()


def next_dividend(view: View, position: PolicyPosition, day: date) -> DividendDue | None:
    """The dividend of the oldest policy year that ended by a day and has none yet; None for a contract that does not
    share in the surplus, and while it is lapsed or not begun."""
    main = next((one for one in position.coverages if one.no == MAIN), None)
    if main is None or not position.basis_of(main).participating or position.billing is None or position.is_lapsed:
        return None
    declared = view.catalog.declared.get(main.product)
    spreads = dict(declared.spreads) if declared else {}
    granted = {one.year for one in view.reader.find(Dividend, policy_id=position.policy.id)}
    ended = instalments_due_by(position.commenced_on, MONTHS_A_YEAR, day) - 1
    last = min(ended, years_of_cover(position.basis_of(main), position.sold_as(main)))
    for year in (year for year in range(1, last + 1) if year not in granted):
        due_on = due_date(position.commenced_on, MONTHS_A_YEAR, year)
        declared_for = (due_on - ONE_DAY).year
        if declared_for < min(spreads, default=declared_for) or not _is_earned(view, position, due_on):
            continue
        if declared_for not in spreads:
            return DividendDue(year, due_on, declared_for, None)
        parts = [_part(position, one, due_on) for one in position.coverages if one.no == MAIN or one.kind == ADDITION]
        amount, why = dividend(parts, spreads[declared_for])
        return DividendDue(year, due_on, declared_for, amount, (why,))
    return None


def _is_earned(view: View, position: PolicyPosition, due_on: date) -> bool:
    billing, death = position.current_billing, died_on(view, position.insured_id)
    if (death is not None and death < due_on) or billing.paid_to < min(due_on, billing.ends_on):
        return False
    eve = view.reader.as_at(PolicyStatus, position.policy.id, due_on - ONE_DAY)
    return bool(eve) and eve[0].status == "in_force"


def _part(position: PolicyPosition, coverage: Coverage, due_on: date) -> Part:
    year = instalments_due_by(position.began(coverage), MONTHS_A_YEAR, due_on) - 1
    return Part(position.basis_of(coverage), position.sold_as(coverage), year)
