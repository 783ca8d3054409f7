"""Which money held is the movement that a line tells of: a notification and a statement both show it."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import and_, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import BankFile, BankItem, BankLine
from ops_console.rules.bank_answers import MONEY
from ops_console.rules.references import CollectionReference, read_reference

_file, _line, _item = (table_of(model) for model in (BankFile, BankLine, BankItem))
LONGEST_READ = timedelta(days=31)
"""A file may be begun and left: its lines are booked after those of files that came so much later. Company default."""


def item_told(reader: Reader, file: BankFile, line: BankLine, amount: int, today: date) -> int | None:
    """The case of money (in positive, out negative) held already because another file told of this movement; None where
    it is another one. Of files of one kind each tells of a movement once: an item stands for one line of each other
    kind. A report moves nothing, however often it is repeated.

    Known by the reference of an order, which is given once; else by the bank's day and reference, without one by day
    and name. A line known so bears the item's case.
    """
    found = _alike(reader, file, line, amount, today)
    if file.kind not in MONEY:
        return next(found, None)
    return next((case_id for case_id in found if not _is_told(reader, file, line, case_id)), None)


def _alike(reader: Reader, file: BankFile, line: BankLine, amount: int, today: date) -> Iterator[int]:
    """Cases of money that may be it, the oldest first."""
    wanted = [_file.c.bank == file.bank, _item.c.amount == amount, _line.c.reference == line.reference]
    if file.kind in MONEY:
        wanted.append(_file.c.kind != file.kind)
    if read_reference(line.reference) is None:
        wanted.append(_item.c.day == (line.day or today))
    if not line.reference:
        wanted.append(_line.c.name == line.name)
    of_line = and_(_line.c.file_id == _item.c.file_id, _line.c.no == _item.c.line_no)
    statement = select(_item.c.case_id).join(_line, of_line).join(_file, _file.c.id == _item.c.file_id).where(*wanted)
    for (case_id,) in reader.rows(statement.order_by(_item.c.case_id)):
        yield case_id


def _is_told(reader: Reader, file: BankFile, line: BankLine, case_id: int) -> bool:
    """Does a line of a file of this kind bear the case already?"""
    item = reader.need(BankItem, case_id)
    since = reader.need(BankFile, item.file_id).day - LONGEST_READ
    of_kind = [_file.c.direction == "in", _file.c.kind == file.kind, _file.c.bank == file.bank, _file.c.day >= since]
    wanted = [_line.c.case_id == case_id]
    if isinstance(read_reference(line.reference), CollectionReference):
        wanted.append(_line.c.policy_id == line.policy_id)
    told = select(_line.c.no).join(_file, _file.c.id == _line.c.file_id).where(*of_kind, *wanted)
    return bool(reader.rows(told.limit(1)))
