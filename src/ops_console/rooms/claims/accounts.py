"""A cover with an account as a claim takes it: what it was worth on the day of the event, and what was paid after it.

Planned premiums are not owed: none is taken off a benefit. What was taken out since is set off against premiums paid
since that go back, and told where that does not suffice.
"""

from dataclasses import replace
from datetime import date

from ops_console.base.i18n import _
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
    paid = Fen.total(one.amount for one in now.instalments if one.state == COLLECTED)
    contract = replace(
        contract,
        premiums_paid=max(Fen(0), Fen(paid + paid_besides(view, now.policy.id))),
        paid_after=max(Fen(0), paid_since(view, now, day)),
    )
    if account is not None:
        found = account_worth(now, account, day)
        return replace(contract, worth=found.value, cash_value=found.after_charge)
    units = bring_up(view, Plan(), now, day)
    if units is None:
        return contract
    day = max(day, units.cover.commencement)
    value, _trace = need_value(units, day)
    charge, _trace = surrender_charge(units.cover, value, day)
    return replace(contract, worth=value, cash_value=value - charge)


def paid_since(view: View, now: PolicyPosition, day: date) -> Fen:
    """Premiums paid into an account after a day, less what its applicant took out of it since: negative where that is
    more, which nobody was entitled to once the insured had died."""
    paid = (one for one in now.instalments if one.state == COLLECTED)
    later = Fen.total(one.amount for one in paid if one.events[-1].day > day)
    return Fen(later + paid_besides(view, now.policy.id, day))


def tell_taken_since(view: View, plan: Plan, now: PolicyPosition, day: date) -> None:
    """What was taken out after a death and is set off against nothing: a clerk claims it back (Civil Code art 985)."""
    taken = -paid_since(view, now, day)
    if now.product.basis.account is not None and taken > 0:
        plan.messages.append(
            _("{amount} of {number} was taken out of the account after the death: it is to be claimed back.").format(
                amount=Fen(taken).yuan(), number=now.policy.number
            )
        )
