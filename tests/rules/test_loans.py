"""Loans on policies, automatic premium loans, reinstatement."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.products.loans import (
    Advance,
    automatic_premium_loan,
    interest_between,
    loan_balance,
    loan_limit,
    reinstatement_amount,
)
from tests.rules.product_samples import LOAN


@pytest.mark.parametrize(
    ("cash_value", "debts", "limit"),
    [
        ("10,000", "0", "8,000.00"),
        ("10,000", "2,500", "6,000.00"),
        ("625", "0", "500.00"),
        ("624.99", "0", "0.00"),  # 499.99 is below the least loan
        ("1,000.03", "0", "800.02"),  # 800.024: never rounded past 80 %
        ("1,000", "1,500", "0.00"),
    ],
)
def test_a_loan_is_at_most_80_per_cent_of_what_is_free(cash_value: str, debts: str, limit: str) -> None:
    found, why = loan_limit(LOAN, Fen.of_yuan(cash_value), Fen.of_yuan(debts))
    assert found.yuan() == limit
    assert why.result == found


def test_interest_is_simple_by_the_day_over_365() -> None:
    # 10,000 CNY × 5 % × 73 / 365 = 100 CNY
    assert interest_between(Fen(1_000_000), Fraction("0.05"), date(2025, 1, 1), date(2025, 3, 15)) == 10_000
    with pytest.raises(ValueError, match="is before"):
        interest_between(Fen(1), Fraction("0.05"), date(2025, 1, 2), date(2025, 1, 1))


def test_within_its_term_a_loan_owes_principal_and_interest() -> None:
    balance = loan_balance(LOAN, Fen(1_000_000), date(2025, 1, 1), date(2025, 3, 15))
    assert (balance.principal, balance.capitalised, balance.interest, balance.total) == (
        1_000_000,
        0,
        10_000,
        1_010_000,
    )
    assert (balance.term_start, balance.term_end) == (date(2025, 1, 1), date(2025, 7, 1))


def test_at_the_end_of_six_months_unpaid_interest_becomes_principal() -> None:
    # 181 days: 24,794.52 -> 24,795 fen; then 31 days on 1,024,795: 4,351.87 -> 4,352
    balance = loan_balance(LOAN, Fen(1_000_000), date(2025, 1, 1), date(2025, 8, 1))
    assert (balance.principal, balance.capitalised, balance.interest) == (1_024_795, 24_795, 4_352)
    assert balance.why.steps[0] == ("interest capitalised on 2025-07-01", 24_795)
    on_the_day = loan_balance(LOAN, Fen(1_000_000), date(2025, 1, 1), date(2025, 7, 1))
    assert (on_the_day.principal, on_the_day.interest) == (1_024_795, 0)


def test_terms_of_a_loan_of_31_august_end_at_february_and_again_on_the_31st() -> None:
    balance = loan_balance(LOAN, Fen(1_000_000), date(2024, 8, 31), date(2025, 3, 1))
    assert (balance.term_start, balance.term_end) == (date(2025, 2, 28), date(2025, 8, 31))


@given(st.integers(50_000, 10**9), st.integers(0, 3000))
def test_a_loan_only_grows(principal: int, days: int) -> None:
    granted = date(2020, 1, 31)
    day = date.fromordinal(granted.toordinal() + days)
    today = loan_balance(LOAN, Fen(principal), granted, day)
    tomorrow = loan_balance(LOAN, Fen(principal), granted, date.fromordinal(day.toordinal() + 1))
    assert principal <= today.total < tomorrow.total
    assert today.term_start <= day < today.term_end


@pytest.mark.parametrize(
    ("cash_value", "debts", "advance", "amount", "days"),
    [
        (3650, 0, Advance.FULL, 3650, 365),
        (9999, 6349, Advance.FULL, 3650, 365),
        (9999, 6350, Advance.PART, 3649, 364),
        (1000, 900, Advance.PART, 100, 10),
        (1000, 991, Advance.NOTHING, 0, 0),
        (1000, 2000, Advance.NOTHING, 0, 0),
    ],
)
def test_an_automatic_loan_carries_the_premium_part_of_it_or_nothing(
    cash_value: int, debts: int, advance: Advance, amount: int, days: int
) -> None:
    found = automatic_premium_loan(Fen(3650), Fen(cash_value), Fen(debts), 365)
    assert (found.advance, found.amount, found.days) == (advance, amount, days)


def test_reinstatement_takes_arrears_with_interest_from_each_due_date() -> None:
    arrears = [(date(2025, 1, 1), Fen(100_000)), (date(2025, 4, 1), Fen(100_000))]
    # 5 % of 1,000 CNY: 182 days 24.9315…, 92 days 12.6027… CNY, together 37.53
    found = reinstatement_amount(arrears, Fraction("0.05"), date(2025, 7, 2))
    assert (found.premium, found.interest, found.total) == (200_000, 3_753, 203_753)
    assert found.why.steps == (
        ("interest from 2025-01-01", "24.9315 CNY"),
        ("interest from 2025-04-01", "12.6027 CNY"),
        ("arrears", 200_000),
        ("interest on arrears", 3_753),
    )


def test_what_is_not_due_is_no_arrears() -> None:
    with pytest.raises(ValueError, match="is before"):
        reinstatement_amount([(date(2025, 1, 2), Fen(100))], Fraction("0.05"), date(2025, 1, 1))
