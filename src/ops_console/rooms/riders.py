"""Riders 附约 on an application: typed as product/sum, priced beside the main cover.

A rider is paid for as long as the main cover, and runs as its product says beside it (`catalog/offer.py`). A waiver's
sum is not typed: it is the annual premium, loadings included, of the covers that go on once premiums are waived; a
rider that the same event pays for, and ends, is not among them (company default).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.catalog.offer import Wanted, problems_of, rider_years
from ops_console.data.tables import Application, Party
from ops_console.desk.typed import amount_typed
from ops_console.desk.view import View
from ops_console.rooms import proposals
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.products.basis import PolicyTerms, Shape
from ops_console.rules.products.pricing import Quote
from ops_console.rules.why import Why

RIDER = "rider"
"""Kind of a coverage."""
FIELD = "riders"


@dataclass(frozen=True)
class Priced:
    """A main cover and its riders with their premiums."""

    main: Quote
    riders: tuple[tuple[str, PolicyTerms, Quote], ...] = ()
    """Product, terms, premium of each."""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return (self.main, *(quote for _product, _terms, quote in self.riders))

    @property
    def premium(self) -> Fen:
        """The instalment of all covers, loadings included."""
        return Fen.total(quote.instalment for quote in self.quotes)

    @property
    def loading(self) -> Fen:
        return Fen.total(quote.loading for quote in self.quotes)

    @property
    def annual(self) -> Fen:
        return Fen.total(quote.annual for quote in self.quotes)

    @property
    def whys(self) -> list[Why]:
        return [quote.why for quote in self.quotes]

    def records(self) -> list[dict[str, Any]] | None:
        """The riders as the application keeps them."""
        return [
            {
                "product": product,
                "sum_assured": int(terms.sum_assured),
                "pay_years": terms.pay_years,
                "cover_years": terms.cover_years,
                "premium": int(quote.instalment),
                "loading": int(quote.loading),
            }
            for product, terms, quote in self.riders
        ] or None


def typed_riders(
    lines: Sequence[str], main: Product, products: Iterable[Product], problems: list[Problem]
) -> list[dict[str, Any]]:
    """Riders as typed, product and sum of each, 0 for a waiver's, which is computed. Faults go to `problems`."""
    sold = {product.code: product for product in products if product.code in main.riders}
    found: dict[str, Fen] = {}
    for line in lines:
        code, slash, amount = (part.strip() for part in line.partition("/"))
        code = code.upper()
        if code not in sold:
            known = ", ".join(sold) or _("none")
            message = _("{product} is sold with these riders: {values}").format(product=main.code, values=known)
            problems.append(Problem(FIELD, message, value=line))
        elif code in found:
            problems.append(Problem(FIELD, _("is named twice"), value=line))
        elif is_waiver(sold[code]):
            found[code] = Fen(0)
            if slash:
                problems.append(Problem(FIELD, _("the sum of {rider} is computed: leave it out").format(rider=code)))
        elif (typed := _sum(code, amount, problems)) is not None:
            found[code] = typed
    return [{"product": code, "sum_assured": int(amount)} for code, amount in found.items()]


def _sum(code: str, typed: str, problems: list[Problem]) -> Fen | None:
    try:
        return amount_typed(typed)
    except ValueError:
        problems.append(Problem(FIELD, _("typed as {rider}/sum").format(rider=code), value=typed or code))
        return None


def is_waiver(product: Product) -> bool:
    return product.basis.shape is Shape.WAIVER


def priced(view: View, application: Application, insured: Party, em_points: int) -> Priced:
    """Every cover of an application with so many points of extra mortality on each. Refused when one of them cannot be
    sold so."""
    main = proposals.quote_for(view, application, insured, em_points)
    main_terms = proposals.terms_of(view, application, insured)
    sums = {one["product"]: Fen(one["sum_assured"]) for one in application.riders or ()}
    made: list[tuple[str, PolicyTerms, Quote]] = []
    products = [view.product(code) for code in sums]
    for product in sorted(products, key=is_waiver):
        amount = sums[product.code]
        if is_waiver(product):
            ended = {code for code, _terms, _quote in made if set(view.product(code).benefits) & set(product.benefits)}
            going_on = (quote.annual for code, _terms, quote in made if code not in ended)
            amount = Fen.total((main.annual, *going_on))
        terms = terms_beside(product, main_terms, amount)
        made.append((product.code, terms, proposals.quoted(product, terms, em_points)))
    return Priced(main, tuple(made))


def waived_a_year(position: PolicyPosition, waiver: Product) -> Fen:
    """The sum of a waiver added to a policy: the annual premium, loadings included, of the covers that would go on."""
    covers = [(position.products[one.product], one) for one in position.coverages if one.kind in (None, RIDER)]
    going_on = [(product, one) for product, one in covers if not set(product.benefits) & set(waiver.benefits)]
    annual = (proposals.quoted(product, position.sold_as(one), one.em_points).annual for product, one in going_on)
    return Fen.total(annual)


def terms_beside(product: Product, main: PolicyTerms, sum_assured: Fen) -> PolicyTerms:
    """What a rider is sold as beside a main cover."""
    pay_years, cover_years = rider_years(product, main.pay_years, main.cover_years, main.entry_age)
    return replace(main, sum_assured=sum_assured, pay_years=pay_years, cover_years=cover_years, planned=Fen(0))


def terms_problems(view: View, application: Application, insured: Party | None) -> list[Problem]:
    """Everything in which the riders leave what their products offer beside the main cover as keyed; the insured's age
    counts once it is known."""
    age = None if insured is None else proposals.age_at_application(application, insured)
    found = []
    for one in application.riders or ():
        code, amount = one["product"], Fen(one["sum_assured"])
        product = view.product(code)
        pay_years, cover_years = rider_years(product, application.pay_years, application.cover_years, age or 0)
        # A computed sum is none to be complained of.
        asked = product.minimum_sum if is_waiver(product) else amount
        wanted = Wanted(asked, pay_years, cover_years, application.months, age)
        faults = problems_of(product, wanted)
        found += [Problem(FIELD, f"{code}: {fault.message}", value=fault.value) for fault in faults]
    return found


def rider_row(record: dict[str, Any], no: int) -> dict[str, Any]:
    """A rider as the application keeps it, as columns of its coverage."""
    amounts = {name: Fen(record[name]) for name in ("sum_assured", "premium", "loading")}
    return {**record, **amounts, "no": no, "kind": RIDER}
