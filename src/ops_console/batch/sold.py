"""Which products a store has contracts of: those of every version of its catalog."""

from collections.abc import Iterator

from ops_console.catalog.model import Product
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader


def products_sold(reader: Reader) -> Iterator[Product]:
    """Each product once for each version it was sold in."""
    for version in range(1, reader.state().catalog_version + 1):
        yield from catalog_of(reader, version).products.values()
