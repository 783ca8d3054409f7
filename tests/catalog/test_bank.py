"""Banks in the catalog: every mistake told, and whose an account is."""

import shutil
import tomllib
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.builders.bank import banking
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.files import make_row
from ops_console.catalog.layout import KINDS
from ops_console.catalog.load import SHIPPED_FOLDER, load, shipped
from ops_console.catalog.model_bank import FileKind

BANKING = shipped().banking
CONTENT = tomllib.loads((SHIPPED_FOLDER / "bank.toml").read_text("utf-8"))
DAY = CONTENT.pop("valid_from")


def mistakes(content: dict[str, Any], *, stored: bool = False) -> list[Problem]:
    problems: list[Problem] = []
    rows = [
        make_row(kind, code, date(2000, 1, 1), body)
        for table, kind in KINDS["bank.toml"].items()
        for code, body in content.get(table, {}).items()
    ]
    banking(Rows(rows, problems, stored=stored))
    return problems


def changed(place: str, value: Any) -> dict[str, Any]:
    """The shipped file with one field otherwise; a number in the place is a column's, None takes the field out."""
    content = deepcopy(CONTENT)
    at: Any = content
    *above, last = place.split(".")
    for part in above:
        at = at[int(part)] if isinstance(at, list) else at[part]
    if value is None:
        del at[int(last) if isinstance(at, list) else last]
    elif isinstance(at, list):
        at[int(last)] = value
    else:
        at[last] = value
    return content


def test_what_is_shipped_has_no_mistake() -> None:
    assert mistakes(CONTENT) == []


@pytest.mark.parametrize(
    ("place", "value", "field", "message"),
    [
        ("profiles.bar.format", "csv", "bank_profile bar.format", "One of iso20022, delimited, fixed is wanted"),
        ("profiles.bar.encoding", "utf-16", "bank_profile bar.encoding", "One of gbk, gb18030"),
        ("profiles.bar.separator", "-", "bank_profile bar.separator", "in no amount, day or reference"),
        ("profiles.bar.days", "ddmmyy", "bank_profile bar.days", "One of yyyymmdd, yyyy-mm-dd"),
        ("profiles.bar.amounts", "euro", "bank_profile bar.amounts", "One of fen, yuan"),
        ("profiles.bar.colour", "red", "bank_profile bar.colour", "Not known here"),
        ("profiles.bar.reasons.E0001", "bad_weather", "bank_profile bar.reasons.E0001", "No reason has this code"),
        ("profiles.bar.statuses", {"0": "settled"}, "bank_profile bar.statuses", "one for rejected"),
        ("profiles.bar.statuses.2", "lost", "bank_profile bar.statuses.2", "One of settled, rejected, returned"),
        ("profiles.bar.file_names.payout", "../x", "bank_profile bar.file_names.payout", "{message} among them"),
        ("profiles.bar.file_names.payout", "{account}{message}", "bank_profile bar.file_names.payout", "are wanted"),
        ("profiles.bar.payout.line.2", None, "bank_profile bar.payout.line", "The columns reference are missing"),
        ("profiles.bar.payout.line.2.name", "iban", "bank_profile bar.payout.line[3].name", "One of account, amount"),
        ("profiles.bar.payout.line.2.name", "no", "bank_profile bar.payout.line[3].name", "stands there twice"),
        ("profiles.bar.payout.line.2.value", "X", "bank_profile bar.payout.line[3].value", "A mark has a value"),
        ("profiles.bar.payout.line.0.value", "D|", "bank_profile bar.payout.line[1].value", "separator stands in it"),
        ("profiles.bar.payout.trailer", [], "bank_profile bar.payout.trailer", "At least one entry"),
        ("profiles.fixed.payout.line.5.width", 8, "bank_profile fixed.payout.line[6].width", "from 12 to 500"),
        ("profiles.fixed.payout.line.0.value", "记录", "bank_profile fixed.payout.line[1].value", "Longer than its"),
        ("profiles.fixed.payout.line.0.width", 0, "bank_profile fixed.payout.line[1].width", "from 1 to 500"),
        ("reasons.other.retry", "maybe", "bank_reason other.retry", "true or false"),
        ("reasons.other.source", None, "bank_reason other.source", "Law and article"),
        ("retries.premium.days_after_due", [10, 10], "bank_retry premium.days_after_due", "later than the one before"),
        ("retries.premium.days_after_due", [61], "bank_retry premium.days_after_due", "from 1 to 60"),
        ("banks.CCB.number", "105", "bank CCB.number", "12 digits"),
        ("banks.CCB.number", "102290000001", "bank CCB.number", "Bank ICBC has it"),
        ("banks.CCB.names", ["工 行"], "bank CCB.names", "Bank ICBC has it"),
        ("banks.CCB.profile", "fax", "bank CCB.profile", "No bank profile has this code"),
        ("banks.CCB.collects.account", "12-34", "bank CCB.collects.account", "8 to 34 digits"),
        ("banks.CCB.default", True, "bank CCB.default", "Bank ICBC is the default already"),
        ("banks.ICBC.default", None, "bank ICBC.default", "default = true"),
    ],
)  # fmt: skip
def test_every_mistake_is_told_with_its_field_and_what_would_be_right(
    place: str, value: Any, field: str, message: str
) -> None:
    found = mistakes(changed(place, value))
    assert [one for one in found if one.field == field and message in one.message]


def test_and_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder)
    text = (folder / "bank.toml").read_text("utf-8").replace("retry = false", "retry = 0", 1)
    (folder / "bank.toml").write_text(text, "utf-8")
    with pytest.raises(InputErrors) as caught:
        load(folder)
    [found] = caught.value.problems
    assert text.splitlines()[(found.line or 0) - 1] == "retry = 0"


def test_a_catalog_older_than_banks_can_be_read() -> None:
    assert mistakes({}, stored=True) == []


@pytest.mark.parametrize(
    ("account", "bank"),
    [
        ("ICBC 6222021234567890 Li Ming", "ICBC"),
        ("工商银行 6222021234567890", "ICBC"),
        ("中国工商银行静安支行 6222021234567890 李明", "ICBC"),
        ("中国银行 6222021234567890", "BOC"),
        ("Bank of China 6222021234567890", "BOC"),
        ("bank of  china 6222021234567890", "BOC"),
        ("农行 6222021234567890", "ABC"),
        ("6222021234567890", "ICBC"),
        ("火星银行 6222021234567890", None),
    ],
)
def test_the_bank_of_an_account_is_the_one_it_names_or_the_default_one(account: str, bank: str | None) -> None:
    found = BANKING.bank_of(account)
    assert (found and found.code) == bank


def test_codes_of_a_bank_become_our_reasons_and_say_whether_to_try_again() -> None:
    iso = BANKING.profiles["iso"]
    assert [iso.reason(code) for code in ("AM04", "AC04", "MD01", "BE01", "ZZ99", "")] == [
        "insufficient_funds", "account_closed", "no_mandate", "name_mismatch", "other", "",
    ]  # fmt: skip
    again = {code for code, reason in BANKING.reasons.items() if reason.retry}
    assert again == {"insufficient_funds", "account_blocked", "other"}
    assert BANKING.retry_days == (10, 25, 40)


def test_widths_are_told_in_bytes_and_zeros_stand_before_numbers() -> None:
    name, amount = (
        next(column for column in BANKING.profiles["fixed"].layouts[FileKind.PAYOUT].line if column.name == field)
        for field in ("name", "amount")
    )
    assert (name.width, name.right, name.pad) == (40, False, " ")
    assert (amount.width, amount.right, amount.pad) == (16, True, "0")
