"""Resident identity numbers by GB 11643."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.identity import birth_date, make, mask, problems_of, sex_of
from ops_console.rules.products.basis import Sex

TODAY = date(2026, 11, 21)
# The example of the standard itself: a woman born on 31 December 1949.
EXAMPLE = "11010519491231002X"


def messages(number: str, birth: date | None = None, sex: Sex | None = None) -> list[str]:
    return [problem.message for problem in problems_of(number, TODAY, birth=birth, sex=sex)]


def test_the_standards_example_is_right() -> None:
    assert problems_of(EXAMPLE, TODAY, birth=date(1949, 12, 31), sex="female") == []
    assert problems_of("110105 19491231 002x", TODAY) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1101051949123100", "17 digits"),
        ("110105194912310020", "check character"),
        ("990105194912310021", "No region begins with 99"),
        ("110105194913310026", "no date of birth"),
        (make(110105, date(2026, 11, 22), "male", 1), "no date of birth"),  # tomorrow
        (make(110105, date(1899, 12, 31), "male", 1), "no date of birth"),
    ],
)
def test_each_fault_is_told(number: str, said: str) -> None:
    assert any(said in message for message in messages(number))


def test_all_faults_are_told_at_once() -> None:
    assert len(messages("990105194913310020")) >= 2


def test_it_has_to_agree_with_what_was_said_of_its_holder() -> None:
    assert messages(EXAMPLE, date(1950, 1, 1), "male") == [
        "It says that its holder was born on 1949-12-31",
        "It is the number of a person of the other sex",
    ]


@given(
    st.integers(1, 8999).map(lambda n: 110000 + n), st.dates(date(1930, 1, 1), TODAY),
    st.sampled_from(["male", "female"]), st.integers(0, 499),
)  # fmt: skip
def test_a_made_number_is_valid_and_says_what_it_was_made_of(region: int, birth: date, sex: Sex, sequence: int) -> None:
    number = make(region, birth, sex, sequence)
    assert problems_of(number, TODAY, birth=birth, sex=sex) == []
    assert (birth_date(number), sex_of(number)) == (birth, sex)


def test_numbers_are_not_made_outside_their_digits() -> None:
    with pytest.raises(ValueError, match="six digits"):
        make(1101, TODAY, "male", 1)
    with pytest.raises(ValueError, match="between 0 and 499"):
        make(110101, TODAY, "male", 500)


def test_a_number_is_shown_masked_and_so_are_its_problems() -> None:
    assert mask(EXAMPLE) == "110***********002X"
    assert mask("1234567") == "*******"
    assert problems_of("11010519491231002Y", TODAY)[0].value == "110***********002Y"
