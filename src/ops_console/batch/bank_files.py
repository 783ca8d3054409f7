"""The files a run fills for the banks: one for each bank and issuing branch, numbered without gaps when it is done.

While a run fills a file it has no number; there is one such file for a kind, bank and branch, for two runs of a kind
exclude each other and one cut off is finished before another begins.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ops_console.base.money import Fen
from ops_console.catalog.model import Catalog
from ops_console.data.runs.bank_files import add
from ops_console.data.store import Tx
from ops_console.data.tables import BankFile
from ops_console.rules.file_names import file_name
from ops_console.rules.numbers import HEAD_OFFICE


def open_files(
    tx: Tx, catalog: Catalog, kind: str, as_of: date, at: datetime, places: Iterable[tuple[str, int]]
) -> list[BankFile]:
    """A file without a number for each bank and issuing branch. To be carried out on the day of the run or the business
    date, whichever is later, or the next working day."""
    today = tx.state().business_date
    value_day = catalog.calendar.next_working_day(max(today, as_of)).day
    files = [
        BankFile(
            id=tx.next_number(HEAD_OFFICE, "bank_file"),
            direction="out",
            kind=kind,
            bank=bank,
            profile=catalog.banking.banks[bank].profile,
            branch_id=branch_id,
            message="",
            name="",
            created_at=at,
            day=today,
            value_day=value_day,
            state="drawn",
        )
        for bank, branch_id in places
    ]
    tx.insert(files)
    return files


def count_in(tx: Tx, orders: Mapping[int, tuple[int, int]]) -> None:
    """So many orders and fen more are in these files; rows are locked in one order, whoever works."""
    for file_id, (lines, amount) in sorted(orders.items()):
        add(tx, file_id, lines, Fen(amount))


def number_files(tx: Tx, kind: str) -> Mapping[str, Any]:
    """The run is done: its files get their numbers and names for themselves, those without orders go."""
    filled = tx.find(BankFile, kind=kind, no=None, order_by=("branch_id", "bank"))
    numbered = 0
    for one in filled:
        if not one.lines:
            tx.delete(BankFile, {"id": one.id})
            continue
        branch_id = one.branch_id or HEAD_OFFICE
        no = tx.next_number(branch_id, f"{kind} {one.bank}")
        tx.update(BankFile, {"id": one.id}, {"no": no, "message": file_name(kind, one.bank, branch_id, no)})
        numbered += 1
    return {"files": numbered}
