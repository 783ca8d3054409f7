"""At which rates a contract is illustrated besides what it promises: those last declared, or one that is assumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ops_console.catalog.model import Catalog, Product
from ops_console.rules.products.illustration import Rates

NONE = Fraction(0)


def outlook(catalog: Catalog, product: Product, day: date, assumed: Fraction | None = None) -> tuple[Rates, ...]:
    """The rates declared for a product by a day, if any were, and the one that is assumed, if any is; both are taken
    for all years to come and not guaranteed.
    """
    found = []
    declared = catalog.declared.get(product.code)
    if declared is not None:
        spreads = [(date(year + 1, 1, 1), rate) for year, rate in declared.spreads]
        rates = Rates(
            "declared", _last(declared.crediting, day), _last(spreads, day), _last(declared.accumulation, day)
        )
        if rates != Rates("declared"):
            found.append(rates)
    if assumed is not None:
        found.append(Rates("assumed", crediting=assumed, spread=assumed, accumulation=assumed))
    return tuple(found)


def _last(rates: Sequence[tuple[date, Fraction]], day: date) -> Fraction:
    return next((rate for first, rate in reversed(rates) if first <= day), NONE)
