"""Dividends that turn out not to be due, taken back from where they lie: additions are nothing any more, money held for
the premium goes back. What has accumulated is taken back by whoever settles its account."""

from collections.abc import Iterable

from ops_console.base.money import Fen
from ops_console.data.tables import AccountEntry, Dividend
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.account_entries import entry
from ops_console.rooms.accumulation import INTEREST, KIND, MAIN, accumulation_of, put
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.settling import hold

TAKEN_BACK = "taken_back"
"""What a movement of accumulated dividends is that were not due."""


def take_back(view: View, plan: Plan, position: PolicyPosition, dividends: Iterable[Dividend]) -> tuple[Fen, Fen]:
    """Take back those that were used for additions or are still held for the premium; how much that is, and how much of
    the held money. The rest lies in the account of dividends, or has left the company."""
    by_option: dict[str, Fen] = {}
    for one in dividends:
        by_option[one.option] = Fen(by_option.get(one.option, Fen(0)) + one.amount)
    held = min(by_option.get("premium", Fen(0)), position.suspense)
    additions = by_option.get("additions", Fen(0))
    hold(view, plan, position.policy.id, -held)
    income = {"income": position.current_billing.account}
    plan.post("dividend_taken_back", position.policy.id, income, premium=held, additions=additions)
    return Fen(held + additions), held


def take_back_all(view: View, plan: Plan, position: PolicyPosition) -> tuple[Fen, Fen]:
    """Every dividend of a contract that is as if it never was, with all interest; what has left the company and is to
    be set off, and what was taken of the money held."""
    granted = view.reader.find(Dividend, policy_id=position.policy.id)
    back, held = take_back(view, plan, position, granted)
    left = Fen(Fen.total(one.amount for one in granted) - back)
    found = accumulation_of(view, position, view.today)
    if found.account is None:
        return left, held
    balance = found.account.balance
    entries = view.reader.find(AccountEntry, policy_id=position.policy.id, coverage_no=MAIN, kind=KIND, what=INTEREST)
    credited = Fen.total(one.amount for one in entries)
    interest = min(credited, balance)
    if balance:
        put(view, plan, position, found, [entry(KIND, found.day, TAKEN_BACK, Fen(-balance))])
        income = {"income": position.current_billing.account}
        plan.post("dividend_taken_back", position.policy.id, income, accumulate=balance - interest)
        plan.post("dividend_interest_taken_back", position.policy.id, amount=interest)
    return Fen(left + credited - balance), held
