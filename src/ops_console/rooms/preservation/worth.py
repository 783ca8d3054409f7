"""What a policy is worth today: cash value, what a surrender would pay, what may be lent; each with its trace."""

from dataclasses import dataclass

from ops_console.base.money import Fen
from ops_console.data.confidential import is_confidential
from ops_console.desk.view import View
from ops_console.rooms.accounts import account_of, account_worth
from ops_console.rooms.accumulation import accumulation_of
from ops_console.rooms.dividends import DividendDue, next_dividend
from ops_console.rooms.policies import position_of
from ops_console.rooms.units import UnitCover, units_of
from ops_console.rules.products.loans import loan_limit
from ops_console.rules.products.universal import surrender_charge
from ops_console.rules.why import Why


@dataclass(frozen=True)
class Worth:
    """Amounts in fen, as of the business date. `whys` trace every one that a rule computed, but for those that tell of
    the insured's health: everybody at work on the policy reads them."""

    cash_value: Fen
    additions: Fen
    """The part of the cash value that is of paid-up additions."""
    account: Fen | None
    """What lies in its account, or its units are worth at the last price; the cash value is that less the surrender
    charge. None without an account."""
    accumulated: Fen
    """Dividends left to accumulate, with interest."""
    dividend: DividendDue | None
    """The next dividend, when it has fallen due: it waits for its rate, or for the run."""
    unearned: Fen
    """Premium that a one-year cover gives back."""
    debts: Fen
    """All loans with interest."""
    held: Fen
    """Money held on the policy."""
    surrender: Fen
    """What a surrender would pay out, money held included; nothing where debts are above the value."""
    may_be_lent: Fen
    """Nothing while the policy is lapsed, and on a product that lends nothing."""
    whys: tuple[Why, ...]


def worth_of(view: View) -> Worth | None:
    """What the view's policy is worth today; None before it is in force and after it has ended."""
    position = position_of(view)
    if not (position.is_in_force or position.is_lapsed):
        return None
    value, whys = position.cash_value(view.today)
    found = account_of(view, position)
    worth = account_worth(position, found, view.today) if found else None
    units = units_of(view, position)
    if worth is not None:
        value, whys = worth.after_charge, worth.whys
    in_units: Fen | None = None
    if units is not None:
        in_units, value, whys = _in_units(view, units)
    unearned, more = position.unearned_premium(view.today)
    debts = position.debts(view.today)
    owed = Fen.total(debt.total for debt in debts)
    dividends = accumulation_of(view, position, view.today)
    traces = [*whys, *more, *dividends.whys, *(debt.why for debt in debts)]
    limit, lending = Fen(0), position.product.basis.loan
    if lending is not None and position.is_in_force:
        limit, why = loan_limit(lending, value, owed)
        traces.append(why)
    net = max(Fen(0), value + dividends.balance + unearned - owed)
    return Worth(
        cash_value=value,
        additions=position.additions_value(view.today),
        account=worth.value if worth else in_units,
        accumulated=dividends.balance,
        dividend=next_dividend(view, position, view.today),
        unearned=unearned,
        debts=owed,
        held=position.suspense,
        surrender=net + position.suspense,
        may_be_lent=limit,
        whys=tuple(one for one in traces if not is_confidential(one.rule, one.inputs)),
    )


def _in_units(view: View, units: UnitCover) -> tuple[Fen, Fen, tuple[Why, ...]]:
    """What units are worth at the last price, and less the surrender charge."""
    value, why = units.value(view.today)
    charge, charge_why = surrender_charge(units.cover, value, max(view.today, units.cover.commencement))
    return value, value - charge, (why, charge_why)
