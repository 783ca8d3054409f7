"""At which rates contracts are illustrated: those last declared, never those of a day to come."""

from datetime import date
from fractions import Fraction

from ops_console.catalog.load import shipped
from ops_console.catalog.outlook import outlook
from ops_console.rules.products.illustration import Rates

CATALOG = shipped()


def test_an_account_is_credited_what_was_declared_last() -> None:
    (found,) = outlook(CATALOG, CATALOG.products["UL10"], date(2026, 5, 31))
    assert (found.kind, found.crediting, found.is_guaranteed) == ("declared", Fraction("0.0270"), False)
    (earlier,) = outlook(CATALOG, CATALOG.products["UL10"], date(2026, 4, 30))
    assert earlier.crediting == Fraction("0.0275")


def test_the_spread_of_a_year_is_known_when_the_year_is_over() -> None:
    (before,) = outlook(CATALOG, CATALOG.products["WP20"], date(2025, 12, 31))
    (after,) = outlook(CATALOG, CATALOG.products["WP20"], date(2026, 1, 1))
    assert (before.spread, after.spread) == (Fraction("0.0125"), Fraction("0.0120"))
    assert after.accumulation == Fraction("0.02")


def test_what_nothing_was_declared_for_is_shown_as_promised_unless_a_rate_is_assumed() -> None:
    product = CATALOG.products["WL20"]
    assert outlook(CATALOG, product, date(2026, 1, 1)) == ()
    assert outlook(CATALOG, CATALOG.products["UL10"], date(2016, 12, 31)) == ()
    (assumed,) = outlook(CATALOG, CATALOG.products["UK10"], date(2026, 1, 1), Fraction("0.03"))
    assert assumed == Rates("assumed", Fraction("0.03"), Fraction("0.03"), Fraction("0.03"))
