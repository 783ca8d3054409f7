"""A company that has not opened all its branches yet: every one of them costs time every evening."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import delete

from ops_console.catalog.load import shipped
from ops_console.catalog.model import Catalog
from ops_console.data.store import Tx, table_of
from ops_console.data.tables import Branch, BranchCounter, ChainHead
from ops_console.rules.numbers import HEAD_OFFICE


def catalog_of_few(branches: Collection[int]) -> Catalog:
    """The shipped catalog with these second-level branches alone, the regions they lie in and head office."""
    catalog = shipped()
    kept = {HEAD_OFFICE, *(catalog.branches[branch].parent for branch in branches), *branches}
    return replace(catalog, branches={id_: branch for id_, branch in catalog.branches.items() if id_ in kept})


def close_all_but(tx: Tx, opened: Catalog) -> None:
    """Before anybody has done anything elsewhere."""
    for model, column in ((BranchCounter, "branch_id"), (ChainHead, "branch_id"), (Branch, "id")):
        table = table_of(model)
        tx.connection.execute(delete(table).where(table.c[column].not_in(opened.branches)))
