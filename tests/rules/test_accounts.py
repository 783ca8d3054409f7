"""Bank accounts as they are typed, kept and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.accounts import Account, mask, read


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("6222021234567890", "6222021234567890"),
        (" 6222 0212 3456 7890 ", "6222021234567890"),
        ("6222-0212-3456-7890", "6222021234567890"),
        ("工商银行 6222021234567890", "工商银行 6222021234567890"),
        ("ICBC  6222 0212 3456 7890  Li  Ming", "ICBC 6222021234567890 Li Ming"),
        ("6222021234567890 李明", "6222021234567890 李明"),
    ],
)
def test_an_account_is_kept_in_one_way_however_it_was_typed(typed: str, kept: str) -> None:
    assert str(read(typed)) == kept


@pytest.mark.parametrize("typed", ["", "ICBC", "1234567", "1" * 35, "6222021234567890/李明", "12345678 Li 12345678"])
def test_what_is_no_account_is_not_taken_for_one(typed: str) -> None:
    with pytest.raises(ValueError, match="no account"):
        read(typed)


def test_bank_and_holder_are_told_apart_by_their_place() -> None:
    assert read("ICBC 6222021234567890 Li Ming") == Account("6222021234567890", "ICBC", "Li Ming")


def test_only_the_last_four_digits_are_shown() -> None:
    assert mask("ICBC 6222021234567890 Li Ming") == "ICBC ****7890 Li Ming"
    assert mask("12345678") == "****5678"
    assert mask("") == ""


@given(st.text("0123456789", min_size=8, max_size=34))
def test_what_is_kept_reads_as_what_it_is_and_shows_no_more_than_four_digits(number: str) -> None:
    assert read(number) == Account(number)
    assert mask(number) == "****" + number[-4:]
