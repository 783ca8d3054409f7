"""Dividends left to accumulate: what they stand at with interest, and what moves them.

Interest is booked when money moves, up to that day (`rules/products/dividends.py`); between two movements it is
computed, never stored.
"""

from dataclasses import dataclass
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import AccountEntry, PolicyAccount
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import RATE_UNITS, PolicyPosition
from ops_console.rules.products.dividends import Interest, accumulated
from ops_console.rules.why import Why

KIND = "dividend"
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
    policy_id, balance = position.policy.id, found.balance + amount
    no = view.reader.count(AccountEntry, policy_id=policy_id, coverage_no=MAIN, kind=KIND)
    made = [_entry(policy_id, one.day, "interest", one.amount, int(one.rate * RATE_UNITS)) for one in found.interest]
    made.append(_entry(policy_id, found.day, what, amount))
    for entry in made:
        no += 1
        entry.no = no
    plan.insert(*made)
    plan.post("dividend_interest", policy_id, amount=Fen.total(one.amount for one in found.interest))
    if found.account is None:
        plan.insert(
            PolicyAccount(policy_id=policy_id, coverage_no=MAIN, kind=KIND, balance=balance, rolled_to=found.day)
        )
    else:
        key = {"policy_id": policy_id, "coverage_no": MAIN, "kind": KIND}
        plan.change(PolicyAccount, key, balance=balance, rolled_to=found.day)
    plan.whys.extend(found.whys)


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
    policy_id = position.policy.id
    key = {"policy_id": policy_id, "coverage_no": MAIN, "kind": KIND}
    entries = view.reader.find(AccountEntry, policy_id=policy_id, coverage_no=MAIN, kind=KIND, order_by="no")
    made = [one for one in entries if one.source_id == source_id]
    if not made:
        return
    view.refuse_unless(
        made[-1] is entries[-1],
        "moved_on",
        _("Dividends of {number} have moved since.").format(number=position.policy.number),
        "company default",
    )
    back = [_entry(policy_id, one.day, "reversal", Fen(-one.amount)) for one in made]
    for no, one in enumerate(back, len(entries) + 1):
        one.no = no
    plan.insert(*back)
    before = entries[: -len(made)]
    plan.change(PolicyAccount, key, balance=Fen.total(one.amount for one in before), rolled_to=before[-1].day)


def _entry(policy_id: int, day: date, what: str, amount: Fen, rate: int | None = None) -> AccountEntry:
    return AccountEntry(
        policy_id=policy_id,
        coverage_no=MAIN,
        kind=KIND,
        no=0,
        day=day,
        what=what,
        amount=amount,
        rate=rate,
        source_id=0,
    )
