"""The account of a universal life cover: what lies in it on a day, and what it comes to brought forward to another. How
that is written: `account_booking.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ops_console.base.money import Fen
from ops_console.data.tables import AccountEntry, Coverage, PolicyAccount
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import account_entries
from ops_console.rooms.allocating import Allocation, cover_of, cover_with_account, to_allocate, to_take_out
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.products import universal
from ops_console.rules.products.universal import Cover, Declared, Movement, Rolled, surrender_charge
from ops_console.rules.why import Why

KIND = "universal"
PREMIUM, CHARGE, INTEREST, FEE, RISK = "premium", "charge", "interest", "fee", "risk"
ADDITIONAL, WITHDRAWAL, SURRENDER, RELEASED = "additional", "withdrawal", "surrender", "released"


@dataclass(frozen=True)
class Account:
    """An account as it is booked; `declared` are the rates of its product, `rolled_to` its first day not booked."""

    policy_id: int
    coverage: Coverage
    cover: Cover
    declared: Declared
    entries: tuple[AccountEntry, ...]
    rolled_to: date
    is_open: bool
    """There is a record of it: something was put in before."""

    @property
    def balance(self) -> Fen:
        return Fen.total(one.amount for one in self.entries)

    @property
    def movements(self) -> tuple[Movement, ...]:
        return tuple(Movement(one.day, one.what, one.amount, one.rate) for one in self.entries)

    @property
    def put_in(self) -> dict[date, int]:
        """Planned premiums that are in, before charges, by due date."""
        found: dict[date, int] = {}
        for one in self.entries:
            if one.what == PREMIUM and one.due_date is not None:
                found[one.due_date] = found.get(one.due_date, 0) + one.amount
        return found

    def with_entries(self, rows: Iterable[AccountEntry], rolled_to: date | None = None) -> "Account":
        """The account once these are booked too, numbered on from the last."""
        made = [
            row.model_copy(
                update={"policy_id": self.policy_id, "coverage_no": self.coverage.no, "kind": KIND, "no": no}
            )
            for no, row in enumerate(rows, len(self.entries) + 1)
        ]
        return replace(self, entries=(*self.entries, *made), rolled_to=rolled_to or self.rolled_to)


@dataclass(frozen=True)
class Forward:
    """An account brought forward to a day: what was put in or taken out, and the months booked."""

    before: Account
    after: Account
    allocated: tuple[Allocation, ...]
    rolled: Rolled

    @property
    def is_news(self) -> bool:
        return len(self.after.entries) > len(self.before.entries) or self.after.rolled_to > self.before.rolled_to

    @property
    def whys(self) -> list[Why]:
        return [*(one.why for one in self.allocated), *self.rolled.whys]

    def value(self, day: date) -> tuple[Movement | None, Fen, Why]:
        """What the account comes to on the day it is brought forward to, with interest to it."""
        after = self.after
        return universal.value_on(after.cover, after.declared, after.movements, after.rolled_to, day)


def account_of(view: View, position: PolicyPosition, plan: Plan | None = None) -> Account | None:
    """The account of a policy that has commenced, with what a plan does to it already; None where there is none."""
    coverage = cover_with_account(position)
    if coverage is None or position.status.commenced_on is None:
        return None
    cover, policy_id = cover_of(position, coverage), position.policy.id
    if cover.account.funds:
        return None
    record = view.reader.get(PolicyAccount, policy_id, coverage.no, KIND)
    key: dict[str, Any] = {"policy_id": policy_id, "coverage_no": coverage.no, "kind": KIND}
    rows = view.reader.find(AccountEntry, **key, order_by="no")
    rolled_to = record.rolled_to if record else cover.commencement
    declared = view.catalog.declared.get(coverage.product)
    account = Account(
        policy_id, coverage, cover, declared.crediting if declared else (), tuple(rows), rolled_to, record is not None
    )
    return account if plan is None else _as_planned(account, plan)


def forward(position: PolicyPosition, account: Account, day: date) -> Forward:
    """Put in what was collected, take out what came back, and book every monthly day up to a day."""
    after, allocated = with_premiums(position, account, max(day, account.cover.commencement))
    rolled = universal.roll(after.cover, after.declared, after.movements, after.rolled_to, day)
    months = [entry(one.day, one.what, one.amount, rate=one.rate) for one in rolled.movements]
    return Forward(account, after.with_entries(months, rolled.rolled_to), allocated, rolled)


@dataclass(frozen=True)
class AccountWorth:
    """What an account came to on a day with interest to it, and what a surrender would leave of it, never below 0."""

    value: Fen
    after_charge: Fen
    whys: tuple[Why, ...]


def account_worth(position: PolicyPosition, account: Account, day: date) -> AccountWorth:
    """The account on a day, however far it was rolled since and though it was released. Before cover begins it is what
    it will be on the first day."""
    day = max(day, account.cover.commencement)
    kept = tuple(one for one in account.entries if one.day <= day and one.what != RELEASED)
    rolled_to = min(account.rolled_to, account.cover.month_after(day))
    ahead = forward(position, replace(account, entries=kept, rolled_to=rolled_to), day)
    _made, value, why = ahead.value(day)
    charge, charge_why = surrender_charge(account.cover, value, day)
    return AccountWorth(value, max(Fen(0), Fen(value - charge)), (*ahead.whys, why, charge_why))


def with_premiums(position: PolicyPosition, account: Account, day: date) -> tuple[Account, tuple[Allocation, ...]]:
    """The account once premiums collected are in it, and those the bank took back are out of it."""
    put_in = account.put_in
    allocated = tuple(to_allocate(position, account.cover, put_in))
    rows = [row for one in allocated for row in _rows_of(one)]
    for due in to_take_out(position, put_in):
        rows += _taken_out(account, due, day)
    return account.with_entries(rows), allocated


def entry(day: date, what: str, amount: Fen, due_date: date | None = None, rate: int | None = None) -> AccountEntry:
    """A movement that an account is to get, which gives it its key."""
    return account_entries.entry(KIND, day, what, amount, due_date, rate)


def _as_planned(account: Account, plan: Plan) -> Account:
    rows = [one for one in plan.inserts if isinstance(one, AccountEntry) and one.policy_id == account.policy_id]
    mine = tuple(one for one in rows if one.kind == KIND)
    planned = [
        *(one.rolled_to for one in plan.inserts if isinstance(one, PolicyAccount) and one.kind == KIND),
        *(
            change.values["rolled_to"]
            for change in plan.changes
            if change.model is PolicyAccount and change.key["kind"] == KIND
        ),
    ]
    return replace(
        account,
        entries=(*account.entries, *mine),
        rolled_to=planned[-1] if planned else account.rolled_to,
        is_open=account.is_open or bool(planned),
    )


def _rows_of(one: Allocation) -> list[AccountEntry]:
    rows = [entry(one.day, PREMIUM, one.premium, one.due_date)]
    if one.charge:
        rows.append(entry(one.day, CHARGE, -one.charge, one.due_date))
    return rows


def _taken_out(account: Account, due: date, day: date) -> list[AccountEntry]:
    """Premium and charge back, as they are booked; interest credited on them meanwhile stays (company default)."""
    found = []
    for what in (PREMIUM, CHARGE):
        there = Fen.total(one.amount for one in account.entries if one.what == what and one.due_date == due)
        if there:
            found.append(entry(day, what, -there, due))
    return found
