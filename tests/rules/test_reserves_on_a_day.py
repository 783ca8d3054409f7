"""What is set aside for a policy on a day."""

from dataclasses import replace
from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.rules.products.basis import LoadBand, PolicyTerms
from ops_console.rules.products.reserves import reserve_on
from ops_console.rules.products.values import cash_value_on
from tests.rules.product_samples import HOSPITAL_CASH, PLAIN_LIFE, per_cent

COMMENCED = date(2020, 3, 2)
TERMS = PolicyTerms("male", 30, Fen.of_yuan("100000"), 20, None)


def on(year: int) -> date:
    return date(2020 + year, 3, 2)


@pytest.mark.parametrize(
    ("years", "yuan"), [(1, "118.00"), (5, "8908.02"), (10, "21249.52"), (20, "50454.82"), (30, "61655.94")]
)
def test_at_a_year_end_it_is_full_preliminary_term_or_the_cash_value_where_that_is_more(years: int, yuan: str) -> None:
    """The figures of a second implementation: nothing is set aside at the end of the first year, whose cash value is
    118.00."""
    value, why = reserve_on(PLAIN_LIFE, TERMS, COMMENCED, on(years), on(years))
    assert value == Fen.of_yuan(yuan)
    assert why.result == value


def test_in_the_middle_of_a_paid_year_what_is_not_gone_of_its_net_premium_counts() -> None:
    begin, end = (int(reserve_on(PLAIN_LIFE, TERMS, COMMENCED, on(year), on(year))[0]) for year in (5, 6))
    paid = int(reserve_on(PLAIN_LIFE, TERMS, COMMENCED, on(5), on(6))[0])
    middle = int(reserve_on(PLAIN_LIFE, TERMS, COMMENCED, date(2025, 9, 1), on(6))[0])
    assert abs(middle - (paid * 182 + end * 183) / 365) <= 1
    assert begin < paid < end


def test_a_lapsed_policy_is_reserved_at_its_cash_value() -> None:
    day, paid_to = date(2026, 9, 1), on(6)
    value, _why = cash_value_on(PLAIN_LIFE, TERMS, COMMENCED, day, paid_to)
    assert reserve_on(PLAIN_LIFE, TERMS, COMMENCED, day, paid_to, lapsed=True)[0] == value > 0


def test_where_the_gross_premium_is_less_than_the_net_the_difference_is_set_aside() -> None:
    """A company that charges less than the cover costs: loads of minus ten per cent."""
    cheap = replace(PLAIN_LIFE, expense_loads=(LoadBand(1, per_cent(-10)),))
    short, _why = reserve_on(cheap, TERMS, COMMENCED, on(5), on(5))
    enough, _why = reserve_on(PLAIN_LIFE, TERMS, COMMENCED, on(5), on(5))
    assert short > enough
    assert (
        reserve_on(cheap, TERMS, COMMENCED, on(20), on(20))[0]
        == reserve_on(PLAIN_LIFE, TERMS, COMMENCED, on(20), on(20))[0]
    )


def test_a_cover_of_one_year_has_no_reserve_of_this_kind() -> None:
    terms = PolicyTerms("male", 30, Fen.of_yuan("100"), 1, 1)
    assert reserve_on(HOSPITAL_CASH, terms, COMMENCED, date(2020, 6, 1), on(1))[0] == 0
