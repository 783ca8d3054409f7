"""Products: what is on sale, a new entry before anybody proposes it, and what two versions have otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli.catalogs import in_force, show_catalog
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.catalog.changes import FieldChange
    from ops_console.catalog.model import Catalog, Product, Row

AT_VERSION = "@"
product = typer.Typer(help=N_("Products on sale."), no_args_is_help=True)


@product.command("list")
def list_products() -> None:
    """The products on sale."""
    products = in_force().products.values()
    data = [
        {"code": p.code, "label": str(p.label), "entry_ages": p.entry_ages, "pay_years": p.pay_years,
         "minimum_sum": p.minimum_sum, "maximum_sum": p.maximum_sum}
        for p in products
    ]  # fmt: skip
    rows = [
        [p.code, p.label, "-".join(str(age) for age in p.entry_ages), ", ".join(str(years) for years in p.pay_years),
         p.minimum_sum.yuan(), p.maximum_sum.yuan()]
        for p in products
    ]  # fmt: skip
    headers = [_("Product"), _("Name"), _("Entry ages"), _("Paid for years"), _("Least sum"), _("Largest sum")]
    answer(data, table(headers, rows, right=[4, 5]))


@product.command("show")
def show_product(code: str = typer.Argument(help=N_("Product."))) -> None:
    """One product as the catalog describes it."""
    wanted(in_force(), code)
    show_catalog("product", code)


@product.command("check")
def check_product(file: Path = typer.Argument(help=N_("TOML file of one product, named by its code."))) -> None:
    """Check the entry of a product that is not loaded yet: every mistake with its line, its reason and the article."""
    from ops_console.catalog.changes import field_changes
    from ops_console.catalog.single import read_product, with_product

    current = in_force()
    with_product(current.rows, file)
    row = read_product(file)
    known = _in_catalog(current, row.code)
    changes = [] if known is None else field_changes(known, row)
    say(_("No errors."))
    data = {"code": row.code, "valid_from": row.valid_from, "new": known is None, "changes": _as_data(changes)}
    if known is None:
        answer(data, [_("{code} is a new product.").format(code=row.code)])
    else:
        answer(
            data, [_("{code} is a new version:").format(code=row.code), *_compared(changes, _("in force"), file.name)]
        )


@product.command("diff")
def diff_products(
    first: str = typer.Argument(metavar="PRODUCT|FILE", help=N_("Product, PRODUCT@VERSION of the catalog, or file.")),
    second: str = typer.Argument(metavar="PRODUCT|FILE", help=N_("What it is compared with.")),
) -> None:
    """Two products, or two versions of one, field by field."""
    from ops_console.catalog.changes import field_changes

    changes = field_changes(_row(first), _row(second))
    answer(_as_data(changes), _compared(changes, first, second) if changes else [_("No difference.")])


def _row(name: str) -> Row:
    """The entry a name stands for: of a file, of a version of the store's catalog, of the one in force."""
    from ops_console.catalog.single import read_product
    from ops_console.data.catalog_rows import stored_rows

    if name.endswith(".toml"):
        return read_product(Path(name))
    code, at, version = name.partition(AT_VERSION)
    if not at:
        wanted(in_force(), code)
        rows = list(in_force().rows)
    elif version.isdecimal():
        with session().open().read() as reader:
            rows = stored_rows(reader, int(version))
    else:
        raise UsageError(_("A version of the catalog is a number, as in WL20@2."))
    for row in rows:
        if (row.kind, row.code) == ("product", code):
            return row
    raise UsageError(_("Version {version} of the catalog has no product {code}.").format(version=version, code=code))


def _in_catalog(catalog: Catalog, code: str) -> Row | None:
    return next((row for row in catalog.rows if (row.kind, row.code) == ("product", code)), None)


def _as_data(changes: list[FieldChange]) -> list[dict[str, str | None]]:
    return [change._asdict() for change in changes]


def _compared(changes: list[FieldChange], first: str, second: str) -> list[str]:
    return table([_("Field"), first, second], changes)


def wanted(found: Catalog, code: str) -> Product:
    """The product of a code. UsageError, naming what there is, for a code there is not."""
    if code not in found.products:
        known = ", ".join(found.products)
        raise UsageError(_("{code} is not on sale. Products on sale: {known}.").format(code=code, known=known))
    return found.products[code]


def add_to(app: typer.Typer) -> None:
    """These commands."""
    app.add_typer(product, name="product")
