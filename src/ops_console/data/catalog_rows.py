"""The catalog as the store keeps it: dated entries by version, written once, superseded by the next version."""

from collections.abc import Iterable
from threading import Lock

from ops_console.catalog.model import Catalog, Row
from ops_console.data.store import Reader, Tx
from ops_console.data.tables import CatalogEntry

_built: dict[tuple[str, int], Catalog] = {}
_building = Lock()


def catalog_of(reader: Reader, version: int) -> Catalog:
    """The catalog of one version, built once a process. LookupError for a version the store does not hold."""
    # The loader is only needed the first time; who starts a console doesn't wait for it.
    from ops_console.catalog.load import from_rows

    key = (str(reader.connection.engine.url), version)
    with _building:
        if key not in _built:
            entries = reader.find(CatalogEntry, version=version)
            if not entries:
                raise LookupError(f"catalog version {version}")
            _built[key] = from_rows(Row(e.kind, e.code, e.valid_from, e.body, e.digest) for e in entries)
        return _built[key]


def catalog_entries(rows: Iterable[Row], version: int) -> list[CatalogEntry]:
    """The records of one version, to be written."""
    return [
        CatalogEntry(
            version=version,
            kind=row.kind,
            code=row.code,
            valid_from=row.valid_from,
            body=dict(row.body),
            digest=row.digest,
        )
        for row in rows
    ]


def store_catalog(tx: Tx, rows: Iterable[Row], version: int) -> None:
    """Write one version of the catalog."""
    tx.insert(catalog_entries(rows, version))
