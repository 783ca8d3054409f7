"""Files of ours that the bank books in one sum: what the books say a file came to, and which sum is known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import BankFile, BankItem, BankLine, CollectionOrder, Event, PayoutOrder, WorkItem
from ops_console.rules.bank_answers import LEFT_OUT
from ops_console.rules.file_names import file_of, part_name
from ops_console.rules.references import PayoutReference, read_reference

CLEAR = "premium.clear_file_sum"
"""Operation by which a clerk says that money held is the sum of a file."""
CLEARED = "file_sum"
"""Outcome of such money's case, and in the data of its event the name of the file or part."""
_file, _line, _item, _work = (table_of(model) for model in (BankFile, BankLine, BankItem, WorkItem))
_due, _paid = table_of(CollectionOrder), table_of(PayoutOrder)


@dataclass(frozen=True)
class FileSum:
    """A file of ours, or a part of it, by its name for itself, and what it came to in the books: in positive."""

    file_id: int
    name: str
    amount: Fen

    @property
    def is_whole(self) -> bool:
        return file_of(self.name) == self.name


def sums_of(reader: Reader, file: BankFile) -> list[FileSum]:
    """Of collections what was booked as collected, were it taken back since, whole and by parts; of payments what went
    out, with and without those that came back: they may have done so before the bank paid the sum."""
    if file.kind == "collection":
        booked = select(_due.c.sequence, whole_sum(_due.c.amount)).where(
            _due.c.file_id == file.id, _due.c.state.in_(("collected", "returned"))
        )
        parts = [
            (sequence, Fen(amount)) for sequence, amount in map(tuple, reader.rows(booked.group_by(_due.c.sequence)))
        ]
        whole = [FileSum(file.id, file.message, Fen.total(amount for _sequence, amount in parts))]
        return whole + [FileSum(file.id, part_name(file.message, sequence), amount) for sequence, amount in parts]
    by_state = select(_paid.c.state, whole_sum(_paid.c.amount)).where(
        _paid.c.file_id == file.id, _paid.c.reason.not_in(LEFT_OUT)
    )
    given = {state: int(amount) for state, amount in map(tuple, reader.rows(by_state.group_by(_paid.c.state)))}
    came_to = {sum(given.values()), sum(given.values()) - given.get("bounced", 0)}
    return [FileSum(file.id, file.message, Fen(-amount)) for amount in sorted(came_to)]


def written(reader: Reader, bank: str, kind: str, since: date, until: date) -> list[BankFile]:
    """Files of a kind that a bank was to carry out between two days."""
    between = _file.c.value_day.between(since, until)
    return reader.find(BankFile, between, direction="out", kind=kind, bank=bank, state="written", order_by="id")


def named(reader: Reader, bank: str | None, name: str) -> list[FileSum]:
    """What the file or part of that name came to; nothing where there is none of that bank, or of any without one."""
    message = file_of(name)
    files = reader.find(BankFile, direction="out", message=message, state="written") if message else []
    ours = [file for file in files if bank in (None, file.bank)]
    return [one for file in ours for one in sums_of(reader, file) if one.name == name]


def is_cleared(reader: Reader, one: FileSum) -> bool:
    """Did a clerk say of other money that it is this sum, or the whole or a part of it?"""
    since = reader.need(BankFile, one.file_id).day
    cleared = (
        select(_item.c.case_id)
        .join(_work, _work.c.id == _item.c.case_id)
        .where(_work.c.outcome == CLEARED, _item.c.day >= since)
    )
    events = [
        event for (case_id,) in reader.rows(cleared) for event in reader.find(Event, case_id=case_id, operation=CLEAR)
    ]
    return any(_overlap(one.name, event.data[CLEARED]) for event in events)


def is_told(reader: Reader, one: FileSum, kinds: Sequence[str]) -> bool:
    """Does a line of a file of these kinds tell of the sum, or of the whole or a part of it, or of an order in it?"""
    ours = reader.need(BankFile, one.file_id)
    of_kinds = and_(_file.c.id == _line.c.file_id, _file.c.kind.in_(kinds), _file.c.day >= ours.day)
    lines = select(_line.c.reference).join(_file, and_(of_kinds, _file.c.bank == ours.bank, _file.c.direction == "in"))
    known = lines.where(_line.c.state.in_(("booked", "repeated")))
    names = or_(_line.c.reference == ours.message, _line.c.reference.like(f"{ours.message}-_"))
    if any(_overlap(one.name, reference) for (reference,) in reader.rows(known.where(names))):
        return True
    if ours.kind == "collection":
        of_policy = and_(_due.c.policy_id == _line.c.policy_id, _due.c.file_id == ours.id)
        return bool(reader.rows(known.join(_due, of_policy).where(_line.c.outcome == "credited").limit(1)))
    cases = {order.case_id for order in reader.find(PayoutOrder, file_id=ours.id)}
    paid = (read_reference(reference) for (reference,) in reader.rows(known.where(_line.c.outcome == "debited")))
    return any(isinstance(order, PayoutReference) and order.case_id in cases for order in paid)


def _overlap(one: str, other: str) -> bool:
    """Two names of a file or its parts: the same, or the whole and a part."""
    return one == other or (file_of(one) == file_of(other) and file_of(one) in (one, other))


def is_held(reader: Reader, amount: int) -> bool:
    """Does money of that amount (in positive, out negative) wait to be cleared?"""
    waiting = select(_item.c.case_id).join(_work, _work.c.id == _item.c.case_id)
    return bool(reader.rows(waiting.where(_item.c.amount == amount, _work.c.open).limit(1)))
