"""How many orders a file to a bank has, counted while it is filled."""

from sqlalchemy import bindparam, update

from ops_console.base.money import Fen
from ops_console.data.store import Tx, table_of
from ops_console.data.tables import BankFile

_file = table_of(BankFile)
_ADD = (
    update(_file)
    .where(_file.c.id == bindparam("file"))
    .values(lines=_file.c.lines + bindparam("orders"), amount=_file.c.amount + bindparam("fen"))
)


def add(tx: Tx, file_id: int, orders: int, amount: Fen) -> None:
    """A file has so many orders and fen more."""
    tx.connection.execute(_ADD, {"file": file_id, "orders": orders, "fen": amount})
