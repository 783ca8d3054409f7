"""The catalog as the store keeps it: dated entries by version, written once, superseded by the next version."""

import json
from collections.abc import Iterable
from threading import Lock

from sqlalchemy import Integer, Text, bindparam, select, type_coerce

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Unexpected
from ops_console.catalog.model import Catalog, Row
from ops_console.data.days import day_of
from ops_console.data.seals import digest
from ops_console.data.store import Reader, Tx, table_of
from ops_console.data.tables import CatalogEntry

_built: dict[tuple[str, int], Catalog] = {}
_of_content: dict[str, Catalog] = {}
"""By a digest over the stored rows: stores that hold the same share it."""
_building = Lock()

_ENTRY = table_of(CatalogEntry).c
_CONTENT = (
    select(
        _ENTRY.kind, _ENTRY.code, type_coerce(_ENTRY.valid_from, Integer), type_coerce(_ENTRY.body, Text), _ENTRY.digest
    )
    .where(_ENTRY.version == bindparam("version"))
    .order_by(_ENTRY.kind, _ENTRY.code)
)
"""One version as stored, its JSON not taken apart."""


def catalog_of(reader: Reader, version: int) -> Catalog:
    """The catalog of one version, built once a process. LookupError for a version the store does not hold; Unexpected
    for one that this release can't read at all, which `upgrade` looks after.
    """
    key = (str(reader.connection.engine.url), version)
    with _building:
        if key not in _built:
            try:
                _built[key] = _catalog(reader, version)
            except InputErrors as error:
                first = error.problems[0]
                raise Unexpected(
                    _("This release can't read version {version} of the stored catalog: {place}: {message}").format(
                        version=version, place=first.field, message=first.message
                    ),
                    code="catalog",
                ) from error
        return _built[key]


def catalog_in_force(reader: Reader) -> Catalog:
    """The catalog the store works by now; errors as `catalog_of`."""
    return catalog_of(reader, reader.state().catalog_version)


def _catalog(reader: Reader, version: int) -> Catalog:
    # The loader is only needed the first time; who starts a console doesn't wait for it.
    from ops_console.catalog.load import from_stored

    content = [tuple(row) for row in reader.connection.execute(_CONTENT, {"version": version})]
    if not content:
        raise LookupError(f"catalog version {version}")
    same = digest(repr(content))
    if same not in _of_content:
        _of_content[same] = from_stored(
            Row(kind, code, day_of(valid_from), json.loads(body), kept)
            for kind, code, valid_from, body, kept in content
        )
    return _of_content[same]


def stored_rows(reader: Reader, version: int | None = None) -> list[Row]:
    """The entries of one version as they are stored, or of every version."""
    found = reader.find(CatalogEntry) if version is None else reader.find(CatalogEntry, version=version)
    return [Row(e.kind, e.code, e.valid_from, e.body, e.digest) for e in found]


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
