"""A cover with an account as a claim takes it: what it was worth on the day of the event, and what was paid after it.

Planned premiums are not owed: none is taken off a benefit.
"""

from dataclasses import replace
from datetime import date

from ops_console.base.money import Fen
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.accounts import account_of, account_worth
from ops_console.rooms.allocating import COLLECTED, paid_besides
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.unit_orders import bring_up
from ops_console.rooms.units import need_value
from ops_console.rules.claims.facts import Contract
from ops_console.rules.products.universal import surrender_charge


def with_account(view: View, now: PolicyPosition, contract: Contract, day: date) -> Contract:
    """The contract with the worth of its account: in money with interest to the day of the event, in units at the next
    price after it. What was collected after the event is not in that worth and goes back."""
    account = account_of(view, now)
    paid = [one for one in now.instalments if one.state == COLLECTED]
    besides, since = (paid_besides(view, now.policy.id, after) for after in (date.min, day))
    later = Fen.total(one.amount for one in paid if one.events[-1].day > day)
    contract = replace(
        contract,
        premiums_paid=max(Fen(0), Fen.total(one.amount for one in paid) + besides),
        paid_after=max(Fen(0), later + since),
    )
    if account is not None:
        found = account_worth(now, account, day)
        return replace(contract, worth=found.value, cash_value=found.after_charge)
    units = bring_up(view, Plan(), now, day)
    if units is None:
        return contract
    day = max(day, units.cover.commencement)
    value, _why = need_value(units, day)
    charge, _why = surrender_charge(units.cover, value, day)
    return replace(contract, worth=value, cash_value=value - charge)
