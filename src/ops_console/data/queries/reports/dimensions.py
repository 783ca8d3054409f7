"""By what figures are told apart: branch, region, channel, product; and which contracts they are about."""

from sqlalchemy import ColumnElement, case

from ops_console.catalog.model import Catalog

BRANCH, REGION, CHANNEL, PRODUCT = "branch", "region", "channel", "product"
REGION_LEVEL = 1
A_MONTH = 100
"""Between two months of stored days, yyyymmdd."""


def region_of(catalog: Catalog, branch_id: int) -> int:
    """The region a branch lies in: the branch above it at the first level; head office is its own."""
    branch = catalog.branches[branch_id]
    while branch.level > REGION_LEVEL and branch.parent is not None:
        branch = catalog.branches[branch.parent]
    return branch.id


def named(catalog: Catalog, by: str | None, group: object) -> str:
    """A group as it is told: of a branch its region where regions are asked for."""
    return str(region_of(catalog, int(str(group)))) if by == REGION else str(group)


def long_term(catalog: Catalog) -> dict[str, int]:
    """Products for more than one year, by code, with their days of grace. One-year covers are renewed as new terms:
    nothing of them lapses or persists."""
    return {
        code: product.grace_days
        for code, product in catalog.products.items()
        if not product.is_rider and not product.renewed_as_new_term
    }


def grace_days(catalog: Catalog, product: ColumnElement[str]) -> ColumnElement[int]:
    """The days of grace of a product's contracts."""
    return case(long_term(catalog), value=product)
