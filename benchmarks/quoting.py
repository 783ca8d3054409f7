"""A quote: is it sold so, its premium and its cash values by policy year. After the first, which reads the catalog."""

import time
from statistics import median

from benchmarks.console import Stores
from benchmarks.figures import Figure
from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.catalog.model import Catalog
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.rules.products.basis import PolicyTerms, Sex
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.values import cash_values

PLANS = (("WL20", 20, None), ("TM20", 20, 20), ("CI30", 20, 30), ("EN15", 5, 15), ("WP20", 20, None))
AGES = range(20, 40)
SEXES: tuple[Sex, ...] = ("male", "female")
SUM = Fen.of_yuan("200000")
LIMIT = 5.0
"""Milliseconds."""


def measure(_stores: Stores) -> list[Figure]:
    """Median of many quotes, none of them asked for before."""
    catalog = shipped()
    _quoted(catalog, PLANS[0], "male", AGES[-1] + 1)
    times = [_quoted(catalog, plan, sex, age) for age in AGES for sex in SEXES for plan in PLANS]
    return [Figure("a quote after the first", "ms", median(times), LIMIT, "the limit", at_most=1)]


def _quoted(catalog: Catalog, plan: tuple[str, int, int | None], sex: Sex, age: int) -> float:
    """Milliseconds."""
    code, pay_years, cover_years = plan
    started = time.perf_counter()
    product = catalog.products[code]
    problems = problems_of(product, Wanted(SUM, pay_years, cover_years, 12, age, None, 1))
    terms = PolicyTerms(sex, age, SUM, pay_years, cover_years)
    premium, values = quote(product.basis, terms), cash_values(product.basis, terms)
    seconds = time.perf_counter() - started
    assert not problems
    assert premium.instalment
    assert values
    return seconds * 1000
