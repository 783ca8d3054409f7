"""Which money held is the movement that a line tells of: a notification and a statement both show it."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import Select, and_, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import BankFile, BankItem, BankLine
from ops_console.rules.bank_answers import MONEY
from ops_console.rules.references import CollectionReference, read_reference

_file, _line, _item = (table_of(model) for model in (BankFile, BankLine, BankItem))
LONGEST_READ = timedelta(days=31)
"""A file may be begun and left: its lines are booked after those of files that came so much later. Company default."""


class HeldMoney:
    """Money held that lines of a file tell of again. Of files of one kind each tells of a movement once: an item stands
    for one line of each other kind, which bears its case. A report moves nothing, however often it is repeated."""

    def __init__(self, reader: Reader, file: BankFile, today: date) -> None:
        self._reader, self._file, self._today = reader, file, today
        self._borne: set[int] = set()
        self._since: date | None = None
        """From which day on lines were looked through for the cases they bear."""

    def told_by(self, line: BankLine, amount: int) -> int | None:
        """The case of money (in positive, out negative) held already because another file told of this movement; None
        where it is another one. Known by the reference of an order, which is given once; else by the bank's day and
        reference, without one by day and name."""
        for item, came_in in self._alike(line, amount):
            if self._file.kind not in MONEY or not self._is_told(line, item.case_id, came_in):
                self._borne.add(item.case_id)
                return item.case_id
        return None

    def _alike(self, line: BankLine, amount: int) -> Iterator[tuple[BankItem, date]]:
        """Money that may be it, the oldest first, and the day on which its file came in."""
        ours = read_reference(line.reference) is not None
        for item in self._reader.find(BankItem, _item.c.file_id > 0, amount=amount, order_by="case_id"):
            if not ours and item.day != (line.day or self._today):
                continue
            file = self._reader.need(BankFile, item.file_id)
            if file.bank != self._file.bank or (file.kind in MONEY and file.kind == self._file.kind):
                continue
            told = self._reader.need(BankLine, item.file_id, item.line_no)
            if told.reference == line.reference and (line.reference or told.name == line.name):
                yield item, file.day

    def _is_told(self, line: BankLine, case_id: int, came_in: date) -> bool:
        """Does a line of a file of this kind bear the case already?"""
        if isinstance(read_reference(line.reference), CollectionReference):
            told = _bearing(self._file, came_in).where(_line.c.policy_id == line.policy_id, _line.c.case_id == case_id)
            return bool(self._reader.rows(told.limit(1)))
        if self._since is None or came_in < self._since:
            self._since = came_in
            nobodys = _bearing(self._file, came_in).where(_line.c.policy_id.is_(None), _line.c.case_id.is_not(None))
            self._borne |= {borne for (borne,) in self._reader.rows(nobodys)}
        return case_id in self._borne


def _bearing(file: BankFile, since: date) -> Select[tuple[int]]:
    """Cases of lines that were told before, in files of this kind and bank."""
    # Found by the policy, or by having none: not by going through the files once for each line.
    of_kind = and_(_file.c.id == _line.c.file_id + 0, _file.c.kind == file.kind, _file.c.bank == file.bank)
    told = and_(_line.c.state == "repeated", _file.c.direction == "in", _file.c.day >= since - LONGEST_READ)
    return select(_line.c.case_id).join(_file, of_kind).where(told)
