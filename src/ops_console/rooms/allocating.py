"""Planned premiums of a cover with an account: collected ones are put in less their initial charge, each once; one that
the bank took back is taken out again.

What is asked for stands on the product's `premium_income`, a clearing account, until it is put in; that is the same for
accounts in money and for units of funds, which say for each due date how much of it they have put in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ops_console.base.money import Fen
from ops_console.data.store import table_of
from ops_console.data.tables import AccountEntry, Coverage, Event, FundOrder, FundTrade, LedgerLine
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.products.universal import Cover, initial_charge
from ops_console.rules.why import Why

COLLECTED = "collected"
BESIDES = (
    "account_additional",
    "units_additional",
    "account_withdrawal",
    "units_paid_out",
    "units_compensated",
    "members_added",
    "members_removed",
)
"""Posting rules of money paid in besides instalments, and of what is taken out again."""


@dataclass(frozen=True)
class Allocation:
    """A planned premium that is to be put in: from which day it counts, never before cover begins, and what is kept."""

    due_date: date
    day: date
    premium: Fen
    charge: Fen
    why: Why


def cover_with_account(position: PolicyPosition) -> Coverage | None:
    """The coverage whose product has an account, in money or in units; None when none has."""
    return next((one for one in position.coverages if position.products[one.product].basis.account), None)


def cover_of(position: PolicyPosition, coverage: Coverage) -> Cover:
    """A coverage with an account as its rules take it. LookupError before it has commenced."""
    basis = position.products[coverage.product].basis
    return Cover(basis, position.sold_as(coverage), coverage.em_points, position.commenced_on)


def to_allocate(position: PolicyPosition, cover: Cover, put_in: Mapping[date, int]) -> list[Allocation]:
    """Premiums collected and not put in, by due date. `put_in`: by due date, what is in of each, before charges."""
    found = []
    for one in position.instalments:
        if one.state == COLLECTED and not put_in.get(one.due_date):
            charge, why = initial_charge(cover, one.amount, one.due_date)
            day = max(one.events[-1].day, cover.commencement)
            found.append(Allocation(one.due_date, day, one.amount, charge, why))
    return found


def to_take_out(position: PolicyPosition, put_in: Mapping[date, int]) -> list[date]:
    """Due dates whose premium is in, but was returned by the bank."""
    collected = {one.due_date for one in position.instalments if one.state == COLLECTED}
    return sorted(due for due, amount in put_in.items() if amount and due not in collected)


def paid_besides(view: View, policy_id: int, after: date = date.min) -> Fen:
    """What was paid into an account besides planned premiums, less what its applicant took out of it, done after a
    day: as the books have it, in which a request that was reversed comes to nothing. The day is that on which it moved
    the account or was ordered, whichever day of the branch was open then."""
    ledger, line = view.catalog.ledger, table_of(LedgerLine).c
    theirs = (ledger.money["suspense"], ledger.payables["preservation"])
    where = (line.rule.in_(BESIDES), line.account.in_(theirs))
    if after == date.min:
        return Fen(view.reader.total(LedgerLine, "amount", *where, policy_id=policy_id))
    done = _days_moved(view, policy_id)
    lines = view.reader.find(LedgerLine, *where, policy_id=policy_id)
    return Fen.total(one.amount for one in lines if done.get(one.source_id, one.booked_on) > after)


def _days_moved(view: View, policy_id: int) -> dict[int, date]:
    """By the operation that booked it: the day of an account's entry, of the order whose units were sold, of the order
    that a request gave."""
    reader = view.reader
    days = {one.source_id: one.day for one in reader.find(AccountEntry, policy_id=policy_id, kind="universal")}
    orders = {one.no: one for one in reader.find(FundOrder, policy_id=policy_id)}
    if not orders:
        return days
    for trade in reader.find(FundTrade, policy_id=policy_id):
        if orders[trade.order_no].what == "withdrawal":
            days[trade.source_id] = orders[trade.order_no].day
    of_case = {one.case_id: one.day for one in orders.values() if one.case_id is not None}
    events = table_of(Event).c.case_id.in_(sorted(of_case))
    for event in reader.find(Event, events):
        if event.case_id is not None:
            days.setdefault(event.id, of_case[event.case_id])
    return days
