"""What is typed into a field, by whatever door, and what it is taken for."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from ops_console.desk.forms import Amount, Day, Form, Whole, field, parse


class Typed(Form):
    amount: Amount = field("Amount", default=Fen(0))
    day: Day | None = field("Day", default=None)
    whole: Whole = field("Whole", default=0)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1,234.50", 123450), ("20w", 20_000_000), ("0.5万", 500_000), ("¥3", 300), ("9,999,999,999,999.99", 10**15 - 1)],
)
def test_amounts_are_typed_in_yuan(text: str, fen: int) -> None:
    assert parse(Typed, {"amount": text}).amount == fen


@pytest.mark.parametrize("given", ["1.234", "1e3", "10000000000000", "9" * 40, 10**15, 1.5, True, "w"])
def test_what_is_no_amount_or_more_than_any_is_told(given: object) -> None:
    with pytest.raises(InputErrors) as caught:
        parse(Typed, {"amount": given})
    assert [problem.message for problem in caught.value.problems] == ["an amount is typed like 1,234.50"]


@pytest.mark.parametrize("text", ["2026-11-01", "20261101", "2026.11.1", "2026/11/01", "2026年11月1日"])
def test_days_are_typed_as_people_write_them(text: str) -> None:
    assert parse(Typed, {"day": text}).day == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["2026111", "2026121", "2026-1121", "2026-02-30", "11-01", "tomorrow"])
def test_a_day_that_could_be_two_days_or_is_none_is_not_guessed(text: str) -> None:
    with pytest.raises(InputErrors):
        parse(Typed, {"day": text})


def test_whole_numbers_have_fifteen_digits_at_most() -> None:
    assert parse(Typed, {"whole": "9" * 15}).whole == 10**15 - 1
    with pytest.raises(InputErrors):
        parse(Typed, {"whole": "9" * 16})
