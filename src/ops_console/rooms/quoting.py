"""What a customer asks before applying: what a product costs, and how it would go on. Nothing of it is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model import Catalog, Product
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.catalog.outlook import outlook
from ops_console.desk.forms import Amount, Form, Whole, field
from ops_console.exchange.illustrations import Page
from ops_console.rooms.counter.keying import MODES
from ops_console.rooms.counter.reception import SEXES
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.products.basis import Months, PolicyTerms
from ops_console.rules.products.illustration import illustrate
from ops_console.rules.products.pricing import Quote, quote


class Wish(Form):
    """What is asked for. `planned_premium` only of a cover with an account."""

    product: str = field(N_("Product"), lookup="product", max_length=10)
    sex: Literal["male", "female"] = field(N_("Insured's sex"), choices=SEXES)
    entry_age: Whole = field(N_("Age at entry"), ge=0, le=105, help=N_("last birthday"))
    sum_assured: Amount = field(
        N_("Sum assured"), gt=0, help=N_("of hospital cash the amount a day, of an annuity a year")
    )
    pay_years: Whole = field(N_("Premium term, years"), ge=1, le=99)
    cover_years: Whole | None = field(N_("Cover term, years"), default=None, ge=1, le=105, help=N_("empty: for life"))
    months: Annotated[Months, BeforeValidator(lambda value: int(value) if str(value).isdigit() else value)] = field(
        N_("Months between premiums"), default=12, choices=MODES
    )
    planned_premium: Amount | None = field(
        N_("Planned premium"), default=None, gt=0, help=N_("of a cover with an account, each time it is paid")
    )
    occupation_class: Whole = field(N_("Occupation class"), default=1, ge=1, le=6)
    em_points: Whole = field(N_("Extra mortality"), default=0, ge=0, le=1000, help=N_("points"))


def priced(catalog: Catalog, wish: Wish) -> Quote:
    """The premium of a wish. InputErrors with everything the product does not offer."""
    product, terms = _offered(catalog, wish)
    with _told_to_the_customer():
        return quote(product.basis, terms, wish.em_points)


def page_for(catalog: Catalog, wish: Wish, day: date, assumed: Fraction | None = None) -> Page:
    """The illustration of a wish, cover beginning on a day, at an assumed yearly rate besides. InputErrors with
    everything the product does not offer."""
    product, terms = _offered(catalog, wish)
    with _told_to_the_customer():
        made = illustrate(product.basis, terms, day, outlook(catalog, product, day, assumed), wish.em_points)
    return Page(product, terms, day, made)


def _offered(catalog: Catalog, wish: Wish) -> tuple[Product, PolicyTerms]:
    """The product, and the wish as its rules take it."""
    product = catalog.products.get(wish.product.upper())
    if product is None:
        known = ", ".join(catalog.products)
        message = _("Products on sale: {known}").format(known=known)
        raise InputErrors([Problem("product", message, value=wish.product)])
    wanted = Wanted(
        wish.sum_assured,
        wish.pay_years,
        wish.cover_years,
        wish.months,
        wish.entry_age,
        wish.planned_premium,
        wish.occupation_class,
    )
    problems = problems_of(product, wanted)
    if problems:
        raise InputErrors(problems)
    return product, PolicyTerms(
        wish.sex,
        wish.entry_age,
        wish.sum_assured,
        wish.pay_years,
        wish.cover_years,
        wish.months,
        wish.occupation_class,
        wish.planned_premium or Fen(0),
    )


@contextmanager
def _told_to_the_customer() -> Iterator[None]:
    """What a product can't be sold as for its rates: an occupation class, an age no premium carries."""
    try:
        yield
    except NotPossible as error:
        raise InputErrors([Problem("product", str(error))]) from error
