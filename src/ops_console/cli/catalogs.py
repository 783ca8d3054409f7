"""The catalog: checking a folder, proposing it, reading what is in force; products and quotes."""

from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.cli.outcomes import outcome_of
from ops_console.cli.output import answer, outline, say, table
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.catalog.model import Catalog, Product

catalog = typer.Typer(help=N_("The company's data: products, standards, authority, branches ..."), no_args_is_help=True)
product = typer.Typer(help=N_("Products on sale."), no_args_is_help=True)


@catalog.command("check")
def check(folder: Path = typer.Argument(help=N_("A catalog folder."))) -> None:
    """Read a whole catalog folder and list every error."""
    from ops_console.catalog.load import load

    rows = load(folder).rows
    say(_("No errors."))
    answer({"entries": len(rows)}, [_("{count} entries").format(count=len(rows))])


@catalog.command("load")
def load_catalog(folder: Path = typer.Argument(help=N_("A catalog folder."))) -> None:
    """Propose a catalog folder; another administrator loads it with `do administration.approve_catalog`."""
    from ops_console.desk.desk import perform

    values = {"folder": str(folder.resolve())}
    outcome = perform(session().open(), "administration.propose_catalog", session().actor(), None, values)
    for message in outcome.messages:
        say(message)
    answer(*outcome_of(outcome))


@catalog.command("show")
def show_catalog(
    kind: str = typer.Argument("", help=N_("Kind of entry; without it, the kinds.")),
    code: str = typer.Argument("", help=N_("One entry.")),
) -> None:
    """What is in force: of the store if there is one, else what is shipped."""
    rows = in_force().rows
    if not kind:
        kinds = {name: sum(row.kind == name for row in rows) for name in dict.fromkeys(row.kind for row in rows)}
        answer(kinds, table([_("Kind"), _("Entries")], [[name, number] for name, number in kinds.items()], right=[1]))
        return
    chosen = [row for row in rows if row.kind == kind and code in ("", row.code)]
    if not chosen:
        raise UsageError(_("There is no {entry} in the catalog.").format(entry=f"{kind} {code}".strip()))
    data = [
        {"kind": row.kind, "code": row.code, "valid_from": row.valid_from, "body": dict(row.body)} for row in chosen
    ]
    answer(data, outline({one["code"]: one["body"] for one in data}))


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
    _product(in_force(), code)
    show_catalog("product", code)


def quote(
    code: str = typer.Argument(metavar="PRODUCT", help=N_("Product.")),
    sex: str = typer.Option(..., "--sex", help=N_("male or female.")),
    age: int = typer.Option(..., "--age", min=0, help=N_("Age at entry, last birthday.")),
    sum_assured: str = typer.Option(..., "--sum", help=N_("Sum assured in yuan; a day's cash for hospital cash.")),
    pay_years: int = typer.Option(..., "--pay-years", min=1, help=N_("Years premiums are paid.")),
    cover_years: int = typer.Option(0, "--cover-years", min=0, help=N_("Years of cover; left out for life.")),
    months: int = typer.Option(12, "--months", help=N_("Months between premiums: 12, 6, 3 or 1.")),
    em_points: int = typer.Option(0, "--em", min=0, help=N_("Extra mortality in points.")),
) -> None:
    """What a policy would cost, and why."""
    from ops_console.catalog.offer import Wanted, problems_of
    from ops_console.rules.products import pricing
    from ops_console.rules.products.basis import Months, PolicyTerms, Sex

    sold = _product(in_force(), code)
    if sex not in get_args(Sex) or months not in get_args(Months):
        raise UsageError(_("--sex is male or female, --months is 12, 6, 3 or 1."))
    wanted = Wanted(_yuan(sum_assured), pay_years, cover_years or None, months, entry_age=age)
    problems = problems_of(sold, wanted)
    if problems:
        raise InputErrors(problems)
    terms = PolicyTerms(
        cast(Sex, sex), age, wanted.sum_assured, wanted.pay_years, wanted.cover_years, cast(Months, months)
    )
    made = pricing.quote(sold.basis, terms, em_points)
    lines = [
        _("Instalment {amount} CNY every {months} months").format(amount=made.instalment.yuan(), months=made.months),
        _("of which loading {amount} CNY").format(amount=made.loading.yuan()),
        *([_("illustrative rates")] if made.illustrative else []),
        *outline(made.why),
    ]
    answer(made, lines)


def _yuan(text: str) -> Fen:
    try:
        return Fen.of_yuan(text)
    except ValueError:
        message = _("an amount is typed like 1,234.50")
        raise InputErrors([Problem("sum", message, value=text)]) from None


def _product(found: "Catalog", code: str) -> "Product":
    if code not in found.products:
        known = ", ".join(found.products)
        raise UsageError(_("{code} is not on sale. Products on sale: {known}.").format(code=code, known=known))
    return found.products[code]


def in_force() -> "Catalog":
    """The catalog of the store if there is one, else what is shipped."""
    from ops_console.catalog.load import shipped
    from ops_console.data.catalog_rows import catalog_of
    from ops_console.data.glance import lines_of
    from ops_console.data.release import must_be_of_this_release
    from ops_console.data.store import Store

    store = Store(session().location)
    try:
        if not store.exists():
            return shipped()
        with store.read() as reader:
            must_be_of_this_release(lines_of(reader))
            return catalog_of(reader, reader.state().catalog_version)
    finally:
        store.close()


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.add_typer(catalog, name="catalog")
    app.add_typer(product, name="product")
    app.command("quote")(quote)
