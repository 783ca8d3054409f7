"""Stretches of lines of a bank's file, which bank-import works off one after the other; what a line has to do with an
order. Days are never reckoned with by an engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, cast, func, or_, select, type_coerce

from ops_console.base.money import Fen
from ops_console.data.runs.chunks import Range
from ops_console.data.store import Reader, Tx, table_of, whole_sum
from ops_console.data.tables import BankFile, BankLine, Billing, CollectionOrder, RunChunk
from ops_console.rules.numbers import HEAD_OFFICE, PRINTED_LENGTH

LINES_PER_FILE = 10**8
"""More than a file can have: a line's key is its file's number times this, and its own."""
DAY_AT, DAY_LENGTH = PRINTED_LENGTH + 2, 8
"""Where a reference to an instalment has its due date, after the policy's number and a hyphen."""
_file, _line, _order, _billing = (table_of(model) for model in (BankFile, BankLine, CollectionOrder, Billing))
_l, _o, _b = _line.c, _order.c, _billing.c


@dataclass(frozen=True)
class Stretch:
    """Lines `first` to `last` of a file of a bank, booked on a business date by the chunk `source`; the policies they
    name have ids from `lowest` to `highest`."""

    file_id: int
    bank: str
    first: int
    last: int
    source: int
    today: date
    lowest: int
    highest: int

    @classmethod
    def of(cls, reader: Reader, chunk: RunChunk, file: BankFile, today: date) -> "Stretch":
        lines = {"file": file.id, "first": chunk.first_id % LINES_PER_FILE, "last": chunk.last_id % LINES_PER_FILE}
        lowest, highest = reader.connection.execute(_POLICIES, lines).one()
        return cls(file.id, file.bank, lines["first"], lines["last"], chunk.id, today, lowest, highest)

    @property
    def lines(self) -> dict[str, Any]:
        """What the statements about a stretch are given."""
        return {
            "file": self.file_id,
            "first": self.first,
            "last": self.last,
            "lowest": self.lowest,
            "highest": self.highest,
        }

    @property
    def orders(self) -> dict[str, Any]:
        """The lines, and whose orders they may speak of."""
        return self.lines | {"of_bank": self.bank}


def file_of(chunk: RunChunk) -> int:
    """The file whose lines a chunk is."""
    return chunk.first_id // LINES_PER_FILE


def ranges(reader: Reader, size: int) -> Iterator[Range]:
    """Stretches of `size` lines of every file that is read and not booked, in the order they came."""
    for file in waiting_files(reader):
        yield from file_ranges(file, size)


def file_ranges(file: BankFile, size: int) -> Iterator[Range]:
    """Stretches of `size` lines of a file."""
    base = file.id * LINES_PER_FILE
    for first in range(1, file.lines + 1, size):
        yield Range(HEAD_OFFICE, base + first, base + min(first + size - 1, file.lines))


def waiting_files(reader: Reader) -> list[BankFile]:
    """Files that are in the store and not booked, in the order they came."""
    return reader.find(BankFile, direction="in", state="read", order_by="id")


def waiting(reader: Reader) -> tuple[int, Fen]:
    """How many lines wait to be booked, and what they come to."""
    of_file = and_(_file.c.id == _l.file_id, _file.c.direction == "in", _file.c.state == "read")
    statement = select(func.count(), whole_sum(_l.amount)).join_from(_line, _file, of_file).where(_l.state == "read")
    rows, amount = reader.connection.execute(statement).one()
    return rows, Fen(amount)


def lock(tx: Tx, stretch: Stretch) -> None:
    """Nobody else changes what the policies of the stretch owe until the end. SQLite's one writer holds them all."""
    if tx.is_sqlite:
        return
    named = select(_l.policy_id).where(in_stretch())
    wanted = and_(_b.policy_id.in_(named), of_stretch(_b.policy_id))
    held = select(_b.policy_id).where(wanted).order_by(_b.policy_id).with_for_update().subquery()
    tx.connection.execute(select(func.count()).select_from(held), stretch.lines)


def left(tx: Tx, stretch: Stretch) -> list[BankLine]:
    """The lines that are still to be looked at, in order."""
    return tx.find(
        BankLine, _l.no.between(stretch.first, stretch.last), file_id=stretch.file_id, state="read", order_by="no"
    )


def close_files(tx: Tx) -> list[BankFile]:
    """Files none of whose lines waits any more are booked; returns them."""
    open_line = select(_l.no).where(_l.file_id == _file.c.id, _l.state == "read").exists()
    done = tx.find(BankFile, ~open_line, direction="in", state="read", order_by="id")
    for file in done:
        tx.update(BankFile, {"id": file.id}, {"state": "booked"})
    return done


def in_stretch() -> ColumnElement[bool]:
    """Lines of a stretch, given as `Stretch.lines`."""
    return and_(_l.file_id == bindparam("file"), _l.no.between(bindparam("first"), bindparam("last")))


def of_stretch(policy_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Said of every table, though the joins imply it: PostgreSQL then looks at the partitions of these policies alone.
    A file of a bank answers to what one branch has issued."""
    return policy_id.between(bindparam("lowest"), bindparam("highest"))


def is_ordered() -> ColumnElement[bool]:
    """The order is the one the line names, given to the bank of the file (`Stretch.orders`), for the same amount. What
    is no reference of ours is never taken apart."""
    day = cast(func.substr(_l.reference, DAY_AT, DAY_LENGTH), Integer)
    attempt = cast(func.substr(_l.reference, DAY_AT + DAY_LENGTH + 1), Integer)
    is_ours = _l.policy_id.is_not(None)
    return and_(
        _o.policy_id == _l.policy_id,
        of_stretch(_o.policy_id),
        _o.bank == bindparam("of_bank"),
        type_coerce(_o.due_date, Integer) == case((is_ours, day)),
        _o.attempt == case((is_ours, attempt)),
        or_(_l.amount.is_(None), _l.amount == _o.amount),
    )


def first_of_policy() -> ColumnElement[bool]:
    """No earlier line of the stretch names the same policy."""
    earlier = _line.alias("before").c
    # Found by the policy, not by going through the stretch once for each line of it.
    of_file, no = earlier.file_id + 0, earlier.no + 0
    same = and_(earlier.policy_id == _l.policy_id, of_file == _l.file_id, no >= bindparam("first"), no < _l.no)
    return and_(_l.policy_id.is_not(None), ~select(earlier.no).where(same).exists())


_POLICIES = select(func.coalesce(func.min(_l.policy_id), 0), func.coalesce(func.max(_l.policy_id), 0)).where(
    in_stretch()
)
