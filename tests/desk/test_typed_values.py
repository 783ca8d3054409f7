"""What is typed into a field, by whatever door, and what it is taken for."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from ops_console.desk.forms import Amount, Codes, Day, Form, Whole, field, parse
from ops_console.desk.typed import Today
from ops_console.rules.calendar import WorkCalendar


class Typed(Form):
    amount: Amount = field("Amount", default=Fen(0))
    day: Day | None = field("Day", default=None)
    whole: Whole = field("Whole", default=0)
    codes: Codes = field("Codes", default=())


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50", 123450),
        ("12,000", 1_200_000),
        ("20w", 20_000_000),
        ("1.5W", 1_500_000),
        ("0.5万", 500_000),
        ("1.234567w", 1_234_567),
        ("12k", 1_200_000),
        ("3千", 300_000),
        ("1.2亿", 12_000_000_000),
        ("¥3", 300),
        ("￥１，２３４．５", 123450),
        ("-1.5w", -1_500_000),
        ("9,999,999,999,999.99", 10**15 - 1),
    ],
)
def test_amounts_are_typed_in_yuan(text: str, fen: int) -> None:
    assert parse(Typed, {"amount": text}).amount == fen


@pytest.mark.parametrize(
    "given",
    ["1.234", "1.2345678w", "1e3", "12,00,000", "1.5x", "k", 1.5, True, "w"],
)
def test_what_is_no_amount_is_told(given: object) -> None:
    with pytest.raises(InputErrors) as caught:
        parse(Typed, {"amount": given})
    assert [problem.message for problem in caught.value.problems] == ["an amount is typed like 1,234.50"]


@pytest.mark.parametrize("given", ["10000000000000", "9" * 40, "-1000000亿", 10**15])
def test_an_amount_that_cant_be_kept_is_told_what_can(given: object) -> None:
    with pytest.raises(InputErrors) as caught:
        parse(Typed, {"amount": given})
    assert [problem.message for problem in caught.value.problems] == ["too large: 9,999,999,999,999.99 at most"]


@pytest.mark.parametrize("text", ["１１１４", " 1114", "０01114"])
def test_a_number_is_read_in_full_width_too(text: str) -> None:
    assert parse(Typed, {"whole": text}).whole == 1114
    assert parse(Typed, {"codes": f"３，{text.strip()}"}).codes[0] == "3"


@pytest.mark.parametrize(("text", "readings"), [("1,50", "1.50 or 150"), ("12,5", "12.5 or 125")])
def test_a_comma_that_may_be_a_decimal_point_is_refused_with_both_readings(text: str, readings: str) -> None:
    with pytest.raises(InputErrors) as caught:
        parse(Typed, {"amount": text})
    assert readings in caught.value.problems[0].message


@pytest.mark.parametrize("text", ["2026-11-01", "20261101", "2026.11.1", "2026/11/01", "2026年11月1日"])
def test_days_are_typed_as_people_write_them(text: str) -> None:
    assert parse(Typed, {"day": text}).day == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("t", date(2026, 3, 31)),
        (".", date(2026, 3, 31)),
        ("今天", date(2026, 3, 31)),
        ("t-3", date(2026, 3, 28)),
        ("T+1", date(2026, 4, 1)),
        ("+10", date(2026, 4, 10)),
        ("-31", date(2026, 2, 28)),
        ("wd+5", date(2026, 4, 8)),
        ("wd-1", date(2026, 3, 30)),
        ("wd+0", date(2026, 3, 31)),
        ("m-1", date(2026, 2, 28)),
        ("m+1", date(2026, 4, 30)),
        ("y-2", date(2024, 3, 31)),
        ("me", date(2026, 3, 31)),
        ("me-1", date(2026, 2, 28)),
        ("me+9", date(2026, 12, 31)),
        ("1120", date(2026, 11, 20)),
        ("0229", None),
        ("11-20", date(2026, 11, 20)),
        ("11月20日", date(2026, 11, 20)),
        ("１１２０", date(2026, 11, 20)),
        ("20/11", date(2026, 11, 20)),
        ("11/20", date(2026, 11, 20)),
        ("5/5", date(2026, 5, 5)),
        ("30/2", None),
        ("31/4", None),
        ("1320", None),
        ("t+9999", date(2053, 8, 15)),
        ("y+9999", None),
        ("m-", None),
        ("-", None),
        ("120", None),
    ],
)
def test_days_are_counted_from_the_business_date(text: str, day: date | None) -> None:
    # Tuesday 31 March 2026; Monday 6 April is a day off (Qingming).
    today = Today(date(2026, 3, 31), WorkCalendar({date(2026, 4, 6): False}, date(2026, 12, 31)))
    if day is not None:
        assert parse(Typed, {"day": text}, today).day == day
    else:
        with pytest.raises(InputErrors):
            parse(Typed, {"day": text}, today)


def test_a_day_that_may_be_two_is_refused_with_both_readings() -> None:
    today = Today(date(2026, 3, 31), WorkCalendar({}, date(2026, 12, 31)))
    with pytest.raises(InputErrors) as caught:
        parse(Typed, {"day": "5/6"}, today)
    assert caught.value.problems[0].message == "5/6 may be 2026-05-06 or 2026-06-05: type the month first, as 05-06"


def test_a_sheet_and_what_was_recorded_give_days_in_full() -> None:
    for text in ("t", "1120", "+1"):
        with pytest.raises(InputErrors):
            parse(Typed, {"day": text})


@pytest.mark.parametrize("text", ["2026111", "2026121", "2026-1121", "2026-02-30", "11-01", "tomorrow"])
def test_a_day_that_could_be_two_days_or_is_none_is_not_guessed(text: str) -> None:
    with pytest.raises(InputErrors):
        parse(Typed, {"day": text})


def test_whole_numbers_have_fifteen_digits_at_most() -> None:
    assert parse(Typed, {"whole": "9" * 15}).whole == 10**15 - 1
    with pytest.raises(InputErrors):
        parse(Typed, {"whole": "9" * 16})
