"""What a policy would cost, and how it would go on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, cast, get_args

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.cli.catalogs import in_force
from ops_console.cli.output import answer, outline
from ops_console.cli.products import wanted as product_of

if TYPE_CHECKING:
    from ops_console.catalog.model import Catalog, Product
    from ops_console.rules.products.basis import PolicyTerms
    from ops_console.rules.products.pricing import Quote


def quote(
    code: str = typer.Argument(metavar="PRODUCT", help=N_("Product.")),
    sex: str = typer.Option(..., "--sex", help=N_("male or female.")),
    age: int = typer.Option(..., "--age", min=0, help=N_("Age at entry, last birthday.")),
    sum_assured: str = typer.Option(..., "--sum", help=N_("Sum assured in yuan; a day's cash, a year's annuity.")),
    pay_years: int = typer.Option(..., "--pay-years", min=1, help=N_("Years premiums are paid.")),
    cover_years: int = typer.Option(0, "--cover-years", min=0, help=N_("Years of cover; left out for life.")),
    months: int = typer.Option(12, "--months", help=N_("Months between premiums: 12, 6, 3 or 1.")),
    em_points: int = typer.Option(0, "--em", min=0, help=N_("Extra mortality in points.")),
    klass: int = typer.Option(1, "--class", min=1, help=N_("Occupation class.")),
    planned: str = typer.Option("", "--planned", help=N_("Planned premium in yuan, of a cover with an account.")),
    illustrate: bool = typer.Option(False, "--illustrate", help=N_("Premiums, benefits and values by policy year.")),
    as_csv: bool = typer.Option(False, "--csv", help=N_("The illustration as CSV.")),
    first: str = typer.Option("", "--from", metavar="DATE", help=N_("First day of cover; else today in China.")),
    assumed: str = typer.Option("", "--assumed", help=N_("A yearly rate to illustrate at besides: 0.03 or 3%.")),
) -> None:
    """What a policy would cost, and why; with `--illustrate` how it would go on, as a page to print or as CSV."""
    from ops_console.catalog.offer import Wanted, problems_of
    from ops_console.rules.products import pricing
    from ops_console.rules.products.basis import Months, PolicyTerms, Sex

    catalog = in_force()
    sold = product_of(catalog, code)
    if sex not in get_args(Sex) or months not in get_args(Months):
        raise UsageError(_("--sex is male or female, --months is 12, 6, 3 or 1."))
    amount = _yuan("sum", sum_assured)
    paid = _yuan("planned", planned) if planned else None
    problems = problems_of(sold, Wanted(amount, pay_years, cover_years or None, months, age, paid, klass))
    if problems:
        raise InputErrors(problems)
    terms = PolicyTerms(
        cast(Sex, sex), age, amount, pay_years, cover_years or None, cast(Months, months), klass, paid or Fen(0)
    )
    try:
        if illustrate or as_csv:
            _illustrate(catalog, sold, terms, em_points, first, assumed, as_csv)
        else:
            made = pricing.quote(sold.basis, terms, em_points)
            answer(made, _told(made))
    except ValueError as error:
        # What a product can't be sold as for its rates: an occupation class, an age no premium carries.
        raise InputErrors([Problem(code, str(error))]) from error


def _told(made: Quote) -> list[str]:
    return [
        _("Instalment {amount} CNY every {months} months").format(amount=made.instalment.yuan(), months=made.months),
        _("of which loading {amount} CNY").format(amount=made.loading.yuan()),
        *([_("illustrative rates")] if made.illustrative else []),
        *outline(made.why),
    ]


def _illustrate(
    catalog: Catalog, sold: Product, terms: PolicyTerms, em_points: int, first: str, assumed: str, as_csv: bool
) -> None:
    from ops_console.base.moments import calendar_date
    from ops_console.catalog.outlook import outlook
    from ops_console.exchange import illustrations
    from ops_console.rules.products.illustration import illustrate

    day = _day(first) if first else calendar_date()
    rates = outlook(catalog, sold, day, _rate(assumed) if assumed else None)
    made = illustrate(sold.basis, terms, day, rates, em_points)
    page = illustrations.Page(sold, terms, day, made)
    answer(
        {"quote": made.quote, "scenarios": made.scenarios, "whys": dict(made.whys)},
        illustrations.as_csv(made) if as_csv else page.lines(),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("a date is typed like 2026-11-21")
        raise InputErrors([Problem("from", message, value=text)]) from None


def _rate(text: str) -> Fraction:
    try:
        rate = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(-1)
    if not 0 <= rate < 1:
        message = _("A yearly rate such as 0.025 or 2.5% is wanted")
        raise InputErrors([Problem("assumed", message, value=text)])
    return rate


def _yuan(field: str, text: str) -> Fen:
    try:
        return Fen.of_yuan(text)
    except ValueError:
        message = _("an amount is typed like 1,234.50")
        raise InputErrors([Problem(field, message, value=text)]) from None


def add_to(app: typer.Typer) -> None:
    """This command."""
    app.command("quote")(quote)
