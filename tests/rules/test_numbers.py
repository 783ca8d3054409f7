"""Ids of cases and policies, and the numbers printed on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.problems import InputErrors
from ops_console.rules.numbers import Number, Prefix, branch_of, check_digit, make_id, parse, printed, sequence_of

IDS = st.builds(make_id, st.integers(1, 9999), st.integers(1, 10**11 - 1))


def test_an_id_is_the_issuing_branch_and_its_sequence() -> None:
    assert make_id(101, 7) == 10_100_000_000_007
    assert branch_of(10_100_000_000_007) == 101
    assert sequence_of(10_100_000_000_007) == 7


def test_the_largest_id_has_15_digits_and_fits_a_double() -> None:
    largest = make_id(9999, 10**11 - 1)
    assert len(str(largest)) == 15
    assert largest < 2**53


@pytest.mark.parametrize(("branch", "sequence"), [(0, 1), (10_000, 1), (1, 0), (1, 10**11)])
def test_branch_and_sequence_stay_in_their_digits(branch: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="is not between"):
        make_id(branch, sequence)


def test_the_check_digit_is_iso_7064_mod_11_10() -> None:
    # The standard's own example.
    assert check_digit("0794") == "5"


def test_a_printed_number_is_letter_fifteen_digits_and_check_digit() -> None:
    text = printed(Prefix.POLICY, make_id(101, 7))
    assert text[:16] == "P010100000000007"
    assert len(text) == 17


@given(st.sampled_from(Prefix), IDS)
def test_what_is_printed_can_be_read(prefix: Prefix, record: int) -> None:
    assert parse(printed(prefix, record)) == Number(prefix, record)


def test_blanks_hyphens_and_lower_case_are_forgiven() -> None:
    text = printed(Prefix.CLAIM, make_id(11, 5)).lower()
    assert parse(f" {text[:5]}-{text[5:10]} {text[10:]}").id == make_id(11, 5)


@given(st.sampled_from(Prefix), IDS, st.integers(1, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(prefix: Prefix, record: int, place: int, step: int) -> None:
    text = printed(prefix, record)
    wrong = text[:place] + str((int(text[place]) + step) % 10) + text[place + 1 :]
    with pytest.raises(InputErrors):
        parse(wrong)


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("", None, "begins with one of the letters"),
        ("X010100000000007", None, "begins with one of the letters"),
        (printed(Prefix.POLICY, make_id(1, 1)), Prefix.CLAIM, "begins with C is wanted"),
        ("P0101", None, "5 characters instead of 17"),
        ("P0101000000000x71", None, "Only digits"),
        (printed(Prefix.POLICY, make_id(1, 1)).replace("1", "１"), None, "Only digits"),
    ],
)
def test_the_message_says_what_is_wrong(text: str, expected: Prefix | None, message: str) -> None:
    with pytest.raises(InputErrors) as caught:
        parse(text, expected)
    assert message in caught.value.problems[0].message
    assert caught.value.problems[0].value == text


def test_no_branch_zero_can_be_read() -> None:
    digits = "0" * 14 + "1"
    text = "P" + digits + check_digit("25" + digits)
    with pytest.raises(InputErrors, match="error"):
        parse(text)
