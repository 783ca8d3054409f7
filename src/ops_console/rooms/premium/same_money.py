"""Which money booked by hand a movement on the company's account is likely to be. Source: company default."""

from datetime import date

from ops_console.base.money import Fen
from ops_console.catalog.model import Catalog
from ops_console.data.queries.hand_booked import HandBooked, of_amount
from ops_console.data.tables import Party
from ops_console.desk.view import View
from ops_console.rooms.premium.returns import came_back

DAYS = "bank_match_days"
"""Setting: so many days before or after the bank's own day money booked by hand is taken for the same."""


def same_money(view: View, amount: Fen, day: date, name: str, policy_id: int | None) -> HandBooked | None:
    """What a clerk booked by hand about that day, of that amount, for the policy named or from somebody of that name;
    None where there is nothing, or more than one."""
    found = of_amount(view.reader, *days_about(view.catalog, day), amount)
    same = [one for one in found if _fits(view, one, name, policy_id)]
    return same[0] if len(same) == 1 else None


def days_about(catalog: Catalog, day: date) -> tuple[date, date]:
    """Between which days what a bank tells of on a day is looked for in the books. A bank may name any day there is."""
    days, last = catalog.setting(DAYS), date.max.toordinal()
    since, until = (date.fromordinal(min(max(day.toordinal() + way, 1), last)) for way in (-days, days))
    return since, until


def _fits(view: View, one: HandBooked, name: str, policy_id: int | None) -> bool:
    receipt = one.receipt
    if came_back(view, receipt):
        return False
    if policy_id is not None:
        return receipt.policy_id == policy_id
    payer = view.reader.get(Party, receipt.party_id) if receipt.party_id is not None else None
    return payer is not None and payer.name == name.strip()
