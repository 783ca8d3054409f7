"""Beneficiaries: order, share, and the shares of those who take nothing (Insurance Law art 40, 42; Int. III art 12)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.rules.claims.entitled import Beneficiary, divide, entitled

DIED = date(2022, 11, 1)
WIFE, SON, DAUGHTER, BROTHER = 1, 2, 3, 4


def parts(amount: str, *beneficiaries: Beneficiary) -> dict[int, str]:
    takers = entitled(beneficiaries, DIED)
    amounts = divide(Fen.of_yuan(amount), [taker.share for taker in takers])
    return {taker.party: part.yuan() for taker, part in zip(takers, amounts, strict=True)}


def test_shares_of_one_order() -> None:
    assert parts("100,000", Beneficiary(WIFE, 1, 600), Beneficiary(SON, 1, 400)) == {
        WIFE: "60,000.00",
        SON: "40,000.00",
    }


def test_the_second_order_takes_nothing_while_anybody_of_the_first_is_left() -> None:
    assert parts("100", Beneficiary(WIFE, 1), Beneficiary(BROTHER, 2)) == {WIFE: "100.00"}


def test_a_failed_share_goes_to_the_others_of_the_order_in_proportion() -> None:
    """600 of the wife who died go to son and daughter as 300 : 100."""
    found = parts(
        "100,000",
        Beneficiary(WIFE, 1, 600, died=date(2021, 1, 1)),
        Beneficiary(SON, 1, 300),
        Beneficiary(DAUGHTER, 1, 100),
    )
    assert found == {SON: "75,000.00", DAUGHTER: "25,000.00"}


def test_the_next_order_takes_when_nobody_of_the_first_is_left() -> None:
    assert parts("100", Beneficiary(WIFE, 1, died=date(2021, 1, 1)), Beneficiary(BROTHER, 2)) == {BROTHER: "100.00"}


def test_who_died_on_the_same_day_is_presumed_to_have_died_first() -> None:
    assert entitled([Beneficiary(WIFE, died=DIED)], DIED) == ()


def test_a_beneficiary_who_outlived_the_insured_takes_though_dead_by_now() -> None:
    assert len(entitled([Beneficiary(WIFE, died=date(2022, 11, 2))], DIED)) == 1


def test_who_killed_the_insured_takes_nothing() -> None:
    assert parts("100", Beneficiary(WIFE, 1, 500, lost_right=True), Beneficiary(SON, 1, 500)) == {SON: "100.00"}


def test_a_fen_that_does_not_divide_goes_to_the_first() -> None:
    assert divide(Fen(100), [1, 1, 1]) == (34, 33, 33)


@given(st.integers(0, 10**12), st.lists(st.integers(1, 1000), min_size=1, max_size=8))
def test_no_fen_is_lost_or_made(amount: int, shares: list[int]) -> None:
    found = divide(Fen(amount), shares)
    assert sum(found) == amount
    assert all(
        abs(part * sum(shares) - amount * share) <= sum(shares) for part, share in zip(found, shares, strict=True)
    )
