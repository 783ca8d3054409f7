"""The account of a universal life cover: what lies in it on a day, and how what has happened is booked.

A plan is written in one step, whatever it does to an account: entries numbered on, balance and first day not rolled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.revival import revived
from ops_console.data.store import table_of
from ops_console.data.tables import AccountEntry, ChangeSet, Coverage, PolicyAccount
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
MONTHLY = (INTEREST, FEE, RISK)
"""What a monthly day books."""


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
    after, allocated = _with_premiums(position, account, max(day, account.cover.commencement))
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


def book(plan: Plan, before: Account, after: Account, whys: Iterable[Why] = ()) -> None:
    """Write what happened to an account: its new entries, its record, and the postings of premiums and months."""
    new = after.entries[len(before.entries) :]
    plan.insert(*new)
    plan.whys.extend(whys)
    for due in sorted({one.due_date for one in new if one.due_date is not None}):
        _post_premium(plan, before.policy_id, [one for one in new if one.due_date == due])
    months: dict[str, Any] = {what: abs(Fen.total(one.amount for one in new if one.what == what)) for what in MONTHLY}
    if any(months.values()):
        plan.post("account_month", before.policy_id, **months)
    _keep(plan, before, after)


def release(view: View, plan: Plan, position: PolicyPosition) -> None:
    """What is left in the account of a contract that ends is set against what is paid for it; premiums collected and
    not put in yet are put in first, what the bank took back is taken out. Nothing for a policy without an account."""
    account = account_of(view, position, plan)
    if account is None:
        return
    day = max(view.today, account.cover.commencement)
    ahead, allocated = _with_premiums(position, account, day)
    left = ahead.balance
    if left:
        ahead = ahead.with_entries([entry(day, RELEASED, -left)])
        plan.post("account_released" if left > 0 else "account_overdrawn", account.policy_id, amount=abs(left))
    if len(ahead.entries) > len(account.entries):
        book(plan, account, ahead, [one.why for one in allocated])


def take_out_returned(view: View, plan: Plan, position: PolicyPosition) -> None:
    """A premium the bank took back from a policy that is no longer in force is taken out of its account at once; of a
    contract that has ended the company bears what is lacking. Nothing for a policy without an account."""
    if position.status.status == "ended":
        release(view, plan, position)
        return
    account = account_of(view, position, plan)
    if account is not None:
        ahead, allocated = _with_premiums(position, account, max(view.today, account.cover.commencement))
        book(plan, account, ahead, [one.why for one in allocated])


def _with_premiums(position: PolicyPosition, account: Account, day: date) -> tuple[Account, tuple[Allocation, ...]]:
    """The account once premiums collected are in it, and those the bank took back are out of it."""
    put_in = account.put_in
    allocated = tuple(to_allocate(position, account.cover, put_in))
    rows = [row for one in allocated for row in _rows_of(one)]
    for due in to_take_out(position, put_in):
        rows += _taken_out(account, due, day)
    return account.with_entries(rows), allocated


def take_back(view: View, plan: Plan, position: PolicyPosition, change_set: ChangeSet) -> None:
    """What an endorsement has moved, the other way round on the same days, and the account rolled no further than it
    was. No posting. Refused when more has moved since. Nothing for a policy without an account."""
    account = account_of(view, position)
    made = [one for one in account.entries if one.source_id == change_set.source_id] if account else []
    if account is None or not made:
        return
    view.refuse_unless(
        made[-1] is account.entries[-1],
        "moved_on",
        _("The account of {number} has moved since.").format(number=position.policy.number),
        "company default",
    )
    before = [
        revived(PolicyAccount, change["before"])
        for change in change_set.changes
        if change["table"] == table_of(PolicyAccount).name and change["key"]["kind"] == KIND
    ]
    rolled_to = before[0].get("rolled_to", account.rolled_to) if before else account.cover.commencement
    rows = [entry(one.day, one.what, -one.amount, one.due_date, one.rate) for one in made]
    back = account.with_entries(rows, rolled_to)
    plan.insert(*back.entries[len(account.entries) :])
    _keep(plan, account, back)


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


def _keep(plan: Plan, before: Account, after: Account) -> None:
    key: dict[str, Any] = {"policy_id": before.policy_id, "coverage_no": before.coverage.no, "kind": KIND}
    made = [one for one in plan.inserts if isinstance(one, PolicyAccount) and one.policy_id == before.policy_id]
    if made:
        made[0].balance, made[0].rolled_to = after.balance, after.rolled_to
    elif before.is_open:
        plan.change(PolicyAccount, key, balance=after.balance, rolled_to=after.rolled_to)
    else:
        plan.insert(PolicyAccount(**key, balance=after.balance, rolled_to=after.rolled_to))


def _post_premium(plan: Plan, policy_id: int, rows: Sequence[AccountEntry]) -> None:
    """Premium and charge of one due date: put in, or taken out again."""
    premium = Fen.total(one.amount for one in rows if one.what == PREMIUM)
    charge = -Fen.total(one.amount for one in rows if one.what == CHARGE)
    rule = "account_premium" if premium > 0 else "account_premium_returned"
    plan.post(rule, policy_id, premium=abs(premium), initial_charge=abs(charge))


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
