"""Dividends left to accumulate: what they stand at with interest, and what moves them.

Interest is booked when money moves, up to that day (`rules/products/dividends.py`); between two movements it is
computed, never stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import AccountEntry, PolicyAccount
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.account_entries import entry
from ops_console.rooms.policies import RATE_UNITS, PolicyPosition
from ops_console.rules.products.dividends import Interest, accumulated
from ops_console.rules.why import Why

KIND = "dividend"
DIVIDEND, INTEREST, REVERSAL = "dividend", "interest", "reversal"
"""What a movement is, besides what takes dividends out."""
MAIN = 1
"""Number of the main cover, on which the contract's dividends stand."""


@dataclass(frozen=True)
class Accumulation:
    """Dividends left with the company, on a day; `balance` with interest to it. `account` None: there were none."""

    account: PolicyAccount | None
    day: date
    interest: tuple[Interest, ...]
    balance: Fen
    whys: tuple[Why, ...]


def accumulation_of(view: View, position: PolicyPosition, day: date) -> Accumulation:
    """What has accumulated on a policy by a day; by the day of the last movement, where that is later."""
    account = view.reader.get(PolicyAccount, position.policy.id, MAIN, KIND)
    if account is None:
        return Accumulation(None, day, (), Fen(0), ())
    until = max(day, account.rolled_to)
    declared = view.catalog.declared.get(position.product.code)
    rates = declared.accumulation if declared else ()
    added, why = accumulated(account.balance, account.rolled_to, until, position.commenced_on, rates)
    balance = account.balance + Fen.total(one.amount for one in added)
    return Accumulation(account, until, added, balance, (why,) if account.balance else ())


def move(view: View, plan: Plan, position: PolicyPosition, found: Accumulation, what: str, amount: Fen) -> None:
    """Book the interest to the day, and a movement: in positive, out negative. The posting of the movement is the
    caller's."""
    made = [entry(KIND, one.day, INTEREST, one.amount, rate=int(one.rate * RATE_UNITS)) for one in found.interest]
    made.append(entry(KIND, found.day, what, amount))
    put(view, plan, position, found, made)
    plan.post("dividend_interest", position.policy.id, amount=Fen.total(one.amount for one in found.interest))


def put(view: View, plan: Plan, position: PolicyPosition, found: Accumulation, made: Sequence[AccountEntry]) -> None:
    """Write movements, numbered on, and the balance and day after them. No posting."""
    key: dict[str, Any] = {"policy_id": position.policy.id, "coverage_no": MAIN, "kind": KIND}
    _number(made, key, view.reader.count(AccountEntry, **key))
    plan.insert(*made)
    plan.whys.extend(found.whys)
    before = found.account.balance if found.account else Fen(0)
    balance = Fen(before + Fen.total(one.amount for one in made))
    if found.account is None:
        plan.insert(PolicyAccount(**key, balance=balance, rolled_to=found.day))
    else:
        plan.change(PolicyAccount, key, balance=balance, rolled_to=found.day)


def settle_accumulation(view: View, plan: Plan, position: PolicyPosition, day: date, what: str) -> Fen:
    """Take everything out as of a day, because the contract ends. Returns what the posting that settles it takes off
    the liability; nothing where nothing is left."""
    found = accumulation_of(view, position, day)
    if found.balance:
        move(view, plan, position, found, what, -found.balance)
    return found.balance


def take_back_movements(view: View, plan: Plan, position: PolicyPosition, source_id: int) -> None:
    """What an operation has moved, the other way round, its interest with it. No posting. Refused when more has moved
    since."""
    key: dict[str, Any] = {"policy_id": position.policy.id, "coverage_no": MAIN, "kind": KIND}
    entries = view.reader.find(AccountEntry, **key, order_by="no")
    made = [one for one in entries if one.source_id == source_id]
    if not made:
        return
    view.refuse_unless(
        made[-1] is entries[-1],
        "moved_on",
        _("Dividends of {number} have moved since.").format(number=position.policy.number),
        "company default",
    )
    back = [entry(KIND, one.day, REVERSAL, Fen(-one.amount)) for one in made]
    _number(back, key, len(entries))
    plan.insert(*back)
    before = entries[: -len(made)]
    plan.change(PolicyAccount, key, balance=Fen.total(one.amount for one in before), rolled_to=before[-1].day)


def _number(made: Sequence[AccountEntry], key: Mapping[str, Any], after: int) -> None:
    for no, one in enumerate(made, after + 1):
        one.policy_id, one.coverage_no, one.no = key["policy_id"], key["coverage_no"], no
