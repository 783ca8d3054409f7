"""Sheets from outside: texts as typed, faults with their line, bombs measured before anything reads them."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ops_console.base.problems import InputErrors, UsageError
from ops_console.exchange import sheets
from ops_console.exchange.sheets import read_sheet


def xlsx(path: Path, *rows: list[Any]) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return path


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_cells_become_what_a_clerk_would_type(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        ["form_no", "sum", "share", "day", "at", "smoker", "note"],
        ["F1", 100000, 33.5, date(2026, 3, 2), datetime(2026, 3, 2, 9, 30), True, " 张三 "],  # noqa: DTZ001 - sheets know no time zone
    )
    assert read_sheet(path).rows[0].values == {
        "form_no": "F1",
        "sum": "100000",
        "share": "33.5",
        "day": "2026-03-02",
        "at": "2026-03-02",
        "smoker": "yes",
        "note": "张三",
    }


def test_rows_keep_the_line_they_stand_on_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ["a", "b"], [None, None], ["1", ""], [], ["2", "x"])
    assert [(row.line, row.values) for row in read_sheet(path).rows] == [(3, {"a": "1"}), (5, {"a": "2", "b": "x"})]


def test_a_sheet_may_begin_below_and_beside_its_corner(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [], [], [None, "a", "b"], [None, "1", "2"])
    assert [(row.line, row.values) for row in read_sheet(path).rows] == [(4, {"a": "1", "b": "2"})]


def test_a_number_too_long_for_a_spreadsheet_has_lost_digits(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ["document"], [310101198603152718])
    (row,) = read_sheet(path).rows
    assert [problem.field for problem in row.problems] == ["document"]


def test_csv_with_or_without_the_mark_of_utf8(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        sheet = read_sheet(csv(tmp_path / f"{encoding}.csv", 'name,note\n李明,"a, b"\n', encoding))
        assert sheet.columns == ("name", "note")
        assert sheet.rows[0].values == {"name": "李明", "note": "a, b"}


def test_csv_in_the_characters_of_chinese_windows(tmp_path: Path) -> None:
    for encoding in ("gbk", "gb18030"):
        sheet = read_sheet(csv(tmp_path / f"{encoding}.csv", "姓名,地址\n李明,上海市南京路\n", encoding))
        assert sheet.rows[0].values == {"姓名": "李明", "地址": "上海市南京路"}


def test_bytes_that_are_no_text_in_either_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"a\n\xff\xfe\xff\n")
    with pytest.raises(InputErrors) as error:
        read_sheet(file)
    assert "neither in UTF-8 nor in GBK" in error.value.problems[0].message


def test_a_quoted_cell_over_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    sheet = read_sheet(csv(tmp_path / "a.csv", 'a,b\n1,"x\ny"\n2,z\n'))
    assert [row.line for row in sheet.rows] == [2, 4]


@pytest.mark.parametrize(
    ("text", "encoding", "message"),
    [
        ("", "utf-8", "name the columns"),
        ("a,b,a\n1,2,3\n", "utf-8", "twice"),
        ("a\n\0\n", "utf-8", "no text"),
        ('a\n"x" y\n', "utf-8", "not a csv file"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str, encoding: str, message: str) -> None:
    with pytest.raises(InputErrors) as error:
        read_sheet(csv(tmp_path / "a.csv", text, encoding))
    assert message in error.value.problems[0].message


def test_a_value_outside_the_named_columns_is_a_problem_of_its_row(tmp_path: Path) -> None:
    (row,) = read_sheet(csv(tmp_path / "a.csv", "a\n1,2\n")).rows
    assert row.problems[0].line == 2


def test_no_such_file_and_other_kinds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(UsageError):
        read_sheet(csv(tmp_path / "a.txt", "a"))


def test_something_else_called_xlsx_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputErrors):
        read_sheet(csv(tmp_path / "a.xlsx", "a,b"))
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(InputErrors):
        read_sheet(tmp_path / "b.xlsx")


def test_a_bomb_is_measured_while_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 2**20)
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2**21)
    with pytest.raises(InputErrors, match="1 error") as error:
        read_sheet(tmp_path / "bomb.xlsx")
    assert "larger than 1 MiB" in error.value.problems[0].message


def test_a_cell_so_far_out_that_reading_it_would_take_all_memory_ends_in_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "form_no")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(InputErrors) as error:
        read_sheet(path)
    assert "takes too much" in error.value.problems[0].message


def test_one_text_repeated_in_a_million_cells_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "laughs.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for line in range(20_000):
            sheet.write(line, 0, "x" * 30_000)
    with pytest.raises(InputErrors):
        read_sheet(path)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_of_two_hundred_megabytes_is_refused_before_it_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"huge.{kind}"
    if kind == "csv":
        with path.open("wb") as file:
            file.truncate(200 * 2**20)
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive, archive.open("a", "w") as part:
            for _step in range(200):
                part.write(bytes(2**20))
    with pytest.raises(InputErrors) as error:
        read_sheet(path)
    assert "larger than" in error.value.problems[0].message


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff\xe0JFIF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old excel", b"PK\x03\x04cut"]
)
def test_a_picture_an_old_workbook_a_cut_file_called_xlsx_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputErrors):
        read_sheet(path)


def test_a_folder_is_no_sheet(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(UsageError):
        read_sheet(tmp_path / "a.xlsx")


def test_entities_that_unfold_without_end_are_not_unfolded(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ["a"], ["b"])
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 20}">' for n in range(12)
    )
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(bomb, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name == "xl/sharedStrings.xml":
                head, rest = content.split(b"<sst", 1)
                content = head + (laughs + "]>").encode() + b"<sst" + rest.replace(b"<t>b</t>", b"<t>&m;</t>")
            bad.writestr(name, content)
    try:
        sheet = read_sheet(bomb)
    except InputErrors:
        return
    assert len(str(sheet)) < 1000
