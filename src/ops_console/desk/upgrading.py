"""A store of an older release: its tables brought up to date, its catalog supplemented with what this release needs.

No operation, for an older store lets nobody work; it leaves an event on head office's chain all the same. Whoever may
write the store's file or database may do it, and nobody is named.
"""

from dataclasses import dataclass, replace

from ops_console import __version__
from ops_console.catalog.layout import outline_of
from ops_console.catalog.load import from_stored, shipped
from ops_console.catalog.supplement import supplement
from ops_console.data.catalog_rows import catalog_of, store_catalog, stored_rows
from ops_console.data.first_mandates import give_missing
from ops_console.data.glance import lines_of
from ops_console.data.partitions import give_partitions
from ops_console.data.release import HEAD, must_not_be_newer
from ops_console.data.rights import grant_again
from ops_console.data.schema import schema_version, upgrade
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Branch, StoreState
from ops_console.desk.recording import record
from ops_console.rules.numbers import HEAD_OFFICE

UPGRADE = "desk.upgrade"
"""Operation named in the event."""


@dataclass(frozen=True)
class Upgraded:
    """Where the store stands now: its schema, the catalog version in force. ``added``: entries and fields the catalog
    lacked, as ``setting idle_lock`` and ``duty claims.reads_confidential``. ``partitions``: branches given their own.
    """

    schema: str
    catalog_version: int
    added: tuple[str, ...]
    partitions: tuple[int, ...] = ()


def upgrade_store(store: Store) -> Upgraded:
    """Tables and catalog in one transaction; done again it changes nothing. Refused for a store of a newer release;
    InputErrors when the catalog can't be read even so.
    """
    before = schema_version(store)
    with store.write() as tx:
        must_not_be_newer(lines_of(tx))
        upgrade(tx)
        tx.lock(StoreState, 1)
        done = _supplement(tx, tx.state().catalog_version)
        if done.added or before != HEAD:
            data = {"schema": HEAD, "catalog_version": done.catalog_version, "added": list(done.added)}
            event_id = record(tx, HEAD_OFFICE, UPGRADE, {"release": __version__, **data}, day=tx.state().business_date)
            give_missing(tx, event_id, catalog_of(tx, done.catalog_version).banking.code_of)
        if not tx.state().is_demo:
            branches = give_partitions(tx.connection, [branch.id for branch in tx.find(Branch)])
            done = replace(done, partitions=branches)
        if before != HEAD:
            grant_again(tx)
    return done


def _supplement(tx: Tx, version: int) -> Upgraded:
    """The next version of the catalog, if there is anything to add."""
    made = supplement(stored_rows(tx, version), outline_of(stored_rows(tx)), shipped().rows)
    from_stored(made.rows)
    if not made.added:
        return Upgraded(HEAD, version, ())
    store_catalog(tx, made.rows, version + 1)
    tx.update(StoreState, {"id": 1}, {"catalog_version": version + 1})
    return Upgraded(HEAD, version + 1, made.added)
