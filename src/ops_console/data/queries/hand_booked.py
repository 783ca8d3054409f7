"""Money that a clerk booked by hand as come from the bank: receipts that no file of a bank made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import BankLine, Event, LedgerLine, Receipt, WorkItem
from ops_console.rules.references import CollectionReference

BY_HAND = ("premium.collect", "premium.settle_request", "counter.collect_first_premium", "premium.book_result")
"""Operations by which a clerk says that money came. The last books the lines of files as well."""
WAYS = ("bank", "transfer")
KNOWN = "bank_item_known"
"""Posting rule by which the bank's own line of the money is taken out again; its event names the receipt."""
BOOKED_AS = "booked_as"
_receipt, _event = table_of(Receipt), table_of(Event)


@dataclass(frozen=True)
class HandBooked:
    """A receipt, who booked it, and what the event says."""

    receipt: Receipt
    clerk_id: int
    operation: str
    data: dict[str, Any]


def booked_by_hand(
    reader: Reader, branches: Sequence[int], since: date, until: date, **equal: int | str
) -> list[HandBooked]:
    """Booked in branches on days, these included, as the bank's money; `equal`: of an amount, by a clerk_id. Of those,
    what no line of a bank's file bears."""
    e, r = _event.c, _receipt.c
    where = [{"amount": r.amount, "clerk_id": e.clerk_id}[name] == value for name, value in equal.items()]
    found = reader.rows(
        select(r.branch_id, r.no, e.id)
        .join(_receipt, r.source_id == e.id)
        .where(e.branch_id.in_(branches), e.day.between(since, until), e.operation.in_(BY_HAND), r.method.in_(WAYS))
        .where(*where)
        .order_by(r.branch_id, r.no)
    )
    made = (_made(reader, row.branch_id, row.no, row.id) for row in found)
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
