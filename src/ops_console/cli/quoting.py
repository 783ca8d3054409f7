"""What a policy would cost, and how it would go on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.cli.asking import yearly_rate
from ops_console.cli.catalogs import in_force
from ops_console.cli.output import answer, outline
from ops_console.cli.products import wanted as product_of

if TYPE_CHECKING:
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
    from ops_console.base.moments import calendar_date
    from ops_console.desk.forms import parse
    from ops_console.desk.typed import Today
    from ops_console.exchange.illustrations import as_csv as lines_of
    from ops_console.rooms import quoting

    catalog = in_force()
    product_of(catalog, code)
    day = _day(first) if first else calendar_date()
    typed = {
        "product": code,
        "sex": sex,
        "entry_age": age,
        "sum_assured": sum_assured,
        "pay_years": pay_years,
        "cover_years": cover_years or None,
        "months": months,
        "planned_premium": planned or None,
        "occupation_class": klass,
        "em_points": em_points,
    }
    wish = parse(quoting.Wish, typed, Today(day, catalog.calendar))
    if not (illustrate or as_csv):
        made = quoting.priced(catalog, wish)
        answer(made, _told(made))
        return
    page = quoting.page_for(catalog, wish, day, yearly_rate("assumed", assumed) if assumed else None)
    told = page.made
    answer(
        {"quote": told.quote, "scenarios": told.scenarios, "whys": dict(told.whys)},
        lines_of(told) if as_csv else page.lines(),
    )


def _told(made: Quote) -> list[str]:
    return [
        _("Instalment {amount} CNY every {months} months").format(amount=made.instalment.yuan(), months=made.months),
        _("of which loading {amount} CNY").format(amount=made.loading.yuan()),
        *([_("illustrative rates")] if made.illustrative else []),
        *outline(made.why),
    ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("a date is typed like 2026-11-21")
        raise InputErrors([Problem("from", message, value=text)]) from None


def add_to(app: typer.Typer) -> None:
    """This command."""
    app.command("quote")(quote)
