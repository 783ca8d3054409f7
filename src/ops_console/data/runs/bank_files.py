"""What a file to a bank has: its orders counted while it is filled, and payments that wait for one put into it."""

from sqlalchemy import bindparam, func, select, update

from ops_console.base.money import Fen
from ops_console.data.store import Reader, Tx, table_of, whole_sum
from ops_console.data.tables import BankFile, PayoutOrder
from ops_console.rules.numbers import SEQUENCES_PER_BRANCH

NO_FILE = 0
"""File of a payment's order that is in none yet."""
_file, _payout = table_of(BankFile), table_of(PayoutOrder)
_ADD = (
    update(_file)
    .where(_file.c.id == bindparam("file"))
    .values(lines=_file.c.lines + bindparam("orders"), amount=_file.c.amount + bindparam("fen"))
)
_issued_by = _payout.c.case_id // SEQUENCES_PER_BRANCH
_LOOSE = (_payout.c.file_id == NO_FILE, _payout.c.state == "sent")


def add(tx: Tx, file_id: int, orders: int, amount: Fen) -> None:
    """A file has so many orders and fen more."""
    tx.connection.execute(_ADD, {"file": file_id, "orders": orders, "fen": amount})


def loose_payouts(reader: Reader) -> list[tuple[str, int]]:
    """Banks and issuing branches whose payments wait for a file; by branch and bank."""
    places = map(tuple, reader.rows(select(_payout.c.bank, _issued_by).where(*_LOOSE).distinct()))
    return sorted(places, key=lambda place: (place[1], place[0]))


def put_payouts(tx: Tx, file: BankFile) -> None:
    """The loose orders of a file's bank and branch go into it, and are counted in it: those that are there now, be they
    more than when the file was begun."""
    wanted = (*_LOOSE, _payout.c.bank == file.bank, _issued_by == file.branch_id)
    tx.connection.execute(update(_payout).where(*wanted).values(file_id=file.id))
    sums = select(func.count(), whole_sum(_payout.c.amount)).where(_payout.c.file_id == file.id)
    orders, amount = tx.connection.execute(sums).one()
    add(tx, file.id, orders, Fen(amount))
