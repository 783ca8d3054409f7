"""What went to the banks: files numbered without gaps, each with its orders, no instalment with the bank twice."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import FromClause, Select, Table, and_, func, or_, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.store import AnyRecord, Reader, table_of, whole_sum
from ops_console.data.tables import BankFile, BranchCounter, CollectionOrder, PayoutOrder
from ops_console.data.verify.findings import MOST, Finding
from ops_console.rules.bank_answers import LEFT_OUT

_FILES: dict[str, type[AnyRecord]] = {"collection": CollectionOrder, "payout": PayoutOrder}
"""Kinds of files that go out, and what they are made of."""


def files_are_numbered(reader: Reader) -> Iterator[Finding]:
    """A branch's files of a kind for a bank are numbered 1, 2, 3 … up to its counter."""
    nexts = {(row.branch_id, row.name): row.next for row in reader.rows(_counters())}
    for branch_id, kind, bank, count, last in map(tuple, reader.rows(_numbers())):
        following = nexts.get((branch_id, f"{kind} {bank}"), 1)
        if not count == last == following - 1:
            message = _("{count} numbers are used, the last is {last}, the counter stands at {counter}").format(
                count=count, last=last, counter=following - 1
            )
            yield Finding(f"bank_file branch {branch_id} {kind} {bank}", message)


@cache
def _counters() -> Select[Any]:
    counter = table_of(BranchCounter).c
    return select(counter.branch_id, counter.name, counter.next)


@cache
def _numbers() -> Select[Any]:
    """How many numbers each branch has used by kind and bank, and the last."""
    file = table_of(BankFile).c
    key = (file.branch_id, file.kind, file.bank)
    numbered = (file.direction == "out", file.no.is_not(None))
    return select(*key, func.count(), func.max(file.no)).where(*numbered).group_by(*key)


def files_have_their_orders(reader: Reader) -> Iterator[Finding]:
    """A file says how many orders it carries and what they come to; every order is in a file of its kind and bank, but
    for payments that wait for one."""
    for kind, model in _FILES.items():
        order = table_of(model)
        for file_id, lines, said, orders, total in map(tuple, reader.rows(_saying_another_sum(kind, order))):
            message = _("says {lines} orders of {said} CNY, and has {orders} of {total}").format(
                lines=lines, said=Fen(said).yuan(), orders=orders, total=Fen(total).yuan()
            )
            yield Finding(f"bank_file {file_id}", message)
        for (file_id,) in reader.rows(_of_no_file(kind, order)):
            yield Finding(f"{order.name} file {file_id}", _("there is no such file of this bank"))


@cache
def _saying_another_sum(kind: str, order: Table) -> Select[Any]:
    file, sums = table_of(BankFile).c, _sums(order)
    count, amount = func.coalesce(sums.c.orders, 0), func.coalesce(sums.c.amount, 0)
    wrong = (
        select(file.id, file.lines, file.amount, count, amount)
        .outerjoin(sums, sums.c.file_id == file.id)
        .where(file.direction == "out", file.kind == kind, or_(file.lines != count, file.amount != amount))
    )
    return wrong.limit(MOST)


@cache
def _of_no_file(kind: str, order: Table) -> Select[Any]:
    file = table_of(BankFile).c
    own = and_(file.id == order.c.file_id, file.kind == kind, file.bank == order.c.bank)
    return (
        select(order.c.file_id).where(order.c.file_id != 0, ~select(file.id).where(own).exists()).distinct().limit(MOST)
    )


def nothing_is_with_the_bank_twice(reader: Reader) -> Iterator[Finding]:
    """Of an instalment, or a payment, one order at a time waits for its answer: the last one made."""
    for model, key in ((CollectionOrder, ("policy_id", "due_date")), (PayoutOrder, ("case_id",))):
        order = table_of(model)
        for row in reader.rows(_ordered_again(order, key)):
            place = " ".join(str(part) for part in row)
            yield Finding(f"{order.name} {place}", _("was ordered again while the bank has it"))


@cache
def _ordered_again(order: Table, key: tuple[str, ...]) -> Select[Any]:
    later = order.alias("later")
    same = and_(*(later.c[name] == order.c[name] for name in key), later.c.attempt > order.c.attempt)
    columns = [order.c[name] for name in key]
    return select(*columns).where(order.c.state == "sent", select(later.c.attempt).where(same).exists()).limit(MOST)


def _sums(order: FromClause) -> FromClause:
    amount = whole_sum(order.c.amount).label("amount")
    carried = select(order.c.file_id, func.count().label("orders"), amount).where(order.c.reason.not_in(LEFT_OUT))
    return carried.group_by(order.c.file_id).subquery()
