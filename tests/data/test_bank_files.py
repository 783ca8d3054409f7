"""The files of the banks as a branch asks for them."""

from datetime import UTC, date, datetime

import pytest

from ops_console.data.queries import bank_files
from ops_console.data.store import Store
from ops_console.data.tables import BankFile
from tests.support.book import BEIJING, SHANGHAI, build
from tests.support.stores import Stores

DAY = date(2026, 3, 16)


def drawn(file_id: int, branch_id: int | None, no: int | None) -> BankFile:
    return BankFile(
        id=file_id, direction="in" if branch_id is None else "out", kind="collection", bank="ICBC", profile="iso",
        branch_id=branch_id, no=no, message=f"F{file_id}", name="", created_at=datetime(2026, 3, 16, tzinfo=UTC),
        day=DAY, value_day=DAY, state="read" if branch_id is None else "drawn",
    )  # fmt: skip


def test_the_newest_files_are_those_of_the_branch_however_many_others_have(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_files, "MOST", 2)
    store = Store(stores.copy("book", build))
    with store.write() as tx:
        tx.insert([drawn(1, SHANGHAI, 1), drawn(2, None, None), *(drawn(2 + no, BEIJING, no) for no in (1, 2, 3))])
    with store.read() as reader:
        assert [one.id for one in bank_files.bank_files(reader)] == [5, 4]
        assert [one.id for one in bank_files.bank_files(reader, branches=[SHANGHAI])] == [2, 1]
    store.close()
