"""References of orders: read back as they were written, and nothing else is taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.rules.numbers import make_id
from ops_console.rules.references import CollectionReference, PayoutReference, read_reference

IDS = st.builds(make_id, st.integers(1, 9999), st.integers(1, 10**11 - 1))
ATTEMPTS = st.integers(1, 999)
REFERENCES = st.builds(CollectionReference, IDS, st.dates(date(1990, 1, 1)), ATTEMPTS) | st.builds(
    PayoutReference, IDS, ATTEMPTS
)


@given(REFERENCES)
def test_a_reference_names_what_it_was_made_of_and_fits_every_bank(
    reference: CollectionReference | PayoutReference,
) -> None:
    text = str(reference)
    assert read_reference(text) == reference
    assert len(text) <= 35
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


@given(REFERENCES, st.data())
def test_a_digit_of_the_number_mistyped_names_nothing(
    reference: CollectionReference | PayoutReference, data: st.DataObject
) -> None:
    text, place = str(reference), data.draw(st.integers(1, 16))
    digit = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != text[place]]))
    assert read_reference(text[:place] + digit + text[place + 1 :]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "NOTPROVIDED",
        "P001010000000010",
        f"{CollectionReference(make_id(101, 1), date(2027, 3, 15), 1)} ",
        f"{CollectionReference(make_id(101, 1), date(2027, 3, 15), 1)}".lower(),
        f"{CollectionReference(make_id(101, 1), date(2027, 3, 15), 1)}"[:-1],
        f"{CollectionReference(make_id(101, 1), date(2027, 3, 15), 1)}"[:-1] + "0",
        f"{CollectionReference(make_id(101, 1), date(2027, 3, 15), 1)}"[:-1] + "01",
        f"{PayoutReference(make_id(101, 1), 1)}"[:-1] + "-20270230-1",
        f"{PayoutReference(make_id(101, 1), 1)}-20270228",
        f"{PayoutReference(make_id(101, 1), 1)}" + "1" * 5_000,
    ],
)
def test_what_is_not_written_as_we_write_it_is_not_ours(text: str) -> None:
    assert read_reference(text) is None
