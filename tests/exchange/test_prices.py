"""Unit prices from a sheet: every fault told with its line and field, all or nothing."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from ops_console.base.labels import Label
from ops_console.base.problems import InputErrors
from ops_console.catalog.model import Fund
from ops_console.exchange.prices import Checked, Known, check_prices, price_typed, read_prices
from ops_console.exchange.sheets import read_sheet
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.products.units import priced

FUNDS = {
    "STEADY": Fund("STEADY", Label("Steady", "稳健"), 30, "test"),
    "GROWTH": Fund("GROWTH", Label("Growth", "成长"), 100, "test"),
}
CALENDAR = WorkCalendar({date(2026, 3, 12): False}, date(2026, 12, 31))
"""Thursday 12 March is a holiday here."""
KNOWN: Known = {"STEADY": {date(2026, 3, 2): 10_000, date(2026, 3, 3): 10_010}}
TODAY = date(2026, 3, 31)


def checked(tmp_path: Path, *rows: str, header: str = "fund,date,price", known: Known = KNOWN) -> Checked:
    path = tmp_path / "prices.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return check_prices(*read_prices(read_sheet(path), FUNDS), known, FUNDS, CALENDAR, TODAY)


def test_prices_of_the_next_days_are_new(tmp_path: Path) -> None:
    found = checked(tmp_path, "STEADY,2026-03-04,1.0020", "STEADY,2026-03-05,1.003", "STEADY,2026-03-06,1")
    assert [(one.line, one.fund, one.day, one.price) for one in found.new] == [
        (2, "STEADY", date(2026, 3, 4), 10_020),
        (3, "STEADY", date(2026, 3, 5), 10_030),
        (4, "STEADY", date(2026, 3, 6), 10_000),
    ]
    assert (found.corrections, found.unusual) == ((), ())


def test_the_order_of_the_lines_does_not_matter_and_a_weekend_and_a_holiday_need_no_price(tmp_path: Path) -> None:
    days = ["11", "13", "09", "10", "04", "06", "05"]
    found = checked(tmp_path, *(f"STEADY,2026-03-{day},1.001" for day in days))
    assert len(found.new) == 7


def test_a_fund_may_begin_on_any_working_day_and_columns_may_be_chinese(tmp_path: Path) -> None:
    found = checked(tmp_path, "GROWTH,2026-03-11,1.0000", header="账户,估值日,单位价格")
    assert [one.said for one in found.new] == ["GROWTH/2026-03-11/1.0000"]


def test_a_sheet_with_real_dates_and_numbers_is_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "prices.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Fund", "Date", "Price"])
        page.write_row(1, 0, ["STEADY", date(2026, 3, 4), 1.0235])
        page.write_row(2, 0, ["STEADY", "2026-03-05", 1])
    lines, unread = read_prices(read_sheet(path), FUNDS)
    assert unread == ()
    assert [(one.day, one.price) for one in lines] == [(date(2026, 3, 4), 10_235), (date(2026, 3, 5), 10_000)]


def test_the_same_price_again_is_nothing_new(tmp_path: Path) -> None:
    found = checked(tmp_path, "STEADY,2026-03-02,1.0", "STEADY,2026-03-03,1.0010")
    assert (found.new, found.corrections, found.unusual) == ((), (), ())


def test_another_price_of_a_known_day_is_a_correction_that_is_confirmed(tmp_path: Path) -> None:
    found = checked(tmp_path, "STEADY,2026-03-03,1.0020")
    [one] = found.corrections
    assert (one.line, one.price) == (2, 10_020)
    assert found.unusual == ((one, "corrects 1.0010"),)


@pytest.mark.parametrize(
    ("price", "unusual"), [("1.0310", False), ("1.0311", True), ("0.9710", False), ("0.9709", True)]
)
def test_a_move_beyond_the_limit_of_the_fund_is_confirmed(tmp_path: Path, price: str, unusual: bool) -> None:
    """30 per mille of 1.0010 is 0.03003."""
    assert bool(checked(tmp_path, f"STEADY,2026-03-04,{price}").unusual) is unusual


FAULTS = [
    ("no header", "", [], [("", 1)]),
    ("a column is missing", "fund,date", ["STEADY,2026-03-04"], [("price", 1)]),
    ("a column too many", "fund,date,price,note", ["STEADY,2026-03-04,1,x"], [("note", 1)]),
    ("a column twice", "fund,date,price,price", ["STEADY,2026-03-04,1,1"], [("price", 1)]),
    ("no line", "fund,date,price", [], [("", 1)]),
    ("no fund", "fund,date,price", [",2026-03-04,1"], [("fund", 2)]),
    ("an unknown fund", "fund,date,price", ["BONDS,2026-03-04,1"], [("fund", 2)]),
    ("no day", "fund,date,price", ["STEADY,,1"], [("date", 2)]),
    ("a day there is not", "fund,date,price", ["STEADY,2026-02-30,1"], [("date", 2)]),
    ("a day written otherwise", "fund,date,price", ["STEADY,4 March,1"], [("date", 2)]),
    ("no price", "fund,date,price", ["STEADY,2026-03-04,"], [("price", 2)]),
    ("a price in words", "fund,date,price", ["STEADY,2026-03-04,one"], [("price", 2)]),
    ("a price of nothing", "fund,date,price", ["STEADY,2026-03-04,0"], [("price", 2)]),
    ("a price below nothing", "fund,date,price", ["STEADY,2026-03-04,-1.2"], [("price", 2)]),
    ("five decimals", "fund,date,price", ["STEADY,2026-03-04,1.00205"], [("price", 2)]),
    ("a price past counting", "fund,date,price", ["STEADY,2026-03-04,12345678901"], [("price", 2)]),
    ("an exponent", "fund,date,price", ["STEADY,2026-03-04,1e3"], [("price", 2)]),
    ("a day to come", "fund,date,price", ["GROWTH,2026-04-01,1"], [("date", 2)]),
    ("a Saturday", "fund,date,price", ["GROWTH,2026-03-07,1"], [("date", 2)]),
    ("a holiday", "fund,date,price", ["GROWTH,2026-03-12,1"], [("date", 2)]),
    ("a day twice", "fund,date,price", ["STEADY,2026-03-04,1", "STEADY,2026-03-04,1"], [("date", 3)]),
    ("a day twice at two prices", "fund,date,price", ["STEADY,2026-03-04,1", "STEADY,2026-03-04,1.01"], [("date", 3)]),
    ("a day left out since the last price", "fund,date,price", ["STEADY,2026-03-05,1"], [("date", 2)]),
    (
        "a day left out within the file",
        "fund,date,price",
        ["STEADY,2026-03-04,1", "STEADY,2026-03-06,1"],
        [("date", 3)],
    ),
    ("a day before the fund began", "fund,date,price", ["STEADY,2026-02-27,1"], [("date", 2)]),
    (
        "every fault of every line is told",
        "fund,date,price",
        ["BONDS,x,0", "STEADY,2026-03-04,1", ",,"],
        [("fund", 2), ("date", 2), ("price", 2)],
    ),
    (
        "days that can't be are told with what can't be read; days left out are not, the unread may be theirs",
        "fund,date,price",
        ["STEADY,2026-03-04,one", "STEADY,2026-03-05,1", "GROWTH,2026-03-07,1", "GROWTH,2026-04-01,1"],
        [("price", 2), ("date", 4), ("date", 5)],
    ),
]


@pytest.mark.parametrize(("header", "rows", "wanted"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_faults_are_told_with_line_and_field(
    tmp_path: Path, header: str, rows: list[str], wanted: list[tuple[str, int]]
) -> None:
    with pytest.raises(InputErrors) as error:
        checked(tmp_path, *rows, header=header)
    assert [(one.field, one.line) for one in error.value.problems] == wanted
    assert all(one.message for one in error.value.problems)


@pytest.mark.parametrize(("text", "price"), [("1", 10_000), ("1.2345", 12_345), (" 0.0001 ", 1), ("1.20000", 12_000)])
def test_prices_are_whole_ten_thousandths(text: str, price: int) -> None:
    assert price_typed(text) == price
    assert price_typed(priced(price)) == price
