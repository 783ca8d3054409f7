"""Stores of an older release, imitated: a store of this one from whose catalog is taken what is new."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from ops_console.catalog.files import make_row
from ops_console.data.schema import WRITTEN_ONCE
from ops_console.data.store import Store, Tx
from ops_console.data.tables import CatalogEntry
from ops_console.data.triggers import let_change, written_once

NEW_ENTRIES = (("setting", "idle_lock"), ("letter", "refusal"), ("posting", "premium_due"))
NEW_FIELD = ("duty", "reads_confidential")


@contextmanager
def unprotected(store: Store) -> Iterator[Tx]:
    """A transaction in which rows that are written once may be changed."""
    with store.write() as tx:
        for statement in let_change(WRITTEN_ONCE, tx.connection.dialect.name):
            tx.connection.execute(text(statement))
        yield tx
        for statement in written_once(WRITTEN_ONCE, tx.connection.dialect.name):
            tx.connection.execute(text(statement))


def make_older(store: Store) -> None:
    """Entries and a field this release needs were not there yet; others were, which it has no use for."""
    with unprotected(store) as tx:
        for kind, code in NEW_ENTRIES:
            tx.delete(CatalogEntry, {"version": 1, "kind": kind, "code": code})
        for duty in tx.find(CatalogEntry, version=1, kind=NEW_FIELD[0]):
            _rewrite(tx, duty, {name: value for name, value in duty.body.items() if name != NEW_FIELD[1]})
        paper = tx.need(CatalogEntry, 1, "paper", "application_form")
        _rewrite(tx, paper, {**paper.body, "original": True})
        gone = make_row("telex", "head_office", paper.valid_from, {"number": "88 123"})
        tx.insert([CatalogEntry(version=1, kind=gone.kind, code=gone.code, valid_from=gone.valid_from,
                                body=dict(gone.body), digest=gone.digest)])  # fmt: skip


def change_entry(store: Store, kind: str, code: str, **fields: Any) -> None:
    """What a company has decided for itself."""
    with unprotected(store) as tx:
        entry = tx.need(CatalogEntry, 1, kind, code)
        _rewrite(tx, entry, {**entry.body, **fields})


def _rewrite(tx: Tx, entry: CatalogEntry, body: dict[str, Any]) -> None:
    row = make_row(entry.kind, entry.code, entry.valid_from, body)
    key = {"version": entry.version, "kind": entry.kind, "code": entry.code}
    tx.update(CatalogEntry, key, {"body": body, "digest": row.digest})
