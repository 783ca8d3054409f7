"""What a policy would cost, and how it would go on."""

from __future__ import annotations

from typing import cast, get_args

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.cli.catalogs import in_force
from ops_console.cli.output import answer, outline
from ops_console.cli.products import wanted as product_of


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

    sold = product_of(in_force(), code)
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


def add_to(app: typer.Typer) -> None:
    """This command."""
    app.command("quote")(quote)
