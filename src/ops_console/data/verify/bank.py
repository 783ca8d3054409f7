"""What the bank answered: its files are kept whole, what was collected is paid, unidentified money is held."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from ops_console.base.i18n import _
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BankFile, BankItem, BankLine, CollectionOrder, DueEvent, Suspense, WorkItem
from ops_console.data.verify.findings import MOST, Finding
from ops_console.data.verify.ledger import UNIDENTIFIED
from ops_console.rules.bank_answers import CAME_BACK, IN, MONEY, OUT


def items_are_held(reader: Reader) -> Iterator[Finding]:
    """An open bank item holds exactly its amount, a cleared one nothing."""
    account = catalog_of(reader, reader.state().catalog_version).ledger.money.get(UNIDENTIFIED)
    for (number,) in reader.rows(_not_its_amount(account)):
        yield Finding(f"bank_item {number}", _("what is held for it is not its amount"))


@cache
def _not_its_amount(account: str | None) -> Select[Any]:
    item, held, work = table_of(BankItem).c, table_of(Suspense).c, table_of(WorkItem).c
    kept = and_(held.case_id == item.case_id, held.account == account)
    balance = select(whole_sum(held.amount)).where(kept).scalar_subquery()
    wrong = (
        select(work.number)
        .join_from(table_of(BankItem), table_of(WorkItem), work.id == item.case_id)
        .where(balance != case((work.open, item.amount), else_=0))
    )
    return wrong.limit(MOST)


def files_are_whole(reader: Reader) -> Iterator[Finding]:
    """A file that came in has its lines 1 to the last, and no line of one that was booked waits to be."""
    for (file_id,) in reader.rows(_not_whole()):
        yield Finding(f"bank_file {file_id}", _("lines are gone, or were never booked"))


@cache
def _not_whole() -> Select[Any]:
    file, line = table_of(BankFile).c, table_of(BankLine).c
    waiting = func.count().filter(line.state == "read")
    wrong = (
        select(file.id)
        .outerjoin_from(table_of(BankFile), table_of(BankLine), line.file_id == file.id)
        .where(file.direction == "in", file.state.in_(("read", "booked")))
        .group_by(file.id, file.lines, file.state)
        .having(
            or_(
                func.count(line.no) != file.lines,
                func.coalesce(func.max(line.no), 0) != file.lines,
                and_(file.state == "booked", waiting > 0),
            )
        )
    )
    return wrong.limit(MOST)


def movements_have_their_case(reader: Reader) -> Iterator[Finding]:
    """Money that moved with a line and was booked as nothing else is held, and has a case to be cleared. A report tells
    of money by its order alone."""
    for file_id, no in map(tuple, reader.rows(_without_case())):
        yield Finding(f"bank_line file {file_id} line {no}", _("money moved, and no case clears it"))


@cache
def _without_case() -> Select[Any]:
    file, line, item = table_of(BankFile).c, table_of(BankLine).c, table_of(BankItem).c
    moved = line.outcome.in_(sorted({*IN, *OUT, CAME_BACK}))
    carried_out = and_(line.outcome == "settled", line.state != "unknown")
    held = select(item.case_id).where(item.file_id == line.file_id, item.line_no == line.no)
    wrong = (
        select(line.file_id, line.no)
        .join(table_of(BankFile), file.id == line.file_id)
        .where(line.state.in_(("unknown", "differs", "late")), ~held.exists())
        .where(case((file.kind.in_(sorted(MONEY)), moved), else_=carried_out))
    )
    return wrong.order_by(line.file_id, line.no).limit(MOST)


def collected_orders_were_paid(reader: Reader) -> Iterator[Finding]:
    """Whatever the bank collected paid its instalment, for the amount of the order."""
    for row in reader.rows(_paying_nothing()):
        place = f"collection_order policy {row.policy_id} {row.due_date}"
        yield Finding(place, _("was collected, but pays no instalment"))


@cache
def _paying_nothing() -> Select[Any]:
    order, event = table_of(CollectionOrder).c, table_of(DueEvent).c
    paid = and_(
        event.policy_id == order.policy_id,
        event.due_date == order.due_date,
        event.kind == "collected",
        event.amount == order.amount,
    )
    collected = order.state.in_(("collected", "returned"))
    wrong = select(order.policy_id, order.due_date).where(collected, ~select(event.no).where(paid).exists())
    return wrong.limit(MOST)
