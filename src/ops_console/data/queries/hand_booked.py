"""Money that a clerk booked by hand as come from the bank: receipts that no file of a bank made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Row, Select, bindparam, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import BankLine, Branch, Event, LedgerLine, Receipt, WorkItem
from ops_console.rules.references import CollectionReference

BY_HAND = ("premium.collect", "premium.settle_request", "counter.collect_first_premium", "premium.book_result")
"""Operations by which a clerk says that money came. The last books the lines of files as well."""
WAYS = ("bank", "transfer")
KNOWN = "bank_item_known"
"""Posting rule by which the bank's own line of the money is taken out again; its event names the receipt."""
BOOKED_AS = "booked_as"
_Place: TypeAlias = Row[Any]
"""Branch and number of a receipt, its amount, the id of the event that booked it."""
_receipt, _event = table_of(Receipt), table_of(Event)
_BOOKED: Select[Any] = (
    select(_receipt.c.branch_id, _receipt.c.no, _receipt.c.amount, _event.c.id)
    .join_from(_event, _receipt, _receipt.c.source_id == _event.c.id)
    .where(
        _event.c.branch_id.in_(bindparam("branches", expanding=True)),
        _event.c.day.between(bindparam("since"), bindparam("until")),
        _event.c.operation.in_(BY_HAND),
        _receipt.c.method.in_(WAYS),
    )
    .order_by(_receipt.c.branch_id, _receipt.c.no)
)
_BOOKED_BY = _BOOKED.where(_event.c.clerk_id == bindparam("clerk"))
_looked: WeakKeyDictionary[Reader, dict[tuple[date, date], Mapping[Fen, Sequence[_Place]]]] = WeakKeyDictionary()
"""Of each transaction that is under way: what was booked by hand in a stretch of days, by amount."""


@dataclass(frozen=True)
class HandBooked:
    """A receipt, who booked it, and what the event says."""

    receipt: Receipt
    clerk_id: int
    operation: str
    data: dict[str, Any]


def booked_by_hand(
    reader: Reader, branches: Sequence[int], since: date, until: date, clerk_id: int | None = None
) -> list[HandBooked]:
    """Booked in branches on days, these included, as the bank's money; by anybody, or by one clerk. Of those, what no
    line of a bank's file bears."""
    return _bare(reader, _of_days(reader, branches, since, until, clerk_id))


def of_amount(reader: Reader, since: date, until: date, amount: Fen) -> list[HandBooked]:
    """The same of an amount, in all branches. The days are looked through once in a transaction: a bank's statement has
    thousands of lines of one day, and nothing is booked by hand while it is taken in but what answers a line of it."""
    days = _looked.setdefault(reader, {})
    if (since, until) not in days:
        branches = [branch.id for branch in reader.find(Branch)]
        by_amount: dict[Fen, list[_Place]] = {}
        for place in _of_days(reader, branches, since, until):
            by_amount.setdefault(place.amount, []).append(place)
        days[since, until] = by_amount
    return _bare(reader, days[since, until].get(amount, ()))


def _of_days(
    reader: Reader, branches: Sequence[int], since: date, until: date, clerk_id: int | None = None
) -> Sequence[_Place]:
    given = {"branches": list(branches), "since": since, "until": until}
    if clerk_id is None:
        return reader.connection.execute(_BOOKED, given).all()
    return reader.connection.execute(_BOOKED_BY, {**given, "clerk": clerk_id}).all()


def _bare(reader: Reader, places: Sequence[_Place]) -> list[HandBooked]:
    """Those that no line of a bank's file bears."""
    made = (_made(reader, place.branch_id, place.no, place.id) for place in places)
    return [one for one in made if not _is_on_file(reader, one)]


def hand_booked(reader: Reader, branch_id: int, no: int) -> HandBooked | None:
    """The receipt of that number, if a clerk booked it by hand as the bank's money and no line of a file bears it."""
    receipt = reader.get(Receipt, branch_id, no)
    if receipt is None or receipt.method not in WAYS:
        return None
    event = reader.get(Event, receipt.source_id)
    if event is None or event.operation not in BY_HAND:
        return None
    one = _made(reader, branch_id, no, event.id)
    return None if _is_on_file(reader, one) else one


def _made(reader: Reader, branch_id: int, no: int, event_id: int) -> HandBooked:
    event = reader.need(Event, event_id)
    return HandBooked(reader.need(Receipt, branch_id, no), event.clerk_id, event.operation, event.data)


def _is_on_file(reader: Reader, one: HandBooked) -> bool:
    """A line of a file answers the order it was collected by, or was found to be its money."""
    receipt = one.receipt
    if receipt.policy_id is not None and "order" in one.data:
        due, attempt = one.data["order"]
        reference = str(CollectionReference(receipt.policy_id, date.fromisoformat(due), attempt))
        return reader.count(BankLine, policy_id=receipt.policy_id, reference=reference) > 0
    return any(event.data.get(BOOKED_AS) == [receipt.branch_id, receipt.no] for event in _clearings(reader, receipt))


def _clearings(reader: Reader, receipt: Receipt) -> Iterator[Event]:
    """Events that took bank money for booked before: on its policy, or on the application it was paid on."""
    if receipt.policy_id is not None:
        for line in reader.find(LedgerLine, policy_id=receipt.policy_id, rule=KNOWN):
            yield reader.need(Event, line.source_id)
    elif receipt.case_id is not None:
        for item in reader.find(WorkItem, parent_id=receipt.case_id, kind="bank_item"):
            yield from reader.find(Event, case_id=item.id)
